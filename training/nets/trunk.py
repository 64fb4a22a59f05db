"""What a backbone is to the heads: maps at strides 2, 4, 8 and 16 whose cells lie on the input's pixels."""

from __future__ import annotations

import torch
from torch import nn


class Trunk(nn.Module):
    """A backbone.

    With 16 n + 1 input pixels cell i of the map at stride s lies on pixel s i, so that the heads, the map's
    grid and the mask need not know which backbone it is.

    Attributes
    ----------
    channels
        Of the maps at strides 2, 4, 8 and 16.
    volumetric
        Whether it takes windowed volumes [N, 3, D, H, W] in place of slices [N, 3, H, W].
    """

    channels: tuple[int, int, int, int]
    volumetric = False

    def forward(self, x: torch.Tensor, added_at_4: torch.Tensor | None = None) -> list[torch.Tensor]:
        """Return the maps at strides 2, 4, 8 and 16, each [N, C, h, w].

        Parameters
        ----------
        x
            The windowed input.
        added_at_4
            Of the stride-4 map's size; a backbone that several slices can be given to adds it to that map.
        """
        raise NotImplementedError
