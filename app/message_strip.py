"""A line of text over the status bar: what went wrong, in a sentence, without stopping the reader's hands."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app import theme
from app.labels import paragraph, small_button

#: How long a passing message stays.
PASSING_MS = 7000


class Level(StrEnum):
    """How much a message matters; also the name that the theme colours it by."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


_STRIPES = {Level.NOTE: theme.ACCENT, Level.WARNING: theme.WARNING, Level.ERROR: theme.ERROR}


class MessageStrip(QFrame):
    """Shows one message at a time; the newest wins. Hidden while there is nothing to say.

    `text` is what it says now, empty while it is hidden.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageStrip")
        self._label = paragraph()
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        close = small_button("✕", "Close this message")
        close.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 6, 4)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.button)
        layout.addWidget(close)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._action: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._timer.timeout.connect(self.clear)
        self.level = Level.NOTE
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def say(
        self,
        text: str,
        level: Level = Level.NOTE,
        *,
        passing: bool = False,
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a message.

        Parameters
        ----------
        text
            A sentence.
        passing
            Take it away after some seconds.
        action
            Text of a button and what it does; the message goes when it is pressed.
        """
        self.level = level
        self._label.setText(text)
        self._action = action[1] if action else None
        self.button.setText(action[0] if action else "")
        self.button.setVisible(action is not None)
        self.setStyleSheet(
            f"#messageStrip {{ background: {theme.RAISED}; border-left: 4px solid {_STRIPES[level]}; }}"
        )
        self._timer.stop()
        if passing:
            self._timer.start()
        self.show()

    def clear(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self._label.clear()
        self._action = None
        self.hide()

    def _act(self) -> None:
        action = self._action
        self.clear()
        if action is not None:
            action()
