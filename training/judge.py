"""What a model says of a dataset's cases, without ever asking it about a patient it was trained on."""

from __future__ import annotations

import dataclasses

import numpy as np

from engine.models.package import ModelPackage
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from training.calibrate import call, cross_fitted_calls
from training.cases import Dataset, hashed_identifier
from training.evaluate import Judged, audit_columns, judged_out_of_fold
from training.explain import AUDIT
from training.runs import RunFolder
from training.scores import OOF, read_scores, score_cases, scores_of_run
from training.splits import make_split


def judge_run(dataset: Dataset, run: RunFolder) -> Judged:
    """Judge by a run's fold models, each on the patients it has not seen.

    Raises
    ------
    training.runs.RunError
        If a fold is not finished, or the run is of another dataset.
    """
    scores, calibration, _ = scores_of_run(dataset, run)
    judged = judged_out_of_fold(scores, calibration.call)
    reportable = sum(case.reportable for case in dataset.cases)
    return dataclasses.replace(judged, left_out=reportable - len(judged.index))


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
    index = np.array([*known, *fresh], dtype=np.intp)
    probability, calls = np.full(len(index), np.nan), np.zeros(len(index), dtype=np.intp)
    audited = {name: np.full(len(index), np.nan) for name in AUDIT}

    if kept is not None and known:
        rows = np.array([place[hashed_identifier(dataset.cases[i].id)] for i in known])
        all_calls = cross_fitted_calls(kept.probability, kept.label, kept.fold, kept.counted)
        probability[: len(known)], calls[: len(known)] = kept.probability[rows], all_calls[rows]
        for name, values in audit_columns(kept, rows).items():
            audited[name][: len(known)] = values
    if fresh:
        run = OnnxRuntime(package).run
        outputs, table = score_cases(dataset, index[len(known) :], manifest.input.patch_spec, run)
        probability[len(known) :] = outputs.probability
        calls[len(known) :] = (
            call(outputs.probability, manifest.conformal)
            if manifest.conformal
            else outputs.probability >= manifest.threshold
        )
        for name, values in table.items():
            audited[name][len(known) :] = values
    return Judged(
        index=index,
        fold=make_split(dataset).folds[index],
        probability=probability,
        call=calls,
        audit=audited,
        left_out=len(counted) - len(index),
    )
