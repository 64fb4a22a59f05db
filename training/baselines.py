"""What stands beside a model's figures: what size alone would say, and size with the readers' calcification.

Each is a logistic regression fitted on the other folds. Knows cases, not networks.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from training.cases import Case

FloatArray = npt.NDArray[np.float64]

#: A column with fewer known values than this is no baseline.
KNOWN_SHARE = 0.9
CALCIFICATION_ABSENT = "calcification_absent"


def size_alone(
    size_mm: FloatArray, label: npt.NDArray[np.intp], fold: npt.NDArray[np.intp]
) -> FloatArray | None:
    """Return the probability that the log of a size gives.

    Parameters
    ----------
    size_mm
        NaN where unknown, shape ``(cases,)``; a single unknown size (no mask at all) counts as the smallest.
    label, fold
        Same shape.

    Returns
    -------
    numpy.ndarray or None
        `None` where most sizes are unknown or a fold's others have one class only.
    """
    x = _log_size(size_mm)
    return None if x is None else _cross_fitted(x[:, None], label, fold)


def size_and_calcification(
    cases: Sequence[Case], size_mm: FloatArray, label: npt.NDArray[np.intp], fold: npt.NDArray[np.intp]
) -> FloatArray | None:
    """Return the probability that the log of a size and the readers' calcification give.

    For reference only: the readers themselves said whether the nodule is calcified, and no program has
    their word. A single unknown counts as not calcified.

    Returns
    -------
    numpy.ndarray or None
        `None` where `size_alone` is, and where the cases lack the readers' calcification.
    """
    absent = np.array([case.attributes.get(CALCIFICATION_ABSENT, np.nan) for case in cases])
    known = np.isfinite(absent)
    x = _log_size(size_mm)
    if x is None or known.mean() < KNOWN_SHARE:
        return None
    return _cross_fitted(np.stack([x, np.where(known, absent, 1.0)], axis=1), label, fold)


def _log_size(size_mm: FloatArray) -> FloatArray | None:
    known = np.isfinite(size_mm)
    if known.mean() < KNOWN_SHARE:
        return None
    return np.asarray(np.log(np.where(known, size_mm, np.nanmin(size_mm))))


def _cross_fitted(
    x: FloatArray, label: npt.NDArray[np.intp], fold: npt.NDArray[np.intp]
) -> FloatArray | None:
    from sklearn.linear_model import LogisticRegression

    result = np.full(len(label), np.nan)
    for held_out in np.unique(fold):
        others = fold != held_out
        if len(np.unique(label[others])) < 2:
            return None
        fit = LogisticRegression(C=np.inf).fit(x[others], label[others])
        result[~others] = fit.predict_proba(x[~others])[:, 1]
    return result
