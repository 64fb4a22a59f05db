"""Figures of a classifier and their 95 % intervals by patient. Numpy only."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

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


def with_intervals(
    figures: Callable[[IntArray], dict[str, float]],
    patients: npt.NDArray[np.str_],
) -> dict[str, dict[str, float | None]]:
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
    _, place = np.unique(patients, return_inverse=True)
    groups = np.split(np.argsort(place, kind="stable"), np.cumsum(np.bincount(place))[:-1])
    values = figures(np.arange(len(patients)))
    drawn: dict[str, list[float]] = {name: [] for name in values}
    random = np.random.default_rng(0)
    for _ in range(DRAWS):
        chosen = np.concatenate([groups[i] for i in random.integers(0, len(groups), len(groups))])
        for name, value in figures(chosen).items():
            drawn[name].append(value)
    return {name: _interval(value, np.array(drawn[name])) for name, value in values.items()}


def _interval(value: float, drawn: npt.NDArray[np.float64]) -> dict[str, float | None]:
    # A draw may hold one class only; such draws say nothing of an AUC.
    drawn = drawn[np.isfinite(drawn)]
    if not np.isfinite(value) or not len(drawn):
        return {"value": None, "low": None, "high": None}
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {"value": round(value, 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
