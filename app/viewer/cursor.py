"""A cursor that arrow keys move over an image, for everything that else needs a mouse.

It knows a viewport and pixels; what is done at its place is its user's business.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from app import theme
from app.viewer.view_transform import ViewTransform
from app.viewer.viewport import Viewport
from engine.findings import Point

_ARM_PX, _GAP_PX = 11.0, 3.0
_RIM = QColor(0, 0, 0, 190)
#: Beyond this share of the screen's sides the image is moved, so that the cursor stays in view.
_MARGIN = 0.05


class KeyCursor(QObject):
    """The cursor of one viewport; hidden until a key moves it, and again once the mouse moves.

    Parameters
    ----------
    begin
        Where it appears, on the screen; `None` for the pointer, else the middle.
    """

    def __init__(self, viewport: Viewport, begin: Callable[[], QPointF | None] = lambda: None) -> None:
        super().__init__(viewport)
        self._viewport, self._canvas, self._begin = viewport, viewport.canvas, begin
        self._place: tuple[float, float] | None = None
        self._mouse: QPointF | None = None
        self._canvas.paint_over(self._paint)
        self._canvas.installEventFilter(self)

    @property
    def place(self) -> tuple[float, float] | None:
        """Image coordinates ``(column, row)``; `None` while it is hidden."""
        view = self._canvas.view
        if self._place is None or view is None or not view.holds(*self._place):
            return None
        return self._place

    @property
    def point_mm(self) -> Point | None:
        """Patient position; `None` while it is hidden."""
        return None if self.place is None else self._to_patient(self.place)

    def _to_patient(self, place: tuple[float, float]) -> Point | None:
        plane = self._viewport.plane
        if plane is None:
            return None
        x, y, z = (float(v) for v in plane.to_patient((0, place[1] - 0.5, place[0] - 0.5)))
        return (x, y, z)

    def show(self) -> tuple[float, float] | None:
        """Show it, on a pixel's centre, if it is hidden; return its place, `None` without an image."""
        view = self._canvas.view
        if self.place is not None or view is None:
            return self.place
        begin, pointer = self._begin(), self._canvas.pointer
        if begin is not None:
            place = view.to_image(begin.x(), begin.y())
        elif pointer is not None:
            place = (pointer.x(), pointer.y())
        else:
            place = view.to_image(view.screen[0] / 2, view.screen[1] / 2)
        held = [min(max(v, 0.0), n - 1.0) for v, n in zip(place, view.image, strict=True)]
        self.move_to((int(held[0]) + 0.5, int(held[1]) + 0.5))
        return self.place

    def hide(self) -> bool:
        """Hide it; return whether it was there."""
        shown, self._place = self._place is not None, None
        self._canvas.update()
        return shown

    def move_to(self, place: tuple[float, float]) -> None:
        """Go to image coordinates, and bring them into view."""
        view = self._canvas.view
        if view is None:
            return
        self._place = place
        if not view.shows(*place, margin=_MARGIN):
            self._canvas.bring_into_view(*place)
        self._canvas.update()

    def step(self, right: int, down: int) -> tuple[float, float] | None:
        """Go by whole pixels as the screen shows them; shown first where it was hidden. Return its place."""
        view, at = self._canvas.view, self.place
        if view is None:
            return None
        if at is None:
            return self.show()
        across, below = self._canvas.ways
        column, row = at[0] + right * across, at[1] + down * below
        most = (view.image[0] - 0.5, view.image[1] - 0.5)
        self.move_to((min(max(column, 0.5), most[0]), min(max(row, 0.5), most[1])))
        return self.place

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Give way to the mouse."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            at = event.position()
            if self._mouse is not None and at != self._mouse and self._place is not None:
                self.hide()
            self._mouse = at
        return False

    def _paint(self, painter: QPainter, view: ViewTransform) -> None:
        if self.place is None:
            return
        x, y = view.to_screen(*self.place)
        at = QPointF(x, y)
        ways = (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1))
        arms = [QLineF(at + way * _GAP_PX, at + way * _ARM_PX) for way in ways]
        for pen in (QPen(_RIM, 4.0), QPen(QColor(theme.MEASURE_SELECTED), 1.8)):
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines(arms)
