"""The sheet of all keys and of what the mouse does (F1)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.commands import COMMANDS, CURSOR_COMMANDS, MOUSE_MAP
from app.i18n import mark, tr
from app.room import size_within
from app.shortcuts import Bindings

#: Left and right of the columns.
_MARGIN = 20


class KeySheet(QDialog):
    """The list of all keys and of what the mouse does."""

    def __init__(self, bindings: Bindings, parent: QWidget | None = None, *, note: str = "") -> None:
        """List `bindings`; `note` is written below, such as where the keys can be changed."""
        super().__init__(parent)
        self.setWindowTitle(tr("Keys and mouse"))
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(4, 4, 12, 4)
        columns.setSpacing(40)
        for groups in _SHEET_COLUMNS:
            column = QVBoxLayout()
            for group in groups:
                column.addLayout(_sheet_group(group, bindings))
            column.addStretch(1)
            columns.addLayout(column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 16, _MARGIN, 14)
        layout.setSpacing(14)
        area = QScrollArea(widgetResizable=True)
        area.setProperty("ground", "window")
        area.setWidget(sheet)
        layout.addWidget(area, 1)
        foot = 0
        if note:
            label = QLabel(note)
            label.setProperty("quiet", True)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(label)
            foot = label.heightForWidth(sheet.sizeHint().width())
        layout.addWidget(buttons)
        wanted = sheet.sizeHint()
        beside = QSize(60, 60 + buttons.sizeHint().height() + foot)
        size_within(self, wanted.width() + beside.width(), wanted.height() + beside.height())


_MOUSE = mark("Mouse over the image")
_SHEET_COLUMNS = (
    ("Slices", mark("Slab and cine"), "Series", "Nodules", "Prior", "Cursor"),
    ("Labels", mark("Heat map"), "Measure", "Brush", "Planes"),
    ("Window", "Models", "Network", "General", _MOUSE),
)


def _sheet_group(group: str, bindings: Bindings) -> QGridLayout:
    """Lay out a heading and its rows: the key, and what it does."""
    rows = (
        [(tr(gesture), tr(text)) for gesture, text in MOUSE_MAP]
        if group == _MOUSE
        else [
            (bindings.text(c.id) or tr("no key"), tr(c.text))
            for c in (*COMMANDS, *CURSOR_COMMANDS)
            if c.group == group
        ]
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, 90)
    heading = QLabel(tr(group))
    heading.setProperty("heading", True)
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, (key, text) in enumerate(rows, start=1):
        name = QLabel(key)
        name.setProperty("key", True)
        grid.addWidget(name, row, 0)
        grid.addWidget(QLabel(text), row, 1)
    grid.setRowMinimumHeight(len(rows) + 1, 12)
    return grid
