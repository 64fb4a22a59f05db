"""Last page: a package of the new model, and, only at the press of a button, its installation."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app import theme
from app.finetune.documents import Exported, Models, read_as
from app.finetune.page import Draft, Page
from app.finetune.workspace import INSTALLED_FILE, PACKAGE_FILE, attempt_of
from app.i18n import mark, sentence, tr
from app.labels import fill, paragraph, quiet
from app.palette import Role

EXPLAIN = mark(
    "The package holds the network for every runtime, a card with the figures, the training data's hash "
    "and a signature of this site; no image and no name. When it is made, its answers are compared with "
    "those of the training: a package that answers differently is refused."
)
OVERRIDE = mark(
    "So it can be put to work only on somebody's word: the reason and the name are written into the "
    "package and stay there."
)
NEEDS_REASON = mark("Write the reason and your name to overrule the verdict.")
#: A word or two is no reason.
LEAST_REASON = 10
PLEASE_EXPORT = mark("The package has not been made yet.")


class InstallPage(Page):
    """Exports, saves a copy, installs, goes back.

    Signals
    -------
    activated()
        Another model is the active one now.
    """

    title = mark("Export and install")
    next_text = mark("Close")
    activated = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.override_text = paragraph(tr(OVERRIDE))
        theme.tint(self.override_text, Role.WARNING)
        self.reason = QLineEdit(placeholderText=tr("Why it shall be used all the same"))
        self.reader = QLineEdit(placeholderText=tr("Your name"))
        self.override = QWidget()
        form = QFormLayout(self.override)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.override_text)
        form.addRow(tr("Reason"), self.reason)
        form.addRow(tr("Your name"), self.reader)
        self.export_button = QPushButton(tr("Make the package"))
        self.export_button.clicked.connect(self.export)
        self.facts = paragraph()
        self.save_button = QPushButton(tr("Save a copy …"))
        self.save_button.clicked.connect(self._ask_where)
        self.install_button = QPushButton()
        self.install_button.clicked.connect(self.install)
        self.back_button = QPushButton()
        self.back_button.clicked.connect(self.go_back)
        self.result = paragraph()
        self.result.setStyleSheet("font-weight: 600;")
        for edit in (self.reason, self.reader):
            edit.textChanged.connect(lambda _text: self.refresh())
        self.body.insertWidget(0, quiet(tr(EXPLAIN)))
        for widget in (self.override, self.export_button, self.facts):
            self.body.addWidget(widget)
        buttons = QHBoxLayout()
        for button in (self.install_button, self.save_button, self.back_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.export_button.setMaximumWidth(200)
        self.body.addLayout(buttons)
        self.body.addWidget(self.result)
        self.body.addStretch(1)

    def enter(self) -> None:
        """Show how it stands; which model is in use may have changed since the first page."""
        self.refresh()
        if not self.draft.active and not self.command.running:
            self.ask(tr("Looking which model is in use …"), "models", "list", "--json", then=self._models)

    def _models(self, document: dict[str, Any]) -> None:
        self.draft.active = read_as(Models, document).active
        self.refresh()

    def fault(self) -> str:
        """It can be left at any time."""
        return ""

    @property
    def _overruled(self) -> bool:
        return len(self.reason.text().strip()) >= LEAST_REASON and bool(self.reader.text().strip())

    def refresh(self) -> None:
        """Show how it stands."""
        draft, busy = self.draft, self.command.running
        needs = draft.verdict is not None and draft.verdict.needs_override
        made, installed = draft.exported, bool(draft.installed)
        self.override.setVisible(needs and made is None)
        if needs and draft.verdict is not None:
            self.override_text.setText(f"{sentence(draft.verdict.sentence)} {tr(OVERRIDE)}")
        self.export_button.setVisible(made is None)
        self.export_button.setEnabled(
            draft.verdict is not None and not busy and (self._overruled or not needs)
        )
        self.export_button.setToolTip(tr(NEEDS_REASON) if needs and not self._overruled else "")
        fill(self.facts, facts_text(made, Path(draft.package)) if made else "")
        self.save_button.setVisible(made is not None)
        self.save_button.setEnabled(not busy)
        self.install_button.setVisible(made is not None and not installed)
        self.install_button.setEnabled(not busy)
        if made is not None:
            self.install_button.setText(tr("Install, and use {name} from now on", name=made.name))
        self.install_button.setToolTip(
            tr("In use now: {active}; it stays installed.", active=draft.active) if draft.active else ""
        )
        self.back_button.setVisible(installed and bool(draft.active))
        self.back_button.setEnabled(not busy)
        self.back_button.setText(tr("Go back to {active}", active=draft.active))
        self.changed.emit()

    # ------------------------------------------------------------ the package

    def export(self) -> None:
        """Make the package."""
        draft = self.draft
        if draft.request is None or draft.verdict is None:
            return
        file = attempt_of(draft.request) / PACKAGE_FILE
        file.unlink(missing_ok=True)
        words = ["train", "finetune-export", "--run", draft.request.out, "--out", str(file), "--json"]
        if draft.verdict.needs_override:
            words += ["--override", self.reason.text().strip(), "--reader", self.reader.text().strip()]
        draft.package = str(file)
        self.ask(tr("Making the package and comparing its answers …"), *words, then=self._exported)
        self.refresh()

    def _exported(self, document: dict[str, Any]) -> None:
        self.draft.exported = read_as(Exported, document)
        self.refresh()

    def _ask_where(self) -> None:
        made = self.draft.exported
        if made is None:
            return
        path, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save a copy of the package"),
            tr("{name}.noduscope", name=made.name),
            tr("Model packages (*.noduscope)"),
        )
        if path:
            self.save_to(path)

    def save_to(self, path: str) -> None:
        """Save a copy of the package."""
        try:
            shutil.copyfile(self.draft.package, path)
        except OSError as error:
            self.fail(
                tr(
                    "The copy could not be written to {path} ({strerror}).",
                    path=path,
                    strerror=error.strerror,
                )
            )
        else:
            fill(self.message, "")
            fill(self.result, tr("A copy is at {path}.", path=path))

    # ------------------------------------------------------------ the model in use

    def install(self) -> None:
        """Install the package, then make it the model in use."""
        fill(self.result, "")
        self.ask(
            tr("Checking and installing the package …"), "models", "install", self.draft.package,
            then=lambda _nothing: self._activate(), document=False,
        )  # fmt: skip
        self.refresh()

    def _activate(self) -> None:
        made = self.draft.exported
        if made is not None:
            self.ask(
                tr("Putting it to use …"), "models", "activate", made.name,
                then=lambda _nothing: self._active(made.name), document=False,
            )  # fmt: skip

    def _active(self, name: str) -> None:
        self.draft.installed = name
        if self.draft.request is not None:
            (attempt_of(self.draft.request) / INSTALLED_FILE).write_text(name, "utf-8")
        fill(
            self.result,
            tr(
                "{name} is in use from now on. {active} stays installed.", name=name, active=self.draft.active
            ),
        )
        self.refresh()
        self.activated.emit()

    def go_back(self) -> None:
        """Make the model before the one in use again."""
        self.ask(
            tr("Going back …"), "models", "activate", self.draft.active,
            then=lambda _nothing: self._gone_back(), document=False,
        )  # fmt: skip
        self.refresh()

    def _gone_back(self) -> None:
        fill(
            self.result,
            tr(
                "{active} is in use again. {installed} stays installed.",
                active=self.draft.active,
                installed=self.draft.installed,
            ),
        )
        self.draft.installed = ""
        if self.draft.request is not None:
            (attempt_of(self.draft.request) / INSTALLED_FILE).unlink(missing_ok=True)
        self.refresh()
        self.activated.emit()

    def fail(self, text: str) -> None:
        """Say it; the buttons come back."""
        super().fail(text)
        self.refresh()


def facts_text(made: Exported, file: Path) -> str:
    """Return what was made, line by line."""
    eight = (
        tr("an INT8 form, faster here and as accurate")
        if made.int8
        else tr("no INT8 form: it would not pay here")
    )
    signed = (
        tr("Signed by this site (key {signed_by}).", signed_by=made.signed_by)
        if made.signed_by
        else tr("Not signed.")
    )
    size = tr(", {st_size:.1f} MB", st_size=file.stat().st_size / 1000000.0) if file.is_file() else ""
    return tr(
        "{name} is ready{size}. Its answers are those of the training.\nONNX, OpenVINO, and "
        "{eight}.\n{signed}\nSHA-256 {sha256}",
        name=made.name,
        size=size,
        eight=eight,
        signed=signed,
        sha256=made.sha256,
    )
