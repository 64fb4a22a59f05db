"""Networks with some of their weights made random: a map that does not change shows something else.

The check of Adebayo et al. (NeurIPS 2018), as a cascade from the output downwards. Knows modules of torch and
the names of their parts, no cases.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import TypeVar

import torch
from torch import nn

from training.errors import TrainingError

Network = TypeVar("Network", bound=nn.Module)

#: Parts that are made random, one after the other: name for the reader, and name in the network.
CASCADE = (("classifier", "classifier"), ("features", "features"), ("backbone", "backbone"))


def cascade(module: Network, seed: int) -> Iterator[tuple[str, Network]]:
    """Go through copies of a network: the classifier random, then the features too, then the backbone too.

    Parameters
    ----------
    module
        A network, or several as one; every part of a name counts, wherever it is.
    seed
        Of the random weights.

    Yields
    ------
    str, torch.nn.Module
        How far the cascade went, and the network, ready to judge.
    """
    parts: list[str] = []
    for name, part in CASCADE:
        parts.append(part)
        yield name, randomised(module, parts, seed)


def randomised(module: Network, parts: Sequence[str], seed: int) -> Network:
    """Return a copy of a network in which the layers of some parts have the weights that they start from.

    Raises
    ------
    TrainingError
        If the network has no layer in one of the parts.
    """
    fresh = copy.deepcopy(module)
    met = set()
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        for name, layer in fresh.named_modules():
            here = set(parts) & set(name.split("."))
            reset = getattr(layer, "reset_parameters", None)
            if here and reset is not None:
                reset()
                met |= here
    if missing := sorted(set(parts) - met):
        raise TrainingError(f"The network has no part {missing[0]!r} whose weights could be made random.")
    return fresh.eval()
