"""One training that starts from the base model's weights and does not wander far from them.

Batch normalisation needs no freezing: it is folded into the network's convolutions (`training.nets`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import ModelCheckpoint
from torch.utils.data import DataLoader

from training.errors import TrainingError
from training.events import silent
from training.finetune.choices import Choices
from training.finetune.material import Indices, Material, ReplaySampler, TuneSamples
from training.graph import Graph
from training.losses import multi_task_loss
from training.metrics import auc
from training.module import ClassifierTask, quieten
from training.nets import Network, build, laid_out
from training.precision import best_precision
from training.recipe import Recipe
from training.samples import plain_patches
from training.weights import Weights

#: Cases judged at once, so that a stop or a pause is soon heard.
JUDGED_AT_ONCE = 8

Watch = Callable[[], None]


@dataclass(frozen=True)
class Epoch:
    """What an epoch came to. `val_auc` is NaN where the cases to stop by are of one class."""

    number: int
    loss: float
    val_loss: float
    val_auc: float


@dataclass(frozen=True, eq=False)
class Tuned:
    """The weights of the best epoch by the log-loss of the cases to stop by; epoch 0 is the base itself."""

    weights: Weights
    best_epoch: int


class StopCases:
    """The cases to stop early by, judged as the exported graph will.

    Parameters
    ----------
    material, recipe, chosen
        The cases, the recipe, and their places.
    temperature
        The base's.
    watch
        Called between batches.
    """

    def __init__(
        self, material: Material, recipe: Recipe, chosen: Indices, temperature: float, watch: Watch
    ) -> None:
        self.patches = torch.from_numpy(plain_patches(material.dataset, recipe.input.spec, chosen))
        self.label = np.array([material.dataset.cases[i].label for i in chosen], dtype=np.intp)
        self.temperature = temperature
        self.views, self.fields = recipe.views, recipe.fields
        self.watch = watch

    @torch.no_grad()
    def judge(self, net: Network) -> tuple[float, float]:
        """Return the mean log-loss of the calibrated probability, and the AUC."""
        net.eval()
        graph = Graph([net], self.temperature, self.views, fields=self.fields).eval()
        device = next(net.parameters()).device
        logits = []
        for start in range(0, len(self.patches), JUDGED_AT_ONCE):
            self.watch()
            logits.append(graph(self.patches[start : start + JUDGED_AT_ONCE].to(device))[0].float().cpu())
        net.train()
        logit = torch.cat(logits) / self.temperature
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            logit, torch.from_numpy(self.label).float()
        )
        return float(loss), auc(self.label, logit.numpy())


class TuneTask(ClassifierTask):
    """The network, pulled back to where it started, and what is known of its best epoch.

    Parameters
    ----------
    net, recipe, steps, seed
        As of `training.module.ClassifierTask`.
    choices
        The pull, and the patience.
    stop_cases
        Say which epoch was best.
    watch
        Called between batches.
    on_epoch
        Takes each epoch's figures.
    """

    def __init__(
        self,
        net: Network,
        recipe: Recipe,
        steps: int,
        seed: int,
        *,
        choices: Choices,
        stop_cases: StopCases,
        watch: Watch,
        on_epoch: Callable[[Epoch], None],
    ) -> None:
        super().__init__(net, recipe, steps, seed, silent)
        self.choices = choices
        self.stop_cases = stop_cases
        self.watch = watch
        self.on_epoch = on_epoch
        self.start = {
            name: parameter.detach().clone()
            for name, parameter in net.named_parameters()
            if parameter.requires_grad
        }
        self.best: dict[str, Any] = {}

    def on_train_start(self) -> None:
        """Judge the base; end at once where an interrupted training had ended."""
        if not self.best:
            loss, _ = self.stop_cases.judge(self.net)
            self._keep(0, loss)
        self._end_if_over(self.current_epoch)

    def on_train_batch_start(self, batch: Any, batch_idx: int) -> None:  # noqa: ARG002 - Lightning's names
        """Look whether to go on."""
        self.watch()

    def losses(self, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Return the loss of one batch with the pull to the base's weights."""
        outputs = self.net(batch["hu"].contiguous(memory_format=torch.channels_last))
        outputs = outputs._replace(logit=outputs.logit / batch["divisor"])
        parts = multi_task_loss(outputs, batch, self.recipe.loss)
        if self.choices.l2sp:
            now = dict(self.net.named_parameters())
            away = [(now[name] - start.to(now[name])).square().sum() for name, start in self.start.items()]
            parts["loss"] = parts["loss"] + self.choices.l2sp / 2 * torch.stack(away).sum()
        return parts

    def on_train_epoch_end(self) -> None:
        """Judge the epoch; stop when none has been better for a while."""
        number = self.current_epoch + 1
        val_loss, val_auc = self.stop_cases.judge(self.net)
        if not np.isfinite(val_loss):
            raise TrainingError("The training diverged (its loss is not a number). Lower the learning rates.")
        if val_loss < self.best["loss"]:
            self._keep(number, val_loss)
        self.on_epoch(Epoch(number, self.mean_losses()["loss"], val_loss, val_auc))
        self._end_if_over(number)

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Keep the best epoch with the last one."""
        checkpoint["best"] = self.best

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Take it up again."""
        self.best = checkpoint["best"]

    def _keep(self, epoch: int, loss: float) -> None:
        weights = {name: value.detach().cpu().clone() for name, value in self.net.state_dict().items()}
        self.best = {"epoch": epoch, "loss": loss, "weights": weights}

    def _end_if_over(self, epoch: int) -> None:
        if epoch - self.best["epoch"] >= self.choices.patience:
            self.trainer.should_stop = True


