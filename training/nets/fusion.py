"""Progressive fusion: the texture of shallow maps joins the deep ones by 1x1 convolutions, at stride 8.

Nothing but 1x1 convolutions and fixed resampling lies between the maps and the features, so every feature
cell stays where its input was, and the map made of them is exact, on twice as many cells a side.
"""

from __future__ import annotations

import torch
from torch import nn


class Fusion(nn.Module):
    """Join the maps at strides 4, 8 and 16 at stride 8.

    Parameters
    ----------
    channels
        Of the maps at strides 4, 8 and 16.
    width
        Channels of the joined map.
    """

    def __init__(self, channels: tuple[int, int, int], width: int) -> None:
        super().__init__()
        shallow, middle, deep = channels
        self.texture = nn.Conv2d(shallow, middle, 1)
        self.middle = nn.Conv2d(2 * middle, middle, 1)
        self.join = nn.Conv2d(middle + deep, width, 1)

    def forward(self, shallow: torch.Tensor, middle: torch.Tensor, deep: torch.Tensor) -> torch.Tensor:
        """Return the joined map [N, width, h, w], of `middle`'s size."""
        texture = nn.functional.relu(self.texture(shallow))
        # Cell i of the result lies on cell 2 i, as all maps' cells do.
        texture = nn.functional.avg_pool2d(texture, 3, stride=2, padding=1, count_include_pad=False)
        fine = nn.functional.relu(self.middle(torch.cat([middle, texture], 1)))
        deep = nn.functional.interpolate(deep, size=fine.shape[-2:], mode="bilinear", align_corners=True)
        return nn.functional.relu(self.join(torch.cat([fine, deep], 1)))
