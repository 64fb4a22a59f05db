"""The nodules that change side: a list, and both heat maps of the selected one. It decides nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.columns import set_widths
from app.finetune.verdict_document import Flip
from app.i18n import mark, tr, trn
from app.labels import heading
from app.palette import Role

NONE = mark("No nodule changes side.")
NO_PICTURE = mark("There is no picture of this one.")
_PICTURE = int(Qt.ItemDataRole.UserRole)


class Picture(QLabel):
    """A picture that keeps its shape at every size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(QSize(240, 120))
        self._whole = QPixmap()

    def show_file(self, path: Path | None) -> None:
        """Show a file, or that there is none."""
        self._whole = QPixmap(str(path)) if path is not None else QPixmap()
        if self._whole.isNull():
            self.setText(tr(NO_PICTURE))
        else:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit it in."""
        super().resizeEvent(event)
        if not self._whole.isNull():
            self._fit()

    def _fit(self) -> None:
        self.setPixmap(
            self._whole.scaled(
                self.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )


class Flips(QWidget):
    """List and picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = heading()
        self.list = QTreeWidget()
        self.list.setItemDelegate(theme.TintDelegate(self.list))
        self.list.setHeaderLabels([tr("Nodule"), tr("Label"), tr("Before"), tr("New"), tr("Right")])
        self.list.setRootIsDecorated(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(tr("Nodules that change side"))
        self.list.setFixedWidth(360)
        set_widths(self.list, (90, 85, 60, 55))
        self.list.currentItemChanged.connect(lambda _new, _old: self._show())
        self.picture = Picture()
        self.parts = QWidget()
        line = QHBoxLayout(self.parts)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.list)
        line.addWidget(self.picture, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.parts, 1)
        self._folder = Path()

    def set_flips(self, flips: tuple[Flip, ...], folder: Path) -> None:
        """Show others; their pictures lie in the run's folder."""
        self._folder = folder
        self.list.clear()
        new = sum(flip.right == "new" for flip in flips)
        self.title.setText(
            trn(
                "1 nodule changes side: the new model is right in {new}, the old one in {old}",
                "{n} nodules change side: the new model is right in {new}, the old one in {old}",
                len(flips),
                new=new,
                old=len(flips) - new,
            )
            if flips
            else tr(NONE)
        )
        self.parts.setVisible(bool(flips))
        for flip in flips:
            label = tr("malignant") if flip.label else tr("benign")
            texts = [
                flip.case[:8],
                label,
                f"{flip.old:.2f}",
                f"{flip.new:.2f}",
                tr("new") if flip.right == "new" else tr("old"),
            ]
            item = QTreeWidgetItem(self.list, texts)
            item.setData(0, _PICTURE, flip.picture or "")
            item.setToolTip(0, flip.case)
            if flip.right == "old":
                theme.tint_item(item, 4, Role.WARNING)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _show(self) -> None:
        item = self.list.currentItem()
        name = item.data(0, _PICTURE) if item is not None else ""
        path = (self._folder / name).resolve() if name else None
        inside = path is not None and path.is_relative_to(self._folder.resolve())
        self.picture.show_file(path if inside else None)
