"""Times `noduscope analyze` on whole chests: wall time with the program's start, its steps, peak memory.

The synthetic chest in 100, 300 and 900 slices shows how time grows with slices; `--series` takes a real one.
Everything is written to a temporary folder: neither the user's store nor the series is touched.
"""

from __future__ import annotations

import json
import math
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
from app.bench.figures import MIB, SECONDS, BenchError, Row, Rows, row
from app.bench.kernel import NAME, Kernel
from app.bench.memory import SAMPLE_S
from app.bench.rows import VOLUME
from engine.paths import HOME

#: Slices of the synthetic chests.
SLICES = (100, 300, 900)
MEBIBYTE = 1 << 20
#: How often a whole series is analysed.
WHOLE = 2
#: The chests of a batch, as options of `noduscope phantom`: of a study only the best series is analysed, and
#: these are two studies.
BATCH: tuple[tuple[str, ...], ...] = ((), ("--earlier",))
ANALYZE = ("analyze", "--formats", "json", "--workers")


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
    BenchError
        If a chest could not be written, or nothing was analysed.
    """
    if series is not None:
        return [_timed(series)]
    result = []
    for count in slices:
        with tempfile.TemporaryDirectory(prefix="noduscope-bench-") as folder:
            run_command(["phantom", "--out", folder, "--slices", str(count)], Path(folder))
            result.append(_timed(Path(folder) / "dicom"))
    return result


def time_whole(series: Path) -> Rows:
    """Time the analysis of one series, and of a batch of synthetic chests by one worker and by two.

    Returns
    -------
    dict
        ``wall`` and ``memory`` (of the largest process); ``one_worker`` and ``two_workers``.

    Raises
    ------
    BenchError
        As `time_analyses`.
    """
    kernel = Kernel()
    whole: list[dict[str, Any]] = []

    def walls() -> list[float]:
        whole.extend(_timed(series) for _ in range(WHOLE))
        return [one["seconds"] for one in whole]

    wall = kernel.beside(walls)
    ratio = round(1000 * wall.ratios[NAME], 4)  # the kernel's time is in ms
    memory = float(max(one["largest_process_mib"] for one in whole))
    rows = {
        "wall": Row(wall.p50, wall.p95, wall.runs, SECONDS, {NAME: ratio}),
        "memory": Row(memory, memory, WHOLE, MIB).beside(VOLUME, whole[0]["volume_mib"]),
    }
    return rows | _time_batch()


def _time_batch() -> Rows:
    with tempfile.TemporaryDirectory(prefix="noduscope-bench-") as folder:
        home = Path(folder)
        for number, options in enumerate(BATCH):
            run_command(["phantom", "--out", str(home / "batch" / str(number)), *options], home)
        taken = {}
        for workers in (1, 2):
            start, out = time.perf_counter(), home / f"out-{workers}"
            run_command([*ANALYZE, str(workers), str(home / "batch"), "--out", str(out)], home)
            taken[workers] = time.perf_counter() - start
            done = len(list(out.glob("*/report.json")))
            if done != len(BATCH):
                raise BenchError(f"{done} of the {len(BATCH)} series of the batch were analysed.")
    one, two = (row([taken[workers]], SECONDS) for workers in (1, 2))
    return {"one_worker": one, "two_workers": two.beside("one worker", one.p50)}


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The same figures for people."""
    steps = list(rows[0]["steps_ms"])
    head = f"{'slices':>6}{'seconds':>9}{'CPU s':>8}{'findings':>10}{'MiB':>7}   "
    lines = [head + "".join(f"{s:>11}" for s in steps)]
    for one in rows:
        parts = "".join(f"{one['steps_ms'].get(s, 0) / 1000:>11.2f}" for s in steps)
        lines.append(
            f"{one['slices']:>6}{one['seconds']:>9.2f}{one['cpu_seconds']:>8.2f}{one['findings']:>10}"
            f"{one['largest_process_mib']:>7}   {parts}"
        )
    return "\n".join(lines)


def _timed(series: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="noduscope-bench-") as folder:
        out = Path(folder) / "out"
        start = time.perf_counter()
        used = run_command([*ANALYZE, "1", str(series), "--out", str(out)], Path(folder))
        seconds = time.perf_counter() - start
        reports = list(out.glob("*/report.json"))
        if len(reports) != 1:
            raise BenchError(
                f"{len(reports)} series under {series} were analysed; one is needed to be timed."
            )
        report = json.loads(reports[0].read_text(encoding="utf-8"))
    return {
        "slices": report["geometry"]["size"][0],
        "volume_mib": 2 * math.prod(report["geometry"]["size"]) / MEBIBYTE,
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


def run_command(arguments: list[str], home: Path) -> _Used:
    """Run a sub-command of this program with a home of its own."""
    child = subprocess.Popen(  # noqa: S603 - this very program
        program.command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", cwd=program.HOME, env={**os.environ, HOME: str(home / "home")},
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
        raise BenchError(f"`noduscope {arguments[0]}` failed: {last}")
    return used


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []
