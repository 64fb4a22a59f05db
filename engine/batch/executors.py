"""Where the jobs of a batch run: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import re
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass

from engine.batch.worker import start_process

DASK = "dask://"


class ExecutorError(Exception):
    """The workers cannot be had, in a sentence."""


@dataclass(frozen=True)
class Workers:
    """What runs the jobs.

    Parameters
    ----------
    count
        Jobs at a time; each holds one volume.
    threads
        Threads of each.
    make
        Makes an executor for so many jobs at a time; called again when the processes of the last one died.
    close
        Called at the end.
    """

    count: int
    threads: int
    make: Callable[[int], Executor]
    close: Callable[[], None] = lambda: None


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processes(count: int) -> Workers:
    """Return processes of this machine.

    They are started afresh, not forked: libraries with threads of their own do not survive a fork.
    """
    context = multiprocessing.get_context("spawn")

    def make(wanted: int) -> Executor:
        return ProcessPoolExecutor(wanted, mp_context=context, initializer=start_process)

    return Workers(count, max(1, cores() // count), make)


def dask(address: str, count: int | None = None) -> Workers:
    """Return the workers of a Dask cluster.

    Parameters
    ----------
    address
        ``dask://HOST:PORT`` of its scheduler.
    count
        Jobs at a time; by default as many as there are workers.

    Raises
    ------
    ExecutorError
        If Dask is not installed, or no scheduler answers, or it has no workers.
    """
    if not re.fullmatch(r"dask://[^\s/]+:\d+", address):
        raise ExecutorError(f"{address!r} is no address of a cluster; it should be dask://HOST:PORT.")
    try:
        from distributed import Client
    except ImportError as error:
        raise ExecutorError(
            "A Dask cluster needs the `cluster` extra: pip install 'noduscope[cluster]'."
        ) from error
    try:
        client = Client("tcp://" + address.removeprefix(DASK), timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise ExecutorError(f"No Dask scheduler answers at {address}.") from error
    workers = len(client.ncores())
    if workers == 0:
        client.close()
        raise ExecutorError(f"The Dask scheduler at {address} has no workers.")

    def make(_wanted: int) -> Executor:
        executor: Executor = client.get_executor(retries=0)
        return executor

    return Workers(count or workers, 1, make, client.close)
