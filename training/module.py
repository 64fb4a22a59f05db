"""One training of one network, by Lightning: optimiser, schedule, averaged weights, checkpoints."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytorch_lightning as pl
import torch
from monai.optimizers import WarmupCosineSchedule
from pytorch_lightning.callbacks import Callback, ModelCheckpoint
from torch.utils.data import DataLoader

from training import scaling
from training.around import Around
from training.augment import HideNeighbours
from training.cases import Dataset
from training.compress.method import Method
from training.errors import TrainingError
from training.events import Emit
from training.inner import InnerValidation, warm_up
from training.losses import multi_task_loss
from training.mixing import Mixing
from training.nets import Network, Outputs, build, laid_out
from training.precision import precision_of
from training.recipe import Recipe
from training.samples import EpochSampler, LargePatches, TrainingSamples, epoch_seed
from training.teacher import Averaged


class ClassifierTask(pl.LightningModule):
    """The network, its loss and its optimiser.

    Parameters
    ----------
    net
        To be trained.
    recipe
        How.
    steps
        Optimiser steps in all.
    seed
        Of dropout and mixing.
    emit
        Takes an event after every epoch.
    method
        Adds a teacher's part to the loss.
    """

    def __init__(
        self,
        net: Network,
        recipe: Recipe,
        steps: int,
        seed: int,
        emit: Emit,
        *,
        method: Method | None = None,
    ) -> None:
        super().__init__()
        # In a tuple, so that a teacher is no part of what is trained, averaged and kept.
        self.methods = (method,) if method is not None else ()
        self.net = net
        self.recipe = recipe
        self.steps = steps
        self.seed = seed
        self.emit = emit
        self.mixing = Mixing(recipe, seed)
        self.hide_neighbours = HideNeighbours(recipe.augment, seed)
        self.sums: dict[str, float] = {}
        self.batches = 0

    def on_train_epoch_start(self) -> None:
        """Start all random numbers from seed and epoch, so that a resumed training continues exactly."""
        seed = epoch_seed(self.seed, self.current_epoch)
        # Processes drop other features each; all that is drawn for a batch comes from generators of its own.
        torch.manual_seed(seed + (self.global_rank if scaling.processes() > 1 else 0))
        if self.current_epoch:
            # Fit version 1 spends one number here; without it the shipped model would come out differently.
            torch.empty((), dtype=torch.int64).random_()
        self.mixing.reseed(seed)
        self.hide_neighbours.reseed(seed)
        self.sums, self.batches = {}, 0

    def training_step(self, batch: dict[str, torch.Tensor], batch_idx: int) -> torch.Tensor:
        """Return the loss of one batch."""
        parts = self.losses(self.hide_neighbours(self.mixing(batch)))
        for name, value in parts.items():
            self.sums[name] = self.sums.get(name, 0.0) + float(value.detach())
        self.batches += 1
        # Lightning divides by the size of a whole group of batches; an epoch's last group may be smaller.
        return scaling.for_backward(parts["loss"] * self._times_too_little(batch_idx))

    def _times_too_little(self, batch_idx: int) -> float:
        group, batches = self.trainer.accumulate_grad_batches, int(self.trainer.num_training_batches)
        rest = batches % group
        return group / rest if rest and batch_idx >= batches - rest else 1.0

    def losses(self, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Return the loss of one batch and its parts."""
        hu = scaling.share(batch["hu"]).contiguous(memory_format=torch.channels_last)
        facts = batch.get("facts")
        outputs = joined(self.net(hu, None if facts is None else scaling.share(facts)))
        parts = multi_task_loss(outputs, batch, self.recipe.loss)
        for method in self.methods:  # a teacher judges the whole batch in every process
            parts = method.losses(parts, outputs, batch["hu"], batch)
        return parts

    def mean_losses(self) -> dict[str, float]:
        """Return the epoch's mean losses.

        Raises
        ------
        TrainingError
            If they are no numbers.
        """
        means = {name: round(value / max(1, self.batches), 5) for name, value in self.sums.items()}
        if not np.isfinite(means.get("loss", 0.0)):
            raise TrainingError("The training diverged (its loss is not a number). Lower the learning rates.")
        return means

    def on_train_epoch_end(self) -> None:
        """Report the epoch's mean losses."""
        means = self.mean_losses()
        self.emit("epoch", epoch=self.current_epoch + 1, epochs=self.recipe.optimiser.epochs, **means)

    def configure_optimizers(self) -> Any:
        """AdamW: slow for the pretrained part, fast for the heads, no decay of biases and single weights."""
        choice = self.recipe.optimiser
        groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
        for name, parameter in self.net.named_parameters():
            if parameter.requires_grad:
                groups.setdefault((name.startswith("backbone."), parameter.ndim > 1), []).append(parameter)
        optimiser = torch.optim.AdamW(
            [
                {
                    "params": parameters,
                    "lr": choice.lr_backbone if backbone else choice.lr_heads,
                    "weight_decay": choice.weight_decay if decays else 0.0,
                }
                for (backbone, decays), parameters in groups.items()
            ]
        )
        steps = max(1, round(choice.warmup * self.steps)) if choice.warmup else 0
        if self.recipe.inner.plateau_patience:  # `training.inner` then lowers the rates
            schedule: Any = warm_up(optimiser, max(1, steps))
        else:
            schedule = WarmupCosineSchedule(optimiser, steps, self.steps)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


