"""The first size of a window: what it would like, as far as the screen has room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

#: What the frame of a window and its title take, device-independent pixels.
FRAME = QSize(16, 40)


def size_within(window: QWidget, width: int, height: int) -> None:
    """Give a window a size, but no more than its screen has; the reader may change it.

    On a screen of 1366 x 768 pixels, or of 1920 x 1080 at 150 %, a window that wants more would lose its
    lowest buttons below the edge.
    """
    room = window.screen().availableGeometry().size() - FRAME
    window.resize(QSize(width, height).boundedTo(room))
