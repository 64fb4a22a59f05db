"""Statements as the reader makes them: shown and on their way to the disk at once, undone with the rest.

Where the disk refuses one, it goes from the screen again and a sentence says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.deciding.records import Change, StatementRecords
from app.findings.entry import NoduleEntry
from app.i18n import sentence, tr
from app.labelling.nodule import facts_of
from app.message_strip import Level
from app.session import Session
from engine.report import SeriesFacts
from engine.risk.facts import FACTS, Scope, Value
from engine.statements import READ, Statement, scope_of


class Stating(QObject):
    """Makes statements.

    Parameters
    ----------
    session
        Holds what is shown.
    records
        Keeps it.
    stack
        Takes the steps, in one order with those of others.
    reader
        Says who reads now.

    Signals
    -------
    said(str, object)
        A sentence and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self,
        session: Session,
        records: StatementRecords,
        stack: QUndoStack,
        reader: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._records, self._stack, self._who = session, records, stack, reader
        self._begun: dict[Change, _Step | None] = {}
        records.kept.connect(lambda change: self._begun.pop(change, None))
        records.lost.connect(self._lost)
        records.read.connect(self._read)

    def state(
        self, name: str, value: Value | None, entry: NoduleEntry, series: SeriesFacts | None = None
    ) -> None:
        """State something of a nodule, its study or its patient, at once, unless it is stated already.

        Parameters
        ----------
        name, value
            What; `None` takes back what was stated.
        entry
            The nodule.
        series
            Where it is; by default the open series.
        """
        series = series or self._open_series()
        if series is None:
            return
        about_nodule = scope_of(name) is Scope.NODULE
        said = Statement(
            name,
            value,
            self._who(),
            entry.identity if about_nodule else "",
            entry.place_mm if about_nodule else None,
        )
        before = self._session.stated.current(series.series_uid, said)
        if value == (None if before is None else before.value):
            return
        change = Change(series, before, said)
        if name == READ:  # noticed by the way: nothing to be undone
            self.carry_out(change, None)
        else:
            self._stack.push(_Step(self, change))

    @property
    def reader(self) -> str:
        """Who reads now."""
        return self._who()

    def _open_series(self) -> SeriesFacts | None:
        volume = self._session.open
        return None if volume is None else facts_of(volume.summary)

    def carry_out(self, change: Change, step: _Step | None, what: str = "") -> None:
        """Show a change and write it; `what` names an undo or a redo."""
        self._begun[change] = step
        self._session.stated.put(change.series.series_uid, change.after)
        self._records.write(change)
        if what:
            name = change.after.name
            text = sentence(FACTS[name].text).lower() if name in FACTS else sentence(name)
            elsewhere = self._open_series() != change.series
            where = (
                tr(" in {series}", series=change.series.description or tr("another series"))
                if elsewhere
                else ""
            )
            self.said.emit(tr("{what}: {of}.", what=what, of=text + where), Level.NOTE)

    def _read(self, series_uid: str, statements: tuple[Statement, ...]) -> None:
        # What is still on its way to the disk is not in there, and is on screen already.
        if not any(change.series.series_uid == series_uid for change in self._begun):
            self._session.stated.set(series_uid, statements)

    def _lost(self, change: Change, text: str) -> None:
        step = self._begun.pop(change, None)
        if step is not None:
            step.setObsolete(True)
        self._session.stated.put(change.series.series_uid, change.before or change.back("").after)
        self.said.emit(tr("What you stated was not kept. {text}", text=text), Level.ERROR)


class _Step(QUndoCommand):
    """One change; undone, the store gets a new row that says what the old one said."""

    def __init__(self, stating: Stating, change: Change) -> None:
        super().__init__()
        self._stating, self._change, self._first = stating, change, True

    def redo(self) -> None:
        """Carry it out, the first time or again."""
        change = replace(self._change)  # a copy: the first one may still be on its way to the disk
        self._stating.carry_out(change, self, "" if self._first else tr("Redone"))
        self._first = False

    def undo(self) -> None:
        """Carry out its opposite."""
        self._stating.carry_out(self._change.back(self._stating.reader), self, tr("Undone"))
