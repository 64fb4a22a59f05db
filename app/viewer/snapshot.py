"""The image area as a picture for print: twice as sharp as the screen, and nobody is named in it.

The texts of the corners go along but for the one that holds the series' description; a note that a reader
wrote on the slice stays, for it is part of the picture.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QImage, QPainter

from app.viewer import hud
from app.viewer.canvas import Canvas

#: Pixels of the picture for one of the screen.
RATIO = 2


def snapshot(canvas: Canvas) -> QImage:
    """Return the image area as it is shown, at `RATIO` times its size."""
    picture = QImage(canvas.size() * RATIO, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(RATIO)
    painter = QPainter(picture)
    canvas.paint_picture(painter)
    shown = replace(canvas.hud, top_left=(), notice="")
    hud.paint(painter, canvas.rect(), shown, canvas.view.scale if canvas.view else None)
    painter.end()
    picture.setDevicePixelRatio(1)
    return picture
