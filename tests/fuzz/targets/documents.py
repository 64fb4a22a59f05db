"""Files and lines of our own that are read back: places, settings, network, batches, trainings, models."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.batch.progress import Progress, read_summary
from app.batch.records import Records
from app.finetune.lock import locked_pid
from app.finetune.progress import TuneProgress
from app.finetune.workspace import request_of
from app.place import nodules
from app.place.files import PlaceFiles, file_of
from app.settings import FILE, Settings
from engine.batch.plan import NAME, result_of
from engine.models.facts import facts_of
from engine.models.registry import Registry
from engine.network.config import NetworkError
from engine.network.config import load as load_network
from engine.reports.json import write as write_report
from tests.engine.reports.exports import make_export, write_scan
from tests.engine.tiny_model import write_tiny
from tests.fuzz.mutate import mutated, mutated_json
from tests.fuzz.targets.base import generator, refused

UID = "1.2.3"
VIEW = {
    "schema_version": 1, "series_uid": UID, "point_mm": [1.0, 2.0, 3.0], "active": 0, "window": [1500, -600],
    "looks": [{"scale": 2.0, "centre": [1, 2], "flipped": [True, False], "inverted": False}],
    "slab": {"on": True, "kind": "mip", "thickness_mm": 10}, "heat": {"on": True, "opacity": 0.5},
}  # fmt: skip
SETTINGS = {
    "recent": [{"uid": UID, "paths": ["/a"], "title": "CT"}], "report_folder": "/a", "language": "zh_CN",
    "theme": "dark", "go_on": True, "hanging": {"a": 1},
}  # fmt: skip
NETWORK = {
    "receive": True, "address": "127.0.0.1", "peers": [{"ae_title": "PACS", "address": "10.0.0.0/8"}],
    "nodes": [{"name": "PACS", "ae_title": "PACS", "host": "pacs.local", "port": 104}],
}  # fmt: skip
LINES = (
    {"event": "scan", "done": 1, "known": 2},
    {"event": "plan", "rows": [{"series_uid": UID, "description": "a", "n_slices": 3, "state": "waiting"}]},
    {"event": "step", "series_uid": UID, "step": "lungs"},
    {"event": "series", "series_uid": UID, "description": "", "n_slices": 3, "state": "analysed",
     "seconds_left": 3.5, "suggestions": 2, "highest_probability": 0.5},
    {"event": "end", "interrupted": False},
    {"event": "start", "trainings": 3, "mode": "head", "epochs": 5, "estimated_seconds": 9},
    {"event": "training", "name": "fold 1", "index": 1, "of": 3, "cases": 9},
    {"event": "epoch", "name": "fold 1", "index": 1, "of": 3, "epoch": 1, "epochs": 5, "done": 0.2},
    {"event": "training_done", "name": "fold 1", "best_epoch": 1, "done": 0.3},
    {"event": "error", "text": "It failed."},
)  # fmt: skip

GRID = {"size": [1, 1, 3], "origin_mm": [0, 0, 0], "steps_mm": [[0, 0, 1], [0, 1, 0], [1, 0, 0]]}

Run = Callable[[bytes, Path], str]


class DocumentTarget:
    """One of these documents in each case."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtCore import QCoreApplication

        self._qt = QCoreApplication.instance() or QCoreApplication([])
        report = self._report(folder / "report")
        found = report["findings"][0]
        assessed = {
            "finding": found, "largest_slice": found["largest_slice"], "map_patch_grid": GRID, "model": None,
            "long_axis_mm": found["long_axis_ends_mm"], "short_axis_mm": found["short_axis_ends_mm"],
            "contours_mm": {"3": [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]}, "map_grid": GRID,
        }  # fmt: skip
        entry = {"number": 1, "point_mm": [1, 2, 3], "assessed": assessed, "map": "AAAA" * 4}
        kept = {"schema_version": 1, "series_uid": UID, "nodules": [entry], "grid": GRID}
        write_tiny(folder / "models" / "tiny-1.0.0")
        self._models = folder / "models"
        self._kinds: dict[str, tuple[Any, Run]] = {
            "view": (VIEW, self._place("view")),
            "nodules": (kept, self._place("nodules")),
            "settings": (SETTINGS, _settings),
            "network": (NETWORK, _network),
            "report": (report, _report),
            "summary": ({"series": LINES[1]["rows"]}, _summary),
            "lock": ({"pid": 1, "started": "2026-01-01T00:00:00+00:00"}, _lock),
            "request": ({"out": "/a/b", "store": "/a"}, _request),
            "lines": (LINES, _lines),
            "pointer": ({"active": ["tiny-1.0.0", "default"]}, self._pointer),
        }

    def make(self, seed: int) -> tuple[str, bytes]:
        rng = generator(seed, "documents")
        kind = rng.choice(list(self._kinds))
        document = self._kinds[kind][0]
        if kind == "lines":
            document = rng.choice(LINES)
        whole = json.dumps(document).encode()
        if not seed:
            return kind, whole
        if rng.random() < 0.02:
            return kind, b"[" * rng.choice((500, 5000, 200_000)) + whole
        return kind, mutated_json(document, rng) if rng.random() < 0.6 else mutated(whole, rng)

    def run(self, case: tuple[str, bytes], folder: Path) -> str:
        kind, data = case
        return self._kinds[kind][1](data, folder)

    @staticmethod
    def _report(folder: Path) -> Any:
        folder.mkdir(parents=True)
        export = make_export(write_scan(folder / "scan"))
        return json.loads(write_report(export, folder)[0].read_text("utf-8"))

    def _place(self, kind: str) -> Run:
        def run(data: bytes, folder: Path) -> str:
            files, told = PlaceFiles(), []
            files.read.connect(lambda _uid, view, kept: told.append(view if kind == "view" else kept))
            files.damaged.connect(refused)
            path = file_of(UID, kind)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            if kind == "nodules":
                with contextlib.suppress(ValueError):
                    nodules.read(data, UID)
            files._ask(UID)
            path.unlink(missing_ok=True)
            return "read" if told and told[0] is not None else "refused"

        return run

    def _pointer(self, data: bytes, folder: Path) -> str:
        (self._models / "active.json").write_bytes(data)
        registry = Registry(self._models)
        for entry in registry.entries():
            facts_of(entry)
        _, note = registry.active()
        return refused(note) if note else "read"


