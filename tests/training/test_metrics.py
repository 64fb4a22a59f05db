"""Figures against numbers worked out by hand, and against scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from training.calibrate import (
    UNDECIDED,
    call_of,
    cross_fit,
    cross_fitted_sets,
    prediction_quantiles,
    prediction_sets,
    sigmoid,
    temperature,
)
from training.metrics import at_threshold, auc, brier, ece, mean_with_intervals, with_intervals

LABEL = np.array([1, 1, 1, 0, 0, 0, 0])
SCORE = np.array([0.9, 0.6, 0.4, 0.7, 0.4, 0.3, 0.1])


def test_auc_counts_pairs_and_halves_ties():
    # .9 beats 4; .6 beats 3; .4 beats 2 and ties 1: 9.5 of 12.
    assert auc(LABEL, SCORE) == pytest.approx(9.5 / 12)
    assert math.isnan(auc(np.array([1, 1]), np.array([0.1, 0.2])))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=2, max_size=60))
def test_auc_is_scikit_learns(pairs):
    label = np.array([int(positive) for positive, _ in pairs])
    score = np.array([float(value) for _, value in pairs])
    if 0 < label.sum() < len(label):
        assert auc(label, score) == pytest.approx(roc_auc_score(label, score))


def test_figures_at_a_threshold():
    # Called malignant: .9, .6, .7: two hits, one alarm, one miss, three clear.
    assert at_threshold(LABEL, SCORE) == pytest.approx(
        {"accuracy": 5 / 7, "f1": 4 / 6, "sensitivity": 2 / 3, "specificity": 3 / 4}
    )
    assert math.isnan(at_threshold(np.zeros(3, int), np.zeros(3))["sensitivity"])


def test_ece_over_bins_of_equal_mass():
    label = np.array([0, 1, 1, 1])
    probability = np.array([0.1, 0.3, 0.6, 1.0])
    # Bins (.1, .3) with frequency .5 and (.6, 1.) with 1: gaps .3 and .2.
    assert ece(label, probability, bins=2) == pytest.approx(0.25)


def test_brier():
    assert brier(np.array([1, 0]), np.array([0.5, 0.2])) == pytest.approx((0.25 + 0.04) / 2)


def test_intervals_draw_patients_not_nodules():
    # Two patients, one all right and one all wrong: a draw of two patients gives 0, .5 or 1.
    right = np.array([1.0] * 50 + [0.0] * 50)
    patients = np.array(["a"] * 50 + ["b"] * 50)
    figure = with_intervals(lambda rows: {"share": float(right[rows].mean())}, patients)["share"]
    assert figure == {"value": 0.5, "low": 0.0, "high": 1.0}
    each = with_intervals(lambda rows: {"share": float(right[rows].mean())}, np.arange(100).astype(str))[
        "share"
    ]
    assert 0.35 < each["low"] < 0.45
    assert 0.55 < each["high"] < 0.65


def test_the_mean_of_runs_draws_the_same_patients_for_each():
    # Three runs on two patients of one case: shares right 1, .5 and 0.
    right = np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    runs = [lambda rows, r=r: {"share": float(r[rows].mean())} for r in right]
    figure = mean_with_intervals(runs, np.array(["a", "b"]))["share"]
    # Drawn patients give 1, .5 or 0 in the second run alone: means 2/3, 1/2 and 1/3.
    assert figure["value"] == 0.5
    assert (figure["low"], figure["high"]) == (0.3333, 0.6667)
    assert figure["runs"] == [1.0, 0.5, 0.0]
    assert figure["sd"] == 0.5


def test_a_mean_is_undefined_where_one_run_is():
    runs = [lambda rows: {"auc": 0.5}, lambda rows: {"auc": float("nan")}]
    figure = mean_with_intervals(runs, np.array(["a", "b"]))["auc"]
    assert figure == {"value": None, "low": None, "high": None, "runs": [0.5, None], "sd": None}


def test_an_undefined_figure_stays_undefined():
    figure = with_intervals(lambda rows: {"auc": float("nan")}, np.array(["a", "b"]))["auc"]
    assert figure == {"value": None, "low": None, "high": None}


def test_temperature_recovers_how_flat_the_scores_are():
    random = np.random.default_rng(0)
    truth = random.normal(0, 3, 20000)
    label = (random.uniform(size=20000) < sigmoid(truth)).astype(float)
    assert temperature(truth * 0.25, label) == pytest.approx(0.25, rel=0.05)
    assert temperature(-truth, label) == 1.0  # turned round: no temperature can mend that
    assert temperature(np.array([1.0, 2.0]), np.array([1.0, 1.0])) == 1.0


def test_no_case_is_calibrated_with_its_own_folds_labels():
    random = np.random.default_rng(1)
    logit = random.normal(0, 1, 200)
    label = (random.uniform(size=200) < sigmoid(3 * logit)).astype(float)
    fold = np.arange(200) % 4
    counted = np.ones(200, dtype=bool)
    before = cross_fit(logit, label, fold, counted)
    changed = label.copy()
    changed[fold == 2] = random.integers(0, 2, 50)
    after = cross_fit(logit, changed, fold, counted)
    assert (before.probability[fold == 2] == after.probability[fold == 2]).all()
    assert (before.probability[fold != 2] != after.probability[fold != 2]).any()


def test_prediction_quantiles_have_the_finite_sample_correction():
    probability = np.array([0.1, 0.2, 0.3, 0.4, 0.9, 0.8, 0.7])
    label = np.array([0, 0, 0, 0, 1, 1, 1])
    # Benign: rank ceil(5 * .6) = 3 of four; malignant: rank ceil(4 * .6) = 3 of three.
    quantiles = prediction_quantiles(probability, label, alpha=0.4)
    assert quantiles == pytest.approx({"benign": 0.3, "malignant": 0.3})
    # Too few for 5 %: the set always contains the class.
    assert prediction_quantiles(probability, label, alpha=0.05) == {"benign": 1.0, "malignant": 1.0}


def test_calls_are_the_only_class_of_the_set():
    sets = prediction_sets(np.array([0.1, 0.5, 0.9]), {"benign": 0.6, "malignant": 0.55})
    assert sets.tolist() == [[True, False], [True, True], [False, True]]
    assert call_of(sets).tolist() == [0, UNDECIDED, 1]
    # No class conforms: that is no call either.
    empty = prediction_sets(np.array([0.5]), {"benign": 0.2, "malignant": 0.2})
    assert empty.tolist() == [[False, False]]
    assert call_of(empty).tolist() == [UNDECIDED]


def test_a_prediction_set_is_of_the_other_folds():
    probability = np.r_[np.linspace(0, 0.4, 40), np.linspace(0.6, 1, 40)]
    label = np.r_[np.zeros(40), np.ones(40)]
    fold = np.arange(80) % 2
    before = cross_fitted_sets(probability, label, fold, np.ones(80, dtype=bool))
    turned = np.where(fold == 1, 1 - label, label)
    after = cross_fitted_sets(probability, turned, fold, np.ones(80, dtype=bool))
    assert (before[fold == 1] == after[fold == 1]).all()
    assert (before[fold == 0] != after[fold == 0]).any()


def test_prediction_sets_cover_as_promised():
    random = np.random.default_rng(3)
    logit = random.normal(0, 2, 4000)
    label = (random.uniform(size=4000) < sigmoid(logit)).astype(int)
    quantiles = prediction_quantiles(sigmoid(logit[:2000]), label[:2000], alpha=0.1)
    new, truth = sigmoid(logit[2000:]), label[2000:]
    assert (new <= quantiles["benign"])[truth == 0].mean() == pytest.approx(0.9, abs=0.03)
    assert (1 - new <= quantiles["malignant"])[truth == 1].mean() == pytest.approx(0.9, abs=0.03)
