"""One process in a run folder at a time, and how it is steered from outside: pause, go on, stop.

``RUN/control`` holds one word and is looked at between batches, so that a window that was closed and opened
again can steer a training that it did not start. ``RUN/lock.json`` says which process runs; what really
keeps a second one out is a lock of the operating system, which ends with the process, however that ends.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from engine.files import write_whole
from training.errors import TrainingError
from training.events import Emit

RECORD = "finetune.json"
CONTROL, LOCK = "control", "lock.json"
_SYSTEM_LOCK = ".lock"
#: What an interrupted run may have left before it had a record.
_EARLY = frozenset({"rows", "checkpoints", "progress.jsonl", CONTROL, LOCK, _SYSTEM_LOCK})
RUN, PAUSE, STOP = "run", "pause", "stop"
#: How often a paused process looks whether it may go on.
LOOK_S = 0.2
#: How long the step that it is at may take once it is asked to stop.
GRACE_S = 0.6


class RunningError(TrainingError):
    """Another process works in the run folder."""


class Stopped(Exception):  # noqa: N818 - a wish, not an error
    """The process was asked to stop; what it has finished is kept."""


class FolderError(TrainingError):
    """A folder that holds something else than a run."""


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something other than a run of a fine-tuning.

    Raises
    ------
    FolderError
        If it does.
    """
    strangers = folder.is_dir() and any(
        item.name not in _EARLY and not (item.name.startswith(".") and item.suffix == ".part")
        for item in folder.iterdir()
    )
    if folder.is_file() or (strangers and not (folder / RECORD).is_file()):
        raise FolderError(f"{folder} exists and is not a run of a fine-tuning. Choose a new one with --out.")


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold a run folder for this process.

    Raises
    ------
    FolderError
        If it holds something else.
    RunningError
        If another process holds it.
    """
    from filelock import FileLock, Timeout

    check_free(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _SYSTEM_LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        who = _process_of(folder / LOCK)
        raise RunningError(
            f"A fine-tuning is running in {folder} already{who}. Wait for it, or stop it first."
        ) from None
    try:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        write_whole(folder / LOCK, json.dumps({"pid": os.getpid(), "started": started}))
        write_whole(folder / CONTROL, RUN)
        yield
    finally:
        (folder / LOCK).unlink(missing_ok=True)
        lock.release()


class Control:
    """What the process is asked to do.

    Parameters
    ----------
    folder
        The run folder.
    emit
        Takes ``paused``, ``resumed`` and ``stopped``.
    end
        Ends the process, given its exit code, where a step takes too long to hear the wish to stop. Only who
        owns the process can say that it may end; whoever works in a process of others leaves it out.

    Attributes
    ----------
    paused_s
        Seconds spent waiting.
    """

    def __init__(self, folder: Path, emit: Emit, end: Callable[[int], object] | None = None) -> None:
        self._folder = folder
        self._emit = emit
        self._end = end
        self._terminated = False
        self._over = threading.Event()
        self._telling = threading.Lock()
        self._stop_told = False
        self.paused_s = 0.0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear the wish to stop whatever the process does, from the folder, SIGTERM and Ctrl+C.

        A step may take long on a busy machine, or while libraries are loaded. A process that has not ended
        `GRACE_S` after the wish is ended where it stands, if this object was told how: it may be killed at
        any moment anyway.
        """
        kinds = (signal.SIGTERM, signal.SIGINT)
        before = {kind: signal.signal(kind, self._terminate) for kind in kinds}
        listener = threading.Thread(target=self._listen, daemon=True)
        listener.start()
        try:
            yield
        finally:
            self._over.set()
            listener.join()
            for kind, handler in before.items():
                signal.signal(kind, handler)

    def look(self) -> None:
        """Return at once, or when a pause is over.

        Raises
        ------
        Stopped
            If asked to stop.
        """
        if self._wish() == PAUSE:
            self._emit("paused")
            began = time.monotonic()
            while self._wish() == PAUSE:
                time.sleep(LOOK_S)
            self.paused_s += time.monotonic() - began
            if self._wish() != STOP:
                self._emit("resumed")
        if self._wish() == STOP:
            raise Stopped

    def tell_stopped(self) -> None:
        """Report the stop, once."""
        with self._telling:
            if not self._stop_told:
                self._stop_told = True
                self._emit("stopped")

    def _listen(self) -> None:
        while not self._over.wait(LOOK_S):
            if self._wish() == STOP:
                if self._end is not None and not self._over.wait(GRACE_S):
                    self.tell_stopped()
                    (self._folder / LOCK).unlink(missing_ok=True)
                    self._end(0)
                return

    def _wish(self) -> str:
        if self._terminated:
            return STOP
        try:
            return (self._folder / CONTROL).read_text(encoding="utf-8").strip()
        except OSError:  # being replaced at this moment, or removed: nothing is asked
            return RUN

    def _terminate(self, _number: int, _frame: FrameType | None) -> None:
        self._terminated = True


def _process_of(path: Path) -> str:
    try:
        return f" (process {int(json.loads(path.read_text(encoding='utf-8'))['pid'])})"
    except (OSError, ValueError, KeyError, TypeError):  # not written yet
        return ""
