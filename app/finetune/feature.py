"""Fine-tune as the main window holds it: the menu entry, the run that is watched, and the wizard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app import program
from app.finetune.command import Maker
from app.finetune.page import Draft
from app.finetune.run import TuneRun
from app.finetune.training import state_text
from app.finetune.wizard import FineTuneWizard
from app.finetune.workspace import Workspace
from app.i18n import mark, tr
from app.message_strip import Level

RUNNING = mark("A fine-tuning is running.")


class FineTune(QObject):
    """Joins the parts; the wizard is made when it is first wanted.

    Signals
    -------
    said(str, object, object)
        A sentence for the main window, its `Level`, and a button's text and what it does.
    activated()
        Another model is the active one now.
    """

    said = Signal(str, object, object)
    activated = Signal()

    def __init__(self, window: QWidget, command: Maker = program.command) -> None:
        super().__init__(window)
        self._window = window
        self._wizard: FineTuneWizard | None = None
        self.command = command
        self.workspace = Workspace()
        self.run = TuneRun(self._words, self)
        self.run.ended.connect(self._ended)
        self.action = QAction(tr("&Fine-tune …"), window)
        self.action.triggered.connect(self.show)
        can = program.can_train()
        self.action.setEnabled(can)
        self.action.setToolTip(
            tr("Fit a model to this site's labelled nodules") if can else tr(program.why_no_training())
        )

    @property
    def wizard(self) -> FineTuneWizard:
        """Its window."""
        if self._wizard is None:
            draft = Draft(self.workspace, self._words)
            self._wizard = FineTuneWizard(self.run, draft, self._window)
            self._wizard.activated.connect(self.activated)
        return self._wizard

    def _words(self, *arguments: str) -> Sequence[str]:
        return self.command(*arguments)

    @property
    def busy(self) -> bool:
        """Whether the wizard has a command under way; a training is none: it goes on without the window."""
        return self._wizard is not None and self._wizard.busy

    def find(self) -> bool:
        """Look for the last run; return whether it is still going on."""
        latest = self.workspace.latest_run()
        return latest is not None and self.run.attach(latest) and self.run.state.alive

    def show(self) -> None:
        """Show the wizard where things stand."""
        if not self.action.isEnabled():
            return
        wizard = self.wizard
        if self.run.request is None:
            self.find()
        wizard.show()
        wizard.begin()
        wizard.raise_()
        wizard.activateWindow()

    def close(self) -> None:
        """Watch no longer; a training goes on without the window."""
        if self._wizard is not None:
            self._wizard.close_commands()
            self._wizard.close()
        self.run.forget()

    def _ended(self, text: str) -> None:
        if self._wizard is None or not self._wizard.isVisible():
            end = text or state_text(self.run.state, self.run.progress, "")
            level = Level.WARNING if text else Level.NOTE
            self.said.emit(tr("Fine-tuning has ended. {end}", end=end), level, (tr("Show"), self.show))
