"""The main window: composes the panels and joins their signals. What happens in a panel is its own affair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.appearance import Appearance
from app.audit.feature import AuditLog
from app.batch.feature import UNFINISHED, AnalyzeFolder
from app.comparing.feature import Comparing
from app.deciding.feature import Deciding
from app.dropping import Drops
from app.engine_client import EngineClient, EngineState
from app.engine_watch import EngineWatch
from app.findings.assessing import Assessor
from app.findings.card import NoduleCard
from app.findings.entry import NoduleEntry
from app.findings.nodule_list import NoduleList
from app.findings.outlining import Outliner
from app.findings.review import NoduleReview
from app.finetune.feature import RUNNING, FineTune
from app.handing_on import hand_on
from app.hanging.feature import HangingFeature
from app.i18n import tr
from app.key_sheet import KeySheet
from app.labelling.feature import LabelFeature
from app.labelling.panel import LabelPanel
from app.masks.feature import Masks
from app.measuring.feature import Measuring
from app.menus import build_menus, show_context_menu
from app.message_strip import Level, MessageStrip
from app.models.feature import Models
from app.network.feature import NetworkFeature
from app.place.feature import Place
from app.reporting.feature import Reporting
from app.room import size_within
from app.series import asking
from app.series.choose import size_text
from app.series.opening import Opening
from app.series.rail import SeriesRail
from app.series.skipped import SkippedDialog
from app.series.thumbnails import Thumbnails
from app.series.welcome import Welcome
from app.session import Session
from app.settings import Recent, Settings
from app.shortcuts import Bindings, ShortcutError, bind
from app.status_bar import StatusBar
from app.tags.feature import TagBrowser
from app.viewer.grid import ViewportGrid
from app.viewer.legend import HeatMapLegend
from app.viewer.looks import Looks
from app.worklist.feature import Worklist
from app.worklist.joining import join as join_worklist
from engine.findings import Decision
from engine.protocol import ModelInfo

RAIL_WIDTH = 220
SIDE_WIDTH = 316
#: Groups of commands that need a series on screen.
_NEED_IMAGE = {
    "slice", "window", "view", "nodule", "overlay", "slab", "cine", "measure",
    "layout", "viewport", "crosshair", "plane", "compare", "cursor", "brush",
}  # fmt: skip


class MainWindow(QMainWindow):
    """The window.

    Parameters
    ----------
    client
        The engine; `start` starts it, closing the window ends it.
    settings
        What is remembered.

    Signals
    -------
    languageWanted(str)
        The reader has chosen another language.
    """

    languageWanted = Signal(str)

    def __init__(self, client: EngineClient, settings: Settings) -> None:
        super().__init__()
        self.client = client
        self.settings = settings
        self.session = Session(self)
        self.opening = Opening(client, self.session, settings, self)
        self.thumbnails = Thumbnails(client, self)
        self.assessor = Assessor(client, self.session, self)
        self._last_modality: str | None = None
        self.heir: MainWindow | None = None  # goes on with engine, series and nodules when this one closes
        self._build()
        self.watch = EngineWatch(client, self.status, self)
        self.review = NoduleReview(
            self.session,
            self.assessor,
            self.grid,
            nodule_list=self.nodule_list,
            card=self.card,
            parent=self,
        )
        self.outliner = Outliner(client, self.session, self)
        self.batch = AnalyzeFolder(self.session, self.opening, self.review, settings, self)
        self.finetune = FineTune(self)
        self.labels = LabelFeature(
            self.label_row,
            session=self.session,
            opening=self.opening,
            review=self.review,
            batch=self.batch.review,
            client=client,
            settings=settings,
            window=self,
        )
        self.measuring = Measuring(
            self.grid,
            session=self.session,
            opening=self.opening,
            stack=self.labels.actions.stack,
            reader=lambda: self.label_row.name,
            parent=self,
        )
        self.masks = Masks(self)
        self.deciding = Deciding(self)
        self.comparing = Comparing(self)
        self.models = Models(client, self.session, self.assessor, self)
        self.network = NetworkFeature(self.opening, settings, self.status.network, self)
        self.reporting = Reporting(
            client,
            self.session,
            settings,
            self.measuring,
            growth=self.comparing.growth_of,
            reader=lambda: self.label_row.name,
            window=self,
        )
        self.comparing.changed.connect(self.reporting.refresh)
        self.worklist = Worklist(self.session, self.opening, settings, self)
        self.hanging = HangingFeature(self.session, self.grid, self.review, settings, self)
        self.appearance = Appearance(settings, self)
        self.looks = Looks(lambda: self.grid.active.canvas, self)
        self.place = Place(self)
        self.tags, self.audit = TagBrowser(self), AuditLog(self)
        #: They say things and have keys; the first ones are closed, in this order.
        self._closed_first = (
            self.audit, self.tags, self.place, self.comparing, self.reporting, self.masks, self.measuring,
            self.deciding, self.labels, self.worklist, self.hanging,
        )  # fmt: skip
        self._parts = (*self._closed_first, self.looks, self.appearance)
        self._join_engine()
        self._join_series()
        self._join_nodules()
        self._bind_keys()
        self.drops = Drops(
            self, open_paths=self.open_paths, install=self.models.install, analyze=self.batch.show
        )
        self._restore_place()
        self._show_recents()
        for problem in (settings.problem, self.hanging.problem):
            if problem:
                self.strip.say(problem, Level.WARNING)

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        self.setWindowTitle("Noduscope")
        self.grid = ViewportGrid()
        self.viewport = self.grid.linked.main
        self.welcome = Welcome()
        self.rail = SeriesRail()
        self.rail.setMinimumWidth(150)
        self.legend = HeatMapLegend()
        self.legend.link(self.viewport)
        self.nodule_list = NoduleList(self.session)
        self.label_row = LabelPanel(self.session, self.settings)
        self.card = NoduleCard(self.session, self.legend, self.label_row)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        self.centre = QStackedWidget()
        self.centre.addWidget(self.welcome)
        self.centre.addWidget(self.grid)
        self.strip = MessageStrip(self.centre)
        self.centre.currentChanged.connect(lambda _page: self.strip.raise_())
        side = QWidget()
        side.setMinimumWidth(SIDE_WIDTH - 40)
        self.side = QVBoxLayout(side)
        self.side.setContentsMargins(8, 6, 6, 6)
        self.side.addWidget(self.nodule_list)
        self.side.addWidget(self.card, 1)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.rail, self.centre, side):
            self.columns.addWidget(widget)
        self.columns.setStretchFactor(1, 1)
        self.columns.setSizes([RAIL_WIDTH, 860, SIDE_WIDTH])
        self.setCentralWidget(self.columns)

    def _join_engine(self) -> None:
        self.client.modelChanged.connect(self._model_changed)
        self.client.engineDied.connect(self._engine_died)

    def _join_series(self) -> None:
        self.session.seriesChanged.connect(self._show_series)
        self.session.volumeChanged.connect(self._volume_changed)
        for part in (self.opening, self.comparing):
            part.progressed.connect(self.status.show_progress)
            part.idle.connect(self.status.hide_progress)
        self.opening.said.connect(lambda text, level, passing: self.strip.say(text, level, passing=passing))
        self.opening.shown.connect(self._show_recents)
        self.opening.loaded.connect(self._loaded)
        self.opening.gaveUp.connect(self.assessor.loading_gave_up)
        self.opening.gaveUp.connect(self._mark_series)
        self.opening.loader.slicesReady.connect(self.grid.slices_ready)
        self.thumbnails.arrived.connect(lambda _uid: self.rail.set_thumbnails(self.thumbnails.images))
        self.rail.chosen.connect(self.opening.choose)
        self.rail.openRequested.connect(self.ask_folder)
        self.rail.skippedRequested.connect(lambda: SkippedDialog(self.session.skipped, self).show())
        self.welcome.openRequested.connect(self.ask_folder)
        self.welcome.demoRequested.connect(self.open_demo)
        self.welcome.goOnRequested.connect(self.place.go_on)
        self.welcome.recentChosen.connect(self.open_recent)
        self.status.cancelRequested.connect(lambda: self.opening.cancel() or self.comparing.cancel())

    def _join_nodules(self) -> None:
        self.review.clicked.connect(self.strip.clear)
        self.review.remarked.connect(lambda text: self.strip.say(text, Level.WARNING, passing=True))
        self.grid.contextMenuRequested.connect(partial(show_context_menu, self))
        self.batch.process.ended.connect(lambda _text: self.labels.queue.forget())
        join_worklist(self)
        for part in (self.batch, *self._parts):
            part.said.connect(lambda text, level: self.strip.say(text, level, passing=level is Level.NOTE))
        self.label_row.left.connect(self.grid.setFocus)
        for offering in (self.network, self.models, self.finetune):
            offering.said.connect(lambda text, level, action: self.strip.say(text, level, action=action))
        self.session.selectionChanged.connect(self._set_scale)
        self.session.nodulesChanged.connect(self._set_scale)
        self.finetune.activated.connect(self.models.desk.reload)

    def _bind_keys(self) -> None:
        try:
            bindings = Bindings(self.settings.keys)
        except ShortcutError as error:
            bindings = Bindings()
            self.strip.say(tr("Your own keys are not used. {error}", error=error), Level.WARNING)
        handlers: dict[str, Callable[[], object]] = {
            **self.grid.commands(),
            "series.next": lambda: self.step_series(1),
            "series.previous": lambda: self.step_series(-1),
            "nodule.next": lambda: self.review.step(1),
            "nodule.previous": lambda: self.review.step(-1),
            "nodule.assess": self.review.assess_under_pointer,
            "nodule.remove": self.remove,
            "nodule.accept": lambda: self.batch.review.decide(Decision.ACCEPTED),
            "nodule.reject": lambda: self.batch.review.decide(Decision.REJECTED),
            "file.analyze": self.batch.show,
            "file.open": self.ask_folder,
            "general.cancel": self.cancel,
            "help.keys": lambda: KeySheet(bindings, self, note=self.settings.keys_note).show(),
        }
        for feature in (*self._parts, self.network, self.models):
            handlers |= feature.commands()
        self.actions_by_id = bind(self, bindings, self.grid.guarded(handlers), self.grid.holds())
        self.labels.set_keys(bindings)
        self.grid.cursors.set_keys(bindings.of_cursor)
        self.masks.set_keys(bindings.text("brush.edit"))
        self._enable_actions()
        self.recent_menu = build_menus(self, self.actions_by_id)

    # ------------------------------------------------------------ opening

    def open_paths(self, paths: Sequence[str | Path]) -> None:
        """Look for series under some paths and put the best one on screen."""
        self.strip.clear()
        self.opening.open_paths(paths)

    def open_recent(self, recent: Recent) -> None:
        """Open something again that was open before."""
        self.strip.clear()
        self.opening.open_recent(recent)

    def open_demo(self) -> None:
        """Open the synthetic chest."""
        self.strip.clear()
        self.opening.open_demo()

    def ask_folder(self) -> None:
        """Let the reader choose a folder."""
        if folder := asking.ask_folder(self, self.settings):
            self.open_paths(folder)

    def ask_files(self) -> None:
        """Let the reader choose files, a ZIP or a DICOMDIR."""
        if files := asking.ask_files(self, self.settings):
            self.open_paths(files)

    def forget_recents(self) -> None:
        """Forget what was opened before."""
        self.settings.clear_recents()
        self.place.forget()
        self._show_recents()

    def step_series(self, step: int) -> None:
        """Open the series above or below in the rail."""
        summary = self.rail.neighbour(step)
        if summary is not None:
            # Marked at once, so that the key pressed twice goes two series on.
            self.rail.set_current(summary.series_uid)
            self.opening.choose(summary)

    def remove(self) -> None:
        """Remove the selected measurement, else the selected nodule."""
        if not self.measuring.remove_selected():
            self.review.remove()

    def cancel(self) -> None:
        """Stop the cine, the tool, what is under way; else close the message, then let go of the nodule."""
        in_hand = (self.grid.stop_cine, self.masks.leave, self.measuring.layer.leave, self.grid.cursors.leave)
        if any(leave() for leave in in_hand) or self.opening.cancel() or self.comparing.cancel():
            return
        if self.assessor.busy:
            self.assessor.cancel()
        elif self.strip.text:
            self.strip.clear()
        else:
            self.session.select(None)

    def _show_series(self) -> None:
        self.rail.set_series(self.session.series, self.session.skipped)
        self.thumbnails.fetch(self.session.series)
        self.rail.set_thumbnails(self.thumbnails.images)
        self._mark_series()

    def _mark_series(self) -> None:
        volume = self.session.open
        self.rail.set_current(volume.summary.series_uid if volume else None)

    def _enable_actions(self) -> None:
        """Keys of the image work while there is one; without it, Return belongs to the start page."""
        for command_id, action in self.actions_by_id.items():
            if command_id.split(".")[0] in _NEED_IMAGE:
                action.setEnabled(self.session.open is not None)

    def _volume_changed(self) -> None:
        volume = self.session.open
        self._mark_series()
        self._enable_actions()
        self.centre.setCurrentWidget(self.grid if volume else self.welcome)
        if volume is None:
            self.grid.clear()
            return
        summary, voi = volume.summary, volume.summary.voi_window
        self.grid.show_volume(
            volume.volume,
            start_slice=summary.thumbnail_slice,
            ready=volume.ready,
            voi_window=(voi.width, voi.level) if voi else None,
            keep_window=self._last_modality == summary.modality,
            series_text=f"{summary.description}  {size_text(summary)}".strip(),
        )
        self._last_modality = summary.modality
        self.hanging.apply()
        self._show_warnings()
        self.grid.setFocus()

    def _loaded(self) -> None:
        self._show_warnings()
        self.assessor.pump()
        self.outliner.pump()

    def _show_warnings(self) -> None:
        volume = self.session.open
        texts = [w.text for w in volume.ref.warnings] if volume else []
        self.grid.banner("\n".join(texts) or None)

    def set_private(self, wanted: bool) -> None:
        """List what was opened before without descriptions and folders, or with them."""
        self.settings.set_private(wanted)
        self._show_recents()

    def _show_recents(self) -> None:
        recents, private = self.settings.recents, self.settings.private
        self.welcome.set_recents(recents, private=private)
        self.recent_menu.set_recents(recents)

    # ------------------------------------------------------------ the engine

    def start(self) -> None:
        """Start the engine; called once the window is on screen."""
        self.watch.start()
        self.client.start()
        self.network.start()
        if self.batch.unfinished:
            self.strip.say(tr(UNFINISHED), action=(tr("Resume"), self.batch.resume))
        if self.finetune.find():
            self.strip.say(tr(RUNNING), action=(tr("Show"), self.finetune.show))

    def _model_changed(self, model: ModelInfo | None, error: str) -> None:
        self.card.set_active_model(model)
        self._set_scale()
        if error:
            text = error if model else tr("{error} Nodules are measured, not scored.", error=error)
            self.strip.say(text, Level.WARNING)

    def _set_scale(self) -> None:
        """Show maps on the fixed scale of the model that judged the selected nodule, or of the active one."""
        entry = self.session.selected
        judge = entry.model if isinstance(entry, NoduleEntry) else None
        model = judge or self.client.model
        if model is not None and model.cam_limit != self.viewport.overlay.limit:
            self.viewport.set_overlay(self.viewport.overlay.with_limit(model.cam_limit))

    def _engine_died(self, text: str) -> None:
        failed = self.client.state is EngineState.FAILED
        action = (tr("Start the engine"), self.client.start) if failed else None
        self.strip.say(text, Level.ERROR, action=action)

    # ------------------------------------------------------------ Qt's own

    def _restore_place(self) -> None:
        if not (self.settings.geometry and self.restoreGeometry(self.settings.geometry)):
            size_within(self, 1360, 860)
        if self.settings.splitter:
            self.columns.restoreState(self.settings.splitter)

    def remember_place(self) -> None:
        """Remember where the window is on the screen."""
        self.settings.save_place(bytes(self.saveGeometry().data()), bytes(self.columns.saveState().data()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place, end the engine, free the memory; or leave both to the window that follows."""
        self.remember_place()
        self.watch.stop()
        self.thumbnails.fetch(())
        for feature in self._closed_first:
            feature.close()
        for process in (self.batch, self.finetune, self.models, self.network):
            process.close()
        if self.heir is None:
            self.client.stop()
        else:
            hand_on(self, self.heir)
        self.opening.close()
        super().closeEvent(event)
