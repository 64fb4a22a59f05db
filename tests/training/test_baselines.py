"""What size, and size with the readers' calcification, say on patients they were not fitted on."""

from __future__ import annotations

import numpy as np
import pytest

from training.baselines import size_alone, size_and_calcification
from training.metrics import auc

N = 40


@pytest.fixture
def rated(dataset):
    """Cases of one size, of which the calcified ones are benign, all but a few of each kind."""
    absent = np.array([case.label for case in dataset.cases], dtype=float)
    absent[[0, 1, 10, 11, 20, 21, 30, 31]] = 1 - absent[[0, 1, 10, 11, 20, 21, 30, 31]]
    cases = [
        case.model_copy(update={"attributes": {"calcification_absent": value}})
        for case, value in zip(dataset.cases, absent, strict=True)
    ]
    return cases, absent


def test_calcification_tells_where_size_does_not(dataset, rated):
    cases, absent = rated
    label = np.array([case.label for case in cases])
    fold = np.arange(N) // 2 % 4
    size = 8 + np.arange(N) // 2 % 3.0  # says nothing of the label: both of a patient have the same
    both = size_and_calcification(cases, size, label, fold)
    # 16 of 20 are on the right side, and 4 of 20 on the wrong one: .8 x .8 + half of the ties.
    assert auc(label, absent) == pytest.approx(0.8)
    assert auc(label, both) == pytest.approx(0.8, abs=0.05)
    assert auc(label, size_alone(size, label, fold)) < 0.6
    # With one column the fit on 30 others gives the frequencies there.
    alone = size_and_calcification(cases, np.full(N, 10.0), label, fold)
    others = fold != 0
    frequency = label[others & (absent == 1)].mean()
    assert alone[(fold == 0) & (absent == 1)] == pytest.approx(frequency, abs=1e-3)


def test_without_the_readers_word_there_is_no_such_baseline(dataset):
    cases = [case.model_copy(update={"attributes": {}}) for case in dataset.cases]
    label = np.array([case.label for case in cases])
    fold = np.arange(N) // 2 % 4
    size = np.array([case.diameter_mm for case in cases])
    assert size_and_calcification(cases, size, label, fold) is None
    assert size_and_calcification(dataset.cases, np.full(N, np.nan), label, fold) is None
    # Known for nine in ten: the rest counts as not calcified.
    few = [*cases[:4], *dataset.cases[4:]]
    assert size_and_calcification(few, size, label, fold) == pytest.approx(
        size_and_calcification(dataset.cases, size, label, fold)
    )


def test_a_fold_whose_others_have_one_class_gives_none(dataset):
    label = np.array([case.label for case in dataset.cases])
    size = np.array([case.diameter_mm for case in dataset.cases])
    assert size_alone(size, label, label) is None
    assert size_and_calcification(dataset.cases, size, label, label) is None
