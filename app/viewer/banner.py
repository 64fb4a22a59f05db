"""A strip for one warning about the series: one line above the image, the whole text as tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.i18n import sentence


class Banner(QLabel):
    """Hidden without a text; a long one is cut with an ellipsis and never widens the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full = ""
        self.hide()

    def show_text(self, text: str | None) -> None:
        """Show a text, or nothing."""
        self._full = sentence(text or "")
        self.setToolTip(self._full)
        self.setAccessibleName(self._full)
        self._fit()
        self.setVisible(bool(self._full))

    def minimumSizeHint(self) -> QSize:
        """Leave the width to the image."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = " ".join(self._full.split())
        room = max(self.contentsRect().width() - 16, 0)
        self.setText(self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room))
