"""Grids of voxels in patient space, and sampling between them: the one place where coordinates are converted.

Conventions, used everywhere in Noduscope:

* patient positions are millimetres in DICOM's LPS axes, ordered ``(x, y, z)``;
* arrays are indexed ``[slice, row, column]``, and so are voxel positions ``(k, r, c)``;
  whole numbers are voxel *centres*;
* a spacing is ``(slice, row, column)`` millimetres.

This module needs numpy only and must know nothing of DICOM, files, networks or the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

#: How far from orthogonal (as a cosine) two grid axes may be before they count as sheared.
ORTHOGONAL_TOLERANCE = 1e-3


class GeometryError(ValueError):
    """A grid that cannot exist, described in a sentence."""


@dataclass(frozen=True)
class Grid:
    """A regular lattice of voxel centres in patient space.

    Parameters
    ----------
    size
        Number of voxels along ``(slice, row, column)``.
    origin_mm
        Patient position ``(x, y, z)`` of voxel ``(0, 0, 0)``.
    steps_mm
        Three patient vectors ``(x, y, z)``: the way from a voxel to the next slice, the next row (down
        the image) and the next column (to the right). They need not be orthogonal: a tilted gantry shears
        the stack.

    Raises
    ------
    GeometryError
        If a size is below one, or the steps do not span space.
    """

    size: tuple[int, int, int]
    origin_mm: tuple[float, float, float]
    steps_mm: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]

    def __post_init__(self) -> None:
        if len(self.size) != 3 or min(self.size) < 1:
            raise GeometryError(f"A grid needs at least one voxel along each axis; got size {self.size}.")
        steps = np.asarray(self.steps_mm, dtype=float)
        if steps.shape != (3, 3) or not np.isfinite(steps).all() or not np.isfinite(self.origin_mm).all():
            raise GeometryError("A grid needs three finite step vectors and a finite origin.")
        lengths = np.linalg.norm(steps, axis=1)
        if lengths.min() <= 0 or abs(np.linalg.det(steps)) < 1e-6 * lengths.prod():
            raise GeometryError(f"The grid's steps {self.steps_mm} do not span space.")

    @classmethod
    def axial(
        cls,
        size: tuple[int, int, int],
        spacing_mm: tuple[float, float, float],
        origin_mm: tuple[float, float, float] = (0.0, 0.0, 0.0),
    ) -> Grid:
        """Build a grid along the patient axes: slices towards +z, rows towards +y, columns towards +x."""
        z, y, x = (float(s) for s in spacing_mm)
        return cls(size, origin_mm, ((0.0, 0.0, z), (0.0, y, 0.0), (x, 0.0, 0.0)))

    @cached_property
    def _affine(self) -> FloatArray:
        """4 x 4 matrix taking homogeneous ``(k, r, c, 1)`` to ``(x, y, z, 1)``."""
        matrix = np.eye(4)
        matrix[:3, :3] = np.asarray(self.steps_mm, dtype=float).T
        matrix[:3, 3] = self.origin_mm
        return matrix

    @cached_property
    def _inverse(self) -> FloatArray:
        return np.asarray(np.linalg.inv(self._affine), dtype=np.float64)

    @cached_property
    def normal(self) -> FloatArray:
        """Unit vector perpendicular to the slices, on the side of growing slice index."""
        steps = np.asarray(self.steps_mm, dtype=float)
        cross = np.cross(steps[2], steps[1])
        normal: FloatArray = np.asarray(cross / np.linalg.norm(cross), dtype=np.float64)
        return normal if float(normal @ steps[0]) > 0 else np.negative(normal)

    @cached_property
    def spacing_mm(self) -> tuple[float, float, float]:
        """Distance between slices *along the normal*, between rows, and between columns."""
        steps = np.asarray(self.steps_mm, dtype=float)
        return (
            float(steps[0] @ self.normal),
            float(np.linalg.norm(steps[1])),
            float(np.linalg.norm(steps[2])),
        )

    @property
    def voxel_volume_mm3(self) -> float:
        """Volume of one voxel."""
        return float(abs(np.linalg.det(np.asarray(self.steps_mm, dtype=float))))

    @cached_property
    def tilt_deg(self) -> float:
        """Angle between the slice step and the slices' normal: 0 unless the gantry was tilted."""
        step = np.asarray(self.steps_mm[0], dtype=float)
        cosine = float(step @ self.normal) / float(np.linalg.norm(step))
        return float(np.degrees(np.arccos(min(1.0, cosine))))

    @property
    def is_orthogonal(self) -> bool:
        """Whether the three axes are perpendicular to each other."""
        unit = np.asarray(self.steps_mm, dtype=float)
        unit = unit / np.linalg.norm(unit, axis=1, keepdims=True)
        return bool(np.abs(unit @ unit.T - np.eye(3)).max() < ORTHOGONAL_TOLERANCE)

    def to_patient(self, voxels: npt.ArrayLike) -> FloatArray:
        """Patient positions of voxel positions.

        Parameters
        ----------
        voxels
            Shape ``(..., 3)``: ``(k, r, c)``, fractions allowed.

        Returns
        -------
        numpy.ndarray
            Shape ``(..., 3)``: ``(x, y, z)`` in mm.
        """
        points = np.asarray(voxels, dtype=float)
        result: FloatArray = points @ self._affine[:3, :3].T + self._affine[:3, 3]
        return result

    def to_voxel(self, points_mm: npt.ArrayLike) -> FloatArray:
        """Voxel positions ``(k, r, c)`` of patient positions ``(x, y, z)``; shape ``(..., 3)`` both."""
        points = np.asarray(points_mm, dtype=float)
        result: FloatArray = points @ self._inverse[:3, :3].T + self._inverse[:3, 3]
        return result

    def contains(self, points_mm: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Whether patient positions lie in the grid, voxel borders (half a step out) included."""
        voxels = self.to_voxel(points_mm)
        inside = (voxels >= -0.5) & (voxels <= np.asarray(self.size) - 0.5)
        return np.asarray(inside.all(-1), dtype=np.bool_)

    def plane(self, k: int) -> Grid:
        """Return slice `k` as a grid of one slice."""
        return self.crop((k, 0, 0), (1, self.size[1], self.size[2]))

    def crop(self, start: tuple[int, int, int], size: tuple[int, int, int]) -> Grid:
        """Return the part of this grid that begins at voxel `start` and has `size` voxels."""
        x, y, z = (float(v) for v in self.to_patient(start))
        return Grid(size, (x, y, z), self.steps_mm)

    def points_mm(self) -> FloatArray:
        """Patient positions of all voxel centres, shape ``(*size, 3)``."""
        k, r, c = (np.arange(n, dtype=float) for n in self.size)
        s, row, column = (np.asarray(v, dtype=float) for v in self.steps_mm)
        result: FloatArray = (
            np.asarray(self.origin_mm, dtype=float)
            + k[:, None, None, None] * s
            + r[None, :, None, None] * row
            + c[None, None, :, None] * column
        )
        return result


def sample(
    values: npt.NDArray[np.generic],
    grid: Grid,
    points_mm: npt.ArrayLike,
    *,
    outside: Literal["nearest"] | float = "nearest",
) -> npt.NDArray[np.float32]:
    """Trilinear interpolation of an array at patient positions.

    Parameters
    ----------
    values
        Array of shape ``grid.size``.
    grid
        Where the array's voxels lie.
    points_mm
        Patient positions, shape ``(..., 3)``.
    outside
        What a position outside the outermost voxel centres takes: the nearest voxel's value (as
        replicated borders do), or a constant once it is more than half a voxel outside.

    Returns
    -------
    numpy.ndarray
        float32, shape ``(...)``.

    Raises
    ------
    GeometryError
        If the array's shape is not the grid's size.
    """
    if values.shape != tuple(grid.size):
        raise GeometryError(f"The array has shape {values.shape}, its grid has size {grid.size}.")
    # Rounding in the last digit must not turn an exact voxel centre into a mix of two.
    voxels = np.round(grid.to_voxel(points_mm), 9)
    shape = voxels.shape[:-1]
    if not voxels.size:
        return np.zeros(shape, dtype=np.float32)
    last = [n - 1 for n in grid.size]
    low, share, box = [], [], []
    for axis in range(3):
        clamped = np.clip(np.ascontiguousarray(voxels[..., axis]), 0, last[axis])
        index = np.minimum(clamped.astype(np.intp), max(last[axis] - 1, 0))
        first = int(index.min())
        low.append(index - first)
        share.append(clamped - index)
        box.append(slice(first, int(index.max()) + 2))
    depth, down, right = share

    # Only the part of the array that is needed is made contiguous, so that one index finds a voxel.
    block = np.ascontiguousarray(values[tuple(box)])
    _, rows, columns = block.shape
    index = (low[0] * rows + low[1]) * columns + low[2]
    flat = block.ravel()
    # Along an axis of one voxel there is no neighbour, and no share for it.
    slice_step, row_step, column_step = (
        step if n else 0 for step, n in zip((rows * columns, columns, 1), last, strict=True)
    )

    def along_columns(at: npt.NDArray[np.intp]) -> FloatArray:
        left = flat[at].astype(np.float64)
        return np.asarray(left + right * (flat[at + column_step] - left))

    def in_slice(at: npt.NDArray[np.intp]) -> FloatArray:
        above = along_columns(at)
        return np.asarray(above + down * (along_columns(at + row_step) - above))

    near = in_slice(index)
    result = near + depth * (in_slice(index + slice_step) - near)
    if outside != "nearest":
        beyond = ((voxels < -0.5) | (voxels > np.asarray(last) + 0.5)).any(-1)
        result = np.where(beyond, outside, result)
    return np.asarray(result, dtype=np.float32)


def resample(
    values: npt.NDArray[np.generic],
    source: Grid,
    target: Grid,
    *,
    outside: Literal["nearest"] | float = "nearest",
) -> npt.NDArray[np.float32]:
    """Trilinear interpolation of an array from one grid onto another; shape ``target.size``."""
    return sample(values, source, target.points_mm(), outside=outside)
