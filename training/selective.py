"""Deciding only where it is certain: how right are the calls that are kept, and how many are they?

The certainty of a call is the probability of the class called, from 0.5 to 1. Numpy only; knows
probabilities, not networks.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]
Labels = npt.NDArray[np.floating] | npt.NDArray[np.intp]

#: Accuracy that the kept calls are to reach.
TARGET = 0.95
#: Shares of the nodules, most certain first, that accuracy is reported at.
COVERAGES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)


def certainty(probability: FloatArray) -> npt.NDArray[np.float64]:
    """Return the probability of the class called: the larger of p and 1 - p."""
    p = np.asarray(probability, dtype=np.float64)
    return np.maximum(p, 1 - p)


def certainty_threshold(probability: FloatArray, label: Labels, target: float = TARGET) -> float:
    """Return the lowest certainty such that the calls at least so certain are right often enough.

    Parameters
    ----------
    probability, label
        Of the cases that it is chosen on, shape ``(cases,)``.
    target
        Share of the kept calls that must be right.

    Returns
    -------
    float
        The threshold of the largest coverage that reaches the target; infinite if none does.
    """
    levels, place = np.unique(certainty(probability), return_inverse=True)
    right = (np.asarray(probability) >= 0.5) == label
    kept = np.cumsum(np.bincount(place, minlength=len(levels))[::-1])[::-1]
    kept_right = np.cumsum(np.bincount(place, right, len(levels))[::-1])[::-1]
    reached = np.flatnonzero(kept_right / kept >= target)
    return float(levels[reached[0]]) if len(reached) else float("inf")


def cross_fitted_thresholds(
    probability: FloatArray, label: Labels, fold: npt.NDArray[np.intp], counted: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return for each case the threshold that the counted cases of the other folds choose."""
    thresholds = np.empty(len(probability))
    for held_out in np.unique(fold):
        others = counted & (fold != held_out)
        thresholds[fold == held_out] = certainty_threshold(probability[others], label[others])
    return thresholds


def accuracy_at_coverages(
    label: Labels, probability: FloatArray, coverages: tuple[float, ...] = COVERAGES
) -> dict[float, float]:
    """Return the accuracy of the most certain calls for each share of the cases that is kept.

    This ranks the very cases it reports on: it describes them, and promises nothing of the next ones.
    """
    order = np.argsort(-certainty(probability), kind="stable")
    right = np.cumsum(((probability >= 0.5) == label)[order])
    kept = [max(1, round(share * len(label))) for share in coverages]
    return {share: float(right[k - 1] / k) for share, k in zip(coverages, kept, strict=True)}


def kept_figures(label: Labels, probability: FloatArray, certain_from: FloatArray) -> dict[str, float]:
    """Return the share of calls that reach their threshold, and of those the share that are right."""
    kept = certainty(probability) >= certain_from
    right = (probability >= 0.5) == label
    return {
        "coverage": float(kept.mean()),
        "accuracy": float(right[kept].mean()) if kept.any() else float("nan"),
    }
