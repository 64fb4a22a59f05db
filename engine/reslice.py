"""Planes that cut a volume anywhere, interpolated when they are asked for.

numpy only. It must not know which planes readers want, nor which slices have been read.
"""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import numpy.typing as npt

from engine.findings import Point
from engine.geometry import FloatArray, Grid
from engine.slab import Extent, Slab, SlabKind, extent_along, mean_hu, seen_slice
from engine.volume import Volume

#: HU of a pixel beside the volume: no CT has it, so it is never taken for tissue or air.
OUTSIDE_HU = -32768
#: No plane has more pixels along a side; a larger volume has larger pixels.
MAX_PIXELS = 1024
#: Bytes of interpolated planes that a stack keeps: a slab that moves by one plane needs one more only.
CACHE_BYTES = 48 << 20
#: Rows interpolated at a time, so that what is between lies in the processor's cache.
_BAND = 32
_Floats = npt.NDArray[np.float32]


class VoxelPositions:
    """From patient positions to voxel positions, true in an uneven stack and under a tilted gantry.

    Between two slices a position is taken on both of them at the same distance from their origins, which in a
    regular stack is what `Grid.to_voxel` says.
    """

    def __init__(self, volume: Volume) -> None:
        self._grid = volume.grid
        self.is_affine = volume.is_regular
        if not self.is_affine:
            self._origins = np.asarray(volume.slice_origins_mm, dtype=float)
            self._along = self._origins @ volume.grid.normal
            # Takes a patient vector to (mm along the normal, rows, columns).
            basis = np.stack((volume.grid.normal, *np.asarray(volume.grid.steps_mm[1:], dtype=float)))
            self._in_slice = np.linalg.inv(basis)

    def __call__(self, points_mm: npt.ArrayLike) -> FloatArray:
        """Voxel positions ``(k, r, c)`` of patient positions; shape ``(..., 3)`` both.

        Beyond the first and the last slice of an uneven stack the grid's own spacing goes on.
        """
        points = np.asarray(points_mm, dtype=float)
        if self.is_affine:
            return self._grid.to_voxel(points)
        along, step = self._along, self._grid.spacing_mm[0]
        numbers = np.arange(len(along), dtype=float)
        d = points @ self._grid.normal
        k = np.interp(d, along, numbers)
        origin = np.stack([np.interp(k, numbers, self._origins[:, i]) for i in range(3)], axis=-1)
        voxels = (points - origin) @ self._in_slice
        voxels[..., 0] = k + (np.minimum(d - along[0], 0) + np.maximum(d - along[-1], 0)) / step
        return np.asarray(voxels, dtype=np.float64)


