"""The mask inside a nodule's outline; the engine's outlines run along voxels' edges, so it comes back whole.

numpy only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from engine.findings import Point
from engine.geometry import Grid


def mask_of(
    contours_mm: Mapping[int, Sequence[Sequence[Point]]], grid: Grid
) -> tuple[npt.NDArray[np.bool_], tuple[int, int, int]]:
    """Return the voxels whose centres lie inside the outlines.

    Parameters
    ----------
    contours_mm
        Slice index to closed polygons of patient positions; holes are polygons too (even-odd rule).
    grid
        The volume's.

    Returns
    -------
    mask
        bool ``[slice, row, column]``: the box round the outlines.
    start
        Index of its first voxel in the volume.

    Raises
    ------
    ValueError
        If there is no outline.
    """
    corners = {
        k: [grid.to_voxel(np.asarray(polygon))[:, 1:] for polygon in polygons]
        for k, polygons in contours_mm.items()
        if polygons
    }
    if not corners:
        raise ValueError("A nodule without an outline has no mask.")
    every = np.concatenate([polygon for polygons in corners.values() for polygon in polygons])
    low = np.maximum(np.floor(every.min(0)).astype(int), 0)
    high = np.minimum(np.ceil(every.max(0)).astype(int) + 1, grid.size[1:])
    first, last = min(corners), max(corners)
    mask = np.zeros((last - first + 1, *(int(n) for n in high - low)), dtype=bool)
    for k, polygons in corners.items():
        for polygon in polygons:
            mask[k - first] ^= _inside(polygon - low, mask.shape[1:])
    return mask, (first, int(low[0]), int(low[1]))


def _inside(corners: npt.NDArray[np.float64], shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Even-odd rule for the centres of a slice's voxels; corners ``(row, column)``, shape ``(n, 2)``."""
    rows, columns = np.arange(shape[0])[:, None], np.arange(shape[1])[None]
    inside = np.zeros(shape, dtype=bool)
    for (r0, c0), (r1, c1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if r0 != r1:
            crosses = (r0 > rows) != (r1 > rows)
            inside ^= crosses & (columns < c0 + (rows - r0) / (r1 - r0) * (c1 - c0))
    return inside
