"""Runs one short ``noduscope`` command and hands on the JSON document that it prints. It knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal

from app import program
from app.child import surroundings, why
from app.i18n import mark, tr
from engine import json_text

NOT_STARTED = mark("This step could not be started. Is the installation complete?")
DIED = mark("This step ended unexpectedly; the computer may have run out of memory. Try it again.")
UNREADABLE = mark("The answer of this step could not be read: this installation may be mixed up.")

#: Makes the program and its arguments out of those of a sub-command.
Maker = Callable[..., Sequence[str]]


class Command(QObject):
    """One command at a time; exactly one of the signals follows each start that is not cancelled.

    Signals
    -------
    answered(object)
        The document, a dict; an empty one where none was wanted.
    failed(str)
        A sentence.
    """

    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, command: Maker = program.command, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self._process: QProcess | None = None
        self._wants_document = True

    @property
    def running(self) -> bool:
        """Whether a command is under way."""
        return self._process is not None

    def start(self, *arguments: str, document: bool = True) -> None:
        """Start a command; one under way is given up."""
        self.cancel()
        self._wants_document = document
        process = self._process = QProcess(self)
        process.setProcessEnvironment(surroundings())
        process.setWorkingDirectory(str(program.HOME))
        name, *rest = self._command(*arguments)
        process.setProgram(name)
        process.setArguments(rest)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error)
        process.start()

    def cancel(self) -> None:
        """Give up the command under way, if there is one; nothing is heard of it any more."""
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect()
        process.errorOccurred.disconnect()
        process.finished.connect(process.deleteLater)
        process.kill()
        if process.state() == QProcess.ProcessState.NotRunning:
            process.deleteLater()

    def close(self) -> None:
        """Give it up, and wait until it is gone."""
        process = self._process
        self.cancel()
        if process is not None:
            process.waitForFinished(1000)

    def _error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(failure=tr(NOT_STARTED))

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self._process
        if process is None:
            return
        out = bytes(process.readAllStandardOutput().data())
        errors = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").splitlines()
        if status == QProcess.ExitStatus.CrashExit or code not in (0, 1, 2):
            self._end(failure=tr(DIED))
        elif code:
            self._end(failure=why(errors) or tr(DIED))
        elif not self._wants_document:
            self._end({})
        else:
            try:
                document = json_text.parse(out)
            except ValueError:
                document = None
            if isinstance(document, dict):
                self._end(document)
            else:
                self._end(failure=tr(UNREADABLE))

    def _end(self, document: dict[str, Any] | None = None, failure: str = "") -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.deleteLater()
        if document is None:
            self.failed.emit(failure)
        else:
            self.answered.emit(document)
