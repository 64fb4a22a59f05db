"""A sentence at the foot of the image area: what went wrong, without stopping the reader's hands.

It floats, so that the image keeps its size and place when a message comes or goes.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app import theme
from app.i18n import sentence, tr
from app.labels import paragraph, small_button

#: How long a passing message stays.
PASSING_MS = 7000
#: Room left at either side for the texts in the image's corners, least width, and distance from the foot.
SIDE_PX = 180
LEAST_PX = 320
FOOT_PX = 70


class Level(StrEnum):
    """How much a message matters; also the name that the theme colours it by."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class MessageStrip(QFrame):
    """Shows one message at a time; the newest wins. Hidden while there is nothing to say.

    `text` is what it says now, empty while it is hidden.

    Parameters
    ----------
    area
        The widget at whose foot it floats.
    """

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        area.installEventFilter(self)
        self.setObjectName("messageStrip")
        self._label = paragraph()
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        close = small_button("✕", tr("Close this message"))
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
            A sentence, of the window or of the engine.
        passing
            Take it away after some seconds.
        action
            Text of a button and what it does; the message goes when it is pressed.
        """
        self.level = level
        self._label.setText(sentence(text))
        self._action = action[1] if action else None
        self.button.setText(action[0] if action else "")
        self.button.setVisible(action is not None)
        theme.restyle(self, "level", level.value)
        self._timer.stop()
        if passing:
            self._timer.start()
        self._place()
        self.show()
        self.raise_()

    def clear(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self._label.clear()
        self._action = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the area."""
        if watched is self._area and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        width = max(self._area.width() - 2 * SIDE_PX, min(LEAST_PX, self._area.width()))
        layout = self.layout()
        height = max(layout.heightForWidth(width), layout.minimumSize().height()) if layout else 0
        self.setGeometry(
            (self._area.width() - width) // 2, self._area.height() - height - FOOT_PX, width, height
        )

    def _act(self) -> None:
        action = self._action
        self.clear()
        if action is not None:
            action()
