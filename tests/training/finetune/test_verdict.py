"""The verdict on figures worked out by hand, and that it cannot be had by luck."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.training.finetune.scores import paired, reference, simulated
from training.calibrate import sigmoid
from training.errors import TrainingError
from training.finetune.verdict import Outcome, verdict
from training.finetune.verdict_text import verdict_text
from training.metrics import log_loss


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 200)


def test_figures_of_24_nodules_worked_out_by_hand():
    label = np.arange(24) % 2
    old = np.where(label == 1, 1.0, -1.0)
    new = old.copy()
    # The old model puts one malignant nodule below all benign ones: it loses 12 of 144 pairs.
    old[1] = -2.0
    found = verdict(paired(old, new, label))
    auc = found.local["auc"]
    assert auc["old"]["value"] == pytest.approx(1 - 12 / 144, abs=1e-4)
    assert auc["new"]["value"] == 1.0
    assert auc["gain"]["value"] == pytest.approx(12 / 144, abs=1e-4)
    assert found.local["sensitivity"]["old"]["value"] == pytest.approx(11 / 12, abs=1e-4)
    assert found.local["sensitivity"]["gain"]["value"] == pytest.approx(1 / 12, abs=1e-4)
    assert found.local["specificity"]["gain"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert found.local["mcnemar"] == {"only_new_right": 1, "only_old_right": 0, "p": 1.0}
    # A gain in a calibration figure is a fall: log loss of the one nodule from -log s(-2) to -log s(1).
    fall = (np.log(sigmoid(np.array(1.0))) - np.log(sigmoid(np.array(-2.0)))) / 24
    assert found.local["log_loss"]["gain"]["value"] == pytest.approx(fall, abs=1e-4)
    assert found.local["brier"]["gain"]["value"] > 0
    # Half of the draws of patients leave that one patient out or not, so the lower bound is 0: not proven.
    assert found.outcome is Outcome.NOT_PROVEN
    assert list(found.changed) == [1]
    change = found.document(paired(old, new, label), {1: "flips/1.png"})["sides_changed"]
    assert change == [
        {"case": "case-1", "label": 1, "old": 0.1192, "new": 0.7311, "right": "new", "picture": "flips/1.png"}
    ]


def test_log_loss_by_hand():
    assert log_loss(np.array([1, 0]), np.array([0.5, 0.75])) == pytest.approx((np.log(2) + np.log(4)) / 2)
    assert log_loss(np.array([1]), np.array([0.0])) == pytest.approx(6 * np.log(10))


def test_a_large_gain_is_better_and_needs_no_override():
    found = verdict(simulated(200, 1, 3, reference=reference(400, 2, 2)))
    assert found.outcome is Outcome.BETTER
    assert found.installable
    assert found.sentence.startswith("Better here: AUC gain +0.")
    assert "On the reference set the AUC changes by +0.000" in found.sentence
    document = found.document(simulated(200, 1, 3))
    assert document["installable"]
    assert not document["needs_override"]
    assert document["more_nodules"] is None


def test_without_a_reference_the_verdict_says_that_the_rest_was_not_measured():
    found = verdict(simulated(200, 1, 3))
    assert found.outcome is Outcome.BETTER
    assert found.reference is None
    assert "not measured" in found.sentence
    assert any("general performance was not measured" in text for text in found.warnings)


def test_a_loss_on_the_reference_set_beyond_a_hundredth_is_not_better():
    gained = simulated(200, 1, 3)
    lost = verdict(replace(gained, reference=reference(400, 2.0, 1.6)))
    assert lost.reference["auc"]["gain"]["value"] < -0.01
    assert lost.outcome is Outcome.FORGETS
    assert not lost.installable
    assert "worse elsewhere" in lost.sentence
    small = verdict(replace(gained, reference=reference(400, 2.0, 1.97)))
    assert -0.01 < small.reference["auc"]["gain"]["value"] < 0
    assert small.outcome is Outcome.BETTER


def test_a_small_gain_is_not_proven_and_names_a_number_that_would_do():
    found = verdict(simulated(200, 1.6, 2.0, seed=4))
    gain = found.local["auc"]["gain"]
    assert gain["value"] > 0 >= gain["low"]
    assert found.outcome is Outcome.NOT_PROVEN
    assert not found.installable
    # (2.80 standard errors / gain)^2 times as many nodules, less those there are, in tens.
    error = (gain["high"] - gain["low"]) / 3.92
    needed = 200 * (2.8016 * error / gain["value"]) ** 2 - 200
    assert found.more_nodules == pytest.approx(needed, abs=10)
    assert found.more_nodules % 10 == 0
    assert f"about {found.more_nodules} more nodules" in found.sentence


def test_a_gain_too_small_for_any_site_names_no_number():
    # Forty patients with a benign and a malignant nodule each, patients far apart: only the order of the two
    # counts. The new model puts seven right that were wrong, and six wrong: a gain of 1 in 1600 pairs.
    patient, label = np.arange(80) // 2, np.arange(80) % 2
    order = np.where(label == 1, 0.01, 0.0)
    old = 0.1 * (patient - 20) + np.where(patient < 7, -order, order)
    new = 0.1 * (patient - 20) + np.where((patient >= 7) & (patient < 13), -order, order)
    found = verdict(paired(old, new, label))
    assert found.local["auc"]["gain"]["value"] == pytest.approx(1 / 1600, abs=1e-4)
    assert found.outcome is Outcome.NOT_PROVEN
    assert found.more_nodules is None
    assert "too small to be proven" in found.sentence


def test_the_same_scores_are_not_better():
    scores = simulated(100, 2, 2)
    same = replace(
        scores,
        new_logit=scores.old_logit,
        new_probability=scores.old_probability,
        confirm_probability=np.where(scores.untouched, scores.old_probability, np.nan),
    )
    found = verdict(same)
    assert found.outcome is Outcome.NOT_BETTER
    assert found.document(same)["needs_override"]
    assert len(found.changed) == 0
    assert found.more_nodules is None


def test_luck_is_seldom_called_better(monkeypatch):
    """Two equally good models: at most about one in forty may be called better; of 40 draws, at most 4."""
    monkeypatch.setattr("training.metrics.DRAWS", 100)
    better = sum(verdict(simulated(80, 1.5, 1.5, seed=s)).installable for s in range(40))
    assert better <= 4


def test_the_untouched_part_can_speak_against_it():
    scores = simulated(280, 1, 3)
    against = np.where(scores.untouched, 1 - scores.new_probability, np.nan)
    found = verdict(replace(scores, confirm_probability=against))
    assert found.local["auc"]["gain"]["low"] > 0
    assert found.outcome is Outcome.NOT_PROVEN
    assert found.more_nodules is None
    assert "untouched nodules speak against it" in found.sentence


def test_an_untouched_part_of_one_class_only_confirms_nothing():
    scores = simulated(100, 1, 3)
    few = scores.untouched & (scores.label == 1)
    found = verdict(
        replace(scores, untouched=few, confirm_probability=np.where(few, scores.new_probability, np.nan))
    )
    assert found.untouched == {"n": few.sum(), "patients": few.sum(), "malignant": few.sum()}
    assert any("too small to confirm anything" in text for text in found.warnings)


def test_recalibration_is_judged_by_log_loss():
    scores = simulated(400, 2, 2)
    # Classes two standard deviations apart: the log of the odds is twice the score. The old model is four
    # times too certain; the order of the scores is the same.
    right, certain_of_it = 2 * scores.old_logit, 8 * scores.old_logit
    certain = paired(certain_of_it, right, scores.label, mode="recalibrate")
    found = verdict(certain)
    assert found.local["auc"]["gain"]["value"] == 0
    assert found.outcome is Outcome.RECALIBRATED
    assert found.installable
    assert found.sentence.startswith("Better calibrated here: log loss gain +")
    back = verdict(paired(right, certain_of_it, scores.label, mode="recalibrate"))
    assert back.outcome is Outcome.NOT_BETTER
    # Networks that were trained on are not judged by calibration.
    assert verdict(replace(certain, mode="finetune")).outcome is Outcome.NOT_BETTER


def test_warnings_tell_what_the_figures_hide():
    scores = simulated(40, 1, 3, reference=reference(200, 2, 2, seen=True))
    sized = replace(scores, diameter_mm=np.where(scores.label == 1, 20.0, 5.0) + np.arange(40) / 100)
    texts = " ".join(verdict(sized).warnings)
    assert "only 20 patients" in texts
    assert "diameter alone gives AUC 1.000" in texts
    assert "trained on 200 of the 200 reference nodules" in texts
    assert "has only" in texts


@pytest.mark.parametrize("label", [np.zeros(40), np.arange(40) == 3, np.arange(10) % 2])
def test_too_few_of_a_class_give_no_verdict(label):
    scores = paired(np.zeros(len(label)), np.zeros(len(label)), np.asarray(label, dtype=int))
    with pytest.raises(TrainingError, match="No verdict can be given"):
        verdict(scores)


def test_the_text_holds_every_part():
    scores = simulated(200, 1, 3, reference=reference(200, 2, 2))
    text = verdict_text(verdict(scores).document(scores))
    for part in ("local, out of fold", "untouched, final model", "reference set", "DeLong", "change side"):
        assert part in text
    worse = simulated(100, 3, 1)
    assert "without an override" in verdict_text(verdict(worse).document(worse))
