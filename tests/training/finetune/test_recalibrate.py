"""Slope and offset: near the base on few nodules, near the truth on many, never by a case's own fold."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from training.calibrate import sigmoid
from training.finetune.recalibrate import LEAST_SLOPE, Recalibration, cross_fit, fit
from training.finetune.record import Outcome
from training.finetune.result import recalibrated


def _drawn(n, slope, offset, seed=0):
    random = np.random.default_rng(seed)
    logit = random.normal(0, 2.5, n)
    return logit, (random.random(n) < sigmoid(slope * logit + offset)).astype(np.intp)


def test_many_nodules_find_the_truth():
    found = fit(*_drawn(20_000, 0.6, -1.2))
    assert abs(found.slope - 0.6) < 0.03
    assert abs(found.offset + 1.2) < 0.06


def test_at_the_optimum_the_residuals_balance_the_prior():
    logit, label = _drawn(40, 1.5, 0.5)
    found = fit(logit, label)
    residual = label - found(logit)
    # Gradient of the log-posterior by hand: priors N(1, 0.5) and N(0, 1).
    assert abs(residual.sum() - found.offset) < 1e-6
    assert abs((residual * logit).sum() - (found.slope - 1) / 0.25) < 1e-6


def test_no_nodules_leave_the_base():
    assert fit(np.zeros(0), np.zeros(0, dtype=np.intp)) == Recalibration(1.0, 0.0)


def test_scores_the_wrong_way_round_are_not_turned():
    logit, label = _drawn(4000, -1.0, 0.0)
    assert fit(logit, label).slope == LEAST_SLOPE


def test_a_case_is_recalibrated_without_its_fold():
    logit, label = _drawn(40, 1.0, 1.0)
    fold = np.arange(40) % 4
    probability, moved = cross_fit(logit, label, fold)
    here = fold == 2
    assert np.allclose(probability[here], fit(logit[~here], label[~here])(logit[here]))
    flipped = label.copy()
    flipped[here] = 1 - flipped[here]
    assert np.array_equal(cross_fit(logit, flipped, fold)[0][here], probability[here])
    assert np.allclose(sigmoid(moved), probability)


@given(
    logit=st.floats(-8, 8), slope=st.floats(0.1, 3), offset=st.floats(-3, 3), temperature=st.floats(0.2, 3)
)
def test_the_weights_with_the_offset_give_the_recalibrated_probability(logit, slope, offset, temperature):
    import torch

    outcome = Outcome(temperature=temperature / slope, conformal={}, slope=slope, offset=offset)
    bias = recalibrated({"classifier.bias": torch.zeros(1, dtype=torch.float64)}, temperature, outcome)
    shifted = logit + float(bias["classifier.bias"])
    assert abs(sigmoid(shifted / outcome.temperature) - sigmoid(slope * logit / temperature + offset)) < 1e-9
