"""A measurement on screen, and how it is painted: lines, handles, and its figures beside it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPathStroker, QPen

from app import theme
from app.viewer.hud import halo_text
from app.viewer.tools.tool import Tool
from engine.findings import Point

_keys = itertools.count(1)
_RIM = QColor(0, 0, 0, 170)
_HANDLE_PX = 3.5
#: A press that near takes hold of a handle, or of the line itself.
GRAB_PX = 8.0
_LINE_GRAB_PX = 5.0
_LABEL_GAP_PX = 10


@dataclass(frozen=True)
class Drawn:
    """A measurement: never changed, a changed one is another one.

    Parameters
    ----------
    kind
        The tool's.
    points_mm
        Patient positions.
    values
        What was measured.
    key
        Its name while the window lives.
    """

    kind: str
    points_mm: tuple[Point, ...]
    values: dict[str, float] = field(hash=False)
    key: int = field(default_factory=lambda: next(_keys))


def handle_at(points: Sequence[QPointF], at: QPointF) -> int | None:
    """Index of the handle under a screen position."""
    near = [((p - at).manhattanLength(), i) for i, p in enumerate(points)]
    distance, index = min(near)
    return index if distance <= GRAB_PX else None


def holds(tool: Tool, points: Sequence[QPointF], at: QPointF) -> bool:
    """Whether a screen position lies on the drawing's lines."""
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * _LINE_GRAB_PX)
    return stroker.createStroke(tool.path(points)).contains(at)


def paint(
    painter: QPainter, tool: Tool, points: Sequence[QPointF], values: dict[str, float], *, selected: bool
) -> None:
    """Paint one measurement; the handles only of the selected one."""
    colour = QColor(theme.MEASURE_SELECTED if selected else theme.MEASURE)
    path = tool.path(points)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(_RIM, 3.5), QPen(colour, 1.4)):
        painter.setPen(pen)
        painter.drawPath(path)
    if selected:
        painter.setPen(QPen(_RIM, 1.0))
        painter.setBrush(colour)
        for point in points:
            painter.drawEllipse(point, _HANDLE_PX, _HANDLE_PX)
    if values:
        _write(painter, points, "\n".join(tool.lines(values)), colour)


def _write(painter: QPainter, points: Sequence[QPointF], text: str, colour: QColor) -> None:
    """Write the figures right of the drawing, or where there is room on the screen."""
    painter.setFont(theme.hud_font())
    area = painter.viewport()
    ratio = painter.device().devicePixelRatioF()
    room = QSize(round(area.width() / ratio), round(area.height() / ratio))
    size = QFontMetrics(painter.font()).boundingRect(QRect(0, 0, 600, 200), 0, text).size() + QSize(4, 2)
    right, left = max(p.x() for p in points), min(p.x() for p in points)
    x = right + _LABEL_GAP_PX
    if x + size.width() > room.width():
        x = left - _LABEL_GAP_PX - size.width()
    y = sum(p.y() for p in points) / len(points) - size.height() / 2
    box = QRect(
        round(min(max(x, 2), max(room.width() - size.width(), 2))),
        round(min(max(y, 2), max(room.height() - size.height(), 2))),
        size.width(),
        size.height(),
    )
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    halo_text(painter, box, flags, text, colour)
