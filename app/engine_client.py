"""The window's end of the engine process: starts it, talks to it, and starts it again when it dies.

It knows messages, processes and shared memory. It must not know what is on screen, and nothing here
blocks the window: every answer arrives as a signal.
"""

from __future__ import annotations

import contextlib
import time
import warnings
from collections import deque
from collections.abc import Callable, Sequence
from enum import StrEnum

import pydantic.fields  # noqa: F401 - whole before Qt: PySide's import hook trips over a half-loaded pydantic
from pydantic import ValidationError
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from app import program
from app.i18n import mark, tr
from app.lines import LineSplitter
from engine import protocol
from engine.protocol_base import Message

#: The engine is started again by itself at most this often within `RESTART_WINDOW_S`; then only on request.
MAX_RESTARTS = 3
RESTART_WINDOW_S = 60.0
#: Pause before the first, second and third start after a death.
BACK_OFF_MS = (100, 1000, 4000)
#: The longest that the engine may take to say that it is there.
READY_TIMEOUT_MS = 60_000
#: How long the engine may take to leave by itself when the window closes.
LEAVE_MS = 1200

DIED = mark("The engine stopped while it worked on this. It is being started again; please try once more.")
GIVEN_UP = mark("The engine keeps stopping and is not started again by itself.")


class EngineState(StrEnum):
    """What the engine process is doing, as the status bar says it."""

    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"
    STOPPED = "stopped"


class Job(QObject):
    """One request on its way. Exactly one of `result` and `failed` is emitted, and nothing after it.

    Signals
    -------
    progress(ProgressEvent)
    result(object)
        A message of `engine.protocol.Result`.
    failed(str, str)
        A stable code and a sentence; the code is ``cancelled`` after `cancel`, ``engine_died`` after a crash.
    """

    progress = Signal(object)
    result = Signal(object)
    failed = Signal(str, str)

    def __init__(self, request: protocol.Request, cancel: Callable[[Job], None]) -> None:
        # Without a Qt parent: the client holds it until it has ended, then Python lets it go.
        super().__init__()
        self.request = request
        self.done = False
        self.cancelled = False
        self._cancel = cancel

    @property
    def id(self) -> int:
        """The number under which the engine knows it."""
        return self.request.id

    def cancel(self) -> None:
        """Give it up. `failed` follows with the code ``cancelled``; no result is delivered any more."""
        if not self.done and not self.cancelled:
            self.cancelled = True
            self._cancel(self)

    def _finish(self) -> bool:
        first, self.done = not self.done, True
        return first

    def deliver(self, result: object) -> None:
        """Emit `result`, unless the job has been cancelled: then it fails as cancelled."""
        if self.cancelled:
            self.fail("cancelled", tr("Cancelled."))
        elif self._finish():
            self.result.emit(result)
            self._let_go()

    def fail(self, code: str, text: str) -> None:
        """Emit `failed`."""
        if self._finish():
            self.failed.emit(code, text)
            self._let_go()

    def _let_go(self) -> None:
        """Forget who listened: what listens often holds the job, and neither would ever go."""
        for signal in (self.progress, self.result, self.failed):
            with contextlib.suppress(RuntimeError), warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # nobody listened
                signal.disconnect()


