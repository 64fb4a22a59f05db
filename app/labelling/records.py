"""Labels out of the store and into it; off the window's thread. It knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.i18n import tr
from app.labelling.queue import items_of
from app.labelling.state import LabelState
from app.store_thread import StoreThread
from engine.labels.crop import NoduleCrop
from engine.labels.kinds import Review
from engine.labels.label import LabelledNodule
from engine.report import SeriesFacts

if TYPE_CHECKING:
    from engine.store.labels import Labels


@dataclass(frozen=True, eq=False)
class Change:
    """From one label of a nodule to another; `None` for no label.

    Parameters
    ----------
    series
        Where.
    nodule
        What is labelled.
    before, after
        The label before and after.
    by
        Who does it.
    """

    series: SeriesFacts
    nodule: LabelledNodule
    before: LabelState | None
    after: LabelState | None
    by: str

    def back(self, by: str) -> Change:
        """Return the change with which somebody undoes this one."""
        return Change(self.series, self.nodule, self.after, self.before, by)


class LabelRecords(StoreThread):
    """Reads and writes, one thing after the other, on a thread of its own.

    Signals
    -------
    read(str, object)
        A series UID and the labels that hold there, a tuple of `LabelState`.
    kept(object)
        A `Change` that is on the disk.
    lost(object, str)
        A `Change` that could not be kept, and why.
    told(str, object)
        A series UID and all that ever was said of its labels, the oldest first: a tuple of `StoredLabel`.
    queued(object)
        A tuple of `QueueItem`, in no order.
    """

    read = Signal(str, object)
    kept = Signal(object)
    lost = Signal(object, str)
    told = Signal(str, object)
    queued = Signal(object)

    def ask(self, series_uid: str) -> None:
        """Read the labels of a series; `read` or `failed` follows."""
        self._do(self._ask, series_uid)

    def ask_history(self, series_uid: str) -> None:
        """Read what ever was said of them; `told` or `failed` follows."""
        self._do(self._tell, series_uid)

    def ask_queue(self) -> None:
        """Read what there is to label in the whole store; `queued` or `failed` follows."""
        self._do(self._queue)

    def write(self, change: Change) -> None:
        """Write a change; `kept` and `read` follow, or `lost`."""
        self._do(self._write, change)

    def keep_crop(self, series_uid: str, finding_id: str, crop: NoduleCrop) -> None:
        """Give a label the voxels round its nodule, which were not known when it was made."""
        self._do(self._keep_crop, series_uid, finding_id, crop)

    # ------------------------------------------------------------ on the thread

    def _labels(self) -> Labels:
        return self._open().labels

    def _ask(self, series_uid: str) -> None:
        with self._telling():
            labels = () if self._is_absent() else self._labels().current(series_uid)
            states = [LabelState.of(stored) for stored in labels]
            self.read.emit(series_uid, tuple(state for state in states if state is not None))

    def _tell(self, series_uid: str) -> None:
        with self._telling():
            self.told.emit(series_uid, tuple(self._labels().history(series_uid)))

    def _queue(self) -> None:
        with self._telling():
            store = self._open()
            analyses = store.findings.newest()
            decided = {a.series.series_uid: store.decisions.current(a.series.series_uid) for a in analyses}
            self.queued.emit(items_of(analyses, decided, store.labels.everything()))

    def _write(self, change: Change) -> None:
        with self._telling(partial(self.lost.emit, change)):
            _apply(self._labels(), change)
            self.kept.emit(change)
            self._ask(change.series.series_uid)

    def _keep_crop(self, series_uid: str, finding_id: str, crop: NoduleCrop) -> None:
        def tell(error: str) -> None:
            self.failed.emit(tr("The nodule's voxels were not kept with its label. {error}", error=error))

        with self._telling(tell):
            self._labels().keep_crop(series_uid, finding_id, crop)
            self._ask(series_uid)


def _apply(labels: Labels, change: Change) -> None:
    """Append what brings the store from one label to the other; nothing in it is ever changed."""
    before, after, uid = change.before, change.after, change.series.series_uid
    if after is None:
        if before is not None:
            labels.take_back(uid, before.finding_id, change.by)
        return
    written_anew = before is None or not before.says_the_same(after)
    finding_id = change.nodule.finding_id if written_anew else after.finding_id
    if written_anew:
        labels.add(
            change.series,
            change.nodule,
            after.label,
            source=after.source,
            reader=after.reader,
            evidence_date=after.evidence_date,
            comment=after.comment,
        )
    if not written_anew or after.review is not Review.DRAFT or after.reviewer:
        labels.review(uid, finding_id, after.review, after.reviewer or change.by, after.review_comment)
