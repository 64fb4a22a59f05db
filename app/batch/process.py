"""Runs ``noduscope analyze`` as a process: starts it, reads its events, stops it. It knows no widgets."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from app import program
from app.batch.progress import Progress, read_summary
from app.batch.request import BatchRequest
from app.child import surroundings, why
from app.i18n import mark, tr
from app.lines import LineSplitter

#: Lines of standard error kept: the last one says why a run ended.
KEPT_LINES = 20
#: How often the wish to stop is written down while the process has not ended.
ASK_MS = 300
#: The last moments of a run whose window closes; killed after it, it goes on from there the next time.
LEAVE_MS = 1500
#: The batch's own corner of the results and its note to stop (`engine.batch.desk`).
STOP_NOTE = (".noduscope", "stop")

KILLED = mark("The analysis ended unexpectedly. What it finished is there.")
NOT_STARTED = mark("The analysis could not be started.")


class BatchProcess(QObject):
    """One run at a time.

    Parameters
    ----------
    command
        Makes the program and its arguments out of those of the sub-command.

    Signals
    -------
    changed()
        `progress` is another one now.
    ended(str)
        The run is over; a sentence where it ended before its work did, or empty.
    """

    changed = Signal()
    ended = Signal(str)

    def __init__(
        self,
        command: Callable[..., Sequence[str]] = program.command,
        on_stderr: Callable[[str], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._on_stderr = on_stderr or (lambda _line: None)
        self._process: QProcess | None = None
        self._request = BatchRequest()
        self._errors: deque[str] = deque(maxlen=KEPT_LINES)
        self._stop_timer = QTimer(self, interval=ASK_MS)
        self._stop_timer.timeout.connect(self._ask_to_stop)
        self.progress = Progress()

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._process is not None

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop_timer.isActive()

    def start(self, request: BatchRequest) -> None:
        """Begin a run, or go on with one; does nothing while one is under way."""
        if self.running:
            return
        self._request, self.progress = request, Progress()
        self._errors.clear()
        self._out, self._err = LineSplitter(), LineSplitter(limit=4096)
        process = self._process = QProcess(self)
        process.setProcessEnvironment(surroundings())
        process.setWorkingDirectory(str(program.HOME))
        name, *arguments = self._command(*request.arguments())
        process.setProgram(name)
        process.setArguments(arguments)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error)
        process.start()
        self.changed.emit()

    def stop(self) -> None:
        """Ask it to end at its next step; asked again, it is killed. Nothing finished is lost either way."""
        if self._process is None:
            return
        if self.stopping:
            self._process.kill()
            return
        if os.name == "posix":
            self._process.terminate()
        self._stop_timer.start()
        self._ask_to_stop()
        self.changed.emit()

    def _ask_to_stop(self) -> None:
        # Windows has no signal that another console program would get; the note works everywhere. It is
        # written again and again, since a run that is just beginning clears its corner first.
        note = Path(self._request.out).joinpath(*STOP_NOTE)
        with contextlib.suppress(OSError):
            if note.parent.is_dir():
                note.touch()

    def close(self) -> None:
        """End it with the window, soon."""
        process = self._process
        if process is None:
            return
        if not self.stopping:
            self.stop()
        self._process = None
        self._stop_timer.stop()
        for signal in (
            process.readyReadStandardOutput, process.readyReadStandardError, process.finished,
            process.errorOccurred,
        ):  # fmt: skip
            signal.disconnect()
        if not process.waitForFinished(LEAVE_MS):
            process.kill()
            process.waitForFinished(500)

    # ------------------------------------------------------------ events

    def _read(self) -> None:
        if self._process is None:
            return
        taken = [
            self.progress.take(line)
            for line in self._out.feed(bytes(self._process.readAllStandardOutput().data()))
        ]
        if any(taken):
            self.changed.emit()

    def _read_errors(self) -> None:
        if self._process is None:
            return
        for line in self._err.feed(bytes(self._process.readAllStandardError().data())):
            text = line.decode("utf-8", "replace").strip()
            self._errors.append(text)
            self._on_stderr(text)

    def _error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(tr(NOT_STARTED))

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        if self.progress.ended:
            self._end("")
        elif status == QProcess.ExitStatus.CrashExit or code not in (1, 2):
            self._end("" if self.stopping else tr(KILLED))
        else:
            self._end(why(self._errors) or tr(KILLED))

    def _end(self, text: str) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._stop_timer.stop()
        process.deleteLater()
        if self.progress.ended:
            # Also those that earlier runs finished and that were left out, as they stand now.
            with contextlib.suppress(KeyError, TypeError, ValueError):
                self.progress.put(read_summary(Path(self._request.out)))
        self.progress.stop()
        self.changed.emit()
        self.ended.emit(text)
