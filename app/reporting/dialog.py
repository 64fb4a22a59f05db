"""The report's window: what it says, the reader's words, the signature, and where the files go.

It shows a draft and says what the reader wants; it keeps, signs and writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.batch.request import FORMATS
from app.columns import head_left
from app.i18n import day_and_time, mark, sentence, tr
from app.labels import fill, heading, paragraph, quiet
from app.palette import Role
from app.reporting.draft import Draft
from app.room import size_within
from engine.reading import Signature

TITLES = (
    mark("No."), mark("On the image"), mark("Slice"), mark("Size"), mark("Call"), mark("Probability"),
    mark("Decision"), mark("Label"),
)  # fmt: skip
#: What is handed over unless the reader chooses otherwise.
DEFAULT_FORMATS = ("json", "sr", "seg", "pdf")
SIGNING = mark(
    "Signing says that you have read the images and stand by this report. It is not an electronic signature"
    " in the sense of the law. A later change makes it a draft again."
)
DRAFT = mark("Draft, not signed.")


class ReportDialog(QDialog):
    """The window.

    Signals
    -------
    edited()
        The reader has typed in the impression.
    signRequested()
        The reader signs what is shown.
    exportRequested()
        The files are wanted.
    cancelRequested()
        The files are wanted no longer.
    closed()
        It is hidden: what was typed must be kept now.
    """

    edited = Signal()
    signRequested = Signal()
    exportRequested = Signal()
    cancelRequested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report"))
        self.setModal(False)
        size_within(self, 880, 760)
        self.series = quiet()
        self.state = QLabel()
        self.table = QTableWidget(0, len(TITLES))
        self.table.setHorizontalHeaderLabels([tr(title) for title in TITLES])
        self.table.setAccessibleName(tr("Findings of the report"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        head_left(self.table)
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in range(3):  # numbers
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.more = QListWidget()
        self.more.setAccessibleName(tr("Measurements and key images"))
        self.more.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.more.setMaximumHeight(110)
        self.impression = QPlainTextEdit()
        self.impression.setAccessibleName(tr("Impression"))
        self.impression.setTabChangesFocus(True)
        self.impression.textChanged.connect(self.edited)
        self.reader = QLineEdit(placeholderText=tr("Your name, as it is to stand in the report"))
        self.organisation = QLineEdit(placeholderText=tr("Hospital or practice (may be empty)"))
        self.sign_button = QPushButton(tr("&Sign"))
        self.sign_button.clicked.connect(self.signRequested)
        self.formats = {name: QCheckBox(tr(text)) for name, text in FORMATS.items()}
        for name, box in self.formats.items():
            box.setChecked(name in DEFAULT_FORMATS)
        self.deidentify = QCheckBox(tr("De-&identify: no names, no words of yours, no signature"))
        self.folder = QLineEdit(placeholderText=tr("Folder for the report"))
        self.folder_button = QPushButton(tr("&Choose …"))
        self.folder_button.clicked.connect(self._ask_folder)
        self.export_button = QPushButton(tr("&Export"))
        self.export_button.clicked.connect(self.exportRequested)
        self.cancel_button = QPushButton(tr("Cance&l"))
        self.cancel_button.clicked.connect(self.cancelRequested)
        self.bar = QProgressBar()
        self.message = paragraph()
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter belongs to the text
        self._lay_out()
        self.set_busy(None)

    def _lay_out(self) -> None:
        who = QHBoxLayout()
        who.addWidget(self.reader, 1)
        who.addWidget(self.organisation, 1)
        who.addWidget(self.sign_button)
        formats = QHBoxLayout()
        for box in self.formats.values():
            formats.addWidget(box)
        formats.addStretch(1)
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(self.folder_button)
        go = QHBoxLayout()
        go.addWidget(self.deidentify, 1)
        go.addWidget(self.bar)
        go.addWidget(self.cancel_button)
        go.addWidget(self.export_button)
        below = QGridLayout()
        below.setColumnStretch(1, 1)
        parts = ((tr("Reader"), who), (tr("Formats"), formats), (tr("Folder"), where), ("", go))
        for row, (text, part) in enumerate(parts):
            below.addWidget(quiet(text), row, 0)
            below.addLayout(part, row, 1)
        top = QHBoxLayout()
        top.addWidget(self.series, 1)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addLayout(top)
        layout.addWidget(heading(tr("Findings")))
        layout.addWidget(self.table, 2)
        layout.addWidget(heading(tr("Measurements and key images")))
        layout.addWidget(self.more)
        layout.addWidget(heading(tr("Impression")))
        layout.addWidget(self.impression, 2)
        layout.addLayout(below)
        layout.addWidget(quiet(tr(SIGNING)))
        layout.addWidget(self.message)

    # ------------------------------------------------------------ what is shown

    def show_draft(self, draft: Draft, description: str) -> None:
        """Show findings, measurements and key images as they are now."""
        self.series.setText(description)
        rows = draft.rows()
        self.table.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(sentence(cell)))
        self.more.clear()
        self.more.addItems(draft.lines())

    def set_impression(self, text: str) -> None:
        """Put in what was kept, or a first draft; it counts as nobody's typing."""
        if text != self.impression.toPlainText():
            self.impression.blockSignals(True)
            self.impression.setPlainText(text)
            self.impression.blockSignals(False)

    def show_state(self, signature: Signature | None, *, holds: bool) -> None:
        """Say whether it is signed; `holds` is false where it was changed since."""
        text = tr(DRAFT)
        if signature is not None:
            when = day_and_time(signature.signed)
            text = tr("Signed by {name}, {when}.", name=signature.name, when=when)
            if not holds:
                text = tr(
                    "{draft} Changed since it was signed by {name}, {when}.",
                    draft=tr(DRAFT),
                    name=signature.name,
                    when=when,
                )
        signed = signature is not None and holds
        self.state.setText(text)
        theme.tint(self.state, Role.ACCENT if signed else Role.WARNING)
        self.sign_button.setEnabled(not signed)
        self.export_button.setText(tr("&Export") if signed else tr("&Export draft"))

    def set_busy(self, progress: tuple[int, int] | None) -> None:
        """Show how far the files are: steps done and in all; `None` for nothing under way."""
        busy = progress is not None
        self.bar.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.export_button.setEnabled(not busy)
        if progress is not None:
            self.bar.setRange(0, progress[1])
            self.bar.setValue(progress[0])

    def say(self, text: str, *, fault: bool = False) -> None:
        """Write a sentence below."""
        theme.tint(self.message, Role.WARNING if fault else None)
        fill(self.message, text)

    # ------------------------------------------------------------ what is wanted

    @property
    def chosen(self) -> Sequence[str]:
        """Formats that are wanted."""
        return tuple(name for name, box in self.formats.items() if box.isChecked())

    def _ask_folder(self) -> None:
        start = self.folder.text() or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for the report"), start)
        if folder:
            self.folder.setText(folder)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed."""
        self.closed.emit()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape hides it, and what was typed is kept."""
        self.closed.emit()
        super().reject()
