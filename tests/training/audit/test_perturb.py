"""Deletion, insertion and ROAD of a score that hangs on known pixels."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training.audit.perturb import LEVELS, curves, imputed, most, road


def test_the_most_relevant_share():
    values = np.array([[3.0, 1.0], [2.0, 3.0]])
    assert most(values, 0.25).tolist() == [[True, False], [False, False]]
    assert most(values, 0.75).tolist() == [[True, False], [True, True]]
    assert not most(values, 0).any()
    assert most(values, 1).all()


def patch() -> np.ndarray:
    """10 x 10 pixels of lung at -800 HU with a square of 2 x 2 at 0 HU, which is 4 % of it."""
    hu = np.full((1, 10, 10), -800.0, dtype=np.float32)
    hu[0, 4:6, 4:6] = 0
    return hu


def share_of_square(patches: np.ndarray) -> np.ndarray:
    """1 with the whole square there, 0 without any of it."""
    return (patches[:, 0, 4:6, 4:6].mean((1, 2)) + 800) / 800.0


def test_areas_by_hand():
    right = np.zeros((10, 10), dtype=np.float32)
    right[4:6, 4:6] = 1
    found = curves(patch(), {"right": right, "wrong": -right}, share_of_square)
    # 2 % of the pixels are half of the square, 5 % all of it and one more.
    assert LEVELS[:3] == (0.0, 0.02, 0.05)
    expected = 0.02 * (1 + 0.5) / 2 + 0.03 * (0.5 + 0) / 2
    assert found["deletion/right"] == pytest.approx(expected)
    assert found["insertion/right"] == pytest.approx(1 - expected)
    # In the wrong order all of it goes between 50 and 100 %.
    assert found["deletion/wrong"] == pytest.approx(0.75)
    assert found["insertion/wrong"] == pytest.approx(0.25)


def test_road_imputes_from_the_neighbours_and_tells_the_right_order():
    right = np.zeros((10, 10), dtype=np.float32)
    right[4:6, 4:6] = 1
    found = road(patch(), right, share_of_square, seed=1)
    # Whatever the share, the square is among the most relevant, and its neighbours are lung of -800 HU.
    assert found["most"] == pytest.approx(0, abs=0.03)
    assert found["least"] == pytest.approx(1, abs=0.03)
    assert found["difference"] == pytest.approx(found["least"] - found["most"])
    opposite = road(patch(), -right, share_of_square, seed=1)
    assert opposite["difference"] == pytest.approx(-found["difference"], abs=0.03)


@pytest.mark.parametrize("slices", [1, 3])
def test_imputing_leaves_the_rest_and_repeats_itself(slices: int):
    hu = np.random.default_rng(0).normal(-500, 200, (slices, 9, 9)).astype(np.float32)
    mask = np.zeros((9, 9), dtype=bool)
    mask[3:6, 2:5] = True
    before = torch.random.get_rng_state()
    first = imputed(hu, mask, seed=3)
    assert (torch.random.get_rng_state() == before).all()
    assert (first == imputed(hu, mask, seed=3)).all()
    assert (first[:, ~mask] == hu[:, ~mask]).all()
    assert not (first[:, mask] == hu[:, mask]).any()
