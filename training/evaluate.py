"""The honest verdict on a model: figures with intervals by patient, what size alone would say beside them.

No case is scored by a model that was trained on its patient. Several runs of one recipe, of different seeds,
are judged together: every figure is then their mean. Knows scores and cases, not networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from training.abstention import (
    Columns,
    accuracy_at_coverage,
    conformal,
    finds_the_readers_doubt,
    selective_target,
)
from training.baselines import size_alone, size_and_calcification
from training.calibrate import UNDECIDED
from training.cases import Dataset
from training.cohort import Cohort
from training.errors import TrainingError
from training.judged import Judged
from training.map_and_mask import long_axis_figures, map_figures, mask_figures
from training.metrics import IntArray, at_threshold, auc, brier, ece, mean_with_intervals, nested, rounded
from training.strata import by_scanner
from training.verdict_warnings import warnings_of

#: Fewer nodules than this give no figure worth an interval.
FEW = 20

STRATA = {"6-15mm": (6.0, 15.0), "6-10mm": (6.0, 10.0), "8-15mm": (8.0, 15.0), "15mm+": (15.0, np.inf)}

CALCIFICATION_NOTE = (
    "For reference only: the calcification is the readers' own rating, which no program is given."
)

_BASELINES = ("baseline_diameter", "baseline_measured_diameter", "baseline_diameter_calcification")
#: The gains that are compared, and over which baseline.
_GAINS = {
    "gain_over_diameter": "baseline_diameter",
    "gain_over_diameter_calcification": "baseline_diameter_calcification",
}


def evaluate(dataset: Dataset, *runs: Judged) -> dict[str, Any]:
    """Compute the verdict.

    Parameters
    ----------
    dataset
        The cases.
    *runs
        What was said of them; several ones are runs of different seeds on the same cases and folds.

    Returns
    -------
    dict
        The JSON document of ``noduscope train evaluate``. With several runs each figure is their mean, with
        ``runs`` and ``sd`` beside it (`training.metrics.mean_with_intervals`); sections of plain numbers
        have a list ``runs``.

    Raises
    ------
    TrainingError
        If there are too few cases, or one class only, or the runs judge different cases.
    """
    first = runs[0]
    if any(
        not (np.array_equal(run.index, first.index) and np.array_equal(run.fold, first.fold)) for run in runs
    ):
        raise TrainingError("The runs cannot be averaged: they judge different cases, or in other folds.")
    cohort = Cohort.of(dataset, first.index, first.fold)
    label = cohort.label
    if len(label) < FEW or len(np.unique(label)) < 2:
        raise TrainingError(
            f"An evaluation needs at least {FEW} nodules with a decided label, of both classes; there are "
            f"{len(label)} (malignant: {int(label.sum())}), {first.left_out} left out because the model has "
            "seen their patients."
        )
    columns = _columns(cohort, runs)
    size = columns[0].get("baseline_diameter")

    document: dict[str, Any] = {
        "schema": 1,
        "n": len(cohort),
        "n_patients": len(set(cohort.patients)),
        "n_malignant": int(label.sum()),
        **_main_figures(cohort, runs),
    }
    compared = _compare(cohort, columns, np.arange(len(cohort)))
    for name in _BASELINES:
        document[name] = compared.get(name)
    if document["baseline_diameter_calcification"] is not None:
        document["baseline_diameter_calcification"]["note"] = CALCIFICATION_NOTE
    for name in _GAINS:
        document[name] = compared.get(name)
    document["strata"] = {
        name: _part(cohort, columns, chosen)
        for name, (low, high) in STRATA.items()
        if len(chosen := np.flatnonzero((cohort.diameter_mm >= low) & (cohort.diameter_mm < high))) >= FEW
    }
    document |= by_scanner(cohort.cases, cohort.label, partial(_compare, cohort, columns), few=FEW)
    document["selective"] = _mean_of_runs([_selective(label, run) for run in runs])
    document["accuracy_at_coverage"] = accuracy_at_coverage(
        cohort, [_only(scores, ("model", "baseline_diameter")) for scores in columns]
    )
    document["selective_target"] = selective_target(cohort, runs, size)
    document["conformal"] = conformal(cohort, runs)
    document["readers"] = _readers(cohort, runs, columns)
    document["cam"] = _mean_of_runs([map_figures(run) for run in runs])
    masks = _mean_of_runs([mask_figures(cohort, run) for run in runs])
    document["lesion"] = masks | long_axis_figures(cohort, runs)
    document["warnings"] = warnings_of(document, cohort, first.left_out)
    return document


def _columns(cohort: Cohort, runs: Sequence[Judged]) -> list[Columns]:
    """Each run's probability and the baselines', those that all runs have."""
    label, fold, size = cohort.label, cohort.fold, cohort.diameter_mm
    shared = {
        "baseline_diameter": size_alone(size, label, fold),
        "baseline_diameter_calcification": size_and_calcification(cohort.cases, size, label, fold),
    }
    measured = [size_alone(run.audit["long_axis_mm"], label, fold) for run in runs]
    columns = []
    for run, of_mask in zip(runs, measured, strict=True):
        own = {"baseline_measured_diameter": of_mask if all(m is not None for m in measured) else None}
        found = {"model": run.probability, **shared, **own}
        columns.append({name: score for name, score in found.items() if score is not None})
    return columns


def _only(scores: Columns, names: Sequence[str]) -> Columns:
    return {name: scores[name] for name in names if name in scores}


def _main_figures(cohort: Cohort, runs: Sequence[Judged]) -> dict[str, Any]:
    label = cohort.label

    def of_run(run: Judged, rows: IntArray) -> dict[str, float]:
        y, p = label[rows], run.probability[rows]
        return {"auc": auc(y, p), **at_threshold(y, p), "ece": ece(y, p), "brier": brier(y, p)}

    found: dict[str, Any] = mean_with_intervals([partial(of_run, run) for run in runs], cohort.patients)
    for name in ("ece", "brier"):
        found[f"{name}_interval"] = found[name]
        found[name] = found[name]["value"]
    return found


def _part(cohort: Cohort, columns: Sequence[Columns], chosen: IntArray) -> dict[str, Any]:
    """Count some of the cases and compare on them."""
    return {
        "n": len(chosen),
        "n_malignant": int(cohort.label[chosen].sum()),
        **_compare(cohort, columns, chosen),
    }


def _compare(cohort: Cohort, columns: Sequence[Columns], chosen: IntArray) -> dict[str, Any]:
    """AUC and accuracy of the model and of each baseline, and the paired gains, on some of the cases."""
    label = cohort.label[chosen]

    def of_run(scores: Columns, rows: IntArray) -> dict[str, float]:
        y = label[rows]
        found = {}
        for name, score in scores.items():
            found[f"{name}/auc"] = auc(y, score[rows])
            found[f"{name}/accuracy"] = at_threshold(y, score[rows])["accuracy"]
        for gain, over in _GAINS.items():
            if over in scores:
                for what in ("auc", "accuracy"):
                    found[f"{gain}/{what}"] = found[f"model/{what}"] - found[f"{over}/{what}"]
        return found

    of_chosen = [{name: score[chosen] for name, score in scores.items()} for scores in columns]
    parts = nested(
        mean_with_intervals([partial(of_run, scores) for scores in of_chosen], cohort.patients[chosen])
    )
    return {**parts.pop("model"), **parts}


def _selective(label: npt.NDArray[np.intp], run: Judged) -> dict[str, float | None]:
    decided = run.call != UNDECIDED
    return {
        "coverage": rounded(float(decided.mean())),
        "accuracy": rounded((run.call == label)[decided].mean()) if decided.any() else None,
    }


def _readers(cohort: Cohort, runs: Sequence[Judged], columns: Sequence[Columns]) -> dict[str, Any] | None:
    """Figures where all readers agreed on the side and where not; whether the model's doubt is theirs."""
    rated = cohort.rated
    if rated.sum() < FEW:
        return None
    groups = {
        "agreed": cohort.agreed,
        "split": rated & ~cohort.agreed,
        "opposed": cohort.opposed,
    }
    return {
        **{
            name: _part(cohort, columns, np.flatnonzero(flags)) if flags.sum() >= FEW else None
            for name, flags in groups.items()
        },
        "doubt_found": finds_the_readers_doubt(cohort, runs),
    }


def _mean_of_runs(sections: list[dict[str, Any]]) -> dict[str, Any]:
    """Mean of plain numbers over the runs that have them, with each run's own; of one run its own."""
    if len(sections) == 1:
        return sections[0]
    means: dict[str, Any] = {}
    for name in sections[0]:
        known = [section[name] for section in sections if section[name] is not None]
        means[name] = rounded(sum(known) / len(known)) if known else None
    return {**means, "runs": sections}
