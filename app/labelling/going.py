"""From a line of the label queue to its nodule on the image: its series, its suggestions, itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.batch.progress import read_summary
from app.batch.reviewing import BatchReview
from app.findings.review import NoduleReview
from app.i18n import mark, tr
from app.labelling.queue import QueueItem
from app.message_strip import Level
from app.series.opening import Opening
from app.session import Session
from app.settings import Settings
from engine.matching import match

UNKNOWN = mark(
    "Where the images of this series lie is not known here: the store keeps no paths. Open their folder; this"
    " nodule will be shown then."
)
NOT_THERE = mark("The series of this nodule is not among these images; another one is shown.")


class Going(QObject):
    """Goes to one nodule at a time; the last one that was asked for wins.

    Signals
    -------
    said(str, object)
        A sentence and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self,
        *,
        session: Session,
        opening: Opening,
        review: NoduleReview,
        batch: BatchReview,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._opening, self._review = session, opening, review
        self._batch, self._settings = batch, settings
        self._wanted: QueueItem | None = None
        self._lost_way = False
        opening.shown.connect(self._shown)
        batch.recalled.connect(self._recalled)

    def go(self, item: QueueItem) -> None:
        """Show a nodule, in whatever series it is."""
        self._wanted, self._lost_way = item, False
        volume = self._session.open
        if volume is not None and volume.summary.series_uid == item.series_uid:
            self._shown()
            return
        paths = self._paths_of(item.series_uid)
        if paths is None:
            self._lost_way = True
            self.said.emit(tr(UNKNOWN), Level.WARNING)
            return
        self._opening.open_in(paths, item.series_uid)

    def _paths_of(self, series_uid: str) -> tuple[str, ...] | None:
        """Return where a series was seen: in the rail, opened before, or by the last Analyze folder."""
        if any(series.series_uid == series_uid for series in self._session.series):
            return ()
        recent = next((r for r in self._settings.recents if r.series_uid == series_uid and r.exists), None)
        if recent is not None:
            return recent.paths
        memory = self._settings.batch
        if memory is not None and not memory.request.deidentify:
            rows, paths = read_summary(Path(memory.request.out)), memory.request.paths
            known = any(isinstance(row, dict) and row.get("series_uid") == series_uid for row in rows)
            if known and all(Path(path).exists() for path in paths):
                return paths
        return None

    def _shown(self) -> None:
        volume, item = self._session.open, self._wanted
        if volume is None or item is None:
            return
        if volume.summary.series_uid != item.series_uid:
            if not self._lost_way:
                self._wanted = None
                self.said.emit(tr(NOT_THERE), Level.WARNING)
            return
        if any(entry.suggested_by for entry in self._session.nodules.entries.values()):
            self._arrive(item)
        else:
            self._batch.recall(item.series_uid, self._settings.readers[0])

    def _recalled(self, series_uid: str) -> None:
        volume, item = self._session.open, self._wanted
        if item is None or volume is None:
            return
        if item.series_uid == series_uid == volume.summary.series_uid:
            self._arrive(item)

    def _arrive(self, item: QueueItem) -> None:
        self._wanted = None
        entries = list(self._session.nodules.entries.values())
        pairs = match([item.centre_mm], [entry.place_mm for entry in entries])
        if not pairs:
            # A nodule that a reader pointed at in an earlier session: it is measured anew.
            self._review.point_at(item.centre_mm)
            return
        entry = entries[pairs[0]]
        if entry.hidden and not self._session.nodules.show_all:
            self._session.show_all(True)
        self._review.go_to(entry.id)
