"""How a training keeps out of the way of the reading that goes on meanwhile: priority, threads, memory."""

from __future__ import annotations

import os
import sys

import psutil

from training.errors import TrainingError

#: Share of the machine's memory, and the most, that a fine-tuning may take.
MEMORY_SHARE, MOST_MEMORY_MB = 0.5, 4096
#: Niceness on systems that have it: below everything that a person waits for.
NICENESS = 10


def threads() -> int:
    """Return how many threads a fine-tuning uses: half of the cores."""
    return max(1, (os.cpu_count() or 1) // 2)


def memory_limit_mb() -> int:
    """Return how much memory a fine-tuning may take."""
    return int(min(MOST_MEMORY_MB, MEMORY_SHARE * psutil.virtual_memory().total / 2**20))


def step_back(n_threads: int) -> None:
    """Lower this process's priority and hold its libraries to a number of threads."""
    import torch

    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    elif process.nice() < NICENESS:
        process.nice(NICENESS)
    torch.set_num_threads(n_threads)


class MemoryGuard:
    """Ends the process in a sentence before the system ends it, or the reading beside it, without one.

    Parameters
    ----------
    limit_mb
        Most resident memory.
    """

    def __init__(self, limit_mb: int) -> None:
        self._limit_mb = limit_mb
        self._process = psutil.Process()

    def look(self) -> None:
        """Compare.

        Raises
        ------
        TrainingError
            If the process has grown beyond the limit.
        """
        used_mb = self._process.memory_info().rss / 2**20
        if used_mb > self._limit_mb:
            raise TrainingError(
                f"The fine-tuning needs {used_mb:.0f} MB of memory, more than the {self._limit_mb} MB that "
                "it may take on this machine. What it finished is kept. Use less of the reference set "
                "(--replay), or a machine with more memory."
            )
