"""Planes through a volume: axial, coronal, sagittal, and turned with a reader's crosshair.

A view is a stack of parallel planes: `planes_of` gives one, and each of its planes is a `Grid` of one slice
with its HU. Where a view's axes are the volume's own, its pixels are the stored voxels, untouched; elsewhere
they are interpolated on demand. numpy only. It must not know the window, grey values, or which slices have
been read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from engine.findings import Point
from engine.geometry import FloatArray, Grid
from engine.reslice import ReslicedPlanes
from engine.slab import Extent, Slab, Slabs, project
from engine.volume import Volume

#: How far (as a sine) a volume's axis may lean from a patient axis and still be taken for it: over 512 voxels
#: that is a quarter of a voxel.
_ALIGNED = 5e-4

#: Planes copied together: the int16 of a line of the processor's cache. The thickest slab spans three blocks.
_BLOCK = 32
_BLOCKS_KEPT = 4

Vector = tuple[float, float, float]


class View(StrEnum):
    """Which way a stack of planes faces."""

    STORED = "as stored"
    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"


#: The three that stand at right angles to each other.
ANATOMICAL = (View.AXIAL, View.CORONAL, View.SAGITTAL)


@dataclass(frozen=True)
class Axes:
    """Unit patient vectors of a view: across its planes, down the screen, and to its right."""

    normal: Vector
    down: Vector
    right: Vector


#: As films are hung: the patient's right on the left of the screen, front or head on top; sagittal planes are
#: seen from the left.
_STRAIGHT = {
    View.AXIAL: Axes((0, 0, 1), (0, 1, 0), (1, 0, 0)),
    View.CORONAL: Axes((0, 1, 0), (0, 0, -1), (1, 0, 0)),
    View.SAGITTAL: Axes((1, 0, 0), (0, 0, -1), (0, 1, 0)),
}


@dataclass(frozen=True)
class Frame:
    """How the three views stand; their normals are always at right angles.

    Parameters
    ----------
    axes
        Of axial, coronal and sagittal.
    """

    axes: tuple[Axes, Axes, Axes] = (_STRAIGHT[View.AXIAL], _STRAIGHT[View.CORONAL], _STRAIGHT[View.SAGITTAL])

    def of(self, view: View) -> Axes:
        """Return the axes of one of `ANATOMICAL`."""
        return self.axes[ANATOMICAL.index(view)]

    def is_straight(self, view: View) -> bool:
        """Whether a view has its patient axes; one as stored always counts as straight."""
        return view is View.STORED or self.of(view) == _STRAIGHT[view]

    def turned(self, about: View, degrees: float) -> Frame:
        """Return the frame after the lines in one view were turned: that view stays, the other two follow.

        Parameters
        ----------
        about
            The view whose lines are turned, about its normal.
        degrees
            Clockwise as that view is seen on the screen.
        """
        turning = self.of(about)
        # From right to down is clockwise on a screen, whatever the normal's side.
        axis = np.cross(turning.right, turning.down)
        turn = _rotation(axis, np.radians(degrees))
        axes = [
            one if view is about else Axes(*(_unit(turn @ v) for v in (one.normal, one.down, one.right)))
            for view, one in zip(ANATOMICAL, self.axes, strict=True)
        ]
        return Frame((axes[0], axes[1], axes[2]))


def _rotation(axis: npt.ArrayLike, angle: float) -> FloatArray:
    """Rodrigues' rotation by an angle (radians, right-handed) about a unit axis."""
    x, y, z = (float(v) for v in np.asarray(axis, dtype=float))
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _unit(vector: npt.ArrayLike) -> Vector:
    # Rounded, so that a turn forth and back is straight again.
    v = np.asarray(vector, dtype=float)
    x, y, z = (float(c) for c in np.round(v / np.linalg.norm(v), 12) + 0.0)
    return (x, y, z)


#: A position that far from a plane was not made in it: rounding is a million times less, slices are farther.
IN_PLANE_MM = 0.02


def in_plane(plane: Grid, points_mm: Sequence[Point]) -> bool:
    """Whether patient positions lie in a plane, a grid of one slice, and not only near it."""
    off = plane.to_voxel(points_mm)[:, 0] * plane.spacing_mm[0]
    return bool(np.abs(off).max() <= IN_PLANE_MM)


class Planes(Protocol):
    """A stack of parallel planes, named by their index."""

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def exact(self) -> bool:
        """Whether pixels are stored voxels; else they are interpolated."""

    @property
    def stored(self) -> bool:
        """Whether plane `k` is the volume's slice `k`."""

    def plane(self, k: int) -> Grid:
        """Where plane `k` lies: a grid of one slice whose slice step leads to the next plane."""

    def nearest(self, point_mm: Point) -> int:
        """Index of the plane nearest to a patient position."""

    def sources(self, k: int, slab: Slab | None) -> range:
        """Indices of the volume's slices that the picture of plane `k` is made of."""

    def extent(self, k: int, thickness_mm: float) -> Extent:
        """Which planes a slab about plane `k` holds."""

    def image(self, k: int, slab: Slab | None) -> npt.NDArray[np.int16]:
        """HU of plane `k` or a slab about it, shape ``(rows, columns)``; `OUTSIDE_HU` beside the volume."""

    def depth(self, k: int, slab: Slab | None, row: int, column: int) -> int:
        """Index of the plane that a pixel of a slab comes from; `k` without a slab."""


