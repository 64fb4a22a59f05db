"""First page: a frozen snapshot of the site's labels, and whether something can be learnt from it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from app import theme
from app.finetune.documents import Models, Shown, SiteCheck, read_as
from app.finetune.notes_list import NotesList
from app.finetune.page import Draft, Page
from app.finetune.reference import ReferenceLine
from app.i18n import mark, sentence, tr
from app.labels import heading, paragraph, quiet
from app.palette import Role

SNAPSHOT = mark(
    "Every label that holds now is copied, without names, into a snapshot that no longer changes; unsure "
    "and flagged ones are counted and left out."
)
NOT_CHECKED = mark("The labels have not been checked yet.")
NOTHING_CHECKED = mark("There is nothing to go on with yet; the reason is above.")
MODES = {
    "finetune": mark("Enough to fine-tune the network."),
    "recalibrate": (
        mark(
            "Too few to fine-tune the network. Its probabilities can be fitted to your site (two numbers, "
            "slope "
            "and offset); which nodule it finds more suspicious than which stays as it is."
        )
    ),
    "none": mark("Too few to learn anything from yet."),
}
_COLOURS = {"finetune": Role.ACCENT, "recalibrate": Role.WARNING, "none": Role.ERROR}
#: How the reader calls a source of labels.
SOURCES = {
    "pathology": mark("pathology"),
    "follow-up": mark("follow-up"),
    "follow_up": mark("follow-up"),
    "reader": mark("opinion"),
}
#: Why a label is left out.
LEFT_OUT = {
    "unsure": mark("unsure"),
    "no_voxels": mark("without voxels"),
    "no_patient": mark("without a patient"),
    "not_approved": mark("not approved"),
    "synthetic": mark("of the synthetic chest"),
}
#: The facts, in the order of the screen.
_FACTS = (
    mark("Nodules with a label"),
    mark("Malignant"),
    mark("Benign"),
    mark("Patients"),
    mark("Left out"),
    mark("Labels rest on"),
)


class DataCheckPage(Page):
    """Takes the snapshot as soon as it is entered; nothing in the store is changed."""

    title = mark("Data check")

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.base = QComboBox()
        self.base.setAccessibleName(tr("Model to start from"))
        self.base.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.base.activated.connect(self._base_chosen)
        self.again = QPushButton(tr("Check again"))
        self.again.clicked.connect(self.check)
        self.values = {name: QLabel() for name in _FACTS}
        self.mode = paragraph()
        self.notes = NotesList()
        self.reference = ReferenceLine(draft)
        self.reference.changed.connect(self.changed)
        facts = QGridLayout()
        facts.setHorizontalSpacing(28)
        facts.setVerticalSpacing(2)
        for column, name in enumerate(_FACTS):
            facts.addWidget(heading(tr(name)), 0, column)
            value = self.values[name]
            value.setStyleSheet(f"font-size: {theme.LARGE_PT if column < 4 else theme.TEXT_PT}pt;")
            value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            facts.addWidget(value, 1, column)
        for column in (4, 5):  # sentences, as wide as there is room
            self.values[_FACTS[column]].setWordWrap(True)
            facts.setColumnStretch(column, column - 3)
        line = QHBoxLayout()
        line.addWidget(heading(tr("Start from")))
        line.addWidget(self.base)
        line.addStretch(1)
        line.addWidget(self.again)
        self.found = QWidget()
        found = QGridLayout(self.found)
        found.setContentsMargins(0, 0, 0, 0)
        found.setVerticalSpacing(12)
        found.addLayout(facts, 0, 0)
        found.addWidget(self.mode, 1, 0)
        found.addWidget(self.notes, 2, 0)
        found.setRowStretch(2, 1)
        self.body.insertWidget(0, quiet(tr(SNAPSHOT)))
        self.body.insertLayout(1, line)
        self.body.addWidget(self.found, 1)
        self.body.addWidget(self.reference)
        self.body.addStretch(0)
        self.found.hide()

    def enter(self) -> None:
        """Check at once, unless that was done."""
        self.reference.refresh()
        if self.draft.check is None and not self.command.running:
            self.check()

    def fault(self) -> str:
        """Nothing to go on with, or too little."""
        if self.command.running:
            return tr("The labels are being checked.")
        if self.reference.command.running:
            return tr("The reference set is being imported.")
        if self.draft.check:
            return self.draft.check.stop
        return tr(NOTHING_CHECKED if self.message.text() else NOT_CHECKED)

    @property
    def busy(self) -> bool:
        """Whether the check or an import of a reference set is under way."""
        return super().busy or self.reference.command.running

    def close_commands(self) -> None:
        """Give up the import of a reference set too."""
        super().close_commands()
        self.reference.command.close()

    def check(self) -> None:
        """Take a new snapshot and check it."""
        base = self.draft.base
        self.draft.clear()
        self.draft.base = base
        self.found.hide()
        self.again.setEnabled(False)
        self.ask(tr("Looking which models there are …"), "models", "list", "--json", then=self._models)

    def _models(self, document: dict[str, Any]) -> None:
        models = read_as(Models, document)
        self.draft.active = models.active
        usable = [line.name for line in models.models if not line.problem]
        if not usable:
            self.fail(tr("There is no model to start from. Install one first (menu Models)."))
        elif models.active in usable:
            self.ask(
                tr("Looking what the model in use was made from …"),
                "models", "show", models.active, "--json",
                then=lambda document: self._offer(usable, read_as(Shown, document).parent),
            )  # fmt: skip
        else:
            self._offer(usable, "")

    def _offer(self, usable: list[str], parent: str) -> None:
        """Offer the models to start from; first that from which the one in use was made, if it is there.

        A fine-tuned model has seen the site's patients: with it as the base nothing could be proven on them.
        """
        marks = {
            self.draft.active: tr(" (in use)"),
            parent: tr(" (the one in use was made from it)"),
        }
        self.base.clear()
        for name in usable:
            self.base.addItem(name + marks.get(name, ""), name)
        if self.draft.base not in usable:
            self.draft.base = next(name for name in (parent, self.draft.active, usable[0]) if name in usable)
        self.base.setCurrentIndex(self.base.findData(self.draft.base))
        self._import()

    def _import(self) -> None:
        folder = str(self.draft.workspace.new_dataset())
        self.ask(
            tr("Copying the labelled nodules …"), "train", "import", "site", "--out", folder, "--json",
            then=lambda _document: self._imported(folder),
        )  # fmt: skip

    def _imported(self, folder: str) -> None:
        self.draft.dataset = folder
        self._check_snapshot()

    def _check_snapshot(self) -> None:
        self.ask(
            tr("Looking for doubles, patients under two ids and nodules that the model was not made for …"),
            "train", "site-check", "--dataset", self.draft.dataset, "--base", self.draft.base, "--json",
            then=self._checked,
        )  # fmt: skip

    def _checked(self, document: dict[str, Any]) -> None:
        check = self.draft.check = read_as(SiteCheck, document)
        self.again.setEnabled(True)
        decided = check.benign + check.malignant
        reasons = {"unsure": check.unsure, **check.left_out}
        left = [f"{n} {tr(LEFT_OUT.get(reason, reason))}" for reason, n in reasons.items() if n]
        sources = [f"{n} {tr(SOURCES.get(name, name))}" for name, n in check.sources.items() if n]
        texts = (
            str(decided), str(check.malignant), str(check.benign), str(check.patients),
            tr(", ").join(left) or tr("none"), tr(", ").join(sources) or tr("not known"),
        )  # fmt: skip
        for name, text in zip(_FACTS, texts, strict=True):
            self.values[name].setText(text)
        self.mode.setText(sentence(check.stop) or tr(MODES[check.mode]))
        self.mode.setStyleSheet("font-weight: 600;")
        theme.tint(self.mode, Role.ERROR if check.stop else _COLOURS[check.mode])
        self.notes.set_check(check)
        self.found.show()

    def fail(self, text: str) -> None:
        """Let it be tried again."""
        super().fail(text)
        self.again.setEnabled(True)

    def leave(self) -> None:
        """A check that is given up can be begun again."""
        super().leave()
        self.again.setEnabled(True)

    def _base_chosen(self) -> None:
        base = self.base.currentData()
        if base and base != self.draft.base:
            self.draft.base = base
            self.draft.plan, self.draft.plans = None, {}
            if self.draft.dataset:
                self._check_snapshot()
