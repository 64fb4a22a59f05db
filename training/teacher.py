"""The averaged network while it is in training: judged after epochs, and asked where a lesion is.

A map that protects what it points at can confirm itself, and an early one is noise: the recipe says from
when on it is believed, and protecting by the outline stands beside it (`training.mixing`).
"""

from __future__ import annotations

from typing import Any, cast

import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import EMAWeightAveraging

from training.augment import PLAIN
from training.mixing import POINTED_AT, grown
from training.nets import Network
from training.recipe import Recipe

#: Of the highest absolute value of a map: what lies above counts as pointed at.
POINTED_SHARE = 0.5


class Averaged(EMAWeightAveraging):
    """Average the weights; point at the lesion where the recipe wants a teacher.

    Parameters
    ----------
    recipe
        Decay, and what is protected.
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(decay=recipe.optimiser.ema_decay)
        self.recipe = recipe
        self.first = round(recipe.mixing.teacher_from * recipe.optimiser.epochs)

    @property
    def net(self) -> Network:
        """The averaged network as it is now, ready to judge."""
        if self._average_model is None:
            raise RuntimeError("There is no averaged network before the training starts.")
        return cast("Network", self._average_model.module.net).eval()

    def on_train_batch_start(
        self,
        trainer: pl.Trainer,
        pl_module: pl.LightningModule,  # noqa: ARG002 - Lightning's names
        batch: Any,
        batch_idx: int,  # noqa: ARG002
    ) -> None:
        """Put where the teacher points into the batch."""
        mixing = self.recipe.mixing
        if mixing.protect == "teacher" and trainer.current_epoch >= self.first:
            pixel_mm = self.recipe.input.spacing_mm[1:]
            batch[POINTED_AT] = grown(pointed_at(self.net, batch[PLAIN]), mixing.protect_margin_mm, pixel_mm)


@torch.no_grad()
def pointed_at(net: Network, hu: torch.Tensor) -> torch.Tensor:
    """Return where a network's map of patches [N, D, H, W] is strongest, for or against; [N, 1, H, W]."""
    cam = torch.nn.functional.interpolate(
        net(hu).cam.abs(), size=hu.shape[-2:], mode="bilinear", align_corners=True
    )
    return cam > POINTED_SHARE * cam.amax((2, 3), keepdim=True).clamp(min=1e-9)
