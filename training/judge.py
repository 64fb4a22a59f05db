"""What a model says of a dataset's cases, without ever asking it about a patient it was trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from engine.models.package import ModelPackage
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from training.calibrate import call_of, prediction_sets, sigmoid
from training.cases import Dataset, hashed_identifier
from training.errors import TrainingError
from training.judged import Judged, joined, judged_out_of_fold, judged_rows
from training.runs import RunError, RunFolder, RunRecord
from training.scores import OOF, Scores, read_scores, score_cases, scores_of_run
from training.selective import certainty_threshold
from training.splits import make_split


def judge_run(dataset: Dataset, run: RunFolder) -> Judged:
    """Judge by a run's fold models, each on the patients it has not seen.

    Raises
    ------
    training.runs.RunError
        If a fold is not finished, or the run is of another dataset.
    """
    scores, _, _ = scores_of_run(dataset, run)
    judged = judged_out_of_fold(scores)
    reportable = sum(case.reportable for case in dataset.cases)
    return replace(judged, left_out=reportable - len(judged.index))


def judge_runs(dataset: Dataset, runs: Sequence[RunFolder]) -> list[Judged]:
    """Judge by several runs that differ in the seed alone, to average them.

    Raises
    ------
    training.runs.RunError
        If they differ in anything else, or two hold the same trainings; and as `judge_run`.
    """
    records = [run.record() for run in runs]
    for number, (run, record) in enumerate(zip(runs, records, strict=True)):
        difference = _difference(records[0], record)
        if difference:
            raise RunError(
                f"The runs {runs[0].folder} and {run.folder} cannot be averaged: {difference}. Only "
                "runs that differ in the seed alone can."
            )
        for earlier, other in zip(runs[:number], records[:number], strict=True):
            # A row's key tells its training: fold, seed and all.
            if set(other.rows.values()) & set(record.rows.values()):
                raise RunError(
                    f"The runs {earlier.folder} and {run.folder} hold the same trainings, of one seed, so "
                    "their mean says nothing of the seed's noise. Give runs of different seeds."
                )
    return [judge_run(dataset, run) for run in runs]


def _difference(a: RunRecord, b: RunRecord) -> str | None:
    """In what two runs differ besides the seed."""
    if a.dataset_sha256 != b.dataset_sha256:
        return "they were trained on different datasets"
    if a.split_sha256 != b.split_sha256:
        return "their folds differ"
    if a.recipe.model_copy(update={"seed": 0}) != b.recipe.model_copy(update={"seed": 0}):
        return "their recipes differ in more than the seed"
    return None


def judge_package(dataset: Dataset, package: ModelPackage) -> Judged:
    """Judge by a model package.

    Cases of its own training have their out-of-fold scores in the package; cases of new patients are run
    through its network; other cases of patients it was trained on are left out.

    Parameters
    ----------
    dataset
        The cases.
    package
        The model.

    Returns
    -------
    Judged

    Raises
    ------
    TrainingError
        If the model has seen the patients of all cases.
    """
    manifest = package.manifest
    kept = read_scores(package.file(OOF)) if OOF in manifest.files else None
    place = {name: row for row, name in enumerate(kept.case)} if kept is not None else {}
    trained_on = set(manifest.training_patients_sha256)
    counted = [i for i, case in enumerate(dataset.cases) if case.reportable]
    known = [i for i in counted if hashed_identifier(dataset.cases[i].id) in place]
    fresh = [
        i
        for i in sorted(set(counted) - set(known))
        if hashed_identifier(dataset.cases[i].patient_id) not in trained_on
    ]
    parts = []
    if kept is not None and known:
        rows = np.array([place[hashed_identifier(dataset.cases[i].id)] for i in known])
        parts.append(replace(judged_rows(kept, rows), index=np.array(known, dtype=np.intp)))
    if fresh:
        parts.append(_judge_fresh(dataset, np.array(fresh, dtype=np.intp), package, kept))
    if not parts:
        raise TrainingError(
            f"The model {manifest.id} {manifest.version} may judge none of the {len(counted)} nodules that "
            "figures count: it has seen all their patients. Judge it on other patients."
        )
    judged = joined(parts)
    if manifest.dataset_sha256 != dataset.sha256:
        # The baselines are fitted on this dataset's patients, so their folds are this dataset's; on its own
        # dataset the model and the baselines have the run's folds.
        judged = replace(judged, fold=make_split(dataset).folds[judged.index])
    return replace(judged, left_out=len(counted) - len(judged.index))


def _judge_fresh(
    dataset: Dataset, index: npt.NDArray[np.intp], package: ModelPackage, kept: Scores | None
) -> Judged:
    """Judge new patients by the package's network.

    Their labels choose nothing: quantiles are the manifest's, the certainty threshold is chosen on the
    package's own out-of-fold scores, at the temperature that its network has.
    """
    manifest = package.manifest
    outputs, audited = score_cases(dataset, index, manifest.input.patch_spec, OnnxRuntime(package).run)
    probability = outputs.probability.astype(np.float64)
    sets = prediction_sets(probability, manifest.conformal) if manifest.conformal else None
    certain_from = None
    if kept is not None and kept.counted.any():
        own = sigmoid(kept.logit[kept.counted] / manifest.temperature)
        certain_from = np.full(len(index), certainty_threshold(own, kept.label[kept.counted]))
    return Judged(
        index=index,
        fold=np.zeros(len(index), dtype=np.intp),
        probability=probability,
        call=(probability >= manifest.threshold).astype(np.intp) if sets is None else call_of(sets),
        audit=audited,
        sets=sets,
        certain_from=certain_from,
    )
