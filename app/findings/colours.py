"""The colour of a probability: from neutral grey to warm, told apart also by readers with colour-blindness.

Lightness and hue change together (grey, amber, vermilion; the last two from the palette of Okabe and Ito),
and green is never used: a low score is no all-clear. The number always stands beside the colour. On the
ground of a theme the colour is made lighter or darker until it can be told from it.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor

from app import theme
from app.contrast import PARTS, TEXT, told_apart
from app.palette import Role

#: Stops: probability, red, green, blue.
_STOPS = np.array([[0.0, 122, 130, 138], [0.5, 230, 159, 0], [1.0, 213, 94, 0]])
#: Where there is no score to colour.
NEUTRAL = QColor(122, 130, 138)


def probability_colour(probability: float | None) -> QColor:
    """Return the colour of a probability, or the neutral one where there is none."""
    if probability is None:
        return NEUTRAL
    channels = [np.interp(probability, _STOPS[:, 0], _STOPS[:, i]) for i in (1, 2, 3)]
    return QColor(*(round(float(c)) for c in channels))


def bar_colour(probability: float | None) -> QColor:
    """Return the colour of a probability as a bar in its groove."""
    return told_apart(probability_colour(probability), theme.colour(Role.GROOVE), PARTS)


def text_colour(probability: float | None, ground: Role = Role.PANEL) -> QColor:
    """Return the colour of a probability as text on a ground."""
    return told_apart(probability_colour(probability), theme.colour(ground), TEXT)
