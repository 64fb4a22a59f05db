"""What the reader fills in before a run: folders, results, formats, workers. It starts nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.batch.request import FORMATS, BatchRequest, suggested_out
from app.i18n import tr
from app.labels import quiet, spin_box

_TOP = Qt.AlignmentFlag.AlignTop
#: More at a time than any PC here has use for.
MOST_WORKERS = 64


class BatchForm(QWidget):
    """The form of a `BatchRequest`.

    Signals
    -------
    changed()
        Something else is filled in.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folders = QListWidget()
        self.folders.setFixedHeight(64)
        self.folders.setAccessibleName(tr("Folders of images"))
        self.folders.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.folders.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.add_button = QPushButton(tr("Add folder …"))
        self.add_button.clicked.connect(self._ask_folder)
        self.remove_button = QPushButton(tr("Remove"))
        self.remove_button.clicked.connect(self._remove)
        self.out = QLineEdit(placeholderText=tr("Folder for the results"))
        self.out_button = QPushButton(tr("Choose …"))
        self.out_button.clicked.connect(self._ask_out)
        self.formats = {name: QCheckBox(tr(text)) for name, text in FORMATS.items()}
        self.formats["json"].setEnabled(False)
        self.formats["json"].setToolTip(tr("Always written: this window reads it."))
        self.workers = spin_box(0, MOST_WORKERS)
        self.workers.setSpecialValueText(tr("automatic"))
        self.deidentify = QCheckBox(tr("De-identify the results"))
        self.deidentify.setToolTip(
            tr(
                "Replaces what identifies a patient, the series' UID too: these results cannot be opened "
                "here."
            )
        )
        self.observer = QLineEdit(placeholderText=tr("Reader's name in DICOM objects and PDF"))
        self._lay_out()
        self.set_request(BatchRequest())
        model = self.folders.model()
        for signal in (
            model.rowsInserted, model.rowsRemoved, self.out.textChanged, self.workers.valueChanged,
            self.deidentify.toggled, self.observer.textChanged, *(b.toggled for b in self.formats.values()),
        ):  # fmt: skip
            signal.connect(lambda *_: self.changed.emit())

    def _lay_out(self) -> None:
        buttons = QVBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        formats = QHBoxLayout()
        for box in self.formats.values():
            formats.addWidget(box)
        formats.addStretch(1)
        last = QHBoxLayout()
        last.addWidget(self.workers)
        last.addSpacing(16)
        last.addWidget(self.deidentify)
        last.addSpacing(16)
        last.addWidget(self.observer, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for row, text in enumerate((tr("Images"), tr("Results"), tr("Formats"), tr("At a time"))):
            # Beside one line it stands in the middle; beside the list at its first line.
            grid.addWidget(quiet(text), row, 0, _TOP if row == 0 else Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.folders, 0, 1)
        grid.addLayout(buttons, 0, 2)
        grid.addWidget(self.out, 1, 1)
        grid.addWidget(self.out_button, 1, 2)
        grid.addLayout(formats, 2, 1, 1, 2)
        grid.addLayout(last, 3, 1, 1, 2)

    def request(self) -> BatchRequest:
        """Return what is filled in."""
        return BatchRequest(
            paths=tuple(self.folders.item(i).text() for i in range(self.folders.count())),
            out=self.out.text().strip(),
            formats=tuple(name for name, box in self.formats.items() if box.isChecked()),
            workers=self.workers.value(),
            deidentify=self.deidentify.isChecked(),
            observer=self.observer.text().strip(),
        )

    def set_request(self, request: BatchRequest) -> None:
        """Fill it in."""
        self.folders.clear()
        self.folders.addItems(request.paths)
        self.out.setText(request.out)
        for name, box in self.formats.items():
            box.setChecked(name in request.formats or name == "json")
        self.workers.setValue(request.workers)
        self.deidentify.setChecked(request.deidentify)
        self.observer.setText(request.observer)

    def set_paths(self, paths: tuple[str, ...]) -> None:
        """Name other images; the results go beside them."""
        chosen = self.request().model_copy(update={"paths": paths, "out": suggested_out(paths)})
        self.set_request(chosen)

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Add a folder of DICOM files"))
        paths = self.request().paths
        if folder and folder not in paths:
            self.folders.addItem(folder)
            if not self.out.text().strip():
                self.out.setText(suggested_out((folder,)))

    def _remove(self) -> None:
        for item in self.folders.selectedItems():
            self.folders.takeItem(self.folders.row(item))

    def _ask_out(self) -> None:
        start = str(Path(self.out.text()).parent) if self.out.text() else ""
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for the results"), start)
        if folder:
            self.out.setText(folder)
