"""The voxels that a brush touches: a ball, or a disc in a plane, drawn from one patient position to another.

Everything is measured in patient millimetres, so that a brush is round whatever the shape of the voxels. It
must not know who paints, nor what with. numpy only.
"""

from __future__ import annotations

import numpy as np

from engine.findings import Point
from engine.geometry import FloatArray, Grid
from engine.mask_box import Index, MaskBox

#: A plane between two layers of voxels takes both: rounding must not leave both out.
_EDGE_MM = 1e-6


def ball(grid: Grid, start_mm: Point, end_mm: Point, radius_mm: float) -> MaskBox:
    """Return the voxels whose centres lie within a radius of a line.

    Parameters
    ----------
    grid
        The volume's.
    start_mm, end_mm
        From where to where the brush was drawn; the same place for a dab.
    radius_mm
        Half the brush's width. The voxel at `end_mm` is always among them, however small the brush.
    """
    return _stroke(grid, start_mm, end_mm, radius_mm, None)


def disc(grid: Grid, start_mm: Point, end_mm: Point, radius_mm: float, normal: FloatArray) -> MaskBox:
    """Return the voxels that a plane passes through within a radius of a line in it.

    On a slice these are the voxels of that slice alone; parameters as of `ball`.

    Parameters
    ----------
    normal
        Unit patient vector at right angles to the plane, which goes through `end_mm`.
    """
    return _stroke(grid, start_mm, end_mm, radius_mm, np.asarray(normal, dtype=float))


def _stroke(
    grid: Grid, start_mm: Point, end_mm: Point, radius_mm: float, normal: FloatArray | None
) -> MaskBox:
    first, count = _box(grid, start_mm, end_mm, radius_mm)
    if min(count) < 1:
        return MaskBox.nothing()
    points = grid.crop(first, count).points_mm()
    start, end = (np.asarray(p, dtype=float) for p in (start_mm, end_mm))
    along, off = end - start, points - start
    length = float(along @ along)
    share = np.clip(off @ along / length, 0.0, 1.0) if length else np.zeros(points.shape[:-1])
    away = off - share[..., None] * along
    if normal is None:
        inside = (away**2).sum(-1) <= radius_mm**2
    else:
        depth = (points - end) @ normal
        flat = away - (away @ normal)[..., None] * normal
        # Half as thick as a voxel is along the normal: every voxel that the plane cuts, and no other.
        half = sum(abs(float(np.asarray(step) @ normal)) for step in grid.steps_mm) / 2
        inside = (np.abs(depth) <= half - _EDGE_MM) & ((flat**2).sum(-1) <= radius_mm**2)
    _with_the_voxel_at(inside, grid, end_mm, first)
    return MaskBox(inside, first)


def _box(grid: Grid, start_mm: Point, end_mm: Point, radius_mm: float) -> tuple[Index, Index]:
    """First voxel and number of voxels of a box that holds all within a radius of a line."""
    ends = grid.to_voxel(np.asarray((start_mm, end_mm), dtype=float))
    # How far a ball reaches along an index is its radius times the gradient of that index.
    steps = np.asarray(grid.steps_mm, dtype=float)
    reach = radius_mm * np.linalg.norm(np.linalg.inv(steps), axis=0) + 1
    low = np.maximum(np.floor(ends.min(0) - reach), 0).astype(int)
    high = np.minimum(np.ceil(ends.max(0) + reach) + 1, grid.size).astype(int)
    k, r, c = (int(v) for v in low)
    dk, dr, dc = (int(v) for v in high - low)
    return (k, r, c), (dk, dr, dc)


def _with_the_voxel_at(inside: np.ndarray, grid: Grid, point_mm: Point, first: Index) -> None:
    index = np.floor(grid.to_voxel(point_mm) + 0.5).astype(int) - first
    if (index >= 0).all() and (index < inside.shape).all():
        inside[tuple(index)] = True
