"""Is the fine-tuned model better here, is that proven, and what did it cost elsewhere? (docs/decisions/0016)

Old and new are compared out of fold over all local nodules, paired and by patient; the untouched part
confirms. Knows scores, not networks; draws nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from training.compare import THRESHOLD, Z
from training.errors import TrainingError
from training.evaluate import FEW
from training.finetune.figures import (
    MAX_REFERENCE_LOSS,
    local_figures,
    reference_figures,
    size_figures,
    untouched_figures,
)
from training.finetune.paired import PairedScores
from training.finetune.verdict_text import sentence_of, warnings_of

#: 80 % quantile of the normal distribution: the chance that the number of nodules asked for will do.
POWER_Z = 0.8416212335729143
#: Beyond this no number is named: the gain is too small for a site to ever prove.
MOST_NODULES = 5000

Rows = npt.NDArray[np.intp]


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
    local = local_figures(scores, everything, scores.new_probability)
    local["baseline_diameter"] = size_figures(scores)
    untouched = untouched_figures(scores)
    reference = reference_figures(scores.reference) if scores.reference is not None else None
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
