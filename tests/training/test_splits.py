"""Folds keep a patient together, and a split that does not is refused."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.training.synthetic_crops import write_crops
from training.cases import Dataset
from training.datasets.lidc_crops import import_lidc_crops
from training.errors import TrainingError
from training.splits import LeakageError, check_leakage, make_split


def with_folds(dataset: Dataset, folds: list[int | None]) -> Dataset:
    cases = tuple(
        case.model_copy(update={"fold": fold}) for case, fold in zip(dataset.cases, folds, strict=True)
    )
    return dataclasses.replace(dataset, cases=cases)


def test_generated_folds_keep_patients_together_and_balance_the_classes(dataset):
    split = make_split(dataset, n_folds=4, seed=3)
    assert not split.given
    assert split.n_folds == 4
    for patient in {case.patient_id for case in dataset.cases}:
        rows = [i for i, case in enumerate(dataset.cases) if case.patient_id == patient]
        assert len(set(split.folds[rows])) == 1
    labels = np.array([case.label for case in dataset.cases])
    for fold in range(4):
        assert labels[split.folds == fold].mean() == pytest.approx(0.5)


def test_the_seed_decides_the_folds(dataset):
    assert make_split(dataset, seed=1).sha256 == make_split(dataset, seed=1).sha256
    assert make_split(dataset, seed=1).sha256 != make_split(dataset, seed=2).sha256


def test_folds_of_the_source_are_used(tmp_path):
    data = import_lidc_crops(write_crops(tmp_path / "crops", folds=True))
    split = make_split(data, n_folds=2, seed=9)
    assert split.given
    assert split.folds.tolist() == [(i // 2) % 4 for i in range(40)]


def test_a_patient_in_two_folds_is_refused(dataset):
    folds = [(i // 2) % 2 for i in range(40)]
    folds[0] = 1
    with pytest.raises(LeakageError, match="1 patient"):
        make_split(with_folds(dataset, folds))


def test_one_series_under_two_patients_is_refused(dataset):
    cases = list(dataset.cases)
    cases[4] = cases[4].model_copy(update={"series_uid": cases[2].series_uid})
    with pytest.raises(LeakageError, match="1 series"):
        check_leakage(tuple(cases), np.array([(i // 2) % 2 for i in range(40)]))


@pytest.mark.parametrize(
    ("folds", "sentence"),
    [
        ([0] * 20 + [None] * 20, "20 of 40 cases have no fold"),
        ([0] * 40, "at least two"),
        ([0] * 20 + [2] * 20, "without gaps"),
        ([-1] * 20 + [0] * 20, "numbered from 0"),
    ],
)
def test_unusable_folds_are_refused(dataset, folds, sentence):
    with pytest.raises(TrainingError, match=sentence):
        make_split(with_folds(dataset, folds))


def test_more_folds_than_patients_are_refused(dataset):
    few = dataclasses.replace(
        dataset, cases=dataset.cases[:6], hu=dataset.hu[:6], outlines=dataset.outlines[:6]
    )
    with pytest.raises(TrainingError, match="there are 3"):
        make_split(few, n_folds=5)
