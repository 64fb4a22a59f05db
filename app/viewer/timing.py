"""How long a slice change takes, from the request to the last painted pixel: for benchmark and tests."""

from __future__ import annotations

from time import perf_counter

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
