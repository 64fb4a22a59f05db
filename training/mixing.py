"""Mixed training batches whose labels say what the picture shows, and lesions that are left as they are.

CutMix pastes a box of one patch into another (Yun et al., ICCV 2019); MixUp blends two (Zhang et al., ICLR
2018). Nodules lie in the middle of their patches, so a box's area says little of how much of a nodule it
replaced: CutMix's labels go by the lesions that are to be seen. Knows batches and recipes, not networks.
"""

from __future__ import annotations

import math

import monai.transforms as mt
import torch

from training.augment import HU, LESION, PLAIN, BatchMixUp
from training.recipe import Recipe

#: Boolean [N, 1, H, W]: where the teacher's map points, put into a batch by `training.teacher`.
POINTED_AT = "pointed_at"
_HELPERS = (PLAIN, POINTED_AT)
#: Parts of a batch that a box is pasted into; all others are blended by the label's share.
_PICTURES = (HU, LESION)


class Mixing:
    """What happens to a batch between the augmentation and the network.

    Parameters
    ----------
    recipe
        Chances, shares and what is protected.
    seed
        Of its own random numbers.
    """

    def __init__(self, recipe: Recipe, seed: int) -> None:
        self.recipe = recipe.mixing
        self.mixup = BatchMixUp(recipe.augment, seed)
        self.chance = recipe.augment.mixup_chance
        self.pixel_mm = recipe.input.spacing_mm[1:]
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """Start its random numbers afresh."""
        self.mixup.reseed(seed)
        self.random = torch.Generator().manual_seed(seed + 2)  # neither MixUp's nor `HideNeighbours`'
        self.seed = seed
        self.count = 0

    def __call__(self, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Return the batch mixed or as it is, its protected regions restored either way."""
        self.count += 1
        region = self.protected(batch)
        if region is not None:
            batch = {**batch, HU: torch.where(region, batch[PLAIN], batch[HU])}
        batch = {name: value for name, value in batch.items() if name not in _HELPERS}
        share = self.recipe.cutmix_share
        if share and torch.rand((), generator=self.random) < share:
            if torch.rand((), generator=self.random) >= self.chance:
                return batch
            return cut_mix(batch, region, self.recipe.cutmix_alpha, (self.seed + self.count) % 2**32)
        return self.mixup(batch)

    def protected(self, batch: dict[str, torch.Tensor]) -> torch.Tensor | None:
        """Return where strong augmentation must leave a batch alone, [N, 1, H, W], or `None` for nowhere."""
        if self.recipe.protect == "nothing":
            return None
        if self.recipe.protect == "teacher":
            return batch.get(POINTED_AT)
        return grown(batch[LESION] > 0, self.recipe.protect_margin_mm, self.pixel_mm)


def grown(mask: torch.Tensor, margin_mm: float, pixel_mm: tuple[float, float]) -> torch.Tensor:
    """Return a boolean mask [N, 1, H, W] with a margin of whole pixels, along rows and along columns."""
    reach = [math.ceil(margin_mm / mm) for mm in pixel_mm]
    wide = torch.nn.functional.max_pool2d(mask.float(), [2 * r + 1 for r in reach], stride=1, padding=reach)
    return wide > 0


def cut_mix(
    batch: dict[str, torch.Tensor], region: torch.Tensor | None, alpha: float, seed: int
) -> dict[str, torch.Tensor]:
    """Return a batch in which each patch has a box of another.

    The other's share of a mixed label is its share of the lesion that the picture now shows; for two lesions
    of one outline that is the share of the lesion that was replaced. A patch is left alone where either
    outline is unknown, since nobody could then say what its label should be.

    Parameters
    ----------
    batch
        ``hu`` [N, D, H, W], ``lesion`` [N, 1, H, W], and further parts [N] or [N, K]; NaN is unknown.
    region
        Boolean [N, 1, H, W]: neither pasted over nor pasted from, so that only surroundings are exchanged.
    alpha
        Of the Beta distribution of one minus a box's share of the area.
    seed
        Of the boxes and the pairs.
    """
    donor, paste = boxes(batch[LESION], alpha, seed)
    if region is not None:
        paste = paste & ~region & ~region[donor]
    own, other = batch[LESION], batch[LESION][donor]
    known = (own.amax((1, 2, 3)) > 0) & (other.amax((1, 2, 3)) > 0)
    paste = paste & known[:, None, None, None]
    kept, pasted = (own * ~paste).sum((1, 2, 3)), (other * paste).sum((1, 2, 3))
    share = torch.where(pasted > 0, pasted / (kept + pasted).clamp(min=1e-9), 0.0)
    # A lesion covered by nothing but surroundings: the picture would show none.
    gone = known & (kept + pasted <= 0)
    paste, share = paste & ~gone[:, None, None, None], torch.where(gone, 0.0, share)

    mixed = {}
    for name, value in batch.items():
        if name in _PICTURES:
            mixed[name] = torch.where(paste, value[donor], value)
        else:
            part = share.reshape(-1, *[1] * (value.ndim - 1))
            blend = (1 - part) * value + part * value[donor]
            # What has no share must not make a rating unknown.
            mixed[name] = torch.where(part <= 0, value, torch.where(part >= 1, value[donor], blend))
    return mixed


def boxes(pictures: torch.Tensor, alpha: float, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return MONAI's donors [N] for pictures [N, 1, H, W], and where they paste, [N, 1, H, W].

    A box holds at least one pixel. A patch that is its own donor pastes nothing.
    """
    size = len(pictures)
    number = torch.arange(size, dtype=torch.float32)
    mixer = mt.CutMix(batch_size=size, alpha=alpha)
    mixer.set_random_state(seed=seed)
    numbered = number[:, None, None, None].expand(size, 1, *pictures.shape[-2:])
    mixer.randomize(numbered)
    # Mixed numbers tell whose each pixel is.
    source = torch.as_tensor(mixer.apply(numbered.clone()))
    paste = source != number[:, None, None, None]
    donor = torch.where(paste, source, 0).amax((1, 2, 3)).long()
    donor = torch.where(paste.any(3).any(2).any(1), donor, torch.arange(size))
    return donor.to(pictures.device), paste.to(pictures.device)
