"""The figures that the verdict rests on: old, new and gain, paired and by patient.

Numpy and scikit-learn only; knows scores, not networks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from training.baselines import size_alone
from training.compare import THRESHOLD, delong, mcnemar
from training.errors import TrainingError
from training.finetune.paired import PairedReference, PairedScores
from training.metrics import at_threshold, auc, brier, ece, log_loss, nested, rounded, with_intervals

#: Most that the AUC on the reference set may fall.
MAX_REFERENCE_LOSS = 0.01

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
#: Figures of which less is better; their gain is old minus new.
_LESS_IS_BETTER = frozenset({"ece", "brier", "log_loss"})


def local_figures(scores: PairedScores, rows: Rows, new: Floats) -> dict[str, Any]:
    """Compare on some rows: counts, each figure as old, new and gain, and the paired tests.

    Parameters
    ----------
    scores
        The table.
    rows
        Of it; at least two of each class.
    new
        The new probabilities to compare, in the table's order.
    """
    label, old, new = scores.label[rows], scores.old_probability[rows], new[rows]
    patients = scores.patient[rows]
    found: dict[str, Any] = {
        "n": len(rows),
        "patients": len(np.unique(patients)),
        "malignant": int(label.sum()),
        **_paired(label, {"old": old, "new": new}, patients, _all_figures),
    }
    right_old, right_new = (old >= THRESHOLD) == label, (new >= THRESHOLD) == label
    only_new, only_old = int((right_new & ~right_old).sum()), int((right_old & ~right_new).sum())
    found["delong"] = delong(label, new, old).document()
    found["mcnemar"] = {
        "only_new_right": only_new,
        "only_old_right": only_old,
        "p": float(f"{mcnemar(only_new, only_old):.3g}"),
    }
    return found


def _all_figures(label: Rows, probability: Floats) -> dict[str, float]:
    at = at_threshold(label, probability, THRESHOLD)
    return {
        "auc": auc(label, probability),
        "sensitivity": at["sensitivity"],
        "specificity": at["specificity"],
        "accuracy": at["accuracy"],
        "ece": ece(label, probability),
        "brier": brier(label, probability),
        "log_loss": log_loss(label, probability),
    }


def _paired(
    label: Rows,
    sides: dict[str, Floats],
    patients: npt.NDArray[np.str_],
    figures: Callable[[Rows, Floats], dict[str, float]],
) -> dict[str, Any]:
    """Each figure of both sides and its gain, with intervals by patient."""

    def of_rows(rows: Rows) -> dict[str, float]:
        y = label[rows]
        old, new = (figures(y, sides[side][rows]) for side in ("old", "new"))
        found: dict[str, float] = {}
        for name in old:
            better = -1 if name in _LESS_IS_BETTER else 1
            found |= {
                f"{name}/old": old[name],
                f"{name}/new": new[name],
                f"{name}/gain": better * (new[name] - old[name]),
            }
        return found

    return nested(with_intervals(of_rows, patients))


def size_figures(scores: PairedScores) -> dict[str, Any] | None:
    """Return what the diameter alone would say, fitted on the other folds; `None` where it is not known."""
    score = size_alone(scores.diameter_mm, scores.label, scores.fold)
    if score is None:
        return None
    return with_intervals(
        lambda rows: {
            "auc": auc(scores.label[rows], score[rows]),
            "accuracy": at_threshold(scores.label[rows], score[rows], THRESHOLD)["accuracy"],
        },
        scores.patient,
    )


def untouched_figures(scores: PairedScores) -> dict[str, Any]:
    """Compare on the untouched part, by the final model; only counts where a class has fewer than two."""
    rows = np.flatnonzero(scores.untouched)
    label = scores.label[rows]
    if min(np.bincount(label, minlength=2)) < 2:
        patients = len(np.unique(scores.patient[rows]))
        return {"n": len(rows), "patients": patients, "malignant": int(label.sum())}
    return local_figures(scores, rows, scores.confirm_probability)


def reference_figures(reference: PairedReference) -> dict[str, Any]:
    """Compare on the reference set.

    Raises
    ------
    TrainingError
        If it has one class only.
    """

    def auc_and_more(label: Rows, probability: Floats) -> dict[str, float]:
        return {"auc": auc(label, probability), "ece": ece(label, probability)}

    sides = {"old": reference.old_probability, "new": reference.new_probability}
    found = _paired(reference.label, sides, reference.patient, auc_and_more)
    if found["auc"]["gain"]["value"] is None:
        raise TrainingError(
            "The reference set has nodules of one class only, so it cannot tell what was forgotten."
        )
    return {
        "n": len(reference.label),
        "patients": len(np.unique(reference.patient)),
        "malignant": int(reference.label.sum()),
        "seen_by_base": int(reference.seen.sum()),
        "max_loss": rounded(MAX_REFERENCE_LOSS),
        **found,
    }
