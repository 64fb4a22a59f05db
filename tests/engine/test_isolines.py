"""Isolines: hand-drawn squares, closed loops, and circles of the right size."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.isolines import isolines


def test_a_single_high_value_has_a_diamond_half_way_to_its_neighbours():
    lines = isolines([[0, 0, 0], [0, 1, 0], [0, 0, 0]], 0.5)
    ends = {tuple(p) for p in lines.reshape(-1, 2)}
    assert ends == {(0.5, 1.0), (1.0, 0.5), (1.5, 1.0), (1.0, 1.5)}
    assert len(lines) == 4


def test_a_straight_edge_lies_where_the_level_is_met():
    lines = isolines([[0, 4], [0, 4]], 1.0)
    np.testing.assert_allclose(np.sort(lines[0], 0), [(0, 0.25), (1, 0.25)])


@pytest.mark.parametrize(("high", "corner_cut_off"), [(0.9, "high"), (2.0, "low")])
def test_a_saddle_joins_its_high_corners_only_if_its_middle_is_high(high, corner_cut_off):
    # The middle is 0.45 or 1. Two lines cut off either the high corners or the low ones.
    lines = isolines([[high, 0], [0, high]], 0.5)
    near = {tuple(np.round(line.mean(0))) for line in lines}
    assert len(lines) == 2
    assert near == ({(0, 0), (1, 1)} if corner_cut_off == "high" else {(0, 1), (1, 0)})


@given(arrays(np.float64, (6, 7), elements=st.sampled_from([0.0, 1.0, 0.3, 0.7])))
@settings(max_examples=100, deadline=None)
def test_lines_are_closed_where_the_rim_is_low(inner):
    lines = isolines(np.pad(inner, 1), 0.5)
    ends = Counter(tuple(np.round(p, 9)) for p in lines.reshape(-1, 2))
    assert all(n % 2 == 0 for n in ends.values())


def test_a_disc_has_the_length_of_its_rim():
    y, x = np.mgrid[:101, :101] - 50.0
    lines = isolines(30 - np.hypot(x, y), 0)
    assert np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1).sum() == pytest.approx(2 * np.pi * 30, rel=2e-3)


def test_a_row_alone_has_no_lines():
    assert isolines([[0, 1, 0]], 0.5).shape == (0, 2, 2)