class _Columns:
    """Planes across the axis along which voxels lie side by side in memory, copied to lie in one piece each.

    A slab of them would else fetch every voxel from a line of its own; nobody else needs the copies, so that
    only those about the present place are kept.
    """

    def __init__(self, hu: npt.NDArray[np.int16]) -> None:
        self._hu = hu
        self._kept: OrderedDict[int, npt.NDArray[np.int16]] = OrderedDict()

    def planes(self, wanted: range) -> npt.NDArray[np.int16]:
        """Return some planes, shape ``(planes, rows, columns)``."""
        blocks = range(wanted.start // _BLOCK, (wanted.stop - 1) // _BLOCK + 1)
        parts = [
            self._block(b)[max(wanted.start - b * _BLOCK, 0) : min(wanted.stop - b * _BLOCK, _BLOCK)]
            for b in blocks
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _block(self, b: int) -> npt.NDArray[np.int16]:
        if b not in self._kept:
            self._kept[b] = np.ascontiguousarray(self._hu[b * _BLOCK : (b + 1) * _BLOCK])
        self._kept.move_to_end(b)
        while len(self._kept) > _BLOCKS_KEPT:
            self._kept.popitem(last=False)
        return self._kept[b]


class VoxelPlanes:
    """Planes of stored voxels: a volume's slices, or with its axes in another order its rows or columns."""

    exact = True

    def __init__(self, volume: Volume, cut: range | None = None) -> None:
        """Take a volume; `cut` are the slices that each plane cuts, `None` where it is one of them."""
        self._volume = volume
        self._slabs = Slabs(volume)
        self._cut = cut
        scattered = cut is not None and volume.hu.strides[0] == volume.hu.itemsize
        self._columns = _Columns(volume.hu) if scattered else None
        self.stored = cut is None
        self.count = volume.grid.size[0]

    def plane(self, k: int) -> Grid:
        """Where plane `k` lies."""
        return self._volume.plane(k)

    def nearest(self, point_mm: Point) -> int:
        """Index of the plane nearest to a patient position."""
        return self._volume.nearest_slice(point_mm)

    def sources(self, k: int, slab: Slab | None) -> range:
        """Slices that plane `k` is made of: every one, where planes cut through all slices."""
        if self._cut is not None:
            return self._cut
        return range(k, k + 1) if slab is None else self.extent(k, slab.thickness_mm).slices

    def extent(self, k: int, thickness_mm: float) -> Extent:
        """Which planes a slab about plane `k` holds."""
        return self._slabs.extent(k, thickness_mm)

    def image(self, k: int, slab: Slab | None) -> npt.NDArray[np.int16]:
        """HU of plane `k` or of a slab about it."""
        if slab is None:
            plane: npt.NDArray[np.int16] = self._volume.hu[k]
            return plane
        if self._columns is None:
            return self._slabs.image(k, slab)
        columns: npt.NDArray[np.int16] = self._columns.planes(self.extent(k, slab.thickness_mm).slices)
        return project(columns, slab.kind)

    def depth(self, k: int, slab: Slab | None, row: int, column: int) -> int:
        """Index of the plane that a pixel comes from."""
        return k if slab is None else self._slabs.depth(k, slab, row, column)


def planes_of(volume: Volume, view: View, frame: Frame | None = None) -> Planes:
    """Return the planes of a view.

    Parameters
    ----------
    volume
        Its voxels may still be filling up: nothing is read before `Planes.image` is called.
    view
        `View.STORED` are the slices as the scanner made them; the others are along patient axes.
    frame
        How the views stand; straight if `None`.

    Returns
    -------
    Planes
    """
    if view is View.STORED:
        return VoxelPlanes(volume)
    axes = (frame or Frame()).of(view)
    order = _own_axes(volume, axes)
    if order is None:
        return ReslicedPlanes(volume, axes.normal, axes.down, axes.right)
    if order == ((0, 1), (1, 1), (2, 1)):
        return VoxelPlanes(volume)
    return VoxelPlanes(_reordered(volume, order), None if order[0][0] == 0 else range(volume.grid.size[0]))


def _own_axes(volume: Volume, axes: Axes) -> tuple[tuple[int, int], ...] | None:
    """Return which of the volume's axes each of the view's is, with a sign; `None` where one is none of them.

    The order of the planes is free, so that the first sign is always 1.
    """
    steps = np.asarray(volume.grid.steps_mm, dtype=float)
    units = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    found = []
    for wanted in (axes.normal, axes.down, axes.right):
        along = units @ np.asarray(wanted, dtype=float)
        axis = int(np.argmax(np.abs(along)))
        if np.linalg.norm(units[axis] * np.sign(along[axis]) - wanted) > _ALIGNED:
            return None
        found.append((axis, 1 if along[axis] > 0 else -1))
    if found[0][0] != 0 and not volume.is_regular:
        return None
    return ((found[0][0], 1), found[1], found[2])


def _reordered(volume: Volume, order: tuple[tuple[int, int], ...]) -> Volume:
    """Return the same voxels with axes in another order and direction; a view, nothing is copied."""
    size = tuple(volume.grid.size[axis] for axis, _ in order)
    start = [0, 0, 0]
    for axis, sign in order:
        start[axis] = 0 if sign > 0 else volume.grid.size[axis] - 1
    x, y, z = (float(v) for v in volume.grid.to_patient(start))
    steps = tuple(tuple(sign * float(v) for v in volume.grid.steps_mm[axis]) for axis, sign in order)
    flips = tuple(slice(None, None, sign) for _, sign in order)
    hu = volume.hu.transpose([axis for axis, _ in order])[flips]
    grid = Grid((size[0], size[1], size[2]), (x, y, z), (steps[0], steps[1], steps[2]))  # type: ignore[arg-type]
    origins = volume.slice_origins_mm
    if origins is not None:  # the planes are the slices; only rows and columns run the other way
        shift = np.subtract((x, y, z), volume.grid.origin_mm)
        origins = tuple((o[0] + shift[0], o[1] + shift[1], o[2] + shift[2]) for o in origins)
    return replace(volume, hu=hu, grid=grid, slice_origins_mm=origins)
