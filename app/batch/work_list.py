"""The work list: one line a series, with what became of it. It shows rows and says which one was chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app import theme
from app.batch.progress import RUNNING, WorkRow
from app.columns import set_widths
from app.i18n import mark, sentence, tr
from app.palette import Role
from engine.findings import probability_text

_COLUMNS = (
    mark("Series"), mark("Slices"), mark("State"), mark("Suggestions"), mark("Highest p"), mark("Why"),
)  # fmt: skip
_UID = int(Qt.ItemDataRole.UserRole)
_SORT = _UID + 1
_WORDS = {
    "waiting": mark("waiting"),
    "running": mark("running"),
    "analysed": mark("analysed"),
    "failed": mark("failed"),
    "left_out": mark("left out"),
    "stopped": mark("not yet"),
}
_NUMBERS = (1, 3, 4)


class _Item(QTreeWidgetItem):
    """A line that sorts numbers as numbers."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = tree.sortColumn() if tree else 0
        mine, theirs = self.data(column, _SORT), other.data(column, _SORT)
        return bool(mine < theirs) if mine is not None and theirs is not None else super().__lt__(other)


class WorkList(QTreeWidget):
    """The list.

    Signals
    -------
    chosen(str)
        UID of the series whose line was double-clicked, or on which Enter was pressed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(theme.TintDelegate(self))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHeaderLabels([tr(name) for name in _COLUMNS])
        self.setAccessibleName(tr("Work list"))
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)  # the plan's order until a head is clicked
        self.setSortingEnabled(True)
        set_widths(self, (250, 60, 120, 95, 85))  # with room for the arrow of the order
        self.itemActivated.connect(lambda item, _column: self.chosen.emit(item.data(0, _UID)))
        self._items: dict[str, QTreeWidgetItem] = {}
        self._shown: dict[str, WorkRow] = {}

    def set_rows(self, rows: Mapping[str, WorkRow]) -> None:
        """Show rows; only lines that changed are written anew, so that thousands do not stop the window."""
        if not set(self._shown) <= set(rows):
            self.clear()
            self._items.clear()
            self._shown.clear()
        changed = [row for uid, row in rows.items() if self._shown.get(uid) != row]
        if not changed:
            return
        self.setSortingEnabled(False)
        for row in changed:
            item = self._items.get(row.series_uid)
            if item is None:
                item = self._items[row.series_uid] = _Item(self)
            _fill(item, row)
            self._shown[row.series_uid] = row
        self.setSortingEnabled(True)

    def texts(self) -> list[list[str]]:
        """The lines in words, from the top."""
        items = (self.topLevelItem(i) for i in range(self.topLevelItemCount()))
        return [[item.text(c) for c in range(len(_COLUMNS))] for item in items if item is not None]


def _fill(item: QTreeWidgetItem, row: WorkRow) -> None:
    state = f"{tr(row.step)} …" if row.state == RUNNING and row.step else tr(_WORDS.get(row.state, row.state))
    probability = row.highest_probability
    texts = (
        row.description or tr("(no description)"),
        str(row.n_slices),
        state,
        "" if row.suggestions is None else str(row.suggestions),
        "" if probability is None else probability_text(probability),
        sentence(row.reason),
    )
    for column, text in enumerate(texts):
        item.setText(column, text)
        item.setToolTip(column, text if column in (0, 5) else "")
    item.setData(0, _UID, row.series_uid)
    for column, value in ((1, row.n_slices), (3, row.suggestions), (4, probability)):
        item.setData(column, _SORT, -1.0 if value is None else float(value))
    for column in _NUMBERS:
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    colour = {"failed": Role.ERROR, "left_out": Role.TEXT_QUIET, "stopped": Role.WARNING}.get(row.state)
    for column in range(len(_COLUMNS)):
        theme.tint_item(item, column, colour)
