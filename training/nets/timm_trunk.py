"""Backbones of timm, made ready for small exact maps. Weights come from a local file or from nowhere.

Convolutional ones keep all their stages, dilated so that the last map has stride 16. ConvNeXt and Swin cut an
image into patches of 4 pixels, whose centres lie between pixels: they get a border and end at stride 16, with
their norm before the pooling, and their maps are brought back onto the pixels the heads count on.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training.errors import TrainingError
from training.nets.trunk import Trunk
from training.recipe import InputRecipe, NetRecipe

#: Names in timm by the recipe's kind.
CONVOLUTIONAL = {
    "resnet50": "resnet50",
    "efficientnet_b3": "efficientnet_b3",
    "mobilenetv3_large": "mobilenetv3_large_100",
    "resnest50d": "resnest50d",
}
PATCHED = {"convnext_tiny": "convnext_tiny", "swin_tiny": "swin_tiny_patch4_window7_224"}
KINDS = (*CONVOLUTIONAL, *PATCHED)

#: A relative `weights_file` is looked for in the folder that this environment variable names.
FOLDER = "NODUSCOPE_WEIGHTS"
#: Channels of the shallow map that `PATCHED` backbones lack.
DETAIL = 16


class TimmTrunk(Trunk):
    """A backbone of timm.

    Parameters
    ----------
    recipe
        Which, and its weights.
    grid
        The input: Swin's windows are made to fit it.
    pretrained
        Whether to read the weights; a network whose weights will be loaded needs none.

    Raises
    ------
    TrainingError
        If timm is not installed, or the weights are missing, changed or another network's.
    """

    def __init__(self, recipe: NetRecipe, grid: InputRecipe, *, pretrained: bool) -> None:
        super().__init__()
        timm = _timm(recipe.kind)
        self.patched = recipe.kind in PATCHED
        self.last_axis_channels = recipe.kind == "swin_tiny"
        choices: dict[str, Any] = {"features_only": True}
        if self.last_axis_channels:
            # A window is the whole map at stride 16, and divides the finer ones: nothing is padded.
            cells = tuple(n // 16 + 1 for n in grid.size[1:])
            choices |= {"img_size": tuple(16 * n for n in cells), "window_size": cells}
        choices |= (
            {"out_indices": (0, 1, 2)} if self.patched else {"output_stride": 16, "out_indices": (0, 1, 2, 4)}
        )
        name = (CONVOLUTIONAL | PATCHED)[recipe.kind]
        if pretrained:
            path = weights_path(recipe)
            _check_names(timm, name, path)
            choices |= {"pretrained": True, "pretrained_cfg_overlay": {"file": str(path)}}
        self.net = timm.create_model(name, **choices)
        if recipe.pretrained or recipe.pretrained_from:
            # A small data set cannot re-estimate them.
            self.net = timm.layers.freeze_batch_norm_2d(self.net)
        _centre_pools(self.net)
        own = self.net.feature_info.channels()
        if self.patched:
            self.detail = nn.Conv2d(3, DETAIL, 3, stride=2, padding=1)
            self.norms = nn.ModuleList(timm.layers.LayerNorm2d(n) for n in own)
            own = [DETAIL, *own]
        self.channels = (own[0], own[1], own[2], own[3])
        config = timm.get_pretrained_cfg(name)
        self.mean: torch.Tensor
        self.deviation: torch.Tensor
        self.register_buffer("mean", torch.tensor(config.mean)[None, :, None, None])
        self.register_buffer("deviation", torch.tensor(config.std)[None, :, None, None])

    def forward(self, x: torch.Tensor, added_at_4: torch.Tensor | None = None) -> list[torch.Tensor]:
        """See `Trunk`; nothing can be added at stride 4."""
        if added_at_4 is not None:
            raise TrainingError("This backbone reads one slice.")
        x = ((x + 1) / 2 - self.mean) / self.deviation
        if not self.patched:
            return list(self.net(x))
        maps = self.net(bordered(x))
        if self.last_axis_channels:
            maps = [part.permute(0, 3, 1, 2) for part in maps]
        at4, at8, at16 = (norm(part) for norm, part in zip(self.norms, maps, strict=True))
        return [nn.functional.relu(self.detail(x)), between(at4)[..., 1:-1, 1:-1], between(at8), at16]


def bordered(x: torch.Tensor) -> torch.Tensor:
    """Bring [N, C, 16 n + 1, ...] to 16 (n + 1) pixels, so that patch i of 16 is centred on old pixel 16 i.

    The border repeats; new pixel j is the mean of old ones j - 8 and j - 7, half way between which it lies.
    """
    return nn.functional.avg_pool2d(nn.functional.pad(x, (8, 8, 8, 8), mode="replicate"), 2, stride=1)


def between(x: torch.Tensor) -> torch.Tensor:
    """Return means of neighbouring cells, which lie on the pixels half way between theirs."""
    return nn.functional.avg_pool2d(x, 2, stride=1)


def weights_path(recipe: NetRecipe) -> Path:
    """Return the file of a recipe's pretrained weights.

    Raises
    ------
    TrainingError
        If it is not there, or not the file that the recipe was written for.
    """
    name = recipe.weights_file or ""
    path = Path(os.environ.get(FOLDER, ".")) / name
    if not path.is_file():
        raise TrainingError(
            f"The pretrained weights {name} of {recipe.kind} are not there. Put the file into the folder "
            f"that {FOLDER} names, or train from scratch (net.pretrained: false). Nothing is downloaded."
        )
    if path.suffix != ".safetensors":
        raise TrainingError(f"The pretrained weights {name} must be .safetensors: other files can run code.")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != recipe.weights_sha256:
        raise TrainingError(
            f"The pretrained weights {name} are not those that the recipe names: their SHA-256 is {found}."
        )
    return path


def _check_names(timm: Any, name: str, path: Path) -> None:
    """See that a file holds this network's weights: timm leaves what it does not find at random values."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            there = set(file.keys())
    except SafetensorError as error:
        raise TrainingError(f"The pretrained weights {path.name} cannot be read: {error}.") from error
    whole = timm.create_model(name, pretrained=False, num_classes=0)
    lacking = sorted(key for key, _ in whole.named_parameters() if key not in there)
    if lacking:
        raise TrainingError(
            f"The pretrained weights {path.name} are not of {name}: {len(lacking)} of its parameters are "
            f"missing, for example {lacking[0]}."
        )


def _centre_pools(net: nn.Module) -> None:
    """Replace means of 2 x 2 cells, which move a map by half a cell, by means of 3 x 3."""
    for module in net.modules():
        for name, child in module.named_children():
            if isinstance(child, nn.AvgPool2d) and child.kernel_size in (2, (2, 2)):
                centred = nn.AvgPool2d(3, child.stride, padding=1, count_include_pad=False)
                setattr(module, name, centred)


def _timm(kind: str) -> Any:
    try:
        import timm
        import timm.layers
    except ImportError as error:
        raise TrainingError(
            f"The network {kind} needs the extra `nets` (pip install 'noduscope[nets]')."
        ) from error
    return timm
