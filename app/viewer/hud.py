"""The words round the image: corner texts, orientation letters and the ruler, painted over everything else.

They are no part of the picture (`Canvas.frame` leaves them out) and never name a patient.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app import theme
from app.i18n import tr
from engine.orientation import EdgeLetters

_MARGIN = 10
#: Lengths the ruler may have, mm; the longest that takes at most a third of the width is drawn.
_RULER_MM = (200, 100, 50, 20, 10, 5, 2, 1)
_HALO = QColor(0, 0, 0, 200)
_AROUND = ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1))


@dataclass(frozen=True)
class Hud:
    """What is written over the image; an empty string takes no room."""

    top_left: tuple[str, ...] = ()
    top_right: tuple[str, ...] = ()
    bottom_left: tuple[str, ...] = ()
    bottom_right: tuple[str, ...] = ()
    middle: str = ""
    notice: str = ""
    letters: EdgeLetters | None = None


def halo_text(painter: QPainter, rect: QRect, flags: Qt.AlignmentFlag, text: str, colour: QColor) -> None:
    """Draw text that can be read on black lung and on white bone alike: with a dark rim of one pixel."""
    painter.setPen(_HALO)
    for dx, dy in _AROUND:
        painter.drawText(rect.translated(dx, dy), flags, text)
    painter.setPen(colour)
    painter.drawText(rect, flags, text)


def paint(painter: QPainter, area: QRect, hud: Hud, pixels_per_mm: float | None) -> None:
    """Paint the texts into `area`; the ruler only where a millimetre has a length on the screen."""
    inner = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    painter.setFont(theme.hud_font())
    colour = QColor(theme.HUD_TEXT)
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    for lines, flags in (
        (hud.top_left, top | left),
        (hud.top_right, top | right),
        (hud.bottom_left, bottom | left),
        (hud.bottom_right, bottom | right),
    ):
        halo_text(painter, inner, flags, "\n".join(line for line in lines if line), colour)
    if hud.middle:
        halo_text(painter, inner, Qt.AlignmentFlag.AlignCenter, hud.middle, colour)
    if hud.notice:
        third = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 4)
        halo_text(painter, third, Qt.AlignmentFlag.AlignCenter, hud.notice, colour)
    raised = inner.adjusted(0, 0, 0, -_raised(QFontMetrics(painter.font()), inner, hud))
    if hud.letters is not None:
        _paint_letters(painter, inner, raised, hud.letters)
    if pixels_per_mm is not None:
        _paint_ruler(painter, raised, pixels_per_mm)


def _raised(metrics: QFontMetrics, inner: QRect, hud: Hud) -> int:
    """Return how far letter and ruler go up, pixels: in a narrow image the lower corners' texts meet them."""
    corners = (hud.bottom_left, hud.bottom_right)
    reach = max((metrics.horizontalAdvance(line) for lines in corners for line in lines), default=0)
    if reach + theme.LETTER_PX <= inner.width() / 2:
        return 0
    return metrics.height() * max(sum(bool(line) for line in lines) for lines in corners)


def paint_caption(painter: QPainter, area: QRect, text: str) -> None:
    """Paint what kind of picture it is below the letter of the upper edge."""
    painter.setFont(theme.hud_font())
    top = area.adjusted(_MARGIN, _MARGIN + round(1.6 * theme.LETTER_PX), -_MARGIN, -_MARGIN)
    flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
    halo_text(painter, top, flags, text, QColor(theme.HUD_LETTER))


def _paint_letters(painter: QPainter, inner: QRect, raised: QRect, letters: EdgeLetters) -> None:
    font = QFont(theme.hud_font())
    font.setBold(True)
    font.setPixelSize(theme.LETTER_PX)
    painter.setFont(font)
    centre, middle = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignVCenter
    for text, flags, area in (
        (letters.left, middle | Qt.AlignmentFlag.AlignLeft, inner),
        (letters.right, middle | Qt.AlignmentFlag.AlignRight, inner),
        (letters.top, centre | Qt.AlignmentFlag.AlignTop, inner),
        (letters.bottom, centre | Qt.AlignmentFlag.AlignBottom, raised),
    ):
        halo_text(painter, area, flags, text, QColor(theme.HUD_LETTER))


def ruler_mm(width_px: float, pixels_per_mm: float) -> int | None:
    """Longest round length that fits a third of the width, or `None` where not even a millimetre does."""
    return next((mm for mm in _RULER_MM if mm * pixels_per_mm <= width_px / 3), None)


def _paint_ruler(painter: QPainter, inner: QRect, pixels_per_mm: float) -> None:
    length = ruler_mm(inner.width(), pixels_per_mm)
    if length is None:
        return
    painter.setFont(theme.hud_font())
    metrics = QFontMetrics(painter.font())
    half = round(length * pixels_per_mm) / 2
    # Above the letter of the lower edge.
    y = inner.bottom() - 2 * metrics.height()
    x = inner.center().x()
    for colour, width in ((_HALO, 3), (QColor(theme.HUD_TEXT), 1)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QPointF(x - half, y), QPointF(x + half, y))
        for end in (x - half, x + half):
            painter.drawLine(QPointF(end, y - 4), QPointF(end, y + 4))
    label = QRect(int(x - 60), y - 6 - metrics.height(), 120, metrics.height())
    halo_text(
        painter, label, Qt.AlignmentFlag.AlignCenter, tr("{length} mm", length=length), QColor(theme.HUD_TEXT)
    )
