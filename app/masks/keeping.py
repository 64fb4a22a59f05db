"""Outlines as they are kept: shown and on their way to the disk at once, undone with the rest.

Where the disk refuses one, it goes from the screen again and a sentence says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.findings.entry import NoduleEntry
from app.i18n import mark, tr
from app.masks.records import Kept, OutlineRecords
from app.message_strip import Level
from app.session import Session
from engine.findings import Point
from engine.mask_box import Index, MaskBox
from engine.outline_mask import mask_of
from engine.report import SeriesFacts
from engine.volume import Volume

LOST = mark("The outline was not kept. {reason}")
UNDONE, REDONE = mark("Undone: outline of nodule {number}."), mark("Redone: outline of nodule {number}.")


def box_of(entry: NoduleEntry, volume: Volume) -> MaskBox:
    """Return the voxels inside a nodule's outline; none where it has no outline."""
    if not any(entry.contours_mm.values()):
        return MaskBox.nothing()
    return MaskBox(*mask_of(entry.contours_mm, volume.grid))


@dataclass(frozen=True, eq=False)
class Change:
    """One nodule for another, the mask that is kept of it, and the one before; `None` for none.

    Parameters
    ----------
    series, volume
        Where, and the shape of its voxels.
    """

    series: SeriesFacts
    volume: Index
    before: NoduleEntry | None
    after: NoduleEntry | None
    box_before: MaskBox | None
    box: MaskBox | None

    def back(self) -> Change:
        """Return the change that undoes this one."""
        return Change(self.series, self.volume, self.after, self.before, self.box, self.box_before)

    @property
    def entry(self) -> NoduleEntry | None:
        """The nodule, as it is now or was."""
        return self.after or self.before

    @property
    def place_mm(self) -> Point:
        """Under which its mask is kept: one of the two was edited, and knows."""
        entries = [entry for entry in (self.after, self.before) if entry is not None]
        return next((e for e in entries if e.edited), entries[0]).place_mm


class Keeping(QObject):
    """Keeps outlines.

    Parameters
    ----------
    stack
        Takes the steps, in one order with those of others.
    reader
        Says who reads now.

    Signals
    -------
    said(str, object)
        A sentence and its `Level`.
    carried(object)
        A `Change` is on screen.
    """

    said = Signal(str, object)
    carried = Signal(object)

    def __init__(
        self,
        session: Session,
        records: OutlineRecords,
        stack: QUndoStack,
        reader: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._records, self._stack, self._who = session, records, stack, reader
        self._begun: dict[Kept, tuple[Change, _Step | None]] = {}
        records.kept.connect(lambda kept: self._begun.pop(kept, None))
        records.lost.connect(self._lost)

    @property
    def writing(self) -> set[str]:
        """Series of which something is still on its way to the disk."""
        return {change.series.series_uid for change, _ in self._begun.values()}

    def do(self, change: Change) -> None:
        """Make a change that can be undone."""
        self._stack.push(_Step(self, change))

    def carry_out(self, change: Change, step: _Step | None, what: str = "") -> None:
        """Show a change and write it; `what` is said of an undo or a redo."""
        self._show(change)
        entry = change.entry
        if entry is None:
            return
        kept = Kept(change.series, change.volume, entry.identity, change.place_mm, change.box, self._who())
        self._begun[kept] = (change, step)
        self._records.write(kept)
        if what:
            self.said.emit(tr(what, number=entry.number), Level.NOTE)

    def _show(self, change: Change) -> None:
        uid = change.series.series_uid
        self.carried.emit(change)
        if change.after is not None:
            self._session.put(uid, change.after)
        elif change.before is not None:
            self._session.drop(uid, change.before.id)

    def _lost(self, kept: Kept, text: str) -> None:
        change, step = self._begun.pop(kept, (None, None))
        if step is not None:
            step.setObsolete(True)
        if change is not None:
            self._show(change.back())
        self.said.emit(tr(LOST, reason=text), Level.ERROR)


class _Step(QUndoCommand):
    """One change; undone, the store gets a new row that says what the old one said."""

    def __init__(self, keeping: Keeping, change: Change) -> None:
        super().__init__()
        self._keeping, self._change, self._first = keeping, change, True

    def redo(self) -> None:
        """Carry it out, the first time or again."""
        self._keeping.carry_out(self._change, self, "" if self._first else REDONE)
        self._first = False

    def undo(self) -> None:
        """Carry out its opposite."""
        self._keeping.carry_out(self._change.back(), self, UNDONE)
