"""A reader's key image as a picture: the whole slice, outlines of its nodules, and what was measured on it.

It knows grids, findings and readings; it must not know DICOM or PDF. No patient is named in it, but what a
reader wrote on the slice is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from engine.lesion import contours
from engine.orientation import slice_number, slice_position
from engine.planes import in_plane
from engine.reading import ReadMeasurement
from engine.reports import Export
from engine.reports.dicom_sr_reading import ellipse_axes
from engine.reports.key_image import (
    AXIS,
    LEVEL_HU,
    OUTLINE,
    WHOLE,
    WIDTH_HU,
    Picture,
    View,
    draw_letters,
    draw_line,
    draw_text,
    view,
)
from engine.reports.objects import numbered

Lines = npt.NDArray[np.float64]
_CROSS_PX = 5.0
#: Room round what is drawn, and the least that a close view shows.
_MARGIN_MM, _LEAST_MM = 15.0, 60.0


def slice_picture(export: Export, k: int) -> Picture:
    """Render slice `k`; where something is drawn on it, with a close view of that beside it.

    Measurements are named M1, M2 ... as in the report's table.

    Returns
    -------
    numpy.ndarray
        uint8, shape ``(WHOLE, WHOLE, 3)`` or ``(WHOLE, 2 * WHOLE, 3)``: red, green, blue.
    """
    plane = export.volume.plane(k)
    middle = plane.to_patient((0, (plane.size[1] - 1) / 2, (plane.size[2] - 1) / 2))
    _, row_mm, column_mm = plane.spacing_mm
    whole = view(export, k, middle, max(plane.size[1] * row_mm, plane.size[2] * column_mm), WHOLE)
    shapes = list(_shapes(export, k))
    axis_name, position = slice_position(plane)
    place = f"Slice {slice_number(export.volume.grid, k)} of {export.volume.grid.size[0]}"
    place += f", {axis_name} {position:.1f} mm\nW {WIDTH_HU:g} L {LEVEL_HU:g}"
    pictures = [_drawn(whole, shapes, place, named=not shapes)]
    if shapes:
        points = np.vstack([line for shape in shapes for line in shape.lines_mm])
        centre = (points.min(0) + points.max(0)) / 2
        side_mm = float(np.ptp(points, axis=0).max()) + 2 * _MARGIN_MM
        close = view(export, k, centre, max(side_mm, _LEAST_MM), WHOLE)
        pictures.append(_drawn(close, shapes, "", named=True))
    return np.hstack(pictures)


@dataclass(frozen=True)
class _Shape:
    """What is drawn: lines of patient positions (one position: a cross), what it is called, its colour."""

    lines_mm: list[Any]
    name: str
    colour: tuple[int, int, int]
    closed: bool = False


def _shapes(export: Export, k: int) -> Iterator[_Shape]:
    for number, finding in numbered(export):
        polygons = contours(finding.nodule).get(k, [])
        if polygons:
            yield _Shape(polygons, str(number), OUTLINE, closed=True)
    for number, measured in enumerate(export.reading.measurements if export.reading else (), 1):
        if measured.slice == k and in_plane(export.volume.plane(k), measured.points_mm):
            yield _Shape(lines_mm(export, measured), f"M{number}", AXIS)


def _drawn(on: View, shapes: list[_Shape], place: str, *, named: bool) -> Picture:
    rgb = on.rgb.copy()
    written = []
    for shape in shapes:
        lines = [on.pixels(line) for line in shape.lines_mm]
        if len(lines[0]) == 1:
            lines = [_cross(lines[0][0], arm) for arm in (0, 1)]
        for line in lines:
            draw_line(rgb, line, shape.colour, closed=shape.closed)
        written.append((_beside(np.vstack(lines)), shape))
    picture = Image.fromarray(rgb)
    draw = ImageDraw.Draw(picture)
    for (x, y), shape in written if named else []:
        draw_text(draw, (min(x, WHOLE - 40), y), shape.name, 24, shape.colour)
    draw_letters(draw, on, (0, 0))
    draw_text(draw, (10, WHOLE - 40), place, 13)
    return np.asarray(picture)


def lines_mm(export: Export, measured: ReadMeasurement) -> list[Any]:
    """Return what a measurement draws: lines of patient positions; one position alone for a cross."""
    points = np.asarray(measured.points_mm, dtype=float)
    if measured.kind == "bidirectional":
        return [points[:2], points[2:]]
    if measured.kind != "ellipse":
        return [points]
    major, minor = np.split(ellipse_axes(export, measured), 2)
    turn = np.linspace(0, 2 * np.pi, 73)[:, None]
    along, across = (major[1] - major[0]) / 2, (minor[1] - minor[0]) / 2
    return [major.mean(0) + np.cos(turn) * along + np.sin(turn) * across]


def _cross(at: Lines, arm: int) -> Lines:
    way = np.eye(2)[arm] * _CROSS_PX
    return np.stack([at - way, at + way])


def _beside(points: Lines) -> tuple[float, float]:
    return float(points[:, 0].max()) + 6, float(points[:, 1].mean()) - 8
