"""The window's share of the benchmarks: start, first slice, slice change, click to heat map.

It drives the window as a reader would, through its own public methods, on the platform's screen or, where
there is none, offscreen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from app import log, program, theme
from app.bench import kernel
from app.bench.figures import BenchError, Row, Rows, row
from app.bench.kernel import Beside, Kernel
from app.bench.planes import time_planes
from app.engine_client import EngineClient, EngineState
from app.settings import Settings
from app.viewer.timing import measure_slice_changes
from app.viewer.viewport import Viewport
from app.window import MainWindow
from engine.findings import Point
from engine.paths import log_dir
from engine.slab import Slab, SlabKind

STARTS = 5
OPENINGS = 5
CLICKS = 20
SLICE_CHANGES = 300
PLANE_CHANGES = 100
#: The usual slab, and the thickest of the kinds that cost most.
SLABS = (Slab(), Slab(SlabKind.MIP, 30), Slab(SlabKind.MEAN, 30))
WAIT_MS = 120_000
#: A full-HD reading screen.
SIZE = (1920, 1080)
START_LIMIT_S = 60


def application() -> QApplication:
    """Return the one Qt application, made offscreen where there is no display."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    log.install_qt_handler(log.open_log(log_dir(), "window"))
    app = QApplication(["noduscope"])
    theme.apply(app)
    return app


def time_starts(runs: int = STARTS) -> Row:
    """Time from the start of the process to the visible window, in turns with an empty Python with Qt.

    The first, cold run is left out.
    """
    application()  # sets the platform for the children too
    turns = [(_one_start(), kernel.time_start()) for _ in range(runs + 1)][1:]
    started = row([ours for ours, _ in turns])
    empty = [theirs for _, theirs in turns if theirs is not None]
    return started.beside(kernel.START_NAME, row(empty).p50) if empty else started


def _one_start() -> float:
    process = subprocess.Popen(  # noqa: S603 - this very program
        program.command("--startup-timing"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        cwd=program.HOME,
    )  # fmt: skip
    limit = time.monotonic() + START_LIMIT_S
    try:
        for line in process.stdout or ():
            if line.startswith("window visible"):
                return float(line.split()[-2])
            if time.monotonic() > limit:
                break
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
    raise BenchError("The window did not become visible.")


@contextmanager
def ready_window() -> Iterator[MainWindow]:
    """Give a window on screen whose engine has its model; nothing of the user's is read or kept."""
    app = application()
    with tempfile.TemporaryDirectory() as config:
        client = EngineClient()
        window = MainWindow(client, Settings(Path(config)))
        window.place.rest()
        window.worklist.listing = False
        window.resize(*SIZE)
        window.show()
        window.start()
        try:
            wait(client.modelChanged, lambda: client.state is EngineState.READY and client.model_known)
            yield window
        finally:
            window.close()
            app.processEvents()


def time_window(folder: Path, points: Sequence[Point]) -> Rows:
    """Time the window's work on a series; what has no rival is taken beside `Kernel`.

    Parameters
    ----------
    folder
        Where its files lie.
    points
        Nodules to click on, patient mm; without any, clicks are not timed.

    Returns
    -------
    dict
        ``open_to_first_slice``, ``open_to_last_slice``, ``click_to_heat_map``,
        ``slice_change_with_heat_map`` and ``slice_change_mip_10_mm`` and its like, and
        those of `time_planes`.
    """
    with ready_window() as window:
        beside = Kernel().beside
        first, last = time_openings(window, folder, OPENINGS)
        rows = {"open_to_first_slice": beside(lambda: first), "open_to_last_slice": beside(lambda: last)}
        if points:
            rows["click_to_heat_map"] = beside(lambda: click(window, points, CLICKS))
        rows["slice_change_with_heat_map" if points else "slice_change"] = beside(
            lambda: measure_slice_changes(window.viewport, SLICE_CHANGES)
        )
        rows |= _slabs(window.viewport, beside)
        return rows | time_planes(window.grid, beside, PLANE_CHANGES)


def time_openings(window: MainWindow, folder: Path, runs: int) -> tuple[list[float], list[float]]:
    """Open a series again and again: milliseconds to its first slice on screen, and to its last slice read.

    One opening more is made before, which is not timed.
    """
    first, last = [], []
    read: list[float] = []

    def is_read(*_arguments: object) -> None:
        read.append(time.perf_counter())

    window.opening.loaded.connect(is_read)
    try:
        for _ in range(runs + 1):
            window.opening.loader.close()
            read.clear()
            start = time.perf_counter()
            window.open_paths([folder])
            wait(window.opening.shown, lambda: False)
            window.viewport.canvas.repaint()
            first.append((time.perf_counter() - start) * 1000)
            wait(window.opening.loaded, lambda: bool(read))  # a short series may be read by now
            last.append((read[0] - start) * 1000)
    finally:
        window.opening.loaded.disconnect(is_read)
    return first[1:], last[1:]


def _slabs(viewport: Viewport, beside: Beside) -> Rows:
    """Slice changes with a slab on; what lies over the slice stays as it is."""
    result: Rows = {}
    for slab in SLABS:
        viewport.slab.show(slab)
        name = f"slice_change_{slab.kind.lower()}_{slab.thickness_mm:g}_mm"
        result[name] = beside(partial(measure_slice_changes, viewport, SLICE_CHANGES))
    viewport.slab.toggle()
    return result


def click(window: MainWindow, points: Sequence[Point], times: int) -> list[float]:
    """Click on nodules in turns: milliseconds to the painted heat map; two clicks before are not timed."""
    taken = []
    for number in range(times + 2):
        for nodule in list(window.session.nodules.entries):
            window.session.remove(nodule)
        start = time.perf_counter()
        window.review.assess_at(points[number % len(points)])
        wait(window.assessor.assessed, lambda: not window.assessor.busy)
        entry = window.session.nodules.ordered()[0]
        window.review.show_map(entry.id, True)
        window.review.go_to(entry.id)
        window.viewport.canvas.repaint()
        if number >= 2:  # the first ones also wake the engine's threads
            taken.append((time.perf_counter() - start) * 1000)
    return taken


def wait(signal: SignalInstance, already: Any) -> None:
    """Run the event loop until a signal comes, unless what is waited for is there.

    Raises
    ------
    BenchError
        If it does not come.
    """
    if already():
        return
    loop = QEventLoop()
    came: list[bool] = []

    def arrived(*_arguments: object) -> None:
        came.append(True)
        loop.quit()

    signal.connect(arrived)
    QTimer.singleShot(WAIT_MS, loop, loop.quit)
    loop.exec()
    signal.disconnect(arrived)
    if not came:
        raise BenchError("The window waited for the engine in vain.")
