"""A volume on equal steps along its own axes: what looks for structures of any direction works on these.

Each new voxel is the mean of what it covers, or, where it is finer than the old, an interpolation between
neighbours. The new grid fills the same box as the old one exactly. Knows arrays and grids only.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine.geometry import FloatArray, Grid

HuArray = npt.NDArray[np.int16]


def isotropic(hu: HuArray, grid: Grid, step_mm: float) -> tuple[HuArray, Grid]:
    """Bring a volume to nearly equal steps along slices, rows and columns.

    Parameters
    ----------
    hu
        int16, shape ``grid.size``.
    grid
        Where its voxels lie.
    step_mm
        The wanted step; what is used differs from it by as much as it takes to fill the box with whole
        voxels.

    Returns
    -------
    (numpy.ndarray, Grid)
        int16 HU, and where they lie.
    """
    new = coarser_grid(grid, step_mm)
    _, rows, columns = new.size
    # Averaging along one axis must not make the other's interpolation one of nearest neighbours.
    fewer = (min(columns, grid.size[2]), min(rows, grid.size[1]))
    planes = np.empty((grid.size[0], rows, columns), dtype=np.int16)
    for k, plane in enumerate(hu):
        # As floats: whole HU in between would add up to more than a HU of rounding.
        averaged = cv2.resize(plane.astype(np.float32), fewer, interpolation=cv2.INTER_AREA)
        planes[k] = np.rint(cv2.resize(averaged, (columns, rows), interpolation=cv2.INTER_LINEAR))
    if new.size[0] == grid.size[0]:
        return planes, new
    result = np.empty(new.size, dtype=np.int16)
    for k, (first, weights) in enumerate(_shares(grid.size[0], new.size[0])):
        used = planes[first : first + len(weights)]
        result[k] = np.rint(np.tensordot(weights, used.astype(np.float32), 1))
    return result, new


def coarser_grid(grid: Grid, step_mm: float) -> Grid:
    """Return the grid of nearly `step_mm` steps that fills the same box as `grid`."""
    old = np.asarray(grid.size)
    lengths = old * np.asarray(grid.spacing_mm)
    size = np.maximum(1, np.rint(lengths / step_mm)).astype(int)
    scale = old / size
    x, y, z = (float(v) for v in grid.to_patient((scale - 1) / 2))
    steps = np.asarray(grid.steps_mm) * scale[:, None]
    s, r, c = (tuple(float(v) for v in step) for step in steps)
    return Grid((int(size[0]), int(size[1]), int(size[2])), (x, y, z), (s, r, c))  # type: ignore[arg-type]  # three of three


def _shares(old: int, new: int) -> list[tuple[int, FloatArray]]:
    """For each new slice the first old one that it takes from, and the weights of that one and the next."""
    scale = old / new
    result = []
    for k in range(new):
        if scale > 1:
            low, high = k * scale, (k + 1) * scale
            first, last = int(low), min(int(np.ceil(high - 1e-9)), old)
            edges = np.clip(np.arange(first, last + 1), low, high)
            weights = np.diff(edges)
        else:
            at = min(max((k + 0.5) * scale - 0.5, 0.0), old - 1.0)
            first = min(int(at), max(old - 2, 0))
            share = at - first
            weights = np.array([1 - share, share]) if old > 1 else np.ones(1)
        result.append((first, weights / weights.sum()))
    return result
