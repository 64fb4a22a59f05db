"""The risk panel below the card: what each model and guideline says of the selected nodule, and from what.

Folded, it is one line; unfolded, it takes the card's place. Every input is shown with its source, editable;
nothing is defaulted. It shows the session and says what the reader stated; it writes nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.deciding import words
from app.deciding.fields import field_of
from app.deciding.stated import known_of, proposed_for
from app.findings.entry import NoduleEntry
from app.findings.words import size_text
from app.i18n import mark, sentence, tr
from app.labelling.nodule import facts_of
from app.labels import fill, heading, quiet, rule
from app.palette import Role
from app.read_area import ReadArea
from app.session import Session
from engine.findings import Decision
from engine.report import SeriesFacts
from engine.risk.evaluate import RULES, Evaluation, evaluate
from engine.risk.facts import FACTS, Known, Scope
from engine.risk.terms import NotComputed
from engine.statements import Statement

_GROUPS = {
    Scope.NODULE: mark("NODULE"), Scope.STUDY: mark("STUDY"), Scope.PATIENT: mark("PATIENT, IN ALL STUDIES"),
}  # fmt: skip
_TITLE = mark("RISK AND FOLLOW-UP")


class RiskPanel(QWidget):
    """The panel.

    Signals
    -------
    stated(str, object, object, object)
        A fact's name, its value (`None`: taken back), the `NoduleEntry` and the `SeriesFacts` of its series.
    refused(str)
        What was typed is not taken, and why.
    unfolded(bool)
        It takes the card's place, or gives it back.
    left()
        The keys belong to the image again.
    """

    stated = Signal(str, object, object, object)
    refused = Signal(str)
    unfolded = Signal(bool)
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._of: tuple[NoduleEntry, SeriesFacts] | None = None
        self.evaluations: tuple[Evaluation, ...] = ()
        self.is_open = False
        self.head = QPushButton(flat=True)
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.setStyleSheet("text-align: left;")
        self.head.clicked.connect(lambda: self.unfold(not self.is_open))
        self.summary = quiet()
        self.title = QLabel()
        self.answers = [(QLabel(), quiet()) for _ in RULES]
        self.fields = {name: field_of(fact) for name, fact in FACTS.items()}
        self.details = quiet()
        self._body = QWidget()
        self._lay_out()
        for field in self.fields.values():
            field.stated.connect(self._state)
            field.left.connect(self.left)
            field.installEventFilter(self)
            if hasattr(field, "refused"):
                field.refused.connect(self.refused)
        session.selectionChanged.connect(self.refresh)
        session.nodulesChanged.connect(self.refresh)
        session.stated.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        form = QWidget()
        grid = QGridLayout(form)
        grid.setContentsMargins(8, 0, 8, 4)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        row = 0
        for scope, text in _GROUPS.items():
            grid.addWidget(heading(tr(text)), row, 0, 1, 2)
            row += 1
            for name, fact in FACTS.items():
                if fact.scope is scope:
                    grid.addWidget(quiet(sentence(fact.text)), row, 0)
                    grid.addWidget(self.fields[name], row, 1)
                    row += 1
        grid.addWidget(rule(), row, 0, 1, 2)
        grid.addWidget(self.details, row + 1, 0, 1, 2)
        grid.setColumnMinimumWidth(0, 112)
        self._scroll = ReadArea(form)
        answers = QGridLayout()
        answers.setContentsMargins(8, 0, 8, 4)
        answers.setVerticalSpacing(2)
        answers.setColumnStretch(1, 1)
        for row, (rule_name, answer) in enumerate(self.answers):
            answers.addWidget(rule_name, row, 0, Qt.AlignmentFlag.AlignTop)
            answers.addWidget(answer, row, 1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        title = QHBoxLayout()
        title.setContentsMargins(8, 0, 8, 0)
        title.addWidget(self.title)
        body.addLayout(title)
        body.addLayout(answers)
        body.addWidget(rule())
        body.addWidget(self._scroll, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(rule())
        layout.addWidget(self.head)
        layout.addWidget(self.summary)
        layout.addWidget(self._body, 1)
        self.summary.setContentsMargins(8, 0, 8, 2)

    # ------------------------------------------------------------ what the reader does

    def unfold(self, is_open: bool) -> None:
        """Take the card's place, or give it back."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self._body.isAncestorOf(focused)
        self.is_open = is_open
        self.refresh()
        self.unfolded.emit(is_open)
        if inside and not is_open:
            self.left.emit()

    def focus(self, name: str = "") -> bool:
        """Unfold and go to a fact's field; without one, to the first that is unknown. Tell whether it can."""
        if self._of is None:
            return False
        if not self.is_open:
            self.unfold(True)
        unknown = [n for n, known in self._known().items() if known.value is None]
        self.fields[name or next((n for n in self._in_order() if n in unknown), "long_axis_mm")].setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )
        return True

    @staticmethod
    def _in_order() -> list[str]:
        return [name for scope in _GROUPS for name, fact in FACTS.items() if fact.scope is scope]

    def flush(self) -> None:
        """State what was typed and not ended with Enter."""
        for field in self.fields.values():
            if hasattr(field, "flush"):
                field.flush()

    def _state(self, name: str, value: object) -> None:
        if self._of is not None:
            self.stated.emit(name, value, *self._of)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring the field that gets the focus into view."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 40)
        return False

    # ------------------------------------------------------------ showing

    def _known(self) -> dict[str, Known]:
        own, common, proposed = self._told()
        return known_of(proposed, own, common)

    def _told(self) -> tuple[dict[str, Statement], dict[str, Statement], dict[str, Known]]:
        volume = self._session.open
        if self._of is None or volume is None:
            return {}, {}, {}
        entry, _ = self._of
        summary = volume.summary
        counted = {
            n.id
            for n in self._session.nodules.entries.values()
            if n.decision is Decision.ACCEPTED or (not n.suggested_by and n.decision is not Decision.REJECTED)
        }
        proposed = proposed_for(
            entry,
            nodule_count=len(counted | {entry.id}),
            age_years=summary.age_years,
            sex=summary.sex,
        )
        own = self._session.statements_of_nodules().get(entry.id, {})
        return own, self._session.stated.of_series(summary.series_uid), proposed

    def refresh(self) -> None:
        """Show the selected nodule as the session has it now."""
        volume, entry = self._session.open, self._session.selected
        of = None
        if volume is not None and isinstance(entry, NoduleEntry):
            of = (entry, facts_of(volume.summary))
        if self._of is not None and (of is None or (of[0].id, of[1]) != (self._of[0].id, self._of[1])):
            self.flush()
        self._of = of
        self.setVisible(of is not None)
        self.head.setText(f"{'▾' if self.is_open else '▸'}  {tr(_TITLE)}")
        self._body.setVisible(self.is_open)
        if of is None:
            self.evaluations = ()
            return
        own, common, proposed = self._told()
        known = known_of(proposed, own, common)
        self.evaluations = evaluate(known)
        for name, field in self.fields.items():
            said = own.get(name) or common.get(name)
            field.show_fact(None if said is None else said.value, proposed.get(name))
            if said is not None:
                field.setToolTip(f"{words.value_text(FACTS[name].shown(said.value))}, {said.reader}")
        whose = tr(", outline edited") if of[0].edited else ""
        self.title.setText(tr("Nodule {number}   {size}", number=of[0].number, size=size_text(of[0])) + whose)
        computed = [e for e in self.evaluations if not isinstance(e.result, NotComputed)]
        text = " · ".join(f"{sentence(e.short)} {words.brief(e)}" for e in computed)
        fill(
            self.summary,
            "" if self.is_open else text or tr("Nothing computed: open it to see what is missing."),
        )
        self._show_answers()

    def _show_answers(self) -> None:
        for (name, answer), evaluation in zip(self.answers, self.evaluations, strict=True):
            name.setText(sentence(evaluation.short))
            missing = isinstance(evaluation.result, NotComputed)
            answer.setText(words.brief(evaluation))
            answer.setStyleSheet("" if missing else "font-weight: 600;")
            theme.tint(answer, None if missing else Role.TEXT)
            for label in (name, answer):
                label.setToolTip(words.line(evaluation))
        self.details.setText("\n\n".join(words.line(evaluation) for evaluation in self.evaluations))
