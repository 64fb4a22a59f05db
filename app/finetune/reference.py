"""The reference set: one line that says whether there is one, and imports or removes it."""

from __future__ import annotations

import shutil
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QProgressBar, QPushButton, QWidget

from app.finetune.command import Command
from app.finetune.page import Draft
from app.i18n import mark, tr
from app.labels import heading, quiet

NONE = mark(
    "None. What the new model would lose on other sites' nodules cannot be measured, and is held back only "
    "by staying near the old weights. Import LIDC-IDRI nodule crops once to have both."
)
THERE = mark("Imported. It is replayed in the training, and the verdict measures what is lost on it.")
IMPORTING = mark("Importing; this takes a minute or two …")
#: Written beside the set's place while it is read, so that half a set is never taken for one.
_PART = "reference.part"


class ReferenceLine(QWidget):
    """Says, imports, removes.

    Signals
    -------
    changed()
        There is a set now, or none, or one is on its way.
    """

    changed = Signal()

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.command = Command(draft.command, self)
        self.command.answered.connect(self._imported)
        self.command.failed.connect(self._failed)
        self.text = quiet()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.bar.setFixedSize(90, 6)
        self.import_button = QPushButton(tr("Import …"))
        self.import_button.clicked.connect(self._ask_folder)
        self.remove_button = QPushButton(tr("Remove"))
        self.remove_button.clicked.connect(self._remove)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(heading(tr("Reference set")))
        line.addWidget(self.text, 1)
        for widget in (self.bar, self.import_button, self.remove_button):
            line.addWidget(widget)
        self.refresh()

    def refresh(self, failure: str = "") -> None:
        """Show how it stands."""
        running, there = self.command.running, self._draft.workspace.has_reference
        self.text.setText(failure or (tr(IMPORTING) if running else tr(THERE) if there else tr(NONE)))
        self.bar.setVisible(running)
        self.import_button.setVisible(not there or running)
        self.import_button.setText(tr("Cancel") if running else tr("Import …"))
        self.remove_button.setVisible(there and not running)
        self.changed.emit()

    def import_from(self, folder: str) -> None:
        """Import a folder of nodule crops."""
        part = self._draft.workspace.reference.with_name(_PART)
        shutil.rmtree(part, ignore_errors=True)
        self.command.start("train", "import", "lidc-crops", folder, "--out", str(part), "--json")
        self.refresh()

    def _ask_folder(self) -> None:
        if self.command.running:
            self.command.cancel()
            self.refresh()
            return
        folder = QFileDialog.getExistingDirectory(self, tr("Folder of LIDC-IDRI nodule crops"))
        if folder:
            self.import_from(folder)

    def _imported(self, _document: dict[str, Any]) -> None:
        target = self._draft.workspace.reference
        try:
            shutil.rmtree(target, ignore_errors=True)
            target.with_name(_PART).rename(target)
        except OSError as error:
            self._failed(
                tr("The reference set could not be put in its place ({strerror}).", strerror=error.strerror)
            )
            return
        self._draft.plan, self._draft.plans = None, {}
        self.refresh()

    def _failed(self, text: str) -> None:
        shutil.rmtree(self._draft.workspace.reference.with_name(_PART), ignore_errors=True)
        self.refresh(text)

    def _remove(self) -> None:
        sure = QMessageBox.question(
            self,
            tr("Remove the reference set"),
            tr("Delete the imported reference set? It can be imported again."),
        )
        if sure == QMessageBox.StandardButton.Yes:
            shutil.rmtree(self._draft.workspace.reference, ignore_errors=True)
            self._draft.plan, self._draft.plans = None, {}
            self.refresh()