def joined(outputs: Outputs) -> Outputs:
    """Return the answers of all processes for the whole batch; with one process, its own."""
    terms = {name: scaling.join(value) for name, value in outputs.terms.items()}
    names = [name for name in Outputs._fields if name != "terms"]
    return outputs._replace(**{name: scaling.join(getattr(outputs, name)) for name in names}, terms=terms)


def train(
    dataset: Dataset,
    patches: LargePatches,
    recipe: Recipe,
    chosen: npt.NDArray[np.intp],
    *,
    seed: int,
    checkpoints: Path,
    emit: Emit,
    method: Method | None = None,
    validation: npt.NDArray[np.intp] | None = None,
    backbone: dict[str, torch.Tensor] | None = None,
    looks: Mapping[int, npt.NDArray[np.float32]] = MappingProxyType({}),
    around: Around = Around(),  # noqa: B008 - it cannot change
) -> dict[str, torch.Tensor]:
    """Train one network; a checkpoint left by an interrupted training is taken up.

    Parameters
    ----------
    dataset, patches, recipe
        The cases, their large patches, the recipe.
    chosen
        Indices of the cases to train on.
    seed
        Of this training.
    checkpoints
        Folder for this training alone; the last epoch is kept there until the caller removes it.
    emit
        Takes progress events.
    method
        Of a recipe that compresses: see `training.compress.method`.
    validation
        Indices of the cases to adapt the training by, none of them trained on or held out: `training.inner`.
    backbone
        What the backbone starts from, in place of the recipe's own pretrained weights.
    looks
        Large patches of some cases in another scanner's look: `training.harmonise`.
    around
        What a training runs on and who watches it; its result does not depend on them.

    Returns
    -------
    dict
        The averaged weights after the last epoch, or after the best one by `validation`.

    Raises
    ------
    TrainingError
        If there are too few cases.
    """
    quieten()
    choice = recipe.optimiser
    batch = min(choice.batch, len(chosen))
    if batch < 2:
        raise TrainingError(f"Training needs at least two cases; {len(chosen)} are left.")
    pl.seed_everything(seed % 2**32, verbose=False)
    samples = TrainingSamples(dataset, patches, recipe, chosen, looks)
    # Whole batches only: MixUp pairs within a batch, and a last small one would weigh too much.
    loader = DataLoader(
        samples,
        batch_size=batch,
        sampler=EpochSampler(samples, seed),
        drop_last=True,
        # Its own, since a loader draws from it at moments that an interruption moves.
        generator=torch.Generator().manual_seed(0),
    )
    if batch % around.scale.processes:
        raise TrainingError(
            f"A batch of {batch} cannot be shared by {around.scale.processes} processes. Choose numbers of "
            "devices and nodes that divide the recipe's batch."
        )
    net = laid_out(build(recipe.net, recipe.input))
    if backbone is not None:
        net.backbone.load_state_dict(backbone)
    net.attribute_mean.copy_(torch.from_numpy(samples.attributes.mean))
    net.attribute_deviation.copy_(torch.from_numpy(samples.attributes.deviation))
    if net.facts is not None and samples.facts is not None:
        net.facts.mean.copy_(torch.from_numpy(samples.facts.mean))
        net.facts.deviation.copy_(torch.from_numpy(samples.facts.deviation))
    if method is not None:
        net = method.prepare(net, torch.from_numpy(samples.plain()))
    steps = choice.epochs * math.ceil(len(loader) / choice.accumulate)
    task = ClassifierTask(net, recipe, steps, seed, emit, method=method)
    averaged = Averaged(recipe)
    callbacks: list[Callback] = [averaged]
    inner = None
    if validation is not None and len(validation):
        inner = InnerValidation(dataset, recipe, validation, averaged, emit)
        callbacks.append(inner)
    precision = precision_of(choice.precision)
    last = checkpoints / "last.ckpt"
    trainer = pl.Trainer(
        accelerator="auto",
        **around.scale.trainer_options(),
        max_epochs=choice.epochs,
        precision=precision,
        accumulate_grad_batches=choice.accumulate,
        gradient_clip_val=choice.clip,
        callbacks=[
            *callbacks,
            ModelCheckpoint(dirpath=checkpoints, filename="last", save_top_k=1, enable_version_counter=False),
            *around.callbacks(samples, recipe),
        ],
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    emit("computing", device=str(trainer.strategy.root_device), precision=str(precision))
    with scaling.watched(trainer, around.scale):
        trainer.fit(task, loader, ckpt_path=str(last) if last.is_file() else None, weights_only=False)
    if inner is not None and inner.best:
        return inner.best
    # The averaging callback has put the averaged weights into the network when training ended.
    if method is not None:
        net = method.finished(net)
    return {name: value.detach().cpu().contiguous() for name, value in net.state_dict().items()}


def quieten() -> None:
    """Keep Lightning's advice out of the way: events tell the progress."""
    logging.getLogger("pytorch_lightning").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="pytorch_lightning")
    warnings.filterwarnings("ignore", category=UserWarning, module="monai.transforms.regularization")
    warnings.filterwarnings("ignore", category=UserWarning, module="torch.optim.lr_scheduler")
