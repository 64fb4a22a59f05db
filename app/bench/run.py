"""One run of the benchmarks: children of this same program time the engine, torch and MONAI, in turns; this
process times the window, on the screen there is or offscreen. What is not installed is left out and said so.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import engine
from app import program
from app.bench.figures import BenchError, Row, Rows, row
from app.bench.rows import ANALYSIS, LONG, NODULE, PARTS, PICTURES, READING, WINDOW, with_ratios
from engine.findings import Point

#: How long one part may take before it counts as hung.
PATIENCE_S = 900
#: The engine, torch and MONAI take turns so many times.
TURNS = 2
#: Nodules of the synthetic chest that are clicked on, in turns.
CLICKED = 3
SYNTHETIC = "synthetic chest"
NO_TORCH = (
    "torch is not installed here (the extra `training`), so that nothing is compared with it or with MONAI."
)
NO_MONAI = "MONAI is not installed here (the extra `training`), so that nothing is compared with it."


@dataclass(frozen=True)
class Run:
    """A run and where it was made; nothing names the machine or the series.

    Parameters
    ----------
    machine
        ``processor``, ``cores``, ``system`` and ``python``.
    series
        What was read: the synthetic chest, or how long another series is.
    parts
        Which of `PARTS` were timed.
    rows
        By part and name, ``part.name``.
    left_out
        What could not be timed here and why, in sentences.
    agreement
        Largest difference between what the other made and what ours made, by the other's row.
    date, commit, software
        UTC; short, with a plus where files were changed since, empty without git; the version.
    """

    machine: dict[str, Any]
    series: str
    parts: tuple[str, ...]
    rows: Rows
    left_out: tuple[str, ...] = ()
    agreement: dict[str, float] = field(default_factory=dict)
    date: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    commit: str = ""
    software: str = engine.__version__

    def to_json(self) -> dict[str, Any]:
        """Plain data; the rows last."""
        return {
            "date": self.date, "commit": self.commit, "software": self.software, "machine": self.machine,
            "series": self.series, "parts": list(self.parts), "left_out": list(self.left_out),
            "agreement": self.agreement, "rows": {name: one.to_json() for name, one in self.rows.items()},
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Any) -> Run:
        """Read plain data.

        Raises
        ------
        ValueError
            If it is no run.
        """
        try:
            return cls(
                machine=dict(data["machine"]), series=str(data["series"]),
                parts=tuple(str(part) for part in data["parts"]),
                rows={str(name): Row.from_json(one) for name, one in data["rows"].items()},
                left_out=tuple(str(text) for text in data["left_out"]), agreement=dict(data["agreement"]),
                date=str(data["date"]), commit=str(data["commit"]), software=str(data["software"]),
            )  # fmt: skip
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("it is no run of the benchmarks") from error


def run(series: Path | None, points: Sequence[Point] = (), parts: Sequence[str] = PARTS) -> Run:
    """Time what is asked for.

    Parameters
    ----------
    series
        Folder with a CT series; `None` for the synthetic chest.
    points
        Nodules in it to click on, patient mm; those of the synthetic chest are known.
    parts
        Which of `PARTS`.

    Raises
    ------
    BenchError
        If a part could not be timed, or another program did not do the same work.
    """
    folder = series
    if folder is None:
        folder, points = _synthetic_chest()
    rows: Rows = {}
    left_out: list[str] = []
    children = _children(folder, parts, left_out)
    rows |= {
        f"{part}.{name}": row(taken)
        for part, timings in children.timings.items()
        for name, taken in timings.items()
        if part in parts
    }
    if WINDOW in parts:
        from app.bench.window import time_starts, time_window

        rows[f"{WINDOW}.start_to_visible"] = time_starts()
        rows |= _named(WINDOW, time_window(folder, points))
    if LONG in parts:
        # Alone it is timed in this process; beside others in one that has done nothing else.
        if tuple(parts) == (LONG,):
            from app.bench.long import time_long

            rows |= _named(LONG, time_long())
        else:
            rows |= Run.from_json(_child("bench", "--only", LONG, "--json")).rows
    if ANALYSIS in parts:
        from app.bench.analysis import time_whole

        rows |= _named(ANALYSIS, time_whole(folder))
    return Run(
        commit=_commit(),
        machine=machine(),
        series=SYNTHETIC if series is None else f"a series of {children.slices or _slices(folder)} slices",
        parts=tuple(part for part in PARTS if part in parts),
        rows=with_ratios(rows),
        left_out=tuple(dict.fromkeys(left_out)),
        agreement=children.agreement,
    )


def machine() -> dict[str, Any]:
    """Describe this machine without naming it."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _named(part: str, rows: Rows) -> Rows:
    return {f"{part}.{name}": one for name, one in rows.items()}


