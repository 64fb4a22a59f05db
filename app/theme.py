"""How the window looks now: which theme, its colours where they are needed, and the switch at once.

Quiet and dense, so that the image has the eye. The image stays black in both themes and what is written on it
stays light; those colours are constants here. All others are asked for by `Role` when they are used, never at
import time, so that a switch reaches them: a style sheet through its names, a label through `tint`, a row of
a list through `tint_item`, a painter through `colour`. Who keeps colours (a plot) listens to `changes`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QTreeWidgetItem,
    QWidget,
)

from app.palette import THEMES, Role, Theme
from app.style_sheet import style_sheet

IMAGE_BACKGROUND = "#000000"
HUD_TEXT = "#e4ebf0"
HUD_LETTER = "#f5e3a3"
OUTLINE = "#a9b8c2"
OUTLINE_SELECTED = "#7df0c8"
#: Lines of planes where they cross others.
PLANES = {"axial": "#ff9e64", "coronal": "#7dcfff", "sagittal": "#d7e36a"}
MEASURE = "#ffe27a"
MEASURE_SELECTED = "#ffb347"

#: Points of the window's text; the sizes of Qt's own default on Windows, whatever the desktop says.
TEXT_PT = 9.0
SMALL_PT = 8.0
LARGE_PT = 18.0
#: Screen pixels of the texts on the image.
HUD_PX = 13
LETTER_PX = 15

#: Where a cell keeps the role that it is written in.
_TINT_ROLE = int(Qt.ItemDataRole.UserRole) + 77


class Choice(StrEnum):
    """What the reader wants."""

    DARK = "dark"
    LIGHT = "light"
    SYSTEM = "system"


class _Changes(QObject):
    changed = Signal()
    """The colours are others now."""


changes = _Changes()


class _Now:
    """The one theme of the process, as Qt has one style sheet a process."""

    choice = Choice.DARK
    theme = Theme.DARK
    followed = False


def current() -> Theme:
    """Return the theme that is shown."""
    return _Now.theme


def name(role: Role) -> str:
    """Return a colour of the present theme as ``#rrggbb``."""
    return THEMES[_Now.theme][role]


def colour(role: Role) -> QColor:
    """Return a colour of the present theme."""
    return QColor(name(role))


def tint(label: QLabel, role: Role | None) -> None:
    """Write a label in the colour of a role, in whatever theme; `None` gives it back its own."""
    restyle(label, "tint", role.value if role else None)


def restyle(widget: QWidget, key: str, value: str | None) -> None:
    """Give a widget a property that the style sheet asks for, and have it drawn by it."""
    if widget.property(key) != value:
        widget.setProperty(key, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        # Margins are read again on this event only.
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
        widget.updateGeometry()


def tint_item(item: QTreeWidgetItem, column: int, role: Role | None) -> None:
    """Write a cell of a tree in the colour of a role; the tree needs a `TintDelegate`."""
    item.setData(column, _TINT_ROLE, role.value if role else None)


def tint_cell(item: QTableWidgetItem, role: Role | None) -> None:
    """Write a cell of a table in the colour of a role; the table needs a `TintDelegate`."""
    item.setData(_TINT_ROLE, role.value if role else None)


class TintDelegate(QStyledItemDelegate):
    """Draws cells in the roles that `tint_item` and `tint_cell` gave them."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Take the colour of the present theme; a selected row keeps the colour of selected text."""
        super().initStyleOption(option, index)
        role = index.data(_TINT_ROLE)
        if role is not None:
            palette: QPalette = option.palette
            palette.setBrush(QPalette.ColorRole.Text, QBrush(colour(Role(role))))
            option.palette = palette


@cache
def hud_font() -> QFont:
    """Font of the texts on the image: the desktop's own, in a fixed size."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    font.setPixelSize(HUD_PX)
    return font


def resolve(choice: Choice, scheme: Qt.ColorScheme) -> Theme:
    """Return the theme that a choice means on a desktop; dark where the desktop does not say."""
    if choice is Choice.SYSTEM:
        return Theme.LIGHT if scheme is Qt.ColorScheme.Light else Theme.DARK
    return Theme(choice.value)


def apply(app: QApplication, choice: Choice = Choice.DARK) -> None:
    """Give the application its look; the same on every desktop, but for the theme where that is wanted."""
    app.setStyle("Fusion")
    font = app.font()
    font.setPointSizeF(TEXT_PT)
    app.setFont(font)
    if not _Now.followed:
        _Now.followed = True
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: _follow_system())
    choose(choice)


def choose(choice: Choice) -> None:
    """Show a theme at once, in every window that is open."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("There is no application to give a theme to.")
    _Now.choice = choice
    hints = QGuiApplication.styleHints()
    # The frame of the window, which the desktop draws, goes with it.
    if choice is Choice.SYSTEM:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if choice is Choice.DARK else Qt.ColorScheme.Light)
    _show(app, resolve(choice, hints.colorScheme()))


def _follow_system() -> None:
    app = QApplication.instance()
    if _Now.choice is Choice.SYSTEM and isinstance(app, QApplication):
        _show(app, resolve(Choice.SYSTEM, QGuiApplication.styleHints().colorScheme()))


def _show(app: QApplication, theme: Theme) -> None:
    _Now.theme = theme
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet(theme))
    changes.changed.emit()


def _palette() -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for qt_role, role in (
        (roles.Window, Role.WINDOW),
        (roles.WindowText, Role.TEXT),
        (roles.Base, Role.PANEL),
        (roles.AlternateBase, Role.WINDOW),
        (roles.Text, Role.TEXT),
        (roles.PlaceholderText, Role.TEXT_QUIET),
        (roles.Button, Role.RAISED),
        (roles.ButtonText, Role.TEXT),
        (roles.BrightText, Role.ERROR),
        (roles.ToolTipBase, Role.RAISED),
        (roles.ToolTipText, Role.TEXT),
        (roles.Highlight, Role.ACCENT_DEEP),
        (roles.HighlightedText, Role.TEXT),
        (roles.Link, Role.ACCENT),
        (roles.Light, Role.BORDER),
        (roles.Midlight, Role.BORDER),
        (roles.Mid, Role.BORDER),
        (roles.Dark, Role.FIELD),
        (roles.Shadow, Role.FIELD),
    ):
        palette.setColor(qt_role, colour(role))
    for qt_role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, qt_role, colour(Role.TEXT_DISABLED))
    return palette
