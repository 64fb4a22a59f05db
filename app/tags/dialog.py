"""The window of the tag browser: search, tree, the whole value, copy. It asks nobody: see its signals."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.columns import set_widths
from app.i18n import tr, trn
from app.labels import fill, quiet
from app.room import size_within
from app.tags.words import found, line_of, text_of
from engine.protocol_tags import TagRow, TagsResult

_ROW = int(Qt.ItemDataRole.UserRole)
_VALUE = 3


class TagDialog(QDialog):
    """Shows the elements of one file.

    Signals
    -------
    followed(bool)
        Whether it is to show the slice on screen from now on.
    valueWanted(object)
        The whole value of a `TagRow`; answer with `show_value`.
    """

    followed = Signal(bool)
    valueWanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("DICOM tags"))
        self.setModal(False)
        size_within(self, 1000, 680)
        self._rows: tuple[TagRow, ...] = ()
        self._items: list[QTreeWidgetItem] = []
        self._copying: TagRow | None = None
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.follow = QCheckBox(tr("Follow the slice on screen"))
        self.follow.toggled.connect(self.followed)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search: tag, name or value, nested ones too"))
        self.search.setAccessibleName(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.counts = quiet()
        self.tree = self._tree()
        self.value = QPlainTextEdit()
        self.value.setReadOnly(True)
        self.value.setTabChangesFocus(True)
        self.value.setAccessibleName(tr("Value of the selected element"))
        self.whole = QPushButton(tr("Show the whole value"))
        self.whole.clicked.connect(self._ask_value)
        self.notes = quiet()
        self._lay_out()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.tree, self.copy_value)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setUniformRowHeights(True)
        tree.setHeaderLabels([tr("Tag"), tr("VR"), tr("Name"), tr("Value")])
        tree.setIndentation(14)
        set_widths(tree, (230, 40, 280))
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        tree.header().setStretchLastSection(True)
        tree.currentItemChanged.connect(lambda _now, _before: self._show_selected())
        tree.itemActivated.connect(lambda _item, _column: self._ask_value())
        return tree

    def _lay_out(self) -> None:
        self.identifiers = QCheckBox(tr("with identifiers"))
        self.identifiers.setToolTip(
            tr("Names, numbers, dates, UIDs, private elements: whatever a de-identified copy would not keep.")
        )
        buttons = QHBoxLayout()
        for text, action in (
            (tr("Copy value"), self.copy_value),
            (tr("Copy row"), self.copy_row),
            (tr("Copy all shown"), self.copy_all),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(action)
            buttons.addWidget(button)
        self.whole.setAutoDefault(False)
        buttons.addWidget(self.identifiers)
        buttons.addStretch(1)
        buttons.addWidget(self.whole)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.follow)
        search = QHBoxLayout()
        search.addWidget(self.search, 1)
        search.addWidget(self.counts)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.tree)
        parts.addWidget(self.value)
        parts.setStretchFactor(0, 1)
        parts.setSizes([480, 90])
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addLayout(search)
        layout.addWidget(parts, 1)
        layout.addWidget(self.notes)
        layout.addLayout(buttons)

    # ------------------------------------------------------------ what is shown

    @property
    def rows(self) -> list[TagRow]:
        """The lines that the search shows, in their order."""
        return [row for row, item in zip(self._rows, self._items, strict=True) if not item.isHidden()]

    def show_elements(self, result: TagsResult, where: str) -> None:
        """Show the elements of a file; the line that was selected stays selected where it is there again."""
        selected = self._selected()
        place, at = (selected.place if selected else None), self.tree.verticalScrollBar().value()
        self.heading.setText(f"{where}   {result.file}")
        self._fill(result.rows)
        self._filter()
        again = next((i for i in self._items if i.data(0, _ROW).place == place), None)
        if again is not None:
            self.tree.setCurrentItem(again)
        self.tree.verticalScrollBar().setValue(at)
        fill(self.notes, result.left_out)
        self._show_selected()

    def show_problem(self, text: str) -> None:
        """Show a sentence in the place of elements."""
        self._fill(())
        self.heading.setText("")
        self.counts.setText("")
        self.value.clear()
        self.whole.hide()
        fill(self.notes, text)

    def show_value(self, row: TagRow, text: str, *, cut: bool) -> None:
        """Show the whole value of a line, and copy it where that was asked for."""
        if row == self._copying:
            self._copying = None
            self._copy(text)
        if row == self._selected():
            self.value.setPlainText(text)
            self.whole.hide()
            if cut:
                fill(self.notes, tr("The value is longer still; this is the first part of it."))

    def _fill(self, rows: tuple[TagRow, ...]) -> None:
        self.tree.setUpdatesEnabled(False)
        self.tree.clear()
        self._rows, self._items = rows, []
        above: list[QTreeWidgetItem] = []
        tops: list[QTreeWidgetItem] = []
        for row in rows:
            item = QTreeWidgetItem([row.tag, row.vr, row.name, row.value + (" …" if row.cut else "")])
            item.setData(0, _ROW, row)
            del above[row.depth :]
            if above:
                above[-1].addChild(item)
            else:
                tops.append(item)
            above.append(item)
            self._items.append(item)
        self.tree.addTopLevelItems(tops)
        self.tree.setUpdatesEnabled(True)

    def _filter(self) -> None:
        search = self.search.text()
        shown, count = found(self._rows, search)
        self.tree.setUpdatesEnabled(False)
        for item, visible in zip(self._items, shown, strict=True):
            item.setHidden(not visible)
            if search and visible and item.childCount():
                item.setExpanded(True)
        self.tree.setUpdatesEnabled(True)
        current = self.tree.currentItem()
        if current is not None and current.isHidden():
            self.tree.setCurrentIndex(QModelIndex())
        self.counts.setText(
            trn("1 found", "{n} found", count) if search else trn("1 line", "{n} lines", len(self._rows))
        )

    def _selected(self) -> TagRow | None:
        item = self.tree.currentItem()
        return None if item is None else item.data(0, _ROW)

    def _show_selected(self) -> None:
        row = self._selected()
        self.value.setPlainText("" if row is None else row.value + (" …" if row.cut else ""))
        self.whole.setVisible(row is not None and row.cut)

    def _ask_value(self) -> None:
        row = self._selected()
        if row is not None and row.cut:
            self.valueWanted.emit(row)

    # ------------------------------------------------------------ copying

    def copy_value(self) -> None:
        """Copy the value of the selected line, all of it."""
        row = self._selected()
        if row is not None and row.cut:
            self._copying = row
            self.valueWanted.emit(row)
        elif row is not None:
            self._copy(row.value)

    def copy_row(self) -> None:
        """Copy the selected line."""
        row = self._selected()
        if row is not None:
            self._copy(line_of(row).strip())

    def copy_all(self) -> None:
        """Copy every line that the search shows."""
        self._copy(text_of(self.rows, identifiers=self.identifiers.isChecked()))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.counts.setText(tr("copied"))
