"""Paths become series in the rail: what may be dropped, and the scan. It knows no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QMimeData, QObject, Signal

from app.engine_client import EngineClient, Job
from app.i18n import sentence, tr, trn
from engine.protocol import ProgressEvent, ScanRequest, ScanResult, SeriesSummary, SkippedFile


def paths_of(mime: QMimeData) -> list[str]:
    """Local files and folders that are being dragged."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]


class SeriesPlace(Protocol):
    """Where the series that were found are put: the session, for those of the rail."""

    def set_series(self, series: tuple[SeriesSummary, ...], skipped: tuple[SkippedFile, ...]) -> None:
        """Put other series there."""


class Importer(QObject):
    """Has the engine scan paths, and puts the series that it finds into the session.

    Signals
    -------
    progressed(int, int, str)
        Files looked at, files in all (0: not known), and a text.
    found(object)
        The `ScanResult`, which has at least one series and is now in the session.
    failed(str)
        A sentence; the series listed before are still there.
    ended()
        Nothing is being scanned any more.
    """

    progressed = Signal(int, int, str)
    found = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, client: EngineClient, session: SeriesPlace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._session = session
        self._job: Job | None = None
        self.paths: tuple[str, ...] = ()

    @property
    def scanning(self) -> bool:
        """Whether a scan is under way."""
        return self._job is not None

    def scan(self, paths: Sequence[str | Path]) -> None:
        """Scan files, folders, archives or a DICOMDIR; a scan before is given up."""
        self.cancel()
        wanted = tuple(str(Path(p).expanduser().absolute()) for p in paths)
        missing = [p for p in wanted if not Path(p).exists()]
        if missing or not wanted:
            self.failed.emit(
                tr("There is nothing at {missing}.", missing=missing[0])
                if missing
                else tr("Nothing was named to open.")
            )
            self.ended.emit()
            return
        self._send(wanted, retry=True)

    def cancel(self) -> None:
        """Give up the scan."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.ended.emit()

    def _send(self, wanted: tuple[str, ...], *, retry: bool) -> None:
        job = self._client.send(lambda i: ScanRequest(id=i, paths=wanted))
        self._job = job

        def progress(event: ProgressEvent) -> None:
            if job is self._job:
                self.progressed.emit(event.done, event.total, event.text)

        def result(answer: object) -> None:
            if job is self._job:
                self._job = None
                self._found(wanted, answer)
                self.ended.emit()

        def failed(code: str, text: str) -> None:
            if job is not self._job:
                return
            self._job = None
            if code == "engine_died" and retry:
                self._send(wanted, retry=False)
                return
            self.failed.emit(text)
            self.ended.emit()

        job.progress.connect(progress)
        job.result.connect(result)
        job.failed.connect(failed)

    def _found(self, wanted: tuple[str, ...], answer: object) -> None:
        if not isinstance(answer, ScanResult):
            self.failed.emit(tr("The engine answered something else than a list of series."))
            return
        if not answer.series:
            n = len(answer.skipped)
            what = (
                trn("1 file was looked at", "{n} files were looked at", n) if n else tr("There are no files")
            )
            first = f" {Path(answer.skipped[0].path).name}: {sentence(answer.skipped[0].reason)}" if n else ""
            self.failed.emit(tr("No CT series was found there. {what}.{first}", what=what, first=first))
            return
        self.paths = wanted
        self._session.set_series(answer.series, answer.skipped)
        self.found.emit(answer)
