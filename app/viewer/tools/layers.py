"""Measuring in several viewports of one volume: one tool in hand, one selection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.viewer.tools.drawn import Drawn
from app.viewer.tools.layer import ToolLayer
from app.viewer.tools.tool import MeasuredSlice
from app.viewer.viewport import Viewport
from engine.findings import Point


class ToolLayers(QObject):
    """A `ToolLayer` over each viewport, as one; signals and methods are those of the one.

    Signals
    -------
    textWanted(object, object, object, object)
        As `ToolLayer.textWanted`, after the canvas that it comes from.
    """

    made = Signal(object)
    changed = Signal(object, object)
    toolChanged = Signal(str)
    textWanted = Signal(object, object, object, object)

    def __init__(self, viewports: Sequence[Viewport], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.measurements: tuple[Drawn, ...] = ()
        self._viewports = tuple(viewports)
        self._layers = [ToolLayer(viewport) for viewport in viewports]
        for viewport, layer in zip(viewports, self._layers, strict=True):
            layer.made.connect(self.made)
            layer.changed.connect(self.changed)
            layer.textWanted.connect(partial(self.textWanted.emit, viewport.canvas))
            layer.chosen.connect(lambda chosen=layer: self._let_go_but(chosen))
        self._layers[0].toolChanged.connect(self.toolChanged)

    def pairs(self) -> list[tuple[Viewport, ToolLayer]]:
        """Return each viewport and the layer over it."""
        return list(zip(self._viewports, self._layers, strict=True))

    def set_proposer(self, propose: Callable[[str, Point, MeasuredSlice], tuple[Point, ...] | None]) -> None:
        """Take what is asked at a click for what a tool may take from a nodule there."""
        for layer in self._layers:
            layer.propose = propose

    def _let_go_but(self, chosen: ToolLayer) -> None:
        for layer in self._layers:
            if layer is not chosen:
                layer.select(None)

    def set_measurements(self, measurements: Sequence[Drawn]) -> None:
        """Show these, each in the plane that it was made in."""
        self.measurements = tuple(measurements)
        for layer in self._layers:
            layer.set_measurements(measurements)

    @property
    def selection(self) -> Drawn | None:
        """The selected measurement, in whichever viewport."""
        return next((layer.selection for layer in self._layers if layer.selection is not None), None)

    def select(self, key: int | None) -> None:
        """Select a measurement wherever its plane is shown, or none."""
        for layer in self._layers:
            layer.select(key)

    @property
    def tool(self) -> str:
        """Kind of the tool in hand; empty for none."""
        return self._layers[0].tool

    def take(self, kind: str) -> None:
        """Take a tool in hand, or lay it down if it is there already."""
        wanted = "" if kind == self.tool else kind
        for layer in self._layers:
            layer.take(wanted)

    def leave(self) -> bool:
        """Give up what is being drawn, else lay down the tool, else let go; return whether there was any."""
        given_up = [layer.give_up() for layer in self._layers]
        if any(given_up):
            return True
        if self.tool:
            self.take("")
            return True
        held = self.selection is not None
        self.select(None)
        return held
