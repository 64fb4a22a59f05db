"""Peak memory of the window and its engine while something is done, seen from a thread."""

from __future__ import annotations

import threading
from types import TracebackType

import psutil

#: Resident memory is looked at so often.
SAMPLE_S = 0.05
#: Which of its pages processes share is asked when it has grown by so much: the answer takes the system ten
#: milliseconds for a long series, which would slow down what is timed.
GROWN = 8 << 20


class Memory:
    """What some processes hold, and the most they held together since `watch`.

    Parameters
    ----------
    pids
        Of the processes.

    Attributes
    ----------
    peak
        Bytes they held together. A page that several share counts once: each has its share of it (PSS).
        0 where the system does not tell (it is Linux that does).
    peak_counting_shared_twice
        The same with a shared page counted in every process that holds it (RSS).
    """

    def __init__(self, pids: tuple[int, ...]) -> None:
        self._processes = [psutil.Process(pid) for pid in pids]
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self.peak = self.peak_counting_shared_twice = self._asked_at = 0

    def now(self) -> tuple[int, int]:
        """Bytes held now: shared pages counted once, and counted in each process."""
        once = sum(p.memory_full_info().pss for p in self._processes) if psutil.LINUX else 0
        return once, sum(p.memory_info().rss for p in self._processes)

    def __enter__(self) -> Memory:
        """Begin to watch."""
        self._look()
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
                self._look()
            except psutil.Error:  # a process that ended; what was done with it will say so
                return

    def _look(self) -> None:
        resident = sum(p.memory_info().rss for p in self._processes)
        self.peak_counting_shared_twice = max(self.peak_counting_shared_twice, resident)
        if resident > self._asked_at + GROWN:
            self._asked_at = resident
            self.peak = max(self.peak, self.now()[0])
