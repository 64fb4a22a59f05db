"""A reader's key image as a picture: the whole slice, outlines of its nodules, and what was measured on it.

It knows grids, findings and readings; it must not know DICOM or PDF. No patient is named in it, but what a
reader wrote on the slice is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from engine.lesion import contours
from engine.orientation import slice_position
from engine.reading import ReadMeasurement, measured_text
from engine.reports import Export
from engine.reports.dicom_sr_reading import ellipse_axes
from engine.reports.key_image import (
    AXIS,
    LEVEL_HU,
    OUTLINE,
    WHOLE,
    WIDTH_HU,
    Picture,
    draw_letters,
    draw_line,
    draw_text,
    view,
)
from engine.reports.objects import numbered

Lines = npt.NDArray[np.float64]
_CROSS_PX = 5.0


def slice_picture(export: Export, k: int) -> Picture:
    """Render slice `k` with all that is drawn on it.

    Returns
    -------
    numpy.ndarray
        uint8, shape ``(WHOLE, WHOLE, 3)``: red, green, blue.
    """
    plane = export.volume.plane(k)
    middle = plane.to_patient((0, (plane.size[1] - 1) / 2, (plane.size[2] - 1) / 2))
    _, row_mm, column_mm = plane.spacing_mm
    whole = view(export, k, middle, max(plane.size[1] * row_mm, plane.size[2] * column_mm), WHOLE)
    rgb = whole.rgb.copy()
    written: list[tuple[tuple[float, float], str, tuple[int, int, int]]] = []
    for number, finding in numbered(export):
        corners = [whole.pixels(polygon) for polygon in contours(finding.nodule).get(k, [])]
        for polygon in corners:
            draw_line(rgb, polygon, OUTLINE, closed=True)
        if corners:
            written.append((_beside(np.vstack(corners)), str(number), OUTLINE))
    for measured in _on(export, k):
        lines = [whole.pixels(line) for line in lines_mm(export, measured)]
        lines = [_cross(line[0], arm) for line in lines for arm in (0, 1)] if len(lines[0]) == 1 else lines
        for line in lines:
            draw_line(rgb, line, AXIS, closed=False)
        written.append((_beside(np.vstack(lines)), measured_text(measured), AXIS))
    picture = Image.fromarray(rgb)
    draw = ImageDraw.Draw(picture)
    for (x, y), text, colour in written:
        draw_text(draw, (min(x, WHOLE - 8.0 * len(text) - 4), y), text, 14, colour)
    draw_letters(draw, whole, (0, 0))
    axis_name, position = slice_position(plane)
    place = f"Slice {k + 1} of {export.volume.grid.size[0]}, {axis_name} {position:.1f} mm"
    draw_text(draw, (10, WHOLE - 40), f"{place}\nW {WIDTH_HU:g} L {LEVEL_HU:g}", 13)
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


def _on(export: Export, k: int) -> Iterator[ReadMeasurement]:
    return (m for m in (export.reading.measurements if export.reading else ()) if m.slice == k)


def _cross(at: Lines, arm: int) -> Lines:
    way = np.eye(2)[arm] * _CROSS_PX
    return np.stack([at - way, at + way])


def _beside(points: Lines) -> tuple[float, float]:
    return float(points[:, 0].max()) + 6, float(points[:, 1].mean()) - 8
