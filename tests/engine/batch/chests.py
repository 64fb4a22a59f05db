"""Small synthetic chests on disk, a home with the tiny model, and what lasts of what a batch leaves."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from engine.models.registry import Registry
from engine.phantom import Kind, NoduleSpec, PhantomSpec, make_phantom, write_dicom
from tests.engine import tiny_model

ROOT = Path(__file__).resolve().parents[3]
NODULE_MM = (-70.0, 48.0, -40.0)
NEIGHBOUR_MM = (-70.0, 20.0, -40.0)
#: Whole lungs across, few slices: enough to be searched, quick to measure.
SIZE, SPACING_MM = (4, 96, 96), (2.5, 3.5, 3.5)


def write_chest(folder: Path, seed: int) -> str:
    """Write a chest with two nodules, of a patient of its own; return its series UID."""
    spec = PhantomSpec(
        size=SIZE, spacing_mm=SPACING_MM, focus_mm=(0.0, 0.0, -40.0), seed=seed,
        nodules=(NoduleSpec(Kind.SOLID, NODULE_MM, 10.0), NoduleSpec(Kind.CALCIFIED, NEIGHBOUR_MM, 8.0)),
    )  # fmt: skip
    phantom = make_phantom(spec)
    write_dicom(phantom, folder)
    return phantom.volume.series_uid


def write_home(folder: Path) -> Path:
    """Make a user's folder in which the tiny model is active."""
    registry = Registry(folder / "data" / "models", check=lambda _: None)
    registry.install(tiny_model.write_tiny(folder / "new"))
    registry.activate("tiny-1.0.0")
    return folder


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "NODUSCOPE_HOME": str(home), "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "engine", "analyze", *map(str, arguments)]


def analyze(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
        env=environment(home),
    )  # fmt: skip


def lasting(document: Any) -> Any:
    """A report without what depends on the moment."""
    return {k: v for k, v in document.items() if k not in ("created", "timing_ms")}


def files(out: Path) -> dict[str, Any]:
    """Every file under a folder by its name: reports without their moments, others byte for byte."""
    found: dict[str, Any] = {}
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        name = path.relative_to(out).as_posix()
        found[name] = (
            lasting(json.loads(path.read_text("utf-8"))) if path.suffix == ".json" else path.read_bytes()
        )
    return found


def rows(home: Path) -> dict[str, list[str]]:
    """What the store holds, table by table, without numbers of rows and moments, in an order of its own."""
    moments = ("id", "created", "started", "finished", "first_seen", "decided", "made", "added", "opened")
    moments += ("before", "digest")  # the audit log's chain goes over its moments
    keys = {"series_id": "SELECT id, series_uid FROM series", "analysis_id": "SELECT id, key FROM analysis"}
    connection = sqlite3.connect(home / "data" / "store.sqlite")
    names = {key: dict(connection.execute(sql).fetchall()) for key, sql in keys.items()}
    tables: dict[str, list[str]] = {}
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        cursor = connection.execute(f"SELECT * FROM {table}")
        columns = [c[0] for c in cursor.description]
        tables[table] = sorted(
            repr(
                {
                    c: names[c][v] if c in names else v
                    for c, v in zip(columns, row, strict=True)
                    if c not in moments
                }
            )
            for row in cursor
        )
    connection.close()
    return tables
