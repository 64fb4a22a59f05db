"""Contrast of the texts: WCAG 2.2 asks for 4.5 : 1."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from app import theme


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_and_white_is_the_known_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("text", [theme.TEXT, theme.TEXT_QUIET, theme.ACCENT, theme.WARNING, theme.ERROR])
@pytest.mark.parametrize("background", [theme.WINDOW, theme.PANEL, theme.FIELD])
def test_texts_can_be_read_on_every_background(text, background):
    assert contrast(text, background) >= 4.5


@pytest.mark.parametrize(
    ("text", "background"),
    [
        (theme.TEXT, theme.RAISED),
        (theme.TEXT_QUIET, theme.RAISED),
        (theme.TEXT, theme.ACCENT_DEEP),
        (theme.WARNING, theme.WARNING_BACKGROUND),
        (theme.HUD_TEXT, theme.IMAGE_BACKGROUND),
    ],
)
def test_texts_can_be_read_where_they_stand(text, background):
    assert contrast(text, background) >= 4.5


def test_applying_the_theme_gives_the_palette_and_the_sheet(qapp):
    before = qapp.palette(), qapp.styleSheet(), qapp.font()
    try:
        theme.apply(qapp)
        assert qapp.palette().window().color() == QColor(theme.WINDOW)
        assert "QSlider" in qapp.styleSheet()
        assert qapp.font().pointSizeF() == theme.TEXT_PT
    finally:
        qapp.setStyleSheet(before[1])
        qapp.setPalette(before[0])
        qapp.setFont(before[2])
