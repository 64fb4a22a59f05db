"""From a line of the work list to its suggestions on the image, and the reader's decisions about them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.batch.progress import WorkRow
from app.batch.records import Records, Suggestions
from app.batch.request import BatchRequest
from app.findings.entry import NoduleEntry
from app.findings.review import NoduleReview
from app.i18n import mark, tr
from app.message_strip import Level
from app.series.opening import Opening
from app.session import Session
from engine.findings import Decision
from engine.report import SeriesFacts

DEIDENTIFIED = mark(
    "These results are de-identified: they do not name their series. Open the images themselves."
)
NO_RESULT = mark("There are no results of this series yet.")
NOT_A_SUGGESTION = mark(
    "Only suggestions of Analyze folder are accepted or rejected; Del removes other nodules."
)
NOTHING_SELECTED = mark("Select a suggestion first (N goes to the next one).")
NO_SUGGESTION = mark("There is no suggestion in this series.")
#: Who decided, where no name was given.
SOMEONE = "reader"


class BatchReview(QObject):
    """Shows results in the viewer.

    Signals
    -------
    said(str, object)
        A sentence and its `Level`.
    decided(str)
        A decision about this series is in the store.
    recalled(str)
        What the store suggests in this series is in the list, if there is anything.
    """

    said = Signal(str, object)
    decided = Signal(str)
    recalled = Signal(str)

    def __init__(
        self, session: Session, opening: Opening, review: NoduleReview, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._opening, self._review = session, opening, review
        self._wanted = ""
        self._reader = SOMEONE
        self._facts: dict[str, SeriesFacts] = {}
        self._recalling: set[str] = set()
        self._before: dict[tuple[str, str], Decision | None] = {}
        self.records = Records(self)
        self.records.read.connect(self._read)
        self.records.absent.connect(self._recall_done)
        self.records.unreadable.connect(self._unreadable)
        self.records.kept.connect(lambda uid, _nodule, _decision: self.decided.emit(uid))
        self.records.lost.connect(self._lost)
        opening.shown.connect(self._shown)

    def show(self, row: WorkRow, request: BatchRequest) -> bool:
        """Open a series of the work list at its first suggestion; return whether it is on its way."""
        if request.deidentify:
            self.said.emit(tr(DEIDENTIFIED), Level.WARNING)
            return False
        self._reader = request.observer.strip() or SOMEONE
        self._wanted = row.series_uid
        if row.folder:
            self.records.ask(row.series_uid, Path(request.out) / row.folder)
        else:
            self.said.emit(row.reason or tr(NO_RESULT), Level.NOTE)
        self._opening.open_in(request.paths, row.series_uid)
        return True

    def recall(self, series_uid: str, reader: str) -> None:
        """Put the suggestions of a series as the store keeps them into the list; `recalled` follows.

        Decisions about them are then this reader's.
        """
        self._reader = reader
        self._recalling.add(series_uid)
        self.records.recall(series_uid)

    def take_from(self, other: BatchReview) -> None:
        """Take over whose decisions about which series these are."""
        self._reader, self._facts = other._reader, dict(other._facts)

    def knows(self, series_uid: str) -> bool:
        """Whether the suggestions of a series are in the list as the store or a run has them."""
        return series_uid in self._facts

    def close(self) -> None:
        """Write what is not written yet."""
        self.records.close()

    def _read(self, uid: str, found: Suggestions) -> None:
        self._facts[uid] = found.facts
        self._session.suggest(uid, list(found.entries))
        if found.problem:
            self.said.emit(
                tr("Earlier decisions are not shown. {problem}", problem=found.problem), Level.WARNING
            )
        elif not found.entries and uid not in self._recalling:
            self.said.emit(tr(NO_SUGGESTION), Level.NOTE)
        self._recall_done(uid)
        self._jump()

    def _unreadable(self, uid: str, text: str) -> None:
        self.said.emit(text, Level.ERROR)
        self._recall_done(uid)

    def _recall_done(self, uid: str) -> None:
        if uid in self._recalling:
            self._recalling.discard(uid)
            self.recalled.emit(uid)

    def _shown(self) -> None:
        volume = self._session.open
        if volume is not None and self._wanted and volume.summary.series_uid != self._wanted:
            self._wanted = ""
            self.said.emit(
                tr("That series is no longer among the images; another one is shown."), Level.WARNING
            )
        self._jump()

    def _jump(self) -> None:
        """Go to the first suggestion, once both the series and its suggestions are there."""
        volume = self._session.open
        if volume is None or volume.summary.series_uid != self._wanted or self._wanted not in self._facts:
            return
        first = next((n for n in self._session.nodules.ordered() if n.suggested_by), None)
        self._wanted = ""
        if first is not None:
            self._review.go_to(first.id)

    # ------------------------------------------------------------ decisions

    def decide(self, decision: Decision) -> None:
        """Accept or reject the selected suggestion, at once; the same again takes it back."""
        entry, volume = self._session.selected, self._session.open
        if volume is None or entry is None:
            self.said.emit(tr(NOTHING_SELECTED), Level.WARNING)
            return
        uid = volume.summary.series_uid
        if not isinstance(entry, NoduleEntry) or not entry.suggested_by or uid not in self._facts:
            self.said.emit(tr(NOT_A_SUGGESTION), Level.WARNING)
            return
        new = None if entry.decision is decision else decision
        self._before[uid, entry.id] = entry.decision
        self._session.decide(uid, entry.id, new)
        self.records.keep(self._facts[uid], entry, new, self._reader)

    def _lost(self, uid: str, nodule_id: str, _decision: Decision | None, text: str) -> None:
        self._session.decide(uid, nodule_id, self._before.get((uid, nodule_id)))
        self.said.emit(tr("The decision was not kept. {text}", text=text), Level.ERROR)
