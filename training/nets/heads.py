"""A network, but for its backbone: malignancy, its exact map, the lesion's mask and the readers' ratings.

The logit is ``mean(cam) + bias + sum(terms)``, exactly, whatever backbone gives the maps: features are
pooled by a plain mean, and whatever else enters the logit is a named scalar term. HU windows are part of the
network, so a caller has nothing to scale. Which backbone, is for `training.nets.registry` to know.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn

from training.errors import TrainingError
from training.nets.clahe import equalised
from training.nets.facts import Facts
from training.nets.fusion import Fusion
from training.nets.hybrid import Hybrid
from training.nets.lesion_views import Gate, LesionCrop
from training.nets.neighbours import Neighbours
from training.nets.trunk import Trunk
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


class Network(nn.Module):
    """A backbone with heads.

    Parameters
    ----------
    backbone
        Gives the maps at strides 2, 4, 8 and 16.
    recipe
        Windows, features, dropout, auxiliary targets, and what stands between backbone and features.
    grid
        Slices, rows and columns of the input, and their spacing.
    """

    def __init__(self, backbone: Trunk, recipe: NetRecipe, grid: InputRecipe) -> None:
        super().__init__()
        low, high = torch.tensor(recipe.windows_hu, dtype=torch.float32).T
        self.window_low: torch.Tensor
        self.window_high: torch.Tensor
        self.register_buffer("window_low", low[None, :, None, None])
        self.register_buffer("window_high", high[None, :, None, None])
        self.clahe = recipe.clahe
        self.backbone = backbone
        at2, at4, at8, at16 = backbone.channels
        slices, rows, columns = grid.size
        _, row_mm, column_mm = grid.spacing_mm
        self.neighbours = (
            Neighbours((rows, columns), (row_mm, column_mm), recipe.neighbour_reach_mm, at4)
            if slices == 3 and not backbone.volumetric
            else None
        )
        deep = recipe.features if recipe.fusion else at16
        self.features = nn.Sequential(nn.Conv2d(deep, recipe.features, 1), nn.ReLU())
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
        # Made last, so that a network without them starts from the random numbers it always did.
        cells = (rows // 16 + 1, columns // 16 + 1)
        self.hybrid = Hybrid(at16, cells, recipe.transformer_blocks) if recipe.transformer_blocks else None
        self.fusion = Fusion((at4, at8, at16), recipe.features) if recipe.fusion else None
        self.gate = Gate() if recipe.lesion_gate else None
        self.crop = (
            LesionCrop(recipe.lesion_crop_margin_mm, (row_mm, column_mm))
            if recipe.lesion_crop_margin_mm is not None
            else None
        )
        self.facts = Facts(recipe.facts) if recipe.facts else None

    @property
    def pooled(self) -> nn.Module:
        """The module whose output is pooled: what a method like Grad-CAM looks at."""
        return self.features if self.gate is None else self.gate

    def windowed(self, hu: torch.Tensor) -> torch.Tensor:
        """Return HU [N, 1, H, W] as one channel a window, each from -1 to 1."""
        share = (hu - self.window_low) / (self.window_high - self.window_low)
        channels = share.clamp(0, 1) * 2 - 1
        return torch.cat([channels[:, :-1], equalised(channels[:, :1])], 1) if self.clahe else channels

    def forward(self, hu: torch.Tensor, facts: torch.Tensor | None = None) -> Outputs:
        """Judge patches: float32 [N, D, H, W] in HU, H and W of the form 16 n + 1.

        Parameters
        ----------
        hu
            The patches.
        facts
            [N, F], NaN where unknown: the values of the recipe's facts, in their order.

        Returns
        -------
        Outputs

        Raises
        ------
        TrainingError
            If the recipe names facts and they are not given.
        """
        maps = self._maps(hu)
        lesion_logit = self._mask(maps)
        box = None
        if self.crop is not None:
            box = self.crop.box(lesion_logit)
            maps = self._maps(self.crop.cut(hu, box))
        deep = maps[3] if self.hybrid is None else self.hybrid(maps[3])
        if self.fusion is not None:
            deep = self.fusion(maps[1], maps[2], deep)
        features = self.features(deep)
        if self.gate is not None:
            seen = lesion_logit if self.crop is None or box is None else self.crop.cut(lesion_logit, box)
            features = self.gate(features, seen)
        embedding = features.mean((2, 3))
        pooled = self.dropout(embedding)

        terms = {"size": self.size_weight * self._log_area(lesion_logit)}
        if self.facts is not None:
            if facts is None:
                names = ", ".join(self.facts.names)
                raise TrainingError(f"This network takes facts beside the patch ({names}), and none came.")
            terms |= self.facts(facts)
        logit = self.classifier(pooled).squeeze(1) + sum(terms.values())
        cam = nn.functional.conv2d(features, self.classifier.weight[:, :, None, None])
        if self.crop is not None and box is not None:
            cam = self.crop.placed(cam, box)
        attributes = self.rate(pooled) if self.rate is not None else pooled[:, :0]
        return Outputs(logit, cam, embedding, lesion_logit, attributes, terms)

    def _maps(self, hu: torch.Tensor) -> list[torch.Tensor]:
        """Maps at strides 2, 4, 8 and 16."""
        if self.backbone.volumetric:
            slices = [self.windowed(hu[:, k : k + 1]) for k in range(hu.shape[1])]
            return self.backbone(torch.stack(slices, 2))
        if self.neighbours is None:
            return self.backbone(self.windowed(hu))
        below, middle, above = (self.windowed(hu[:, k : k + 1]) for k in range(3))
        return self.backbone(middle, self.neighbours(below, middle, above))

    def _mask(self, maps: list[torch.Tensor]) -> torch.Tensor:
        at2, at4, at8, at16 = maps
        mask = nn.functional.relu(self.lateral(at16))
        for step, fine in zip(self.decoder, (at8, at4, at2), strict=True):
            mask = step(mask, fine)
        logit: torch.Tensor = self.lesion(mask)
        return logit

    def _log_area(self, lesion_logit: torch.Tensor) -> torch.Tensor:
        # Detached: the mask is taught by outlines, not bent to please the label.
        area = torch.sigmoid(lesion_logit.detach()).sum((1, 2, 3)) * self.cell_mm2
        return (torch.log1p(area) - LOG_AREA_CENTRE) / LOG_AREA_SCALE


def laid_out(net: Network) -> Network:
    """Return a network with its weights in the order that trains fastest: channels last, if they are 2-D."""
    if net.backbone.volumetric:  # torch has another order for these, and no gain on a CPU
        return net
    return net.to(memory_format=torch.channels_last)
