"""Is the fine-tuned model better here, is that proven, and what did it cost elsewhere? (docs/decisions/0016)

Old and new are compared out of fold over all local nodules, paired and by patient; the untouched part
confirms. Knows scores, not networks; draws nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from training.baselines import size_alone
from training.compare import THRESHOLD, Z, delong, mcnemar
from training.errors import TrainingError
from training.evaluate import FEW
from training.finetune.paired import PairedReference, PairedScores
from training.finetune.verdict_text import sentence_of, warnings_of
from training.metrics import at_threshold, auc, brier, ece, log_loss, nested, rounded, with_intervals

#: Most that the AUC on the reference set may fall.
MAX_REFERENCE_LOSS = 0.01
#: 80 % quantile of the normal distribution: the chance that the number of nodules asked for will do.
POWER_Z = 0.8416212335729143
#: Beyond this no number is named: the gain is too small for a site to ever prove.
MOST_NODULES = 5000

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
#: Figures of which less is better; their gain is old minus new.
_LESS_IS_BETTER = frozenset({"ece", "brier", "log_loss"})


class Outcome(StrEnum):
    """What is said of a fine-tuned model."""

    BETTER = "better"
    RECALIBRATED = "recalibrated"
    FORGETS = "forgets"
    """Better here, but worse than allowed on the reference set."""
    NOT_PROVEN = "not_proven"
    NOT_BETTER = "not_better"


@dataclass(frozen=True, eq=False)
class Verdict:
    """The verdict with everything that it rests on.

    Parameters
    ----------
    outcome, sentence
        What is said, and in words.
    more_nodules
        About how many more local nodules would prove the gain; `None` where that cannot be said.
    local
        Figures over all local nodules, out of fold: ``old``, ``new`` and ``gain`` each, a gain above zero
        being an improvement.
    untouched
        The same of the untouched part, by the final model; only counts where it is too small.
    reference
        AUC on the reference set; `None` without one.
    changed
        Rows of the scores that are called differently.
    warnings
        Sentences.
    """

    outcome: Outcome
    sentence: str
    more_nodules: int | None
    local: dict[str, Any]
    untouched: dict[str, Any]
    reference: dict[str, Any] | None
    changed: Rows
    warnings: tuple[str, ...]

    @property
    def installable(self) -> bool:
        """Whether it may be installed without anybody overriding the verdict."""
        return self.outcome in (Outcome.BETTER, Outcome.RECALIBRATED)

    def document(self, scores: PairedScores, pictures: dict[int, str] | None = None) -> dict[str, Any]:
        """Return the JSON document of ``noduscope train verdict``.

        Parameters
        ----------
        scores
            What the verdict is of.
        pictures
            Path of the picture of each changed row, inside the run folder.
        """
        return {
            "schema": 1,
            "mode": scores.mode,
            "verdict": self.outcome.value,
            "sentence": self.sentence,
            "more_nodules": self.more_nodules,
            "local": self.local,
            "untouched": self.untouched,
            "reference": self.reference,
            "sides_changed": [self._change(scores, int(row), pictures or {}) for row in self.changed],
            "installable": self.installable,
            "needs_override": not self.installable,
            "warnings": list(self.warnings),
        }

    @staticmethod
    def _change(scores: PairedScores, row: int, pictures: dict[int, str]) -> dict[str, Any]:
        old, new = float(scores.old_probability[row]), float(scores.new_probability[row])
        label = int(scores.label[row])
        return {
            "case": str(scores.case[row]),
            "label": label,
            "old": round(old, 4),
            "new": round(new, 4),
            "right": "new" if (new >= THRESHOLD) == label else "old",
            "picture": pictures.get(row),
        }


def verdict(scores: PairedScores) -> Verdict:
    """Judge a fine-tuned model.

    Parameters
    ----------
    scores
        What the old and the new model say, neither of a patient it has seen.

    Returns
    -------
    Verdict

    Raises
    ------
    TrainingError
        If there are too few nodules of a class for any verdict.
    """
    counts = np.bincount(scores.label, minlength=2)
    if len(scores) < FEW or counts.min() < 2:
        raise TrainingError(
            f"No verdict can be given: there are {len(scores)} nodules with a label, {counts[1]} of them "
            f"malignant. At least {FEW} are needed, of both classes."
        )
    everything = np.arange(len(scores))
    local = _figures(scores, everything, scores.new_probability)
    local["baseline_diameter"] = _size_alone(scores)
    untouched = _untouched(scores)
    reference = _reference(scores.reference) if scores.reference is not None else None
    judged_by = "log_loss" if scores.mode == "recalibrate" else "auc"
    outcome = _outcome(scores.mode, local[judged_by]["gain"], untouched, reference)
    more = _more_nodules(local[judged_by]["gain"], len(scores)) if outcome is Outcome.NOT_PROVEN else None
    if _speaks_against(untouched):
        more = None
    return Verdict(
        outcome=outcome,
        sentence=sentence_of(outcome.value, local, untouched, reference, more, figure=judged_by),
        more_nodules=more,
        local=local,
        untouched=untouched,
        reference=reference,
        changed=np.flatnonzero(
            (scores.old_probability >= THRESHOLD) != (scores.new_probability >= THRESHOLD)
        ),
        warnings=tuple(warnings_of(local, untouched, reference, max_loss=MAX_REFERENCE_LOSS)),
    )


def _outcome(
    mode: str, gain: dict[str, Any], untouched: dict[str, Any], reference: dict[str, Any] | None
) -> Outcome:
    if gain["value"] is None or gain["value"] <= 0:
        return Outcome.NOT_BETTER
    if gain["low"] <= 0 or (mode == "finetune" and _speaks_against(untouched)):
        return Outcome.NOT_PROVEN
    if mode == "recalibrate":
        return Outcome.RECALIBRATED
    if reference is not None and reference["auc"]["gain"]["value"] < -MAX_REFERENCE_LOSS:
        return Outcome.FORGETS
    return Outcome.BETTER


def _speaks_against(untouched: dict[str, Any]) -> bool:
    """Whether the untouched part shows a loss that is no accident."""
    high = untouched["auc"]["gain"]["high"] if "auc" in untouched else None
    return high is not None and high < 0


def _more_nodules(gain: dict[str, Any], n: int) -> int | None:
    """Return how many more nodules would prove a gain of this size with a chance of 80 %.

    The standard error falls with the root of the number of nodules; the lower bound is above zero with that
    chance where the gain is ``Z + POWER_Z`` standard errors.
    """
    error = (gain["high"] - gain["low"]) / (2 * Z)
    needed = n * ((Z + POWER_Z) * error / gain["value"]) ** 2
    more = max(10, 10 * math.ceil((needed - n) / 10))
    return more if more <= MOST_NODULES else None


def _figures(scores: PairedScores, rows: Rows, new: Floats) -> dict[str, Any]:
    """Compare on some rows: counts, each figure as old, new and gain, and the paired tests."""
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


def _size_alone(scores: PairedScores) -> dict[str, Any] | None:
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


def _untouched(scores: PairedScores) -> dict[str, Any]:
    rows = np.flatnonzero(scores.untouched)
    label = scores.label[rows]
    if min(np.bincount(label, minlength=2)) < 2:
        patients = len(np.unique(scores.patient[rows]))
        return {"n": len(rows), "patients": patients, "malignant": int(label.sum())}
    return _figures(scores, rows, scores.confirm_probability)


def _reference(reference: PairedReference) -> dict[str, Any]:
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
