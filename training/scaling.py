"""One training over several processes, by Lightning's strategies, with the result of one process.

Every process draws and mixes the whole batch from the same random numbers, passes its own share through the
network, and computes the loss on the answers of all: order, mixtures and every loss that looks at a whole
batch are then the same for any number of processes. Knows no recipe and no network.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytorch_lightning as pl
import torch
from torch import distributed

from training.errors import TrainingError

#: How often the processes that were started are looked at; Lightning's own look is every five seconds, and
#: it kills without a word.
LOOK_SECONDS = 0.3


@dataclass(frozen=True)
class Scale:
    """How many processes train together.

    Parameters
    ----------
    devices
        Processes on each machine, one a device.
    nodes
        Machines.
    strategy
        Lightning's name of how they share the work.
    """

    devices: int = 1
    nodes: int = 1
    strategy: str = "ddp"

    @property
    def processes(self) -> int:
        """Processes in all."""
        return self.devices * self.nodes

    def trainer_options(self) -> dict[str, Any]:
        """Return what Lightning's trainer must be told."""
        if self.processes == 1:
            return {"devices": 1}
        return {
            "devices": self.devices,
            "num_nodes": self.nodes,
            "strategy": self.strategy,
            "use_distributed_sampler": False,  # every process draws the whole batch: see `share`
        }


def is_first() -> bool:
    """Whether this process is the only one, or the one that writes files and tells the progress.

    Asked before processes have found each other too: what starts them says who is who.
    """
    if distributed.is_available() and distributed.is_initialized():
        return bool(distributed.get_rank() == 0)
    for name in ("RANK", "SLURM_PROCID"):
        if name in os.environ:
            return int(os.environ[name]) == 0
    return int(os.environ.get("NODE_RANK", "0")) == 0 and int(os.environ.get("LOCAL_RANK", "0")) == 0


def processes() -> int:
    """How many processes have found each other."""
    ready = distributed.is_available() and distributed.is_initialized()
    return distributed.get_world_size() if ready else 1


def share(batch: torch.Tensor) -> torch.Tensor:
    """Return this process's part of a batch.

    Raises
    ------
    TrainingError
        If the batch cannot be shared evenly.
    """
    count = processes()
    if count == 1:
        return batch
    if len(batch) % count:
        raise TrainingError(
            f"A batch of {len(batch)} cannot be shared by {count} processes. Choose numbers of devices and "
            "nodes that divide the recipe's batch."
        )
    return batch.chunk(count)[distributed.get_rank()]


def join(part: torch.Tensor) -> torch.Tensor:
    """Return the answers of all processes in the batch's order; a gradient flows into this process's part.

    Parameters
    ----------
    part
        Of this process, first axis the batch; the same shape in all.
    """
    count = processes()
    if count == 1:
        return part
    parts = [torch.empty_like(part, memory_format=torch.contiguous_format) for _ in range(count)]
    distributed.all_gather(parts, part.detach().contiguous())
    parts[distributed.get_rank()] = part
    return torch.cat(parts)


def for_backward(loss: torch.Tensor) -> torch.Tensor:
    """Scale a loss of the whole batch, since processes average gradients that each hold a part of."""
    return loss * processes()


@contextmanager
def watched(trainer: pl.Trainer, scale: Scale) -> Iterator[None]:
    """End this process with a sentence when one of the others ends, whichever is noticed first.

    Raises
    ------
    TrainingError
        If the processes lost each other.
    """
    if scale.processes == 1:
        yield
        return
    over = threading.Event()
    threading.Thread(target=_watch, args=(trainer, over), daemon=True).start()
    try:
        yield
    except RuntimeError as error:
        # What gloo and NCCL say of a partner that is gone; anything else is a fault of ours.
        if not isinstance(error, distributed.DistError) and not _speaks_of_partner(error):
            raise
        raise TrainingError(_SENTENCE) from error
    finally:
        over.set()


_SENTENCE = (
    "A process of the training ended before the others, so the run was stopped. The last finished epoch is "
    "kept: run the same command again to go on from there."
)


def _speaks_of_partner(error: RuntimeError) -> bool:
    text = str(error).lower()
    return any(word in text for word in ("gloo", "nccl", "connection", "peer", "process group"))


def _silence_lightnings_own_watch() -> None:
    # It kills this process without a word as soon as a child is gone, maybe before the sentence is said.
    for thread in threading.enumerate():
        if thread.name == "child-process-observer":
            thread._run = lambda: True  # type: ignore[attr-defined]  # "all have ended": it stops looking


def _watch(trainer: pl.Trainer, over: threading.Event) -> None:
    while not over.is_set():
        _silence_lightnings_own_watch()
        started = getattr(trainer.strategy.launcher, "procs", [])
        if any(process.poll() not in (None, 0) for process in started):
            time.sleep(LOOK_SECONDS)  # a process that fails by itself says its own sentence first
            if over.is_set():
                return
            sys.stderr.write(_SENTENCE + "\n")
            sys.stderr.flush()
            for process in started:
                process.kill()
            os._exit(1)
        time.sleep(LOOK_SECONDS)


def part_company() -> None:
    """End the connection between processes, if there is one."""
    if distributed.is_available() and distributed.is_initialized():
        distributed.destroy_process_group()
