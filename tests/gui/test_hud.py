"""Words round the image keep clear of each other where the image is narrow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from app import theme
from app.viewer import hud
from engine.orientation import EdgeLetters

LETTERS = EdgeLetters(left="R", right="L", top="A", bottom="P")
HEIGHT = 300


def letter_rows(width: int, words: str) -> set[int]:
    """Rows in which the letter of the lower edge is painted."""
    image = QImage(width, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    hud.paint(painter, image.rect(), hud.Hud(bottom_left=("one", words), letters=LETTERS), None)
    painter.end()
    wanted = QColor(theme.HUD_LETTER)
    middle = QRect(width // 2 - 8, HEIGHT // 2, 16, HEIGHT // 2)
    return {
        y for y in range(middle.top(), middle.bottom() + 1)
        for x in range(middle.left(), middle.right() + 1) if image.pixelColor(x, y) == wanted
    }  # fmt: skip


@pytest.mark.usefixtures("qapp")
def test_the_letter_goes_up_where_the_corners_words_would_meet_it():
    words = "W 1500  L -600  lung"
    wide, narrow = letter_rows(800, words), letter_rows(300, words)
    assert len(wide) == len(narrow) > 0
    # Two lines stand in the corner: the letter is above both.
    assert max(narrow) < min(wide) - len(wide)
