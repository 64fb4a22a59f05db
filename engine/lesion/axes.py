"""Diameters and outlines of a mask in one slice, edge to edge, finer than a pixel.

A mask knows only whole pixels. Where lesion borders on lung, the edge is put where the HU cross the threshold
between two pixel centres; where the lesion was cut (from a vessel, from the wall), half way.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.geometry import FloatArray


def edge_points(mask: npt.NDArray[np.bool_], hu: npt.NDArray[np.floating], threshold_hu: float) -> FloatArray:
    """Where the mask's border crosses the lines between neighbouring pixel centres.

    Parameters
    ----------
    mask
        bool ``(rows, columns)``, not touching the array's border.
    hu
        HU of the same pixels.
    threshold_hu
        HU half way between lung and lesion.

    Returns
    -------
    numpy.ndarray
        ``(n, 2)``: row and column positions.
    """
    points = []
    for axis in (0, 1):
        for step in (1, -1):
            outside = np.roll(mask, -step, axis)
            hu_outside = np.roll(hu, -step, axis)
            at = np.argwhere(mask & ~outside)
            inner, outer = hu[mask & ~outside], hu_outside[mask & ~outside]
            crosses = (inner > threshold_hu) & (outer < threshold_hu)
            share = np.full(len(at), 0.5)
            share[crosses] = ((inner - threshold_hu) / np.where(crosses, inner - outer, 1))[crosses]
            moved = at.astype(float)
            moved[:, axis] += step * share
            points.append(moved)
    return np.concatenate(points)


def longest_axes(points_mm: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Longest diameter of a set of border points, and the longest one perpendicular to it.

    Parameters
    ----------
    points_mm
        ``(n, 2)`` positions in a plane with equal units along both axes.

    Returns
    -------
    long_axis, short_axis
        ``(2, 2)`` each: both ends. The short axis is a chord of the convex hull.
    """
    hull = cv2.convexHull(points_mm.astype(np.float32))[:, 0].astype(float)
    apart = np.linalg.norm(hull[:, None] - hull[None], axis=-1)
    i, j = np.unravel_index(int(np.argmax(apart)), apart.shape)
    long_axis = hull[[i, j]]
    length = float(apart[i, j])
    if length == 0:
        return long_axis, long_axis
    along = (long_axis[1] - long_axis[0]) / length
    across = np.array([-along[1], along[0]])
    t, u = (hull - long_axis[0]) @ along, (hull - long_axis[0]) @ across
    upper = _chain(t, u, 1.0)
    lower = _chain(t, u, -1.0)
    # The width of a convex polygon along an axis is piecewise linear: its maximum lies at a corner.
    width = [float(np.interp(x, *upper) - np.interp(x, *lower)) for x in t]
    x = float(t[int(np.argmax(width))])
    ends = [long_axis[0] + x * along + np.interp(x, *chain) * across for chain in (lower, upper)]
    return long_axis, np.array(ends)


def _chain(t: FloatArray, u: FloatArray, side: float) -> tuple[FloatArray, FloatArray]:
    """Upper (`side` 1) or lower (-1) boundary of a convex polygon as a function of `t`."""
    ends = (t <= t.min() + 1e-9) | (t >= t.max() - 1e-9)
    keep = (side * u >= -1e-9) | ends
    order = np.lexsort((side * u[keep], t[keep]))
    return t[keep][order], u[keep][order]


def outlines(mask: npt.NDArray[np.bool_]) -> list[FloatArray]:
    """Closed polygons along the pixel edges of a mask.

    Returns
    -------
    list of numpy.ndarray
        ``(n, 2)`` each: row and column positions of the pixels' corners, clockwise round the mask and
        counter-clockwise round its holes; the last corner is joined to the first.
    """
    padded = np.pad(mask, 1)
    following: dict[tuple[int, int], list[tuple[int, int]]] = {}
    # A pixel's sides as steps from corner to corner, clockwise; only those without a neighbour are border.
    for towards, start, end in (
        ((-1, 0), (0, 0), (0, 1)),
        ((0, 1), (0, 1), (1, 1)),
        ((1, 0), (1, 1), (1, 0)),
        ((0, -1), (1, 0), (0, 0)),
    ):
        border = padded & ~np.roll(padded, (-towards[0], -towards[1]), (0, 1))
        for row, column in np.argwhere(border).tolist():
            corner = (row + start[0], column + start[1])
            following.setdefault(corner, []).append((row + end[0], column + end[1]))
    polygons = []
    while following:
        first = corner = next(iter(following))
        polygon = []
        while corner in following:
            polygon.append(corner)
            ways = following[corner]
            step = ways.pop()
            if not ways:
                del following[corner]
            corner = step
            if corner == first:
                break
        # From corners of the padded array to pixel centres of the mask.
        polygons.append(np.asarray(polygon, dtype=float) - 1.5)
    return polygons
