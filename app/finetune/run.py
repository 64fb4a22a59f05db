"""A fine-tuning as a process of its own, which outlives the window: steered and watched by its run folder.

The window holds no pipe to it. Whether it runs is in ``lock.json``, how it goes in ``progress.jsonl``, what
it is asked in ``control``; so a window that was closed and opened again finds it. Knows no widgets.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QObject, QTimer, Signal

from app import program
from app.child import VARIABLES, why
from app.finetune.command import Maker
from app.finetune.lock import locked_pid
from app.finetune.progress import TuneProgress
from app.finetune.request import TuneRequest
from app.finetune.workspace import attempt_of, keep_request, request_of
from app.i18n import mark, tr
from engine.files import write_whole

#: What it prints, kept for the sentence with which it refuses to begin.
CONSOLE = "console.log"
POLL_MS = 300
DIED = mark("The training ended unexpectedly; the computer may have been switched off or out of memory.")
#: In a session of its own, so that nothing that ends the window ends it too.
_APART: dict[str, Any] = {"start_new_session": True}
if sys.platform == "win32":
    _APART = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}

NOT_STARTED = mark("The training could not be started.")


class RunState(StrEnum):
    """What a run is doing."""

    NONE = "none"
    STARTING = "starting"
    TRAINING = "training"
    PAUSED = "paused"
    STOPPED = "stopped"
    FAILED = "failed"
    DONE = "done"

    @property
    def alive(self) -> bool:
        """Whether there is a process."""
        return self in (RunState.STARTING, RunState.TRAINING, RunState.PAUSED)


class TuneRun(QObject):
    """One run at a time.

    Attributes
    ----------
    request
        With what it was started; `None` while no run is watched.
    progress
        What its events say.
    asked
        ``pause``, ``run`` or ``stop`` while the process has not answered it yet, else empty.

    Signals
    -------
    changed()
        State or progress is another one now.
    ended(str)
        The process is gone; a sentence where it ended before its work did, or empty.
    """

    changed = Signal()
    ended = Signal(str)

    def __init__(self, command: Maker = program.command, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.command = command
        self.request: TuneRequest | None = None
        self.progress = TuneProgress()
        self.state = RunState.NONE
        self.failure = ""
        self.asked = ""
        self._offset = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.poll)

    @property
    def folder(self) -> Path | None:
        """Its run folder."""
        return Path(self.request.out) if self.request else None

    # ------------------------------------------------------------ starting, finding

    def attach(self, folder: Path) -> bool:
        """Watch the run of an attempt, whoever started it; return whether there is one."""
        request = request_of(folder)
        if request is None:
            return False
        self._watch(request)
        self.poll()
        return True

    def start(self, request: TuneRequest) -> None:
        """Begin a run, or go on with one that was stopped; does nothing while one is under way."""
        if self.state.alive:
            return
        self._watch(request)
        self._read()
        # What an earlier part of this run ended with says nothing of the one that begins.
        self.failure, self.progress.last, self.progress.error = "", "", ""
        try:
            keep_request(request)
            console = attempt_of(request) / CONSOLE
        except OSError as error:
            self._end(
                RunState.FAILED,
                tr("The folder for the run cannot be written ({strerror}).", strerror=error.strerror),
            )
            return
        try:
            with console.open("wb") as errors:
                self._process = subprocess.Popen(  # noqa: S603 - this very program
                    list(self.command(*request.arguments())), cwd=program.HOME,
                    env={**os.environ, **VARIABLES}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                    stderr=errors, **_APART,
                )  # fmt: skip
        except OSError:
            self._end(RunState.FAILED, tr(NOT_STARTED))
            return
        self._set(RunState.STARTING)

    def forget(self) -> None:
        """Watch it no longer; a process that runs goes on."""
        self._timer.stop()
        self.request, self._process, self.asked, self.failure = None, None, "", ""
        self.progress, self._offset = TuneProgress(), 0
        self.state = RunState.NONE
        self.changed.emit()

    def _watch(self, request: TuneRequest) -> None:
        if self.request is None or self.request.out != request.out:
            self.forget()
        self.request = request
        self._timer.start()

    # ------------------------------------------------------------ steering

    def pause(self) -> None:
        """Hold it after the batch it is in; it keeps its memory."""
        self._ask("pause")

    def go_on(self) -> None:
        """Let a paused one go on."""
        self._ask("run")

    def stop(self) -> None:
        """Ask it to end, everything up to its last epoch kept; asked again, it is killed."""
        if self.asked == "stop":
            pid = self._pid()
            if pid is not None:
                with contextlib.suppress(psutil.Error):
                    psutil.Process(pid).kill()
        else:
            self._ask("stop")

    def _ask(self, what: str) -> None:
        if not self.state.alive:
            return
        try:
            self._write_control(what)
        except FileNotFoundError:
            self.asked = what  # the process has not made its folder yet: `poll` writes it there
        except OSError as error:
            self.failure = tr(
                "The training cannot be reached: its folder cannot be written ({strerror}).",
                strerror=error.strerror,
            )
        else:
            self.asked = what
        self.changed.emit()

    def _write_control(self, word: str) -> None:
        if self.folder is not None:
            write_whole(self.folder / "control", word)

    # ------------------------------------------------------------ watching

    def poll(self) -> None:
        """Look once how it stands."""
        if self.request is None:
            return
        # First the process, then its events: what it wrote before it left is read once it is gone.
        alive = self._pid() is not None
        news = self._read()
        state = self._judge(alive)
        if alive and self.asked:
            # Written again and again: a process that is just beginning writes its own word there first.
            with contextlib.suppress(OSError):
                self._write_control(self.asked)
        if state is not self.state and self.state.alive and not state.alive:
            self._end(state, self._why(state))
        elif state is not self.state:
            if not state.alive:
                self.failure = self._why(state)
            self._set(state)
        elif news:
            self.changed.emit()
        if not state.alive:
            self._timer.stop()

    def _judge(self, alive: bool) -> RunState:
        last = self.progress.last
        if alive:
            if self.asked == {"paused": "pause", "resumed": "run"}.get(last):
                self.asked = ""
            if last == "paused":
                return RunState.PAUSED
            locked = self.folder is not None and locked_pid(self.folder) is not None
            return RunState.TRAINING if locked else RunState.STARTING
        if last == "done":
            return RunState.DONE
        if last == "error":
            return RunState.FAILED
        return RunState.STOPPED if last == "stopped" or self.asked == "stop" else RunState.FAILED

    def _why(self, state: RunState) -> str:
        if state is not RunState.FAILED:
            return ""
        if self.progress.last == "error":
            return self.progress.error
        said = ""
        if not self.progress.last and self.request is not None:
            # It never began: it was refused, and said why.
            with contextlib.suppress(OSError):
                said = why((attempt_of(self.request) / CONSOLE).read_text("utf-8", "replace").splitlines())
        return said or tr(DIED)

    def _read(self) -> bool:
        """Take the events that are new; return whether there were any."""
        assert self.folder is not None  # noqa: S101 - only while a run is watched
        try:
            with (self.folder / "progress.jsonl").open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except OSError:
            return False
        # A line that is not whole yet is read again: a resumed run cuts off what a killed one left of it.
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        taken = [self.progress.take(line) for line in whole.splitlines()]
        return any(taken)

    def _pid(self) -> int | None:
        """Return the process that runs, if one does."""
        locked = locked_pid(self.folder) if self.folder else None
        if locked is not None:
            return locked
        if self._process is not None and self._process.poll() is None:
            return self._process.pid  # it has no lock yet: importing torch takes a while
        return None

    # ------------------------------------------------------------ telling

    def _set(self, state: RunState) -> None:
        self.state = state
        self.changed.emit()

    def _end(self, state: RunState, text: str) -> None:
        self._timer.stop()
        self._process, self.asked, self.failure = None, "", text
        self._set(state)
        self.ended.emit(text)
