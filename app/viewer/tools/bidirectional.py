"""Long and short axis of a lesion: drawn by the long one, or taken from an outline; at right angles."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Point

Array = npt.NDArray[np.float64]
#: Short axis of a lesion that is drawn by hand, as a share of the long one, until its ends are moved.
_FIRST_SHARE = 0.6
#: Places along the long axis at which an outline's width is looked at.
_N_WIDTHS = 129


class Bidirectional:
    """Four positions: both ends of the long axis, both ends of the short one.

    The reader draws the long axis; the short one is proposed across its middle. An end of the long axis turns
    and stretches both; an end of the short one moves across, and takes the short axis along the long one.
    All in millimetres, so that the right angle is the patient's whatever the shape of the pixels.
    """

    kind = "bidirectional"
    n_points = 4
    n_drawn = 2
    needs_voxels = False

    def values(self, points_mm: Sequence[Point], _on: MeasuredSlice) -> dict[str, float]:
        """Return ``long_axis_mm`` and ``short_axis_mm``: whichever is longer is the long one."""
        one, other = math.dist(*points_mm[:2]), math.dist(*points_mm[2:])
        return {"long_axis_mm": max(one, other), "short_axis_mm": min(one, other)}

    def lines(self, values: dict[str, float]) -> tuple[str, ...]:
        """Write both to a tenth of a millimetre."""
        return (f"{values['long_axis_mm']:.1f} × {values['short_axis_mm']:.1f} mm",)

    def path(self, points: Sequence[QPointF]) -> QPainterPath:
        """Draw both axes."""
        path = QPainterPath()
        for start, end in zip(points[::2], points[1::2], strict=False):
            path.moveTo(start)
            path.lineTo(end)
        return path

    def completed(self, points_mm: Sequence[Point], on: MeasuredSlice) -> tuple[Point, ...]:
        """Add a short axis across the middle of a long one."""
        start, end = (np.asarray(p, dtype=float) for p in points_mm[:2])
        half = _across(start, end, on) * _FIRST_SHARE / 2 * float(np.linalg.norm(end - start))
        middle = (start + end) / 2
        return _points((start, end, middle - half, middle + half))

    def reshaped(
        self, points_mm: Sequence[Point], handle: int, to_mm: Point, on: MeasuredSlice
    ) -> tuple[Point, ...]:
        """Return the axes after one end was moved: the right angle is kept."""
        points = [np.asarray(p, dtype=float) for p in points_mm]
        to = np.asarray(to_mm, dtype=float)
        a, b, c, d = points
        length = float(np.linalg.norm(b - a))
        if length == 0:
            return _points(points)
        across, along = _across(a, b, on), (b - a) / length
        share = float((c - a) @ along) / length
        reach = [float((p - a) @ across) for p in (c, d)]
        if handle < 2:
            points[handle] = to
            a, b = points[:2]
            new = float(np.linalg.norm(b - a))
            if new == 0:
                return _points([np.asarray(p, dtype=float) for p in points_mm])
            foot, across = a + share * (b - a), _across(a, b, on)
        else:
            reach[handle - 2] = float((to - a) @ across)
            foot = a + min(max(float((to - a) @ along), 0.0), length) * along
        return _points((a, b, foot + reach[0] * across, foot + reach[1] * across))


def axes_of(polygon_mm: Sequence[Point], on: MeasuredSlice) -> tuple[Point, ...] | None:
    """Return the longest diameter of an outline and its widest one at right angles; `None` for none.

    Corners of the outline are looked at for the first, lines across at equal steps for the second. Where the
    outline bends inwards, the width reaches from its first to its last crossing.
    """
    corners = np.asarray(polygon_mm, dtype=float)
    if len(corners) < 3:
        return None
    apart = np.linalg.norm(corners[:, None] - corners[None], axis=2)
    i, j = np.unravel_index(int(apart.argmax()), apart.shape)
    start, end = corners[i], corners[j]
    length = float(apart[i, j])
    if length == 0:
        return None
    along, across = (end - start) / length, _across(start, end, on)
    u, v = (corners - start) @ along, (corners - start) @ across
    best = (0.0, 0.0, 0.0)
    for at in np.linspace(0, length, _N_WIDTHS)[1:-1]:
        crossings = _crossings(u, v, float(at))
        if len(crossings) >= 2 and crossings.max() - crossings.min() > best[2] - best[1]:
            best = (float(at), float(crossings.min()), float(crossings.max()))
    at, low, high = best
    foot = start + at * along
    return _points((start, end, foot + low * across, foot + high * across))


def _crossings(u: Array, v: Array, at: float) -> Array:
    """Where the closed line through ``(u, v)`` crosses ``u = at``."""
    u1, v1 = np.roll(u, -1), np.roll(v, -1)
    crosses = (u > at) != (u1 > at)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (v + (at - u) / (u1 - u) * (v1 - v))[crosses]


def _across(start: Array, end: Array, on: MeasuredSlice) -> Array:
    """Unit vector in the slice's plane at right angles to a line."""
    _, row, column = (np.asarray(step, dtype=float) for step in on.plane.steps_mm)
    way = np.cross(np.cross(column, row), end - start)
    length = float(np.linalg.norm(way))
    return way / length if length else row / np.linalg.norm(row)


def _points(points: Sequence[Array]) -> tuple[Point, ...]:
    return tuple((float(x), float(y), float(z)) for x, y, z in points)
