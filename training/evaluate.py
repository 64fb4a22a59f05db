"""The honest verdict on a model: figures with intervals by patient, what size alone would say beside them.

No case is scored by a model that was trained on its patient. Knows scores and cases, not networks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from training.calibrate import UNDECIDED
from training.cases import Dataset
from training.errors import TrainingError
from training.metrics import at_threshold, auc, brier, ece, with_intervals
from training.scores import Scores
from training.strata import by_scanner

#: An accuracy above this is more than the readers' own agreement allows, so it suggests leakage.
TOO_GOOD = 0.93
#: Fewer nodules than this give no figure worth an interval.
FEW = 20

STRATA = {"6-15mm": (6.0, 15.0), "6-10mm": (6.0, 10.0), "8-15mm": (8.0, 15.0), "15mm+": (15.0, np.inf)}

Figures = dict[str, dict[str, float | None]]


@dataclass(frozen=True, eq=False)
class Judged:
    """The cases that figures count, with what was said of them; arrays of shape ``(cases,)``.

    Parameters
    ----------
    index
        Their places in the dataset.
    fold
        For fitting the baselines on other patients.
    probability
        Calibrated, from a model that has not seen the patient.
    call
        1, 0 or `training.calibrate.UNDECIDED`.
    audit
        Map and mask against the readers' outlines: see `training.explain.audit`.
    left_out
        How many cases had to be left out, since the model has seen their patients.
    """

    index: npt.NDArray[np.intp]
    fold: npt.NDArray[np.intp]
    probability: npt.NDArray[np.float64]
    call: npt.NDArray[np.intp]
    audit: dict[str, npt.NDArray[np.float64]]
    left_out: int = 0


def judged_out_of_fold(scores: Scores, calls: npt.NDArray[np.intp]) -> Judged:
    """Take the counted cases of a table in the dataset's order."""
    rows = np.flatnonzero(scores.counted)
    return Judged(rows, scores.fold[rows], scores.probability[rows], calls[rows], audit_columns(scores, rows))


def audit_columns(scores: Scores, rows: npt.NDArray[np.intp]) -> dict[str, npt.NDArray[np.float64]]:
    """Return some rows of a table's audit columns."""
    from training.explain import AUDIT

    return {name: getattr(scores, name)[rows] for name in AUDIT}


def evaluate(dataset: Dataset, judged: Judged) -> dict[str, Any]:
    """Compute the verdict.

    Parameters
    ----------
    dataset
        The cases.
    judged
        What was said of them.

    Returns
    -------
    dict
        The JSON document of ``noduscope train evaluate``.

    Raises
    ------
    TrainingError
        If there are too few cases, or one class only.
    """
    cases = [dataset.cases[i] for i in judged.index]
    label = np.array([case.label for case in cases], dtype=np.intp)
    if len(label) < FEW or len(np.unique(label)) < 2:
        raise TrainingError(
            f"An evaluation needs at least {FEW} nodules with a decided label, of both classes; there are "
            f"{len(label)} (malignant: {int(label.sum())}), {judged.left_out} left out because the model has "
            "seen their patients."
        )
    patients = np.array([case.patient_id for case in cases])
    diameter = np.array([case.diameter_mm or np.nan for case in cases])
    baselines = {
        "baseline_diameter": _size_alone(diameter, label, judged.fold),
        "baseline_measured_diameter": _size_alone(judged.audit["long_axis_mm"], label, judged.fold),
    }

    def compare(chosen: npt.NDArray[np.intp]) -> dict[str, Any]:
        return _compare(
            label[chosen],
            judged.probability[chosen],
            patients[chosen],
            {name: score[chosen] for name, score in baselines.items() if score is not None},
        )

    everything = np.arange(len(label))
    document: dict[str, Any] = {
        "schema": 1,
        "n": len(label),
        "n_patients": len(set(patients)),
        "n_malignant": int(label.sum()),
        **_main_figures(label, judged.probability, patients),
    }
    compared = compare(everything)
    document |= {name: compared.get(name) for name in baselines}
    document["gain_over_diameter"] = compared.get("gain_over_diameter")
    document["strata"] = {
        name: {"n": len(chosen), "n_malignant": int(label[chosen].sum()), **compare(chosen)}
        for name, (low, high) in STRATA.items()
        if len(chosen := np.flatnonzero((diameter >= low) & (diameter < high))) >= FEW
    }
    document |= by_scanner(cases, label, compare, few=FEW)
    document["selective"] = _selective(label, judged.call)
    document["cam"] = _cam(judged)
    document["lesion"] = _lesion(judged, diameter)
    document["warnings"] = _warnings(document, judged, dataset)
    return document


def _main_figures(
    label: npt.NDArray[np.intp], probability: npt.NDArray[np.float64], patients: npt.NDArray[np.str_]
) -> dict[str, Any]:
    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float]:
        y, p = label[rows], probability[rows]
        return {"auc": auc(y, p), **at_threshold(y, p), "ece": ece(y, p), "brier": brier(y, p)}

    found: dict[str, Any] = with_intervals(figures, patients)
    for name in ("ece", "brier"):
        found[f"{name}_interval"] = found[name]
        found[name] = found[name]["value"]
    return found


