"""Fields among the image's keys: what they need themselves, they take; the rest goes to the image."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_OF_A_LINE = _ENTER | {Qt.Key.Key_Escape}
_OF_A_CHOICE = _ENTER | {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}


def _is_its_own(event: QEvent, keys: set[Qt.Key]) -> bool:
    """Whether a key that is also a command of the window belongs to the field that has the focus."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.key() in keys
        and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    )


class TypedLine(QLineEdit):
    """A line of text: Enter ends it, Escape gives up what was typed.

    Signals
    -------
    givenUp()
        Escape was pressed.
    """

    givenUp = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape from the window's commands."""
        if _is_its_own(event, _OF_A_LINE):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.givenUp.emit()
        else:
            super().keyPressEvent(event)


class Choice(QComboBox):
    """A choice whose keys work while it has the focus, and that the wheel does not change by the way."""

    def event(self, event: QEvent) -> bool:
        """Keep its keys from the window's commands."""
        if _is_its_own(event, _OF_A_CHOICE):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the panel below."""
        event.ignore()


def toggle(text: str) -> QPushButton:
    """Return a button that is on or off, reached by Tab and by the mouse only: the image keeps the keys."""
    button = QPushButton(text)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
