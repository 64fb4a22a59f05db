"""A plot in the window's colours. Imported, and pyqtgraph with it, only by what draws plots."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from app import theme
from app.contrast import PARTS, told_apart
from app.palette import Role


class Plot(pg.PlotWidget):
    """A plot that the mouse does not move, with its labels; it takes on another theme by itself.

    pyqtgraph keeps the colours that it is given, so a subclass draws its contents anew in `redraw`.

    Parameters
    ----------
    ground
        What it stands on.
    left, bottom
        Names of the axes; none is written where one is empty.
    **options
        Handed to `pyqtgraph.PlotWidget`.
    """

    def __init__(
        self,
        ground: Role,
        *,
        left: str = "",
        bottom: str = "",
        parent: QWidget | None = None,
        **options: object,
    ) -> None:
        super().__init__(parent, **options)
        self._ground, self._names = ground, {"left": left, "bottom": bottom}
        self.key: pg.LegendItem | None = None
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self._restyle()
        theme.changes.changed.connect(self._theme_changed)

    def add_key(self) -> pg.LegendItem:
        """Add a key in the upper right corner."""
        self.key = self.addLegend(
            offset=(-6, 4), labelTextColor=theme.name(Role.TEXT), labelTextSize=f"{theme.SMALL_PT:g}pt"
        )
        return self.key

    def readable(self, colour: QColor | str) -> QColor:
        """Return a colour that can be told from the ground."""
        return told_apart(QColor(colour), theme.colour(self._ground), PARTS)

    def pen(self, colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """Return a pen of a width in device-independent pixels; pyqtgraph counts those of the screen."""
        pen: QPen = pg.mkPen(colour, width=width * self.devicePixelRatioF(), style=style)
        return pen

    def redraw(self) -> None:
        """Draw the contents again, in the colours of now."""

    def _theme_changed(self) -> None:
        self._restyle()
        self.redraw()

    def _restyle(self) -> None:
        self.setBackground(theme.name(self._ground))
        if self.key is not None:
            self.key.setLabelTextColor(theme.name(Role.TEXT))
        for side, text in self._names.items():
            axis = self.getAxis(side)
            axis.setPen(theme.name(Role.TRACK))
            axis.setTextPen(theme.name(Role.TEXT_QUIET))
            axis.enableAutoSIPrefix(False)
            if text:
                axis.setLabel(text, color=theme.name(Role.TEXT_QUIET))
