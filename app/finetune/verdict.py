"""Fifth page: whether the new model is better, by how much, and where the two disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app import theme
from app.finetune.documents import read_as
from app.finetune.figures import FiguresTable
from app.finetune.flips import Flips
from app.finetune.page import Draft, Page
from app.finetune.verdict_document import Verdict
from app.i18n import mark, sentence, tr
from app.labels import fill, paragraph
from app.palette import Role

#: The verdicts under which the new model may go to work without anybody's word for it.
_GOOD = frozenset({"better", "recalibrated"})


class VerdictPage(Page):
    """Asks for the verdict of the run and shows it."""

    title = mark("Verdict")

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.sentence = paragraph()
        self.warnings = paragraph()
        theme.tint(self.warnings, Role.WARNING)
        self.figures = FiguresTable()
        self.flips = Flips()
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.figures)
        self.parts.addWidget(self.flips)
        self.parts.setSizes([330, 260])
        for widget in (self.sentence, self.warnings):
            self.body.addWidget(widget)
            widget.hide()
        self.body.addWidget(self.parts, 1)
        self.parts.hide()
        self.body.addStretch(0)

    def enter(self) -> None:
        """Ask, unless it is known."""
        if self.draft.verdict is not None:
            self._show(self.draft.verdict)
        elif self.draft.request is not None and not self.command.running:
            for widget in (self.sentence, self.warnings, self.parts):
                widget.hide()
            self.ask(
                tr("Comparing both models on every nodule …"),
                "train", "verdict", "--run", self.draft.request.out, "--json", then=self._judged,
            )  # fmt: skip

    def fault(self) -> str:
        """There is no verdict yet. What it says does not matter here: the next page asks for an override."""
        if self.draft.verdict is None:
            return (
                tr("The models are being compared.")
                if self.command.running
                else tr("There is no verdict yet.")
            )
        return ""

    def _judged(self, document: dict[str, Any]) -> None:
        self.draft.verdict = read_as(Verdict, document)
        self._show(self.draft.verdict)

    def _show(self, verdict: Verdict) -> None:
        text = sentence(verdict.sentence)
        if verdict.more_nodules and str(verdict.more_nodules) not in text:
            text += tr(
                " About {more_nodules} more labelled nodules would decide it.",
                more_nodules=verdict.more_nodules,
            )
        self.sentence.setText(text)
        colour = Role.ACCENT if verdict.verdict in _GOOD else Role.WARNING
        if verdict.verdict == "not_better":
            colour = Role.ERROR
        theme.tint(self.sentence, colour)
        self.sentence.setStyleSheet(f"font-size: {theme.TEXT_PT + 3}pt; font-weight: 600;")
        self.sentence.show()
        fill(self.warnings, "\n".join(verdict.warnings))
        self.figures.set_verdict(verdict)
        folder = Path(self.draft.request.out) if self.draft.request else Path()
        self.flips.set_flips(verdict.sides_changed, folder)
        self.parts.show()
