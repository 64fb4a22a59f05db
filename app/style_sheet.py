"""The style sheet: shapes and sizes of the widgets. Its colours are the names of `app.palette.Role`.

What has the focus has an edge of two pixels in the accent's colour, so that it is told by shape as well.
A label says by its property ``tint`` that it is written in the colour of a role (`app.theme.tint`).
"""

from __future__ import annotations

from string import Template

from app.palette import THEMES, Theme
from engine.paths import resources_dir

_SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QToolTip { color: $text; background: $raised; border: 1px solid $border; padding: 3px; }
QMenuBar { background: $window; }
QMenuBar::item { padding: 3px 8px; background: transparent; }
QMenuBar::item:selected, QMenu::item:selected { background: $accent_deep; color: $text; }
QMenu { background: $panel; border: 1px solid $border; padding: 3px; }
QMenu::item { padding: 4px 24px 4px 12px; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $border; margin: 3px 6px; }
QStatusBar { background: $window; color: $text_quiet; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QListView, QTreeView, QTableView, QScrollArea, QPlainTextEdit, QTextEdit {
    background: $panel; border: 1px solid $border;
    selection-background-color: $accent_deep; selection-color: $text;
}
QScrollArea { border-color: transparent; }
QPlainTextEdit, QTextEdit { border-color: $edge; }
QListView:focus, QTreeView:focus, QTableView:focus, QScrollArea:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 1px solid $accent;
}
QScrollArea[ground="window"], QScrollArea[ground="window"] > QWidget > QWidget { background: $window; }
QTreeView::item { padding: 3px 4px; }
/* The style would lay a veil over the row in hand, and dim its text. */
QListView, QTreeView, QTableView { outline: 0; }
QHeaderView::section { background: $panel; color: $text_quiet; border: none; padding: 4px 6px; }
/* Where the cells of a table begin. */
QTableView QHeaderView::section { padding: 4px 3px; }
QPushButton, QToolButton {
    background: $raised; border: 1px solid $edge; border-radius: 3px; padding: 4px 10px;
}
QPushButton:hover, QToolButton:hover { border-color: $accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 3px 9px; }
QPushButton:pressed, QToolButton:pressed,
QPushButton:checked, QToolButton:checked { background: $accent_deep; }
QPushButton:disabled, QToolButton:disabled {
    color: $text_disabled; background: $panel; border-color: $border;
}
QPushButton[link="true"] {
    color: $accent; background: transparent; border: 1px solid transparent; text-align: left;
    text-decoration: underline;
}
QPushButton[link="true"]:focus { border: 2px solid $accent; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: $field; border: 1px solid $edge; border-radius: 3px; padding: 3px 6px;
}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 2px 5px;
}
QComboBox::drop-down { border: none; width: 18px; }
QComboBox::down-arrow, QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url($icons/down-$theme.svg); width: 9px; height: 6px;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url($icons/up-$theme.svg); width: 9px; height: 6px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
    border: none; width: 18px;
}
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {
    color: $text_disabled; border-color: $border;
}
QProgressBar {
    background: $field; border: 1px solid $edge; border-radius: 3px; text-align: center; color: $text;
}
QProgressBar::chunk { background: $accent_deep; }
QProgressBar[small="true"]::chunk { background: $accent; }
QSlider::groove:horizontal { height: 4px; background: $track; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; background: $handle;
}
QSlider::handle:horizontal:focus {
    width: 10px; height: 10px; margin: -5px 0;
    border: 2px solid $text; border-radius: 7px; background: $accent;
}
QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled { background: $track; }
QCheckBox::indicator, QTableView::indicator {
    width: 12px; height: 12px; border: 1px solid $edge; border-radius: 2px; background: $field;
}
QCheckBox::indicator:checked, QTableView::indicator:checked {
    background: $accent; border-color: $accent; image: url($icons/tick-$theme.svg);
}
QRadioButton::indicator {
    width: 12px; height: 12px; border: 1px solid $edge; border-radius: 7px; background: $field;
}
QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $handle; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus {
    width: 10px; height: 10px; border: 2px solid $handle;
}
QScrollBar:vertical { background: $panel; width: 9px; margin: 0; }
QScrollBar:horizontal { background: $panel; height: 9px; margin: 0; }
QScrollBar::handle {
    background: $track; border-radius: 3px; margin: 1px; min-height: 24px; min-width: 24px;
}
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QLabel[quiet="true"] { color: $text_quiet; }
QLabel[heading="true"] { color: $text_quiet; font-weight: 600; }
QLabel[key="true"] { color: $accent; }
QLabel#banner {
    color: $warning; background: $warning_background; padding: 3px 8px; border-bottom: 1px solid $border;
}
QLabel#banner[scan="own"] { color: $text; background: $raised; }
QLabel#banner[scan="other"] { font-weight: 600; }
QFrame[rule="true"] { color: $border; }
#cell[active="no"] { border: 1px solid $border; }
#cell[active="yes"] { border: 1px solid $accent; }
#messageStrip { background: $raised; border-left: 4px solid $accent; }
#messageStrip[level="warning"] { border-left-color: $warning; }
#messageStrip[level="error"] { border-left-color: $error; }
QLabel[step="now"] {
    color: $text; font-weight: 600; border: none; border-left: 3px solid $accent; padding: 5px 10px 5px 8px;
}
QLabel[step="other"] {
    color: $text_quiet; border: none; border-left: 3px solid $window; padding: 5px 10px 5px 8px;
}
QLabel[part] { border: none; padding-left: 6px; font-weight: 600; }
QLabel[part="0"] { border-left: 6px solid $accent; }
QLabel[part="1"] { border-left: 6px solid $track; }
QLabel[part="2"] { border-left: 6px solid $warning; }
""")
_TINT = Template('QLabel[tint="$name"] { color: $colour; }\n')


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a theme."""
    colours = THEMES[theme]
    fields = {role.value: colour for role, colour in colours.items()}
    icons = (resources_dir() / "icons").as_posix()
    tints = "".join(_TINT.substitute(name=role.value, colour=colour) for role, colour in colours.items())
    return _SHEET.substitute(fields, icons=icons, theme=theme.value) + tints
