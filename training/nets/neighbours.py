"""What the slices above and below add to the middle one; nothing where they are not known.

Training crops show neighbouring slices in a box round the nodule only, and for a part of the nodules. Slices
that are not known repeat the middle one, so the branch looks at differences: none means no contribution, and
the network is then the one of a single slice.
"""

from __future__ import annotations

import torch
from torch import nn

#: Width of the edge over which the neighbours' box fades, in mm.
FADE_MM = 1.6


class Neighbours(nn.Module):
    """A branch from the differences between slices to the backbone's map at stride 4.

    Parameters
    ----------
    size
        Rows and columns of the input.
    spacing_mm
        Between rows and between columns.
    reach_mm
        Half the side of the box in which neighbouring slices count.
    channels
        Of the map that the branch is added to.
    """

    def __init__(
        self, size: tuple[int, int], spacing_mm: tuple[float, float], reach_mm: float, channels: int
    ) -> None:
        super().__init__()
        self.box: torch.Tensor
        row, column = (_fade(n, mm, reach_mm) for n, mm in zip(size, spacing_mm, strict=True))
        self.register_buffer("box", row[:, None] * column[None, :])
        # Without biases no difference gives exactly nothing.
        self.first = nn.Conv2d(6, 16, 3, stride=2, padding=1, bias=False)
        self.second = nn.Conv2d(16, 32, 3, stride=2, padding=1, bias=False)
        self.out = nn.Conv2d(32, channels, 1, bias=False)
        # Training starts from the network of a single slice.
        nn.init.zeros_(self.out.weight)

    def forward(self, below: torch.Tensor, middle: torch.Tensor, above: torch.Tensor) -> torch.Tensor:
        """Return the contribution [N, channels, H/4, W/4] of windowed slices [N, 3, H, W].

        It is the same with the outer slices exchanged: which end of the body comes first says nothing.
        """
        down, up = below - middle, above - middle
        x = torch.cat([down + up, (down - up).abs()], 1) * self.box
        x = nn.functional.relu(self.second(nn.functional.relu(self.first(x))))
        contribution: torch.Tensor = self.out(x)
        return contribution


def _fade(n: int, mm: float, reach_mm: float) -> torch.Tensor:
    distance = (torch.arange(n) - (n - 1) / 2).abs() * mm
    return ((reach_mm - distance) / FADE_MM).clamp(0, 1)
