"""Runs one network command as a process: starts it, reads what it prints, stops it. It knows no widgets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from app import program
from app.child import surroundings, why
from app.i18n import mark
from app.lines import LineSplitter
from engine import json_text

Maker = Callable[..., Sequence[str]]

#: Asked to stop, a command has so long to hang up; then it is killed.
STOP_MS = 5000
_KEPT_LINES = 20
_MOST_BYTES = 16 * 2**20
_STDERR_LINE = 4096
ENDED = mark("The command ended unexpectedly. Try again.")
NOT_STARTED = mark("The command could not be started.")


class NetworkCommand(QObject):
    """One command at a time; it ends in `done` or in `failed`, always.

    Parameters
    ----------
    command
        Makes the program and its arguments out of those of the sub-command.

    Signals
    -------
    told(object)
        A JSON line, as a dictionary.
    done(object)
        The JSON document that it printed (`ask`), or the last event (`run`).
    failed(str)
        Why it ended before that; empty where it was stopped.
    """

    told = Signal(object)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, command: Maker = program.command, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self._process: QProcess | None = None
        self._kill_timer = QTimer(self, singleShot=True, interval=STOP_MS)
        self._kill_timer.timeout.connect(self._kill)
        self._stopping = False

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._process is not None

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop."""
        return self._stopping

    def ask(self, *arguments: str) -> None:
        """Start a command that prints one document."""
        self._start((*arguments, "--json"), lines=False)

    def run(self, *arguments: str) -> None:
        """Start a command that prints lines."""
        self._start(arguments, lines=True)

    def _start(self, arguments: Sequence[str], *, lines: bool) -> None:
        if self.running:
            raise RuntimeError("a command is under way")
        self._lines, self._stopping = lines, False
        self._out, self._err = LineSplitter(), LineSplitter(limit=_STDERR_LINE)
        self._text = bytearray()
        self._last: dict[str, Any] | None = None
        self._errors: deque[str] = deque(maxlen=_KEPT_LINES)
        process = self._process = QProcess(self)
        process.setProcessEnvironment(surroundings())
        process.setWorkingDirectory(str(program.HOME))
        name, *words = self._command(*arguments)
        process.setProgram(name)
        process.setArguments(words)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error)
        process.start()

    def stop(self) -> None:
        """Ask it to stop; it is killed if it does not."""
        if self._process is not None and not self._stopping:
            self._stopping = True
            # Its standard input closes, which it takes as the wish to end, on every system.
            self._process.closeWriteChannel()
            self._kill_timer.start()

    def close(self) -> None:
        """End it with the window, without a word."""
        process, self._process = self._process, None
        if process is None:
            return
        self._kill_timer.stop()
        for signal in (
            process.readyReadStandardOutput, process.readyReadStandardError, process.finished,
            process.errorOccurred,
        ):  # fmt: skip
            signal.disconnect()
        process.closeWriteChannel()
        if not process.waitForFinished(STOP_MS // 2):
            process.kill()
            process.waitForFinished(500)

    # ------------------------------------------------------------ events

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _read(self) -> None:
        if self._process is None:
            return
        data = bytes(self._process.readAllStandardOutput().data())
        if not self._lines:
            if len(self._text) < _MOST_BYTES:
                self._text += data
            return
        for line in self._out.feed(data):
            try:
                event = json_text.parse(line)
            except ValueError:
                continue
            if isinstance(event, dict) and isinstance(event.get("event"), str):
                self._last = event
                self.told.emit(event)

    def _read_errors(self) -> None:
        if self._process is None:
            return
        for line in self._err.feed(bytes(self._process.readAllStandardError().data())):
            self._errors.append(line.decode("utf-8", "replace").strip())

    def _error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(None, NOT_STARTED)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        document = self._last
        if not self._lines:
            try:
                document = json_text.parse(bytes(self._text))
            except ValueError:
                document = None
        whole = document is not None and (not self._lines or document.get("event") in ("done", "stopped"))
        if whole:
            self._end(document, "")
        elif self._stopping:
            self._end(None, "")
        else:
            crashed = status == QProcess.ExitStatus.CrashExit or code not in (1, 2)
            self._end(None, ENDED if crashed else why(self._errors) or ENDED)

    def _end(self, document: dict[str, Any] | None, text: str) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._kill_timer.stop()
        process.deleteLater()
        if document is not None:
            self.done.emit(document)
        else:
            self.failed.emit(text)