def _settings(data: bytes, folder: Path) -> str:
    (folder / FILE).write_bytes(data)
    settings = Settings(folder)
    return refused(settings.problem) if settings.problem else "read"


def _network(data: bytes, folder: Path) -> str:
    (folder / "network.json").write_bytes(data)
    try:
        load_network(folder / "network.json")
    except NetworkError as error:
        return refused(error)
    return "read"


def _report(data: bytes, folder: Path) -> str:
    (folder / NAME).write_bytes(data)
    result_of(folder, "a")
    told: list[object] = []
    records = Records()
    records.read.connect(lambda _uid, found: told.append(found))
    records.unreadable.connect(lambda _uid, text: refused(text))
    records._read(UID, folder)
    return "read" if told else "refused"


def _summary(data: bytes, folder: Path) -> str:
    (folder / "summary.json").write_bytes(data)
    progress = Progress()
    try:
        progress.put(read_summary(folder))
    except (KeyError, TypeError, ValueError):
        return "refused"
    return "read"


def _lock(data: bytes, folder: Path) -> str:
    (folder / "lock.json").write_bytes(data)
    return "read" if locked_pid(folder) else "refused"


def _request(data: bytes, folder: Path) -> str:
    (folder / "request.json").write_bytes(data)
    return "read" if request_of(folder) else "refused"


def _lines(data: bytes, folder: Path) -> str:
    batch, training = Progress(), TuneProgress()
    taken = [one.take(line) for line in data.splitlines() for one in (batch, training)]
    return "read" if any(taken) else "refused"
