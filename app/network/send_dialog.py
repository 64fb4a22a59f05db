"""Send files to a node: which folder or files, to whom, progress, and once more what did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import program
from app.i18n import sentence, tr, trn
from app.labels import quiet
from app.network.command import Maker
from app.network.node_dialog import NodeDialog
from app.palette import Role

#: Reasons shown; the number of all of them is always said.
_REASONS = 5


class SendDialog(NodeDialog):
    """Sends; a stop comes after the file that is on its way."""

    def __init__(self, command: Maker = program.command, parent: QWidget | None = None) -> None:
        super().__init__(tr("Send to a node"), 620, 380, command, parent)
        self._process = self._command()
        self._process.told.connect(self._progressed)
        self._process.done.connect(self._sent)
        self._process.failed.connect(self._failed)
        self.paths = QListWidget()
        self.paths.setAccessibleName(tr("What to send"))
        self.paths.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.folder_button = QPushButton(tr("Add folder …"))
        self.files_button = QPushButton(tr("Add files …"))
        self.remove_button = QPushButton(tr("Remove"))
        self.send_button = QPushButton(tr("Send"))
        self._lay_out()
        self.folder_button.clicked.connect(self._ask_folder)
        self.files_button.clicked.connect(self._ask_files)
        self.remove_button.clicked.connect(self._remove)
        self.send_button.clicked.connect(self.send)
        self._refresh()

    def _lay_out(self) -> None:
        add = QHBoxLayout()
        for button in (self.folder_button, self.files_button, self.remove_button):
            add.addWidget(button)
        add.addStretch(1)
        to = QHBoxLayout()
        to.addWidget(quiet(tr("To")))
        to.addWidget(self.node, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addWidget(quiet(tr("DICOM files of these folders are sent; other files stay.")))
        layout.addWidget(self.paths, 1)
        layout.addLayout(add)
        layout.addLayout(to)
        layout.addWidget(self.message)
        layout.addLayout(self._buttons(self.send_button))
        self._leave_return_to_fields()

    def propose(self, paths: Sequence[str]) -> None:
        """Name what to send; while it sends, its own list stays."""
        if not self.busy:
            self.paths.clear()
            self.paths.addItems(list(paths))
            self._refresh()

    def send(self) -> None:
        """Send what is listed."""
        paths = [self.paths.item(i).text() for i in range(self.paths.count())]
        if self.busy or not paths or not self.node.count():
            return
        self._say(tr("Sending …"), Role.TEXT_QUIET)
        self.bar.setRange(0, 0)
        self._process.run("send", self.node.currentText(), *paths, "--json-events", "--stop-on-eof")
        self._refresh()

    def _progressed(self, event: dict[str, Any]) -> None:
        if event["event"] == "progress":
            self.bar.setRange(0, int(event["of"]))
            self.bar.setValue(int(event["done"]))

    def _sent(self, document: dict[str, Any]) -> None:
        n, failed, skipped = int(document["sent"]), document["failed"], document["skipped"]
        text = trn("1 file was sent.", "{n} files were sent.", n)
        if failed:
            reasons = dict.fromkeys(str(row["reason"]) for row in failed)
            text += tr(
                " {n} were not: {reasons}",
                n=len(failed),
                reasons=" ".join(map(sentence, list(reasons)[:_REASONS])),
            )
            # What is left is listed, so that Send sends just that.
            self.paths.clear()
            self.paths.addItems([str(row["path"]) for row in failed])
        if document["cancelled"]:
            text = tr("Stopped. {text}", text=text)
        if skipped:
            text += tr(" {n} that are no DICOM files stayed here.", n=len(skipped))
        self.send_button.setText(tr("Send again") if failed or document["cancelled"] else tr("Send"))
        self._say(text, Role.ERROR if failed else Role.ACCENT)
        self._refresh()

    def _failed(self, text: str) -> None:
        self._say(text or tr("Stopped."), Role.ERROR if text else Role.TEXT_QUIET)
        self.send_button.setText(tr("Send again"))
        self._refresh()

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder of files to send"), self._last())
        if folder:
            self._add([folder])

    def _ask_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, tr("Files to send"), self._last())
        self._add(files)

    def _add(self, paths: Sequence[str]) -> None:
        known = {self.paths.item(i).text() for i in range(self.paths.count())}
        self.paths.addItems([path for path in paths if path not in known])
        self._refresh()

    def _last(self) -> str:
        count = self.paths.count()
        return str(Path(self.paths.item(count - 1).text()).parent) if count else ""

    def _remove(self) -> None:
        self.paths.takeItem(self.paths.currentRow())
        self._refresh()

    def _refresh(self) -> None:
        super()._refresh()
        busy = self.busy
        for widget in (self.node, self.paths, self.folder_button, self.files_button, self.remove_button):
            widget.setEnabled(not busy)
        self.send_button.setEnabled(not busy and self.node.count() > 0 and self.paths.count() > 0)
        self.bar.setVisible(busy)
