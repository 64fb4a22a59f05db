"""Adapt a training while it runs, by its own training patients: rates, when to end, which epoch to keep.

The cases that a fold is judged on are never asked: whoever tunes by them reports what was tuned.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import Callback
from torch.optim.lr_scheduler import LinearLR, ReduceLROnPlateau

from training.cases import Dataset
from training.errors import TrainingError
from training.events import Emit
from training.recipe import Recipe
from training.samples import plain_patches
from training.splits import stratified_folds
from training.targets import soft_label, weight
from training.teacher import Averaged

Indices = npt.NDArray[np.intp]

JUDGED_AT_ONCE = 32
#: The learning rates start at this share of themselves.
FIRST_RATE = 0.05


def divide(dataset: Dataset, chosen: Indices, share: float, seed: int) -> tuple[Indices, Indices]:
    """Divide training cases into those to train on and those to adapt by, no patient in both.

    Parameters
    ----------
    dataset
        The cases.
    chosen
        Places of the training cases.
    share
        Of the patients to adapt by, about; 0 for none.
    seed
        Of the division.

    Returns
    -------
    tuple of numpy.ndarray
        Places to train on and to adapt by.

    Raises
    ------
    TrainingError
        If there are too few patients, or cases of one class only to adapt by.
    """
    if not share:
        return chosen, np.array([], dtype=np.intp)
    folds = stratified_folds(dataset.only(chosen), max(2, round(1 / share)), seed)
    kept_aside = chosen[folds == 0]
    labels = {dataset.cases[i].label for i in kept_aside} - {None}
    if len(labels) < 2:
        raise TrainingError(
            f"inner.share {share:g} keeps {len(kept_aside)} cases aside, not of both classes. Make it larger."
        )
    return chosen[folds != 0], kept_aside


def warm_up(optimiser: torch.optim.Optimizer, steps: int) -> LinearLR:
    """Return a schedule that brings the rates up in so many steps and then leaves them to others."""
    return LinearLR(optimiser, FIRST_RATE, total_iters=steps)


class InnerValidation(Callback):
    """Judge the averaged network after every epoch by its weighted log-loss, and act on it.

    Parameters
    ----------
    dataset, recipe
        The cases, and what to do.
    chosen
        Places of the cases to judge by.
    averaged
        Has the network; it must come before this among the callbacks.
    emit
        Takes an event after every epoch.

    Attributes
    ----------
    best
        Weights of the best epoch where the recipe stops early, else empty.
    """

    def __init__(
        self, dataset: Dataset, recipe: Recipe, chosen: Indices, averaged: Averaged, emit: Emit
    ) -> None:
        cases = [dataset.cases[i] for i in chosen]
        self.hu = torch.from_numpy(plain_patches(dataset, recipe.input.spec, chosen))
        self.label = torch.tensor([soft_label(case) for case in cases])
        self.weight = torch.tensor([weight(case, recipe.loss) for case in cases])
        self.choice = recipe.inner
        self.averaged = averaged
        self.emit = emit
        self.best: dict[str, torch.Tensor] = {}
        self.best_loss, self.best_epoch = math.inf, 0
        self.plateau: ReduceLROnPlateau | None = None
        self.loaded: dict[str, Any] = {}

    @torch.no_grad()
    def judge(self) -> float:
        """Return the averaged network's log-loss, weighted as in training."""
        net = self.averaged.net
        device = next(net.parameters()).device
        logits = [net(part.to(device)).logit.float().cpu() for part in self.hu.split(JUDGED_AT_ONCE)]
        losses = torch.nn.functional.binary_cross_entropy_with_logits(
            torch.cat(logits), self.label, reduction="none"
        )
        return float((losses * self.weight).sum() / self.weight.sum().clamp(min=1e-9))

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:  # noqa: ARG002
        """Take up the rates' history; end at once where an interrupted training had ended."""
        if self.choice.plateau_patience:
            # Lightning's own is stepped after the checkpoint is written, so an interruption would lose it.
            self.plateau = ReduceLROnPlateau(
                trainer.optimizers[0],
                factor=self.choice.plateau_factor,
                patience=self.choice.plateau_patience - 1,
            )
            if self.loaded:
                self.plateau.load_state_dict(self.loaded)
        self._end_if_over(trainer, trainer.current_epoch)

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:  # noqa: ARG002
        """Judge; lower the rates, keep the best weights or end, as the recipe says."""
        loss, epoch = self.judge(), trainer.current_epoch + 1
        if not math.isfinite(loss):
            raise TrainingError("The training diverged (its loss is not a number). Lower the learning rates.")
        if loss < self.best_loss:
            self.best_loss, self.best_epoch = loss, epoch
            if self.choice.stop_patience:
                state = self.averaged.net.state_dict()
                self.best = {name: value.detach().cpu().clone() for name, value in state.items()}
        if self.plateau is not None:
            self.plateau.step(loss)
        rate = trainer.optimizers[0].param_groups[0]["lr"]
        self.emit("inner", epoch=epoch, loss=round(loss, 5), best_epoch=self.best_epoch, rate=rate)
        self._end_if_over(trainer, epoch)

    def _end_if_over(self, trainer: pl.Trainer, epoch: int) -> None:
        if self.choice.stop_patience and epoch - self.best_epoch >= self.choice.stop_patience:
            trainer.should_stop = True

    def state_dict(self) -> dict[str, Any]:
        """Return what a resumed training must know."""
        return {
            "best": self.best,
            "best_loss": self.best_loss,
            "best_epoch": self.best_epoch,
            "plateau": self.plateau.state_dict() if self.plateau is not None else {},
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take it up again."""
        self.best, self.loaded = state_dict["best"], state_dict["plateau"]
        self.best_loss, self.best_epoch = state_dict["best_loss"], state_dict["best_epoch"]
