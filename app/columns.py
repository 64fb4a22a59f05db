"""Widths of the columns of a table: as given, but never narrower than the title, in whatever language."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QTableView, QTreeView


def set_widths(view: QTreeView | QTableView, widths: Iterable[int]) -> None:
    """Set the widths of the first columns, device-independent pixels."""
    header = view.header() if isinstance(view, QTreeView) else view.horizontalHeader()
    view.ensurePolished()  # before that the title's room is not that of the style sheet
    for column, width in enumerate(widths):
        header.resizeSection(column, max(width, header.sectionSizeHint(column)))
