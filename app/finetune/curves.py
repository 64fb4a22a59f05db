"""The two pictures of a training: loss and AUC over the epochs."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from app.finetune.progress import Curve, TuneProgress
from app.i18n import mark, tr
from app.labels import heading, quiet
from app.palette import Role
from app.plotting import Plot

LATEST = mark("the one that runs")
ALL = mark("all")
#: Apart from each other in lightness too; from the palette of Okabe and Ito, and greys.
_COLOURS = ("#56b4e9", "#e69f00", "#f0e442", "#cc79a7", "#009e73", "#d55e00", "#c7d0d8")
_KEY = mark(
    "Solid: on the nodules it learns from. Dashed: on those that stop it. Dot: the epoch that is kept."
)


class Curves(QWidget):
    """Draws a `TuneProgress`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.which = QComboBox()
        self.which.setAccessibleName(tr("Trainings shown"))
        self.which.currentIndexChanged.connect(lambda _i: self._draw())
        self.loss = _CurvePlot(tr("Loss"), self._draw)
        self.auc = _CurvePlot(tr("AUC on the nodules that stop it"), self._draw)
        self.auc.setYRange(0.4, 1.02, padding=0)
        self._progress = TuneProgress()
        self._names: list[str] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(heading(tr("Loss")), 0, 0)
        grid.addWidget(heading(tr("AUC on the nodules that stop it")), 0, 1)
        grid.addWidget(self.loss, 1, 0)
        grid.addWidget(self.auc, 1, 1)
        grid.addWidget(quiet(tr(_KEY)), 2, 0)
        grid.addWidget(self._chooser(), 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)

    def _chooser(self) -> QWidget:
        box = QWidget()
        line = QGridLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setColumnStretch(0, 1)
        line.addWidget(QLabel(tr("Shown")), 0, 1)
        line.addWidget(self.which, 0, 2)
        return box

    def set_progress(self, progress: TuneProgress) -> None:
        """Show another state."""
        self._progress = progress
        names = list(progress.curves)
        if names != self._names or not self.which.count():
            self._names = names
            chosen = self.which.currentData() or LATEST
            self.which.blockSignals(True)
            self.which.clear()
            for text, data in (
                (tr(LATEST), LATEST),
                (tr(ALL), ALL),
                *((c.title, c.name) for c in progress.curves.values()),
            ):
                self.which.addItem(text, data)
            self.which.setCurrentIndex(max(self.which.findData(chosen), 0))
            self.which.blockSignals(False)
        self._draw()

    def shown(self) -> list[Curve]:
        """The trainings that are drawn."""
        which = self.which.currentData()
        if which == ALL:
            return list(self._progress.curves.values())
        curve = self._progress.curves.get(self._progress.current if which in (LATEST, None) else which)
        return [curve] if curve else []

    def _draw(self) -> None:
        self.loss.clear()
        self.auc.clear()
        last = max([self._progress.epochs, 2, *(e for c in self.shown() for e in c.epochs)])
        for plot in (self.loss, self.auc):
            plot.setXRange(1, last, padding=0.03)
        for curve in self.shown():
            order = list(self._progress.curves).index(curve.name)
            colour = self.loss.readable(_COLOURS[order % len(_COLOURS)])
            _line(self.loss, curve, curve.loss, colour, dashed=False)
            _line(self.loss, curve, curve.val_loss, colour, dashed=True)
            _line(self.auc, curve, curve.val_auc, colour, dashed=True)


class _Epochs(pyqtgraph.AxisItem):
    """An axis of whole numbers."""

    def tickSpacing(self, least: float, most: float, size: float) -> list[tuple[float, float]]:
        """Leave fractions out."""
        return [level for level in super().tickSpacing(least, most, size) if level[0] >= 1] or [(1, 0)]


class _CurvePlot(Plot):
    """One of the two pictures."""

    def __init__(self, name: str, redraw: Callable[[], None]) -> None:
        super().__init__(Role.FIELD, bottom=tr("epoch"), axisItems={"bottom": _Epochs("bottom")})
        self._redraw = redraw
        self.setAccessibleName(name)
        self.showGrid(x=False, y=True, alpha=0.15)
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    def redraw(self) -> None:
        """Draw the curves."""
        self._redraw()


def _line(plot: Plot, curve: Curve, values: list[float | None], colour: QColor, *, dashed: bool) -> None:
    points = [(e, v) for e, v in zip(curve.epochs, values, strict=True) if v is not None]
    if not points:
        return
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    symbol = "o" if len(points) == 1 else None
    plot.plot(
        [e for e, _ in points], [v for _, v in points], pen=plot.pen(colour, 2, style),
        symbol=symbol, symbolSize=5, symbolBrush=colour, symbolPen=None,
    )  # fmt: skip
    best = dict(points).get(curve.best_epoch or -1)
    if dashed and best is not None:
        plot.plot(
            [curve.best_epoch], [best], pen=None, symbol="o", symbolSize=9, symbolBrush=colour, symbolPen=None
        )
