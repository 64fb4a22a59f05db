"""Diameters and outlines of a mask in one slice, edge to edge, finer than a pixel.

A mask knows only whole pixels. Where its border is a border between lesion and lung, the edge is put where the
HU cross the threshold between two pixel centres; where the border was cut (vessel, chest wall), half way.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.geometry import FloatArray


def edge_points(
    mask: npt.NDArray[np.bool_], hu: npt.NDArray[np.floating], threshold_hu: float
) -> FloatArray:
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
    """Closed polygons along the pixel edges of a mask, holes included.

    Returns
    -------
    list of numpy.ndarray
        ``(n, 2)`` each: row and column positions of the corners; the last is joined to the first.
    """
    # Doubled, every pixel is a 2 x 2 block, and the centres of the block's own pixels lie a quarter of a
    # pixel from its edge: pushing them outwards would be needed. Walking the edges directly is exact.
    padded = np.pad(mask, 1)
    edges: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def add(a: tuple[int, int], b: tuple[int, int]) -> None:
        edges.setdefault(a, []).append(b)

    for r, c in np.argwhere(padded):
        r, c = int(r), int(c)
        if not padded[r - 1, c]:
            add((r, c), (r, c + 1))
        if not padded[r, c + 1]:
            add((r, c + 1), (r + 1, c + 1))
        if not padded[r + 1, c]:
            add((r + 1, c + 1), (r + 1, c))
        if not padded[r, c - 1]:
            add((r + 1, c), (r, c))
    polygons = []
    while edges:
        start = next(iter(edges))
        corner, way = start, []
        while True:
            way.append(corner)
            following = edges[corner].pop()
            if not edges[corner]:
                del edges[corner]
            corner = following
            if corner == start:
                break
        polygons.append(np.asarray(way, dtype=float) - 1.5)
    return polygons
