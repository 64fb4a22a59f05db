"""What the viewport draws for one nodule: plain data in patient millimetres, without Qt or engine process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.findings import ActivationMap, Point
from engine.geometry import Grid

Polygon = tuple[Point, ...]


@dataclass(frozen=True)
class NoduleMark:
    """A nodule as it is drawn.

    Parameters
    ----------
    id
        Stable name of the finding.
    label
        Short text drawn beside the outline, such as its number in the list.
    contours_mm
        Slice index to closed polygons of patient positions (the last point joins the first).
    long_axis_mm, short_axis_mm
        The two measured diameters, each from end to end.
    centre_mm
        Where the patch was cut.
    largest_slice
        Index of the slice on which the diameters were measured.
    heat_map
        The model's activation map; `None` where it gave none.
    patch_grid
        What the model looked at; needed to draw the heat map.
    show_heat_map
        Whether the map may be shown. A benign call shows its outline only: evidence for benign is an
        absence, not a hot spot.
    """

    id: str
    label: str
    contours_mm: Mapping[int, tuple[Polygon, ...]]
    long_axis_mm: tuple[Point, Point]
    short_axis_mm: tuple[Point, Point]
    centre_mm: Point
    largest_slice: int
    heat_map: ActivationMap | None = None
    patch_grid: Grid | None = None
    show_heat_map: bool = True
