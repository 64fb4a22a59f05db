"""A network whose layers have as many channels as its weights: pruned ones from their recipe.

Knows no recipe and no kind of network: layers are matched by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import torch
from torch import nn

Net = TypeVar("Net", bound=nn.Module)


def shaped_like(net: Net, weights: Mapping[str, torch.Tensor]) -> Net:
    """Replace the convolutions and linear layers whose weights have another shape.

    Parameters
    ----------
    net
        As its recipe builds it; changed in place.
    weights
        A state dict of the same network, maybe with fewer channels.

    Returns
    -------
    torch.nn.Module
        The same network; new layers have random weights until the state dict is loaded.
    """
    for name, layer in list(net.named_modules()):
        weight = weights.get(f"{name}.weight")
        if not isinstance(layer, nn.Conv2d | nn.Linear) or weight is None:
            continue
        if weight.shape != layer.weight.shape:
            parent, _, own = name.rpartition(".")
            setattr(net.get_submodule(parent), own, _like(layer, weight))
    return net


def _like(layer: nn.Conv2d | nn.Linear, weight: torch.Tensor) -> nn.Module:
    bias = layer.bias is not None
    if isinstance(layer, nn.Linear):
        return nn.Linear(weight.shape[1], weight.shape[0], bias=bias)
    # Of a depthwise convolution every channel is a group of its own; others here have one group.
    groups = weight.shape[0] if layer.groups > 1 else 1
    options: dict[str, Any] = {name: getattr(layer, name) for name in ("stride", "padding", "dilation")}
    return nn.Conv2d(
        weight.shape[1] * groups,
        weight.shape[0],
        (weight.shape[2], weight.shape[3]),
        groups=groups,
        bias=bias,
        device=layer.weight.device,
        **options,
    )