def tune(
    material: Material,
    recipe: Recipe,
    start: Weights,
    chosen: Indices,
    stop_by: Indices,
    *,
    choices: Choices,
    temperature: float,
    seed: int,
    checkpoints: Path,
    watch: Watch,
    on_epoch: Callable[[Epoch], None],
) -> Tuned:
    """Train one network on from the base's weights; a checkpoint left by an interruption is taken up.

    Parameters
    ----------
    material, recipe
        The cases with their patches, and the recipe.
    start, temperature
        The base network's weights, and the base's temperature.
    chosen, stop_by
        Places of the local cases to train on, and to stop early by.
    choices
        Of the fine-tuning.
    seed
        Of this training.
    checkpoints
        Folder for this training alone.
    watch
        Called between batches; what it raises ends the training.
    on_epoch
        Takes each epoch's figures.

    Returns
    -------
    Tuned

    Raises
    ------
    TrainingError
        If the training diverges.
    """
    quieten()
    pl.seed_everything(seed % 2**32, verbose=False)
    samples = TuneSamples(
        material, recipe, np.concatenate([chosen, material.replay]).astype(np.intp), start, temperature
    )
    sampler = ReplaySampler(samples, len(chosen), round(choices.replay * len(chosen)), seed)
    loader = DataLoader(
        samples,
        batch_size=min(choices.batch, len(sampler)),
        sampler=sampler,
        drop_last=True,
        generator=torch.Generator().manual_seed(0),
    )
    task = TuneTask(
        network(recipe, start),
        recipe,
        choices.epochs * len(loader),
        seed,
        choices=choices,
        stop_cases=StopCases(material, recipe, stop_by, temperature, watch),
        watch=watch,
        on_epoch=on_epoch,
    )
    last = checkpoints / "last.ckpt"
    trainer = pl.Trainer(
        accelerator="auto",
        devices=1,
        precision=best_precision(on_processor=False),
        max_epochs=choices.epochs,
        gradient_clip_val=recipe.optimiser.clip,
        callbacks=[
            ModelCheckpoint(dirpath=checkpoints, filename="last", save_top_k=1, enable_version_counter=False)
        ],
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(task, loader, ckpt_path=str(last) if last.is_file() else None, weights_only=False)
    return Tuned(task.best["weights"], int(task.best["epoch"]))


def network(recipe: Recipe, start: Weights) -> Network:
    """Return the recipe's network with the base's weights."""
    net = build(recipe.net, recipe.input, pretrained=False)
    net.load_state_dict(start)
    return laid_out(net)


def device() -> str:
    """Name the kind of device that trains: the GPU if there is one."""
    return "cuda" if torch.cuda.is_available() else "cpu"
