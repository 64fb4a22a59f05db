"""The network as the main window holds it: the listener, its line in the status bar, the three dialogs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from app import program, theme
from app.i18n import mark, tr
from app.message_strip import Level
from app.network.command import Maker
from app.network.query_dialog import QueryDialog
from app.network.receiving import Receiving, State
from app.network.send_dialog import SendDialog
from app.network.settings_dialog import NetworkSettings
from app.palette import Role
from app.series.opening import Opening
from app.settings import Settings
from engine.network.config import Network, NetworkError, load

_COLOURS = {State.LISTENING: Role.ACCENT, State.FAILED: Role.ERROR}
NOTHING_CAME = mark("Nothing was received that is not open already.")


class NetworkFeature(QObject):
    """Joins the parts; the dialogs are made when they are first wanted.

    Parameters
    ----------
    line
        Says whether this station receives; hidden while that is off.

    Signals
    -------
    said(str, object, object)
        A sentence for the main window, its `Level`, and a button's text and what it does, or `None`.
    """

    said = Signal(str, object, object)

    def __init__(
        self,
        opening: Opening,
        settings: Settings,
        line: QLabel,
        window: QWidget,
        command: Maker = program.command,
    ) -> None:
        super().__init__(window)
        self._opening, self._settings, self._window, self._command = opening, settings, window, command
        self._query: QueryDialog | None = None
        self._send: SendDialog | None = None
        self._own: NetworkSettings | None = None
        self._line = line
        self.receiving = Receiving(command, self)
        self.receiving.changed.connect(self._show_state)
        self.receiving.arrived.connect(self._arrived)
        self.receiving.remarked.connect(lambda text: self.said.emit(text, Level.WARNING, None))
        self.receiving.failed.connect(self._gave_up)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do."""
        return {
            "network.query": self.show_query,
            "network.send": self.show_send,
            "network.received": self.open_received,
            "network.settings": self.show_settings,
        }

    @property
    def busy(self) -> bool:
        """Whether something is being asked for, fetched, sent or received."""
        dialogs = (self._query, self._send)
        return self.receiving.transferring or any(dialog is not None and dialog.busy for dialog in dialogs)

    def start(self) -> None:
        """Listen, if the settings say so."""
        self.receiving.apply(self._config())

    def close(self) -> None:
        """End everything that talks."""
        self.receiving.close()
        for dialog in (self._query, self._send, self._own):
            if dialog is not None:
                dialog.shut()
                dialog.close()

    # ------------------------------------------------------------ dialogs

    @property
    def query(self) -> QueryDialog:
        """The dialog that asks and fetches."""
        if self._query is None:
            self._query = QueryDialog(self._command, self._window)
            self._query.arrived.connect(self._open)
        return self._query

    @property
    def sending(self) -> SendDialog:
        """The dialog that sends."""
        if self._send is None:
            self._send = SendDialog(self._command, self._window)
        return self._send

    @property
    def settings(self) -> NetworkSettings:
        """The dialog of the settings."""
        if self._own is None:
            self._own = NetworkSettings(self._command, self._window)
            self._own.saved.connect(self._settings_saved)
        return self._own

    def show_query(self) -> None:
        """Ask a node."""
        self.query.set_config(self._config())
        _show(self.query)

    def show_send(self, paths: Sequence[str] = ()) -> None:
        """Send files: those named, else the results of the last Analyze folder."""
        batch = self._settings.batch
        last = [batch.request.out] if batch is not None and Path(batch.request.out).is_dir() else []
        if paths or not self.sending.paths.count():
            self.sending.propose(list(paths) or last)
        self.sending.set_config(self._config())
        _show(self.sending)

    def show_settings(self) -> None:
        """Change what this station is and whom it knows."""
        self.settings.refresh()
        _show(self.settings)

    def _settings_saved(self) -> None:
        config = self._config()
        self.receiving.apply(config)
        for dialog in (self._query, self._send):
            if dialog is not None and not dialog.busy:
                dialog.set_config(config)

    def _config(self) -> Network:
        try:
            return load()
        except NetworkError as error:
            self.said.emit(str(error), Level.WARNING, (tr("Settings"), self.show_settings))
            return Network()

    # ------------------------------------------------------------ receiving

    def open_received(self) -> None:
        """Open what came since the last time."""
        folders = [f for f in self.receiving.take_folders() if Path(f).is_dir()]
        if folders:
            self._open(folders)
        else:
            self.said.emit(tr(NOTHING_CAME), Level.NOTE, None)

    def _open(self, folders: Sequence[str]) -> None:
        self._opening.open_paths(list(folders))
        self._window.activateWindow()

    def _arrived(self) -> None:
        n = len(self.receiving.folders)
        text = tr("1 series received.") if n == 1 else tr("{n} series received.", n=n)
        self.said.emit(text, Level.NOTE, (tr("Open"), self.open_received))

    def _gave_up(self, text: str) -> None:
        self.said.emit(text, Level.ERROR, (tr("Start again"), self.start))

    def _show_state(self) -> None:
        state, text = self.receiving.state, self.receiving.text
        self._line.setVisible(state is not State.OFF)
        self._line.setText(text)
        theme.tint(self._line, _COLOURS.get(state, Role.TEXT_QUIET))


def _show(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
