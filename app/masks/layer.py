"""The brush over one viewport: the mouse and the cursor that paint, the mask in colour, the brush's rim.

Positions leave here as patient millimetres; what becomes of them is the editor's business. While nothing is
edited, every event goes on to the viewport.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPen, QTransform, QWheelEvent

from app import theme
from app.masks.editor import Editor
from app.masks.picture import picture_of
from app.viewer.canvas import WHEEL_NOTCH
from app.viewer.cursor import KeyCursor
from app.viewer.cursor_keys import Place
from app.viewer.view_transform import ViewTransform
from app.viewer.viewport import Viewport
from engine.findings import Point

_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_RIM = QColor(0, 0, 0, 190)
#: How strongly the mask covers the image: lesion and edge stay in sight.
_ALPHA = 90


class BrushLayer(QObject):
    """Paints, shows; a `app.viewer.cursor_keys.CursorUser` too.

    Parameters
    ----------
    keep
        Called when Return says that the mask is as it should be.
    """

    def __init__(
        self, viewport: Viewport, editor: Editor, cursor: KeyCursor, keep: Callable[[], object]
    ) -> None:
        super().__init__(viewport)
        self._viewport, self._canvas, self._editor = viewport, viewport.canvas, editor
        self._cursor, self._keep = cursor, keep
        self._button: Qt.MouseButton | None = None
        self._erase = False
        self._space = False
        self._last: Point | None = None
        self._mouse: QPointF | None = None
        self._shown: tuple[object, object, tuple[QImage, QRectF] | None] | None = None
        self._canvas.paint_over(self._paint)
        self._canvas.installEventFilter(self)
        editor.changed.connect(self._changed)
        editor.brush.changed.connect(self._canvas.update)

    def _changed(self) -> None:
        if not self._editor.active and (self._button is not None or self._space):
            self._button, self._space, self._last = None, False, None
        self._canvas.update()

    # ------------------------------------------------------------ the mouse

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take left and right button, and the wheel with Shift."""
        if not self._editor.active:
            return False
        if isinstance(event, QWheelEvent):
            return self._wheel(event)
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        return isinstance(event, QMouseEvent) and self._take(event)

    def _take(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind in _PRESSES:
            return self._press(event)
        if kind == QEvent.Type.MouseMove:
            self._hover(event.position())
            if self._button is not None:
                self._draw_to(self._at(event.position()), erase=self._erase)
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == self._button:
            self._button = self._last = None
            self._editor.finish()
            return True
        return False  # a move goes on: the HU under the pointer stay shown

    def _hover(self, position: QPointF | None) -> None:
        self._mouse = position
        self._canvas.update()

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() not in (_LEFT, _RIGHT) or event.modifiers() & _SHIFT:
            return False
        self._canvas.pressed.emit()
        if self._button is None:
            self._button = event.button()
            turned = event.button() == _RIGHT or bool(event.modifiers() & _CTRL)
            self._erase = self._editor.brush.erasing != turned
            self._last = None
            self._draw_to(self._at(event.position()), erase=self._erase)
        return True

    def _wheel(self, event: QWheelEvent) -> bool:
        if not event.modifiers() & _SHIFT:
            return False
        turned = event.angleDelta().y() or event.angleDelta().x()
        if abs(turned) >= WHEEL_NOTCH:
            self._editor.brush.resize(1 if turned > 0 else -1)
        return True

    def _at(self, position: QPointF) -> Place | None:
        view = self._canvas.view
        if view is None:
            return None
        place = view.to_image(position.x(), position.y())
        return place if view.holds(*place) else None

    def _draw_to(self, place: Place | None, *, erase: bool) -> None:
        """Paint from where the brush was last to image coordinates; beside the image it is lifted."""
        plane = self._viewport.plane
        if place is None or plane is None:
            self._last = None
            return
        x, y, z = (float(v) for v in plane.to_patient((0, place[1] - 0.5, place[0] - 0.5)))
        at = (x, y, z)
        self._editor.paint(plane, self._last or at, at, erase=erase)
        self._last = at

    # ------------------------------------------------------------ the cursor

    def takes(self, command: str) -> bool:
        """Whether a mask is edited; it knows no handles."""
        return self._editor.active and command not in ("cursor.next", "cursor.previous")

    def moved(self, place: Place) -> None:
        """Paint on the way while Space is held."""
        self._mouse = None
        if self._space:
            self._draw_to(place, erase=self._editor.brush.erasing)

    def set(self, place: Place | None, *, done: bool) -> None:
        """Keep the mask by Return; by Space paint, from now on until it is up again."""
        if done:
            self._keep()
        elif place is not None:
            self._space, self._last = True, None
            self._draw_to(place, erase=self._editor.brush.erasing)

    def released(self) -> None:
        """Lift the brush."""
        if self._space:
            self._space, self._last = False, None
            self._editor.finish()

    def next(self, step: int) -> Place | None:  # noqa: ARG002
        """It has no handles."""
        return None

    # ------------------------------------------------------------ painting

    def _picture(self) -> tuple[QImage, QRectF] | None:
        """The mask on the plane shown; made anew only where one of them is another."""
        plane, box, volume = self._viewport.plane, self._editor.box, self._editor.volume
        if plane is None or volume is None or volume is not self._viewport.volume:
            return None
        if self._shown is None or self._shown[0] is not box or self._shown[1] != plane:
            colour = QColor(theme.OUTLINE_SELECTED)
            colour.setAlpha(_ALPHA)
            self._shown = (box, plane, picture_of(box, volume, plane, colour))
        return self._shown[2]

    def _paint(self, painter: QPainter, view: ViewTransform) -> None:
        if not self._editor.active:
            return
        picture = self._picture()
        if picture is not None:
            (sx, sy), (ox, oy) = view.step, view.origin
            painter.save()
            painter.setTransform(QTransform(sx, 0, 0, sy, ox, oy), combine=True)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            painter.drawImage(picture[1], picture[0])
            painter.restore()
        at = self._rim_at(view)
        if at is not None:
            erasing = self._erase if self._button is not None else self._editor.brush.erasing
            colour = QColor(theme.MEASURE_SELECTED if erasing else theme.OUTLINE_SELECTED)
            radius = self._editor.brush.radius_mm * view.scale
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for pen in (QPen(_RIM, 3.0), QPen(colour, 1.4)):
                if self._editor.brush.ball:
                    pen.setStyle(Qt.PenStyle.DashLine)
                painter.setPen(pen)
                painter.drawEllipse(at, radius, radius)

    def _rim_at(self, view: ViewTransform) -> QPointF | None:
        if self._cursor.place is not None:
            return QPointF(*view.to_screen(*self._cursor.place))
        return self._mouse
