"""What stands where the image will be while nothing is open: how to begin, and what was opened before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import day_and_time, tr
from app.labels import heading, quiet
from app.settings import Recent

_RECENT = int(Qt.ItemDataRole.UserRole)


class Welcome(QWidget):
    """The start page.

    Signals
    -------
    openRequested()
    demoRequested()
    recentChosen(object)
        A `Recent`.
    """

    openRequested = Signal()
    demoRequested = Signal()
    recentChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(tr("Open a chest CT"))
        title.setStyleSheet("font-size: 18pt;")
        open_button = QPushButton(tr("Open folder …"))
        open_button.setAutoDefault(True)
        open_button.clicked.connect(self.openRequested)
        self.demo_button = QPushButton(tr("Show the synthetic chest"))
        self.demo_button.setAutoDefault(True)
        self.demo_button.clicked.connect(self.demoRequested)
        buttons = QHBoxLayout()
        buttons.addWidget(open_button)
        buttons.addWidget(self.demo_button)
        buttons.addStretch(1)
        self._recents_title = heading(tr("OPENED BEFORE"))
        self.recents = QListWidget()
        self.recents.setSpacing(4)
        self.recents.itemActivated.connect(lambda item: self.recentChosen.emit(item.data(_RECENT)))
        self.recents.itemClicked.connect(lambda item: self.recentChosen.emit(item.data(_RECENT)))
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(quiet(tr("Drop a folder, files, a ZIP or a DICOMDIR anywhere in this window.")))
        column.addLayout(buttons)
        column.addSpacing(24)
        column.addWidget(self._recents_title)
        column.addWidget(self.recents, 3)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(column, 3)
        layout.addStretch(1)

    def set_recents(self, recents: Sequence[Recent]) -> None:
        """Show what was opened before; what is no longer there cannot be chosen."""
        self.recents.clear()
        for recent in recents:
            folder = str(Path(recent.paths[0])) if recent.paths else ""
            more = tr(" and {paths} more", paths=len(recent.paths) - 1) if len(recent.paths) > 1 else ""
            opened = day_and_time(recent.opened)
            what = recent.description or tr("(no description)")
            item = QListWidgetItem(
                tr(
                    "{what}   {size}   opened {opened}\n{folder}{more}",
                    what=what,
                    size=recent.size,
                    opened=opened,
                    folder=folder,
                    more=more,
                )
            )
            item.setData(_RECENT, recent)
            if not recent.exists:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setToolTip(tr("It is no longer there."))
            self.recents.addItem(item)
        for widget in (self._recents_title, self.recents):
            widget.setVisible(bool(recents))
