"""A magnifying glass over the picture: a round part of it, larger, where the reader points.

It is painted over the picture, not into it. Knows pixels of the screen and of an image only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app import theme
from app.palette import Role
from app.viewer.view_transform import SCALE_RANGE, ViewTransform

#: How much larger than the picture about it.
FACTOR = 3.0
#: Its radius in pixels of the screen, but no more than a part of the shorter side.
RADIUS_PX = 120.0
_SHARE = 0.35


def magnified(view: ViewTransform, at: QPointF) -> ViewTransform:
    """Return the view that is `FACTOR` times as large and has the same place of the image at `at`."""
    column, row = view.to_image(at.x(), at.y())
    larger = replace(view, scale=min(view.scale * FACTOR, max(SCALE_RANGE[1], view.scale)))
    now_x, now_y = larger.to_screen(column, row)
    (sx, sy), (cx, cy) = larger.step, larger.centre
    # Not `panned`, which keeps the middle on the image: at its edges the place would move.
    return replace(larger, centre=(cx - (at.x() - now_x) / sx, cy - (at.y() - now_y) / sy))


def paint(
    painter: QPainter, view: ViewTransform, at: QPointF, picture: Callable[[QPainter, ViewTransform], None]
) -> None:
    """Paint the glass about a place on the screen.

    Parameters
    ----------
    painter
        In the widget's own coordinates.
    view
        The picture's own.
    at
        Middle of the glass.
    picture
        Paints the picture in a view.
    """
    radius = min(RADIUS_PX, _SHARE * min(view.screen))
    disc = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
    glass = QPainterPath()
    glass.addEllipse(disc)
    painter.save()
    painter.setClipPath(glass)
    painter.fillPath(glass, QColor(theme.IMAGE_BACKGROUND))
    picture(painter, magnified(view, at))
    painter.restore()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)  # the crosshair's handles leave theirs
    painter.setPen(QPen(theme.colour(Role.ACCENT), 2))
    painter.drawEllipse(disc)
    painter.restore()
