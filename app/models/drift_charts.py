"""Two charts of the monthly view: calls by month, and where the scores lie. They draw and compare nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app import theme
from app.findings.colours import NEUTRAL, probability_colour
from app.i18n import mark, tr

#: Calls from the bottom up, as they are called in the key, and their colours.
CALLS = {
    "benign": (mark("benign"), QColor("#5c6b78")),
    "indeterminate": (mark("indeterminate"), probability_colour(0.35)),
    "malignant": (mark("malignant"), probability_colour(1.0)),
    "out_of_range": (mark("no score"), QColor("#3c4248")),
}
#: Most labels that fit side by side under the months.
_MOST_LABELS = 6


class Chart(pg.PlotWidget):
    """A plot in the window's colours that the mouse does not move."""

    def __init__(self, left: str, bottom: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=theme.PANEL)
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        for side, text in (("left", left), ("bottom", bottom)):
            axis = self.getAxis(side)
            axis.setPen(theme.TRACK)
            axis.setTextPen(theme.TEXT_QUIET)
            axis.setLabel(text, color=theme.TEXT_QUIET)
            axis.enableAutoSIPrefix(False)
        self.key = self.addLegend(offset=(-6, 4), labelTextColor=theme.TEXT, labelTextSize="8pt")


class CallsChart(Chart):
    """What the model said of the suggestions, month by month, in shares of all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("share of suggestions, %"), "", parent)
        self.setAccessibleName(tr("Calls by month"))
        self.key.setColumnCount(len(CALLS))

    def show_months(self, months: Sequence[dict[str, Any]]) -> None:
        """Show months; those without suggestions stay empty."""
        self.clear()
        x, base = np.arange(len(months)), np.zeros(len(months))
        for call, (name, colour) in CALLS.items():
            heights = np.array([_percent(m["suggested"]["calls"][call], m["suggested"]["n"]) for m in months])
            bars = pg.BarGraphItem(x=x, y0=base, height=heights, width=0.7, brush=colour, pen=theme.PANEL)
            bars.opts["name"] = tr(name)
            self.addItem(bars)
            base = base + heights
        step = max(1, -(-len(months) // _MOST_LABELS))
        self.getAxis("bottom").setTicks([[(k, months[k]["month"]) for k in range(0, len(months), step)]])
        self.setXRange(-0.6, max(len(months), 6) - 0.4, padding=0)
        self.setYRange(0, 125, padding=0)
        self.getAxis("left").setTicks([[(v, str(v)) for v in (0, 25, 50, 75, 100)]])


class ScoresChart(Chart):
    """Where scores lie: what was read, over the reference nodules and the first months."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("share of scored nodules, %"), tr("probability of malignancy"), parent)
        self.setAccessibleName(tr("Scores"))

    def show_scores(self, period: dict[str, Any], reference: Sequence[int], baseline: Sequence[int]) -> None:
        """Show one month, or several as one, with what they are compared with."""
        self.clear()
        lines = (
            (tr("suggested"), period["suggested"]["histogram"], NEUTRAL.lighter(120), 2, None),
            (tr("first months"), baseline, NEUTRAL, 1, (4, 4)),
            (tr("accepted"), period["accepted"]["histogram"], QColor(theme.ACCENT), 3, None),
            (tr("reference nodules"), reference, QColor(theme.WARNING), 1, (4, 4)),
        )
        top = 0.0
        for name, counts, colour, width, dashes in lines:
            total = sum(counts)
            if not total:
                continue
            shares = np.array([_percent(n, total) for n in counts])
            top = max(top, float(shares.max()))
            edges = np.linspace(0, 1, len(counts) + 1)
            pen = pg.mkPen(colour, width=width)
            if dashes:
                pen.setDashPattern(dashes)
            self.plot(edges, shares, stepMode="center", pen=pen, name=f"{name} ({total})")
        self.setXRange(0, 1, padding=0.02)
        self.setYRange(0, max(top * 2, 10), padding=0)


def _percent(count: int, of: int) -> float:
    return 100 * count / of if of else 0.0
