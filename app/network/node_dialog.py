"""What the dialogs about a node share: which node, what is under way and its stop, a line of how it goes.

It must not know what is asked of the node.
"""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QProgressBar, QPushButton, QWidget

from app import theme
from app.i18n import mark, tr
from app.labels import fill, paragraph
from app.network.command import Maker, NetworkCommand
from app.palette import Role
from app.room import size_within
from engine.network.config import Network

NO_NODES = mark("There are no nodes yet. Add one under Network, Settings.")


class NodeDialog(QDialog):
    """Does one thing at a time; Escape stops it, and closes the dialog when nothing is under way.

    Parameters
    ----------
    title
        Of the dialog.
    width, height
        In pixels, where the screen has room.
    command
        Makes the command line of the program.
    parent
        Its window.
    """

    def __init__(self, title: str, width: int, height: int, command: Maker, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        size_within(self, width, height)
        self._maker = command
        self._foreground: list[NetworkCommand] = []
        self._background: list[NetworkCommand] = []
        self.node = QComboBox()
        self.node.setAccessibleName(tr("Node"))
        self.message = paragraph()
        self.bar = QProgressBar()
        self.stop_button = QPushButton(tr("Stop"))
        self.stop_button.clicked.connect(self.stop)
        self.close_button = QPushButton(tr("Close"))
        self.close_button.clicked.connect(self.close)

    def _command(self, *, background: bool = False) -> NetworkCommand:
        """Return a command of this dialog; one in the background does not make it busy."""
        command = NetworkCommand(self._maker, self)
        (self._background if background else self._foreground).append(command)
        return command

    def _buttons(self, main: QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(main)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        return row

    def _leave_return_to_fields(self) -> None:
        """Keep Return, which presses a button of a dialog else, for the fields."""
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    @property
    def busy(self) -> bool:
        """Whether something is under way that was asked for here."""
        return any(command.running for command in self._foreground)

    def set_config(self, config: Network) -> None:
        """Offer the nodes of the settings."""
        kept = self.node.currentText()
        self.node.clear()
        self.node.addItems([node.name for node in config.nodes])
        self.node.setCurrentIndex(max(self.node.findText(kept), 0))
        self._say("" if config.nodes else tr(NO_NODES), Role.WARNING)
        self._refresh()

    def stop(self) -> None:
        """Stop what is under way."""
        for command in self._foreground:
            command.stop()
        self._refresh()

    def reject(self) -> None:
        """Escape: stop, else close."""
        if self.busy:
            self.stop()
        else:
            super().reject()

    def shut(self) -> None:
        """End everything with the window."""
        for command in (*self._foreground, *self._background):
            command.close()

    def _say(self, text: str, role: Role) -> None:
        theme.tint(self.message, role)
        fill(self.message, text)

    def _refresh(self) -> None:
        """Show what can be done now; a subclass adds what is its own."""
        self.stop_button.setVisible(self.busy)
        self.stop_button.setEnabled(not any(command.stopping for command in self._foreground))
