"""One pretraining by Lightning, whatever it learns: optimiser, checkpoint of the last epoch, mean loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytorch_lightning as pl
import torch
from monai.optimizers import WarmupCosineSchedule
from pytorch_lightning.callbacks import ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader, Sampler
from torch.utils.data import Dataset as TorchDataset

from training.errors import TrainingError
from training.events import Emit
from training.module import quieten
from training.samples import epoch_seed


class Choice(Protocol):
    """What a recipe says of the steps."""

    epochs: int
    lr: float
    weight_decay: float
    warmup: float


class Reseeded(Protocol):
    """Samples whose random changes can be started afresh."""

    def reseed(self, seed: int) -> None:
        """Start all random numbers from a seed."""
        ...

    def __len__(self) -> int: ...


class Task(pl.LightningModule):
    """A backbone and a head that learn something; the head is dropped afterwards.

    Parameters
    ----------
    parts
        What is trained, but for what is frozen.
    choice
        How.
    steps
        Optimiser steps in all.
    emit
        Takes an event after every epoch.
    """

    def __init__(self, parts: Sequence[nn.Module], choice: Choice, steps: int, emit: Emit) -> None:
        super().__init__()
        self.parts, self.choice, self.steps, self.emit = tuple(parts), choice, steps, emit
        self.losses: list[float] = []
        self.last_loss = float("nan")

    def note(self, loss: torch.Tensor) -> torch.Tensor:
        """Keep a batch's loss for the epoch's mean, and return it."""
        self.losses.append(float(loss.detach()))
        return loss

    def on_train_epoch_end(self) -> None:
        """Report the epoch's mean loss."""
        self.last_loss = round(float(np.mean(self.losses)), 5)
        self.losses = []
        if not np.isfinite(self.last_loss):
            raise TrainingError(
                "The pretraining diverged (its loss is not a number). Lower the learning rate."
            )
        self.emit("epoch", epoch=self.current_epoch + 1, epochs=self.choice.epochs, loss=self.last_loss)

    def configure_optimizers(self) -> Any:
        """AdamW over what is not frozen, with a warm-up and a cosine to zero; no decay of biases."""
        learnt = [p for part in self.parts for p in part.parameters() if p.requires_grad]
        groups = [
            {"params": [p for p in learnt if p.ndim > 1], "weight_decay": self.choice.weight_decay},
            {"params": [p for p in learnt if p.ndim <= 1], "weight_decay": 0.0},
        ]
        optimiser = torch.optim.AdamW(groups, lr=self.choice.lr)
        schedule = WarmupCosineSchedule(optimiser, max(1, round(self.choice.warmup * self.steps)), self.steps)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


class _EpochOrder(Sampler[int]):
    """Shuffle by seed and epoch, and start the samples' random numbers there (Lightning sets the epoch)."""

    def __init__(self, samples: Reseeded, seed: int) -> None:
        self.samples, self.seed, self.epoch = samples, seed, 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch."""
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self.samples)

    def __iter__(self) -> Iterator[int]:
        seed = epoch_seed(self.seed, self.epoch)
        self.samples.reseed(seed)
        order = torch.randperm(len(self.samples), generator=torch.Generator().manual_seed(seed))
        return iter(order.tolist())


def loader_of(samples: TorchDataset[Any], batch: int, seed: int) -> DataLoader[Any]:
    """Return whole batches in an order that follows from seed and epoch alone."""
    return DataLoader(
        samples,
        batch_size=batch,
        sampler=_EpochOrder(samples, seed),  # type: ignore[arg-type]
        drop_last=True,
        generator=torch.Generator().manual_seed(0),
    )


def run(task: Task, loader: DataLoader[Any], checkpoints: Path) -> None:
    """Train to the end; a checkpoint left by an interruption is taken up."""
    quieten()
    trainer = pl.Trainer(
        accelerator="auto",
        devices=1,
        max_epochs=task.choice.epochs,
        callbacks=[
            ModelCheckpoint(dirpath=checkpoints, filename="last", save_top_k=1, enable_version_counter=False)
        ],
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    last = checkpoints / "last.ckpt"
    trainer.fit(task, loader, ckpt_path=str(last) if last.is_file() else None, weights_only=False)


def weights_of(backbone: nn.Module) -> dict[str, torch.Tensor]:
    """Return a backbone's parameters, to be kept."""
    return {name: value.detach().cpu().contiguous() for name, value in backbone.state_dict().items()}
