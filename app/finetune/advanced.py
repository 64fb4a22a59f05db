"""The advanced fields of a recipe: an empty one is automatic and shows its value. It asks nothing."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.finetune.documents import Plan
from app.finetune.request import Advanced
from app.i18n import mark, tr
from app.labels import quiet

#: Name, what it is, least, most, decimals.
_FIELDS = (
    ("epochs", mark("Most passes over the nodules"), 1, 200, 0),
    ("replay", mark("Reference nodules for each local one"), 0, 10, 2),
    ("l2sp", mark("Pull back to the old weights (L2-SP)"), 0, 10, 4),
    ("frozen", mark("Blocks that stay as they are"), 0, 11, 0),
    ("folds", mark("Folds of the cross-validation"), 2, 10, 0),
    ("seed", mark("Seed"), 0, 1_000_000, 0),
)
#: Fields that the plan calls otherwise.
_PLANNED = {"frozen": "frozen_blocks"}
AUTOMATIC = mark("automatic")


class AdvancedFields(QWidget):
    """The fields.

    Signals
    -------
    changed()
        Something else is typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QLineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 0, 0, 0)
        grid.setColumnStretch(2, 1)
        for row, (name, words, least, most, decimals) in enumerate(_FIELDS):
            field = QLineEdit(placeholderText=tr(AUTOMATIC))
            validator: QIntValidator | QDoubleValidator
            if decimals:
                validator = QDoubleValidator(least, most, decimals, field)
                validator.setNotation(QDoubleValidator.Notation.StandardNotation)
            else:
                validator = QIntValidator(least, most, field)
            validator.setLocale(QLocale.c())  # as on the command line, so that a comma is never a thousand
            field.setValidator(validator)
            field.setAccessibleName(tr(words))
            field.setFixedWidth(130)
            field.textChanged.connect(lambda _text: self.changed.emit())
            label = quiet(tr(words))
            label.setWordWrap(False)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            self.fields[name] = field

    def values(self) -> Advanced:
        """Return what was typed; only where there is no `fault`."""
        return Advanced.model_validate({n: field.text() for n, field in self.fields.items() if field.text()})

    def fault(self) -> str:
        """Return why it cannot be used, in a sentence; empty if it can."""
        for name, words, least, most, _decimals in _FIELDS:
            if self.fields[name].text() and not self.fields[name].hasAcceptableInput():
                return tr(
                    "{words}: a number from {least} to {most} is needed.",
                    words=tr(words),
                    least=least,
                    most=most,
                )
        return ""

    def show_plan(self, plan: Plan | None) -> None:
        """Show what is automatic."""
        for name, field in self.fields.items():
            value = plan.choices.get(_PLANNED.get(name, name)) if plan else None
            field.setPlaceholderText(tr(AUTOMATIC) if value is None else f"{tr(AUTOMATIC)}: {value}")
