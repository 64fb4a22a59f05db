"""The reader's choice of a theme: by key, by menu, remembered. How a theme looks is `app.theme`'s affair."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app import theme
from app.i18n import mark, tr
from app.message_strip import Level
from app.settings import Settings
from app.theme import Choice

TEXTS: Mapping[Choice, str] = {
    Choice.DARK: mark("Dark"),
    Choice.LIGHT: mark("Light"),
    Choice.SYSTEM: mark("As the system"),
}


def choice_of(text: str) -> Choice:
    """Return the choice that the settings name; dark where none was made, or one of a later version."""
    try:
        return Choice(text)
    except ValueError:
        return Choice.DARK


class Appearance(QObject):
    """Switches the theme at once and remembers it.

    Parameters
    ----------
    settings
        Where it is remembered.
    window
        Has the menu.

    Signals
    -------
    said(str, Level)
        Which theme it is now; by the key one cannot see that from the menu.
    """

    said = Signal(str, Level)

    def __init__(self, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self.choice = choice_of(settings.theme)
        self.menu = QMenu(tr("Theme"), window)
        group = QActionGroup(self)
        self._actions: dict[Choice, QAction] = {}
        for choice, text in TEXTS.items():
            action = QAction(tr(text), self, checkable=True, checked=choice is self.choice)
            action.triggered.connect(lambda _on=False, c=choice: self.choose(c))
            group.addAction(action)
            self.menu.addAction(action)
            self._actions[choice] = action

    def commands(self) -> dict[str, Callable[[], object]]:
        """What its key does."""
        return {"general.theme": self.step}

    def step(self) -> None:
        """Show the next theme and say which."""
        order = list(TEXTS)
        self.choose(order[(order.index(self.choice) + 1) % len(order)])
        self.said.emit(tr("Theme: {name}", name=tr(TEXTS[self.choice])), Level.NOTE)

    def choose(self, choice: Choice) -> None:
        """Show a theme from now on."""
        self.choice = choice
        self._actions[choice].setChecked(True)
        self._settings.set_theme(choice.value)
        theme.choose(choice)
