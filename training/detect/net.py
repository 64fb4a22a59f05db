"""The candidates' filter: a small network for one plane, applied to three, mixed and calibrated in one graph.

The planes share the network, because labelled crops exist of axial slices only.
"""

from __future__ import annotations

import torch
from torch import nn

from training.detect.crops import HIGH_HU, LOW_HU

#: A vessel is round in one plane and long in another: the least convinced plane counts beside the mean.
MEAN_SHARE, MIN_SHARE = 0.6, 0.4
#: Weight of the logarithm of the strength by shape (`engine.candidates.merge.strength`): no plane sees depth.
#: Best of six at four false marks a scan on a half chest of another hospital (docs/detection.md).
SHAPE_WEIGHT = 1.5


class PlaneNet(nn.Module):
    """One plane of HU to a logit.

    Parameters
    ----------
    pixels
        Side of the plane; odd, so that one pixel lies on the candidate.
    width
        Channels after the stem.
    dropout
        Before the last layer.
    """

    away: torch.Tensor

    def __init__(self, pixels: int, width: int, dropout: float) -> None:
        super().__init__()
        steps = torch.arange(pixels) - (pixels - 1) / 2
        away = (steps[:, None] ** 2 + steps[None, :] ** 2).sqrt() / (pixels / 2)
        # Convolutions do not know where they are; the filter must know what lies in the middle.
        self.register_buffer("away", away[None, None], persistent=False)
        self.stem = nn.Sequential(
            nn.Conv2d(2, width, 5, stride=2, padding=2, bias=False), nn.BatchNorm2d(width), nn.ReLU()
        )
        self.body = nn.Sequential(
            _layer(width, width),
            _layer(width, 2 * width, 2),
            _layer(2 * width, 2 * width),
            _layer(2 * width, 4 * width, 2),
            _layer(4 * width, 4 * width),
        )
        self.pixels = pixels
        self.dropout = nn.Dropout(dropout)
        self.last = nn.Linear(8 * width, 1)

    def forward(self, hu: torch.Tensor) -> torch.Tensor:
        """Return logits [N] of planes [N, 1, H, W]."""
        scaled = (hu.clamp(LOW_HU, HIGH_HU) - (LOW_HU + HIGH_HU) / 2) / ((HIGH_HU - LOW_HU) / 2)
        features = self.body(self.stem(torch.cat([scaled, self.away.expand_as(scaled)], 1)))
        middle = features.shape[-1] // 2
        pooled = torch.cat([features.mean((2, 3)), features[:, :, middle, middle]], 1)
        return self.last(self.dropout(pooled))[:, 0]


class FilterGraph(nn.Module):
    """What is exported: views of HU and the strength by shape in, logit and calibrated probability out.

    Parameters
    ----------
    net
        A trained network.
    slope, offset
        The probability is ``sigmoid(slope * logit + offset)``.
    """

    def __init__(self, net: PlaneNet, slope: float = 1.0, offset: float = 0.0) -> None:
        super().__init__()
        self.net = net
        self.slope = slope
        self.offset = offset

    def forward(self, views: torch.Tensor, strength: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return ``logit`` [N] and ``probability`` [N] of views [N, 3, H, W] in HU and strengths [N]."""
        planes = self.net(views.reshape(-1, 1, views.shape[2], views.shape[3])).reshape(-1, 3)
        logit = MEAN_SHARE * planes.mean(1) + MIN_SHARE * planes.amin(1)
        logit = logit + SHAPE_WEIGHT * torch.log(strength + 1e-3)
        return logit, torch.sigmoid(self.slope * logit + self.offset)


def _layer(inside: int, outside: int, stride: int = 1) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride=stride, padding=1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(),
    )
