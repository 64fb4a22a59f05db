"""Quantisation-aware training: fine-tune a finished network while NNCF rounds its layers to whole numbers.

What is kept are ordinary weights that have learned to bear the rounding. Ranges are not trained: they are
taken from training cases when the graph in whole numbers is made, as after any training
(`training.compress.whole_numbers`). So the network stays exportable in floating point, and comparable.
"""

from __future__ import annotations

import copy

import torch

from training.compress.method import Unchanged
from training.compress.whole_numbers import with_fake_quantisers
from training.nets import Network


class QuantiseAware(Unchanged):
    """Start from a finished network, with fake quantisers in its convolutions.

    Parameters
    ----------
    start
        The finished network.
    """

    def __init__(self, start: Network) -> None:
        self.start = start

    def prepare(self, net: Network, patches: torch.Tensor) -> Network:
        """Return the start with fake quantisers whose ranges are those met in `patches`."""
        frozen = {name for name, value in net.named_parameters() if not value.requires_grad}
        self.names = list(self.start.state_dict())
        self.plain = copy.deepcopy(self.start)
        for name, value in self.start.named_parameters():
            value.requires_grad_(name not in frozen)
        rounded: Network = with_fake_quantisers(self.start.eval(), patches)
        for name, value in rounded.named_parameters():
            if name not in self.names:
                value.requires_grad_(False)
        return rounded.train()

    def finished(self, net: Network) -> Network:
        """Return the plain network with the trained weights."""
        plain = copy.deepcopy(self.plain)
        own = net.state_dict()
        plain.load_state_dict({name: own[name] for name in self.names})
        return plain
