"""The malignancy ratings expected of readers as five columns, 1 to 5: one peak is agreement, two are none."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.findings.colours import bar_colour
from app.palette import Role
from engine.findings import ReaderRatings

_COLUMN, _GAP, _HEIGHT, _DIGITS = 13, 4, 22, 12


class RatingColumns(QWidget):
    """Five columns as high as the share of readers who would give the rating; all of them reach the top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for five columns and the digits below them."""
        return QSize(5 * _COLUMN + 4 * _GAP, _HEIGHT + _DIGITS)

    def set_readers(self, readers: ReaderRatings | None) -> None:
        """Show what is expected of readers; nothing where it is not known."""
        self._shares = readers.shares if readers else ()
        self.setVisible(readers is not None)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        for i, share in enumerate(self._shares):
            left = i * (_COLUMN + _GAP)
            painter.fillRect(QRectF(left, 0, _COLUMN, _HEIGHT), theme.colour(Role.GROOVE))
            height = max(1.0, _HEIGHT * share)
            painter.fillRect(QRectF(left, _HEIGHT - height, _COLUMN, height), bar_colour(i / 4))
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            digit = QRectF(left, _HEIGHT, _COLUMN, _DIGITS)
            painter.drawText(digit, Qt.AlignmentFlag.AlignCenter, str(i + 1))
