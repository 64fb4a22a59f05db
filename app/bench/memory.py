"""Peak memory of the window and its engine while something is done, seen from a thread."""

from __future__ import annotations

import threading
from types import TracebackType

import psutil

#: Memory is looked at so often.
SAMPLE_S = 0.05


class Memory:
    """The resident memory of some processes together, watched while the block runs.

    A page that two of them share counts in each: what they need together is never more.

    Parameters
    ----------
    pids
        Of the processes.

    Attributes
    ----------
    peak
        The most that they held together, bytes.
    """

    def __init__(self, pids: tuple[int, ...]) -> None:
        self._processes = [psutil.Process(pid) for pid in pids]
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self.peak = 0

    def now(self) -> int:
        """Bytes that they hold now."""
        return sum(int(process.memory_info().rss) for process in self._processes)

    def __enter__(self) -> Memory:
        """Begin to watch."""
        self.peak = self.now()
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End watching."""
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(SAMPLE_S):
            try:
                self.peak = max(self.peak, self.now())
            except psutil.Error:  # a process that ended; what was done with it will say so
                return
