"""The drift's statistics against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.drift.shift import (
    index_noise,
    kolmogorov_smirnov,
    share,
    shift,
    stability_index,
)
from engine.models.package import load_package
from engine.models.reference import reference_scores
from engine.paths import resources_dir

#: 40 scores of which each tenth holds four: 0.00, 0.01 ... 0.39.
EVEN = np.arange(40) / 40


def test_the_index_of_a_sample_that_left_half_of_the_bins():
    # Two bins of the reference hold 20 scores each: (20.5, 20.5) / 41; of the sample (39.5, 1.5) / 41.
    sample = np.concatenate([np.full(39, 0.1), [0.9]])
    by_hand = (39.5 - 20.5) / 41 * math.log(39.5 / 20.5) + (1.5 - 20.5) / 41 * math.log(1.5 / 20.5)
    assert stability_index(EVEN, sample, bins=2) == (pytest.approx(by_hand), 2)
    assert by_hand == pytest.approx(1.5157, abs=1e-4)


def test_the_index_of_the_reference_itself_is_nothing():
    assert stability_index(EVEN, EVEN) == (0.0, 10)


def test_a_reference_of_few_values_has_as_many_bins_as_it_can():
    index, bins = stability_index(np.repeat([0.2, 0.8], 20), np.repeat([0.2, 0.8], 20))
    assert (index, bins) == (0.0, 4)  # below 0.2, to the median, to 0.8, from there on


def test_chance_makes_of_the_index_what_chi_square_says():
    # 95 % of chi-square with 9 degrees of freedom is 16.919 (tables); n = 100, m = 400.
    assert index_noise(400, 100) == pytest.approx(16.919 * (1 / 400 + 1 / 100), rel=2e-3)
    rng = np.random.default_rng(1)
    indices = [stability_index(rng.random(400), rng.random(100))[0] for _ in range(400)]
    assert 0.01 < np.mean(np.array(indices) > index_noise(400, 100)) < 0.09


def test_the_largest_distance_and_its_p():
    # Of four against four all of the sample lies above: distance 1. root = sqrt(2),
    # x = (1.41421 + 0.12 + 0.07778) * 1 = 1.61199, p = 2 (exp(-2 x^2) - exp(-8 x^2) ...) = 0.01107.
    distance, p = kolmogorov_smirnov(np.array([1.0, 2, 3, 4]), np.array([5.0, 6, 7, 8]))
    assert distance == 1.0
    assert p == pytest.approx(0.01107, abs=1e-4)
    # At 2 half of the one lies below and nothing of the other.
    assert kolmogorov_smirnov(np.array([1.0, 2, 5, 6]), np.array([3.0, 4, 7, 8]))[0] == 0.5
    assert kolmogorov_smirnov(EVEN, EVEN) == (0.0, 1.0)


def test_a_share_has_its_wilson_interval():
    # 8 of 10: centre (0.8 + 3.8415/20) / 1.38415 = 0.71672, half width 0.22656.
    found = share(8, 10)
    assert (found.value, found.low, found.high) == (
        0.8,
        pytest.approx(0.4902, abs=1e-4),
        pytest.approx(0.9433, abs=1e-4),
    )
    nothing = share(0, 0)
    assert (nothing.value, nothing.low, nothing.high) == (None, 0.0, 1.0)


def test_too_few_scores_say_nothing():
    assert shift(EVEN, EVEN[:29]) is None
    assert shift(EVEN[:29], EVEN) is None
    assert shift(EVEN, EVEN[:30]) is not None


def test_a_shift_is_large_only_beyond_chance():
    rng = np.random.default_rng(2)
    reference = rng.random(700)
    moved = shift(reference, np.clip(rng.random(200) * 0.4, 0, 1))
    assert moved is not None
    assert moved.large
    same = shift(reference, rng.random(35))  # its index is often over 0.25, by chance
    assert same is not None
    assert same.noise > 0.25
    assert not same.large


@given(
    st.lists(st.floats(0, 1), min_size=30, max_size=60), st.lists(st.floats(0, 1), min_size=30, max_size=60)
)
def test_every_pair_of_samples_has_finite_figures(reference: list[float], sample: list[float]):
    found = shift(np.array(reference), np.array(sample))
    assert found is not None
    assert 0 <= found.psi < math.inf
    assert 0 <= found.ks <= 1
    assert 0 <= found.p <= 1


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_share_lies_in_its_interval(count: int, more: int):
    found = share(count, count + more)
    assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(
    ("n", "index_alone", "screening"), [(30, 0.45, 0.50), (60, 0.06, 0.98), (100, 0.01, 1.0), (150, 0.0, 1.0)]
)
def test_a_false_alarm_is_rare_and_another_case_mix_is_seen(n: int, index_alone: float, screening: float):
    """The table of docs/decisions/0018, against the scores of the model that comes with the program."""
    benign, malignant = reference_scores(load_package(resources_dir() / "models" / "default"))
    reference = np.array(benign + malignant)
    rng = np.random.default_rng(n)
    same = [shift(reference, rng.choice(reference, n)) for _ in range(400)]
    assert np.mean([s.large for s in same]) <= 0.01
    assert np.mean([s.psi > 0.25 for s in same]) == pytest.approx(index_alone, abs=0.08)
    # A site where one nodule of ten is malignant, not one of two: the same model, other patients.
    other = [
        shift(reference, np.where(rng.random(n) < 0.1, rng.choice(malignant, n), rng.choice(benign, n))).large
        for _ in range(200)
    ]
    assert np.mean(other) == pytest.approx(screening, abs=0.12)
