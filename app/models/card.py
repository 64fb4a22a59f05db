"""The card of one model: its figures beside the active one's, what it may judge, where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.i18n import mark, tr
from app.labels import fill, heading, paragraph, quiet, rule
from app.models import words
from app.palette import Role
from engine.protocol_models import ModelFacts

NO_CARD = mark("This package has no model card.")


class _CardText(QTextBrowser):
    """`card.md` as text: a package is checked, not trusted, so it loads no pictures and opens no links."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)

    def show_markdown(self, text: str) -> None:
        """Show a card."""
        features = QTextDocument.MarkdownFeature
        # GitHub's dialect is the one with tables.
        self.document().setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        # A new text leaves the cursor at its end, and the view goes there.
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Load nothing."""


class ModelCard(QWidget):
    """The card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.name.setStyleSheet(f"font-size: {theme.LARGE_PT * 0.75}pt; font-weight: 600;")
        self.state = quiet()
        self.problem = paragraph()
        theme.tint(self.problem, Role.ERROR)
        self.note = quiet()
        self.warnings = paragraph()
        theme.tint(self.warnings, Role.WARNING)
        self._figures, self._envelope, self._origin = QGridLayout(), QGridLayout(), QGridLayout()
        for grid in (self._figures, self._envelope, self._origin):
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(3)
            grid.setColumnStretch((grid is self._figures and 2) or 1, 1)
        body = QWidget()
        self._parts = [
            heading(tr("Figures")),
            heading(tr("Where it comes from")),
            heading(tr("What it may judge")),
        ]
        layout = QVBoxLayout(body)
        layout.setContentsMargins(10, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.problem)
        for head, grid in zip(self._parts, (self._figures, self._origin, self._envelope), strict=True):
            layout.addWidget(head)
            layout.addLayout(grid)
            if grid is self._figures:
                layout.addWidget(self.note)
                layout.addWidget(self.warnings)
            if grid is not self._envelope:
                layout.addWidget(rule())
        layout.addStretch(1)
        summary = QScrollArea(widgetResizable=True)
        summary.setFrameShape(QFrame.Shape.NoFrame)
        summary.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        summary.setWidget(body)
        self.text = _CardText()
        self.tabs = QTabWidget()
        self.tabs.addTab(summary, tr("Summary"))
        self.tabs.addTab(self.text, tr("Model card"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 0, 0, 0)
        outer.addWidget(self.name)
        outer.addWidget(self.state)
        outer.addWidget(self.tabs, 1)

    def show_model(self, model: ModelFacts, active: ModelFacts | None) -> None:
        """Show a model, beside the active one unless it is that."""
        other = active if active is not None and active.name != model.name and not active.problem else None
        self.name.setText(model.name)
        described = tr(", ").join(part for part in (words.state(model), words.origin(model)) if part)
        self.state.setText(described)
        fill(self.problem, model.problem)
        whole = not model.problem
        rows: list[Sequence[str]] = [*words.figure_rows(model, other)] if whole else []
        if rows and other is not None:
            rows.insert(0, ("", tr("this model"), tr("active: {name}", name=other.name)))
        _fill(self._figures, rows)
        fill(self.note, words.figures_note(model, other) if whole else "")
        fill(self.warnings, words.warnings(model))
        _fill(self._envelope, words.envelope(model) if whole else [])
        _fill(self._origin, words.provenance(model) if whole else [])
        for head in self._parts:
            head.setVisible(whole)
        self.text.show_markdown(model.card or tr(NO_CARD))

    def texts(self) -> list[str]:
        """Everything that the summary says, in order."""
        labels: list[QLabel] = [self.problem, self.note, self.warnings]
        for grid in (self._figures, self._envelope, self._origin):
            items = (grid.itemAt(i) for i in range(grid.count()))
            widgets = (item.widget() for item in items if item is not None)
            labels += [widget for widget in widgets if isinstance(widget, QLabel)]
        return [label.text() for label in labels if label.text()]


def _fill(grid: QGridLayout, rows: Sequence[Sequence[str]]) -> None:
    """Put rows of text into a grid in the place of those before."""
    while grid.count():
        item = grid.takeAt(0)
        if item is not None and (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            label = quiet(text) if column == 0 or (row == 0 and texts[0] == "") else paragraph(text)
            label.setWordWrap(column == len(texts) - 1)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
