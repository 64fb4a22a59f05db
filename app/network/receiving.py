"""The listener as the window sees it: its process, its state, and what came. It knows no widgets."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import program
from app.i18n import sentence, tr
from app.network.command import ENDED, Maker, NetworkCommand
from engine.network.config import Network

#: A listener that dies is started again so often, each time after this pause; then somebody must look.
RESTARTS, PAUSE_MS = 3, 1500


class State(StrEnum):
    """What the listener does."""

    OFF = "off"
    STARTING = "starting"
    LISTENING = "listening"
    FAILED = "failed"


class Receiving(QObject):
    """Keeps `noduscope receive` running while the settings allow it.

    Attributes
    ----------
    state, text
        What it does, and in words.
    folders
        Series that came and were not opened yet, each once.
    transferring
        Whether something is coming in now.

    Signals
    -------
    changed()
        `state` or `text` is another one.
    arrived()
        Something was added to `folders`.
    listed()
        What came is on the worklist.
    remarked(str)
        A sentence about something that did not go well.
    failed(str)
        It has given up, and why.
    """

    changed = Signal()
    arrived = Signal()
    listed = Signal()
    remarked = Signal(str)
    failed = Signal(str)

    def __init__(self, command: Maker = program.command, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = NetworkCommand(command, self)
        self._process.told.connect(self._take)
        self._process.done.connect(lambda _event: self._ended(""))
        self._process.failed.connect(self._ended)
        self._restart = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._restart.timeout.connect(self._run)
        self._restarts = 0
        self._wanted = self._again = False
        self._ready = ""
        self.state, self.text = State.OFF, tr("receiving off")
        self.folders: list[str] = []
        self.transferring = False

    def apply(self, config: Network) -> None:
        """Listen as the settings say: start, stop, or start anew with other ones."""
        self._wanted = config.receive and bool(config.peers)
        self._restarts = 0
        self._restart.stop()
        if self._process.running:
            self._again = self._wanted
            self._process.stop()
        elif self._wanted:
            self._run()
        else:
            self._set(State.OFF, tr("receiving off"))

    def take_folders(self) -> list[str]:
        """Return what came, the latest first, and forget it."""
        folders, self.folders = self.folders[::-1], []
        return folders

    def close(self) -> None:
        """End it with the window."""
        self._wanted = False
        self._restart.stop()
        self._process.close()

    def _run(self) -> None:
        self._again = False
        self._set(State.STARTING, tr("receiving starts …"))
        self._process.run("receive", "--stop-on-eof")

    def _set(self, state: State, text: str) -> None:
        self.state, self.text = state, text
        self.changed.emit()

    def _take(self, event: dict[str, Any]) -> None:
        kind, text = event["event"], str(event.get("text", ""))
        self.transferring = kind == "receiving"
        if kind == "listening":
            self._ready = tr("receives as {ae_title} at {address}:{port}", **event)
            self._set(State.LISTENING, self._ready)
        elif kind == "receiving":
            self._set(State.LISTENING, tr("receiving from {calling}: {n_images} images", **event))
        elif kind == "received":
            folder = str(event["folder"])
            self.folders = [*(f for f in self.folders if f != folder), folder]
            self.arrived.emit()
        elif kind == "ended":
            self._set(State.LISTENING, self._ready)
        elif kind == "listed":
            self.listed.emit()
        elif kind in ("incomplete", "refused", "not_listed"):
            self.remarked.emit(text)

    def _ended(self, text: str) -> None:
        self.transferring = False
        if self._again:
            self._run()
        elif not self._wanted:
            self._set(State.OFF, tr("receiving off"))
        elif text in (ENDED, "") and self._restarts < RESTARTS:
            self._restarts += 1
            self._set(State.STARTING, tr("receiving starts again …"))
            self._restart.start()
        else:
            # Another sentence is about something that stays: a port in use, a folder that cannot be written.
            self._set(State.FAILED, tr("receiving stopped"))
            self.failed.emit(tr("Nothing is received any more. {text}", text=sentence(text)).strip())
