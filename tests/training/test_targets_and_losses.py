"""Soft labels, weights, and the loss, against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from training.losses import multi_task_loss
from training.nets import Outputs
from training.targets import attribute_targets, rating_shares, soft_label, weight


@pytest.mark.parametrize(
    ("scores", "label", "expected"),
    [
        ((5, 5, 5, 5), 1, 1.0),
        ((1, 1, 1), 0, 0.0),
        ((3, 3, 3, 3), None, 0.5),
        # Mean 3.25 is 0.5625; votes: one against, two for, one open, 0.625.
        ((2, 3, 4, 4), 1, (0.5625 + 0.625) / 2),
        ((), 1, 1.0),
        ((), 0, 0.0),
        ((), None, 0.5),
    ],
)
def test_soft_labels(dataset, scores, label, expected):
    case = dataset.cases[0].model_copy(update={"scores": scores, "label": label})
    assert soft_label(case) == pytest.approx(expected)


def test_weights_follow_how_firm_the_label_is(dataset, recipe):
    case = dataset.cases[0]
    assert weight(case, recipe.loss) == 1.0
    assert weight(case.model_copy(update={"label": None}), recipe.loss) == 0.7
    assert weight(case.model_copy(update={"readers": 2}), recipe.loss) == 0.4
    assert weight(case.model_copy(update={"readers": None}), recipe.loss) == 1.0


def test_attribute_targets_are_scaled_on_the_training_cases_only(dataset):
    cases = [
        dataset.cases[0].model_copy(update={"attributes": {"margin": value} if value else {}})
        for value in (1.0, 3.0, 7.0, None)
    ]
    targets = attribute_targets(cases, ["margin"], np.array([True, True, False, True]))
    # Mean 2 and deviation 1 over the two known training cases.
    assert targets.values[:3, 0].tolist() == [-1.0, 1.0, 5.0]
    assert math.isnan(targets.values[3, 0])
    assert (targets.mean.tolist(), targets.deviation.tolist()) == ([2.0], [1.0])


def test_rating_shares_count_readers(dataset):
    case = dataset.cases[0]
    assert rating_shares(case.model_copy(update={"scores": (1, 3, 3, 5)})).tolist() == [0.25, 0, 0.5, 0, 0.25]
    assert rating_shares(case.model_copy(update={"scores": ()})).tolist() == [0.0] * 5


def outputs(logit: list[float], lesion: torch.Tensor, attributes: torch.Tensor) -> Outputs:
    n = len(logit)
    return Outputs(torch.tensor(logit), torch.zeros(n, 1, 1, 1), torch.zeros(n, 4), lesion, attributes, {})


def test_the_loss_is_what_it_says(recipe):
    batch = {
        "label": torch.tensor([0.5, 1.0]),
        "weight": torch.tensor([1.0, 0.4]),
        "lesion": torch.zeros(2, 1, 5, 5),
        "attributes": torch.tensor([[1.0, float("nan")], [float("nan"), float("nan")]]),
    }
    batch["lesion"][0] = 1.0
    # Case 0: mask all lesion, predicted so; case 1: outline unknown, so its mask must not count.
    lesion_logit = torch.stack([torch.full((1, 3, 3), 100.0), torch.full((1, 3, 3), 100.0)])
    parts = multi_task_loss(
        outputs([0.0, 0.0], lesion_logit, torch.tensor([[3.0, 9.0], [9.0, 9.0]])), batch, recipe.loss
    )
    assert float(parts["label"]) == pytest.approx((math.log(2) + 0.4 * math.log(2)) / 2, abs=1e-6)
    assert float(parts["lesion"]) == pytest.approx(0.0, abs=1e-5)
    assert float(parts["attributes"]) == pytest.approx(4.0)
    assert float(parts["loss"]) == pytest.approx(
        float(parts["label"]) + 0.5 * float(parts["lesion"]) + 0.15 * 4.0, abs=1e-6
    )


def test_a_missed_mask_costs_dice_and_cross_entropy(recipe):
    batch = {
        "label": torch.tensor([1.0]),
        "weight": torch.tensor([1.0]),
        "lesion": torch.ones(1, 1, 5, 5),
        "attributes": torch.zeros(1, 0),
    }
    parts = multi_task_loss(outputs([0.0], torch.zeros(1, 1, 3, 3), torch.zeros(1, 0)), batch, recipe.loss)
    # Probability one half everywhere: Dice 2*4.5/(4.5+9) = 2/3, cross-entropy ln 2, twice.
    assert float(parts["lesion"]) == pytest.approx(1 / 3 + 2 * math.log(2), abs=1e-4)
