"""SimCLR of one backbone, by lightly's loss and head; see Chen et al. 2020, arXiv 2002.05709.

The two views differ as scans of one nodule do: place, turn, scale, noise, kernel, small offsets of HU. There
is no colour jitter and no strong crop: HU are physical, and a nodule's edge is what must be kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytorch_lightning as pl
import torch
from monai.optimizers import WarmupCosineSchedule
from pytorch_lightning.callbacks import ModelCheckpoint
from torch.utils.data import DataLoader, Sampler
from torch.utils.data import Dataset as TorchDataset

from training.augment import HU, LESION, transforms
from training.errors import TrainingError
from training.events import Emit
from training.module import quieten
from training.nets import build
from training.nets.backbone import STAGES
from training.pretrain.recipe import PretrainRecipe
from training.samples import epoch_seed


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

    def __len__(self) -> int:
        return len(self.patches)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        hu = torch.from_numpy(self.patches[index])
        unused = torch.zeros(1, *hu.shape[1:])
        first, second = (self.transforms({HU: hu.clone(), LESION: unused})[HU] for _ in range(2))
        return torch.as_tensor(first), torch.as_tensor(second)


class _EpochOrder(Sampler[int]):
    """Shuffle by seed and epoch, and start the views' random numbers there (Lightning sets the epoch)."""

    def __init__(self, views: Views, seed: int) -> None:
        self.views, self.seed, self.epoch = views, seed, 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the epoch."""
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self.views)

    def __iter__(self) -> Iterator[int]:
        seed = epoch_seed(self.seed, self.epoch)
        self.views.transforms.set_random_state(seed=seed)
        order = torch.randperm(len(self.views), generator=torch.Generator().manual_seed(seed))
        return iter(order.tolist())


class SimClrTask(pl.LightningModule):
    """A backbone, its projection head and the contrast of two views."""

    def __init__(self, recipe: PretrainRecipe, steps: int, emit: Emit) -> None:
        super().__init__()
        # Lightly asks its server for a newer version unless it believes to have done so.
        os.environ["LIGHTLY_DID_VERSION_CHECK"] = "True"
        try:
            from lightly.loss import NTXentLoss
            from lightly.models.modules.heads import SimCLRProjectionHead
        except ImportError as error:
            raise TrainingError(
                f"SimCLR needs the extra `pretrain` (pip install 'noduscope[pretrain]'): {error}."
            ) from error
        self.recipe, self.steps, self.emit = recipe, steps, emit
        self.net = build(recipe.net, recipe.input)
        channels = list(STAGES.values())[-1]
        self.head = SimCLRProjectionHead(channels, recipe.contrast.hidden, recipe.contrast.projection)
        self.contrast = NTXentLoss(recipe.contrast.temperature)
        self.losses: list[float] = []
        self.last_loss = float("nan")

    def project(self, hu: torch.Tensor) -> torch.Tensor:
        """Return the projections [N, P] of patches [N, D, H, W]; of the middle slice."""
        middle = hu.shape[1] // 2
        last = self.net.backbone(self.net.windowed(hu[:, middle : middle + 1]))[-1]
        projected: torch.Tensor = self.head(last.mean((2, 3)))
        return projected

    def training_step(self, batch: tuple[torch.Tensor, torch.Tensor], _: int) -> torch.Tensor:
        """Return the contrast of one batch."""
        loss: torch.Tensor = self.contrast(*(self.project(view) for view in batch))
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
        self.emit(
            "epoch", epoch=self.current_epoch + 1, epochs=self.recipe.contrast.epochs, loss=self.last_loss
        )

    def configure_optimizers(self) -> Any:
        """AdamW over what is not frozen, with a warm-up and a cosine to zero; no decay of biases."""
        learnt = [p for part in (self.net.backbone, self.head) for p in part.parameters() if p.requires_grad]
        choice = self.recipe.contrast
        groups = [
            {"params": [p for p in learnt if p.ndim > 1], "weight_decay": choice.weight_decay},
            {"params": [p for p in learnt if p.ndim <= 1], "weight_decay": 0.0},
        ]
        optimiser = torch.optim.AdamW(groups, lr=choice.lr)
        schedule = WarmupCosineSchedule(optimiser, max(1, round(choice.warmup * self.steps)), self.steps)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


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
    quieten()
    batch = min(recipe.contrast.batch, len(patches))
    if batch < 4:
        raise TrainingError(f"A contrast needs at least four crops; {len(patches)} are left.")
    pl.seed_everything(seed % 2**32, verbose=False)
    views = Views(patches, recipe)
    loader = DataLoader(
        views,
        batch_size=batch,
        sampler=_EpochOrder(views, seed),
        drop_last=True,
        generator=torch.Generator().manual_seed(0),
    )
    task = SimClrTask(recipe, recipe.contrast.epochs * len(loader), emit)
    trainer = pl.Trainer(
        accelerator="auto",
        devices=1,
        max_epochs=recipe.contrast.epochs,
        callbacks=[
            ModelCheckpoint(dirpath=checkpoints, filename="last", save_top_k=1, enable_version_counter=False)
        ],
        logger=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    last = checkpoints / "last.ckpt"
    trainer.fit(task, loader, ckpt_path=str(last) if last.is_file() else None, weights_only=False)
    weights = task.net.backbone.state_dict()
    return {name: value.detach().cpu().contiguous() for name, value in weights.items()}, task.last_loss
