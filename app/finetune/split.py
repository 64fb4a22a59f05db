"""Second page: which patients the model learns from, which stop it in time, and which it never sees."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app import theme
from app.finetune.documents import Part, Plan, Split, read_as
from app.finetune.page import Draft, Page
from app.finetune.request import TuneRequest
from app.i18n import mark, tr
from app.labels import heading, paragraph, quiet
from app.palette import Role

BY_PATIENT = mark(
    "A patient's nodules resemble each other, so a patient is never on two sides. What is asked for is "
    "70 : 15 : 15 of the malignant and of the benign nodules, as near as whole patients allow."
)
FOLDS = mark(
    "The verdict does not rest on the untouched part alone, which would be too small to decide anything: "
    "every nodule of your site is also scored by a model that never saw its patient (cross-validation)."
)
NOT_PLANNED = mark("The split has not been made yet.")
#: What was asked for: shares of the nodules.
ASKED = (0.70, 0.15, 0.15)
_NAMES = (mark("To learn from"), mark("To stop in time"), mark("Untouched"))
_WORDS = (
    mark("The weights are fitted to these nodules."),
    mark("Training stops when these no longer improve."),
    mark("Nothing is fitted to these; they confirm the verdict at the end."),
)
_COLUMNS = (
    "", mark("Nodules"), mark("Asked"), mark("Malignant"), mark("Benign"), mark("Patients"), "",
)  # fmt: skip
#: Behind the shares, and the stripes by which the rows of the table are found again.
_GROUNDS = (Role.ACCENT_DEEP, Role.GROOVE, Role.WARNING_BACKGROUND)
_STRIPES = (Role.ACCENT, Role.TRACK, Role.WARNING)
_STRIPE_PX = 4


class SplitBar(QWidget):
    """The three parts in proportion to their nodules."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Part, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Flat and wide."""
        return QSize(400, 30)

    def set_parts(self, parts: tuple[Part, ...]) -> None:
        """Show other parts."""
        self._parts = parts
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them side by side."""
        painter = QPainter(self)
        total = sum(part.cases for part in self._parts) or 1
        left = 0
        for part, ground, stripe in zip(self._parts, _GROUNDS, _STRIPES, strict=False):
            right = left + round(self.width() * part.cases / total)
            box = QRect(left, 0, right - left - 2, self.height())
            painter.fillRect(box, theme.colour(ground))
            painter.fillRect(box.adjusted(0, box.height() - _STRIPE_PX, 0, 0), theme.colour(stripe))
            painter.setPen(theme.colour(Role.TEXT))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), f"{part.cases / total:.0%}")
            left = right


class SplitPage(Page):
    """Asks for the plan and shows its split."""

    title = mark("Split")

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.split_bar = SplitBar()
        self.proof = paragraph()
        self.table = QWidget()
        self.grid = QGridLayout(self.table)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(28)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(6, 1)
        for column, name in enumerate(_COLUMNS):
            self.grid.addWidget(heading(tr(name) if name else ""), 0, column)
        self.cells = [[QLabel() for _ in range(6)] for _ in _NAMES]
        for row, (name, words) in enumerate(zip(_NAMES, _WORDS, strict=True)):
            for column, cell in enumerate(self.cells[row]):
                self.grid.addWidget(cell, row + 1, column)
            self.cells[row][0].setText(tr(name))
            theme.restyle(self.cells[row][0], "part", str(row))
            self.grid.addWidget(quiet(tr(words)), row + 1, 6)
        self.body.insertWidget(0, quiet(tr(BY_PATIENT)))
        for widget in (self.split_bar, self.table, self.proof):
            self.body.addWidget(widget)
        self.body.addWidget(quiet(tr(FOLDS)))
        self.body.addStretch(1)
        self._show(None)

    def enter(self) -> None:
        """Ask for the plan, unless it is known."""
        if self.draft.plan is None:
            request = TuneRequest(
                dataset=self.draft.dataset,
                base=self.draft.base,
                out=str(self.draft.workspace.new_run()),
                reference=str(self.draft.workspace.reference) if self.draft.workspace.has_reference else "",
            )
            self.draft.request = request
            self._show(None)
            self.ask(tr("Splitting by patient …"), *request.arguments(plan=True), then=self._planned)
        else:
            self._show(self.draft.plan.split)

    def fault(self) -> str:
        """No split, or one that is not clean."""
        plan = self.draft.plan
        if plan is None:
            return tr("The split is being made.") if self.command.running else tr(NOT_PLANNED)
        return "" if not plan.split.shared_patients else _proof(plan.split)

    def _planned(self, document: dict[str, Any]) -> None:
        plan = self.draft.plan = read_as(Plan, document)
        if self.draft.request is not None:
            self.draft.plans = {self.draft.request.choice: plan}
        self._show(plan.split)

    def _show(self, split: Split | None) -> None:
        for widget in (self.split_bar, self.table, self.proof):
            widget.setVisible(split is not None)
        if split is None:
            return
        parts = (split.train, split.val, split.test)
        self.split_bar.set_parts(parts)
        total = sum(part.cases for part in parts) or 1
        for cells, part, asked in zip(self.cells, parts, ASKED, strict=True):
            share = f"{part.cases} ({part.cases / total:.0%})"
            texts = (share, f"{asked:.0%}", part.malignant, part.cases - part.malignant, part.patients)
            for cell, text in zip(cells[1:], texts, strict=True):
                cell.setText(str(text))
        self.proof.setText(_proof(split))
        self.proof.setStyleSheet("font-weight: 600;")
        theme.tint(self.proof, Role.ERROR if split.shared_patients else Role.ACCENT)


def _proof(split: Split) -> str:
    if split.shared_patients:
        return tr(
            "{shared_patients} patients are in two parts: this split must not be used.",
            shared_patients=split.shared_patients,
        )
    return tr("0 patients in two parts, checked by patient and by picture.")
