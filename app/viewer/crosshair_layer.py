"""The crosshair over a viewport: a line for each of the other planes, and the mouse that moves and turns it.

Lines are painted over the picture, not into it: `Viewport.frame` is the same with and without them. While it
is off, nothing is drawn and every press goes on to the viewport.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from app import theme
from app.viewer.crosshair import Crosshair
from app.viewer.view_transform import ViewTransform
from app.viewer.viewport import Viewport
from engine.planes import ANATOMICAL, Frame, View

#: Left free round the crossing, so that it hides no nodule.
_GAP_PX = 14.0
#: Where the handles lie on the lines, as a share of the shorter side of the screen.
_REACH = 0.4
_HANDLE_PX = 4.5
_GRAB_PX = 9.0
_RIM = QColor(0, 0, 0, 150)
_LEFT = Qt.MouseButton.LeftButton


@dataclass
class _Turning:
    """A handle that is held: the angle of the mouse when it was taken, and the frame then."""

    start: float
    frame: Frame


class CrosshairLayer(QObject):
    """Draws and moves."""

    def __init__(self, viewport: Viewport, crosshair: Crosshair) -> None:
        super().__init__(viewport)
        self._viewport, self._crosshair, self._canvas = viewport, crosshair, viewport.canvas
        self._on = False
        self._turning: _Turning | None = None
        self._moving = False
        self._canvas.paint_over(self._paint)
        self._canvas.installEventFilter(self)

    def set_on(self, on: bool) -> None:
        """Draw lines and take presses, or leave the viewport alone."""
        self._on = on
        self._turning, self._moving = None, False
        self._canvas.update()

    def centre(self) -> QPointF | None:
        """Place of the crossing on the screen."""
        plane, view = self._viewport.plane, self._canvas.view
        if plane is None or view is None:
            return None
        _, row, column = (float(v) for v in plane.to_voxel(self._crosshair.point_mm))
        return QPointF(*view.to_screen(column + 0.5, row + 0.5))

    def lines(self) -> list[tuple[View, QPointF]]:
        """The other planes and the direction of each one's line on the screen, of length 1."""
        plane, own = self._viewport.plane, self._viewport.view
        if plane is None:
            return []
        steps = zip(plane.steps_mm[1:], self._canvas.ways[::-1], strict=True)
        down, right = (np.asarray(v) * way / np.linalg.norm(v) for v, way in steps)
        found = []
        for view in ANATOMICAL:
            if view is not own:
                along = np.cross(plane.normal, self._crosshair.frame.of(view).normal)
                found.append((view, QPointF(float(along @ right), float(along @ down))))
        return found

    def handles(self) -> list[QPointF]:
        """Places on the screen where lines can be taken hold of."""
        centre, view = self.centre(), self._canvas.view
        if centre is None or view is None:
            return []
        reach = _REACH * min(view.screen)
        return [centre + way * (sign * reach) for _, way in self.lines() for sign in (-1, 1)]

    # ------------------------------------------------------------ mouse

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take presses on handles, and any with Shift held."""
        kind = event.type()
        if not self._on or not isinstance(event, QMouseEvent):
            return False
        if kind == QEvent.Type.MouseButtonPress:
            return event.button() == _LEFT and self._press(event)
        if kind == QEvent.Type.MouseMove:
            return self._move(event)
        if kind == QEvent.Type.MouseButtonRelease and event.button() == _LEFT:
            held = self._moving or self._turning is not None
            self._turning, self._moving = None, False
            return held
        return False

    def _press(self, event: QMouseEvent) -> bool:
        at, centre = event.position(), self.centre()
        self._canvas.pressed.emit()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._moving = True
            self._follow(at)
            return True
        if centre is None or not any(_distance(at, handle) <= _GRAB_PX for handle in self.handles()):
            return False
        self._turning = _Turning(_angle(at - centre), self._crosshair.frame)
        return True

    def _move(self, event: QMouseEvent) -> bool:
        at, centre = event.position(), self.centre()
        if self._moving:
            self._follow(at)
            return True
        if self._turning is None or centre is None:
            near = any(_distance(at, handle) <= _GRAB_PX for handle in self.handles())
            self._canvas.setCursor(Qt.CursorShape.SizeAllCursor if near else Qt.CursorShape.CrossCursor)
            return False
        degrees = self._canvas.turning * math.degrees(_angle(at - centre) - self._turning.start)
        self._crosshair.turn_to(self._turning.frame.turned(self._viewport.view, degrees))
        return True

    def _follow(self, at: QPointF) -> None:
        plane, view = self._viewport.plane, self._canvas.view
        if plane is None or view is None:
            return
        column, row = view.to_image(at.x(), at.y())
        if view.holds(column, row):
            x, y, z = (float(v) for v in plane.to_patient((0, row - 0.5, column - 0.5)))
            self._crosshair.move_to((x, y, z), self._viewport)

    # ------------------------------------------------------------ painting

    def _paint(self, painter: QPainter, view: ViewTransform) -> None:
        centre = self.centre() if self._on else None
        if centre is None:
            return
        far, reach = sum(view.screen), _REACH * min(view.screen)
        for other, way in self.lines():
            colour = QColor(theme.PLANES[other.value])
            pieces = [QLineF(centre + way * (s * _GAP_PX), centre + way * (s * far)) for s in (-1, 1)]
            for pen in (QPen(_RIM, 2.5), QPen(colour, 1.0)):
                painter.setPen(pen)
                painter.drawLines(pieces)
            painter.setBrush(colour)
            painter.setPen(QPen(_RIM, 1.0))
            for sign in (-1, 1):
                painter.drawEllipse(centre + way * (sign * reach), _HANDLE_PX, _HANDLE_PX)


def _angle(way: QPointF) -> float:
    return math.atan2(way.y(), way.x())


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())
