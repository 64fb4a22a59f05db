"""The picture and the mouse over it: image, heat map and outlines, zoomed and panned; gestures as signals.

Knows pixels of an image and of the screen only; what they mean in the patient is the viewport's business.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app import theme
from app.i18n import tr
from app.viewer import hud, loupe, outlines
from app.viewer.gesture import Gesture
from app.viewer.hud import Hud
from app.viewer.outlines import Outline
from app.viewer.view_transform import Look, ViewTransform

#: A press that moves no further than this is a click.
CLICK_SLACK_PX = 3.0
#: One notch of an ordinary wheel, in eighths of a degree (Qt).
WHEEL_NOTCH = 120
_WHEEL_ZOOM = 1.15
_DRAG_ZOOM_PX = 120.0


class Canvas(QWidget):
    """Paints the layers and turns mouse events into gestures."""

    clicked = Signal(QPointF)
    """Left click, image coordinates."""
    windowDragged = Signal(float, float, bool)
    """Left drag: screen pixels to the right and down since the last one, and whether Ctrl is held."""
    wheelTurned = Signal(int)
    """Whole notches of the wheel, positive away from the reader."""
    hovered = Signal()
    """The pointer moved or left; see `pointer`."""
    menuRequested = Signal(object, QPoint)
    """Right click: image coordinates or `None` beside the image, and the position on the screen."""
    menuKeyPressed = Signal()
    viewChanged = Signal()
    doubleClicked = Signal()
    """Left double click, wherever no tool took it."""
    pressed = Signal()
    """Any button went down, or the wheel was turned, here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(160, 160)
        self._image: QImage | None = None
        self._inverted = False
        self._heat: tuple[QImage, QRectF] | None = None
        self._outlines: Sequence[Outline] = ()
        self._contours: Sequence[tuple[QPainterPath, QColor]] = ()
        self._over: list[Callable[[QPainter, ViewTransform], None]] = []
        self._painter: Callable[[QPainter, ViewTransform], None] | None = None
        self._hud = Hud()
        self._caption = ""
        self._view: ViewTransform | None = None
        self._fitted = True
        self._gesture: Gesture | None = None
        self._wheel = 0
        self._pointer: QPointF | None = None
        self._magnifying = False
        self._magnified_at: QPointF | None = None

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(640, 640)

    # ------------------------------------------------------------ what is shown

    def set_geometry(
        self,
        image: tuple[int, int] | None,
        pixel_mm: tuple[float, float] = (1.0, 1.0),
        *,
        keep_looks: bool = False,
    ) -> None:
        """Take the size of the images to come (columns, rows) and their pixels (mm); show all of them.

        With `keep_looks` they stay flipped and inverted: they are of the same volume.
        """
        size = (float(self.width()), float(self.height()))
        flipped = self._view.flipped if keep_looks and self._view is not None else (False, False)
        view = None if image is None else ViewTransform.fitted(image, pixel_mm, size)
        self._view = None if view is None else replace(view, flipped=flipped)
        self._fitted, self._inverted = True, self._inverted and keep_looks
        self._view_changed()

    def set_image(self, image: QImage | None) -> None:
        """Show this slice, or nothing."""
        self._image = image
        self.update()

    def set_heat(self, heat: tuple[QImage, QRectF] | None) -> None:
        """Show this heat map on a rectangle in image coordinates, or none."""
        self._heat = heat
        self.update()

    def set_contours(self, contours: Sequence[tuple[QPainterPath, QColor]]) -> None:
        """Show these contours of a heat map, in image coordinates."""
        self._contours = contours
        self.update()

    def set_outlines(self, shapes: Sequence[Outline]) -> None:
        """Show these outlines."""
        self._outlines = shapes
        self.update()

    def set_painter(self, painter: Callable[[QPainter, ViewTransform], None]) -> None:
        """Take what paints the measurements over the picture."""
        self._painter = painter
        self.update()

    def paint_over(self, painter: Callable[[QPainter, ViewTransform], None]) -> None:
        """Take what paints a crosshair or cursor, which like the texts is no part of the picture."""
        self._over.append(painter)
        self.update()

    def set_hud(self, texts: Hud) -> None:
        """Write these texts over the image."""
        if texts != self._hud:
            self._hud = texts
            self.update()

    def set_caption(self, text: str) -> None:
        """Write what this is into the picture itself, `frame` included; empty for a plain slice."""
        self._caption = text
        self.update()

    @property
    def view(self) -> ViewTransform | None:
        """Zoom and pan; `None` without an image."""
        return self._view

    @property
    def ways(self) -> tuple[int, int]:
        """`ViewTransform.ways`; as they are without an image."""
        return (1, 1) if self._view is None else self._view.ways

    @property
    def turning(self) -> int:
        """1 where clockwise on the screen is so in the image, -1 in its mirror image."""
        return self.ways[0] * self.ways[1]

    @property
    def fitted(self) -> bool:
        """Whether the whole image is in view, as at first."""
        return self._fitted

    @property
    def pointer(self) -> QPointF | None:
        """Image coordinates under the pointer; `None` beside the image."""
        return None if self._pointer is None else self._on_image(self._pointer)

    @property
    def pointed(self) -> bool:
        """Whether the pointer is over it."""
        return self._pointer is not None

    def magnify(self, on: bool, at: QPointF | None = None) -> None:
        """Hold a magnifying glass over the pointer, or take it away.

        Parameters
        ----------
        at
            Where it is while the pointer is elsewhere, screen position; `None` for nowhere.
        """
        self._magnifying, self._magnified_at = on, at
        self.update()

    # ------------------------------------------------------------ zoom and pan

    def fit(self) -> None:
        """Show the whole image."""
        if self._view is not None:
            size = (float(self.width()), float(self.height()))
            fitted = ViewTransform.fitted(self._view.image, self._view.pixel_mm, size)
            self._view = replace(fitted, flipped=self._view.flipped)
            self._fitted = True
            self._view_changed()

    def reset(self) -> None:
        """Show the whole image as it is: not flipped, not inverted."""
        self._inverted = False
        if self._view is not None:
            self._view = replace(self._view, flipped=(False, False))
        self.fit()

    def flip(self, axis: int) -> None:
        """Exchange left and right (0) or top and bottom (1); the place in the middle stays."""
        if self._view is not None:
            across, down = self._view.flipped
            self._view = replace(self._view, flipped=(across ^ (axis == 0), down ^ (axis == 1)))
            self._view_changed()

    def invert(self) -> None:
        """Show black as white and white as black, or as they are again."""
        self._inverted = not self._inverted
        self._view_changed()

    def show_actual_pixels(self) -> None:
        """Show a pixel of the image, by its shorter side, as one of the screen."""
        if self._view is not None:
            self.zoom_by(1 / (min(self._view.pixel_screen) * self.devicePixelRatioF()))

    @property
    def look(self) -> Look:
        """How the image is looked at now; see `take_look`."""
        view = self._view
        if view is None:
            return Look(None, (0.0, 0.0))
        return Look(None if self._fitted else view.scale, view.centre, view.flipped, self._inverted)

    def take_look(self, look: Look) -> None:
        """Look at the image as before; what of it the screen cannot do is held within its limits."""
        if self._view is None:
            return
        self._inverted = look.inverted
        self._view = replace(self._view, flipped=look.flipped)
        self.fit()
        if look.scale is not None:
            self._move_to(self._view.zoomed(look.scale / self._view.scale).centred(*look.centre))

    @property
    def hud(self) -> hud.Hud:
        """What is written over the image, with the letters where the sides are now."""
        view, texts = self._view, self._hud
        if view is None or not (any(view.flipped) or self._inverted):
            return texts
        letters = texts.letters
        if letters is not None and view.flipped[0]:
            letters = letters._replace(left=letters.right, right=letters.left)
        if letters is not None and view.flipped[1]:
            letters = letters._replace(top=letters.bottom, bottom=letters.top)
        looks = ((tr("flipped left-right"), view.flipped[0]), (tr("flipped top-bottom"), view.flipped[1]))
        said = (*(text for text, so in looks if so), *(("inverted",) if self._inverted else ()))
        return replace(texts, letters=letters, top_right=(*texts.top_right, *said))

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Magnify about a position on the screen, or about the middle."""
        if self._view is not None:
            self._move_to(self._view.zoomed(factor, about.toTuple() if about is not None else None))

    def pan_by(self, right_px: float, down_px: float) -> None:
        """Move the image on the screen; its middle never leaves it."""
        if self._view is not None:
            self._move_to(self._view.panned(right_px, down_px))

    def bring_into_view(self, column: float, row: float) -> None:
        """Put image coordinates in the middle, unless they are well inside the screen already."""
        if self._view is not None and not self._view.shows(column, row, margin=0.2):
            self._move_to(self._view.centred(column, row))

    def _move_to(self, view: ViewTransform) -> None:
        self._view = view
        self._fitted = False
        self._view_changed()

    def _view_changed(self) -> None:
        self.viewChanged.emit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole image, or its middle, in view."""
        if self._view is not None:
            if self._fitted:
                self.fit()
            else:
                self._view = self._view.resized((float(self.width()), float(self.height())))
                self._view_changed()
        super().resizeEvent(event)

    # ------------------------------------------------------------ painting

    def frame(self) -> QImage:
        """Return the picture as shown, without the texts round it."""
        ratio = self.devicePixelRatioF()
        frame = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        frame.setDevicePixelRatio(ratio)
        painter = QPainter(frame)
        self.paint_picture(painter)
        painter.end()
        return frame

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint everything."""
        painter = QPainter(self)
        self.paint_picture(painter)
        view = self._view if self._image is not None else None
        if view is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for paint in self._over:
                paint(painter, view)
            at = self._pointer or self._magnified_at
            if self._magnifying and at is not None:
                loupe.paint(painter, view, at, self._paint_layers)
            if self._caption:  # handles and tools may lie where it is
                hud.paint_caption(painter, self.rect(), self._caption)
        hud.paint(painter, self.rect(), self.hud, view.scale if view else None)
        painter.end()

    def paint_picture(self, painter: QPainter) -> None:
        """Paint the picture without the texts round it, in the widget's own coordinates."""
        painter.fillRect(self.rect(), QColor(theme.IMAGE_BACKGROUND))
        if self._view is None or self._image is None:
            return
        self._paint_layers(painter, self._view)
        if self._caption:
            hud.paint_caption(painter, self.rect(), self._caption)

    def _paint_layers(self, painter: QPainter, view: ViewTransform) -> None:
        if self._image is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        (sx, sy), (ox, oy) = view.step, view.origin
        to_screen = QTransform(sx, 0, 0, sy, ox, oy)
        painter.save()
        painter.setTransform(to_screen, combine=True)
        painter.drawImage(QRectF(0, 0, *view.image), self._image)
        if self._inverted:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
            painter.fillRect(QRectF(0, 0, *view.image), Qt.GlobalColor.white)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if self._heat is not None:
            image, where = self._heat
            painter.drawImage(where, image)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outlines.paint_contours(painter, self._contours, to_screen)
        outlines.paint(painter, self._outlines, to_screen)
        if self._painter is not None:
            self._painter(painter, view)

    # ------------------------------------------------------------ mouse

    def _on_image(self, position: QPointF) -> QPointF | None:
        if self._view is None:
            return None
        column, row = self._view.to_image(position.x(), position.y())
        return QPointF(column, row) if self._view.holds(column, row) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.pressed.emit()
        if self._gesture is None and self._view is not None:
            self._gesture = Gesture(event.button(), event.position(), event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell of it; its second press must not ask for the same nodule again."""
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton:
            self.doubleClicked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, and follow the pointer."""
        self._pointer = event.position()
        gesture = self._gesture
        if gesture is not None and event.buttons() & gesture.button:
            travel = event.position() - gesture.start
            if gesture.moved or math.hypot(travel.x(), travel.y()) > CLICK_SLACK_PX:
                gesture.moved = True
                step = event.position() - gesture.last
                gesture.last = event.position()
                self._drag(gesture, step, fine=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        self._pointer_moved()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu by its key; by mouse a right click asks, which may also be a drag."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menuKeyPressed.emit()
        event.accept()

    def _drag(self, gesture: Gesture, step: QPointF, *, fine: bool) -> None:
        if gesture.button == Qt.MouseButton.LeftButton:
            self.windowDragged.emit(step.x(), step.y(), fine)
        elif gesture.button == Qt.MouseButton.MiddleButton:
            self.pan_by(step.x(), step.y())
        elif gesture.button == Qt.MouseButton.RightButton:
            self.zoom_by(math.exp(-step.y() / _DRAG_ZOOM_PX), gesture.start)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture: one that never moved was a click."""
        gesture = self._gesture
        if gesture is None or event.button() != gesture.button:
            return
        self._gesture = None
        if gesture.moved:
            return
        place = self._on_image(gesture.start)
        if gesture.button == Qt.MouseButton.LeftButton and place is not None:
            self.clicked.emit(place)
        elif gesture.button == Qt.MouseButton.RightButton:
            self.menuRequested.emit(place, event.globalPosition().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn through the slices, or zoom with Ctrl."""
        self.pressed.emit()
        delta = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_WHEEL_ZOOM ** (delta / WHEEL_NOTCH), event.position())
        else:
            # Fine wheels and touch pads send fractions of a notch: they add up, and a turn back starts anew.
            self._wheel = delta if self._wheel * delta < 0 else self._wheel + delta
            notches = int(self._wheel / WHEEL_NOTCH)
            self._wheel -= notches * WHEEL_NOTCH
            if notches:
                self.wheelTurned.emit(notches)
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Follow the pointer."""
        self._pointer = event.position()
        self._pointer_moved()

    def leaveEvent(self, _event: QEvent) -> None:
        """Forget the pointer."""
        self._pointer = None
        self._pointer_moved()

    def _pointer_moved(self) -> None:
        if self._magnifying:
            self.update()
        self.hovered.emit()
