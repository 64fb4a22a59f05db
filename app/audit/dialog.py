"""The window of the audit log: search, rows, whether it is whole. It asks nobody: see its signals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.columns import set_widths
from app.i18n import mark, sentence, tr, trn
from app.labels import fill, paragraph, quiet
from app.palette import Role
from app.room import size_within

if TYPE_CHECKING:
    from engine.store.audit import Entry, Verdict

#: The log's words for what was done; one of a later version is shown as it is.
ACTIONS = {
    "decision": mark("decision"),
    "statement": mark("statement"),
    "outline": mark("outline"),
    "label": mark("label"),
    "label review": mark("label review"),
    "labels merged": mark("labels merged"),
    "signature": mark("signed"),
    "export": mark("export"),
    "model": mark("model"),
    "network": mark("network"),
}
COLUMNS = (
    mark("Time"),
    mark("Who"),
    mark("What"),
    mark("Of"),
    mark("Detail"),
    mark("Series"),
    mark("Version"),
)
WIDTHS = (150, 120, 110, 130, 215, 260, 90)
HINT = mark(
    "Newest first. Rows are only ever added; details are shown as the log has them. All of it, for other"
    " programs: noduscope audit --csv"
)
WHOLE = (
    mark("The log is whole: one row. Hash of the last: {digest}"),
    mark("The log is whole: {n} rows. Hash of the last: {digest}"),
)
ROWS = (mark("one row"), mark("{n} rows"))


class AuditDialog(QDialog):
    """Shows the log. It leaves the main window usable.

    Signals
    -------
    verifyRequested()
        Check that the log is whole; answer with `show_verdict`.
    shownAgain()
        The window came to the front: what it shows may be old.
    """

    verifyRequested = Signal()
    shownAgain = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Audit log"))
        self.setModal(False)
        size_within(self, 1120, 620)
        self._entries: list[Entry] = []
        self.search = QLineEdit(placeholderText=tr("Search in all columns"), clearButtonEnabled=True)
        self.search.setAccessibleName(tr("Search"))
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.counts = QLabel()
        self.view = QTreeWidget()
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAccessibleName(tr("Audit log"))
        self.view.setHeaderLabels([tr(title) for title in COLUMNS])
        set_widths(self.view, WIDTHS)
        self.verdict = paragraph()
        self.verify_button = QPushButton(tr("&Verify"))
        self.verify_button.setAutoDefault(False)
        self.verify_button.setToolTip(tr("Follow the hashes from the first row to the last."))
        self.verify_button.clicked.connect(self.verifyRequested)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.counts)
        bottom.addWidget(quiet(tr(HINT)), 1)
        bottom.addWidget(self.verify_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.verdict)
        layout.addLayout(bottom)
        fill(self.verdict, "")

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show rows, in this order."""
        if list(entries) == self._entries:
            return
        self._entries = list(entries)
        self.view.clear()
        self.view.addTopLevelItems([_row(entry) for entry in entries])
        self._narrow()

    def show_verdict(self, verdict: Verdict) -> None:
        """Say whether the log is whole."""
        text = sentence(verdict.problem) or trn(*WHOLE, verdict.rows, digest=verdict.digest)
        theme.tint(self.verdict, Role.ERROR if verdict.problem else Role.TEXT)
        fill(self.verdict, text)

    def show_problem(self, text: str) -> None:
        """Say what went wrong."""
        theme.tint(self.verdict, Role.ERROR)
        fill(self.verdict, text)

    def texts(self) -> list[list[str]]:
        """The rows that are shown, in words, from the top."""
        columns = range(len(COLUMNS))
        return [[item.text(c) for c in columns] for item in self._items() if not item.isHidden()]

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.view.topLevelItem(row) for row in range(self.view.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _narrow(self) -> None:
        words = self.search.text().casefold().split()
        shown = 0
        for item in self._items():
            told = " ".join(item.text(c) for c in range(len(COLUMNS))).casefold()
            item.setHidden(not all(word in told for word in words))
            shown += not item.isHidden()
        self.counts.setText(trn(*ROWS, shown))

    def changeEvent(self, event: QEvent) -> None:
        """Ask for the rows anew when the window comes to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.shownAgain.emit()


def _row(entry: Entry) -> QTreeWidgetItem:
    """Return a row; what may be longer than its column is in its tooltip."""
    row = QTreeWidgetItem(cells(entry))
    for column, text in enumerate(cells(entry)):
        row.setToolTip(column, text)
    return row


def cells(entry: Entry) -> list[str]:
    """Return a row in words, in this computer's time."""
    return [
        f"{entry.made.astimezone():%Y-%m-%d %H:%M:%S}",
        entry.reader,
        tr(ACTIONS[entry.action]) if entry.action in ACTIONS else entry.action,
        entry.subject,
        entry.detail,
        entry.series_uid,
        entry.software,
    ]
