"""From what the reader wants to open to a series on screen: demo, scan, choice, loading. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.demo import DemoSeries
from app.engine_client import EngineClient
from app.i18n import mark, sentence, tr, trn
from app.message_strip import Level
from app.series.choose import best_series, size_text
from app.series.importing import Importer
from app.series.loading import Loader
from app.session import Session
from app.settings import Recent, Settings
from engine.protocol import ScanResult, SeriesSummary
from engine.studies import StudyKey

SEARCHING = mark("looking for series …")
READING = mark("reading slices")
NOTHING_TO_READ = mark("Only scouts and captures were found; choose one at the left to look at it.")
STUDY_GONE = mark("That study is no longer among the images there.")


class Opening(QObject):
    """Opens things, one at a time.

    Signals
    -------
    progressed(str, int, int)
        What is being done, how much of it, and of how much (0: not known).
    idle()
        Nothing is being opened any more.
    said(str, object, bool)
        A sentence, its `Level`, and whether it may pass by itself.
    shown()
        A series is on screen; its first slices are readable.
    loaded()
        All of it is read.
    gaveUp()
        The series on screen will not be completed.
    preselected(object)
        The `Preselection` among the series found, or `None`.
    preferred(object)
        A `SeriesSummary` that the reader chose of those in the rail.
    """

    progressed = Signal(str, int, int)
    idle = Signal()
    said = Signal(str, object, bool)
    shown = Signal()
    loaded = Signal()
    gaveUp = Signal()
    preselected = Signal(object)
    preferred = Signal(object)

    def __init__(
        self, client: EngineClient, session: Session, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._wanted: str | None = None
        self._study: StudyKey | None = None
        self._by_reader = ""
        self.importer = Importer(client, session, self)
        self.loader = Loader(client, session, parent=self)
        self.demo = DemoSeries(self)
        for part in (self.importer, self.loader, self.demo):
            part.failed.connect(lambda text: self.said.emit(text, Level.ERROR, False))
            part.ended.connect(self._part_ended)
        self.demo.progressed.connect(lambda text: self.progressed.emit(text, 0, 0))
        self.demo.ready.connect(lambda folder: self.open_paths([folder]))
        self.importer.progressed.connect(
            lambda n, of, text: self.progressed.emit(sentence(text) or tr(SEARCHING), n, of)
        )
        self.importer.found.connect(self._found)
        self.loader.progressed.connect(lambda n, of: self.progressed.emit(tr(READING), n, of))
        self.loader.opened.connect(self._opened)
        self.loader.finished.connect(self._finished)

    @property
    def busy(self) -> bool:
        """Whether something is being opened."""
        return self.demo.busy or self.importer.scanning or self.loader.loading is not None

    def open_paths(self, paths: Sequence[str | Path]) -> None:
        """Look for series under some paths and put the best one on screen."""
        self._wanted = self._study = None
        self.progressed.emit(tr(SEARCHING), 0, 0)
        self.importer.scan(paths)

    def open_recent(self, recent: Recent) -> None:
        """Open something again that was open before."""
        self.open_paths(recent.paths)
        self._wanted = recent.series_uid
        if recent.chosen:
            self._by_reader = recent.series_uid

    def open_in(self, paths: Sequence[str | Path], series_uid: str) -> None:
        """Put a certain series under some paths on screen; what is in the rail is not looked for again."""
        known = next((s for s in self._session.series if s.series_uid == series_uid), None)
        if known is not None:
            self.open_series(known)
        else:
            self.open_paths(paths)
            self._wanted = series_uid

    def open_study(self, paths: Sequence[str | Path], study: StudyKey, series_uid: str) -> None:
        """Put a study on screen: a certain series of it, or for an empty UID the preselected one."""
        known = [s for s in self._session.series if StudyKey.of(s) == study]
        if known:
            self._show_one_of(known, series_uid)
        else:
            self.open_paths(paths)
            self._study, self._wanted = study, series_uid

    def open_demo(self) -> None:
        """Open the synthetic chest; it is made first if need be."""
        self.demo.prepare()

    def choose(self, summary: SeriesSummary) -> None:
        """Put a series on screen that the reader chose: it comes first the next time, too."""
        self._by_reader = summary.series_uid
        self.preferred.emit(summary)
        self.open_series(summary)

    def open_series(self, summary: SeriesSummary) -> None:
        """Put one of the series found on screen."""
        volume = self._session.open
        if volume is not None and volume.complete and volume.summary == summary:
            return
        self.progressed.emit(tr(READING), 0, summary.n_slices)
        self.loader.load(summary)

    def cancel(self) -> bool:
        """Give up what is being opened; return whether there was something."""
        if self.demo.busy:
            self.demo.cancel()
        elif self.importer.scanning:
            self.importer.cancel()
        elif self.loader.loading is not None:
            self.loader.cancel()
        else:
            return False
        self.said.emit(tr("Cancelled."), Level.NOTE, True)
        return True

    def close(self) -> None:
        """Give up everything and free the open volume."""
        self.demo.cancel()
        self.importer.cancel()
        self.loader.close()

    def _found(self, result: ScanResult) -> None:
        self.preselected.emit(best_series(result.series))
        study, series = self._study, list(result.series)
        if study is not None:
            series = [s for s in series if StudyKey.of(s) == study]
            if not series:
                self.said.emit(tr(STUDY_GONE), Level.WARNING, False)
                return
        self._show_one_of(series, self._wanted or self._chosen_before())

    def _show_one_of(self, series: Sequence[SeriesSummary], wanted: str) -> None:
        """Put the wanted series on screen, else the preselected one; where there are more, say why."""
        known = next((s for s in series if s.series_uid == wanted), None)
        if known is not None:
            self.open_series(known)
            return
        best = best_series(series)
        if best is None:
            self.said.emit(tr(NOTHING_TO_READ), Level.NOTE, False)
            return
        if len(series) > 1:
            text = tr("{n} series were found; on screen is {why}.", n=len(series), why=best.why)
            self.said.emit(text, Level.NOTE, True)
        self.open_series(best.series)

    def _chosen_before(self) -> str:
        """Return the series that the reader chose when the same paths were open before; empty for none."""
        before = next((r for r in self._settings.recents if r.paths == self.importer.paths), None)
        if before is None or not before.chosen:
            return ""
        self._by_reader = before.series_uid
        return before.series_uid

    def _opened(self) -> None:
        volume = self._session.open
        if volume is not None:
            summary = volume.summary
            self._settings.add_recent(
                self.importer.paths,
                summary.series_uid,
                summary.description,
                size_text(summary),
                chosen=summary.series_uid == self._by_reader,
            )
            self.shown.emit()

    def _finished(self, failed_slices: tuple[int, ...]) -> None:
        n = len(failed_slices)
        if n:
            text = trn(
                "One slice could not be decoded; it holds air.",
                "{n} slices could not be decoded; they hold air.",
                n,
            )
            self.said.emit(text, Level.WARNING, False)
        self.loaded.emit()

    def _part_ended(self) -> None:
        if self.loader.loading is None:
            self.gaveUp.emit()
        if not self.busy:
            self.idle.emit()
