"""How well a colour can be told from what it lies on, and a colour moved until it can."""

from __future__ import annotations

from PySide6.QtGui import QColor

#: Least contrast of text, and of large text, edges of controls and parts of pictures (WCAG 2.2, level AA).
TEXT = 4.5
PARTS = 3.0
#: Steps from a colour to white or black.
_STEPS = 50


def luminance(colour: QColor) -> float:
    """Return the relative luminance of an sRGB colour, 0 (black) to 1 (white).

    From the definition of relative luminance in WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance).
    """
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21.

    From the definition of contrast ratio in WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def told_apart(colour: QColor, background: QColor, least: float = TEXT) -> QColor:
    """Return `colour`, mixed with as little white or black as gives it a contrast of `least`.

    The hue stays; on a dark background it becomes lighter, on a light one darker. Where not even white or
    black is enough, that one is returned.
    """
    # Equal contrast to white and to black: sqrt(1.05 * 0.05) - 0.05.
    end = QColor("white") if luminance(background) < 0.179 else QColor("black")
    for step in range(_STEPS):
        mixed = _mixed(colour, end, step / _STEPS)
        if contrast(mixed, background) >= least:
            return mixed
    return end


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    channels = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in channels))
