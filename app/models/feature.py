"""Models as the main window holds them: the manager, the view of drift, and what a change means on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.engine_client import EngineClient
from app.findings.assessing import Assessor
from app.i18n import tr
from app.message_strip import Level
from app.models import words
from app.models.desk import ModelDesk
from app.models.dialog import ModelManager
from app.session import Session
from engine.protocol import ModelInfo
from engine.protocol_models import ModelsResult

if TYPE_CHECKING:
    from app.models.drift_dialog import DriftDialog

#: After these another model judges the next nodule.
_CHANGES = frozenset({"activate", "rollback", "reload"})


class Models(QObject):
    """Joins the parts; the dialogs are made when they are first wanted.

    Signals
    -------
    said(str, object, object)
        A sentence for the main window, its `Level`, and a button's text and what it does, or `None`.
    """

    said = Signal(str, object, object)

    def __init__(self, client: EngineClient, session: Session, assessor: Assessor, window: QWidget) -> None:
        super().__init__(window)
        self._client, self._session, self._assessor, self._window = client, session, assessor, window
        self._manager: ModelManager | None = None
        self._drift: DriftDialog | None = None
        self.desk = ModelDesk(client, self)
        self.desk.done.connect(self._done)
        self.desk.failed.connect(self._failed)
        client.modelChanged.connect(self._model_changed)

    @property
    def manager(self) -> ModelManager:
        """The manager's window."""
        if self._manager is None:
            self._manager = ModelManager(self.desk, self._window)
            self._manager.set_in_use(self._client.model)
        return self._manager

    @property
    def drift(self) -> DriftDialog:
        """The window of the monthly view."""
        if self._drift is None:
            from app.models.drift_dialog import DriftDialog  # brings the library of charts

            self._drift = DriftDialog(self.desk, self._window)
        return self._drift

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {
            "models.manage": self.show,
            "models.import": self.ask_import,
            "models.drift": self.show_drift,
        }

    def show(self) -> None:
        """Show the manager, with the models as they are now."""
        self.desk.refresh()
        _show(self.manager)

    def show_drift(self) -> None:
        """Show what was read with the active model."""
        self.desk.ask_drift()
        _show(self.drift)

    def ask_import(self) -> None:
        """Let the reader choose a package to install."""
        self.show()
        self.manager.ask_import()

    def install(self, path: str) -> None:
        """Install a package that was dropped on the window, in sight of the manager."""
        self.show()
        self.manager.install(path)

    def close(self) -> None:
        """Close the dialogs."""
        for dialog in (self._manager, self._drift):
            if dialog is not None:
                dialog.close()

    # ------------------------------------------------------------ what a change means

    def outdated(self) -> tuple[int, list[str]]:
        """Return how many nodules of the open series another model than the active one judged, and which."""
        active = self._client.model
        if active is None:
            return 0, []
        judges = [n.judged_by for n in self._session.nodules.entries.values() if n.outdated(active)]
        return len(judges), sorted(set(judges))

    def assess_again(self) -> None:
        """Have the active model judge them."""
        active = self._client.model
        if active is not None:
            entries = self._session.nodules.ordered()
            self._assessor.assess_again([n for n in entries if n.outdated(active)])

    def _done(self, action: str, result: ModelsResult) -> None:
        if action not in _CHANGES:
            return
        kept = words.kept(*self.outdated())
        again: tuple[str, Callable[[], None]] | None = (
            (tr("Assess again"), self.assess_again) if kept else None
        )
        self.said.emit(" ".join(part for part in (result.text, kept) if part), Level.NOTE, again)

    def _failed(self, action: str, text: str) -> None:
        shown = self._manager is not None and self._manager.isVisible()
        if action not in ("list", "drift") and not shown:
            self.said.emit(text, Level.ERROR, None)

    def _model_changed(self, model: ModelInfo | None, _error: str) -> None:
        if self._manager is not None:
            self._manager.set_in_use(model)
            if self._manager.isVisible() and model is not None:
                self.desk.refresh()
        if self._drift is not None and self._drift.isVisible() and model is not None:
            self.desk.ask_drift()


def _show(dialog: QWidget) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
