"""Outlines that were edited in an earlier session, put to the nodules of the open series as these appear.

A nodule that nobody has pointed at again comes by itself: what a reader drew is not lost with the window.
"""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.engine_client import EngineClient
from app.findings.assessing import Assessor
from app.findings.entry import Edited, NoduleEntry, PendingNodule
from app.i18n import mark, tr, trn
from app.labelling.nodule import facts_of
from app.masks.keeping import Change, Keeping
from app.masks.records import OutlineRecords
from app.message_strip import Level
from app.session import OpenVolume, Session
from engine.findings import Point
from engine.kept_outline import KeptOutline
from engine.mask_box import MaskBox
from engine.matching import SAME_PLACE_MM

FAILED = mark("An edited outline could not be measured. {reason}")
DAMAGED = (
    mark("One edited outline in the store is damaged and was left out; the nodule has the proposed one."),
    mark("{n} edited outlines in the store are damaged and were left out."),
)


#: A series, a place in it, and the mask that is to be there.
_Key = tuple[str, Point, MaskBox]


class Recalling(QObject):
    """Reads outlines with the series and has them measured.

    Signals
    -------
    said(str, object)
        A sentence and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self,
        session: Session,
        assessor: Assessor,
        client: EngineClient,
        records: OutlineRecords,
        keeping: Keeping,
        *,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._assessor, self._client = session, assessor, client
        self._records, self._keeping = records, keeping
        self._held: dict[str, tuple[KeptOutline, ...]] = {}
        self._asked: set[_Key] = set()
        records.read.connect(self._read)
        keeping.carried.connect(self._carried)
        session.nodulesChanged.connect(self.pump)
        client.modelChanged.connect(lambda _model, _error: self._start_again())

    def _start_again(self) -> None:
        """Ask again for what an engine that has died could not answer."""
        self._asked.clear()
        self.pump()

    def ask(self) -> None:
        """Read the outlines of the open series, which must be complete."""
        volume = self._session.open
        if volume is not None and volume.complete and volume.volume.is_regular:
            facts = facts_of(volume.summary)
            self._records.ask(facts.series_uid, volume.volume.grid.size)

    def _read(self, series_uid: str, outlines: tuple[KeptOutline, ...], damaged: int) -> None:
        if series_uid in self._keeping.writing:
            return  # what is on its way to the disk is not in there, and is on screen already
        self._held[series_uid] = outlines
        self._asked = {key for key in self._asked if key[0] != series_uid}
        if damaged:
            self.said.emit(trn(*DAMAGED, damaged), Level.WARNING)
        self.pump()

    def _carried(self, change: Change) -> None:
        """Take note of what is kept now, so that a nodule that comes again gets this outline and no other."""
        uid, place, after = change.series.series_uid, change.place_mm, change.after
        rest = tuple(o for o in self._held.get(uid, ()) if not _same(o.place_mm, place))
        if change.box is None or after is None or after.edited is None:
            self._held[uid] = rest
            return
        edited = after.edited
        now = KeptOutline(after.identity, place, change.box, edited.reader, edited.made)
        self._held[uid] = (*rest, now)

    def pump(self) -> None:
        """Give every nodule of the open series the outline that is kept of it."""
        volume = self._session.open
        if volume is None or not volume.complete or not self._client.model_known:
            return
        for outline in self._held.get(volume.summary.series_uid, ()):
            self._give(volume, outline)

    def _give(self, volume: OpenVolume, outline: KeptOutline) -> None:
        uid, nodules = volume.summary.series_uid, self._session.nodules
        near = [n for n in nodules.entries.values() if _same(n.place_mm, outline.place_mm)]
        near.sort(key=lambda n: math.dist(n.place_mm, outline.place_mm))
        edited = next((n for n in near if n.edited), None)
        plain = next((n for n in near if not n.edited), None)
        if edited is not None:
            if plain is not None and plain.suggested_by and not edited.suggested_by and edited.edited:
                # A suggestion that came later is the nodule that was mended before.
                state = Edited(edited.edited.reader, edited.edited.made, outline.place_mm, plain)
                self._session.put(uid, plain.with_outline(edited, state))
                self._session.drop(uid, edited.id)
            return
        waits = any(_same(n.point_mm, outline.place_mm) for n in nodules.pending.values())
        # Asked once for a nodule that is there, and once for one that is not.
        key = (uid, plain.centre_mm if plain else outline.place_mm, outline.box)
        if waits or key in self._asked:
            return
        self._asked.add(key)
        if plain is not None:
            self._measure(volume, outline, plain, key)
        else:
            self._bring(volume, outline, key)

    def _measure(self, volume: OpenVolume, outline: KeptOutline, entry: NoduleEntry, key: _Key) -> None:
        uid = volume.summary.series_uid

        def done(seen: NoduleEntry) -> None:
            state = Edited(outline.reader, outline.made, outline.place_mm, entry)
            # Should the proposal come again, as by another look at the work list, it is measured again.
            self._asked.discard(key)
            self._session.replace(uid, entry, entry.with_outline(seen, state))

        pending = PendingNodule(entry.number, entry.point_mm)
        self._assessor.ask(volume, pending, done, lambda text: self._failed(text, key), outline.box)

    def _bring(self, volume: OpenVolume, outline: KeptOutline, key: _Key) -> None:
        uid = volume.summary.series_uid
        pending = self._session.begin(outline.place_mm, select=False)

        def done(seen: NoduleEntry) -> None:
            state = Edited(outline.reader, outline.made, outline.place_mm, None)
            named = seen.named(outline.finding_id or seen.identity)
            self._session.finish(uid, pending, replace(named, edited=state))

        def failed(text: str) -> None:
            self._session.finish(uid, pending, None)
            self._failed(text, key)

        self._assessor.ask(volume, pending, done, failed, outline.box)

    def _failed(self, text: str, key: _Key) -> None:
        """Say why; what was only cancelled is asked again with the next change."""
        if text:
            self.said.emit(tr(FAILED, reason=text), Level.ERROR)
        else:
            self._asked.discard(key)


def _same(one: Point, other: Point) -> bool:
    return math.dist(one, other) <= SAME_PLACE_MM
