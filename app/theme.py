"""Colours, font sizes and the style sheet: dark, quiet and dense, so that the brightest thing is the image.

Text on its background has a contrast of at least 4.5 : 1 (WCAG 2.2, AA).
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

WINDOW = "#14171a"
PANEL = "#1b1f23"
FIELD = "#101214"
RAISED = "#2a3036"
BORDER = "#343b42"
TRACK = "#4a535c"
HANDLE = "#c7d0d8"
TEXT = "#dfe5ea"
TEXT_QUIET = "#9aa7b2"
TEXT_DISABLED = "#75818c"
ACCENT = "#4fb6c9"
ACCENT_DEEP = "#1f5f6d"
WARNING = "#f0c05a"
WARNING_BACKGROUND = "#3a2f14"
ERROR = "#ff8f84"

IMAGE_BACKGROUND = "#000000"
HUD_TEXT = "#e4ebf0"
HUD_LETTER = "#f5e3a3"
OUTLINE = "#a9b8c2"
OUTLINE_SELECTED = "#7df0c8"
#: Lines of planes where they cross others, and what marks the viewport that keys go to.
PLANES = {"axial": "#ff9e64", "coronal": "#7dcfff", "sagittal": "#d7e36a"}
ACTIVE = ACCENT
MEASURE = "#ffe27a"
MEASURE_SELECTED = "#ffb347"

#: Points of the window's text; the sizes of Qt's own default on Windows, whatever the desktop says.
TEXT_PT = 9.0
SMALL_PT = 8.0
LARGE_PT = 18.0
#: Screen pixels of the texts on the image.
HUD_PX = 13
LETTER_PX = 15


@cache
def hud_font() -> QFont:
    """Font of the texts on the image: the desktop's own, in a fixed size."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    font.setPixelSize(HUD_PX)
    return font


STYLE_SHEET = f"""
QMainWindow, QDialog {{ background: {WINDOW}; }}
QToolTip {{ color: {TEXT}; background: {RAISED}; border: 1px solid {BORDER}; padding: 3px; }}
QMenuBar {{ background: {WINDOW}; }}
QMenuBar::item {{ padding: 3px 8px; background: transparent; }}
QMenuBar::item:selected, QMenu::item:selected {{ background: {ACCENT_DEEP}; color: {TEXT}; }}
QMenu {{ background: {PANEL}; border: 1px solid {BORDER}; padding: 3px; }}
QMenu::item {{ padding: 4px 24px 4px 12px; }}
QMenu::item:disabled {{ color: {TEXT_DISABLED}; }}
QMenu::separator {{ height: 1px; background: {BORDER}; margin: 3px 6px; }}
QStatusBar {{ background: {WINDOW}; color: {TEXT_QUIET}; border-top: 1px solid {BORDER}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {BORDER}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QListView, QTreeView, QTableView, QScrollArea, QPlainTextEdit, QTextEdit {{
    background: {PANEL}; border: none; selection-background-color: {ACCENT_DEEP}; selection-color: {TEXT};
}}
QListView:focus, QTreeView:focus, QTableView:focus {{ border: 1px solid {ACCENT}; }}
QTreeView::item {{ padding: 3px 4px; }}
QHeaderView::section {{ background: {PANEL}; color: {TEXT_QUIET}; border: none; padding: 4px 6px; }}
QPushButton, QToolButton {{
    background: {RAISED}; border: 1px solid {BORDER}; border-radius: 3px; padding: 4px 10px;
}}
QPushButton:hover, QToolButton:hover {{ border-color: {ACCENT}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {ACCENT}; }}
QPushButton:pressed, QToolButton:pressed,
QPushButton:checked, QToolButton:checked {{ background: {ACCENT_DEEP}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {TEXT_DISABLED}; background: {PANEL}; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
    background: {FIELD}; border: 1px solid {BORDER}; border-radius: 3px; padding: 3px 6px;
}}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {{ border-color: {ACCENT}; }}
QProgressBar {{
    background: {FIELD}; border: 1px solid {BORDER}; border-radius: 3px; text-align: center; color: {TEXT};
}}
QProgressBar::chunk {{ background: {ACCENT_DEEP}; }}
QSlider::groove:horizontal {{ height: 4px; background: {TRACK}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {ACCENT}; border-radius: 2px; }}
QSlider::handle:horizontal {{
    width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; background: {HANDLE};
}}
QSlider::handle:horizontal:focus {{ background: {ACCENT}; }}
QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled {{ background: {TRACK}; }}
QCheckBox::indicator {{
    width: 12px; height: 12px; border: 1px solid {TEXT_DISABLED}; border-radius: 2px; background: {FIELD};
}}
QCheckBox::indicator:checked {{ background: {ACCENT}; border-color: {ACCENT}; }}
QCheckBox::indicator:focus, QCheckBox::indicator:hover {{ border-color: {HANDLE}; }}
QRadioButton::indicator {{
    width: 12px; height: 12px; border: 1px solid {TEXT_DISABLED}; border-radius: 7px; background: {FIELD};
}}
QRadioButton::indicator:checked {{ background: {ACCENT}; border: 1px solid {HANDLE}; }}
QRadioButton::indicator:focus, QRadioButton::indicator:hover {{ border-color: {HANDLE}; }}
QScrollBar:vertical {{ background: {PANEL}; width: 9px; margin: 0; }}
QScrollBar:horizontal {{ background: {PANEL}; height: 9px; margin: 0; }}
QScrollBar::handle {{
    background: {TRACK}; border-radius: 3px; margin: 1px; min-height: 24px; min-width: 24px;
}}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QLabel[quiet="true"] {{ color: {TEXT_QUIET}; }}
QLabel[heading="true"] {{ color: {TEXT_QUIET}; font-weight: 600; }}
QLabel[key="true"] {{ color: {ACCENT}; }}
QLabel#banner {{
    color: {WARNING}; background: {WARNING_BACKGROUND}; padding: 3px 8px; border-bottom: 1px solid {BORDER};
}}
"""


def _palette() -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, WINDOW),
        (roles.WindowText, TEXT),
        (roles.Base, PANEL),
        (roles.AlternateBase, WINDOW),
        (roles.Text, TEXT),
        (roles.PlaceholderText, TEXT_QUIET),
        (roles.Button, RAISED),
        (roles.ButtonText, TEXT),
        (roles.BrightText, ERROR),
        (roles.ToolTipBase, RAISED),
        (roles.ToolTipText, TEXT),
        (roles.Highlight, ACCENT_DEEP),
        (roles.HighlightedText, TEXT),
        (roles.Link, ACCENT),
        (roles.Light, BORDER),
        (roles.Midlight, BORDER),
        (roles.Mid, BORDER),
        (roles.Dark, FIELD),
        (roles.Shadow, FIELD),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(TEXT_DISABLED))
    return palette


def apply(app: QApplication) -> None:
    """Give the application its look; the same on every desktop."""
    app.setStyle("Fusion")
    app.setPalette(_palette())
    font = app.font()
    font.setPointSizeF(TEXT_PT)
    app.setFont(font)
    app.setStyleSheet(STYLE_SHEET)
