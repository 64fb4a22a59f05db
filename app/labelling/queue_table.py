"""The label queue as a table: a line for each nodule, in the queue's order. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app import theme
from app.i18n import mark, tr
from app.labelling import words
from app.labelling.queue import QueueItem
from app.palette import Role
from engine.findings import probability_text
from engine.labels.kinds import Review

COLUMNS = (
    mark("Series"),
    mark("z mm"),
    mark("Size"),
    mark("p"),
    mark("Uncertainty"),
    mark("Label"),
    mark("Source"),
    mark("Reader"),
    mark("Second reader"),
)
#: The columns' widths in pixels; the last one takes the rest.
WIDTHS = (250, 65, 70, 60, 90, 80, 80, 120)
_NUMBERS = (1, 2, 3, 4)
_SCORES = (3, 4)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_COLOURS = {Review.FLAGGED: Role.WARNING, Review.APPROVED: Role.ACCENT}

_Index = QModelIndex | QPersistentModelIndex


class QueueTable(QAbstractTableModel):
    """Lines of the queue; `items` in the order in which they are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[QueueItem] = []
        self._active = ""

    def set_items(self, items: Sequence[QueueItem], active: str) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.items, self._active = list(items), active
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One a nodule."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Always the same."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Names of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return int(_RIGHT)
        if role == Qt.ItemDataRole.ToolTipRole and section == 4:
            return tr("Entropy of the probability, from 0 (certain) to 1 (even chances)")
        return None

    def data(self, index: _Index, role: int = 0) -> Any:
        """What a cell shows."""
        item, column = self.items[index.row()], index.column()
        found: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found = line_of(item)[column]
            case Qt.ItemDataRole.TextAlignmentRole:
                found = int(_RIGHT) if column in _NUMBERS else None
            case Qt.ItemDataRole.ToolTipRole:
                found = self._tip(item, column)
            case Qt.ItemDataRole.ForegroundRole:
                found = self._colour(item, column)
        return found

    def _is_anothers(self, item: QueueItem, column: int) -> bool:
        """Whether a cell holds what another model than the active one said."""
        return column in _SCORES and item.probability is not None and item.model != self._active

    def _tip(self, item: QueueItem, column: int) -> str | None:
        if self._is_anothers(item, column):
            return tr(
                "{model} said so; {active} is active now.",
                model=item.model or tr("Another model"),
                active=self._active or tr("no model"),
            )
        return line_of(item)[column] if column in (0, 7, 8) else None

    def _colour(self, item: QueueItem, column: int) -> QColor | None:
        if self._is_anothers(item, column):
            return theme.colour(Role.TEXT_QUIET)
        colour = _COLOURS.get(item.state.review) if item.state and column == 8 else None
        return theme.colour(colour) if colour else None


def line_of(item: QueueItem) -> tuple[str, ...]:
    """One line in words."""
    state, entropy = item.state, item.entropy_bits
    second = ""
    if state is not None:
        second = tr(words.REVIEWS[state.review]) + (f", {state.reviewer}" if state.reviewer else "")
    return (
        item.description or tr("(no description)"),
        f"{item.centre_mm[2]:.1f}",
        "" if item.long_axis_mm is None else tr("{long_axis_mm:.1f} mm", long_axis_mm=item.long_axis_mm),
        "" if item.probability is None else probability_text(item.probability),
        "" if entropy is None else f"{entropy:.2f}",
        "" if state is None else tr(words.LABELS[state.label]),
        "" if state is None else tr(words.SOURCES[state.source]),
        "" if state is None else state.reader,
        second,
    )
