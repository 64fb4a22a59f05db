"""Outlines, diameters and numbers of nodules on one slice, as lines in image coordinates.

Positions come in patient millimetres and go through the slice's grid; nothing here knows files or findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from app import theme
from app.viewer.hud import halo_text
from app.viewer.marks import NoduleMark
from engine.findings import Point
from engine.geometry import Grid
from engine.isolines import Lines

_RIM = QColor(0, 0, 0, 150)
_TICK_PX = 4.0
_DASH_PX = (5.0, 4.0)


@dataclass(frozen=True)
class Outline:
    """One nodule on one slice; positions in image coordinates.

    `axes` are the measured diameters, on the slice where they were measured and for the selected nodule only.
    `elsewhere` says that the outline belongs to another slice of the slab; it is drawn dashed.
    """

    path: QPainterPath
    label: str
    selected: bool
    axes: tuple[QLineF, ...] = ()
    elsewhere: bool = False


def _image_points(points_mm: Sequence[Point], plane: Grid) -> list[QPointF]:
    # A pixel's centre lies half a pixel from the corner where Qt counts from.
    return [QPointF(c + 0.5, r + 0.5) for _, r, c in plane.to_voxel(points_mm)]


def path_of(lines: Lines) -> QPainterPath:
    """Return lines in a plane's voxel positions ``(row, column)`` as a path in image coordinates."""
    path = QPainterPath()
    for (r0, c0), (r1, c1) in lines + 0.5:
        path.moveTo(c0, r0)
        path.lineTo(c1, r1)
    return path


def outlines_on(
    k: int, plane: Grid, marks: Sequence[NoduleMark], selected_id: str | None, seen: range | None = None
) -> list[Outline]:
    """Collect what slice `k` shows of the marks, the selected one last so that it lies on top.

    Of a nodule that does not reach slice `k` but another that is `seen` in the same slab, the outline on the
    nearest such slice is taken.
    """
    found = []
    for mark in sorted(marks, key=lambda m: m.id == selected_id):
        outlined = [i for i in seen or (k,) if mark.contours_mm.get(i)]
        if not outlined:
            continue
        nearest = min(outlined, key=lambda i: abs(i - k))
        polygons = mark.contours_mm[nearest]
        path = QPainterPath()
        for polygon in polygons:
            path.addPolygon(QPolygonF(_image_points(polygon, plane)))
            path.closeSubpath()
        selected = mark.id == selected_id
        axes: tuple[QLineF, ...] = ()
        if selected and k == mark.largest_slice:
            axes = tuple(
                QLineF(*_image_points(axis, plane)) for axis in (mark.long_axis_mm, mark.short_axis_mm)
            )
        found.append(Outline(path, mark.label, selected, axes, elsewhere=nearest != k))
    return found


def paint(painter: QPainter, outlines: Sequence[Outline], to_screen: QTransform) -> None:
    """Paint outlines with lines of constant width on the screen."""
    painter.setFont(theme.hud_font())
    for outline in outlines:
        colour = QColor(theme.OUTLINE_SELECTED if outline.selected else theme.OUTLINE)
        path = to_screen.map(outline.path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(_RIM, 3.5), QPen(colour, 1.6 if outline.selected else 1.2)):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            if outline.elsewhere:
                # In screen pixels, so that rim and line have the same dashes.
                pen.setDashPattern([length / pen.widthF() for length in _DASH_PX])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawPath(path)
        for axis in outline.axes:
            _paint_axis(painter, to_screen.map(axis), colour)
        box = path.boundingRect()
        label = QRect(int(box.right()) + 5, int(box.top()) - 14, 80, 18)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        halo_text(painter, label, flags, outline.label, colour)


def paint_contours(
    painter: QPainter, contours: Sequence[tuple[QPainterPath, QColor]], to_screen: QTransform
) -> None:
    """Paint lines of equal value, each in its colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for path, colour in contours:
        for pen in (QPen(QColor(0, 0, 0, colour.alpha() // 2), 3.0), QPen(colour, 1.5)):
            painter.setPen(pen)
            painter.drawPath(to_screen.map(path))


def _paint_axis(painter: QPainter, axis: QLineF, colour: QColor) -> None:
    """Draw a caliper: a thin line with a short stroke across either end."""
    if axis.length() == 0:
        return
    lines = [axis]
    across = axis.normalVector().unitVector()
    half = QPointF(across.dx(), across.dy()) * _TICK_PX
    lines += [QLineF(end - half, end + half) for end in (axis.p1(), axis.p2())]
    for pen in (QPen(_RIM, 2.5), QPen(colour, 1.0)):
        painter.setPen(pen)
        painter.drawLines(lines)
