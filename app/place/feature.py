"""The reader's place, as the main window holds it: kept while reading, put back when a series comes again.

What belongs to a series (place, zoom, nodules) comes back whenever it is opened; how series are looked at
(layout, window, slab, heat map) comes back with the first one and then stays with the reader. It decides
nothing about findings, and asks the engine only for nodules that were pointed at and never answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.i18n import tr, trn
from app.message_strip import Level
from app.place.files import PlaceFiles
from app.place.nodules import KeptNodules
from app.place.view import View, is_elsewhere, put_manner, put_place, view_of
from app.settings import Recent
from engine.findings import Point

if TYPE_CHECKING:
    from app.window import MainWindow

#: What is on screen is kept at most this long after it changed. Nodules are kept at once.
AUTOSAVE_MS = 400


@dataclass(frozen=True)
class Kept:
    """What is known of one series."""

    view: View | None = None
    nodules: KeptNodules = field(default_factory=KeptNodules)


@dataclass(frozen=True)
class State:
    """All that a window knows of where its reader is, for another window of the same process.

    Parameters
    ----------
    paths
        What was opened; empty where nothing is open.
    series_uid
        The series on screen.
    kept
        Every series of the window that was looked at.
    """

    paths: tuple[str, ...] = ()
    series_uid: str = ""
    kept: Mapping[str, Kept] = field(default_factory=dict)


class Place(QObject):
    """Keeps and puts back.

    It must be made before the window shows other volumes: what was on screen is taken at the last moment.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    restored()
        The series on screen is as it was left; its nodules are in the list.
    """

    said = Signal(str, object)
    restored = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session, self._grid = window.session, window.grid
        self._uid = ""
        """The series on screen, while what is done in it is to be kept."""
        self._began_mm: Point = (0.0, 0.0, 0.0)
        self._kept: dict[str, Kept] = {}
        self._first = True
        self._continuing = ""
        """The series with which the reader goes on without a break: it may be mirrored, as it was."""
        self._resting = False
        self._closed = False
        self.files = PlaceFiles(self)
        self.files.read.connect(lambda uid, view, kept: self._read(uid, Kept(view, kept or KeptNodules())))
        self.files.damaged.connect(lambda text: self.said.emit(text, Level.WARNING))
        self.files.unreadable.connect(lambda _uid, text: self.said.emit(text, Level.ERROR))
        self.files.refused.connect(lambda text: self.said.emit(text, Level.ERROR))
        self.files.taken.connect(
            lambda: self.said.emit(tr("Where you are and what you assess is being kept again."), Level.NOTE)
        )
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self._keep_view)
        self._session.volumeChanged.connect(self._leave)
        self._session.nodulesChanged.connect(self._keep_nodules)
        self._session.selectionChanged.connect(self._note)
        window.opening.shown.connect(self._shown)
        window.opening.loaded.connect(self._loaded)
        self._watch()

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {"place.go_on": self.go_on}

    # ------------------------------------------------------------ from the start page

    @property
    def last(self) -> Recent | None:
        """What was read last, if it is still there."""
        recents = self._window.settings.recents
        return recents[0] if recents and recents[0].exists else None

    def begin(self) -> None:
        """Offer what was read last, or open it where the reader wants that; called at the start."""
        settings = self._window.settings
        if not settings.go_on or self.last is None:
            self._window.welcome.offer()
        elif settings.opening_itself:
            # It may be what ended the program: not twice by itself.
            settings.set_opening_itself(False)
            self._window.welcome.offer()
            self.said.emit(
                tr(
                    "Noduscope ended while it opened what you read last. This time it is not opened by"
                    " itself; “Go on where you were” opens it."
                ),
                Level.WARNING,
            )
        else:
            settings.set_opening_itself(True)
            self.go_on()

    def go_on(self) -> None:
        """Open what was read last, where the reader was."""
        last = self.last
        if last is None:
            self.said.emit(tr("There is nothing to go on with: nothing was opened before."), Level.NOTE)
        elif self._session.open is None or self._session.open.summary.series_uid != last.series_uid:
            self._continuing = last.series_uid
            self._window.open_recent(last)

    # ------------------------------------------------------------ for another window

    @staticmethod
    def capture(window: MainWindow) -> State:
        """Return where the reader of a window is."""
        return window.place.state()

    @staticmethod
    def restore(window: MainWindow, state: State) -> None:
        """Put the reader of another window into this one, which was started; the series are read again.

        `restored` follows, where something was open and still can be.
        """
        window.place.take(state)

    def state(self) -> State:
        """Return where the reader is; see `capture`."""
        self._keep_now()
        volume = self._session.open
        if volume is None:
            return State(kept=dict(self._kept))
        return State(self._window.opening.importer.paths, volume.summary.series_uid, dict(self._kept))

    def take(self, state: State) -> None:
        """Go to where the reader of another window is; see `restore`."""
        self._kept.update(state.kept)
        if state.paths:
            self._continuing = state.series_uid
            self._window.opening.open_in(state.paths, state.series_uid)

    def go_on_from(self, other: Place, series_uid: str) -> None:
        """Go on where another window's reader is, in a series that is handed over as it is."""
        self._kept.update(other._kept)
        self._continuing = series_uid

    # ------------------------------------------------------------ keeping

    def close(self) -> None:
        """Keep what is on screen, and finish what is on its way to the disk."""
        self._keep_now()
        self._closed = True
        self._uid = ""
        self.files.close()

    def rest(self) -> None:
        """Neither keep nor put back anything: the window runs without a reader."""
        self._resting = True

    def forget(self) -> None:
        """Forget where the reader was, in every series but the one on screen."""
        self.files.forget_views()

    def _watch(self) -> None:
        linked = self._grid.linked
        for viewport in linked.all:
            viewport.canvas.viewChanged.connect(self._note)
        linked.crosshair.moved.connect(self._note)
        linked.crosshair.turned.connect(self._note)
        linked.display.windowChanged.connect(self._note)
        linked.display.overlayChanged.connect(self._note)
        linked.slab.changed.connect(self._note)
        linked.overview.slab.changed.connect(self._note)
        self._grid.layoutChanged.connect(self._note)
        self._grid.cells.activeChanged.connect(self._note)

    def _note(self, *_what: object) -> None:
        if self._uid and not self._timer.isActive():
            self._timer.start()

    def _keep_now(self) -> None:
        self._timer.stop()
        self._keep_view()
        self._keep_nodules()

    def _keep_view(self) -> None:
        if not self._uid:
            return
        nodules = self._session.nodules_of(self._uid)
        selected = nodules.entries.get(nodules.selected or "")
        view = view_of(
            self._grid,
            self._uid,
            selected=selected.identity if selected else "",
            show_all=nodules.show_all,
        )
        kept = self._kept.get(self._uid, Kept())
        if view != kept.view:
            self._kept[self._uid] = Kept(view, kept.nodules)
            self.files.keep_view(view)

    def _keep_nodules(self) -> None:
        if not self._uid:
            return
        self._note()
        nodules = self._session.nodules_of(self._uid)
        asked = tuple(pending.point_mm for pending in nodules.pending.values())
        volume = self._session.open
        grid = volume.volume.grid if volume is not None else None
        now = KeptNodules(tuple(nodules.entries.values()), asked, grid)
        kept = self._kept.get(self._uid, Kept())
        if not now.same(kept.nodules):
            self._kept[self._uid] = Kept(kept.view, now)
            self.files.keep_nodules(self._uid, now)

    def _leave(self) -> None:
        """Another series, or none, is about to be shown: take what is still on the screen."""
        self._timer.stop()
        self._keep_view()
        uid, self._uid = self._uid, ""
        kept = self._kept.get(uid)
        if kept is not None and kept.nodules.asked_mm:
            # Who leaves a series gives up what has no answer yet.
            self._kept[uid] = Kept(kept.view, KeptNodules(kept.nodules.entries, (), kept.nodules.grid))
            self.files.keep_nodules(uid, self._kept[uid].nodules)

    # ------------------------------------------------------------ putting back

    def _shown(self) -> None:
        volume = self._session.open
        if volume is None or self._resting:
            return
        uid = volume.summary.series_uid
        self._began_mm = self._grid.linked.crosshair.point_mm
        if uid in self._kept:
            self._put(uid, self._kept[uid])
        else:
            self.files.ask(uid)

    def _read(self, uid: str, kept: Kept) -> None:
        if self._closed or uid in self._kept:
            return
        self._kept[uid] = kept
        volume = self._session.open
        if volume is not None and volume.summary.series_uid == uid:
            self._put(uid, kept)

    def _put(self, uid: str, kept: Kept) -> None:
        """Put a series back as it was; from here on, what is done in it is kept."""
        volume = self._session.open
        if volume is not None and not kept.nodules.fit(volume.volume.grid):
            # Outlines and slices would lie elsewhere now; the places in the patient are what is left.
            kept = Kept(kept.view, kept.nodules.asked_again())
        new = not self._session.nodules_of(uid).entries
        told = self._window.batch.review.knows(uid)
        entries = [n for n in kept.nodules.entries if not (told and n.suggested_by)]
        self._session.take_back(uid, entries)
        for point in kept.nodules.asked_mm:
            self._window.assessor.assess_at(point)
        if kept.view is not None and not is_elsewhere(self._grid, self._began_mm):
            self._put_view(kept.view)
        first, self._first = self._first, False
        mirrored = self._continuing == uid and kept.view is not None and kept.view.is_mirrored
        self._uid, self._continuing = uid, ""
        if new:
            self._tell(kept, first=first, mirrored=mirrored)
        self._keep_nodules()
        self._ask_store()
        self.restored.emit()

    def _put_view(self, view: View) -> None:
        if self._first:
            put_manner(self._grid, view)
        # Elsewhere a mirrored image would be one that nobody expects.
        put_place(self._grid, view, mirrored=self._continuing == view.series_uid)
        nodules = self._session.nodules
        if view.show_all != nodules.show_all:
            self._session.show_all(view.show_all)
        chosen = next((n.id for n in nodules.entries.values() if n.identity == view.selected), None)
        if chosen is not None:
            self._session.select(chosen)

    def _tell(self, kept: Kept, *, first: bool, mirrored: bool) -> None:
        n, n_asked = len(kept.nodules.entries), len(kept.nodules.asked_mm)
        said = []
        if n:
            said.append(trn("1 nodule is back.", "{n} nodules are back.", n))
        if n_asked:
            said.append(
                trn(
                    "1 nodule has no answer that fits these images and is assessed again.",
                    "{n} nodules have no answer that fits these images and are assessed again.",
                    n_asked,
                )
            )
        if mirrored:
            said.append(tr("The image is mirrored, as it was."))
        if said or (first and kept.view is not None):
            self.said.emit(" ".join([tr("You are where you were in this series."), *said]), Level.NOTE)

    def _loaded(self) -> None:
        self._window.settings.set_opening_itself(False)
        self._ask_store()

    def _ask_store(self) -> None:
        """Ask the store what holds now of the suggestions that came back.

        Not before the series is read: the store's libraries would compete with its first slices.
        """
        uid, volume = self._uid, self._session.open
        suggested = any(n.suggested_by for n in self._session.nodules_of(uid).entries.values())
        review = self._window.batch.review
        if volume is not None and volume.complete and suggested and not review.knows(uid):
            review.recall(uid, self._window.settings.readers[0])
