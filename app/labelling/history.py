"""What ever was said of a nodule's label: a window with a line for each statement, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n import mark, tr
from app.labelling import words
from app.labels import quiet
from app.room import size_within
from engine.findings import Point
from engine.labels.kinds import Review
from engine.labels.label import StoredLabel
from engine.matching import match

_COLUMNS = (
    mark("When"), mark("Reader"), mark("What"), mark("Source"), mark("Evidence"), mark("Comment"),
)  # fmt: skip


def lines_of(history: Sequence[StoredLabel], centre_mm: Point) -> list[tuple[str, ...]]:
    """Return the statements about one place, the newest first, in words."""
    lines: list[tuple[str, ...]] = []
    for said in history:
        if not match([centre_mm], [said.centre_mm]):
            continue
        at = words.when(said.moment)
        if said.is_review:
            by, comment = said.reviewer, said.review_comment
            what = tr("review taken back") if said.review is Review.DRAFT else tr(words.REVIEWS[said.review])
            if said.review is Review.DRAFT and comment:
                what = tr("comment")
            lines.append((at, by, what, "", "", comment))
        elif said.label is None:
            lines.append((at, said.reader, tr("taken back"), "", "", ""))
        else:
            day = said.evidence_date.isoformat() if said.evidence_date else ""
            what, source = tr(words.LABELS[said.label]), tr(words.SOURCES[said.source])
            lines.append((at, said.reader, what, source, day, said.comment))
    return lines[::-1]


class HistoryDialog(QDialog):
    """Shows it; nothing in it can be changed."""

    def __init__(self, title: str, lines: Sequence[tuple[str, ...]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        size_within(self, 720, 260)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([tr(name) for name in _COLUMNS])
        self.list.setAccessibleName(title)
        for line in lines:
            item = QTreeWidgetItem(self.list, list(line))
            item.setToolTip(len(_COLUMNS) - 1, line[-1])
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addWidget(quiet(tr("Nothing is ever deleted: a later line takes over from an earlier one.")))
        layout.addWidget(buttons)
