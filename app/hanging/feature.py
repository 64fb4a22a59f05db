"""How a study opens, as the main window holds it: preferences into the image, once for each study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.findings.order import Order, ordered
from app.findings.review import NoduleReview
from app.hanging.dialog import HangingDialog
from app.hanging.preferences import KEEP, Hanging, read
from app.i18n import mark, tr
from app.message_strip import Level
from app.session import Session
from app.settings import Settings
from app.viewer.grid import Layout, ViewportGrid
from engine.findings import Decision
from engine.slab import Slab
from engine.studies import StudyKey

SAVED = mark("Kept: the next study opens so.")


class HangingFeature(QObject):
    """Applies the preferences when another study comes on screen; the dialog is made when first wanted.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self, session: Session, grid: ViewportGrid, review: NoduleReview, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._grid, self._review = session, grid, review
        self._settings, self._window = settings, window
        self._dialog: HangingDialog | None = None
        self._study: StudyKey | None = None
        self._jumps = False
        self.preferences, self.problem = read(settings.hanging)
        grid.layoutChanged.connect(self._remember)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {"hanging.show": self.show}

    @property
    def dialog(self) -> HangingDialog:
        """Its window."""
        if self._dialog is None:
            self._dialog = HangingDialog(self._window)
            self._dialog.saved.connect(self._save)
        return self._dialog

    def show(self) -> None:
        """Show the preferences."""
        self.dialog.show_preferences(self.preferences)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def close(self) -> None:
        """Close the dialog; what was not saved is not kept."""
        if self._dialog is not None:
            self._dialog.close()

    def _save(self, hanging: Hanging) -> None:
        self.preferences = hanging
        self._settings.set_hanging(hanging.document())
        self.said.emit(tr(SAVED), Level.NOTE)

    def _remember(self) -> None:
        if self._study is not None:
            self._settings.set_layout(self._grid.own_layout[0].value)

    # ------------------------------------------------------------ at open

    def apply(self) -> None:
        """Show the series on screen as preferred, if it is of another study than the one before.

        To be called when its volume is shown. Within a study what the reader changed stays.
        """
        volume = self._session.open
        if volume is None:
            return
        study, first = StudyKey.of(volume.summary), self._study is None
        if study == self._study:
            return
        self._study = study
        wanted, grid = self.preferences, self._grid
        layout = wanted.layout if wanted.layout != KEEP else self._settings.layout if first else ""
        if layout in (Layout.ONE.value, Layout.PLANES.value) and layout != grid.own_layout[0].value:
            (grid.show_planes if layout == Layout.PLANES.value else grid.show_one)()
        if wanted.window != KEEP:
            grid.commands()[f"window.{wanted.window}"]()
        slab, display = grid.linked.slab, grid.linked.display
        if wanted.slab == "mip":
            slab.show(Slab())
        elif wanted.slab == "off" and slab.on:
            slab.toggle()
        if wanted.heat_map != KEEP:
            display.set_overlay(replace(display.overlay, on=wanted.heat_map == "on"))
        if wanted.order != KEEP:
            self._session.sort(Order(wanted.order))
        self._jumps = wanted.jump
        self.jump()

    def jump(self) -> None:
        """Go to the most suspicious nodule, once for a study and not if the reader has selected one.

        To be called again when suggestions have come.
        """
        if not self._jumps or self._session.open is None:
            return
        if self._session.selected is not None:
            self._jumps = False
            return
        listed = [n for n in self._session.nodules.ordered() if n.decision is not Decision.REJECTED]
        if listed:
            self._jumps = False
            self._review.go_to(ordered(listed, Order.SUSPICION)[0].id)
