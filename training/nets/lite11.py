"""The shipped network: malignancy, its exact map, the lesion's mask and the readers' ratings from a HU patch.

The logit is ``mean(cam) + bias + sum(terms)``, exactly: features are pooled by a plain mean, and whatever
else enters the logit is a named scalar term. HU windows are part of the network, so a caller has nothing
to scale.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn

from training.errors import TrainingError
from training.nets.backbone import STAGES, Backbone
from training.nets.clahe import equalised
from training.nets.neighbours import Neighbours
from training.recipe import InputRecipe, NetRecipe

#: The size term is centred and scaled by typical values of the log of a nodule's area in mm2.
LOG_AREA_CENTRE, LOG_AREA_SCALE = 4.0, 1.0


class Outputs(NamedTuple):
    """What the network says of N patches; raw, uncalibrated."""

    logit: torch.Tensor
    """[N]"""
    cam: torch.Tensor
    """[N, 1, h, w], logit units, signed: its mean is the features' share of the logit."""
    embedding: torch.Tensor
    """[N, K], pooled features."""
    lesion_logit: torch.Tensor
    """[N, 1, H/2, W/2], every second pixel of the patch."""
    attributes: torch.Tensor
    """[N, A], in the training targets' scale: times `attribute_deviation` plus `attribute_mean` in units."""
    terms: dict[str, torch.Tensor]
    """Further parts of the logit by name, [N] each."""


class Up(nn.Module):
    """One step of the decoder: bring the coarse map onto the finer one's cells, and join them."""

    def __init__(self, coarse: int, fine: int, out: int) -> None:
        super().__init__()
        self.skip = nn.Conv2d(fine, out, 1)
        self.join = nn.Conv2d(coarse + out, out, 3, padding=1)

    def forward(self, coarse: torch.Tensor, fine: torch.Tensor) -> torch.Tensor:
        """Return the joined map, of `fine`'s size."""
        # Cell i of a map lies on cell 2 i of the next finer one, so aligned corners are exact.
        coarse = nn.functional.interpolate(coarse, size=fine.shape[-2:], mode="bilinear", align_corners=True)
        return nn.functional.relu(self.join(torch.cat([coarse, nn.functional.relu(self.skip(fine))], 1)))


class Lite11(nn.Module):
    """EfficientNet-lite0 up to stride 16, with heads.

    Parameters
    ----------
    recipe
        Windows, features, dropout, auxiliary targets.
    grid
        Slices, rows and columns of the input, and their spacing.
    pretrained
        Start the backbone from ImageNet weights.
    """

    def __init__(self, recipe: NetRecipe, grid: InputRecipe, *, pretrained: bool) -> None:
        super().__init__()
        low, high = torch.tensor(recipe.windows_hu, dtype=torch.float32).T
        self.window_low: torch.Tensor
        self.window_high: torch.Tensor
        self.register_buffer("window_low", low[None, :, None, None])
        self.register_buffer("window_high", high[None, :, None, None])
        self.clahe = recipe.clahe
        self.backbone = Backbone(pretrained=pretrained)
        self.backbone.freeze(recipe.frozen_blocks)
        at2, at4, at8, at16 = STAGES.values()
        slices, rows, columns = grid.size
        _, row_mm, column_mm = grid.spacing_mm
        self.neighbours = (
            Neighbours((rows, columns), (row_mm, column_mm), recipe.neighbour_reach_mm, at4)
            if slices == 3
            else None
        )
        self.features = nn.Sequential(nn.Conv2d(at16, recipe.features, 1), nn.ReLU())
        self.dropout = nn.Dropout(recipe.dropout)
        self.classifier = nn.Linear(recipe.features, 1)
        self.size_weight = nn.Parameter(torch.zeros(()))
        self.rate = nn.Linear(recipe.features, len(recipe.attributes)) if recipe.attributes else None
        self.attributes = recipe.attributes
        # Known once the training cases are; kept with the weights.
        self.attribute_mean: torch.Tensor
        self.attribute_deviation: torch.Tensor
        self.register_buffer("attribute_mean", torch.zeros(len(recipe.attributes)))
        self.register_buffer("attribute_deviation", torch.ones(len(recipe.attributes)))
        self.lateral = nn.Conv2d(at16, 64, 1)
        self.decoder = nn.ModuleList([Up(64, at8, 48), Up(48, at4, 32), Up(32, at2, 16)])
        self.lesion = nn.Conv2d(16, 1, 1)
        #: Area in mm2 of one cell of the lesion map.
        self.cell_mm2 = 4 * row_mm * column_mm

    def windowed(self, hu: torch.Tensor) -> torch.Tensor:
        """Return HU [N, 1, H, W] as one channel a window, each from -1 to 1."""
        share = (hu - self.window_low) / (self.window_high - self.window_low)
        channels = share.clamp(0, 1) * 2 - 1
        return torch.cat([channels[:, :-1], equalised(channels[:, :1])], 1) if self.clahe else channels

    def forward(self, hu: torch.Tensor) -> Outputs:
        """Judge patches: float32 [N, D, H, W] in HU, H and W of the form 16 n + 1."""
        if self.neighbours is None:
            at2, at4, at8, at16 = self.backbone(self.windowed(hu))
        else:
            below, middle, above = (self.windowed(hu[:, k : k + 1]) for k in range(3))
            at2, at4, at8, at16 = self.backbone(middle, self.neighbours(below, middle, above))
        features = self.features(at16)
        embedding = features.mean((2, 3))
        pooled = self.dropout(embedding)

        mask = nn.functional.relu(self.lateral(at16))
        for step, fine in zip(self.decoder, (at8, at4, at2), strict=True):
            mask = step(mask, fine)
        lesion_logit = self.lesion(mask)

        terms = {"size": self.size_weight * self._log_area(lesion_logit)}
        logit = self.classifier(pooled).squeeze(1) + sum(terms.values())
        cam = nn.functional.conv2d(features, self.classifier.weight[:, :, None, None])
        attributes = self.rate(pooled) if self.rate is not None else pooled[:, :0]
        return Outputs(logit, cam, embedding, lesion_logit, attributes, terms)

    def _log_area(self, lesion_logit: torch.Tensor) -> torch.Tensor:
        # Detached: the mask is taught by outlines, not bent to please the label.
        area = torch.sigmoid(lesion_logit.detach()).sum((1, 2, 3)) * self.cell_mm2
        return (torch.log1p(area) - LOG_AREA_CENTRE) / LOG_AREA_SCALE


def build(recipe: NetRecipe, grid: InputRecipe, *, pretrained: bool | None = None) -> Lite11:
    """Build a recipe's network.

    Parameters
    ----------
    recipe, grid
        The recipe's parts.
    pretrained
        Overrides the recipe's choice: a network whose weights will be loaded needs no pretrained ones.

    Returns
    -------
    Lite11

    Raises
    ------
    training.nets.backbone.WeightsError
        If pretrained weights are wanted but not installed.
    TrainingError
        If the input's size is not of the form 16 n + 1.
    """
    if any(pixels % 16 != 1 for pixels in grid.size[1:]):
        raise TrainingError(f"The network needs 16 n + 1 pixels along rows and columns; got {grid.size[1:]}.")
    return Lite11(recipe, grid, pretrained=recipe.pretrained if pretrained is None else pretrained)
