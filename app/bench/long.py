"""A series of a thousand slices in the window: first slice, scrolling from end to end, memory.

It runs in a process of its own, so that nothing another part has left counts as the window's.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

from app.bench.analysis import MEBIBYTE, run_command
from app.bench.figures import MIB, BenchError, Row, Rows
from app.bench.kernel import Kernel
from app.bench.memory import Memory
from app.bench.planes import time_planes
from app.bench.rows import VOLUME
from app.bench.window import application, click, ready_window, time_openings
from app.viewer.timing import measure_slice_changes
from app.viewer.viewport import Viewport
from app.window import MainWindow
from engine.findings import Point
from engine.slab import Slab, SlabKind

SLICES = 1000
OPENINGS = 3
#: What the window and the engine settle in before their memory counts as that without a series.
SETTLE_S = 2.0
#: The thickest: it costs most.
SLAB = Slab(SlabKind.MIP, 30)
#: Slabs and planes are there for their memory.
CHANGES = 10


def time_long(slices: int = SLICES) -> Rows:
    """Time a synthetic chest of many slices in the window, and watch the memory of window and engine.

    The memory is the most that both held while the series was opened again and again, scrolled from end to
    end, clicked on, and looked at as slabs and in three planes, straight and turned.

    Parameters
    ----------
    slices
        Of the chest.

    Returns
    -------
    dict
        ``open_to_first_slice``, ``open_to_last_slice``, ``slice_change`` (every slice after the one before),
        and ``memory``, whose ratio is to the volume's bytes.

    Raises
    ------
    BenchError
        If the series could not be made or read.
    """
    application()
    with tempfile.TemporaryDirectory(prefix="noduscope-bench-") as folder:
        run_command(["phantom", "--out", folder, "--slices", str(slices)], Path(folder))
        truth = json.loads((Path(folder) / "nodules.json").read_text("utf-8"))
        x, y, z = (float(v) for v in max(truth["nodules"], key=lambda n: n["diameter_mm"])["centre_mm"])
        with ready_window() as window:
            return _timed(window, Path(folder) / "dicom", (x, y, z))


def _timed(window: MainWindow, folder: Path, nodule: Point) -> Rows:
    kernel = Kernel()
    kernel()
    _settle()
    memory = Memory((os.getpid(), window.client.pid))
    base = memory.now()
    rows: Rows = {}
    with memory:
        first, last = time_openings(window, folder, OPENINGS)
        rows["open_to_first_slice"] = kernel.beside(lambda: first)
        rows["open_to_last_slice"] = kernel.beside(lambda: last)
        volume = window.viewport.volume
        if volume is None:
            raise BenchError("The synthetic chest was not shown.")
        rows["slice_change"] = kernel.beside(lambda: _from_end_to_end(window.viewport, volume.grid.size[0]))
        click(window, [nodule], 1)
        window.viewport.slab.show(SLAB)
        measure_slice_changes(window.viewport, CHANGES)
        window.viewport.slab.toggle()
        time_planes(window.grid, kernel.beside, CHANGES)
    extra = round((memory.peak - base) / MEBIBYTE, 1)
    rows["memory"] = Row(extra, extra, 1, MIB).beside(VOLUME, volume.hu.nbytes / MEBIBYTE)
    return rows


def _settle() -> None:
    """Let what the start put off be done."""
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        application().processEvents()
        time.sleep(0.01)


def _from_end_to_end(viewport: Viewport, slices: int) -> list[float]:
    """Milliseconds of each slice change, to the last painted pixel."""
    viewport.set_slice(0)
    taken = []
    for k in range(1, slices):
        began = time.perf_counter()
        viewport.set_slice(k)
        viewport.canvas.repaint()
        taken.append((time.perf_counter() - began) * 1000)
    return taken
