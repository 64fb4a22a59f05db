"""A suggestion that is looked at gets its outline and heat map: a report has the figures only.

Asks the engine for one at a time; draws nothing, and says nothing where there is none to be had.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject

from app.engine_client import EngineClient, EngineState, Job
from app.findings.assessing import NO_MAP
from app.findings.entry import BadFindingError, NoduleEntry, PendingNodule
from app.session import OpenVolume, Session
from engine.matching import SAME_PLACE_MM
from engine.protocol import AssessRequest, AssessResult
from engine.shared_memory import SharedBlock, SharedMemoryError


class Outliner(QObject):
    """Completes the selected suggestion."""

    def __init__(self, client: EngineClient, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._session = session
        self._job: Job | None = None
        self._tried: set[tuple[str, str]] = set()
        session.selectionChanged.connect(self.pump)
        session.volumeChanged.connect(self._give_up)
        client.modelChanged.connect(lambda _model, _error: self.pump())

    def pump(self) -> None:
        """Ask for the selected one, if it lacks its outline and the series is read."""
        volume, entry = self._session.open, self._session.selected
        if volume is None or not volume.complete or not isinstance(entry, NoduleEntry):
            return
        ready = self._client.state is EngineState.READY and self._client.model_known
        key = (volume.summary.series_uid, entry.identity)
        if self._job is not None or not ready or not entry.lacks_outline or key in self._tried:
            return
        self._tried.add(key)
        self._send(volume, entry)

    def _give_up(self) -> None:
        self._tried.clear()
        if self._job is not None:
            self._job.cancel()

    def _send(self, volume: OpenVolume, entry: NoduleEntry) -> None:
        shape = self._client.model.cam_shape if self._client.model else NO_MAP
        try:
            block = SharedBlock.create("float32", shape)
        except SharedMemoryError:
            return
        job = self._job = self._client.send(
            lambda i: AssessRequest(id=i, volume=volume.ref, point_mm=entry.centre_mm, map_values=block.ref)
        )

        def done(result: object) -> None:
            values = np.array(block.array)
            ended()
            if isinstance(result, AssessResult):
                self._take(volume, entry, result, values)
            self.pump()

        def ended() -> None:
            self._job = None
            block.close()

        def failed(_code: str, _text: str) -> None:
            ended()
            self.pump()

        job.result.connect(done)
        job.failed.connect(failed)

    def _take(self, volume: OpenVolume, entry: NoduleEntry, result: AssessResult, values: np.ndarray) -> None:
        try:
            seen = NoduleEntry.from_result(PendingNodule(entry.number, entry.centre_mm), result, values)
        except BadFindingError:
            return
        if self._session.open is not volume or math.dist(seen.centre_mm, entry.centre_mm) > SAME_PLACE_MM:
            return
        # The reader may have decided, or a new run may have come, meanwhile.
        now = self._session.nodules.entries.get(entry.id)
        if now is not None and now.identity == entry.identity and now.lacks_outline:
            self._session.update(now.outlined(seen))
