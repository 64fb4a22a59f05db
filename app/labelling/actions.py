"""What the reader does with labels: made, changed, taken back, approved, flagged, undone.

A label is on screen and on its way to the disk in the same moment; where the disk refuses it, it goes from
the screen again and a sentence says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.findings.entry import NoduleEntry
from app.i18n import tr
from app.labelling import words
from app.labelling.nodule import Target, target_of
from app.labelling.records import Change, LabelRecords
from app.labelling.state import LabelState, nearest
from app.message_strip import Level
from app.session import Session
from app.undo import redo, undo
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import same_reader

#: Steps that can be undone.
UNDO_STEPS = 200


class Labelling(QObject):
    """Changes labels.

    Parameters
    ----------
    session
        Holds what is shown.
    records
        Keeps it.
    reader
        Says who reads now.

    Signals
    -------
    said(str, object)
        A sentence and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self, session: Session, records: LabelRecords, reader: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._records, self._who = session, records, reader
        self.stack = QUndoStack(self)
        """What can be undone, in one order with what else the window puts there."""
        self.stack.setUndoLimit(UNDO_STEPS)
        self._begun: dict[Change, _Step] = {}
        records.kept.connect(lambda change: self._begun.pop(change, None))
        records.lost.connect(self._lost)
        records.read.connect(self._read)

    @property
    def reader(self) -> str:
        """Who reads now."""
        return self._who()

    @property
    def target(self) -> Target | None:
        """The selected nodule, if it can be labelled; else a sentence is said."""
        entry = self._session.selected
        if not isinstance(entry, NoduleEntry):
            text = words.NOTHING_SELECTED if entry is None else words.BEING_MEASURED
            self.said.emit(tr(text), Level.WARNING)
            return None
        return target_of(self._session, entry)

    def state_of(self, target: Target) -> LabelState | None:
        """Return the label of a nodule as it holds now."""
        return nearest([target.centre_mm], self._session.labels(target.series.series_uid)).get(0)

    # ------------------------------------------------------------ the reader's own label

    def label(self, label: Label) -> None:
        """Label the selected nodule; the same label of the same reader again takes it back."""
        target = self.target
        if target is None:
            return
        before, reader = self.state_of(target), self.reader
        if before is None or not same_reader(before.reader, reader):
            if before is not None and before.label is label:
                self.said.emit(words.already(before), Level.NOTE)
                return
            before_details = LabelState(target.finding_id, target.centre_mm, label, reader=reader)
            self._change(target, before, before_details)
        elif before.label is label:
            self._change(target, before, None)
            self.said.emit(tr(words.TAKEN_BACK), Level.NOTE)
        else:
            self._change(target, before, _drafted(before, target, label=label, reader=reader))

    def edit(self, target: Target, **changes: object) -> None:
        """Change what the reader's own label rests on: `source`, `evidence_date` or `comment`.

        An opinion has no evidence, so that its day goes with it.
        """
        before = self.state_of(target)
        if before is None:
            return
        if changes.get("source") is LabelSource.READER:
            changes["evidence_date"] = None
        after = _drafted(before, target, **changes)
        if not after.says_the_same(before):
            self._change(target, before, after)

    # ------------------------------------------------------------ the second reader

    def review_selected(self, review: Review) -> None:
        """Approve or flag the selected nodule's label, or take that back."""
        target = self.target
        if target is None:
            return
        before = self.state_of(target)
        if before is None:
            self.said.emit(tr(words.NO_LABEL), Level.WARNING)
        elif before.review is review and same_reader(before.reviewer, self.reader):
            self.review(target, Review.DRAFT)
        else:
            self.review(target, review)

    def review(self, target: Target, review: Review, comment: str | None = None) -> None:
        """Say what the reader thinks of a label; without a `comment` the reader's own last one stays."""
        before, reader = self.state_of(target), self.reader
        if before is None:
            return
        if review is Review.APPROVED and same_reader(before.reader, reader):
            self.said.emit(tr(words.OWN_LABEL), Level.WARNING)
            return
        own = before.review_comment if same_reader(before.reviewer, reader) else ""
        after = replace(
            before, review=review, reviewer=reader, review_comment=own if comment is None else comment,
            reviewed=None,
        )  # fmt: skip
        self._change(target, before, after)
        if review is Review.FLAGGED and before.review is not review:
            self.said.emit(tr(words.FLAGGED_STAYS_OUT), Level.NOTE)

    # ------------------------------------------------------------ undo

    def undo(self) -> None:
        """Bring back what was before the last change."""
        if not undo(self.stack):
            self.said.emit(tr("There is nothing to undo."), Level.NOTE)

    def redo(self) -> None:
        """Do again what was undone."""
        if not redo(self.stack):
            self.said.emit(tr("There is nothing to redo."), Level.NOTE)

    # ------------------------------------------------------------ to the store

    def _change(self, target: Target, before: LabelState | None, after: LabelState | None) -> None:
        nodule = target.nodule()
        known = before is not None and before.has_crop
        if known:
            nodule = replace(nodule, crop=None)  # the store hands it on from label to label
        if after is not None:
            after = replace(after, has_crop=known or nodule.crop is not None)
        self.stack.push(_Step(self, Change(target.series, nodule, before, after, self.reader)))

    def carry_out(self, change: Change, step: _Step, what: str = "") -> None:
        """Show a change and write it; `what` names an undo or a redo."""
        self._begun[change] = step
        place = change.nodule.centre_mm
        self._session.put_label(change.series.series_uid, place, change.after)
        self._records.write(change)
        if what:
            volume, series = self._session.open, change.series
            elsewhere = volume is None or volume.summary.series_uid != series.series_uid
            where = tr(" in {series}", series=series.description or tr("another series")) if elsewhere else ""
            self.said.emit(words.changed(what + where, change.before, change.after), Level.NOTE)

    def _read(self, series_uid: str, states: tuple[LabelState, ...]) -> None:
        # What is still on its way to the disk is not in there, and is on screen already.
        if not any(change.series.series_uid == series_uid for change in self._begun):
            self._session.set_labels(series_uid, states)

    def _lost(self, change: Change, text: str) -> None:
        step = self._begun.pop(change, None)
        if step is not None:
            step.setObsolete(True)
        self._session.put_label(change.series.series_uid, change.nodule.centre_mm, change.before)
        self.said.emit(tr("The label was not kept. {text}", text=text), Level.ERROR)


class _Step(QUndoCommand):
    """One change; undone, the store gets a new row that says what the old one said."""

    def __init__(self, labelling: Labelling, change: Change) -> None:
        super().__init__()
        self._labelling = labelling
        self._change = change
        self._first = True

    def redo(self) -> None:
        """Carry it out, the first time or again."""
        self._labelling.carry_out(self._change, self, "" if self._first else tr("Redone"))
        self._first = False

    def undo(self) -> None:
        """Carry out its opposite."""
        self._labelling.carry_out(self._change.back(self._labelling.reader), self, tr("Undone"))


def _drafted(before: LabelState, target: Target, **changes: object) -> LabelState:
    """Return another statement of the same reader: what a second reader said of the old one does not hold."""
    return replace(
        before, finding_id=target.finding_id, centre_mm=target.centre_mm, made=None, review=Review.DRAFT,
        reviewer="", review_comment="", reviewed=None, **changes,  # type: ignore[arg-type]
    )  # fmt: skip
