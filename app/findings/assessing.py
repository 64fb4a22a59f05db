"""From a click to an entry in the nodule list. Asks the engine; draws nothing, blocks nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.engine_client import GIVEN_UP, EngineClient, EngineState, Job
from app.findings.entry import BadFindingError, NoduleEntry, PendingNodule
from app.i18n import mark, tr
from app.session import OpenVolume, Session
from engine.findings import Point
from engine.mask_box import MaskBox
from engine.outline_mask import mask_of
from engine.protocol import AssessRequest, AssessResult
from engine.protocol_outline import OutlineModel, OutlineRequest
from engine.shared_memory import SharedBlock, SharedMemoryError

#: Room for a map where there is no model that could make one: the nodule is measured only.
NO_MAP = (1, 1, 1)

OUTSIDE = mark("There is no image at that point.")
CANCELLED_SERIES = mark(
    "Reading this series was cancelled, so nothing can be measured in it. Open it again first."
)


class Assessor(QObject):
    """Sends nodules to the engine and puts the answers into the session.

    A nodule pointed at while the series is still being read waits until it is complete.

    Signals
    -------
    started(object)
        A `PendingNodule`.
    assessed(object)
        The `NoduleEntry`, also for a series that is no longer on screen.
    failed(str)
        A sentence; the pending nodule is gone again.
    """

    started = Signal(object)
    assessed = Signal(object)
    failed = Signal(str)

    def __init__(self, client: EngineClient, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._session = session
        self._waiting: list[tuple[OpenVolume, PendingNodule]] = []
        self._jobs: dict[int, Job] = {}
        session.volumeChanged.connect(self.cancel)
        client.modelChanged.connect(lambda _model, _error: self.pump())
        client.stateChanged.connect(self._engine_changed)

    @property
    def busy(self) -> bool:
        """Whether a nodule is waited for."""
        return bool(self._jobs or self._waiting)

    def assess_at(self, point_mm: Point) -> NoduleEntry | PendingNodule | None:
        """Select the nodule at a position, or have a new one assessed.

        Parameters
        ----------
        point_mm
            Where the reader pointed.

        Returns
        -------
        NoduleEntry, PendingNodule or None
            What is now selected; `None` where nothing can be done, after `failed` has said why.
        """
        volume = self._session.open
        if volume is None:
            return None
        grid = volume.volume.grid
        known = self._session.nodule_at(point_mm, grid)
        if known is not None:
            self._session.select(known.id)
            return known
        if not grid.contains(point_mm):
            self.failed.emit(tr(OUTSIDE))
            return None
        if volume.given_up:
            self.failed.emit(tr(CANCELLED_SERIES))
            return None
        pending = self._session.begin(point_mm)
        self.started.emit(pending)
        self._waiting.append((volume, pending))
        self.pump()
        return pending

    def pump(self) -> None:
        """Send what has waited, if the series is read and the engine has said which model it has."""
        if not self._client.model_known:
            return
        ready = [item for item in self._waiting if item[0].complete]
        self._waiting = [item for item in self._waiting if not item[0].complete]
        for volume, pending in ready:
            self._send(volume, pending)

    def loading_gave_up(self) -> None:
        """The series on screen will not be complete: what has waited for it is dropped."""
        self._drop_waiting(tr(CANCELLED_SERIES), lambda volume: not volume.complete)

    def cancel(self) -> None:
        """Give up everything that is under way."""
        self._drop_waiting("", lambda _volume: True)
        for job in list(self._jobs.values()):
            job.cancel()

    def _engine_changed(self, state: EngineState) -> None:
        if state is EngineState.FAILED:
            self._drop_waiting(GIVEN_UP, lambda _volume: True)

    def _drop_waiting(self, text: str, which: Callable[[OpenVolume], bool]) -> None:
        dropped = [item for item in self._waiting if which(item[0])]
        self._waiting = [item for item in self._waiting if not which(item[0])]
        for volume, pending in dropped:
            self._session.finish(volume.summary.series_uid, pending, None)
        if dropped and text:
            self.failed.emit(text)

    def assess_again(self, entries: Sequence[NoduleEntry]) -> None:
        """Have nodules of the open series judged anew, by the model that is active now.

        Each keeps its score until the answer is there, and where there is none.
        """
        volume = self._session.open
        if volume is None or not volume.complete or not self._client.model_known:
            return
        for entry in entries:
            self._judge_again(volume, entry)

    def _judge_again(self, volume: OpenVolume, entry: NoduleEntry) -> None:
        uid = volume.summary.series_uid

        def done(seen: NoduleEntry) -> None:
            self._session.replace(uid, entry, entry.judged_again(seen))

        box = MaskBox(*mask_of(entry.contours_mm, volume.volume.grid)) if entry.edited else None
        self.ask(volume, PendingNodule(entry.number, entry.point_mm), done, self._say, box)

    def _send(self, volume: OpenVolume, pending: PendingNodule) -> None:
        uid = volume.summary.series_uid

        def done(entry: NoduleEntry) -> None:
            self._session.finish(uid, pending, entry)
            self.assessed.emit(entry)

        def failed(text: str) -> None:
            self._session.finish(uid, pending, None)
            self._say(text)

        self.ask(volume, pending, done, failed)

    def ask(
        self,
        volume: OpenVolume,
        pending: PendingNodule,
        done: Callable[[NoduleEntry], None],
        failed: Callable[[str], None],
        box: MaskBox | None = None,
    ) -> None:
        """Ask the engine for the nodule at a position, or for the one that a reader outlined (`box`).

        Exactly one of `done` and `failed` is called; an empty text says that it was cancelled.
        """
        shape = self._client.model.cam_shape if self._client.model else NO_MAP
        try:
            block = SharedBlock.create("float32", shape)
        except SharedMemoryError as error:
            failed(str(error))
            return
        asked = time.perf_counter()

        def request(number: int) -> AssessRequest | OutlineRequest:
            if box is None:
                return AssessRequest(
                    id=number, volume=volume.ref, point_mm=pending.point_mm, map_values=block.ref
                )
            outline = OutlineModel.of(box)
            return OutlineRequest(id=number, volume=volume.ref, outline=outline, map_values=block.ref)

        job = self._client.send(request)
        self._jobs[job.id] = job

        def answered(result: object) -> None:
            values = np.array(block.array)
            ended()
            if not isinstance(result, AssessResult):
                failed(tr("The engine answered something else than a finding."))
                return
            try:
                entry = NoduleEntry.from_result(pending, result, values, (time.perf_counter() - asked) * 1000)
            except BadFindingError as error:
                failed(str(error))
                return
            done(entry)

        def refused(code: str, text: str) -> None:
            ended()
            failed("" if code == "cancelled" else text)

        def ended() -> None:
            self._jobs.pop(job.id, None)
            block.close()

        job.result.connect(answered)
        job.failed.connect(refused)

    def _say(self, text: str) -> None:
        if text:
            self.failed.emit(text)
