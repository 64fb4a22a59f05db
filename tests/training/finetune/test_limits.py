"""A fine-tuning keeps out of the way of the reading beside it."""

from __future__ import annotations

import multiprocessing
import sys
from types import SimpleNamespace

import psutil
import pytest
import torch

from training.errors import TrainingError
from training.finetune import limits


def _step_back(queue):
    limits.NICENESS = 10
    limits.step_back(1)
    queue.put((psutil.Process().nice(), torch.get_num_threads()))


@pytest.mark.skipif(sys.platform == "win32", reason="no fork, and other names of priorities")
def test_it_lowers_its_priority_and_its_threads():
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=_step_back, args=(queue,))
    process.start()
    assert queue.get(timeout=30) == (max(10, psutil.Process().nice()), 1)
    process.join()


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 1), (8, 4), (None, 1)])
def test_half_of_the_cores(monkeypatch, cores, threads):
    monkeypatch.setattr(limits.os, "cpu_count", lambda: cores)
    assert limits.threads() == threads


@pytest.mark.parametrize(("total_gb", "limit_mb"), [(4, 2048), (8, 4096), (64, 4096)])
def test_half_of_the_memory_and_never_more_than_4_gb(monkeypatch, total_gb, limit_mb):
    monkeypatch.setattr(limits.psutil, "virtual_memory", lambda: SimpleNamespace(total=total_gb * 2**30))
    assert limits.memory_limit_mb() == limit_mb


def test_growing_beyond_the_limit_is_a_sentence():
    limits.MemoryGuard(100_000).look()
    with pytest.raises(TrainingError, match="more than the 1 MB that it may take"):
        limits.MemoryGuard(1).look()
