"""SimCLR of one backbone, by lightly's loss and head; see Chen et al. 2020, arXiv 2002.05709.

The two views differ as scans of one nodule do: place, turn, scale, noise, kernel, small offsets of HU. There
is no colour jitter and no strong crop: HU are physical, and a nodule's edge is what must be kept.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytorch_lightning as pl
import torch
from torch.utils.data import Dataset as TorchDataset

from training.augment import HU, LESION, transforms
from training.errors import TrainingError
from training.events import Emit
from training.nets import build
from training.pretrain.loop import Task, loader_of, run, weights_of
from training.pretrain.recipe import PretrainRecipe


class Views(TorchDataset[tuple[torch.Tensor, torch.Tensor]]):
    """Two random views of each patch.

    Parameters
    ----------
    patches
        Large ones [N, D, H, W], HU.
    recipe
        How views differ.
    """

    def __init__(self, patches: npt.NDArray[np.float32], recipe: PretrainRecipe) -> None:
        from monai.data import set_track_meta

        set_track_meta(False)
        self.patches = patches
        self.transforms = transforms(recipe.input.spec, recipe.augment)

    def reseed(self, seed: int) -> None:
        """Start all random numbers from a seed."""
        self.transforms.set_random_state(seed=seed)

    def __len__(self) -> int:
        return len(self.patches)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        hu = torch.from_numpy(self.patches[index])
        unused = torch.zeros(1, *hu.shape[1:])
        first, second = (self.transforms({HU: hu.clone(), LESION: unused})[HU] for _ in range(2))
        return torch.as_tensor(first), torch.as_tensor(second)


class SimClrTask(Task):
    """A backbone, its projection head and the contrast of two views."""

    def __init__(self, recipe: PretrainRecipe, steps: int, emit: Emit) -> None:
        # Lightly asks its server for a newer version unless it believes to have done so.
        os.environ["LIGHTLY_DID_VERSION_CHECK"] = "True"
        try:
            from lightly.loss import NTXentLoss
            from lightly.models.modules.heads import SimCLRProjectionHead
        except ImportError as error:
            raise TrainingError(
                f"SimCLR needs the extra `pretrain` (pip install 'noduscope[pretrain]'): {error}."
            ) from error
        net = build(recipe.net, recipe.input)
        channels = net.backbone.channels[-1]
        head = SimCLRProjectionHead(channels, recipe.contrast.hidden, recipe.contrast.projection)
        super().__init__((net.backbone, head), recipe.contrast, steps, emit)
        self.net, self.head = net, head
        self.contrast = NTXentLoss(recipe.contrast.temperature)

    def project(self, hu: torch.Tensor) -> torch.Tensor:
        """Return the projections [N, P] of patches [N, D, H, W]; of the middle slice."""
        middle = hu.shape[1] // 2
        last = self.net.backbone(self.net.windowed(hu[:, middle : middle + 1]))[-1]
        projected: torch.Tensor = self.head(last.mean((2, 3)))
        return projected

    def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
        """Return the contrast of one batch."""
        return self.note(self.contrast(*(self.project(view) for view in batch)))


def pretrain_backbone(
    patches: npt.NDArray[np.float32], recipe: PretrainRecipe, *, seed: int, checkpoints: Path, emit: Emit
) -> tuple[dict[str, torch.Tensor], float]:
    """Pretrain one backbone; a checkpoint left by an interruption is taken up.

    Parameters
    ----------
    patches
        Large patches (`training.augment.source_spec`) [N, D, H, W], HU.
    recipe, seed, checkpoints, emit
        How; of all random numbers; folder of the last epoch; takes progress events.

    Returns
    -------
    dict, float
        The backbone's parameters, and the last epoch's mean loss.

    Raises
    ------
    TrainingError
        If there are fewer crops than four, the extra is missing, or the training diverges.
    """
    batch = min(recipe.contrast.batch, len(patches))
    if batch < 4:
        raise TrainingError(f"A contrast needs at least four crops; {len(patches)} are left.")
    pl.seed_everything(seed % 2**32, verbose=False)
    loader = loader_of(Views(patches, recipe), batch, seed)
    task = SimClrTask(recipe, recipe.contrast.epochs * len(loader), emit)
    run(task, loader, checkpoints)
    return weights_of(task.net.backbone), task.last_loss
