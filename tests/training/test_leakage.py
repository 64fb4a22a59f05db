"""One picture under two patients is found and refused; pictures that are only alike are not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from training.cases import Dataset
from training.leakage import SAME, check_near_duplicates, near_duplicates
from training.splits import LeakageError, make_split

#: Two cases of two patients.
COPY, SOURCE = 9, 4


def copied(
    dataset: Dataset, shift: tuple[int, int] = (0, 0), noise_hu: float = 0.0, patient: str = ""
) -> Dataset:
    """Put a changed copy of one case's crop in place of another's."""
    hu = list(dataset.hu)
    noise = np.random.default_rng(5).normal(0, noise_hu, hu[SOURCE].shape)
    hu[COPY] = (np.roll(hu[SOURCE], shift, (1, 2)) + noise.round()).astype(np.int16)
    cases = list(dataset.cases)
    if patient:
        cases[COPY] = cases[COPY].model_copy(update={"patient_id": patient})
    return dataclasses.replace(dataset, hu=tuple(hu), cases=tuple(cases))


@pytest.fixture
def apart(dataset):
    """Folds that keep the two cases apart."""
    folds = np.zeros(len(dataset), dtype=np.intp)
    folds[[8, 9]] = 1
    return folds


def test_alike_is_not_the_same(dataset):
    # Round balls of a few sizes in noise, all in different noise.
    assert near_duplicates(dataset, make_split(dataset, n_folds=5).folds) == []


@pytest.mark.parametrize(("shift", "noise_hu"), [((0, 0), 0), ((2, -2), 0), ((-1, 2), 10), ((0, 0), 10)])
def test_a_copy_is_found_shifted_and_noisy(dataset, apart, shift, noise_hu):
    (pair,) = near_duplicates(copied(dataset, shift, noise_hu), apart)
    assert (pair.first, pair.second) == (SOURCE, COPY)
    assert pair.correlation > SAME
    if not noise_hu:
        assert pair.correlation == pytest.approx(1, abs=0.02)


def test_a_copy_is_refused_and_both_cases_are_named(dataset, apart):
    names = [dataset.cases[i].id for i in (SOURCE, COPY)]
    with pytest.raises(LeakageError, match=f"{names[0]} and {names[1]} .* in folds 0 and 1"):
        check_near_duplicates(copied(dataset), apart)


def test_a_copy_in_the_same_fold_or_of_the_same_patient_is_no_leak(dataset, apart):
    check_near_duplicates(copied(dataset), np.zeros(len(dataset), dtype=np.intp))
    # A patient in two folds is refused by another check.
    check_near_duplicates(copied(dataset, patient=dataset.cases[SOURCE].patient_id), apart)


def test_flat_crops_are_nobody_s_copy(dataset, apart):
    hu = list(dataset.hu)
    hu[SOURCE] = hu[COPY] = np.full_like(hu[0], -1000)
    check_near_duplicates(dataclasses.replace(dataset, hu=tuple(hu)), apart)


def test_a_nodule_off_the_middle_of_a_small_crop(dataset, apart):
    """The window follows the nodule's centre, and crops need not have one size."""
    data = copied(dataset)
    case = data.cases[COPY]
    crop = case.grid.crop((0, 15, 5), (1, 50, 60))
    cases, hu, outlines = list(data.cases), list(data.hu), list(data.outlines)
    cases[COPY] = case.model_copy(update={"size": crop.size, "origin_mm": crop.origin_mm})
    hu[COPY] = hu[COPY][:, 15:65, 5:65]
    outlines[COPY] = outlines[COPY][:, 15:65, 5:65]
    (pair,) = near_duplicates(
        dataclasses.replace(data, cases=tuple(cases), hu=tuple(hu), outlines=tuple(outlines)), apart
    )
    assert (pair.first, pair.second) == (SOURCE, COPY)


@pytest.mark.shared_data
def test_the_real_crops_hold_no_picture_twice(shared_data):
    from training.datasets.lidc_crops import import_lidc_crops

    data = import_lidc_crops(shared_data)
    check_near_duplicates(data, make_split(data).folds)
