"""The window of the worklist: search, filters, the studies, what is known of the chosen one.

It shows lines and says what the reader wants; it opens and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.columns import set_widths
from app.i18n import mark, tr
from app.labels import fill, paragraph, quiet
from app.palette import Role
from app.room import size_within
from app.worklist import words
from app.worklist.table import WIDTHS, StudyTable
from app.worklist.words import Line

READING = mark("The list is being read …")
EMPTY = mark(
    "No study is listed yet. What is opened, received or analysed on this computer is listed here by itself."
)
NOTHING_LEFT = mark("No study here is as you ask. Empty the search or choose “All” to see every one.")
HINT = mark(
    "Enter or double click opens a study; Del takes it off the list and leaves its files and findings. Not"
    " for sole diagnosis."
)


class WorklistDialog(QDialog):
    """Shows the worklist. It leaves the main window usable.

    Signals
    -------
    chosen(object)
        A `ListedStudy` to open.
    nextRequested()
        Open the next unread study.
    removed(object)
        Ids of studies to take off the list.
    shownAgain()
        The window came to the front: what it shows may be old.
    """

    chosen = Signal(object)
    nextRequested = Signal()
    removed = Signal(object)
    shownAgain = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Worklist"))
        self.setModal(False)
        size_within(self, 1160, 620)
        self.search = QLineEdit(placeholderText=tr("Search in all columns"), clearButtonEnabled=True)
        self.search.setAccessibleName(tr("Search"))
        self.status = _box([tr(text) for text in words.FILTERS], tr("Status"))
        self.period = _box([tr(text) for text in words.PERIODS], tr("Study date"))
        self.counts = QLabel()
        self.table = StudyTable()
        self.view = QTreeView(rootIsDecorated=False, uniformRowHeights=True, sortingEnabled=True)
        self.view.setAccessibleName(tr("Worklist"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.header().setSortIndicator(words.CHANGED, Qt.SortOrder.DescendingOrder)
        self.view.setModel(self.table)
        set_widths(self.view, WIDTHS)
        self.note = paragraph()
        self.trouble = paragraph()
        theme.tint(self.trouble, Role.WARNING)
        self.trouble.hide()
        self.about = quiet()
        self.open_button = QPushButton(tr("&Open"))
        self.next_button = QPushButton(tr("&Next unread"))
        self.remove_button = QPushButton(tr("&Remove from the list"))
        for button in (self.open_button, self.next_button, self.remove_button):
            button.setAutoDefault(False)  # Enter belongs to the list
        self._known = False
        self._lay_out()
        self._join()
        self._tell()

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.status)
        top.addWidget(self.period)
        bottom.addWidget(self.counts, 1)
        for button in (self.remove_button, self.next_button, self.open_button):
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addLayout(top)
        layout.addWidget(self.trouble)
        layout.addWidget(self.note)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.about)
        layout.addLayout(bottom)
        layout.addWidget(quiet(tr(HINT)))

    def _join(self) -> None:
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.status.currentIndexChanged.connect(lambda _index: self._narrow())
        self.period.currentIndexChanged.connect(lambda _index: self._narrow())
        self.view.activated.connect(lambda _index: self._open())
        self.open_button.clicked.connect(self._open)
        self.next_button.clicked.connect(self.nextRequested)
        self.remove_button.clicked.connect(self._remove)
        QShortcut(
            QKeySequence(Qt.Key.Key_Delete), self.view, self._remove,
            context=Qt.ShortcutContext.WidgetShortcut,
        )  # fmt: skip
        self.search.installEventFilter(self)
        self.table.modelAboutToBeReset.connect(self._keep_selection)
        self.table.modelReset.connect(self._restore_selection)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._tell())

    # ------------------------------------------------------------ what is shown

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other studies; those that were chosen stay chosen."""
        self._known = True
        self.table.set_lines(lines)
        self._tell()

    def say(self, text: str) -> None:
        """Say what went wrong; an empty text takes it back."""
        fill(self.trouble, text)

    def texts(self) -> list[list[str]]:
        """The lines in words, from the top."""
        model, columns = self.table, range(self.table.columnCount())
        return [[str(model.index(r, c).data()) for c in columns] for r in range(model.rowCount())]

    def selected(self) -> list[Line]:
        """The chosen lines, from the top."""
        return [self.table.shown[i.row()] for i in sorted(self.view.selectionModel().selectedRows())]

    def _narrow(self) -> None:
        self.table.narrow(
            self.search.text(),
            list(words.FILTERS.values())[self.status.currentIndex()],
            list(words.PERIODS.values())[self.period.currentIndex()],
        )
        self._tell()

    def _keep_selection(self) -> None:
        # The model still has the old lines here.
        current = self.view.currentIndex()
        self._kept = {line.study.id for line in self.selected()}
        self._kept_current = self.table.shown[current.row()].study.id if current.isValid() else None

    def _restore_selection(self) -> None:
        model, flags = self.view.selectionModel(), QItemSelectionModel.SelectionFlag
        rows = {line.study.id: row for row, line in enumerate(self.table.shown)}
        kept = [rows[study] for study in self._kept if study in rows]
        current = rows.get(self._kept_current) if self._kept_current is not None else None
        if current is None and rows:
            current = min(kept, default=0)
            kept = kept or [current]
        if current is not None:
            model.setCurrentIndex(self.table.index(current, 0), flags.NoUpdate)
        for row in kept:
            model.select(self.table.index(row, 0), flags.Select | flags.Rows)

    def _tell(self) -> None:
        """Write what is known of the chosen study, and how many there are."""
        chosen, shown, lines = self.selected(), len(self.table.shown), self.table.lines
        nothing = NOTHING_LEFT if lines else EMPTY if self._known else READING
        fill(self.note, "" if shown else tr(nothing))
        self.counts.setText(words.counts(lines, shown) if lines else "")
        self.about.setText(words.remark(chosen[0]) if len(chosen) == 1 else "")
        self.open_button.setEnabled(len(chosen) == 1)
        self.remove_button.setEnabled(bool(chosen))

    # ------------------------------------------------------------ what is wanted

    def _open(self) -> None:
        chosen = self.selected()
        if len(chosen) == 1:
            self.chosen.emit(chosen[0].study)

    def _remove(self) -> None:
        ids = [line.study.id for line in self.selected()]
        if ids:
            self.removed.emit(ids)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search to the lines with Down or Enter."""
        down = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        pressed = (
            event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        )
        if watched is self.search and pressed in down:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Ask for the studies anew when the window comes to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.shownAgain.emit()

    def showEvent(self, event: object) -> None:
        """Give the keys to the lines: Enter opens the first one, and letters that are typed go nowhere."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)


def _box(texts: Sequence[str], name: str) -> QComboBox:
    box = QComboBox()
    box.addItems(list(texts))
    box.setAccessibleName(name)
    return box
