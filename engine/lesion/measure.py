"""Measures a segmented lesion: diameters edge to edge, volume, density, and what is doubtful about them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.findings import Flag, Nodule, Point, Segment
from engine.geometry import FloatArray
from engine.lesion.axes import edge_points, longest_axes, outlines
from engine.lesion.errors import LesionError
from engine.lesion.scene import LUNG_HU, edge_hu
from engine.lesion.segment import Segmentation, segment
from engine.mask_box import MaskBox
from engine.morphology import Mask, dilated, labels
from engine.volume import Volume

#: Who drew the outline, as far as a report without names may say it.
EDITED = Flag("outline_edited", "The outline was edited by the reader.")
PARTS = "The outline has {n} separate parts; the diameters reach over all that lie on the largest slice."
#: Voxels round an outline among which the lung is looked for.
_SHELL = 3


def measure(volume: Volume, point_mm: Point) -> Nodule:
    """Segment and measure the lesion at a position.

    Parameters
    ----------
    volume
        The CT; a regular stack.
    point_mm
        Patient position ``(x, y, z)`` on the lesion, or a few millimetres off it.

    Returns
    -------
    Nodule
        With flags where the measurement is doubtful: ``touches_wall``, ``leaks``, ``cut_by_volume_border``.

    Raises
    ------
    LesionError
        If there is no lesion there, or the volume's geometry does not allow measuring.
    """
    _refuse_uneven(volume)
    if not np.isfinite(point_mm).all() or not bool(volume.grid.contains(point_mm)):
        place = ", ".join(f"{v:.1f}" for v in point_mm)
        raise LesionError(f"There is no nodule at this position: ({place}) mm lies outside the scan.")
    try:
        found = segment(volume, volume.grid.to_voxel(point_mm))
    except LesionError as error:
        raise LesionError(f"There is no nodule at this position: {error}.") from None
    return _measured(volume, found)


def measure_outline(volume: Volume, box: MaskBox) -> Nodule:
    """Measure a lesion whose mask a reader drew or mended; which voxels it has is not questioned.

    Where it borders on lung, the edge of its diameters lies where the HU cross over, as in `measure`.

    Parameters
    ----------
    volume
        The CT; a regular stack.
    box
        The lesion's voxels.

    Returns
    -------
    Nodule
        With the flag `EDITED`, and others where the measurement is doubtful.

    Raises
    ------
    LesionError
        If there is no voxel in it, it lies outside the volume, or lengths mean nothing there.
    """
    _refuse_uneven(volume)
    if not box:
        raise LesionError("The outline is empty. Paint the lesion, or go back to the proposal.")
    if not box.fits(volume.grid.size):
        raise LesionError("The outline lies outside the scan: it belongs to another series.")
    edge = _edge_hu(volume, box)
    nodule = _measured(volume, Segmentation(box.mask, box.start, edge, touches_wall=False, leaks=False))
    n_parts = int(labels(nodule.mask).max())
    parts = (Flag("several_parts", PARTS.format(n=n_parts)),) if n_parts > 1 else ()
    return replace(nodule, flags=(EDITED, *parts, *nodule.flags))


def _edge_hu(volume: Volume, box: MaskBox) -> float:
    """HU of the edge between the lesion and the lung round it; below all HU where there is no lung."""
    sides = list(zip(box.start, box.stop, volume.grid.size, strict=True))
    around = tuple(slice(max(a - _SHELL, 0), min(b + _SHELL, n)) for a, b, n in sides)
    margins = [(a - s.start, s.stop - b) for (a, b, _), s in zip(sides, around, strict=True)]
    mask = near = np.pad(box.mask, margins)
    hu = volume.hu[around]
    for _ in range(_SHELL):
        near = dilated(near)
    lung = hu[near & ~mask & (hu < LUNG_HU)]
    if not lung.size:
        return -np.inf
    return edge_hu(float(np.median(hu[mask])), float(np.median(lung)))


def _refuse_uneven(volume: Volume) -> None:
    if not volume.is_regular:
        raise LesionError(
            "The nodule cannot be measured: the slices of this series are unevenly spaced, "
            "so that lengths across slices mean nothing."
        )


def contours(nodule: Nodule) -> dict[int, list[FloatArray]]:
    """Outlines of a nodule's mask along its voxels' edges.

    Returns
    -------
    dict
        From the index of each slice that holds mask, counted in the volume, to closed polygons: patient
        positions ``(n, 3)`` in mm, the last corner joined to the first. Holes are polygons of their own.
    """
    first = nodule.largest_slice - _largest(nodule.mask)
    return {
        first + k: [
            nodule.mask_grid.to_patient(np.column_stack([np.full(len(p), float(k)), p]))
            for p in outlines(plane)
        ]
        for k, plane in enumerate(nodule.mask)
        if plane.any()
    }


def _measured(volume: Volume, found: Segmentation) -> Nodule:
    at = np.argwhere(found.mask)
    low, high = at.min(0), at.max(0) + 1
    mask = found.mask[tuple(slice(a, b) for a, b in zip(low, high, strict=True))].copy()
    start = (found.start[0] + int(low[0]), found.start[1] + int(low[1]), found.start[2] + int(low[2]))
    grid = volume.grid.crop(start, mask.shape)
    box = tuple(slice(a, a + n) for a, n in zip(start, mask.shape, strict=True))
    largest = _largest(mask)
    rows, columns = np.nonzero(mask[largest])
    middle = (largest, (rows.min() + rows.max()) / 2, (columns.min() + columns.max()) / 2)
    long_axis, short_axis = _axes(volume, start, mask[largest], start[0] + largest, found.threshold_hu)
    return Nodule(
        centre_mm=_point(grid.to_patient(middle)),
        mask=mask,
        mask_grid=grid,
        largest_slice=start[0] + largest,
        long_axis=long_axis,
        short_axis=short_axis,
        volume_mm3=float(mask.sum()) * grid.voxel_volume_mm3,
        mean_hu=float(volume.hu[box][mask].mean()),
        flags=_flags(volume, found, start, mask),
    )


def _largest(mask: Mask) -> int:
    """Index of the slice with the largest area; the first of equals."""
    return int(np.argmax(mask.sum((1, 2))))


def _axes(
    volume: Volume, start: tuple[int, int, int], plane: Mask, k: int, threshold_hu: float
) -> tuple[Segment, Segment]:
    """Long and short axis of a slice of mask, whose first pixel is the volume's ``start[1:]``."""
    # One pixel of surroundings; at the border of the volume its last pixels repeat.
    around = [
        np.clip(np.arange(first - 1, first + n + 1), 0, size - 1)
        for first, n, size in zip(start[1:], plane.shape, volume.hu.shape[1:], strict=True)
    ]
    hu = volume.hu[k][np.ix_(*around)].astype(float)
    points = edge_points(np.pad(plane, 1), hu, threshold_hu) - 1
    spacing = np.asarray(volume.grid.spacing_mm[1:])
    segments = []
    for axis in longest_axes(points * spacing):
        ends = volume.grid.to_patient(np.column_stack([np.full(2, float(k)), axis / spacing + start[1:]]))
        segments.append(Segment(_point(ends[0]), _point(ends[1])))
    return segments[0], segments[1]


def _flags(volume: Volume, found: Segmentation, start: tuple[int, int, int], mask: Mask) -> tuple[Flag, ...]:
    flags = []
    if found.touches_wall:
        flags.append(
            Flag(
                "touches_wall", "The lesion touches the wall of the lung; where it ends there is an estimate."
            )
        )
    if found.leaks:
        flags.append(
            Flag("leaks", "The lesion could not be parted from a vessel, so that its size may be too large.")
        )
    if min(start) == 0 or any(
        a + n == size for a, n, size in zip(start, mask.shape, volume.hu.shape, strict=True)
    ):
        flags.append(
            Flag(
                "cut_by_volume_border",
                "The lesion reaches the border of the scan; only what is seen was measured.",
            )
        )
    return tuple(flags)


def _point(values: FloatArray) -> Point:
    x, y, z = (float(v) for v in values)
    return (x, y, z)
