"""Rating thresholds: proportional odds by hand, and found again in ratings drawn from them."""

from __future__ import annotations

import numpy as np
import pytest

from training.ratings import RatingThresholds, fit_thresholds

KNOWN = RatingThresholds(0.7, (-2.0, -0.5, 0.5, 2.0))


def rated(dataset, logit: np.ndarray, readers: int = 4) -> list:
    random = np.random.default_rng(0)
    cases = []
    for shares in KNOWN.shares(logit):
        scores = tuple(int(s) for s in random.choice(np.arange(1, 6), size=readers, p=shares))
        cases.append(dataset.cases[0].model_copy(update={"scores": scores, "readers": readers}))
    return cases


def test_shares_by_hand():
    shares = RatingThresholds(1.0, (-np.log(9), 0.0, np.log(4), np.log(9))).shares(np.array([0.0]))
    assert shares[0].tolist() == pytest.approx([0.1, 0.4, 0.3, 0.1, 0.1])


def test_more_logit_never_means_a_lower_rating():
    mean = KNOWN.shares(np.linspace(-20, 20, 81)) @ np.arange(1, 6)
    assert (np.diff(mean) > 0).all()
    assert mean[[0, -1]] == pytest.approx([1, 5], abs=1e-3)


def test_thresholds_are_found_again(dataset):
    logit = np.random.default_rng(1).normal(0, 4, 3000)
    found = fit_thresholds(logit, rated(dataset, logit))
    assert found.slope == pytest.approx(KNOWN.slope, rel=0.05)
    assert found.thresholds == pytest.approx(KNOWN.thresholds, abs=0.15)


def test_without_readers_there_are_none(dataset):
    logit = np.linspace(-3, 3, 100)
    assert fit_thresholds(logit, rated(dataset, logit, readers=2)) is None
    assert fit_thresholds(logit[:20], rated(dataset, logit[:20])) is None
    own = [case.model_copy(update={"scores": (), "readers": None}) for case in rated(dataset, logit)]
    assert fit_thresholds(logit, own) is None


def test_scores_that_fall_with_the_ratings_give_none(dataset):
    logit = np.random.default_rng(1).normal(0, 4, 300)
    assert fit_thresholds(-logit, rated(dataset, logit)) is None
