"""The engine process: requests come in on standard input, events and nothing else go out on standard output.

Four lanes work side by side: one reads files, one assesses nodules, one looks after models, one writes
reports, so that a click is answered while another series loads or a report is written. It knows messages and
threads; what a request does is `engine.service`'s work. Nothing heavy is imported before the
first line is written.
"""

from __future__ import annotations

import contextlib
import faulthandler
import itertools
import logging
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import BinaryIO

from pydantic import ValidationError

import engine
from engine import json_text, protocol
from engine.protocol_base import Message
from engine.protocol_models import DriftRequest, ModelRequest
from engine.protocol_outline import OutlineRequest
from engine.protocol_report import ReportRequest

log = logging.getLogger(__name__)

#: A request is at most a list of paths; a longer line is no request.
MAX_LINE_BYTES = 16 * 2**20
#: At most twenty progress events a second and request.
PROGRESS_INTERVAL_S = 0.05
#: How long running requests may take to notice that they are cancelled when the engine ends.
LEAVE_S = 0.8

#: What goes first in the reading lane: the series the reader waits for, then new series, then their pictures.
_PRIORITY = {"load": 0, "tags": 0, "tag_value": 0, "scan": 1, "thumbnail": 2}


class JobCancelledError(Exception):
    """The window gave the request up."""


class RequestError(Exception):
    """A request that cannot be fulfilled: a stable code and a sentence."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Channel:
    """Writes messages, one whole line at a time, from any thread."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def send(self, message: Message) -> None:
        """Write a message; if nobody reads any more there is nobody to tell."""
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._out.write(protocol.encode(message))
            self._out.flush()

    def error(self, job_id: int | None, code: str, text: str) -> None:
        """Write an error event."""
        self.send(protocol.ErrorEvent(id=job_id, code=code, text=text))


class Job:
    """One request on its way: cancellable, with throttled progress."""

    def __init__(self, request: protocol.Request, channel: Channel) -> None:
        self.request = request
        self._channel = channel
        self._cancelled = threading.Event()
        self._claim = threading.Lock()
        self._progress = threading.Lock()
        self._last = 0.0
        self._told_slices = False
        self._slices: list[int] = []
        self._state = (0, 0, "")

    def claim(self) -> bool:
        """Take the right to answer it; only the first caller gets it."""
        return self._claim.acquire(blocking=False)

    def cancel(self) -> None:
        """Ask its lane to give up."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether it is to be given up."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise `JobCancelledError` if it is to be given up."""
        if self._cancelled.is_set():
            raise JobCancelledError

    def progress(
        self,
        done: int,
        total: int,
        text: str = "",
        *,
        slices: tuple[int, ...] = (),
        volume: protocol.VolumeRef | None = None,
    ) -> None:
        """Tell how far it is. Slices are collected while events are held back; the first ones go at once."""
        with self._progress:
            self._state = (done, total, text)
            self._slices += slices
            first = bool(slices) and not self._told_slices
            if volume or first or time.monotonic() - self._last >= PROGRESS_INTERVAL_S:
                self._tell(volume)

    def flush(self) -> None:
        """Tell what was held back."""
        with self._progress:
            if self._slices:
                self._tell(None)

    def _tell(self, volume: protocol.VolumeRef | None) -> None:
        done, total, text = self._state
        slices, self._slices = tuple(self._slices), []
        self._told_slices = self._told_slices or bool(slices)
        self._last = time.monotonic()
        self._channel.send(
            protocol.ProgressEvent(
                id=self.request.id, done=done, total=total, text=text, slices=slices, volume=volume
            )
        )


class Lane:
    """One thread that does its work in order of priority, then of arrival."""

    def __init__(self, name: str) -> None:
        self._queue: queue.PriorityQueue[tuple[int, int, Callable[[], None]]] = queue.PriorityQueue()
        self._order = itertools.count()
        # A daemon: native code that does not return must not keep a dead window's engine alive.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def put(self, work: Callable[[], None], priority: int = 0) -> None:
        """Queue some work; it must not raise."""
        self._queue.put((priority, next(self._order), work))

    def wait(self, seconds: float) -> None:
        """Wait until all that is queued now is done, at most so long."""
        done = threading.Event()
        self.put(done.set, priority=1000)
        done.wait(max(0.0, seconds))

    def _work(self) -> None:
        while True:
            self._queue.get()[2]()


