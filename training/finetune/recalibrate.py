"""Slope and offset of the base's logit, fitted on a few nodules: what is left where a network may not learn.

Numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.calibrate import sigmoid

#: Standard deviations of the Gaussian priors round "the base is right" (slope 1, offset 0): a slope is rarely
#: off by half, a site's share of malignant nodules rarely by more than a factor of e.
SLOPE_SD, OFFSET_SD = 0.5, 1.0
#: Below, scores would hardly tell the classes apart; the slope is held here.
LEAST_SLOPE = 0.1

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Recalibration:
    """``probability = sigmoid(slope * logit + offset)`` of the base's calibrated logit."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, logit: Floats) -> Floats:
        """Return the probability."""
        return sigmoid(self.slope * np.asarray(logit) + self.offset)


def fit(logit: Floats, label: npt.NDArray[np.intp]) -> Recalibration:
    """Return the most probable slope and offset (Platt 1999, here with the priors above).

    Parameters
    ----------
    logit
        The base's, divided by its temperature; shape ``(cases,)``.
    label
        1 or 0.
    """
    design = np.stack([np.asarray(logit, dtype=float), np.ones(len(logit))], axis=1)
    prior = np.array([1.0, 0.0])
    precision = np.diag([SLOPE_SD**-2, OFFSET_SD**-2])
    found = prior.copy()
    # Newton's steps on a strictly convex function; it is flat enough everywhere to need no line search.
    for _ in range(50):
        p = sigmoid(design @ found)
        gradient = design.T @ (p - label) + precision @ (found - prior)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + precision
        step = np.linalg.solve(curvature, gradient)
        found = found - np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    return Recalibration(max(LEAST_SLOPE, float(found[0])), float(found[1]))


def cross_fit(
    logit: Floats, label: npt.NDArray[np.intp], fold: npt.NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Return each case's probability and recalibrated logit, by a fit without its fold."""
    moved = np.zeros(len(logit))
    for held_out in np.unique(fold):
        here = fold == held_out
        found = fit(logit[~here], label[~here])
        moved[here] = found.slope * logit[here] + found.offset
    return sigmoid(moved), moved