@dataclass
class _Children:
    timings: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    agreement: dict[str, float] = field(default_factory=dict)
    slices: int = 0

    def take(self, part: str, timings: dict[str, list[float]]) -> None:
        for name, taken in timings.items():
            self.timings.setdefault(part, {}).setdefault(name, []).extend(taken)


def _children(folder: Path, parts: Sequence[str], left_out: list[str]) -> _Children:
    """Let the engine, torch and MONAI take turns."""
    result = _Children()
    asked = [part for part in (READING, PICTURES, NODULE) if part in parts]
    others = _others(asked, left_out)
    options = [word for part in asked for word in ("--part", part)]
    for _ in range(TURNS if asked else 0):
        ours = [_child("bench-engine", "--series", str(folder), *options)]
        if "torch" in others:
            result.take(NODULE, _child("train", "bench-eager"))
        if "monai" in others:
            ours.append(_child("train", "bench-monai", "--series", str(folder)))
        for document in ours:
            for part, timings in document["timings"].items():
                result.take(part, timings)
            result.agreement |= document["agreement"]
            left_out += document["left_out"]
        result.slices = int(ours[0]["size"][0])
    result.agreement = {
        name: value for name, value in result.agreement.items() if name.split(".")[0] in asked
    }
    return result


def _others(asked: Sequence[str], left_out: list[str]) -> set[str]:
    """Which of torch and MONAI can be timed here, for these parts."""
    if not {READING, NODULE} & set(asked):
        return set()
    if not program.can_train():
        left_out.append(NO_TORCH)
        return set()
    others = {"torch"} if NODULE in asked else set()
    if importlib.util.find_spec("monai") is None:
        left_out.append(NO_MONAI)
        return others
    return others | {"monai"}


def _child(*arguments: str) -> dict[str, Any]:
    """Run a sub-command of this program and return the JSON it prints."""
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            program.command(*arguments), capture_output=True, text=True, timeout=PATIENCE_S, check=False,
            cwd=program.HOME, encoding="utf-8",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BenchError(
            f"`noduscope {' '.join(arguments[:2])}` was not done after {PATIENCE_S} s and was ended."
        ) from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it said nothing."])[-1]
        raise BenchError(f"`noduscope {' '.join(arguments[:2])}` failed: {last}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _slices(folder: Path) -> int:
    """Slices of the largest series in a folder."""
    found = _child("scan", str(folder), "--json")["series"]
    return max((int(one["n_slices"]) for one in found), default=0)


def _synthetic_chest() -> tuple[Path, list[Point]]:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from app.bench.window import application
    from app.demo import DemoSeries

    application()
    demo = DemoSeries()
    problems: list[str] = []
    loop = QEventLoop()
    demo.failed.connect(problems.append)
    demo.ended.connect(loop.quit)
    demo.ready.connect(lambda _folder: loop.quit())
    demo.prepare()
    if demo.busy:
        loop.exec()
    QCoreApplication.processEvents()
    if problems:
        raise BenchError(problems[0])
    return demo.series_folder, demo.largest_nodules(CLICKED)


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"


def _commit() -> str:
    """Which commit runs, with a plus where files were changed since; empty outside a repository."""
    if not (program.HOME / ".git").exists():  # a repository round an installation is someone else's
        return ""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--exclude=*", "--dirty=+"],  # noqa: S607 - the developer's own git
            cwd=program.HOME, capture_output=True, text=True, timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
