"""The worklist as a table: lines, narrowed and sorted. It decides nothing and asks nobody.

Sorting and narrowing are done on the lines themselves, not by a proxy that asks for one cell after another:
thousands of lines stay quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app import theme
from app.i18n import mark, tr
from app.palette import Role
from app.worklist import words
from app.worklist.words import Line
from engine.studies import StudyStatus

#: The columns' widths in pixels; the last one takes the rest.
WIDTHS = (215, 110, 90, 200, 75, 60, 70, 80)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_SUSPICION = mark(
    "The highest probability of malignancy among the suggestions, and whether there is a mass, which gets"
    " none. Not for sole diagnosis."
)

_Index = QModelIndex | QPersistentModelIndex


class StudyTable(QAbstractTableModel):
    """Studies; `shown` in the order in which they are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.shown: list[Line] = []
        self._cells: dict[int, tuple[str, ...]] = {}
        self._searched: dict[int, str] = {}
        self._words: list[str] = []
        self._statuses = frozenset(StudyStatus)
        self._days: int | None = None
        self._column, self._descending = words.CHANGED, True

    # ------------------------------------------------------------ which lines

    def set_lines(self, lines: Sequence[Line]) -> bool:
        """Take other lines; return whether anything is different."""
        if list(lines) == self.lines and self._cells:
            return False
        self.lines = list(lines)
        self._cells = {line.study.id: words.cells(line) for line in lines}
        self._searched = {line.study.id: words.searched(line) for line in lines}
        self._arrange()
        return True

    def narrow(self, text: str, statuses: frozenset[StudyStatus], days: int | None) -> None:
        """Show only studies with all words of a text, one of some statuses, at most so many days old."""
        self._words, self._statuses, self._days = words.folded(text).split(), statuses, days
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; lines that are equal there keep their order."""
        self._column, self._descending = max(column, 0), order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def in_order(self) -> list[Line]:
        """Return all lines as they are sorted, shown or not."""
        return sorted(
            self.lines, key=lambda line: words.order_of(line, self._column), reverse=self._descending
        )

    def _arrange(self) -> None:
        today = date.today()  # noqa: DTZ011 - the reader's own day
        self.beginResetModel()
        self.shown = [
            line
            for line in self.in_order()
            if line.status in self._statuses
            and words.is_recent(line, self._days, today)
            and all(word in self._searched[line.study.id] for word in self._words)
        ]
        self.endResetModel()

    # ------------------------------------------------------------ Qt's model

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One a study."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Always the same."""
        return 0 if parent.isValid() else len(words.COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return tr(words.COLUMNS[section])
            case Qt.ItemDataRole.TextAlignmentRole if section in words.NUMBERS:
                return int(_RIGHT)
            case Qt.ItemDataRole.ToolTipRole if section == words.PATIENT:
                return tr("Stands for the patient; names are not kept.")
            case Qt.ItemDataRole.ToolTipRole if section == words.SUSPICION:
                return tr(_SUSPICION)
        return None

    def data(self, index: _Index, role: int = 0) -> Any:
        """What a cell shows."""
        line, column = self.shown[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cells[line.study.id][column]
            case Qt.ItemDataRole.TextAlignmentRole if column in words.NUMBERS:
                return int(_RIGHT)
            case Qt.ItemDataRole.ToolTipRole:
                return words.remark(line) if column in (words.STATUS, words.DESCRIPTION) else None
            case Qt.ItemDataRole.ForegroundRole:
                return _colour(line, column)
        return None


def _colour(line: Line, column: int) -> QColor | None:
    if line.missing or not line.study.found.paths:
        return theme.colour(Role.WARNING if column == words.STATUS and line.missing else Role.TEXT_QUIET)
    if column == words.STATUS:
        role = {
            StudyStatus.FAILED: Role.ERROR,
            StudyStatus.NEW: Role.TEXT,
            StudyStatus.READING: Role.ACCENT,
            StudyStatus.DRAFT: Role.WARNING,
        }.get(line.status, Role.TEXT_QUIET)
        return theme.colour(role)
    return None
