"""The monthly view of what was read with the active model: the hint first, then why, then the figures."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import theme
from app.i18n import mark, sentence, tr
from app.labels import fill, heading, paragraph, quiet
from app.models.desk import ModelDesk
from app.models.drift_charts import CallsChart, ScoresChart
from app.models.drift_table import DriftTable, acquisition_text
from app.palette import Role
from app.room import size_within

_COLOURS = {"due": Role.WARNING, "none": Role.TEXT, "too_little": Role.TEXT_QUIET}
LOADING = mark("Counting what was read …")
METHOD = mark(
    "Counted is what Analyze folder read with this model, and nodules labelled in the window. Suggestions are"
    " compared with the site's own first months (until there are 100 scores), since most of them are no"
    " nodules; what readers accepted or labelled is compared with the model's reference nodules, scored out"
    " of fold. PSI over tenths: large from 0.25, if chance does not explain it and the KS test agrees"
    " (p < 0.01). The hint looks at the last three months together."
)


class DriftDialog(QDialog):
    """Shows the view; closing it only hides it."""

    def __init__(self, desk: ModelDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Drift"))
        self.setModal(False)
        size_within(self, 1180, 800)
        self._document: dict[str, Any] | None = None
        self.title = QLabel()
        self.model = quiet()
        self.model.setWordWrap(False)
        self.hint = paragraph()
        self.signals = paragraph()
        self.left_out = quiet()
        self.calls, self.scores = CallsChart(), ScoresChart()
        self.period = heading()
        self.acquisition = quiet()
        self.table = DriftTable()
        self.table.chosen.connect(self._show_month)
        self.recent_button = QPushButton(tr("Last months together"))
        place = self.recent_button.sizePolicy()
        place.setRetainSizeWhenHidden(True)
        self.recent_button.setSizePolicy(place)
        self.recent_button.clicked.connect(self._show_recent)
        refresh = QPushButton(tr("Count again"))
        refresh.clicked.connect(desk.ask_drift)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.close)
        self._lay_out(refresh, close)
        desk.drift.connect(self.show_document)
        desk.failed.connect(self._failed)
        self._head("too_little", tr("Drift"), tr(LOADING))

    def _lay_out(self, refresh: QPushButton, close: QPushButton) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        said = heading(tr("What the model said of the suggestions, by month"))
        said.setMinimumHeight(self.recent_button.sizeHint().height())
        left.addWidget(said)
        left.addWidget(self.calls, 1)
        head = QHBoxLayout()
        head.addWidget(self.period, 1)
        head.addWidget(self.recent_button)
        right.addLayout(head)
        right.addWidget(self.scores, 1)
        charts = QHBoxLayout()
        charts.setSpacing(12)
        charts.addLayout(left, 1)
        charts.addLayout(right, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.left_out)
        buttons.addStretch(1)
        buttons.addWidget(refresh)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.model, 1, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(top)
        layout.addWidget(self.hint)
        layout.addWidget(self.signals)
        layout.addLayout(charts, 3)
        layout.addWidget(self.acquisition)
        layout.addWidget(self.table, 2)
        layout.addWidget(quiet(tr(METHOD)))
        layout.addLayout(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _head(self, state: str, title: str, hint: str) -> None:
        self.title.setText(sentence(title))
        theme.tint(self.title, _COLOURS[state])
        self.title.setStyleSheet(f"font-size: {theme.LARGE_PT * 0.75}pt; font-weight: 600;")
        fill(self.hint, hint)

    def show_document(self, document: dict[str, Any]) -> None:
        """Show the document of ``noduscope drift --json``."""
        self._document = document
        model, others = document["model"], document["n_series_of_other_models"]
        self.model.setText(
            tr("{model}, {n} series", model=f"{model['id']}-{model['version']}", n=document["n_series"])
        )
        self._head(document["state"], document["title"], document["hint"])
        fill(self.signals, "\n".join(f"•  {sentence(signal['text'])}" for signal in document["signals"]))
        text = tr("{others} series were read with other models only and are left out.", others=others)
        fill(self.left_out, text if others else "")
        self.calls.show_months(document["months"])
        self.table.set_months(document["months"])
        self._show_recent()

    def _show_recent(self) -> None:
        if self._document is not None:
            self.table.clearSelection()
            self._show_period(self._document["recent"])

    def _show_month(self, row: int) -> None:
        if self._document is not None and row >= 0:
            months = self._document["months"]
            self._show_period(months[len(months) - 1 - row])

    def _show_period(self, period: dict[str, Any]) -> None:
        document = self._document
        if document is None:
            return
        self.period.setText(tr("Scores, {month}", month=period["month"]) if period["month"] else tr("Scores"))
        self.recent_button.setVisible(period["month"] != document["recent"]["month"])
        fill(self.acquisition, acquisition_text(period["acquisition"]))
        baseline = document["baseline"]
        counts = baseline["suggested"]["histogram"] if period["month"] not in baseline["months"] else ()
        self.scores.show_scores(period, document["reference"]["histogram"], counts)

    def _failed(self, action: str, text: str) -> None:
        if action == "drift":
            self._head("too_little", tr("The months could not be counted"), text)
