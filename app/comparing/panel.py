"""The table of the comparison beside the image: each nodule now and before, growth, doubling time.

It shows what it is told and says which nodule the reader chose; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.columns import head_left, set_widths
from app.comparing.pairs import Followed
from app.findings.entry import NoduleEntry
from app.i18n import mark, tr
from app.labels import fill, heading, quiet
from app.palette import Role

_TITLES = (mark("#"), mark("Mean, mm"), mark("Growth"), mark("VDT"), mark("State"))
_TIP = mark(
    "Mean of both axes before and now, its growth in mm, volume-doubling time in days. ▲: larger by more than"
    " 1.5 mm."
)
#: Pixels of the columns but the last.
_WIDTHS = (24, 80, 60, 48)
_ID = int(Qt.ItemDataRole.UserRole)
_ROW = 24
#: More rows than these scroll; the card needs the room.
_MOST_ROWS = 6


@dataclass(frozen=True)
class Row:
    """A nodule and what is known of it: `None` while it is looked for (`waiting`), or if it cannot be."""

    entry: NoduleEntry
    followed: Followed | None
    waiting: bool = False

    def cells(self) -> tuple[str, ...]:
        """What the table says of it, as its titles name the columns; lengths in mm, times in days."""
        known, entry = self.followed, self.entry
        now = (entry.long_axis.length_mm + entry.short_axis.length_mm) / 2
        if known is None:
            return (str(entry.number), f"{now:.1f}", "", "", "…" if self.waiting else "–")
        found = known.found
        state = f"{known.state} ✎" if known.by_hand else known.state
        if known.before is None or found.now_mm is None or found.change_mm is None:
            return (str(entry.number), f"{now:.1f}", "", "", state)
        doubling = "" if found.doubling_days is None else tr("{n} d", n=f"{found.doubling_days:.0f}")
        growth = f"{'▲ ' if known.grown else ''}{found.change_mm:+.1f}"
        return (str(entry.number), f"{found.before_mm:.1f} → {found.now_mm:.1f}", growth, doubling, state)


class ComparePanel(QWidget):
    """The panel.

    Signals
    -------
    chosen(str)
        Identifier of the nodule whose row was clicked.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = heading(tr("COMPARED WITH THE PRIOR"))
        self.state = quiet()
        self.warning = quiet()
        theme.tint(self.warning, Role.WARNING)
        self.table = QTableWidget(0, len(_TITLES))
        self.table.setAccessibleName(tr("Nodules now and before"))
        self.table.setHorizontalHeaderLabels([tr(title) for title in _TITLES])
        self.table.setItemDelegate(theme.TintDelegate(self.table))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(24)
        head_left(self.table)
        set_widths(self.table, _WIDTHS)
        self.table.setToolTip(tr(_TIP))
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Arrow keys belong to the slices; the table is stepped through by N and Shift+N.
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.itemClicked.connect(lambda item: self.chosen.emit(item.data(_ID)))
        self.text = quiet()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.title, self.state, self.warning, self.table, self.text):
            layout.addWidget(widget)
        self.hide()

    def show_state(self, state: str, warning: str = "") -> None:
        """Say how the scans are joined, and what is wrong with that."""
        fill(self.state, state)
        fill(self.warning, warning)

    def show_rows(self, rows: Sequence[Row], selected: str | None) -> None:
        """Show these nodules; below them what is known of the selected one."""
        self.table.setRowCount(len(rows))
        self.table.setVisible(bool(rows))
        self.table.setFixedHeight(
            _ROW * min(len(rows), _MOST_ROWS) + self.table.horizontalHeader().height() + 4
        )
        text = ""
        self.table.clearSelection()
        for i, row in enumerate(rows):
            grown = row.followed is not None and row.followed.grown
            for j, cell in enumerate(row.cells()):
                item = QTableWidgetItem(cell)
                item.setData(_ID, row.entry.id)
                item.setToolTip(cell if j == len(_TITLES) - 1 else tr(_TIP))
                if grown:
                    theme.tint_cell(item, Role.WARNING)
                self.table.setItem(i, j, item)
            if row.entry.id == selected:
                self.table.selectRow(i)
                text = row.followed.text if row.followed is not None else ""
        fill(self.text, text or ("" if rows else tr("No nodule is in the list yet.")))

    def rows(self) -> list[tuple[str, ...]]:
        """The table in words."""
        cells = [[self.table.item(i, j) for j in range(len(_TITLES))] for i in range(self.table.rowCount())]
        return [tuple(item.text() if item else "" for item in row) for row in cells]
