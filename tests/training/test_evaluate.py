"""The verdict's numbers, against ones worked out by hand on a small table."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from training.errors import TrainingError
from training.evaluate import evaluate
from training.explain import AUDIT
from training.judged import Judged

N = 40


def judged(dataset, probability: np.ndarray, **changes) -> Judged:
    audit = {name: np.full(N, 0.5) for name in AUDIT}
    audit["long_axis_mm"] = np.array([case.diameter_mm + 1.5 for case in dataset.cases])
    table = Judged(
        index=np.arange(N),
        fold=np.arange(N) // 2 % 4,
        probability=probability,
        call=(probability >= 0.5).astype(int),
        audit=audit,
    )
    return dataclasses.replace(table, **changes)


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 100)


@pytest.fixture(scope="module")
def label(dataset):
    return np.array([case.label for case in dataset.cases])


def codes(document) -> set[str]:
    return {warning["code"] for warning in document["warnings"]}


def test_the_numbers(dataset, label):
    # All right but four malignant ones (two patients' worth of doubt): called benign at .4.
    probability = np.where(label == 1, 0.8, 0.1)
    probability[[1, 3, 5, 7]] = 0.4
    document = evaluate(dataset, judged(dataset, probability))
    assert document["schema"] == 1
    assert (document["n"], document["n_patients"], document["n_malignant"]) == (40, 20, 20)
    assert document["auc"]["value"] == 1.0
    assert document["accuracy"]["value"] == 0.9
    assert document["sensitivity"]["value"] == 0.8
    assert document["specificity"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert document["f1"]["value"] == pytest.approx(32 / 36, abs=1e-4)
    assert document["brier"] == pytest.approx((20 * 0.01 + 16 * 0.04 + 4 * 0.36) / 40)
    # Bins of four: five at .1 (gap .1), one at .4 (gap .6), four at .8 (gap .2).
    assert document["ece"] == pytest.approx((5 * 0.1 + 0.6 + 4 * 0.2) / 10)
    # Four wrong of forty by patient: 0 to 8 wrong is the range to expect.
    assert 0.8 <= document["accuracy"]["low"] < 0.9 < document["accuracy"]["high"] <= 1.0
    assert document["ece_interval"]["value"] == document["ece"]


def test_size_alone_and_the_strata_stand_beside_it(dataset, label):
    document = evaluate(dataset, judged(dataset, np.where(label == 1, 0.8, 0.2)))
    # Malignant balls are 10-14 mm, benign ones 4-8 mm: size alone is perfect, too.
    assert document["baseline_diameter"]["auc"]["value"] == 1.0
    assert document["baseline_diameter"]["accuracy"]["value"] == 1.0
    assert document["baseline_measured_diameter"]["auc"]["value"] == 1.0
    assert document["gain_over_diameter"]["auc"]["value"] == 0.0
    assert "no_gain" in codes(document)
    inside = [case for case in dataset.cases if 6 <= case.diameter_mm < 15]
    assert document["strata"]["6-15mm"]["n"] == len(inside)
    assert document["strata"]["6-15mm"]["baseline_diameter"]["auc"]["value"] == 1.0
    assert "15mm+" not in document["strata"]


def test_the_baseline_is_fitted_on_the_other_folds(dataset, label):
    """Two folds, in one of which larger means benign: what each teaches is wrong for the other."""
    fold = np.arange(N) // 2 % 2
    cases = tuple(
        case.model_copy(update={"diameter_mm": 20 - case.diameter_mm}) if fold[i] else case
        for i, case in enumerate(dataset.cases)
    )
    turned = dataclasses.replace(dataset, cases=cases)
    document = evaluate(turned, judged(dataset, np.where(label == 1, 0.8, 0.2), fold=fold))
    # Fitted on the fold itself it would be 1.
    assert document["baseline_diameter"]["accuracy"]["value"] < 0.2


def test_abstaining_map_and_mask(dataset, label):
    call = np.where(np.arange(N) < 10, -1, label)
    call[39] = 0
    document = evaluate(dataset, judged(dataset, np.where(label == 1, 0.8, 0.2), call=call))
    assert document["selective"] == {"coverage": 0.75, "accuracy": pytest.approx(29 / 30, abs=1e-4)}
    assert document["cam"] == {
        "energy_in_lesion": 0.5,
        "pointing_game": 0.5,
        "pointing_game_shifted": 0.5,
        "chance": 0.5,
        "n": 20,
    }
    # The masks are 1.5 mm longer than the readers' diameters, which run a pixel (.6 to .69 mm) outside.
    median = document["lesion"].pop("long_axis_error_median_mm")
    assert median["value"] == pytest.approx(1.5 + 0.645)
    assert median["low"] <= median["value"] <= median["high"]
    assert document["lesion"] == {"dice": 0.5, "long_axis_error_mm": 1.5, "n": 40}


def test_too_good_is_a_warning(dataset, label):
    perfect = evaluate(dataset, judged(dataset, np.where(label == 1, 0.8, 0.2)))
    assert "leakage" in codes(perfect)
    probability = np.where(label == 1, 0.8, 0.2)
    probability[:4] = 1 - probability[:4]
    assert "leakage" not in codes(evaluate(dataset, judged(dataset, probability)))


def test_what_was_left_out_and_whose_opinion_it_is_are_said(dataset, label):
    document = evaluate(dataset, judged(dataset, np.where(label == 1, 0.8, 0.2), left_out=3))
    assert {"left_out", "opinion"} <= codes(document)
    assert any("3 nodules were left out" in warning["text"] for warning in document["warnings"])


def test_without_diameters_there_is_no_baseline_and_that_is_said(dataset, label):
    bare = dataclasses.replace(
        dataset, cases=tuple(case.model_copy(update={"diameter_mm": None}) for case in dataset.cases)
    )
    document = evaluate(bare, judged(dataset, np.where(label == 1, 0.8, 0.2)))
    assert document["baseline_diameter"] is None
    assert document["strata"] == {}
    assert document["lesion"]["long_axis_error_mm"] is None
    assert document["lesion"]["long_axis_error_median_mm"]["value"] is None
    assert document["baseline_diameter_calcification"] is None
    assert document["gain_over_diameter_calcification"] is None
    assert "no_baseline" in codes(document)


def test_too_few_cases_are_refused(dataset, label):
    few = judged(dataset, np.where(label == 1, 0.8, 0.2))
    few = dataclasses.replace(few, index=few.index[:6], left_out=34)
    with pytest.raises(TrainingError, match=r"there are 6 .* 34 left out"):
        evaluate(dataset, few)
