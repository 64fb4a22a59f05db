"""Columns of a table: never narrower than their titles, in whatever language, and titles over their cells."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QTreeView


def set_widths(view: QTreeView | QTableView, widths: Iterable[int]) -> None:
    """Set the widths of the first columns, device-independent pixels."""
    header = view.header() if isinstance(view, QTreeView) else view.horizontalHeader()
    view.ensurePolished()  # before that the title's room is not that of the style sheet
    for column, width in enumerate(widths):
        header.resizeSection(column, max(width, header.sectionSizeHint(column)))


def head_left(table: QTableView) -> None:
    """Write titles above where the cells begin, and none bold: that would need more room than the others."""
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
