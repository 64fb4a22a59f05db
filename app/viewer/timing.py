"""How long a change takes, from the request to the last painted pixel: for benchmark and tests."""

from __future__ import annotations

from time import perf_counter

from app.viewer.linked import LinkedViewports
from app.viewer.viewport import Viewport


def measure_slice_changes(viewport: Viewport, n: int) -> list[float]:
    """Go back and forth through the volume and paint every slice at once.

    Parameters
    ----------
    viewport
        On screen (an offscreen platform will do), with a volume of at least two slices.
    n
        Number of slice changes. They swing about the present slice, so that one with a heat map comes often.

    Returns
    -------
    list of float
        Milliseconds of each change: look-up of the grey values, heat map, outlines, texts and painting.
    """
    start = viewport.slice
    durations = []
    for i in range(n):
        away = 1 + i // 2 % 3
        began = perf_counter()
        viewport.set_slice(start if i % 2 else start + (away if start == 0 or i % 4 else -away))
        viewport.canvas.repaint()
        durations.append((perf_counter() - began) * 1000)
    viewport.set_slice(start)
    return durations


def measure_crosshair_moves(linked: LinkedViewports, n: int) -> list[float]:
    """Move the crosshair of three planes to and fro through the volume, and paint every viewport at once.

    Parameters
    ----------
    linked
        On screen in three planes, with a volume.
    n
        Number of moves; each changes all planes.

    Returns
    -------
    list of float
        Milliseconds of each move.
    """
    x, y, z = linked.crosshair.point_mm
    durations = []
    for i in range(n):
        away = (1 + i % 7) * (1 if i % 2 else -1)
        began = perf_counter()
        linked.crosshair.move_to((x + 2 * away, y + 2 * away, z + 3 * away))
        for viewport in linked.all:
            viewport.canvas.repaint()
        durations.append((perf_counter() - began) * 1000)
    linked.crosshair.move_to((x, y, z))
    return durations