class ReslicedPlanes:
    """A stack of parallel planes with square pixels, in any direction; a `engine.planes.Planes`.

    Pixels and the way from plane to plane are as long as the volume's shortest step. The stack reaches as far
    as the volume does and is laid about its middle, so that the same direction always gives the same planes.

    Parameters
    ----------
    volume
        Its voxels are read at the first call that needs them, and then taken to be all there.
    normal, down, right
        Unit patient vectors at right angles.
    """

    exact = False
    stored = False

    def __init__(self, volume: Volume, normal: Point, down: Point, right: Point) -> None:
        self._hu = volume.hu
        self._to_voxel = VoxelPositions(volume)
        self._sources = range(volume.grid.size[0])
        step = min(volume.grid.spacing_mm)
        corners = _corners(volume)
        axes = np.asarray((normal, down, right), dtype=float)
        reach = corners @ axes.T
        low, high = reach.min(0), reach.max(0)
        pixel = max(step, float((high - low)[1:].max()) / (MAX_PIXELS - 1))
        steps = np.array((step, pixel, pixel))
        # A corner of the volume is a voxel's centre, so that both ends have a plane.
        size = np.ceil(np.round((high - low) / steps, 6)).astype(int) + 1
        origin = ((low + high) / 2 - (size - 1) / 2 * steps) @ axes
        across, below, beside = (_point(v) for v in axes * steps[:, None])
        self.grid = Grid((int(size[0]), int(size[1]), int(size[2])), _point(origin), (across, below, beside))
        self.count = int(size[0])
        self._along = np.asarray(np.arange(self.count) * step, dtype=np.float64)
        self._kept: OrderedDict[int, npt.NDArray[np.int16]] = OrderedDict()
        empty = np.zeros((0, 0), dtype=np.int32)
        self._sum: tuple[range, npt.NDArray[np.int32], npt.NDArray[np.int32]] = (range(0), empty, empty)
        self._keep = max(CACHE_BYTES // (2 * int(size[1] * size[2])), 2)

    def plane(self, k: int) -> Grid:
        """Where plane `k` lies."""
        return self.grid.plane(k)

    def nearest(self, point_mm: Point) -> int:
        """Index of the plane nearest to a patient position."""
        return min(max(round(float(self.grid.to_voxel(point_mm)[0])), 0), self.count - 1)

    def sources(self, _k: int, _slab: Slab | None) -> range:
        """Every slice: a plane cuts through many, and which ones is not worth knowing while they arrive."""
        return self._sources

    def extent(self, k: int, thickness_mm: float) -> Extent:
        """Which planes a slab about plane `k` holds."""
        return extent_along(self._along, k, thickness_mm, self.grid.spacing_mm[0])

    def image(self, k: int, slab: Slab | None) -> npt.NDArray[np.int16]:
        """HU of plane `k` or a slab about it, interpolated; a slab leaves out what is beside the volume."""
        if slab is None:
            return self._one(k)
        slices = self.extent(k, slab.thickness_mm).slices
        if slab.kind is SlabKind.MEAN:
            return self._mean(slices)
        result = self._one(slices[0]).copy()
        if slab.kind is SlabKind.MIP:
            for i in slices[1:]:
                np.maximum(result, self._one(i), out=result)
            return result
        # One less makes the largest int16 of what is outside, so that it is no minimum; one more undoes it.
        result -= 1
        for i in slices[1:]:
            np.minimum(result, self._one(i) - np.int16(1), out=result)
        result += 1
        return result

    def _mean(self, slices: range) -> npt.NDArray[np.int16]:
        """Mean over planes; from the one before to the next only what came and went is added."""
        before, total, count = self._sum
        come, gone = set(slices) - set(before), set(before) - set(slices)
        if len(come) + len(gone) >= len(slices):
            come, gone = set(slices), set()
            total, count = np.zeros((2, *self.grid.size[1:]), dtype=np.int32)
        for planes, sign in ((come, 1), (gone, -1)):
            for i in planes:
                plane = self._one(i)
                there = plane != OUTSIDE_HU
                count += sign * there.astype(np.int32)
                total += sign * np.where(there, plane, np.int16(0)).astype(np.int32)
        self._sum = (slices, total, count)
        return np.where(count > 0, mean_hu(total, np.maximum(count, 1)), np.int16(OUTSIDE_HU))

    def depth(self, k: int, slab: Slab | None, row: int, column: int) -> int:
        """Index of the plane that a pixel comes from: of equals the nearest to `k`; `k` for a mean."""
        if slab is None:
            return k
        slices = self.extent(k, slab.thickness_mm).slices
        line = np.array([self._one(i)[row, column] for i in slices])
        there = line != OUTSIDE_HU
        return seen_slice(line[there], np.asarray(slices)[there], k, slab.kind)

    def _one(self, k: int) -> npt.NDArray[np.int16]:
        if k in self._kept:
            self._kept.move_to_end(k)
            return self._kept[k]
        self._kept[k] = picture = self._interpolated(k)
        picture.flags.writeable = False
        while len(self._kept) > self._keep:
            self._kept.popitem(last=False)
        return picture

    def _interpolated(self, k: int) -> npt.NDArray[np.int16]:
        _, rows, columns = self.grid.size
        picture = np.full((rows, columns), OUTSIDE_HU, dtype=np.int16)
        for first in range(0, rows, _BAND):
            trilinear(
                self._hu, self._voxels(k, first, min(first + _BAND, rows)), picture[first : first + _BAND]
            )
        return picture

    def _voxels(self, k: int, first: int, end: int) -> tuple[_Floats, _Floats, _Floats]:
        """Voxel positions of some rows of plane `k`."""
        columns = self.grid.size[2]
        if not self._to_voxel.is_affine:
            at = self._to_voxel(self.grid.crop((k, first, 0), (1, end - first, columns)).points_mm()[0])
            s, y, x = (np.asarray(at[..., axis], dtype=np.float32) for axis in range(3))
            return s, y, x
        # From pixel to pixel of a plane the voxel position changes by the same.
        start, below, beside = self._to_voxel(
            self.grid.to_patient([(k, first, 0), (k, first + 1, 0), (k, first, 1)])
        )
        r, c = np.arange(end - first, dtype=np.float32)[:, None], np.arange(columns, dtype=np.float32)
        down, right = (np.asarray(v - start, dtype=np.float32) for v in (below, beside))
        origin = np.asarray(start, dtype=np.float32)
        s, y, x = (origin[axis] + r * down[axis] + c * right[axis] for axis in range(3))
        return s, y, x


def trilinear(
    hu: npt.NDArray[np.int16], voxels: tuple[_Floats, _Floats, _Floats], picture: npt.NDArray[np.int16]
) -> None:
    """Interpolate HU at voxel positions, rounded to whole HU; quick enough to scroll by.

    `engine.geometry.sample` does the same for any array, in double precision and several times as slow.

    Parameters
    ----------
    hu
        The volume's voxels.
    voxels
        Slice, row and column, float32, shape ``(rows, columns)`` each.
    picture
        Takes the result, same shape. Up to half a voxel outside, the outermost voxel counts; what lies
        beyond that stays as it is.
    """
    inside = np.ones(picture.shape, dtype=bool)
    for at, n in zip(voxels, hu.shape, strict=True):
        inside &= (at >= -0.5) & (at <= n - 0.5)
    there = np.flatnonzero(inside.any(0))
    if not there.size:
        return
    part = np.s_[:, int(there[0]) : int(there[-1]) + 1]
    flat = hu.reshape(-1)  # a view: the voxels lie in one piece
    index = np.zeros(inside[part].shape, dtype=np.intp)
    shares = []
    for at, n in zip(voxels, hu.shape, strict=True):
        clamped = np.clip(at[part], 0, n - 1)
        low = np.minimum(clamped.astype(np.int32), max(n - 2, 0))
        shares.append(clamped - low)
        index *= n
        index += low
    # Along an axis of one voxel there is no neighbour, and no share for it.
    rows, columns = hu.shape[1:]
    next_k, next_r, next_c = (
        step if n > 1 else 0 for step, n in zip((rows * columns, columns, 1), hu.shape, strict=True)
    )

    def between(a: _Floats, b: _Floats, share: _Floats) -> _Floats:
        b -= a
        b *= share
        a += b
        return a

    def in_row(step: int) -> _Floats:
        left, right = (flat[step + n :].take(index).astype(np.float32) for n in (0, next_c))
        return between(left, right, shares[2])

    def in_slice(step: int) -> _Floats:
        return between(in_row(step), in_row(step + next_r), shares[1])

    mixed = between(in_slice(0), in_slice(next_k), shares[0])
    np.copyto(picture[part], np.rint(mixed).astype(np.int16), where=inside[part])


def _corners(volume: Volume) -> FloatArray:
    """Patient positions of the centres of the volume's corner voxels, shape ``(8, 3)``."""
    slices, rows, columns = volume.grid.size
    return np.concatenate(
        [
            volume.plane(k).to_patient([(0, r, c) for r in (0, rows - 1) for c in (0, columns - 1)])
            for k in (0, slices - 1)
        ]
    )


def _point(values: FloatArray) -> Point:
    x, y, z = (float(v) for v in values)
    return (x, y, z)
