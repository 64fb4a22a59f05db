"""The list of files that are part of no series, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import sentence, tr
from app.room import size_within
from engine.protocol import SkippedFile


class SkippedDialog(QDialog):
    """Shows every skipped file with its reason. It does not stop the rest of the window."""

    def __init__(self, skipped: Sequence[SkippedFile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Files skipped"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        size_within(self, 1000, 480)
        self.tree = QTreeWidget()
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setHeaderLabels([tr("Reason"), tr("File")])
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for file in skipped:
            item = QTreeWidgetItem([sentence(file.reason), file.path])
            item.setToolTip(0, sentence(file.reason))
            item.setToolTip(1, file.path)
            self.tree.addTopLevelItem(item)
        self.tree.setSortingEnabled(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(
            QLabel(tr("These files are part of no series on the left; everything else was read."))
        )
        layout.addWidget(self.tree)
        layout.addWidget(buttons)
