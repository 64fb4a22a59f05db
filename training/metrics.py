"""Figures of a classifier and their 95 % intervals by patient. Numpy only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]
#: Figures of the cases with the given indices; NaN where undefined.
Figures = Callable[[IntArray], dict[str, float]]

#: Draws of the bootstrap.
DRAWS = 1000
ECE_BINS = 10


def auc(label: IntArray, score: FloatArray) -> float:
    """Area under the ROC curve: how often a malignant case scores higher than a benign one, ties half."""
    levels, place = np.unique(score, return_inverse=True)
    positive = np.bincount(place, label, len(levels))
    negative = np.bincount(place, 1 - label, len(levels))
    pairs = positive.sum() * negative.sum()
    below = np.cumsum(negative) - negative
    return float((positive * (below + negative / 2)).sum() / pairs) if pairs else float("nan")


def at_threshold(label: IntArray, probability: FloatArray, threshold: float = 0.5) -> dict[str, float]:
    """Return accuracy, F1, sensitivity and specificity of "malignant" at a threshold; NaN where undefined."""
    called = probability >= threshold
    hit, miss = int((called & (label == 1)).sum()), int((~called & (label == 1)).sum())
    alarm, clear = int((called & (label == 0)).sum()), int((~called & (label == 0)).sum())
    return {
        "accuracy": _share(hit + clear, len(label)),
        "f1": _share(2 * hit, 2 * hit + alarm + miss),
        "sensitivity": _share(hit, hit + miss),
        "specificity": _share(clear, clear + alarm),
    }


def ece(label: IntArray, probability: FloatArray, bins: int = ECE_BINS) -> float:
    """Expected calibration error over bins of equal mass: mean gap between probability and frequency."""
    parts = np.array_split(np.argsort(probability, kind="stable"), bins)
    gaps = [abs(probability[part].mean() - label[part].mean()) * len(part) for part in parts if len(part)]
    return float(sum(gaps) / len(label)) if len(label) else float("nan")


def brier(label: IntArray, probability: FloatArray) -> float:
    """Mean squared difference between probability and outcome."""
    return float(((probability - label) ** 2).mean()) if len(label) else float("nan")


def log_loss(label: IntArray, probability: FloatArray) -> float:
    """Mean negative logarithm of the probability given to the outcome, at least 1e-6 each."""
    given = np.where(np.asarray(label) == 1, probability, 1 - np.asarray(probability))
    return float(-np.log(np.maximum(given, 1e-6)).mean()) if len(label) else float("nan")


def with_intervals(figures: Figures, patients: npt.NDArray[np.str_]) -> dict[str, dict[str, Any]]:
    """Compute figures with 95 % percentile intervals from a bootstrap that draws patients, not nodules.

    Parameters
    ----------
    figures
        Figures of the cases with the given indices; NaN where undefined.
    patients
        Patient of every case.

    Returns
    -------
    dict
        ``{"value", "low", "high"}`` for each figure; `None` where undefined.
    """
    return mean_with_intervals([figures], patients)


def mean_with_intervals(runs: Sequence[Figures], patients: npt.NDArray[np.str_]) -> dict[str, dict[str, Any]]:
    """Compute the mean of several runs' figures on the same cases, with intervals as `with_intervals` does.

    Each draw of patients is the same for all runs, and its figure is their mean: the interval is that of
    the mean over patients, and holds no doubt about which seeds were taken. That is in the spread.

    Parameters
    ----------
    runs
        Figures of each run, all of the same names.
    patients
        Patient of every case.

    Returns
    -------
    dict
        ``{"value", "low", "high"}`` for each figure; with several runs ``runs``, each one's value, and
        ``sd``, the standard deviation between them (n - 1), too. `None` where undefined.
    """
    _, place = np.unique(patients, return_inverse=True)
    groups = np.split(np.argsort(place, kind="stable"), np.cumsum(np.bincount(place))[:-1])
    values = [figures(np.arange(len(patients))) for figures in runs]
    drawn: dict[str, list[float]] = {name: [] for name in values[0]}
    random = np.random.default_rng(0)
    for _ in range(DRAWS):
        chosen = np.concatenate([groups[i] for i in random.integers(0, len(groups), len(groups))])
        found = [figures(chosen) for figures in runs]
        for name, draws in drawn.items():
            draws.append(sum(each[name] for each in found) / len(found))
    result = {}
    for name, draws in drawn.items():
        of_runs = [each[name] for each in values]
        result[name] = _interval(sum(of_runs) / len(of_runs), np.array(draws)) | _spread(of_runs)
    return result


def nested(figures: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Turn figures named ``part/what`` into ``{part: {what: figure}}``."""
    parts: dict[str, Any] = {}
    for name, figure in figures.items():
        part, what = name.split("/")
        parts.setdefault(part, {})[what] = figure
    return parts


def rounded(value: float) -> float | None:
    """Round a figure for a document; `None` where undefined."""
    return round(float(value), 4) if np.isfinite(value) else None


def _spread(of_runs: list[float]) -> dict[str, Any]:
    if len(of_runs) < 2:
        return {}
    return {"runs": [rounded(value) for value in of_runs], "sd": rounded(float(np.std(of_runs, ddof=1)))}


def _interval(value: float, drawn: npt.NDArray[np.float64]) -> dict[str, Any]:
    # A draw may hold one class only; such draws say nothing of an AUC.
    drawn = drawn[np.isfinite(drawn)]
    if not np.isfinite(value) or not len(drawn):
        return {"value": None, "low": None, "high": None}
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {"value": rounded(value), "low": rounded(low), "high": rounded(high)}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
