"""Late fusion of facts beside the picture (acquisition, clinic): each one a named scalar term of the logit.

A term never touches the features, so the map stays exact. A value that is not known counts as the training
cases' mean, and that it is not known is an input of its own: an age that was not written down may tell
something. Both weights start at nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn


class Facts(nn.Module):
    """Terms of the logit from scalar facts.

    Parameters
    ----------
    names
        Of the facts; a term is called ``fact:NAME``.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = tuple(names)
        # Known once the training cases are; kept with the weights.
        self.mean: torch.Tensor
        self.deviation: torch.Tensor
        self.register_buffer("mean", torch.zeros(len(names)))
        self.register_buffer("deviation", torch.ones(len(names)))
        self.known = nn.Parameter(torch.zeros(len(names)))
        self.missing = nn.Parameter(torch.zeros(len(names)))

    def forward(self, values: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return the terms, [N] each, of values [N, F] in their own units; NaN where unknown."""
        missing = torch.isnan(values)
        standard = torch.where(missing, 0.0, (torch.nan_to_num(values) - self.mean) / self.deviation)
        terms = standard * self.known + missing.to(standard.dtype) * self.missing
        return {f"fact:{name}": terms[:, k] for k, name in enumerate(self.names)}
