"""Times `noduscope analyze` on whole chests: wall time with the program's start, its steps, peak memory.

The synthetic chest in 100, 300 and 900 slices shows how time grows with slices; `--series` takes a real one.
Everything is written to a temporary folder: neither the user's store nor the series is touched.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from app import program

#: Slices of the synthetic chests.
SLICES = (100, 300, 900)
#: Memory is looked at so often.
SAMPLE_S = 0.05
MEBIBYTE = 1 << 20


class AnalysisBenchError(RuntimeError):
    """An analysis that could not be timed, in a sentence."""


def time_analyses(series: Path | None, slices: Sequence[int] = SLICES) -> list[dict[str, Any]]:
    """Time the analysis of a series, or of synthetic chests.

    Parameters
    ----------
    series
        Folder with one CT series; `None` for synthetic chests.
    slices
        Of the synthetic chests.

    Returns
    -------
    list of dict
        ``slices``, ``findings``, ``seconds`` (the whole command), ``cpu_seconds`` (which a busy machine
        changes less), ``steps_ms``, and the peaks of resident memory, ``largest_process_mib`` and
        ``all_processes_mib``.

    Raises
    ------
    AnalysisBenchError
        If a chest could not be written, or nothing was analysed.
    """
    if series is not None:
        return [_timed(series)]
    result = []
    for count in slices:
        with tempfile.TemporaryDirectory(prefix="noduscope-bench-") as folder:
            _run(["phantom", "--out", folder, "--slices", str(count)], Path(folder))
            result.append(_timed(Path(folder) / "dicom"))
    return result


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The same figures for people."""
    steps = list(rows[0]["steps_ms"])
    head = f"{'slices':>6}{'seconds':>9}{'CPU s':>8}{'findings':>10}{'MiB':>7}   "
    lines = [head + "".join(f"{s:>11}" for s in steps)]
    for row in rows:
        parts = "".join(f"{row['steps_ms'].get(s, 0) / 1000:>11.2f}" for s in steps)
        lines.append(
            f"{row['slices']:>6}{row['seconds']:>9.2f}{row['cpu_seconds']:>8.2f}{row['findings']:>10}"
            f"{row['largest_process_mib']:>7}   {parts}"
        )
    return "\n".join(lines)


def _timed(series: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="noduscope-bench-") as folder:
        out = Path(folder) / "out"
        start = time.perf_counter()
        used = _run(
            ["analyze", str(series), "--out", str(out), "--formats", "json", "--workers", "1"], Path(folder)
        )
        seconds = time.perf_counter() - start
        reports = list(out.glob("*/report.json"))
        if len(reports) != 1:
            raise AnalysisBenchError(
                f"{len(reports)} series under {series} were analysed; one is needed to be timed."
            )
        report = json.loads(reports[0].read_text(encoding="utf-8"))
    return {
        "slices": report["geometry"]["size"][0],
        "findings": len(report["findings"]),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(used.cpu_seconds, 2),
        "steps_ms": report["timing_ms"],
        "largest_process_mib": round(used.largest / MEBIBYTE),
        "all_processes_mib": round(used.all / MEBIBYTE),
    }


class _Used:
    """What a process and its children have used so far; looked at again and again while they run."""

    def __init__(self) -> None:
        self.largest = 0
        self.all = 0
        self._cpu: dict[int, float] = {}

    @property
    def cpu_seconds(self) -> float:
        return sum(self._cpu.values())

    def look(self, pid: int) -> None:
        sizes = []
        for process in _family(pid):
            try:
                sizes.append(int(process.memory_info().rss))
                times = process.cpu_times()
            except psutil.Error:  # it has ended meanwhile
                continue
            self._cpu[process.pid] = times.user + times.system
        self.largest = max([self.largest, *sizes])
        self.all = max(self.all, sum(sizes))


def _run(arguments: list[str], home: Path) -> _Used:
    """Run a sub-command of this program with a home of its own."""
    child = subprocess.Popen(  # noqa: S603 - this very program
        program.command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", cwd=program.HOME, env={**os.environ, "NODUSCOPE_HOME": str(home / "home")},
    )  # fmt: skip
    used, done = _Used(), threading.Event()

    def watch() -> None:
        while not done.wait(SAMPLE_S):
            used.look(child.pid)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    _, errors = child.communicate()
    done.set()
    watcher.join()
    if child.returncode != 0:
        last = (errors.strip().splitlines() or ["it said nothing."])[-1]
        raise AnalysisBenchError(f"`noduscope {arguments[0]}` failed: {last}")
    return used


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []
