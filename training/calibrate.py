"""Calibration and abstention, each fitted on other folds than the one it is judged on.

Numpy and scikit-learn only; knows scores, not networks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

#: As in a model package's manifest.
Quantiles = dict[Literal["benign", "malignant"], float]

FloatArray = npt.NDArray[np.floating]
#: 1 malignant, 0 benign, NaN where undecided.
Labels = npt.NDArray[np.floating] | npt.NDArray[np.intp]

#: Share of each class that may fall outside its prediction set.
ALPHA = 0.05
#: What an abstaining call is called in arrays of calls.
UNDECIDED = -1


@dataclass(frozen=True)
class Calibration:
    """Scores calibrated out of fold, and what is shipped.

    Parameters
    ----------
    probability
        Shape ``(cases,)``: each case by the temperature fitted without its fold.
    temperature
        Fitted on all folds.
    quantiles
        Of the prediction sets, fitted on all folds: see `prediction_quantiles`.
    """

    probability: npt.NDArray[np.float64]
    temperature: float
    quantiles: Quantiles


def cross_fit(
    logit: FloatArray, label: Labels, fold: npt.NDArray[np.intp], counted: npt.NDArray[np.bool_]
) -> Calibration:
    """Calibrate scores without letting any of them see its own fold's labels.

    Parameters
    ----------
    logit, label, fold
        Shape ``(cases,)``.
    counted
        Cases whose label may be fitted on.

    Returns
    -------
    Calibration
    """
    probability = sigmoid(logit / cross_fitted_temperatures(logit, label, fold, counted))
    whole = temperature(logit[counted], label[counted])
    return Calibration(
        probability,
        whole,
        prediction_quantiles(sigmoid(logit[counted] / whole), label[counted]),
    )


def cross_fitted_temperatures(
    logit: FloatArray, label: Labels, fold: npt.NDArray[np.intp], counted: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return for each case the temperature fitted without its fold; arguments as in `cross_fit`."""
    temperatures = np.ones(len(logit))
    for held_out in np.unique(fold):
        others = counted & (fold != held_out)
        temperatures[fold == held_out] = temperature(logit[others], label[others])
    return temperatures


def cross_fitted_sets(
    probability: FloatArray, label: Labels, fold: npt.NDArray[np.intp], counted: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return each case's prediction set by quantiles that were fitted without its fold."""
    sets = np.zeros((len(probability), 2), dtype=bool)
    for held_out in np.unique(fold):
        others = counted & (fold != held_out)
        here = fold == held_out
        sets[here] = prediction_sets(
            probability[here], prediction_quantiles(probability[others], label[others])
        )
    return sets


def temperature(logit: FloatArray, label: Labels) -> float:
    """Return the temperature that makes ``sigmoid(logit / temperature)`` most likely (Guo et al. 2017).

    Scores that do not separate the classes the right way round keep a temperature of 1.
    """
    from sklearn.linear_model import LogisticRegression

    if len(np.unique(label)) < 2:
        return 1.0
    fit = LogisticRegression(C=np.inf, fit_intercept=False).fit(np.asarray(logit)[:, None], label)
    slope = float(fit.coef_[0, 0])
    return 1.0 / slope if slope > 1e-3 else 1.0


def prediction_quantiles(probability: FloatArray, label: Labels, alpha: float = ALPHA) -> Quantiles:
    """Return the class-conditional split-conformal quantiles of the prediction sets.

    A class is in the set of a nodule if its nonconformity (for benign the probability, for malignant one
    minus it) is at most the class's quantile; the quantile covers ``1 - alpha`` of the class with the
    finite-sample correction of Vovk (2012).

    Returns
    -------
    dict
        ``benign`` and ``malignant``.
    """
    quantiles: Quantiles = {}
    kinds: tuple[tuple[Literal["benign", "malignant"], int, FloatArray], ...] = (
        ("benign", 0, probability),
        ("malignant", 1, 1 - np.asarray(probability)),
    )
    for name, value, score in kinds:
        ordered = np.sort(score[np.asarray(label) == value])
        rank = math.ceil((len(ordered) + 1) * (1 - alpha))
        # With too few cases of a class its set must always contain it.
        quantiles[name] = float(ordered[rank - 1]) if rank <= len(ordered) else 1.0
    return quantiles


def prediction_sets(probability: FloatArray, quantiles: Quantiles) -> npt.NDArray[np.bool_]:
    """Return which classes conform: whether benign and malignant are in the set, shape ``(cases, 2)``."""
    p = np.asarray(probability)
    return np.stack([p <= quantiles["benign"], 1 - p <= quantiles["malignant"]], axis=-1)


def call_of(sets: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Call nodules by their prediction sets: the class if it is alone in the set, else `UNDECIDED`."""
    return np.where(sets[:, 0] == sets[:, 1], UNDECIDED, sets[:, 1].astype(np.intp))


def sigmoid(x: FloatArray) -> npt.NDArray[np.float64]:
    """Return ``1 / (1 + exp(-x))`` without overflow."""
    return 0.5 * (1 + np.tanh(np.asarray(x, dtype=np.float64) / 2))
