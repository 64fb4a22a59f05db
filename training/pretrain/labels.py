"""Teach a backbone the labels of gray pictures, each by itself; what is not known counts nothing.

The pictures are of another kind than the nodules, so no cases, folds or HU are known here.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytorch_lightning as pl
import torch
from torch import nn
from torch.utils.data import Dataset as TorchDataset

from training.datasets.image_set import ImageSet
from training.datasets.image_table import UNKNOWN
from training.errors import TrainingError
from training.events import Emit
from training.metrics import auc
from training.nets import build
from training.pretrain.loop import Task, loader_of, run, weights_of
from training.pretrain.recipe import ImagesRecipe
from training.recipe import InputRecipe

#: Pictures that are judged at a time.
JUDGED_AT_ONCE = 64


class Pictures(TorchDataset[tuple[torch.Tensor, torch.Tensor]]):
    """Cut-outs of some pictures, at random places and a little brighter or darker, with their labels.

    Parameters
    ----------
    images, chosen, recipe
        The set, places in it, and the recipe.
    """

    def __init__(self, images: ImageSet, chosen: npt.NDArray[np.intp], recipe: ImagesRecipe) -> None:
        self.images, self.chosen, self.choice = images, chosen, recipe.labels
        self.random = np.random.default_rng(0)

    def reseed(self, seed: int) -> None:
        """Start all random numbers from a seed."""
        self.random = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.chosen)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        place = self.chosen[index]
        (picture,) = self.images.pictures([int(place)])
        spare = self.images.index.side - self.choice.pixels
        top, left = self.random.integers(0, spare + 1, 2)
        cut = picture[top : top + self.choice.pixels, left : left + self.choice.pixels]
        gain = 1 + self.choice.gain * self.random.uniform(-1, 1)
        return scaled(cut, gain), torch.from_numpy(self.images.labels[place].astype(np.float32))


def scaled(picture: npt.NDArray[np.uint8], gain: float = 1.0) -> torch.Tensor:
    """Return grays [..., H, W] as three equal channels [..., 3, H, W] from -1 to 1, as windowed HU are."""
    gray = torch.from_numpy(picture.astype(np.float32)) / 255 * gain
    one = (gray.clamp(0, 1) * 2 - 1).unsqueeze(-3)
    return one.expand(*one.shape[:-3], 3, *one.shape[-2:]).contiguous()


def masked_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy over the labels that are known; 0 where none is.

    Parameters
    ----------
    logits, labels
        [N, L]; a label is 1, 0, or `UNKNOWN`.
    """
    known = labels != UNKNOWN
    each = nn.functional.binary_cross_entropy_with_logits(logits, labels.clamp(0, 1), reduction="none")
    return (each * known).sum() / known.sum().clamp(min=1)


class LabelsTask(Task):
    """A backbone and one linear answer for each label on its pooled deepest map."""

    def __init__(self, recipe: ImagesRecipe, labels: int, steps: int, emit: Emit) -> None:
        grid = InputRecipe(size=(1, recipe.labels.pixels, recipe.labels.pixels), spacing_mm=(1, 1, 1))
        backbone = build(recipe.net, grid).backbone
        head = nn.Linear(backbone.channels[-1], labels)
        super().__init__((backbone, head), recipe.labels, steps, emit)
        self.backbone, self.head = backbone, head

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return logits [N, L] of pictures [N, 3, H, W]."""
        answered: torch.Tensor = self.head(self.backbone(pictures)[-1].mean((2, 3)))
        return answered

    def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
        """Return the loss of one batch."""
        return self.note(masked_loss(self(batch[0]), batch[1]))


def learn_labels(
    images: ImageSet, recipe: ImagesRecipe, *, checkpoints: Path, emit: Emit
) -> tuple[dict[str, torch.Tensor], float, dict[str, float]]:
    """Pretrain a backbone; a checkpoint left by an interruption is taken up.

    Returns
    -------
    dict, float, dict
        The backbone's parameters, the last epoch's mean loss, and of each label with both answers among the
        patients kept aside the AUC there.

    Raises
    ------
    TrainingError
        If the pictures are too small or too few for the recipe, or the training diverges.
    """
    if images.index.side < recipe.labels.pixels:
        raise TrainingError(
            f"The pictures have {images.index.side} pixels a side, the recipe {recipe.name} needs "
            f"{recipe.labels.pixels}. Import them again with a larger --side."
        )
    chosen = np.flatnonzero(~images.judged)
    batch = min(recipe.labels.batch, len(chosen))
    if batch < 2:
        raise TrainingError(f"A pretraining needs at least two pictures; {len(chosen)} are left.")
    pl.seed_everything(recipe.seed % 2**32, verbose=False)
    loader = loader_of(Pictures(images, chosen, recipe), batch, recipe.seed)
    task = LabelsTask(recipe, len(images.index.labels), recipe.labels.epochs * len(loader), emit)
    run(task, loader, checkpoints)
    return weights_of(task.backbone), task.last_loss, _judged(images, task, recipe)


@torch.inference_mode()
def _judged(images: ImageSet, task: LabelsTask, recipe: ImagesRecipe) -> dict[str, float]:
    """Return the AUC of each label, on the middle of the pictures kept aside."""
    task.eval()
    places = np.flatnonzero(images.judged)
    first = (images.index.side - recipe.labels.pixels) // 2
    middle = slice(first, first + recipe.labels.pixels)
    logits = [
        task(scaled(images.pictures(places[start : start + JUDGED_AT_ONCE])[:, middle, middle])).numpy()
        for start in range(0, len(places), JUDGED_AT_ONCE)
    ]
    found: dict[str, float] = {}
    if not logits:
        return found
    scores, labels = np.concatenate(logits), images.labels[places]
    for number, name in enumerate(images.index.labels):
        known = labels[:, number] != UNKNOWN
        if len(set(labels[known, number].tolist())) == 2:
            found[name] = round(auc(labels[known, number].astype(np.intp), scores[known, number]), 4)
    return found
