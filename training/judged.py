"""What a model said of the cases that figures count, none of it by a model that has seen the patient.

Knows scores and cases, not networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from training.calibrate import call_of, cross_fitted_sets
from training.scores import Scores
from training.selective import cross_fitted_thresholds


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
    sets
        Whether benign and malignant are in the prediction set, shape ``(cases, 2)``; `None` where the model
        makes none.
    certain_from
        The certainty from which a call counts as certain, chosen on other patients: see
        `training.selective`. `None` where the model has no out-of-fold scores to choose it on.
    """

    index: npt.NDArray[np.intp]
    fold: npt.NDArray[np.intp]
    probability: npt.NDArray[np.float64]
    call: npt.NDArray[np.intp]
    audit: dict[str, npt.NDArray[np.float64]]
    left_out: int = 0
    sets: npt.NDArray[np.bool_] | None = None
    certain_from: npt.NDArray[np.float64] | None = None


def judged_out_of_fold(scores: Scores) -> Judged:
    """Take the counted cases of a table that is in the dataset's order."""
    return judged_rows(scores, np.flatnonzero(scores.counted))


def judged_rows(scores: Scores, rows: npt.NDArray[np.intp]) -> Judged:
    """Take some rows of a table of out-of-fold scores.

    The quantiles of a case's prediction set and its certainty threshold are of the other folds.
    """
    table = (scores.probability, scores.label, scores.fold, scores.counted)
    sets = cross_fitted_sets(*table)[rows]
    return Judged(
        index=rows,
        fold=scores.fold[rows],
        probability=scores.probability[rows],
        call=call_of(sets),
        audit=audit_columns(scores, rows),
        sets=sets,
        certain_from=cross_fitted_thresholds(*table)[rows],
    )


def joined(parts: Sequence[Judged]) -> Judged:
    """Put cases judged in different ways into one table; what one part lacks, the whole lacks."""

    def whole(arrays: list[npt.NDArray[Any] | None]) -> npt.NDArray[Any] | None:
        known = [array for array in arrays if array is not None]
        return np.concatenate(known) if len(known) == len(arrays) else None

    return Judged(
        index=np.concatenate([part.index for part in parts]),
        fold=np.concatenate([part.fold for part in parts]),
        probability=np.concatenate([part.probability for part in parts]),
        call=np.concatenate([part.call for part in parts]),
        audit={name: np.concatenate([part.audit[name] for part in parts]) for name in parts[0].audit},
        left_out=sum(part.left_out for part in parts),
        sets=whole([part.sets for part in parts]),
        certain_from=whole([part.certain_from for part in parts]),
    )


def audit_columns(scores: Scores, rows: npt.NDArray[np.intp]) -> dict[str, npt.NDArray[np.float64]]:
    """Return some rows of a table's audit columns."""
    from training.explain import AUDIT

    return {name: getattr(scores, name)[rows] for name in AUDIT}
