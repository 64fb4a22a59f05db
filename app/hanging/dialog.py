"""The dialog of how a study opens. It shows preferences and says which ones are wanted; it applies none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from app.hanging.preferences import CHOICES, DEFAULTS, Hanging
from app.i18n import mark, tr
from app.labels import quiet

_NAMES = {
    "layout": mark("&Layout"),
    "window": mark("&Window"),
    "slab": mark("&Slab"),
    "heat_map": mark("&Heat map and outlines"),
    "order": mark("&Order of the nodules"),
}
NOTE = mark("Used when the next study is opened. Another series of the same study changes nothing.")


class HangingDialog(QDialog):
    """Shows and takes preferences.

    Signals
    -------
    saved(object)
        The `Hanging` that the reader wants from now on.
    """

    saved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("How a study opens"))
        self.setModal(False)
        self.setMinimumWidth(420)
        self.boxes: dict[str, QComboBox] = {}
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, choices in CHOICES.items():
            box = self.boxes[name] = QComboBox()
            for value, text in choices.items():
                box.addItem(tr(text), value)
            form.addRow(tr(_NAMES[name]), box)
        self.jump = QCheckBox(tr("&Go to the most suspicious nodule"))
        form.addRow("", self.jump)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Save | standard.Cancel | standard.RestoreDefaults)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self.defaults = self.buttons.button(standard.RestoreDefaults)
        self.defaults.clicked.connect(lambda: self.show_preferences(DEFAULTS))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(quiet(tr(NOTE)))
        layout.addWidget(self.buttons)

    def show_preferences(self, hanging: Hanging) -> None:
        """Show these; nothing is kept before Save."""
        for name, box in self.boxes.items():
            box.setCurrentIndex(box.findData(getattr(hanging, name)))
        self.jump.setChecked(hanging.jump)
        self.boxes["layout"].setFocus(Qt.FocusReason.PopupFocusReason)

    def preferences(self) -> Hanging:
        """Return what is shown."""
        values = {name: str(box.currentData()) for name, box in self.boxes.items()}
        return Hanging(**values, jump=self.jump.isChecked())

    def _save(self) -> None:
        self.saved.emit(self.preferences())
        self.accept()
