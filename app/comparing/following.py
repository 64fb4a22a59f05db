"""Finds the nodules of the current scan in the prior, as they come, and takes what the reader corrects.

It opens no series and lays nothing out.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

from app.comparing.asking import Asking, Question
from app.comparing.pairs import Comparison, Followed, alignment_of, told_alignment
from app.comparing.panel import ComparePanel, Row
from app.comparing.place import PriorPlace
from app.comparing.side_by_side import SideBySide
from app.engine_client import EngineClient
from app.findings.entry import SAME_NODULE_MM, NoduleEntry
from app.i18n import mark, tr
from app.message_strip import Level
from app.session import Session
from engine.findings import Decision, Point
from engine.protocol import PriorResult

NOTHING_SELECTED = mark("Select a nodule first (N goes to the next one).")
NOTHING_PAIRED = mark("This nodule is not paired.")
ALIGNING = mark("aligning both scans")
FOLLOWING = mark("looking for nodules in the prior")
BY_EYE = mark(
    "The scans scroll together as they lie. To bring them together by eye, unlink them (F7), show the same"
    " place in both, and link them again (F7)."
)
NOT_READ = mark("The current scan was not read to its end: open it again, then it is aligned.")
CANCELLED = mark("The alignment was cancelled.")


class Following(QObject):
    """Works on the comparison on screen, from `begin` to `end`.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    progressed(str, int, int)
        What is being done, how much of it, and of how much (0: not known).
    idle()
        Nothing is being done any more.
    changed()
        Something else is known of a nodule's growth.
    """

    said = Signal(str, object)
    progressed = Signal(str, int, int)
    idle = Signal()
    changed = Signal()

    def __init__(
        self, client: EngineClient, session: Session, place: PriorPlace, panel: ComparePanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._place, self._panel = session, place, panel
        self._sides: SideBySide | None = None
        self.comparison: Comparison | None = None
        self.asking = Asking(client, self)
        self.asking.answered.connect(self._answered)
        self.asking.failed.connect(self._not_aligned)
        self.asking.progressed.connect(lambda n, of: self.progressed.emit(tr(FOLLOWING), n, of))
        session.nodulesChanged.connect(self._nodules_changed)
        session.selectionChanged.connect(self._selected)

    def begin(self, comparison: Comparison, sides: SideBySide) -> None:
        """Follow the nodules in a prior that is on screen."""
        self.asking.cancel()
        if self._sides is None:
            sides.pointed.connect(self._pointed)
            sides.link.changed.connect(self._show)
            sides.place_of = self.place_of_selected
        self._sides, self.comparison = sides, comparison
        comparison.failure = ""
        if comparison.alignment is not None:
            sides.link.align(alignment_of(comparison.alignment))
        self._selected()

    def end(self) -> None:
        """Ask for nothing more."""
        self.comparison = None
        self.asking.cancel()

    def cancel(self) -> bool:
        """Give up the question that is on its way; return whether there was one."""
        if self.comparison is None or not self.asking.cancel():
            return False
        if self.comparison.alignment is None:
            self.comparison.failure = tr(CANCELLED)
        self.idle.emit()
        self._show()
        return True

    # ------------------------------------------------------------ asking

    def pursue(self) -> None:
        """Ask for what is not known yet, once both scans are there."""
        comparison = self.comparison
        if comparison is None or comparison.failure or self.asking.question is not None:
            return
        if self._session.open is not None and self._session.open.given_up:
            comparison.failure = tr(NOT_READ)
            self._show()
            return
        missing = tuple(comparison.missing(self._entries()))
        if comparison.alignment is None or missing:
            self._ask(missing)
            self._show()

    def _ask(self, entries: tuple[NoduleEntry, ...], held_mm: Point | None = None) -> None:
        volume, prior, comparison = self._session.open, self._place.open, self.comparison
        if volume is None or prior is None or comparison is None or not (volume.complete and prior.complete):
            return
        alignment = comparison.alignment
        if held_mm is not None and alignment is None and self._sides is not None:
            alignment = told_alignment(self._sides.link.alignment)
        known = self._session.nodules_of(comparison.prior.series_uid).entries.values()
        self.progressed.emit(tr(FOLLOWING if alignment else ALIGNING), 0, 0)
        self.asking.ask(
            Question(
                volume.ref,
                prior.ref,
                entries,
                known_mm=[n.centre_mm for n in known if n.decision is not Decision.REJECTED],
                held_mm=held_mm,
                days=comparison.days,
                alignment=alignment,
            )
        )

    def _answered(self, question: Question, result: PriorResult) -> None:
        comparison, sides = self.comparison, self._sides
        self.idle.emit()
        if comparison is None or sides is None:
            return
        by_hand = question.held_mm is not None
        if question.alignment is None:
            comparison.alignment = result.alignment
            sides.link.align(alignment_of(result.alignment))
        for entry, found in zip(question.entries, result.pairs, strict=True):
            if by_hand and found.before is None:
                self.said.emit(found.text, Level.WARNING)  # what was found before stays
            else:
                comparison.nodules[entry.id] = Followed(entry.centre_mm, found, by_hand=by_hand)
        self.changed.emit()
        self._selected()
        self.pursue()

    def _not_aligned(self, question: Question, text: str) -> None:
        self.idle.emit()
        comparison = self.comparison
        if comparison is None:
            return
        if question.held_mm is None:
            comparison.failure = text
        self.said.emit(text, Level.WARNING)
        self._show()

    # ------------------------------------------------------------ what the reader does

    def pair(self, point_mm: Point | None = None) -> None:
        """Pair the selected nodule with what lies in the prior at a place, the pointer or the crosshair."""
        found = self._followed()
        if found is None or self._sides is None:
            self.said.emit(tr(NOTHING_SELECTED), Level.WARNING)
        else:
            self._ask((found[0],), point_mm or self._sides.position_in_prior())

    def unpair(self) -> None:
        """Say that what was found of the selected nodule is another one; or that it is the same after all."""
        found = self._followed()
        if found is None or self.comparison is None:
            self.said.emit(tr(NOTHING_SELECTED), Level.WARNING)
        elif found[1] is None or found[1].found.before is None:
            self.said.emit(tr(NOTHING_PAIRED), Level.WARNING)
        else:
            self.comparison.deny(found[0])
            self.changed.emit()
            self._selected()

    def align_again(self) -> None:
        """Link as the engine aligned the scans; where it has not, have it try again."""
        comparison, sides = self.comparison, self._sides
        if comparison is None or sides is None or self.asking.question is not None:
            return
        if comparison.alignment is None:
            comparison.failure = ""
            self.pursue()
            return
        sides.link.on = True
        sides.link.align(alignment_of(comparison.alignment))
        sides.notice(tr("Linked by the lungs"))

    # ------------------------------------------------------------ nodules

    def _entries(self) -> list[NoduleEntry]:
        return self._session.nodules.ordered()

    def _nodules_changed(self) -> None:
        self.pursue()
        self._show()

    def _followed(self) -> tuple[NoduleEntry, Followed | None] | None:
        """The selected nodule and what is known of it."""
        entry = self._session.selected
        if self.comparison is None or not isinstance(entry, NoduleEntry):
            return None
        return entry, self.comparison.of(entry)

    def place_of_selected(self) -> Point | None:
        """Where the selected nodule lies in the prior, or would; `None` where that is not known."""
        found = self._followed()
        return found[1].place_mm if found is not None and found[1] is not None else None

    def _selected(self) -> None:
        """Let the link go through the selected nodule: round it both scans then lie exactly."""
        found, place = self._followed(), self.place_of_selected()
        if found is not None and place is not None and self._sides is not None and self._sides.link.on:
            self._sides.link.pin(found[0].centre_mm, place)
        self._show()

    def _pointed(self, point_mm: Point) -> None:
        """Select the nodule that was clicked in the prior."""
        for entry, known in self._pairs():
            reach_mm = max(SAME_NODULE_MM, (known.found.before_mm or 0.0) / 2)
            if known.before is not None and math.dist(known.before.centre_mm, point_mm) <= reach_mm:
                self._session.select(entry.id)
                return

    def _pairs(self) -> list[tuple[NoduleEntry, Followed]]:
        comparison = self.comparison
        if comparison is None:
            return []
        known = ((entry, comparison.of(entry)) for entry in self._entries())
        return [(entry, followed) for entry, followed in known if followed is not None]

    # ------------------------------------------------------------ showing

    def _show(self) -> None:
        comparison, sides = self.comparison, self._sides
        if comparison is None or sides is None:
            return
        selected = self._session.nodules.selected
        waiting = not comparison.failure
        rows = [Row(entry, comparison.of(entry), waiting) for entry in self._entries()]
        warning = "" if comparison.same_patient else tr("Not known to be one patient: nothing for a report.")
        state = self._state(comparison, sides)
        self._panel.show_state(state, " ".join(filter(None, (warning, comparison.failure))))
        self._panel.show_rows(rows, selected)
        sides.set_marks(self._pairs(), selected)
        lies = comparison.alignment is not None or sides.link.by_hand
        sides.say_joined(tr("NOT LINKED") if not sides.link.on else "" if lies else tr("NOT ALIGNED"))

    def _state(self, comparison: Comparison, sides: SideBySide) -> str:
        if not sides.link.on:
            return tr("Not linked (F7)")
        if sides.link.by_hand:
            return tr("Linked as set by eye")
        if comparison.alignment is None:
            return tr(BY_EYE) if comparison.failure else tr("Being aligned …")
        return tr("Aligned by the lungs, correlation {r}", r=f"{comparison.alignment.correlation:.2f}")
