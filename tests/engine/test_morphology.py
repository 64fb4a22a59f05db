"""Distances between voxels, against every pair of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.morphology import depth_in, distance_to

masks = st.tuples(*[st.integers(1, 7)] * 3, st.integers(0, 2**32 - 1), st.floats(0.01, 0.9))


def drawn(case):
    *shape, seed, share = case
    return np.random.default_rng(seed).random(shape) < share


def to_nearest(mask):
    """Distances over all pairs of a voxel and a voxel of the mask."""
    every = np.indices(mask.shape).reshape(3, -1).T
    away = np.linalg.norm(every[:, None] - np.argwhere(mask)[None], axis=-1)
    return away.min(1).reshape(mask.shape)


@settings(deadline=None, max_examples=80)
@given(masks)
def test_distances_are_those_of_the_nearest_voxel(case):
    mask = drawn(case)
    if mask.any():
        assert distance_to(mask) == pytest.approx(to_nearest(mask), abs=1e-6)
    else:
        assert np.isinf(distance_to(mask)).all()


@settings(deadline=None, max_examples=80)
@given(masks, st.floats(0.5, 6.0))
def test_up_to_a_bound_they_are_exact_and_beyond_it_never_too_small(case, bound):
    mask = drawn(case)
    if not mask.any():
        return
    exact, bounded = to_nearest(mask), distance_to(mask, bound)
    near = exact <= bound
    assert bounded[near] == pytest.approx(exact[near], abs=1e-6)
    assert (bounded[~near] > bound).all()


def test_a_mask_is_left_as_it_was():
    mask = np.zeros((5, 6, 7), dtype=bool)
    mask[2, 3, 3] = True
    distance_to(mask, 2.0)
    assert mask.sum() == 1


def test_depth_is_counted_from_the_surface():
    """A slab five voxels thick, which goes on beyond the block on both sides, is 2.5 deep in its middle."""
    mask = np.zeros((9, 4, 4), dtype=bool)
    mask[2:7] = True
    assert depth_in(mask)[:, 1, 1].tolist() == [0, 0, 0.5, 1.5, 2.5, 1.5, 0.5, 0, 0]
