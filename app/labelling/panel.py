"""The label row of the card: what is known of the selected nodule, from what, by whom, and whether a second
reader agrees. It shows the session and says what the reader did; it writes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.findings.entry import NoduleEntry
from app.i18n import mark, tr
from app.labelling import words
from app.labelling.fields import Choice, TypedLine, toggle
from app.labelling.nodule import Target, target_of
from app.labelling.state import LabelState
from app.labels import fill, heading, quiet, rule
from app.palette import Role
from app.session import Session
from app.settings import Settings
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import same_reader

_FLAG = mark("Something is wrong with this label: it stays out of training")
_COLOURS = {Review.APPROVED: Role.ACCENT, Review.FLAGGED: Role.WARNING}


class LabelPanel(QWidget):
    """The row.

    Signals
    -------
    labelled(object)
        A `Label` for the selected nodule.
    edited(object, object)
        A `Target`, and a dict with `source`, `evidence_date` or `comment` of the reader's own label.
    commented(object, str)
        A `Target`, and a second reader's comment to its label.
    reviewed(object)
        A `Review` of the selected nodule's label.
    historyRequested()
        The reader wants to see what was said before.
    refused(str)
        What was typed is not taken, and why.
    left()
        The reader has finished typing: the keys belong to the image again.
    """

    labelled = Signal(object)
    edited = Signal(object, object)
    commented = Signal(object, str)
    reviewed = Signal(object)
    historyRequested = Signal()
    refused = Signal(str)
    left = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._approve_key = ""
        self._state: LabelState | None = None
        self._shown = ("", "")
        self._typing: tuple[Target, LabelState] | None = None
        self._make()
        self._lay_out()
        self._join()
        self.refresh()

    def _make(self) -> None:
        self.reader = Choice(insertPolicy=QComboBox.InsertPolicy.NoInsert)
        self.typed_name = TypedLine()
        self.reader.setLineEdit(self.typed_name)
        self.reader.setToolTip(tr("Who reads now: labels and approvals get this name"))
        self.reader.setAccessibleName(tr("Reader"))
        self.reader.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._set_readers()
        self.buttons = {label: toggle(tr(text)) for label, text in words.LABELS.items()}
        self.source = Choice()
        self.source.setAccessibleName(tr("How the label is known"))
        for source, text in words.SOURCES.items():
            self.source.addItem(tr(text), source)
        self.date = TypedLine(placeholderText=tr("date, 2026-03-31"))
        self.date.setAccessibleName(tr("Date of the evidence"))
        self.date.setMaximumWidth(120)
        self.comment = TypedLine()
        self.comment.setAccessibleName(tr("Comment"))
        self.says = quiet()
        self.approve = toggle(tr("Approve"))
        self.flag = toggle(tr("Flag"))
        self.flag.setToolTip(tr(_FLAG))
        self.history = QPushButton(tr("History …"), flat=True)
        for button in (self.history, self.source):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(heading(tr("LABEL")), 1)
        head.addWidget(quiet(tr("Reader")))
        head.addWidget(self.reader)
        self.reader.setMinimumWidth(140)
        three = QHBoxLayout()
        three.setSpacing(4)
        for button in self.buttons.values():
            three.addWidget(button, 1)
        self.details = QWidget()
        grid = QGridLayout(self.details)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        evidence = QHBoxLayout()
        evidence.addWidget(self.source, 1)
        evidence.addWidget(self.date, 1)
        grid.addWidget(quiet(tr("Source")), 0, 0)
        grid.addLayout(evidence, 0, 1)
        grid.addWidget(quiet(tr("Comment")), 1, 0)
        grid.addWidget(self.comment, 1, 1)
        grid.addWidget(self.says, 2, 0, 1, 2)
        second = QHBoxLayout()
        second.setSpacing(4)
        for button in (self.approve, self.flag, self.history):
            second.addWidget(button, 1)
        grid.addLayout(second, 3, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 4)
        layout.setSpacing(6)
        layout.addWidget(rule())
        layout.addLayout(head)
        layout.addLayout(three)
        layout.addWidget(self.details)

    def _join(self) -> None:
        for label, button in self.buttons.items():
            button.clicked.connect(lambda _on, label=label: self.labelled.emit(label))
        self.source.activated.connect(self._choose_source)
        self.date.editingFinished.connect(self.flush)
        self.comment.editingFinished.connect(self.flush)
        for line in (self.date, self.comment):
            line.textEdited.connect(self._begin_typing)
            line.returnPressed.connect(self.left)
            line.givenUp.connect(self._give_up)
        self.typed_name.givenUp.connect(self._give_up)
        self.approve.clicked.connect(lambda: self.reviewed.emit(Review.APPROVED))
        self.flag.clicked.connect(lambda: self.reviewed.emit(Review.FLAGGED))
        self.history.clicked.connect(self.historyRequested)
        self.reader.activated.connect(lambda _at: self._choose_reader())
        self.typed_name.editingFinished.connect(self._choose_reader)
        self.typed_name.returnPressed.connect(self.left)
        self._session.selectionChanged.connect(self.refresh)
        self._session.nodulesChanged.connect(self.refresh)
        self._session.labelsChanged.connect(self.refresh)

    def set_keys(self, keys: dict[Label, str], approve: str, flag: str) -> None:
        """Name the keys in the tooltips."""
        for label, button in self.buttons.items():
            button.setToolTip(
                tr("{label} ({keys}); again: take it back", label=tr(words.LABELS[label]), keys=keys[label])
            )
        self._approve_key = approve
        self.flag.setToolTip(f"{tr(_FLAG)} ({flag})")
        self.refresh()

    # ------------------------------------------------------------ who reads

    @property
    def name(self) -> str:
        """Who reads now."""
        return self._settings.readers[0]

    def _set_readers(self) -> None:
        self.reader.blockSignals(True)
        self.reader.clear()
        self.reader.addItems(self._settings.readers)
        self.reader.setCurrentIndex(0)
        self.reader.blockSignals(False)

    def _choose_reader(self) -> None:
        name = " ".join(self.reader.currentText().split())
        if name and name != self.name:
            self.flush()
            self._settings.set_reader(name)
        self._set_readers()
        self.refresh()

    # ------------------------------------------------------------ what is typed

    def _begin_typing(self) -> None:
        entry = self._session.selected
        if self._typing is None and self._state is not None and isinstance(entry, NoduleEntry):
            target = target_of(self._session, entry)
            self._typing = None if target is None else (target, self._state)

    def _give_up(self) -> None:
        self._typing = None
        self._set_readers()
        self.refresh()
        self.left.emit()

    def flush(self) -> None:
        """Hand on what was typed, also where the reader went elsewhere without pressing Enter."""
        if self._typing is None:
            return
        (target, state), self._typing = self._typing, None
        comment = self.comment.text().strip()
        if not self._own(state):
            if comment != self._second_comment(state):
                self.commented.emit(target, comment)
            return
        try:
            day = words.parsed_date(self.date.text(), datetime.now(UTC).astimezone().date())
        except ValueError as error:
            self.refused.emit(str(error))
            day = state.evidence_date
        if (day, comment) != (state.evidence_date, state.comment):
            self.edited.emit(target, {"evidence_date": day, "comment": comment})
        self.refresh()

    def _choose_source(self) -> None:
        self.flush()
        entry = self._session.selected
        target = target_of(self._session, entry) if isinstance(entry, NoduleEntry) else None
        if target is not None:
            self.edited.emit(target, {"source": LabelSource(self.source.currentData())})
            if self.date.isEnabled():
                self.date.setFocus()

    def write_comment(self) -> bool:
        """Put the cursor into the comment; return whether there is a label to comment on."""
        if self._state is None:
            return False
        self.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    # ------------------------------------------------------------ showing

    def refresh(self) -> None:
        """Show the selected nodule's label as the session has it now."""
        volume, entry = self._session.open, self._session.selected
        shown = ("", "")
        if volume is not None and isinstance(entry, NoduleEntry):
            shown = (volume.summary.series_uid, entry.id)
        if shown != self._shown:
            self.flush()
        self._shown = shown
        self.setEnabled(isinstance(entry, NoduleEntry))
        state = self._session.labels_of_nodules().get(shown[1]) if shown[1] else None
        self._state = state
        for label, button in self.buttons.items():
            button.setChecked(state is not None and state.label is label)
        self.details.setVisible(state is not None)
        if state is not None and self._typing is None:
            self._show(state)

    def _own(self, state: LabelState) -> bool:
        return same_reader(state.reader, self.name)

    def _second_comment(self, state: LabelState) -> str:
        return state.review_comment if same_reader(state.reviewer, self.name) else ""

    def _show(self, state: LabelState) -> None:
        own = self._own(state)
        self.source.setCurrentIndex(self.source.findData(state.source))
        self.source.setEnabled(own)
        self.date.setEnabled(own and state.source is not LabelSource.READER)
        self.date.setText(state.evidence_date.isoformat() if state.evidence_date else "")
        self.date.setVisible(state.source is not LabelSource.READER)
        self.comment.setText(state.comment if own else self._second_comment(state))
        self.comment.setCursorPosition(0)
        self.comment.setPlaceholderText("" if own else tr("to {reader}'s label", reader=state.reader))
        theirs = f"“{state.comment}”\n" if state.comment and not own else ""
        fill(self.says, theirs + words.state_text(state))
        theme.tint(self.says, _COLOURS.get(state.review, Role.TEXT_QUIET))
        self.approve.setChecked(state.review is Review.APPROVED)
        self.approve.setEnabled(not own)
        tip = tr("Agree with {reader} ({approve_key})", reader=state.reader, approve_key=self._approve_key)
        self.approve.setToolTip(tr(words.OWN_LABEL) if own else tip)
        self.flag.setChecked(state.review is Review.FLAGGED)
