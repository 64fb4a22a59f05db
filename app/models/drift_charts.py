"""Two charts of the monthly view: calls by month, and where the scores lie. They draw and compare nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app import theme
from app.contrast import PARTS, told_apart
from app.findings.colours import NEUTRAL, probability_colour
from app.i18n import mark, tr
from app.palette import Role
from app.plotting import Plot

#: Calls from the bottom up, and as they are called in the key.
CALLS = {
    "benign": mark("benign"),
    "indeterminate": mark("indeterminate"),
    "malignant": mark("malignant"),
    "out_of_range": mark("no score"),
}
#: Most labels that fit side by side under the months.
_MOST_LABELS = 6


class CallsChart(Plot):
    """What the model said of the suggestions, month by month, in shares of all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Role.PANEL, left=tr("share of suggestions, %"), parent=parent)
        self._months: Sequence[dict[str, Any]] = ()
        self.setAccessibleName(tr("Calls by month"))
        self.add_key().setColumnCount(len(CALLS))

    def show_months(self, months: Sequence[dict[str, Any]]) -> None:
        """Show months; those without suggestions stay empty."""
        self._months = months
        self.redraw()

    def redraw(self) -> None:
        """Draw the months."""
        self.clear()
        months = self._months
        x, base = np.arange(len(months)), np.zeros(len(months))
        for call, name in CALLS.items():
            heights = np.array([_percent(m["suggested"]["calls"][call], m["suggested"]["n"]) for m in months])
            bars = pg.BarGraphItem(
                x=x, y0=base, height=heights, width=0.7, brush=_colour(call), pen=theme.name(Role.PANEL)
            )
            bars.opts["name"] = tr(name)
            self.addItem(bars)
            base = base + heights
        step = max(1, -(-len(months) // _MOST_LABELS))
        self.getAxis("bottom").setTicks([[(k, months[k]["month"]) for k in range(0, len(months), step)]])
        self.setXRange(-0.6, max(len(months), 6) - 0.4, padding=0)
        self.setYRange(0, 125, padding=0)
        self.getAxis("left").setTicks([[(v, str(v)) for v in (0, 25, 50, 75, 100)]])


class ScoresChart(Plot):
    """Where scores lie: what was read, over the reference nodules and the first months."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            Role.PANEL,
            left=tr("share of scored nodules, %"),
            bottom=tr("probability of malignancy"),
            parent=parent,
        )
        self.add_key()
        self._shown: tuple[dict[str, Any], Sequence[int], Sequence[int]] | None = None
        self.setAccessibleName(tr("Scores"))

    def show_scores(self, period: dict[str, Any], reference: Sequence[int], baseline: Sequence[int]) -> None:
        """Show one month, or several as one, with what they are compared with."""
        self._shown = period, reference, baseline
        self.redraw()

    def redraw(self) -> None:
        """Draw the lines."""
        self.clear()
        if self._shown is None:
            return
        period, reference, baseline = self._shown
        lines = (
            (tr("suggested"), period["suggested"]["histogram"], self.readable(NEUTRAL.lighter(120)), 2, None),
            (tr("first months"), baseline, self.readable(NEUTRAL), 1, (4, 4)),
            (tr("accepted"), period["accepted"]["histogram"], theme.colour(Role.ACCENT), 3, None),
            (tr("reference nodules"), reference, theme.colour(Role.WARNING), 1, (4, 4)),
        )
        top = 0.0
        for name, counts, colour, width, dashes in lines:
            total = sum(counts)
            if not total:
                continue
            shares = np.array([_percent(n, total) for n in counts])
            top = max(top, float(shares.max()))
            edges = np.linspace(0, 1, len(counts) + 1)
            pen = self.pen(colour, width)
            if dashes:
                pen.setDashPattern(dashes)
            self.plot(edges, shares, stepMode="center", pen=pen, name=f"{name} ({total})")
        self.setXRange(0, 1, padding=0.02)
        self.setYRange(0, max(top * 2, 10), padding=0)


def _colour(call: str) -> QColor:
    """Colour of a call's bars; what has no score steps back, and its share is what is left to the top."""
    if call == "out_of_range":
        return theme.colour(Role.GROOVE)
    shade = {
        "benign": NEUTRAL,
        "indeterminate": probability_colour(0.35),
        "malignant": probability_colour(1.0),
    }
    return told_apart(shade[call], theme.colour(Role.PANEL), PARTS)


def _percent(count: int, of: int) -> float:
    return 100 * count / of if of else 0.0
