"""The strip beside the image: where in the stack the slice lies, what is loaded, and where the nodules are.

Positions are in reading order, the first slice on top. Knows no volume.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.i18n import tr
from app.palette import Role

_WIDTH = 16
_MARGIN = 6


class SliceBar(QWidget):
    """A slider for slices. `moved` tells the position that the reader asks for."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Slices"))
        self.setToolTip(tr("Slices; a dash marks the largest slice of a nodule, a dot a key image"))
        self._ready: Sequence[bool] = ()
        self._position = 0
        self._nodules: dict[int, bool] = {}
        self._key_images: Collection[int] = ()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(_WIDTH, 100)

    def set_ready(self, ready: Sequence[bool]) -> None:
        """Take which slices can be shown; its length is the number of slices."""
        self._ready = ready
        self.update()

    def set_position(self, position: int) -> None:
        """Show where the reader is."""
        self._position = position
        self.update()

    def set_nodules(self, positions: Collection[int], selected: int | None) -> None:
        """Mark slices with nodules."""
        self._nodules = {position: position == selected for position in positions}
        self.update()

    def set_key_images(self, positions: Collection[int]) -> None:
        """Mark the reader's key images."""
        self._key_images = positions
        self.update()

    def _top_of(self, position: float) -> float:
        return _MARGIN + position * (self.height() - 2 * _MARGIN) / max(len(self._ready), 1)

    def position_at(self, y: float) -> int:
        """Return the position under a height on the bar."""
        count = len(self._ready)
        share = (y - _MARGIN) / max(self.height() - 2 * _MARGIN, 1)
        return min(max(int(share * count), 0), max(count - 1, 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint everything."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(Role.WINDOW))
        if not self._ready:
            return
        middle = self.width() / 2
        for first, last in _runs(self._ready):
            track = QRectF(middle - 2, self._top_of(first), 4, self._top_of(last) - self._top_of(first))
            painter.fillRect(track, theme.colour(Role.TRACK))
        for position, selected in self._nodules.items():
            colour = theme.colour(Role.MARK_SELECTED if selected else Role.MARK)
            painter.fillRect(QRectF(0, self._top_of(position + 0.5) - 1, self.width(), 2), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = max(self._top_of(1) - self._top_of(0), 6.0)
        handle = QRectF(middle - 4, self._top_of(self._position + 0.5) - height / 2, 8, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(Role.HANDLE))
        painter.drawRoundedRect(handle, 2, 2)
        painter.setBrush(theme.colour(Role.ACCENT))
        for position in self._key_images:
            painter.drawEllipse(QPointF(self.width() - 3.0, self._top_of(position + 0.5)), 3.0, 3.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the slice under the pointer."""
        self._ask(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is down."""
        self._ask(event)

    def _ask(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._ready:
            self.moved.emit(self.position_at(event.position().y()))


def _runs(ready: Sequence[bool]) -> list[tuple[int, int]]:
    """Stretches ``[first, last)`` of true values."""
    edges = [i for i in range(len(ready) + 1) if (i > 0 and ready[i - 1]) != (i < len(ready) and ready[i])]
    return list(zip(edges[::2], edges[1::2], strict=True))
