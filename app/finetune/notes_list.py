"""A list of what the data check noticed, by kind, each kind folding out its cases. It decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app import theme
from app.finetune.documents import Pair, SiteCheck
from app.i18n import mark, sentence, tr
from app.palette import Role

NOTHING = mark("Nothing to mend was found.")


class NotesList(QTreeWidget):
    """The list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(theme.TintDelegate(self))
        self.setHeaderHidden(True)
        self.setWordWrap(True)
        self.setAccessibleName(tr("What the data check noticed"))
        self.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make every line as high as its words need; a tree does not do that by itself."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.viewport().width() - 2 * self.indentation()
        for i in range(self.topLevelItemCount()):
            item = self.topLevelItem(i)
            if item is not None:
                room = QRect(0, 0, width, 10_000)
                box = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), item.text(0))
                item.setSizeHint(0, QSize(0, box.height() + 4))

    def set_check(self, check: SiteCheck) -> None:
        """Show a check."""
        self.clear()
        cases = {
            "duplicates": [_pair(pair) for pair in check.duplicates],
            "same_patient": [_pair(pair) for pair in check.same_patient],
            "out_of_envelope": [f"{case.case}   {sentence(case.why)}" for case in check.out_of_envelope],
        }
        for problem in check.problems:
            top = self._add(sentence(problem.text), Role.ERROR if problem.stops else Role.WARNING)
            for text in cases.get(problem.code, ()):
                self._add(text, parent=top)
        for advice in check.advice:
            self._add(sentence(advice))
        if not self.topLevelItemCount():
            self._add(tr(NOTHING))
        self._fit()

    def texts(self) -> list[str]:
        """The lines at the top."""
        items = (self.topLevelItem(i) for i in range(self.topLevelItemCount()))
        return [item.text(0) for item in items if item is not None]

    def _add(
        self, text: str, role: Role | None = None, parent: QTreeWidgetItem | None = None
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent if parent is not None else self, [text])
        item.setToolTip(0, text)
        theme.tint_item(item, 0, role)
        return item


def _pair(pair: Pair) -> str:
    near = (
        ""
        if pair.correlation is None
        else tr("   correlation {correlation:.2f}", correlation=pair.correlation)
    )
    return tr(" and ").join(pair.cases) + near
