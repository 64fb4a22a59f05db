"""Coverage and accuracy of the certain calls, against ones worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.selective import (
    accuracy_at_coverages,
    certainty,
    certainty_threshold,
    cross_fitted_thresholds,
    kept_figures,
)

# Most certain first: right, right, wrong, right, wrong; certainties .95, .9, .8, .7, .6.
PROBABILITY = np.array([0.95, 0.1, 0.8, 0.3, 0.6])
LABEL = np.array([1, 0, 0, 0, 0])


def test_certainty_is_the_probability_of_the_class_called():
    assert certainty(np.array([0.0, 0.3, 0.5, 0.8])).tolist() == [1.0, 0.7, 0.5, 0.8]


def test_the_threshold_of_the_largest_coverage_that_reaches_the_target():
    # Accuracies kept: 1, 1, 2/3, 3/4, 3/5. The dip at the third does not end the search.
    assert certainty_threshold(PROBABILITY, LABEL, 1.0) == pytest.approx(0.9)
    assert certainty_threshold(PROBABILITY, LABEL, 0.75) == pytest.approx(0.7)
    assert certainty_threshold(PROBABILITY, LABEL, 0.6) == pytest.approx(0.6)
    assert certainty_threshold(1 - PROBABILITY[[2, 4]], np.array([1, 1]), 0.5) == np.inf


def test_with_nothing_to_choose_on_no_call_is_certain_enough():
    assert certainty_threshold(np.empty(0), np.empty(0)) == np.inf
    one_fold = cross_fitted_thresholds(PROBABILITY, LABEL, np.zeros(5, dtype=int), np.ones(5, dtype=bool))
    assert one_fold.tolist() == [np.inf] * 5


def test_exactly_the_target_is_enough():
    label = np.ones(20)
    probability = np.full(20, 0.9)
    probability[0] = 0.1
    assert certainty_threshold(probability, label, 0.95) == pytest.approx(0.9)


def test_equally_certain_calls_are_kept_or_left_together():
    assert certainty_threshold(np.array([0.9, 0.9, 0.1]), np.array([1, 1, 1]), 0.95) == np.inf


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=60))
def test_no_lower_certainty_reaches_the_target(pairs):
    probability = np.array([place / 20 for place, _ in pairs])
    label = np.array([int(malignant) for _, malignant in pairs])
    threshold = certainty_threshold(probability, label, 0.8)
    if np.isfinite(threshold):
        assert kept_figures(label, probability, np.full(len(label), threshold))["accuracy"] >= 0.8
    for lower in np.unique(certainty(probability)):
        if lower < threshold:
            assert kept_figures(label, probability, np.full(len(label), lower))["accuracy"] < 0.8


def test_a_threshold_is_chosen_on_the_counted_cases_of_the_other_folds():
    probability = np.array([0.9, 0.8, 0.7, 0.95, 0.85, 0.75])
    label = np.array([1, 1, 1, 1, 1, 0])
    fold = np.array([0, 0, 0, 1, 1, 1])
    every = np.ones(6, dtype=bool)
    # Fold 1's calls reach 95 % down to .85, fold 0's down to .7: each is used on the other.
    assert cross_fitted_thresholds(probability, label, fold, every).tolist() == [0.85] * 3 + [0.7] * 3
    counted = np.array([1, 1, 0, 1, 0, 0], dtype=bool)
    assert cross_fitted_thresholds(probability, label, fold, counted).tolist() == [0.95] * 3 + [0.8] * 3


def test_accuracy_at_coverages():
    found = accuracy_at_coverages(LABEL, PROBABILITY, (1.0, 0.8, 0.6, 0.2, 0.01))
    assert found == pytest.approx({1.0: 3 / 5, 0.8: 3 / 4, 0.6: 2 / 3, 0.2: 1.0, 0.01: 1.0})


def test_what_is_kept():
    assert kept_figures(LABEL, PROBABILITY, np.array([0.95, 0.95, 0.7, 0.7, 0.7])) == pytest.approx(
        {"coverage": 3 / 5, "accuracy": 2 / 3}
    )
    nothing = kept_figures(LABEL, PROBABILITY, np.full(5, np.inf))
    assert nothing["coverage"] == 0
    assert np.isnan(nothing["accuracy"])
