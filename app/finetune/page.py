"""What all pages of the wizard share: a title, a way to say why one cannot go on, what is known so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app import theme
from app.finetune.command import Command, Maker
from app.finetune.documents import DocumentError, Exported, Plan, SiteCheck
from app.finetune.request import TuneRequest
from app.finetune.verdict_document import Verdict
from app.finetune.workspace import Workspace
from app.i18n import mark
from app.labels import fill, paragraph
from app.palette import Role


@dataclass
class Draft:
    """What the pages have found out and been told, from the first to the last.

    Parameters
    ----------
    workspace
        The folders.
    command
        How a ``noduscope`` command is started.
    active
        Name of the model in use.
    dataset
        Folder of the snapshot.
    """

    workspace: Workspace
    command: Maker
    active: str = ""
    base: str = ""
    dataset: str = ""
    check: SiteCheck | None = None
    plan: Plan | None = None
    request: TuneRequest | None = None
    verdict: Verdict | None = None
    exported: Exported | None = None
    package: str = ""
    installed: str = ""
    plans: dict[str, Plan] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget everything but the folders and the model in use: a new fine-tuning begins."""
        self.base = self.dataset = self.package = self.installed = ""
        self.check = self.plan = self.request = self.verdict = self.exported = None
        self.plans = {}


class Page(QWidget):
    """One step. Subclasses fill `body`.

    Attributes
    ----------
    title
        In the list of steps.
    next_text
        What the button says that goes on.

    Signals
    -------
    changed()
        Whether one can go on may be another matter now.
    """

    title = ""
    next_text = mark("Next")
    changed = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.command = Command(draft.command, self)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(6, 2, 6, 2)  # inside the frame that marks the focus
        self.body.setSpacing(10)
        self.message = paragraph()
        theme.tint(self.message, Role.ERROR)
        self.wait_text = paragraph()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.bar.setFixedHeight(6)
        for widget in (self.message, self.wait_text, self.bar):
            self.body.addWidget(widget)
            widget.hide()
        self._then: Callable[[Any], None] = lambda _document: None
        self.command.answered.connect(self._answered)
        self.command.failed.connect(self._failed)

    def enter(self) -> None:
        """It comes on screen."""

    def leave(self) -> None:
        """It goes: what it asked for is given up."""
        self.command.cancel()
        self.show_wait("")

    @property
    def busy(self) -> bool:
        """Whether a command is under way."""
        return self.command.running

    def close_commands(self) -> None:
        """The window closes."""
        self.command.close()

    def fault(self) -> str:
        """Return why one cannot go on, in a sentence; empty if one can."""
        return ""

    # ------------------------------------------------------------ asking commands

    def ask(self, waiting: str, *words: str, then: Callable[[Any], None], document: bool = True) -> None:
        """Start a command, say what is waited for, and take its document."""
        fill(self.message, "")
        self.show_wait(waiting)
        self._then = then
        self.command.start(*words, document=document)
        self.changed.emit()

    def show_wait(self, text: str) -> None:
        """Say what is being done; nothing takes the bar away."""
        fill(self.wait_text, text)
        self.bar.setVisible(bool(text))

    def fail(self, text: str) -> None:
        """Say what went wrong."""
        self.show_wait("")
        fill(self.message, text)
        self.changed.emit()

    def _answered(self, document: dict[str, Any]) -> None:
        self.show_wait("")
        try:
            self._then(document)
        except DocumentError as error:
            fill(self.message, str(error))
        self.changed.emit()

    def _failed(self, text: str) -> None:
        self.fail(text)