class EngineClient(QObject):
    """Starts the engine, sends requests, delivers answers, and restarts it after a crash.

    Parameters
    ----------
    command
        Program and arguments; the default is this same program with ``engine``.
    on_stderr
        Takes each line that the engine prints on standard error; it is for the log, never the screen.

    Signals
    -------
    stateChanged(EngineState)
    modelChanged(object, str)
        The active model (`ModelInfo`) or `None`, and why there is none; `None` and an empty text while an
        engine that starts has not said yet.
    engineDied(str)
        A sentence, each time the process ends by itself.
    """

    stateChanged = Signal(object)
    modelChanged = Signal(object, str)
    engineDied = Signal(str)

    def __init__(
        self,
        command: Sequence[str] | None = None,
        on_stderr: Callable[[str], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._command = list(command or program.command("engine"))
        self._on_stderr = on_stderr or (lambda _line: None)
        self.state = EngineState.STOPPED
        self.software = ""
        self.pid = 0
        self.model: protocol.ModelInfo | None = None
        self.model_error = ""
        self._jobs: dict[int, Job] = {}
        self._next_id = 1
        self._deaths: deque[float] = deque()
        self._process: QProcess | None = None
        self._ready_timer = QTimer(self, singleShot=True, interval=READY_TIMEOUT_MS)
        self._ready_timer.timeout.connect(self._not_ready_in_time)
        self._restart_timer = QTimer(self, singleShot=True)
        self._restart_timer.timeout.connect(self._launch)

    # ------------------------------------------------------------ the process

    def start(self) -> None:
        """Start the engine, also after it was given up; forgets earlier crashes."""
        if self._process is not None:
            return
        self._deaths.clear()
        self._restart_timer.stop()
        self._launch()

    def stop(self) -> None:
        """End the engine, within two seconds whatever it does; all running requests fail."""
        self._ready_timer.stop()
        self._restart_timer.stop()
        process, self._process = self._process, None
        self._set_state(EngineState.STOPPED)
        if process is not None:
            _let_go(process)
            if process.state() != QProcess.ProcessState.NotRunning:
                process.write(protocol.encode(protocol.ShutdownRequest(id=self._take_id())))
                process.closeWriteChannel()
                if not process.waitForFinished(LEAVE_MS):
                    process.kill()
                    process.waitForFinished(500)
            process.deleteLater()
        self._fail_all("cancelled", tr("The engine was stopped."))

    def _launch(self) -> None:
        self._set_state(EngineState.RESTARTING if self._deaths else EngineState.STARTING)
        self._set_model(None, "")
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        environment.insert("PYTHONIOENCODING", "utf-8")
        process.setProcessEnvironment(environment)
        process.setWorkingDirectory(str(program.HOME))
        process.setProgram(self._command[0])
        process.setArguments(self._command[1:])
        self._out = LineSplitter()
        self._err = LineSplitter(limit=4096)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error_occurred)
        self._process = process
        self._ready_timer.start()
        process.start()
        # What was asked for while there was no engine waits in the pipe until it reads.
        for job in list(self._jobs.values()):
            self._write(job.request)

    def _error_occurred(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._died(tr("The engine could not be started."))

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._read_errors()
        crashed = status == QProcess.ExitStatus.CrashExit
        self._died(
            tr("The engine crashed.")
            if crashed
            else tr("The engine ended by itself (exit code {code}).", code=code)
        )

    def _not_ready_in_time(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _died(self, what: str) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        _let_go(process)
        process.deleteLater()
        self._ready_timer.stop()
        now = time.monotonic()
        while self._deaths and now - self._deaths[0] > RESTART_WINDOW_S:
            self._deaths.popleft()
        give_up = len(self._deaths) >= MAX_RESTARTS
        self._deaths.append(now)
        if give_up:
            self._set_state(EngineState.FAILED)
        else:
            # Start before telling: a request made in answer to `failed` already finds the new engine coming.
            self._set_state(EngineState.RESTARTING)
            self._restart_timer.start(BACK_OFF_MS[min(len(self._deaths), len(BACK_OFF_MS)) - 1])
        self._fail_all("engine_died", tr(DIED) if not give_up else tr(GIVEN_UP))
        self.engineDied.emit(f"{what} {tr(GIVEN_UP) if give_up else tr('It is being started again.')}")

    def _set_state(self, state: EngineState) -> None:
        if state is not EngineState.READY:
            self.pid = 0
        if state != self.state:
            self.state = state
            self.stateChanged.emit(state)

    def _set_model(self, model: protocol.ModelInfo | None, error: str) -> None:
        self.model, self.model_error = model, error
        self.modelChanged.emit(model, error)

    @property
    def model_known(self) -> bool:
        """Whether the engine has said which model it has, or that it has none."""
        return self.model is not None or bool(self.model_error)

    # ------------------------------------------------------------ requests

    def _take_id(self) -> int:
        number, self._next_id = self._next_id, self._next_id + 1
        return number

    def send(self, make: Callable[[int], protocol.Request]) -> Job:
        """Send a request; while the engine is being started it waits for it.

        Parameters
        ----------
        make
            Takes the request's id and returns the request.

        Returns
        -------
        Job
            It is never finished before this call has returned, so its signals can be connected in peace.
        """
        request = make(self._take_id())
        job = Job(request, self._cancel)
        self._jobs[request.id] = job
        if self.state in (EngineState.FAILED, EngineState.STOPPED):
            QTimer.singleShot(0, job, lambda: self._end(job.id, "engine_died", tr(GIVEN_UP)))
        else:
            self._write(request)
        return job

    def _write(self, message: Message) -> None:
        if self._process is not None:
            self._process.write(protocol.encode(message))

    def _cancel(self, job: Job) -> None:
        if self._process is not None:
            self._write(protocol.CancelRequest(id=self._take_id(), target=job.id))
        else:
            QTimer.singleShot(0, job, lambda: self._end(job.id, "cancelled", tr("Cancelled.")))

    def _end(self, job_id: int, code: str, text: str) -> None:
        job = self._jobs.pop(job_id, None)
        if job is not None:
            job.fail("cancelled" if job.cancelled else code, text)

    def _fail_all(self, code: str, text: str) -> None:
        for job_id in list(self._jobs):
            self._end(job_id, code, text)

    def hand_over(self) -> None:
        """Give up every request and forget who listened: another window takes the running engine over."""
        for job in list(self._jobs.values()):
            job.cancel()
        for signal in (self.stateChanged, self.modelChanged, self.engineDied):
            with contextlib.suppress(RuntimeError):  # nobody listened
                signal.disconnect()

    def announce(self) -> None:
        """Say again what the engine does and which model it has, to those that listen only now."""
        self.stateChanged.emit(self.state)
        self.modelChanged.emit(self.model, self.model_error)

    # ------------------------------------------------------------ events

    def _read(self) -> None:
        if self._process is None:
            return
        for line in self._out.feed(bytes(self._process.readAllStandardOutput().data())):
            self._handle(line)

    def _read_errors(self) -> None:
        if self._process is None:
            return
        for line in self._err.feed(bytes(self._process.readAllStandardError().data())):
            self._on_stderr(line.decode("utf-8", "replace"))

    def _handle(self, line: bytes) -> None:
        try:
            event = protocol.EVENT.validate_json(line)
        except ValidationError:
            # A native library printed, or the line is damaged: its job, if any, is ended by what follows.
            self._on_stderr(f"(the engine wrote a line of {len(line)} bytes that is no message)")
            return
        if isinstance(event, protocol.ReadyEvent):
            self._on_ready(event)
        elif isinstance(event, protocol.ModelEvent):
            self._set_model(event.model, event.error)
        elif isinstance(event, protocol.ProgressEvent):
            job = self._jobs.get(event.id)
            if job is not None and not job.cancelled:
                job.progress.emit(event)
        elif isinstance(event, protocol.ResultEvent):
            job = self._jobs.pop(event.id, None)
            if job is not None:
                job.deliver(event.result)
        elif event.id is not None:
            self._end(event.id, event.code, event.text)

    def _on_ready(self, event: protocol.ReadyEvent) -> None:
        self._ready_timer.stop()
        if event.protocol != protocol.PROTOCOL_VERSION:
            process, self._process = self._process, None
            if process is not None:
                _let_go(process)
                process.kill()
                process.deleteLater()
            text = tr(
                "The engine speaks version {protocol} of the protocol, the window version "
                "{PROTOCOL_VERSION}: this installation is mixed up; please install it again.",
                protocol=event.protocol,
                PROTOCOL_VERSION=protocol.PROTOCOL_VERSION,
            )
            self._set_state(EngineState.FAILED)
            self._fail_all("engine_died", text)
            self.engineDied.emit(text)
            return
        self.software, self.pid = event.software, event.pid
        self._set_state(EngineState.READY)
        self.pid = event.pid


def _let_go(process: QProcess) -> None:
    """Listen to a process no longer."""
    process.readyReadStandardOutput.disconnect()
    process.readyReadStandardError.disconnect()
    process.finished.disconnect()
    process.errorOccurred.disconnect()
