"""Nodules of the session as marks on the image. Data to data; no widgets."""

from __future__ import annotations

import numpy as np

from app.findings.entry import NoduleEntry, PendingNodule
from app.session import Nodules
from app.viewer.marks import NoduleMark
from engine.findings import Point
from engine.volume import Volume

#: Circle drawn round the point while a nodule is being measured, mm and corners.
PENDING_RADIUS_MM = 5.0
_CORNERS = 24


def marks_of(nodules: Nodules, volume: Volume) -> list[NoduleMark]:
    """Return a mark for every nodule; one that is being measured has a circle and a waiting sign."""
    measured = [_mark(n) for n in nodules.ordered()]
    return measured + [_pending(n, volume) for n in nodules.pending.values()]


def _mark(entry: NoduleEntry) -> NoduleMark:
    return NoduleMark(
        id=entry.id,
        label=str(entry.number),
        contours_mm=entry.contours_mm,
        long_axis_mm=(entry.long_axis.start_mm, entry.long_axis.end_mm),
        short_axis_mm=(entry.short_axis.start_mm, entry.short_axis.end_mm),
        centre_mm=entry.centre_mm,
        largest_slice=entry.largest_slice,
        heat_map=entry.map,
        patch_grid=entry.patch_grid,
        show_heat_map=entry.show_map,
    )


def _pending(nodule: PendingNodule, volume: Volume) -> NoduleMark:
    point = nodule.point_mm
    k = volume.nearest_slice(point)
    row, column = (np.asarray(v) / np.linalg.norm(v) for v in volume.grid.steps_mm[1:])
    angles = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)[:, None]
    corners = np.asarray(point) + PENDING_RADIUS_MM * (np.cos(angles) * column + np.sin(angles) * row)
    circle: tuple[Point, ...] = tuple((float(x), float(y), float(z)) for x, y, z in corners)
    return NoduleMark(
        id=nodule.id,
        label=f"{nodule.number} …",
        contours_mm={k: (circle,)},
        long_axis_mm=(point, point),
        short_axis_mm=(point, point),
        centre_mm=point,
        largest_slice=k,
    )
