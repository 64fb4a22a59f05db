"""The readers' malignancy ratings as thresholds on the one logit: what would they say, would they differ?

Thresholds are fitted to scores out of fold, like the temperature; the network is not touched by them, so its
map explains the ratings too. Numpy and scikit-learn only; knows scores and cases, not networks.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.cases import MIN_READERS, Case
from training.targets import RATINGS, rating_shares

#: Ratings of fewer cases than this give no thresholds worth having.
MIN_CASES = 30


@dataclass(frozen=True)
class RatingThresholds:
    """Proportional odds (McCullagh 1980): ``P(rating > k) = sigmoid(slope * logit - thresholds[k - 1])``.

    Parameters
    ----------
    slope
        Above zero, so more logit never means a lower rating.
    thresholds
        For k from 1 to 4, rising.
    """

    slope: float
    thresholds: tuple[float, ...]

    def shares(self, logit: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Return the probability of each rating from 1 to 5, shape ``(cases, 5)``."""
        beyond = 1 / (1 + np.exp(-(self.slope * np.asarray(logit)[:, None] - np.array(self.thresholds))))
        ends = np.ones((len(beyond), 1)), np.zeros((len(beyond), 1))
        return -np.diff(np.concatenate([ends[0], beyond, ends[1]], axis=1), axis=1)


def fit_thresholds(logit: npt.NDArray[np.floating], cases: Sequence[Case]) -> RatingThresholds | None:
    """Fit the thresholds to the ratings of the cases that enough readers rated.

    Each reader answers four questions, whether the nodule is beyond 1, 2, 3 and 4; one logistic regression
    with a common slope answers them all.

    Parameters
    ----------
    logit
        Out of fold, shape ``(cases,)``.
    cases
        The cases, in the same order.

    Returns
    -------
    RatingThresholds or None
        `None` where too few cases have ratings, a rating never occurs, or scores do not rise with them.
    """
    from sklearn.linear_model import LogisticRegression

    rated = [i for i, case in enumerate(cases) if len(case.scores) >= MIN_READERS]
    if len(rated) < MIN_CASES:
        return None
    shares = np.stack([rating_shares(cases[i]) for i in rated]).astype(float)
    # Share of the readers beyond each threshold, shape (cases, 4).
    beyond = shares[:, ::-1].cumsum(1)[:, ::-1][:, 1:]
    if (shares.sum(0) == 0).any():
        return None
    questions = np.tile(np.eye(RATINGS - 1), (len(rated), 1))
    x = np.column_stack([np.repeat(np.asarray(logit, dtype=float)[rated], RATINGS - 1), questions])
    yes, no = beyond.ravel(), 1 - beyond.ravel()
    fit = LogisticRegression(C=np.inf, fit_intercept=False, max_iter=1000).fit(
        np.concatenate([x, x]),
        np.repeat([1, 0], len(x)),
        sample_weight=np.concatenate([yes, no]),
    )
    slope, *intercepts = (float(v) for v in fit.coef_[0])
    thresholds = tuple(-value for value in intercepts)
    if slope <= 0 or any(b <= a for a, b in itertools.pairwise(thresholds)):
        return None
    return RatingThresholds(slope, thresholds)
