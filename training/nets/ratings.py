"""The readers' malignancy ratings as thresholds on the one logit, so that its map explains them too."""

from __future__ import annotations

import torch
from torch import nn

from training.targets import RATINGS


class RatingThresholds(nn.Module):
    """Probability that a reader's rating goes beyond 1, 2, 3 and 4: proportional odds (McCullagh 1980).

    ``P(rating > k) = sigmoid(slope * logit - threshold_k)`` with a positive slope and thresholds that rise,
    so more logit never means a lower rating.
    """

    def __init__(self) -> None:
        super().__init__()
        self.raw_slope = nn.Parameter(torch.tensor(0.5413))  # softplus gives 1
        self.first = nn.Parameter(torch.tensor(-2.0))
        self.raw_steps = nn.Parameter(torch.full((RATINGS - 2,), 1.0))

    def forward(self, logit: torch.Tensor) -> torch.Tensor:
        """Return the logits [N, 4] of "beyond k" for logits [N]."""
        slope = nn.functional.softplus(self.raw_slope)
        steps = nn.functional.softplus(self.raw_steps).cumsum(0)
        thresholds = torch.cat([self.first[None], self.first + steps])
        return slope * logit[:, None] - thresholds

    @staticmethod
    def shares(beyond: torch.Tensor) -> torch.Tensor:
        """Return the probability [N, 5] of each rating from the logits of "beyond k"."""
        above = torch.sigmoid(beyond)
        one, none = torch.ones_like(above[:, :1]), torch.zeros_like(above[:, :1])
        return torch.cat([one, above], 1) - torch.cat([above, none], 1)
