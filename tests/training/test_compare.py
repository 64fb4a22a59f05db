"""Paired comparison against numbers worked out by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from training.compare import compare, delong, mcnemar
from training.errors import TrainingError
from training.judged import Judged
from training.metrics import auc

N = 40


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 200)


@pytest.fixture(scope="module")
def label(dataset):
    return np.array([case.label for case in dataset.cases])


def judged(probability: np.ndarray, index: np.ndarray | None = None) -> Judged:
    index = np.arange(N) if index is None else index
    return Judged(index, index // 2 % 4, probability, (probability >= 0.5).astype(int), {})


def test_delong_of_six_cases_worked_out_by_hand():
    label = np.array([1, 1, 1, 0, 0, 0])
    a = np.array([0.9, 0.7, 0.4, 0.5, 0.3, 0.1])
    b = np.array([0.8, 0.3, 0.6, 0.3, 0.7, 0.2])
    # Placements of the malignant: A 1, 1, 2/3; B 1, 1/2, 2/3. Differences 0, 1/2, 0: mean 1/6, variance
    # (1/36 + 1/9 + 1/36) / 2 = 1/12.
    # Of the benign: A 2/3, 1, 1; B 5/6, 1/3, 1. Differences -1/6, 2/3, 0: mean 1/6, variance
    # (1/9 + 1/4 + 1/36) / 2 = 7/36.
    result = delong(label, a, b)
    assert result.difference == pytest.approx(1 / 6)
    assert result.difference == pytest.approx(auc(label, a) - auc(label, b))
    assert result.standard_error == pytest.approx(np.sqrt((1 / 12 + 7 / 36) / 3))
    # z = (1 / 6) / 0.30429 = 0.5477
    assert result.p == pytest.approx(0.5839, abs=1e-4)


def test_delong_turns_with_the_sides_and_is_nothing_for_equals():
    label, random = np.arange(60) % 2, np.random.default_rng(1)
    a, b = random.normal(label, 1), random.normal(label, 1)
    assert delong(label, a, b).difference == -delong(label, b, a).difference
    assert delong(label, a, b).p == delong(label, b, a).p
    # Only ranks count.
    assert delong(label, a, np.exp(a)).p == 1.0


def test_delong_agrees_with_a_bootstrap_of_independent_cases():
    random = np.random.default_rng(3)
    label = np.repeat([0, 1], 150)
    a = random.normal(1.5 * label, 1)
    b = 0.6 * a + random.normal(0.4 * label, 0.7)
    drawn = []
    for _ in range(600):
        rows = np.concatenate([random.integers(0, 150, 150), random.integers(150, 300, 150)])
        drawn.append(auc(label[rows], a[rows]) - auc(label[rows], b[rows]))
    assert delong(label, a, b).standard_error == pytest.approx(np.std(drawn), rel=0.1)


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"),
    [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 2 / 32), (5, 0, 2 / 32), (1, 7, 2 * 9 / 256), (2, 2, 1.0)],
)
def test_mcnemar_by_hand(only_a, only_b, p):
    assert mcnemar(only_a, only_b) == pytest.approx(p)


def test_the_document(dataset, label):
    a = np.where(label == 1, 0.8, 0.1)
    b = a.copy()
    # B misses four malignant nodules (and ranks them under no benign one), A one that B gets.
    b[[1, 3, 5, 7]] = 0.4
    a[0] = 0.6
    document = compare(dataset, judged(a), judged(b), ("new", "old"))
    assert (document["a"], document["b"], document["n"], document["n_malignant"]) == ("new", "old", 40, 20)
    assert document["auc"]["difference"]["value"] == 0.0
    assert document["auc"]["delong"]["p"] == 1.0
    assert document["accuracy"]["a"]["value"] == 39 / 40
    assert document["accuracy"]["b"]["value"] == 36 / 40
    difference = document["accuracy"]["difference"]
    assert difference["value"] == 0.075
    assert difference["low"] < 0.075 < difference["high"]
    # One and four of five: 2 (1 + 5) / 32.
    assert document["accuracy"]["mcnemar"] == {"only_a_right": 4, "only_b_right": 1, "p": 0.375}
    assert [flip["case"] for flip in document["flips"]] == [dataset.cases[i].id for i in (0, 1, 3, 5, 7)]
    assert document["flips"][0] == {
        "case": dataset.cases[0].id,
        "label": 0,
        "a": 0.6,
        "b": 0.1,
        "right": "b",
    }
    inside = [case for case in dataset.cases if 6 <= case.diameter_mm < 15]
    assert document["strata"]["6-15mm"]["n"] == len(inside)


def test_only_cases_that_both_may_judge_count(dataset, label):
    probability = np.where(label == 1, 0.8, 0.1)
    back = np.arange(N)[::-1][:30]
    document = compare(dataset, judged(probability), judged(probability[back], back))
    assert (document["n"], document["only_a_judges"], document["only_b_judges"]) == (30, 10, 0)
    # Matched by case, not by row: equal scores give no difference.
    assert document["flips"] == []
    assert document["auc"]["difference"] == {"value": 0.0, "low": 0.0, "high": 0.0}


def test_nothing_in_common_is_refused(dataset, label):
    probability = np.where(label == 1, 0.8, 0.1)
    half = [np.arange(0, N // 2), np.arange(N // 2, N)]
    with pytest.raises(TrainingError, match=r"old and new cannot be compared: there are 0 nodules"):
        compare(dataset, *(judged(probability[i], i) for i in half), ("old", "new"))
    benign = dataclasses.replace(
        dataset, cases=tuple(case.model_copy(update={"label": 0}) for case in dataset.cases)
    )
    with pytest.raises(TrainingError, match=r"40 nodules \(malignant: 0\)"):
        compare(benign, judged(probability), judged(probability))