class Server:
    """Takes requests, hands them to the lanes, and sends what they end in.

    Parameters
    ----------
    channel
        Where events go.
    handle
        Fulfils one request; raises `RequestError` or `JobCancelledError`.
    open_model
        Opens the active model; called before the first assessment, and after each request that may have
        changed which one that is.
    status
        Answers a status request, at once.
    """

    def __init__(
        self,
        channel: Channel,
        handle: Callable[[Job], protocol.Result],
        open_model: Callable[[], protocol.ModelEvent],
        status: Callable[[], protocol.StatusResult],
    ) -> None:
        self._channel = channel
        self._handle = handle
        self._status = status
        self._jobs: dict[int, Job] = {}
        self._lock = threading.Lock()
        self._reading = Lane("reading")
        self._assessing = Lane("assessing")
        self._managing = Lane("managing")
        self._reporting = Lane("reporting")
        self._open_model = open_model
        self._assessing.put(self._tell_model)

    def _tell_model(self) -> None:
        self._channel.send(self._model_event())

    def _model_event(self) -> protocol.ModelEvent:
        try:
            return self._open_model()
        except Exception as error:  # noqa: BLE001 - a broken model must not cost the measurements
            log.error("the model could not be opened: %s", _where(error))  # noqa: TRY400 - no messages
            return protocol.ModelEvent(
                model=None, error=f"The model failed to start ({type(error).__name__})."
            )

    def run(self, lines: BinaryIO) -> None:
        """Serve until the input ends, which means that the window has died, or a shutdown is asked for."""
        while line := lines.readline(MAX_LINE_BYTES):
            if not line.endswith(b"\n") and len(line) >= MAX_LINE_BYTES:
                while rest := lines.readline(MAX_LINE_BYTES):
                    if rest.endswith(b"\n"):
                        break
                self._channel.error(None, "bad_request", "A line was too long to be a request.")
                continue
            if not line.strip():
                continue
            try:
                request = protocol.REQUEST.validate_json(line)
            except ValidationError as error:
                first = error.errors(include_input=False, include_url=False)[0]
                where = ".".join(str(part) for part in first["loc"])
                text = f"The request was not understood ({where + ': ' if where else ''}{first['msg']})."
                self._channel.error(_id_of(line), "bad_request", text)
                continue
            if isinstance(request, protocol.ShutdownRequest):
                self._leave()
                self._channel.send(protocol.ResultEvent(id=request.id, result=protocol.DoneResult()))
                return
            self._take(request)
        self._leave()

    def _take(self, request: protocol.Request) -> None:
        if isinstance(request, protocol.CancelRequest):
            self._cancel(request.target)
            self._channel.send(protocol.ResultEvent(id=request.id, result=protocol.DoneResult()))
        elif isinstance(request, protocol.StatusRequest):
            self._channel.send(protocol.ResultEvent(id=request.id, result=self._status()))
        else:
            job = Job(request, self._channel)
            with self._lock:
                known = request.id in self._jobs
                self._jobs.setdefault(request.id, job)
            if known:
                self._channel.error(None, "bad_request", f"A request with the id {request.id} is under way.")
                return
            self._lane(request).put(lambda: self._run(job), _PRIORITY.get(request.kind, 0))

    def _lane(self, request: protocol.Request) -> Lane:
        judging = isinstance(request, protocol.AssessRequest | OutlineRequest | protocol.PriorRequest)
        if judging or _reopens(request):
            return self._assessing  # one after the other: each nodule is judged by one model
        if isinstance(request, ReportRequest):
            return self._reporting
        managing = isinstance(request, ModelRequest | DriftRequest)
        return self._managing if managing else self._reading

    def _cancel(self, target: int) -> None:
        with self._lock:
            job = self._jobs.get(target)
        if job is None:
            return
        job.cancel()
        if job.claim():  # still in the queue: answer now, its lane may be busy for long
            self._finish(job, protocol.ErrorEvent(id=target, code="cancelled", text="Cancelled."))

    def _run(self, job: Job) -> None:
        if job.claim():
            self._finish(job, self._outcome(job))

    def _outcome(self, job: Job) -> protocol.Event:
        job_id = job.request.id
        try:
            result = self._handle(job)
            if not isinstance(job.request, ModelRequest):  # what is done there is done
                job.check()
        except JobCancelledError:
            return protocol.ErrorEvent(id=job_id, code="cancelled", text="Cancelled.")
        except RequestError as error:
            return protocol.ErrorEvent(id=job_id, code=error.code, text=str(error))
        except MemoryError:
            text = "There was not enough memory for this. Close other series or programs and try again."
            return protocol.ErrorEvent(id=job_id, code="memory", text=text)
        # Whatever a damaged file or a library comes up with costs this request, never the engine.
        except Exception as error:  # noqa: BLE001
            log.error("a %s request failed: %s", job.request.kind, _where(error))  # noqa: TRY400 - no messages
            text = f"The engine failed at this ({type(error).__name__}). The log says where."
            return protocol.ErrorEvent(id=job_id, code="internal", text=text)
        job.flush()
        if _reopens(job.request):
            self._tell_model()
        return protocol.ResultEvent(id=job_id, result=result)

    def _finish(self, job: Job, event: protocol.Event) -> None:
        with self._lock:
            self._jobs.pop(job.request.id, None)
        self._channel.send(event)

    def _leave(self) -> None:
        with self._lock:
            targets = list(self._jobs)
        for target in targets:
            self._cancel(target)
        until = time.monotonic() + LEAVE_S
        for lane in (self._reading, self._assessing, self._managing, self._reporting):
            lane.wait(until - time.monotonic())


def _reopens(request: protocol.Request) -> bool:
    return isinstance(request, ModelRequest) and request.reopens


def _id_of(line: bytes) -> int | None:
    """Id of a line that is no valid request, so that whoever waits for it hears of it."""
    with contextlib.suppress(ValueError):
        document = json_text.parse(line)
        if isinstance(document, dict) and type(document.get("id")) is int:
            return int(document["id"])
    return None


def _where(error: BaseException) -> str:
    """Type and place of an error. Never its message: that may hold a path or a patient's name."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames[-6:]))


def claim_stdout() -> BinaryIO:
    """Keep standard output for messages: whatever else prints, natively too, goes to standard error."""
    out = os.fdopen(os.dup(1), "wb")
    try:
        os.dup2(2, 1)
    except OSError:  # no standard error: a windowed program on Windows
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)
    sys.stdout = sys.stderr
    return out


def main() -> None:
    """Run the engine process until its window is gone; does not return."""
    channel = Channel(claim_stdout())
    channel.send(protocol.ReadyEvent(software=f"Noduscope {engine.__version__}", pid=os.getpid()))
    with contextlib.suppress(OSError, ValueError, AttributeError):
        faulthandler.enable()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")

    from engine.service import Service

    service = Service()
    with contextlib.suppress(KeyboardInterrupt):
        Server(channel, service.handle, service.open_model, service.status).run(sys.stdin.buffer)
    # Threads may still be inside native code, which an orderly end would wait for or crash in.
    os._exit(0)
