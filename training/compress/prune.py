"""Structured pruning by torch-pruning: whole channels with the smallest weights (L1) go, in all layers they
pass through, so the network gets smaller and faster, not merely sparse.

What the logit, the ratings and the mask are read from keeps its outputs; the map stays exact, since the
classifier loses the same features as the layer before it.
"""

from __future__ import annotations

import warnings

import torch
from torch import nn

from training.compress.method import Unchanged
from training.errors import TrainingError
from training.nets import Network

#: Layers whose outputs have names of their own.
HEADS = ("classifier", "rate", "lesion")


class Prune(Unchanged):
    """Start from a finished network with a share of its channels removed.

    Parameters
    ----------
    start
        The finished network.
    share
        Of each layer's channels.
    """

    def __init__(self, start: Network, share: float) -> None:
        self.start = start
        self.share = share

    def prepare(self, net: Network, patches: torch.Tensor) -> Network:
        """Return the start, pruned; layers that the recipe freezes stay frozen."""
        frozen = {name for name, value in net.named_parameters() if not value.requires_grad}
        pruned = prune(self.start, self.share, patches[:2])
        for name, value in pruned.named_parameters():
            value.requires_grad_(name not in frozen)
        return pruned.to(memory_format=torch.channels_last).train()


class _Heads(nn.Module):
    """The network's outputs that channels flow to; the map is the classifier's weights once more."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, hu: torch.Tensor) -> tuple[torch.Tensor, ...]:
        out = self.net(hu)
        return out.logit, out.lesion_logit, out.attributes


def prune(net: Network, share: float, example: torch.Tensor) -> Network:
    """Remove a share of every layer's channels.

    Parameters
    ----------
    net
        Changed in place.
    share
        Between 0 and 1.
    example
        HU patches, shape ``(n, D, H, W)``.

    Returns
    -------
    Network

    Raises
    ------
    TrainingError
        If torch-pruning is not installed.
    """
    try:
        import torch_pruning
    except ImportError as error:
        raise TrainingError(
            "Pruning needs torch-pruning, which is not installed. Install the extra `compress`: "
            "pip install noduscope[compress]."
        ) from error
    for value in net.parameters():  # the library follows channels along gradients
        value.requires_grad_(True)
    heads = _Heads(net.eval())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # single weights, which it leaves as they are, are told as warnings
        pruner = torch_pruning.pruner.MagnitudePruner(
            heads,
            example,
            importance=torch_pruning.importance.GroupMagnitudeImportance(p=1),
            pruning_ratio=share,
            ignored_layers=[getattr(net, name) for name in HEADS if getattr(net, name, None) is not None],
            round_to=8,
        )
        pruner.step()
    return net
