"""The parts of a verdict about abstaining: does the model know when it does not know?

Each takes one column of scores a run and gives figures with intervals by patient; with several runs, their
mean. Knows scores, not networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from training.calibrate import ALPHA, UNDECIDED
from training.cohort import Cohort
from training.judged import Judged
from training.metrics import IntArray, auc, mean_with_intervals, nested
from training.selective import (
    COVERAGES,
    TARGET,
    accuracy_at_coverages,
    certainty,
    cross_fitted_thresholds,
    kept_figures,
)

#: Scores of one run by name: the model's and the baselines'.
Columns = dict[str, npt.NDArray[np.float64]]


def accuracy_at_coverage(cohort: Cohort, columns: Sequence[Columns]) -> dict[str, Any]:
    """Return the accuracy of the most certain calls for each share kept, for every column."""
    label = cohort.label

    def of_run(scores: Columns, rows: IntArray) -> dict[str, float]:
        return {
            f"{share:.0%}/{name}": accuracy
            for name, score in scores.items()
            for share, accuracy in accuracy_at_coverages(label[rows], score[rows]).items()
        }

    found = mean_with_intervals([partial(of_run, scores) for scores in columns], cohort.patients)
    return {
        f"{share:.0%}": {name: found[f"{share:.0%}/{name}"] for name in columns[0]} for share in COVERAGES
    }


def selective_target(
    cohort: Cohort, runs: Sequence[Judged], baseline: npt.NDArray[np.float64] | None
) -> dict[str, Any] | None:
    """Return coverage and accuracy where the certainty reaches a threshold chosen on other patients.

    Parameters
    ----------
    cohort
        The cases.
    runs
        With their thresholds.
    baseline
        A baseline's probability; its threshold is chosen on the cohort's other folds.

    Returns
    -------
    dict or None
        `None` where a run has no thresholds.
    """
    thresholds = [run.certain_from for run in runs]
    known = [values for values in thresholds if values is not None]
    if len(known) < len(runs):
        return None
    label = cohort.label
    columns = [{"model": (run.probability, values)} for run, values in zip(runs, known, strict=True)]
    if baseline is not None:
        every = np.ones(len(cohort), dtype=bool)
        beside = (baseline, cross_fitted_thresholds(baseline, label, cohort.fold, every))
        columns = [{**scores, "baseline_diameter": beside} for scores in columns]

    def of_run(
        scores: dict[str, tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]], rows: IntArray
    ) -> dict[str, float]:
        found = {
            f"{name}/{what}": value
            for name, (probability, certain_from) in scores.items()
            for what, value in kept_figures(label[rows], probability[rows], certain_from[rows]).items()
        }
        if baseline is not None:
            found["coverage_gain/over_diameter"] = (
                found["model/coverage"] - found["baseline_diameter/coverage"]
            )
        return found

    parts = nested(mean_with_intervals([partial(of_run, scores) for scores in columns], cohort.patients))
    finite = np.concatenate(known)
    finite = finite[np.isfinite(finite)]
    document: dict[str, Any] = {
        "accuracy_target": TARGET,
        "certainty": {
            "low": round(float(finite.min()), 4) if len(finite) else None,
            "high": round(float(finite.max()), 4) if len(finite) else None,
        },
        **parts["model"],
    }
    if baseline is not None:
        document["baseline_diameter"] = parts["baseline_diameter"]
        document["coverage_gain_over_diameter"] = parts["coverage_gain"]["over_diameter"]
    return document


def conformal(cohort: Cohort, runs: Sequence[Judged]) -> dict[str, Any] | None:
    """Return how often the prediction sets hold the true class, against what was promised.

    Returns
    -------
    dict or None
        ``nominal``; the share of each class whose set holds it; the shares of sets with both classes
        (``both``) and with none (``empty``), which together are the abstentions (``abstained``). `None`
        where a run makes no sets.
    """
    sets = [run.sets for run in runs if run.sets is not None]
    if len(sets) < len(runs):
        return None
    label = cohort.label

    def of_run(of: npt.NDArray[np.bool_], rows: IntArray) -> dict[str, float]:
        y, benign, malignant = label[rows], of[rows, 0], of[rows, 1]
        return {
            "benign": _mean(benign[y == 0]),
            "malignant": _mean(malignant[y == 1]),
            "abstained": _mean(benign == malignant),
            "both": _mean(benign & malignant),
            "empty": _mean(~benign & ~malignant),
        }

    return {
        "nominal": round(1 - ALPHA, 4),
        **mean_with_intervals([partial(of_run, each) for each in sets], cohort.patients),
    }


def finds_the_readers_doubt(cohort: Cohort, runs: Sequence[Judged]) -> dict[str, Any]:
    """Return whether the model is less certain, and abstains, where the readers did not agree.

    Returns
    -------
    dict
        For ``split`` (not all on one side of 3) and ``opposed`` (on both sides): ``share`` of the rated
        nodules; ``auc`` of the model's uncertainty for finding them; ``share_of_abstentions`` that they are.
    """
    rated = cohort.rated
    doubts = {"split": rated & ~cohort.agreed, "opposed": cohort.opposed}

    def of_run(run: Judged, rows: IntArray) -> dict[str, float]:
        rows = rows[rated[rows]]
        doubt_of = 1 - certainty(run.probability[rows])
        abstained = run.call[rows] == UNDECIDED
        found = {}
        for name, flags in doubts.items():
            doubted = flags[rows]
            found[f"{name}/share"] = _mean(doubted)
            found[f"{name}/auc"] = auc(doubted.astype(np.intp), doubt_of)
            found[f"{name}/share_of_abstentions"] = _mean(doubted[abstained])
        return found

    return nested(mean_with_intervals([partial(of_run, run) for run in runs], cohort.patients))


def _mean(flags: npt.NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else float("nan")
