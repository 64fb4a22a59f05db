"""What stands where the image will be while nothing is open: how to begin, and what was opened before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
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
    goOnRequested()
    worklistRequested()
    recentChosen(object)
        A `Recent`.
    """

    openRequested = Signal()
    demoRequested = Signal()
    goOnRequested = Signal()
    worklistRequested = Signal()
    recentChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(tr("Open a chest CT"))
        title.setStyleSheet("font-size: 18pt;")
        self.go_on_button = QPushButton()
        self.go_on_button.setAutoDefault(True)
        self.go_on_button.setVisible(False)
        self.go_on_button.clicked.connect(self.goOnRequested)
        self.open_button = QPushButton(tr("Open folder …"))
        self.open_button.setAutoDefault(True)
        self.open_button.clicked.connect(self.openRequested)
        self.demo_button = QPushButton(tr("Show the synthetic chest"))
        self.demo_button.setAutoDefault(True)
        self.demo_button.clicked.connect(self.demoRequested)
        self.worklist_button = QPushButton(tr("Worklist"))
        self.worklist_button.setAutoDefault(True)
        self.worklist_button.clicked.connect(self.worklistRequested)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.worklist_button)
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
        column.addSpacing(12)
        column.addWidget(self.go_on_button)
        column.addLayout(buttons)
        column.addSpacing(24)
        column.addWidget(self._recents_title)
        column.addWidget(self.recents, 3)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(column, 3)
        layout.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the focus where the eye is, unless something has it already."""
        super().showEvent(event)
        if self.window().focusWidget() is None:
            self.open_button.setFocus()

    def offer(self) -> None:
        """Let Return go on with what was read last, if that is offered."""
        if self.go_on_button.isVisibleTo(self):
            self.go_on_button.setFocus()

    def set_recents(self, recents: Sequence[Recent], *, private: bool = False) -> None:
        """Show what was opened before; what is no longer there cannot be chosen.

        Parameters
        ----------
        private
            Show neither descriptions nor folders, either of which may name a patient.
        """
        self.recents.clear()
        for recent in recents:
            folder = str(Path(recent.paths[0])) if recent.paths and not private else ""
            several = folder and len(recent.paths) > 1
            more = tr(" and {paths} more", paths=len(recent.paths) - 1) if several else ""
            line = tr("{title}   opened {when}", title=title_of(recent), when=day_and_time(recent.opened))
            item = QListWidgetItem(f"{line}\n{folder}{more}".rstrip())
            item.setData(_RECENT, recent)
            if not recent.exists:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setToolTip(tr("It is no longer there."))
            self.recents.addItem(item)
        for widget in (self._recents_title, self.recents):
            widget.setVisible(bool(recents))
        last = recents[0] if recents and recents[0].exists else None
        if last is not None:
            title = f"{last.description}   {last.size}".strip()
            text = tr("Go on where you were:  {title}", title=title)
            self.go_on_button.setText(text.replace("&", "&&"))
        self.go_on_button.setVisible(last is not None)


def title_of(recent: Recent) -> str:
    """What was opened, in a line."""
    what = recent.description or tr("(no description)")
    return f"{what}   {recent.size}"
