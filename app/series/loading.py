"""A chosen series comes on screen: memory first, then a shared block, then slices as the engine reads them.

It owns the open volume's block and frees it. It knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.engine_client import EngineClient, Job
from app.i18n import tr
from app.memory import why_too_large
from app.session import OpenVolume
from engine.geometry import GeometryError
from engine.protocol import LoadRequest, LoadResult, ProgressEvent, SeriesSummary
from engine.shared_memory import SharedBlock, SharedMemoryError


class Place(Protocol):
    """Where a series is put: the session, for the one that is read."""

    open: OpenVolume | None

    def set_open(self, volume: OpenVolume | None) -> None:
        """Put another volume there; the caller frees the one before."""


class Loader(QObject):
    """Loads one series at a time; a new one cancels the one before.

    The series on screen stays there until the first slice of the new one is readable.

    Signals
    -------
    opened()
        The new volume is in the session, its first slices readable.
    slicesReady(object)
        Indices that became readable since.
    progressed(int, int)
        Slices done and in all.
    finished(object)
        All is read; the tuple of slices that could not be decoded.
    failed(str)
        A sentence. What was on screen before is still there.
    ended()
        Nothing is being loaded any more, however it ended.
    """

    opened = Signal()
    slicesReady = Signal(object)
    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(
        self,
        client: EngineClient,
        session: Place,
        check: Callable[[tuple[int, int, int]], str | None] = why_too_large,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._session = session
        self._check = check
        self._job: Job | None = None
        self._block: SharedBlock | None = None
        self._summary: SeriesSummary | None = None
        self._retried = False

    @property
    def loading(self) -> SeriesSummary | None:
        """The series being loaded."""
        return self._summary

    def load(self, summary: SeriesSummary) -> None:
        """Load a series; it starts with the slice of its thumbnail."""
        if self._summary is not None and self._summary.series_uid == summary.series_uid:
            return
        self.cancel()
        problem = self._check(summary.size)
        if problem:
            self._give_up(problem)
            return
        try:
            self._block = SharedBlock.create("int16", summary.size)
        except SharedMemoryError as error:
            self._give_up(str(error))
            return
        self._summary = summary
        self._retried = False
        self._send(summary.thumbnail_slice)

    def cancel(self) -> None:
        """Give up what is being loaded. A volume already on screen keeps the slices it has."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self._leave()

    def close(self) -> None:
        """Give up what is being loaded and free the open volume."""
        self.cancel()
        block = self._session.open.block if self._session.open is not None else None
        if block is not None:
            self._session.set_open(None)
            block.close()

    def _send(self, first_slice: int) -> None:
        summary, block = self._summary, self._block
        if summary is None or block is None:
            return
        job = self._client.send(
            lambda i: LoadRequest(
                id=i,
                series_uid=summary.series_uid,
                paths=summary.paths,
                voxels=block.ref,
                first_slice=min(max(first_slice, 0), summary.size[0] - 1),
            )
        )
        self._job = job
        # A job that was given up still ends: only the present one is listened to.
        job.progress.connect(lambda event: self._progress(event) if job is self._job else None)
        job.result.connect(lambda result: self._result(result) if job is self._job else None)
        job.failed.connect(lambda code, text: self._failed(code, text) if job is self._job else None)

    def _mine(self) -> OpenVolume | None:
        """The open volume, if it is the one being loaded."""
        volume = self._session.open
        return volume if volume is not None and volume.block is self._block else None

    def _progress(self, event: ProgressEvent) -> None:
        summary, block = self._summary, self._block
        if summary is None or block is None:
            return
        volume = self._mine()
        if volume is None and event.volume is not None:
            try:
                content = event.volume.volume(block.array)
            except GeometryError as error:
                self._give_up(tr("This series cannot be shown. {error}", error=error))
                return
            volume = OpenVolume(summary, content, event.volume, block, set(event.slices))
            # Its block alone: whoever holds the volume keeps its memory.
            before = self._session.open.block if self._session.open is not None else None
            self._session.set_open(volume)
            self.opened.emit()
            if before is not None:
                before.close()
        elif volume is not None and event.slices:
            volume.ready.update(event.slices)
            self.slicesReady.emit(event.slices)
        self.progressed.emit(event.done, event.total)

    def _result(self, result: object) -> None:
        volume = self._mine()
        if not isinstance(result, LoadResult) or volume is None:
            self._give_up(tr("The engine answered something else than the series."))
            return
        # The final message has the last word on warnings: slices that could not be decoded are named there.
        volume.ref = result.volume
        volume.complete = True
        rest = set(range(volume.volume.grid.size[0])) - volume.ready
        volume.ready |= rest
        if rest:
            self.slicesReady.emit(tuple(sorted(rest)))
        self._job = None
        self._leave()
        self.finished.emit(result.failed_slices)

    def _failed(self, code: str, text: str) -> None:
        if code == "engine_died" and not self._retried:
            # Reading is repeated into the same block: what is on screen stays.
            self._retried = True
            self._send(self._summary.thumbnail_slice if self._summary else 0)
            return
        self._give_up(text)

    def _give_up(self, text: str) -> None:
        self._job = None
        self._leave()
        self.failed.emit(text)

    def _leave(self) -> None:
        volume = self._mine()
        if volume is not None:
            volume.given_up = not volume.complete
        elif self._block is not None:
            self._block.close()
        self._block = None
        self._summary = None
        self.ended.emit()
