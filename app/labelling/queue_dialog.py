"""The window of the label queue: what to label next, narrowed as the reader likes, and how much is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.columns import set_widths
from app.i18n import mark, tr
from app.labelling.queue import FILTERS, QueueItem, counts_text, ordered, same_nodule
from app.labelling.queue_table import WIDTHS, QueueTable
from app.labels import fill, paragraph, quiet
from app.room import size_within

HINT = mark(
    "Double click or Enter shows the nodule. At the top is what has no label and the active model is least"
    " sure of."
)
EMPTY = mark(
    "There is nothing to label yet. Analyze a folder (Ctrl+B), or point at nodules in the image: both are"
    " listed here."
)
NOTHING_LEFT = mark("No nodule here is as you ask. Choose “All” to see every one.")


class QueueDialog(QDialog):
    """Shows the queue. It leaves the main window usable.

    Signals
    -------
    chosen(object)
        A `QueueItem` to show in the viewer.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Label queue"))
        self.setModal(False)
        size_within(self, 1000, 520)
        self._items: Sequence[QueueItem] = ()
        self._active = ""
        self.which = QComboBox()
        for name in FILTERS:
            self.which.addItem(tr(name), name)
        self.which.setAccessibleName(tr("Which nodules"))
        self.search = QLineEdit(placeholderText=tr("Series or reader"), clearButtonEnabled=True)
        self.search.setAccessibleName(tr("Search"))
        self.counts = QLabel()
        self.table = QueueTable()
        self.view = QTreeView(rootIsDecorated=False, uniformRowHeights=True)
        self.view.setModel(self.table)
        self.view.setAccessibleName(tr("Label queue"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        set_widths(self.view, WIDTHS)
        self.note = paragraph()
        line = QHBoxLayout()
        line.addWidget(self.which)
        line.addWidget(self.search, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addLayout(line)
        layout.addWidget(self.counts)
        layout.addWidget(self.note)
        layout.addWidget(self.view, 1)
        layout.addWidget(quiet(tr(HINT)))
        self.which.currentTextChanged.connect(lambda _text: self._refill())
        self.search.textChanged.connect(lambda _text: self._refill())
        self.view.activated.connect(lambda index: self.chosen.emit(self.table.items[index.row()]))
        self._refill()

    def set_items(self, items: Sequence[QueueItem], active: str) -> None:
        """Show other nodules; the line that was chosen stays chosen.

        Parameters
        ----------
        items
            In any order.
        active
            The active model, ``ID-VERSION``.
        """
        self._items, self._active = ordered(items, active), active
        self._refill()

    def texts(self) -> list[list[str]]:
        """The lines in words, from the top."""
        model, columns = self.table, range(self.table.columnCount())
        return [[str(model.index(r, c).data()) for c in columns] for r in range(model.rowCount())]

    def select(self, item: QueueItem) -> None:
        """Mark a nodule's line, if it is shown."""
        for row, shown in enumerate(self.table.items):
            if same_nodule(shown, item):
                self.view.setCurrentIndex(self.table.index(row, 0))
                return

    def _refill(self) -> None:
        before = self._current()
        wanted, text = FILTERS[self.which.currentData()], self.search.text().strip().casefold()
        rows = [item for item in self._items if wanted(item.state) and text in _searched(item)]
        self.table.set_items(rows, self._active)
        self.counts.setText(counts_text(self._items))
        fill(self.note, "" if rows else tr(NOTHING_LEFT) if self._items else tr(EMPTY))
        if before is not None:
            self.select(before)
        if rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.table.index(0, 0))

    def _current(self) -> QueueItem | None:
        index = self.view.currentIndex()
        return self.table.items[index.row()] if index.isValid() else None

    def showEvent(self, event: object) -> None:
        """Give the keys to the lines: Enter shows the first nodule."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)


def _searched(item: QueueItem) -> str:
    readers = f"{item.state.reader} {item.state.reviewer}" if item.state else ""
    return f"{item.description} {readers}".casefold()
