"""Comparing with a prior as the main window holds it: opening the prior, leaving it, the keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from app.comparing.candidates import Candidate, candidates
from app.comparing.choosing import Choosing
from app.comparing.following import Following
from app.comparing.pairs import Comparison
from app.comparing.panel import ComparePanel
from app.comparing.place import PriorPlace
from app.comparing.side_by_side import SideBySide
from app.findings.entry import NoduleEntry
from app.i18n import mark, tr
from app.message_strip import Level
from app.series.loading import Loader
from engine.findings import Point
from engine.protocol import SeriesSummary
from engine.protocol_report import ReportedGrowth

if TYPE_CHECKING:
    from app.window import MainWindow

NO_SERIES = mark("Open a series first: a prior is shown beside it.")
NOT_COMPARED = mark("There is no comparison on screen. F6 begins one.")
READING = mark("reading the prior")
DRAWN_IN_CURRENT = mark("Measurements are made in the current scan: they are kept with its series.")


class Comparing(QObject):
    """Joins the parts.

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

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.place = PriorPlace(self)
        self.loader = Loader(window.client, self.place, parent=self)
        self.choosing = Choosing(window.client, window.session, self.place, window)
        self.panel = ComparePanel()
        window.side.insertWidget(1, self.panel)
        self.following = Following(window.client, window.session, self.place, self.panel, self)
        self._known: dict[tuple[str, str], Comparison] = {}
        self._latest: dict[str, Comparison] = {}
        self._wanted: Comparison | None = None
        self._sides: SideBySide | None = None
        self._join()

    def _join(self) -> None:
        for part in (self.following, self.choosing):
            part.progressed.connect(self.progressed)
        self.following.said.connect(self.said)
        self.following.idle.connect(self.idle)
        self.following.changed.connect(self.changed)
        self.choosing.ended.connect(self.idle)
        self.choosing.chosen.connect(self.begin)
        self.loader.progressed.connect(lambda n, of: self.progressed.emit(tr(READING), n, of))
        self.loader.opened.connect(self._opened)
        self.loader.slicesReady.connect(self._slices_ready)
        self.loader.finished.connect(lambda _failed: self.following.pursue())
        self.loader.failed.connect(self._failed)
        self.loader.ended.connect(self.idle)
        self._window.opening.loaded.connect(self.following.pursue)
        self._window.opening.gaveUp.connect(self.following.pursue)
        self._window.rail.menuRequested.connect(self._show_rail_menu)
        self._session.volumeChanged.connect(self.leave)
        self.panel.chosen.connect(self._window.review.go_to)

    @property
    def sides(self) -> SideBySide:
        """Both scans on the screen; made when a prior is first shown."""
        if self._sides is None:
            self._sides = SideBySide(self._window.grid, self)
            self._sides.menuWanted.connect(self._show_menu)
            self._sides.pointed.connect(lambda _point: self._tell_where_tools_draw())
        return self._sides

    @property
    def shown(self) -> bool:
        """Whether a prior is on screen."""
        return self._sides is not None and self._sides.shown

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        following = self.following
        return {
            "compare.toggle": self.toggle,
            "compare.choose": self.choose,
            "compare.link": partial(self._when_shown, self._toggle_link),
            "compare.align": partial(self._when_shown, following.align_again),
            "compare.pair": partial(self._when_shown, following.pair),
            "compare.unpair": partial(self._when_shown, following.unpair),
        }

    # ------------------------------------------------------------ opening and leaving

    def toggle(self) -> None:
        """Show the prior, the one of before or the one proposed; or the current scan alone again."""
        volume = self._session.open
        if self._wanted is not None:
            self.leave()
        elif volume is None:
            self.said.emit(tr(NO_SERIES), Level.WARNING)
        elif (latest := self._latest.get(volume.summary.series_uid)) is not None:
            self._load(latest)
        elif (why := self.choosing.propose()) and self._wanted is not None:
            self.said.emit(why, Level.NOTE)  # unless it could not be opened, which has been said

    def choose(self) -> None:
        """Let the reader choose the prior."""
        if self._session.open is None:
            self.said.emit(tr(NO_SERIES), Level.WARNING)
        else:
            self.choosing.show()

    def begin(self, candidate: Candidate) -> None:
        """Compare with a series; one that something is said against has been confirmed by the reader."""
        volume = self._session.open
        if volume is not None:
            prior = candidate.summary
            uids = (volume.summary.series_uid, prior.series_uid)
            new = Comparison(uids[0], prior, candidate.days, candidate.same_patient is True)
            self._load(self._known.setdefault(uids, new))

    def _load(self, comparison: Comparison) -> None:
        self._wanted = comparison
        loading = self.loader.loading
        if self.shown and self.following.comparison is comparison:
            if loading is not None and loading.series_uid != comparison.prior.series_uid:
                self.loader.cancel()
            return
        self.progressed.emit(tr(READING), 0, comparison.prior.n_slices)
        self.loader.load(comparison.prior)

    def begin_with(self, summary: SeriesSummary) -> None:
        """Compare with a series of the rail; where something is said against it, ask first."""
        volume = self._session.open
        found = candidates(volume.summary, [summary]) if volume is not None else []
        if found and not found[0].objection:
            self.begin(found[0])
        elif found:
            self.choosing.show(select=summary.series_uid)

    def _opened(self) -> None:
        volume, prior, comparison = self._session.open, self.place.open, self._wanted
        if volume is None or prior is None or comparison is None:
            return
        self._latest[comparison.current_uid] = comparison
        self.sides.show(volume, prior, comparison)
        self.panel.show()
        self.following.begin(comparison, self.sides)
        self.following.pursue()
        self._window.grid.setFocus()

    def _slices_ready(self, slices: tuple[int, ...]) -> None:
        self.sides.prior.slices_ready(slices)

    def _failed(self, text: str) -> None:
        self.leave()
        self.said.emit(tr("The prior could not be opened. {why}", why=text), Level.ERROR)

    def leave(self) -> None:
        """Show the current scan alone, in the layout that it had; what was found out is kept."""
        if self._wanted is None:
            return
        self._wanted = None
        self.following.end()
        if self._sides is not None:
            self._sides.leave()
        self.loader.close()
        self.panel.hide()
        self.idle.emit()

    def cancel(self) -> bool:
        """Give up what is under way; return whether there was something."""
        if self.loader.loading is not None:
            self.leave()
        elif not (self.choosing.cancel() or self.following.cancel()):
            return False
        self.said.emit(tr("Cancelled."), Level.NOTE)
        return True

    def close(self) -> None:
        """Give up what is under way and free the prior."""
        self.leave()
        self.choosing.cancel()

    # ------------------------------------------------------------ the rest

    def growth_of(self, entry: NoduleEntry) -> ReportedGrowth | None:
        """What the last comparison of the open series says of a nodule, for a report; `None` for nothing."""
        volume = self._session.open
        comparison = self._latest.get(volume.summary.series_uid) if volume is not None else None
        return None if comparison is None else comparison.told(entry)

    def _when_shown(self, do: Callable[[], object]) -> None:
        if self.shown:
            do()
        else:
            self.said.emit(tr(NOT_COMPARED), Level.WARNING)

    def _tell_where_tools_draw(self) -> None:
        if self._window.measuring.layer.tool:
            self.said.emit(tr(DRAWN_IN_CURRENT), Level.NOTE)

    def _toggle_link(self) -> None:
        link = self.sides.link
        link.toggle()
        self.sides.notice(tr("Linked, as both are now") if link.on else tr("Not linked: each scrolls alone"))

    def _show_menu(self, point_mm: Point | None, on_screen: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if point_mm is not None:
            menu.addAction(tr("The selected nodule is here"), lambda: self.following.pair(point_mm))
        for name in ("compare.unpair", "compare.link", "compare.align", "compare.toggle"):
            menu.addAction(self._window.actions_by_id[name])
        menu.popup(on_screen)

    def _show_rail_menu(self, summary: SeriesSummary, on_screen: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(tr("Compare with this series"), lambda: self.begin_with(summary))
        volume = self._session.open
        action.setEnabled(volume is not None and bool(candidates(volume.summary, [summary])))
        menu.popup(on_screen)