def _compare(
    label: npt.NDArray[np.intp],
    probability: npt.NDArray[np.float64],
    patients: npt.NDArray[np.str_],
    baselines: dict[str, npt.NDArray[np.float64]],
) -> dict[str, Any]:
    """AUC and accuracy of the model and of each baseline, and the paired gain over the readers' diameter."""
    columns = {"model": probability, **baselines}

    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float]:
        y = label[rows]
        found = {}
        for name, score in columns.items():
            found[f"{name}/auc"] = auc(y, score[rows])
            found[f"{name}/accuracy"] = at_threshold(y, score[rows])["accuracy"]
        if "baseline_diameter" in columns:
            for what in ("auc", "accuracy"):
                found[f"gain_over_diameter/{what}"] = (
                    found[f"model/{what}"] - found[f"baseline_diameter/{what}"]
                )
        return found

    nested: dict[str, Any] = {}
    for name, figure in with_intervals(figures, patients).items():
        part, what = name.split("/")
        nested.setdefault(part, {})[what] = figure
    return {**nested.pop("model"), **nested}


def _size_alone(
    size_mm: npt.NDArray[np.float64], label: npt.NDArray[np.intp], fold: npt.NDArray[np.intp]
) -> npt.NDArray[np.float64] | None:
    """Probability by a logistic regression on the log of a size, fitted on the other folds.

    `None` where most sizes are unknown or a fold's others have one class only. A single unknown size (no
    mask at all) counts as the smallest known.
    """
    from sklearn.linear_model import LogisticRegression

    known = np.isfinite(size_mm)
    if known.mean() < 0.9:
        return None
    x = np.log(np.where(known, size_mm, np.nanmin(size_mm)))[:, None]
    result = np.full(len(label), np.nan)
    for held_out in np.unique(fold):
        others = fold != held_out
        if len(np.unique(label[others])) < 2:
            return None
        fit = LogisticRegression(C=np.inf).fit(x[others], label[others])
        result[~others] = fit.predict_proba(x[~others])[:, 1]
    return result


def _selective(label: npt.NDArray[np.intp], call: npt.NDArray[np.intp]) -> dict[str, float | None]:
    decided = call != UNDECIDED
    return {
        "coverage": _rounded(float(decided.mean())),
        "accuracy": _rounded((call == label)[decided].mean()) if decided.any() else None,
    }


def _cam(judged: Judged) -> dict[str, Any]:
    """Audit of the maps of nodules called malignant: a benign call has no hot spot to be right about."""
    rows = (judged.probability >= 0.5) & np.isfinite(judged.audit["cam_energy"])
    mean = _mean_of(judged.audit, rows)
    return {
        "energy_in_lesion": mean("cam_energy"),
        "pointing_game": mean("cam_peak_in"),
        "pointing_game_shifted": mean("cam_peak_in_shifted"),
        "chance": mean("cam_chance"),
        "n": int(rows.sum()),
    }


def _lesion(judged: Judged, diameter: npt.NDArray[np.float64]) -> dict[str, Any]:
    rows = np.isfinite(judged.audit["dice"])
    error = np.abs(judged.audit["long_axis_mm"] - diameter)
    return {
        "dice": _mean_of(judged.audit, rows)("dice"),
        "long_axis_error_mm": _rounded(float(np.nanmean(error))) if np.isfinite(error).any() else None,
        "n": int(rows.sum()),
    }


def _warnings(document: dict[str, Any], judged: Judged, dataset: Dataset) -> list[dict[str, str]]:
    found = []
    accuracy = document["accuracy"]["value"]
    if accuracy is not None and accuracy > TOO_GOOD:
        found.append(
            _warning(
                "leakage",
                f"An accuracy of {accuracy:.3f} is higher than readers agree among themselves. Check whether "
                "nodules of one patient are in training and test.",
            )
        )
    if document["baseline_diameter"] is None:
        found.append(_warning("no_baseline", "Too few cases have a diameter, so size alone is not compared."))
    elif (document["gain_over_diameter"]["auc"]["low"] or 0) <= 0:
        found.append(
            _warning("no_gain", "The model is not shown to rank better than the nodule's diameter alone.")
        )
    if judged.left_out:
        found.append(
            _warning(
                "left_out", f"{judged.left_out} nodules were left out: the model has seen their patients."
            )
        )
    if any(dataset.cases[i].readers is not None for i in judged.index):
        found.append(
            _warning("opinion", "The labels are radiologists' opinions on CT, not pathology or follow-up.")
        )
    return found


def _warning(code: str, text: str) -> dict[str, str]:
    return {"code": code, "text": text}


def _mean_of(
    columns: dict[str, npt.NDArray[np.float64]], rows: npt.NDArray[np.bool_]
) -> Callable[[str], float | None]:
    return lambda name: _rounded(columns[name][rows].mean()) if rows.any() else None


def _rounded(value: float) -> float:
    return round(float(value), 4)
