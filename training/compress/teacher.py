"""May these runs teach? Only if, out of fold, they are better than the student that has no teacher.

A teacher that knows no more than the student has nothing to hand on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from training.cases import Dataset
from training.errors import TrainingError
from training.graph import graph_of
from training.graph import run as run_graph
from training.metrics import auc, with_intervals
from training.runs import RunError, RunFolder, member_name
from training.samples import plain_patches
from training.splits import Split


def check_teachers(
    dataset: Dataset, split: Split, teachers: Sequence[RunFolder], plain: RunFolder
) -> dict[str, Any]:
    """Compare teachers and student on the folds that all have finished.

    Parameters
    ----------
    dataset, split
        The cases and their folds.
    teachers
        Their logits are averaged.
    plain
        The student without a teacher.

    Returns
    -------
    dict
        ``folds``, ``nodules``, and the AUCs of ``teacher``, ``student`` and their ``difference``, with
        intervals by patient.

    Raises
    ------
    TrainingError
        If they share no finished fold, or the teachers' AUC is not above the student's.
    """
    everyone = [*teachers, plain]
    folds = [fold for fold in range(split.n_folds) if all(has_fold(run, str(fold)) for run in everyone)]
    if not folds:
        raise TrainingError(
            "The teachers and the student without one have no finished fold in common, so it cannot be told "
            "whether the teachers are better. Finish a fold of each."
        )
    counted = np.array([case.reportable for case in dataset.cases])
    chosen = np.flatnonzero(np.isin(split.folds, folds) & counted)
    label = np.array([dataset.cases[i].label for i in chosen], dtype=np.intp)
    patients = np.array([dataset.cases[i].patient_id for i in chosen])
    logits = [_logits(dataset, split, run, chosen) for run in everyone]
    teacher, student = np.mean(logits[:-1], axis=0), logits[-1]

    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float]:
        of = {"teacher": auc(label[rows], teacher[rows]), "student": auc(label[rows], student[rows])}
        return {**of, "difference": of["teacher"] - of["student"]}

    measured = with_intervals(figures, patients)
    value = measured["difference"]["value"]
    if value is None or value <= 0:
        words = ", ".join(f"{name} {measured[name]['value']}" for name in ("teacher", "student"))
        raise TrainingError(
            f"The teachers do not beat the student without a teacher on {len(label)} held-out nodules (AUC: "
            f"{words}), so there is nothing to distil. Take a better teacher, such as several networks."
        )
    return {"folds": folds, "nodules": len(label), **measured}


def has_fold(run: RunFolder, fold: str) -> bool:
    """Whether all members of a run's fold are finished."""
    try:
        for member in range(run.record().recipe.members):
            run.finished(member_name(fold, member))
    except RunError:
        return False
    return True


def _logits(
    dataset: Dataset, split: Split, run: RunFolder, chosen: npt.NDArray[np.intp]
) -> npt.NDArray[np.float64]:
    recipe = run.record().recipe
    logits = np.full(len(chosen), np.nan)
    for fold in np.unique(split.folds[chosen]):
        rows = np.flatnonzero(split.folds[chosen] == fold)
        patches = plain_patches(dataset, recipe.input.spec, chosen[rows])
        logits[rows] = run_graph(graph_of(run.weights(str(fold)), recipe), patches).logit
    return logits
