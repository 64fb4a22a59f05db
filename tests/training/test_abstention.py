"""The verdict on abstaining, on several seeds and on the readers' split: numbers worked out by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from training.calibrate import UNDECIDED
from training.errors import TrainingError
from training.evaluate import evaluate
from training.explain import AUDIT
from training.judged import Judged, joined
from training.verdict_text import verdict_text

N = 40


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 50)


@pytest.fixture(scope="module")
def label(dataset):
    return np.array([case.label for case in dataset.cases])


def judged(label, wrong=(), unsure=(), **changes) -> Judged:
    """Certainty .9 and right, but at the places given."""
    sure = np.full(N, 0.9)
    sure[list(unsure)] = 0.6
    called = label.copy()
    called[list(wrong)] = 1 - called[list(wrong)]
    table = Judged(
        index=np.arange(N),
        fold=np.arange(N) // 2 % 4,
        probability=np.where(called == 1, sure, 1 - sure),
        call=called,
        audit={name: np.full(N, 0.5) for name in AUDIT},
    )
    return dataclasses.replace(table, **changes)


def codes(document) -> set[str]:
    return {warning["code"] for warning in document["warnings"]}


def test_accuracy_at_coverage(dataset, label):
    # Eight unsure, of which four are wrong; one sure one is wrong.
    document = evaluate(dataset, judged(label, wrong=(0, 1, 2, 3, 39), unsure=range(8)))
    curve = document["accuracy_at_coverage"]
    assert list(curve) == ["100%", "95%", "90%", "85%", "80%", "70%", "60%", "50%"]
    assert curve["100%"]["model"]["value"] == 0.875
    # 32 sure ones, one of them wrong.
    assert curve["80%"]["model"]["value"] == pytest.approx(31 / 32, abs=1e-4)
    assert curve["50%"]["model"]["value"] == 1.0
    assert curve["100%"]["baseline_diameter"]["value"] == 1.0


def test_certain_enough_for_the_target(dataset, label):
    certain_from = np.where(np.arange(N) < 20, 0.55, 0.8)
    document = evaluate(
        dataset, judged(label, wrong=(0, 20), unsure=(18, 19, 20, 21), certain_from=certain_from)
    )
    target = document["selective_target"]
    # Kept: all of the first twenty, one of them wrong; the others but the two unsure ones.
    assert target["accuracy_target"] == 0.95
    assert target["certainty"] == {"low": 0.55, "high": 0.8}
    assert target["coverage"]["value"] == 0.95
    assert target["accuracy"]["value"] == pytest.approx(37 / 38, abs=1e-4)
    assert target["coverage"]["low"] <= 0.95 <= target["coverage"]["high"]
    # Size alone is perfect here, so its threshold keeps almost everything.
    assert target["baseline_diameter"]["accuracy"]["value"] == 1.0
    gain = 0.95 - target["baseline_diameter"]["coverage"]["value"]
    assert target["coverage_gain_over_diameter"]["value"] == pytest.approx(gain, abs=1e-4)
    assert "target_missed" not in codes(document)


def test_a_missed_target_is_said(dataset, label):
    missed = evaluate(dataset, judged(label, wrong=(0, 2, 5), certain_from=np.full(N, 0.9)))
    assert missed["selective_target"]["accuracy"]["value"] == 0.925
    assert any("on the nodules judged it gives 92.5 %" in warning["text"] for warning in missed["warnings"])
    never = evaluate(dataset, judged(label, certain_from=np.full(N, np.inf)))
    assert never["selective_target"]["coverage"]["value"] == 0.0
    assert never["selective_target"]["accuracy"]["value"] is None
    assert never["selective_target"]["certainty"] == {"low": None, "high": None}
    assert any("No certainty reaches" in warning["text"] for warning in never["warnings"])


def test_whether_the_sets_hold_what_they_promise(dataset, label):
    sets = np.stack([label == 0, label == 1], axis=1)
    benign, malignant = np.flatnonzero(label == 0), np.flatnonzero(label == 1)
    sets[benign[:4]] = True  # both
    sets[benign[4]] = False  # none: misses its class
    sets[malignant[0]] = [True, False]  # the wrong one
    sets[malignant[1:4]] = False
    document = evaluate(dataset, judged(label, sets=sets))
    found = document["conformal"]
    assert found["nominal"] == 0.95
    assert found["benign"]["value"] == 0.95
    assert found["malignant"]["value"] == 0.8
    assert found["both"]["value"] == 0.1
    assert found["empty"]["value"] == 0.1
    assert found["abstained"]["value"] == 0.2
    assert found["malignant"]["low"] <= 0.8 <= found["malignant"]["high"]
    off = [warning["text"] for warning in document["warnings"] if warning["code"] == "sets_off"]
    assert len(off) == 1
    assert "80.0 % of the malignant" in off[0]


def test_what_a_model_does_not_offer_is_null(dataset, label):
    document = evaluate(dataset, judged(label))
    assert document["selective_target"] is None
    assert document["conformal"] is None
    verdict_text(document)


def test_where_the_readers_agree_and_where_not(dataset, label):
    """Three kinds of ratings: all on one side, one of them a 3, and on both sides."""
    ratings = {
        0: [(1, 1, 2, 2), (1, 1, 2, 3), (1, 1, 2, 4)],
        1: [(4, 4, 5, 5), (3, 4, 5, 5), (2, 4, 5, 5)],
    }
    # By patient: the first ten agreed, then five with a 3, then five opposed.
    kind = np.repeat([0] * 10 + [1] * 5 + [2] * 5, 2)
    cases = tuple(
        case.model_copy(update={"scores": ratings[case.label][kind[i]]})
        for i, case in enumerate(dataset.cases)
    )
    rated = dataclasses.replace(dataset, cases=cases)
    # Unsure and abstaining: two agreed, four with a 3, four opposed. Wrong: two of the opposed.
    unsure = [0, 1, 20, 21, 22, 23, 30, 31, 32, 33]
    call = label.copy()
    call[unsure] = UNDECIDED
    document = evaluate(rated, judged(label, wrong=(38, 39), unsure=unsure, call=call))
    readers = document["readers"]
    assert (readers["agreed"]["n"], readers["split"]["n"]) == (20, 20)
    assert readers["agreed"]["n_malignant"] == 10
    assert readers["agreed"]["accuracy"]["value"] == 1.0
    assert readers["split"]["accuracy"]["value"] == 0.9
    assert readers["split"]["baseline_diameter"]["accuracy"]["value"] == 1.0
    assert readers["opposed"] is None  # ten are too few
    doubt = readers["doubt_found"]
    assert doubt["split"]["share"]["value"] == 0.5
    assert doubt["split"]["share_of_abstentions"]["value"] == 0.8
    # Unsure: 8 of 20 split, 2 of 20 agreed. Pairs: .4 x .9 right, and ties .4 x .1 + .6 x .9 half.
    assert doubt["split"]["auc"]["value"] == pytest.approx(0.36 + (0.04 + 0.54) / 2)
    assert doubt["opposed"]["share"]["value"] == 0.25
    assert doubt["opposed"]["share_of_abstentions"]["value"] == 0.4


def test_a_sites_own_labels_have_no_readers_to_agree(dataset, label):
    cases = tuple(case.model_copy(update={"scores": (), "readers": None}) for case in dataset.cases)
    document = evaluate(dataclasses.replace(dataset, cases=cases), judged(label))
    assert document["readers"] is None


def test_the_calcification_baseline_says_that_it_is_a_reference(dataset, label):
    document = evaluate(dataset, judged(label, wrong=(0, 1)))
    assert "For reference only" in document["baseline_diameter_calcification"]["note"]
    # The readers found none calcified: size decides, perfectly, where the model has two wrong.
    assert document["baseline_diameter_calcification"]["auc"]["value"] == 1.0
    assert document["gain_over_diameter_calcification"]["accuracy"]["value"] == -0.05
    assert "reference only" in verdict_text(document)


def test_several_seeds_give_their_mean_and_spread(dataset, label):
    runs = [
        judged(label, wrong=wrong, certain_from=np.full(N, 0.5), sets=np.ones((N, 2), dtype=bool))
        for wrong in ((0, 1), (0, 1, 2, 3), (0, 1, 2, 3, 4, 5))
    ]
    single = evaluate(dataset, runs[0])
    document = evaluate(dataset, *runs)
    assert set(document) == set(single)
    accuracy = document["accuracy"]
    assert (accuracy["value"], accuracy["runs"], accuracy["sd"]) == (0.9, [0.95, 0.9, 0.85], 0.05)
    assert accuracy["low"] < 0.9 < accuracy["high"]
    assert document["gain_over_diameter"]["accuracy"]["runs"] == [-0.05, -0.1, -0.15]
    assert document["baseline_diameter"]["accuracy"]["sd"] == 0.0
    assert document["ece"] == document["ece_interval"]["value"]
    assert document["selective"]["accuracy"] == 0.9
    assert [part["accuracy"] for part in document["selective"]["runs"]] == [0.95, 0.9, 0.85]
    assert document["selective_target"]["accuracy"]["value"] == 0.9
    assert document["conformal"]["both"]["runs"] == [1.0, 1.0, 1.0]
    assert document["cam"]["n"] == 20
    assert len(document["lesion"]["runs"]) == 3
    assert "runs" not in single["accuracy"]
    assert "runs" not in single["selective"]
    text = verdict_text({**document, "seeds": [1, 2, 3]})
    assert "seeds 1, 2, 3" in text
    assert "runs 0.950, 0.900, 0.850, sd 0.0500" in text
    assert "size alone, accuracy: 1.000 (1.000 to 1.000)\n" in text


def test_runs_on_other_cases_are_not_averaged(dataset, label):
    one = judged(label)
    with pytest.raises(TrainingError, match="different cases"):
        evaluate(dataset, one, dataclasses.replace(one, fold=1 - one.fold))


def test_what_one_part_lacks_the_whole_lacks(label):
    some = judged(label, sets=np.ones((N, 2), dtype=bool), certain_from=np.full(N, 0.7))
    assert joined([some, some]).certain_from.tolist() == [0.7] * 80
    whole = joined([some, judged(label, certain_from=np.full(N, 0.8))])
    assert whole.sets is None
    assert whole.certain_from.tolist() == [0.7] * 40 + [0.8] * 40
