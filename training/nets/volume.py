"""A small 3-D network of MONAI's residual blocks, for patches of several slices; trained from scratch.

z is space: neighbouring slices are convolved with, as rows and columns are. In the plane it halves four
times, so its maps lie on pixels as every backbone's do; along z it halves three times and is then averaged.
Group norm in place of batch norm: what a patch is told does not depend on its batch, in training either.
"""

from __future__ import annotations

import torch
from monai.networks.nets.resnet import ResNet

from training.errors import TrainingError
from training.nets.trunk import Trunk

#: Channels of the maps at strides 2, 4, 8 and 16.
CHANNELS = (16, 32, 64, 128)


class VolumeTrunk(Trunk):
    """One residual block a stage, over windowed volumes [N, 3, D, H, W]."""

    channels = CHANNELS
    volumetric = True

    def __init__(self) -> None:
        super().__init__()
        self.net = ResNet(
            block="basic",
            layers=[1, 1, 1, 1],
            block_inplanes=list(CHANNELS),
            spatial_dims=3,
            n_input_channels=3,
            # MONAI takes one number for each axis; its annotation says a single one.
            conv1_t_size=(3, 5, 5),  # type: ignore[arg-type]
            conv1_t_stride=(1, 2, 2),  # type: ignore[arg-type]
            no_max_pool=True,
            feed_forward=False,
            norm=("group", {"num_groups": 8}),
        )

    def forward(self, x: torch.Tensor, added_at_4: torch.Tensor | None = None) -> list[torch.Tensor]:
        """See `Trunk`; nothing can be added at stride 4."""
        if added_at_4 is not None:
            raise TrainingError("This backbone reads all slices itself.")
        x = self.net.act(self.net.bn1(self.net.conv1(x)))
        maps = []
        for stage in (self.net.layer1, self.net.layer2, self.net.layer3, self.net.layer4):
            x = stage(x)
            maps.append(x.mean(2))
        return maps
