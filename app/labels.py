"""Labels in the few styles that the theme knows: a heading, quiet text, a paragraph, a rule."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSpinBox, QToolButton

from app.i18n import sentence


def heading(text: str = "") -> QLabel:
    """Title of a panel."""
    label = QLabel(text)
    label.setProperty("heading", True)
    return label


def quiet(text: str = "") -> QLabel:
    """Text that steps back."""
    label = paragraph(text)
    label.setProperty("quiet", True)
    return label


def paragraph(text: str = "") -> QLabel:
    """Plain text that wraps and can be copied. Never rich text: it may come from a file."""
    label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def fill(label: QLabel, text: str) -> None:
    """Set a text, of the window or of the engine; a label without one takes no room."""
    label.setText(sentence(text))
    label.setVisible(bool(text))


def small_button(text: str, tip: str) -> QToolButton:
    """Flat button of one sign, reached by Tab and by the mouse only: it never takes the image's keys."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def spin_box(minimum: int, maximum: int) -> QSpinBox:
    """Return a field for a whole number, its text where that of a line stands: padding does not reach it."""
    box = QSpinBox(minimum=minimum, maximum=maximum)
    box.lineEdit().setTextMargins(6, 0, 0, 0)
    return box


def rule() -> QFrame:
    """Thin line between two parts of a panel."""
    line = QFrame(frameShape=QFrame.Shape.HLine, frameShadow=QFrame.Shadow.Plain)
    line.setProperty("rule", True)
    return line
