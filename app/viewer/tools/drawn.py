"""A measurement on screen, and how it is painted: lines, handles, and its figures beside it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPathStroker, QPen

from app import theme
from app.viewer.hud import halo_text
from app.viewer.tools.tool import Tool
from engine.findings import Point

_keys = itertools.count(1)
_RIM = QColor(0, 0, 0, 170)
#: Under figures, so that they can be read on white bone.
_PANEL = QColor(0, 0, 0, 140)
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
    text
        What the reader wrote.
    key
        Its name while the window lives.
    """

    kind: str
    points_mm: tuple[Point, ...]
    values: dict[str, float] = field(hash=False)
    text: str = ""
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


def paint(painter: QPainter, tool: Tool, points: Sequence[QPointF], *, selected: bool) -> None:
    """Paint one measurement's lines; the handles only of the selected one."""
    colour = _colour(selected)
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


def write(
    painter: QPainter,
    text: str,
    points: Sequence[QPointF],
    room: QRect,
    taken: list[QRect],
    *,
    selected: bool,
) -> None:
    """Write figures right of a drawing, or left of it where there is no room, and below those written before.

    Parameters
    ----------
    room
        The screen.
    taken
        Where other figures are; these are added.
    """
    painter.setFont(theme.hud_font())
    box = QFontMetrics(painter.font()).boundingRect(QRect(0, 0, 600, 200), 0, text).adjusted(-4, -1, 4, 1)
    x = max(p.x() for p in points) + _LABEL_GAP_PX
    if x + box.width() > room.right():
        x = min(p.x() for p in points) - _LABEL_GAP_PX - box.width()
    y = sum(p.y() for p in points) / len(points) - box.height() / 2
    box.moveTo(
        round(min(max(x, room.left()), max(room.right() - box.width(), room.left()))),
        round(min(max(y, room.top()), max(room.bottom() - box.height(), room.top()))),
    )
    while (other := next((t for t in taken if t.intersects(box)), None)) is not None:
        box.moveTop(other.bottom() + 1)
    taken.append(box)
    painter.fillRect(box, _PANEL)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    halo_text(painter, box.adjusted(4, 0, 0, 0), flags, text, _colour(selected))


def _colour(selected: bool) -> QColor:
    return QColor(theme.MEASURE_SELECTED if selected else theme.MEASURE)
