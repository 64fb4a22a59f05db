"""`noduscope bench`: everything timed on this machine in one run, each figure beside what it is to beat.

Children of this same program time the engine and torch, in turns; this process times the window, on the
screen there is or offscreen. What is not installed is left out and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app import program
from engine.findings import Point

#: How long one part may take before it counts as hung.
PATIENCE_S = 600
#: The engine and torch take turns so many times.
TURNS = 2
#: Nodules of the synthetic chest that are clicked on, in turns.
CLICKED = 3


class BenchError(RuntimeError):
    """A part that could not be timed, in a sentence."""


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks and print them; return the exit code.

    Parameters
    ----------
    arguments
        Of the command line, after ``bench``.
    """
    parser = argparse.ArgumentParser(prog="noduscope bench", description="Time Noduscope on this machine.")
    parser.add_argument("--json", action="store_true", help="Print one JSON document.")
    parser.add_argument(
        "--series", type=Path, help="Folder with a CT series; the synthetic chest by default."
    )
    parser.add_argument("--at", action="append", default=[], metavar="X,Y,Z",
                        help="A nodule in that series to click on, patient mm; may be repeated.")  # fmt: skip
    parser.add_argument(
        "--analysis",
        action="store_true",
        help="Time `noduscope analyze` instead: on the series, or on synthetic chests of growing size.",
    )
    options = parser.parse_args(_negative_numbers_kept(arguments))
    if options.series is not None and not options.series.is_dir():
        parser.error(f"there is no folder {options.series}")
    if options.analysis:
        return _analysis(options.series, as_json=options.json)
    try:
        document = run(options.series, [_point(text) for text in options.at])
    except BenchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write((json.dumps(document, indent=2) if options.json else table(document)) + "\n")
    return 0


def _analysis(series: Path | None, *, as_json: bool) -> int:
    from app.bench_analysis import AnalysisBenchError, table, time_analyses

    try:
        rows = time_analyses(series)
    except AnalysisBenchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    machine = f"{_processor()}, {os.cpu_count()} cores"
    document = json.dumps({"machine": machine, "analysis": rows}, indent=2)
    sys.stdout.write((document if as_json else f"{machine}\n{table(rows)}") + "\n")
    return 0


def run(series: Path | None, points: Sequence[Point] = ()) -> dict[str, Any]:
    """Time everything.

    Parameters
    ----------
    series
        Folder with a CT series; `None` for the synthetic chest.
    points
        Nodules in it to click on, patient mm; those of the synthetic chest are known.

    Returns
    -------
    dict
        ``machine``, ``reading``, ``nodule`` and ``window``.

    Raises
    ------
    BenchError
        If a part could not be timed.
    """
    from app.bench_window import time_starts, time_window

    folder = series
    if folder is None:
        folder, points = _synthetic_chest()
    engine_rounds, torch_rounds = [], []
    for _ in range(TURNS):
        engine_rounds.append(_child("bench-engine", "--series", str(folder)))
        torch_rounds.append(_child("train", "bench-eager"))
    return {
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
        },
        "series": "synthetic chest" if series is None else "named on the command line",
        "reading": _reading([part["reading"] for part in engine_rounds]),
        "nodule": _nodule([part["nodule"] for part in engine_rounds], [t for t in torch_rounds if t]),
        "window": {"start_to_visible": summary(time_starts()), **time_window(folder, points)},
    }


def summary(timings_ms: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile in ms, and the number of runs."""
    ordered = sorted(timings_ms)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {"p50_ms": round(statistics.median(ordered), 2), "p95_ms": round(p95, 2), "runs": len(ordered)}


def _pooled(parts: Sequence[dict[str, list[float]]]) -> dict[str, list[float]]:
    names = parts[0] if parts else {}
    return {name: [value for part in parts for value in part[name]] for name in names}


def _ratio(ours: dict[str, float], theirs: dict[str, float]) -> float:
    """How many times faster ours is, by the medians."""
    return round(theirs["p50_ms"] / ours["p50_ms"], 2)


def _reading(parts: Sequence[dict[str, list[float]]]) -> dict[str, Any]:
    result: dict[str, Any] = {name: summary(values) for name, values in _pooled(parts).items()}
    result["times_faster_than_simpleitk"] = _ratio(
        result["scan_and_volume"], result["simpleitk_series_reader"]
    )
    return result


def _nodule(
    engine: Sequence[dict[str, list[float]]], torch: Sequence[dict[str, list[float]]]
) -> dict[str, Any]:
    runtimes = {name: summary(values) for name, values in _pooled(engine).items()}
    result: dict[str, Any] = dict(runtimes)
    if not torch:
        result["note"] = (
            "torch is not installed here (the `training` extra), so there is nothing to compare with."
        )
        return result
    eager = {name: summary(values) for name, values in _pooled(torch).items()}
    result |= eager
    for name, timing in runtimes.items():
        result[f"{name}_times_faster_than_torch_grad_cam"] = _ratio(timing, eager["torch_grad_cam"])
    return result


def _child(*arguments: str) -> dict[str, Any]:
    """Run a sub-command of this program and return the JSON it prints; empty if it is not installed."""
    if arguments[0] == "train" and not program.can_train():
        return {}
    done = subprocess.run(  # noqa: S603 - this very program
        program.command(*arguments), capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        cwd=program.HOME, encoding="utf-8",
    )  # fmt: skip
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it said nothing."])[-1]
        raise BenchError(f"`noduscope {' '.join(arguments[:2])}` failed: {last}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _synthetic_chest() -> tuple[Path, list[Point]]:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from app.bench_window import application
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


def _point(text: str) -> Point:
    try:
        x, y, z = (float(part) for part in text.split(","))
    except ValueError:
        raise BenchError(f"{text!r} is no position; three numbers are needed: X,Y,Z.") from None
    return (x, y, z)


def _negative_numbers_kept(arguments: Sequence[str]) -> list[str]:
    """Join ``--at`` with its value, which argparse would take for an option where it begins with a minus."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--at":
            joined[-1] = f"--at={argument}"
        else:
            joined.append(argument)
    return joined


def table(document: dict[str, Any]) -> str:
    """The same figures for people."""
    machine = document["machine"]
    lines = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}"
    ]
    for part in ("reading", "nodule", "window"):
        lines += ["", f"{part:<46}{'median':>10}{'95 %':>10}  ms"]
        for name, value in document[part].items():
            label = name.replace("_", " ")
            if isinstance(value, dict):
                lines.append(f"  {label:<44}{value['p50_ms']:>10.2f}{value['p95_ms']:>10.2f}")
            else:
                lines.append(f"  {label:<44}{value!s:>10}")
    return "\n".join(lines)
