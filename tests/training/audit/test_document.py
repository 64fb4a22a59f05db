"""The whole audit of a run: its parts, its intervals, its refusals, and the verdict's thresholds."""

from __future__ import annotations

import copy
import dataclasses

import numpy as np
import pytest

from training.audit import document as module
from training.audit.document import audit, figures
from training.audit.text import text_of
from training.audit.verdict import verdict
from training.cases import Dataset
from training.errors import TrainingError
from training.runs import RunFolder


@pytest.fixture(scope="module")
def document(dataset: Dataset, run: RunFolder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.metrics.DRAWS", 20)
        patch.setattr(module, "SAMPLE", 4)
        return audit(dataset, run)


def test_a_real_run_goes_through(document: dict, dataset: Dataset):
    calls = document["calls"]
    assert document["n"] == calls["malignant"]["n"] + calls["benign"]["n"] == 40
    assert document["sample"]["n"] == min(4, calls["malignant"]["n"])
    assert document["lesion"]["n"] == 40
    for part in calls.values():
        for crop in ("centred", "shifted"):
            pointing = part["pointing"][crop]
            assert pointing["whole"]["n"] + pointing["padded"]["n"] == part["n_with_outline"]
    found = {check["code"]: check for check in document["verdict"]["checks"]}
    assert len(found) == len(document["verdict"]["checks"])
    # Four cases decide nothing.
    assert found["deletion"]["passes"] is None
    assert "too few to say" in found["deletion"]["text"]
    assert not document["verdict"]["passes"]
    assert document["verdict"]["text"] in text_of(document)


def test_it_comes_out_the_same_again(document: dict, dataset: Dataset, run: RunFolder, monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 20)
    monkeypatch.setattr(module, "SAMPLE", 4)
    assert audit(dataset, run) == document


def test_figures_are_means_of_what_is_known_by_patient():
    columns = {
        "a/b": np.array([1.0, 2.0, np.nan, 9.0]),
        "a/c": np.array([0.0, 0.0, 0.0, 9.0]),
        "d": np.array([np.nan, np.nan, np.nan, 9.0]),
    }
    found = figures(columns, np.array([0, 1, 2]), np.array(["p", "q", "q", "r"]))
    # Drawing p alone gives 1, q alone 2.
    assert found["a"]["b"] == {"value": 1.5, "low": 1.0, "high": 2.0}
    assert found["a"]["c"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert found["d"] == {"value": None, "low": None, "high": None}
    assert figures(columns, np.array([], dtype=np.intp), np.array(["p", "q", "q", "r"])) == {}


def test_without_malignant_calls_nothing_is_claimed(dataset: Dataset, run: RunFolder, monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 20)
    monkeypatch.setattr(module, "sigmoid", lambda x: np.full(np.shape(x), 0.1))
    found = audit(dataset, run)
    assert found["calls"]["malignant"]["n"] == found["sample"]["n"] == 0
    undecided = {check["code"] for check in found["verdict"]["checks"] if check["passes"] is None}
    assert {"energy", "pointing", "nodule_needed", "jitter", "road", "random_backbone"} <= undecided
    assert not found["verdict"]["shortcut_suspected"]
    assert "malignant calls: 0" in text_of(found)


def test_another_dataset_or_too_few_cases_are_refused(dataset: Dataset, run: RunFolder):
    with pytest.raises(TrainingError, match="not the one this run was trained on"):
        audit(dataclasses.replace(dataset, name="other"), run)
    few = dataclasses.replace(
        dataset, cases=tuple(case.model_copy(update={"label": None}) for case in dataset.cases)
    )
    with pytest.raises(TrainingError, match="there are 0"):
        audit(few, run)


def figure(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.05, "high": value + 0.05}


def good() -> dict:
    """A document with figures on the right side of every threshold."""
    return {
        "settings": {"margin_mm": 3.0, "shift_mm": 8.0, "jitter_mm": 2.0, "noise_hu": 20.0},
        "calls": {
            "malignant": {
                "n": 100,
                "n_with_outline": 100,
                "energy": {"map": figure(0.7), "map_minus_flat": figure(0.06)},
                "nodule": {"still_malignant": figure(0.1)},
                "stability": {"jitter": figure(0.8), "noise": figure(0.9)},
                "pointing": {
                    "shifted": {
                        "whole": {"n": 50, "in": {"map": figure(0.9), "map_minus_centre": figure(0.06)}}
                    }
                },
            }
        },
        "sample": {
            "n": 60,
            "centred": {
                "deletion": {"map_minus_random": figure(-0.06)},
                "insertion": {"map_minus_random": figure(0.06)},
            },
            "road": {"difference": figure(0.06)},
            "random_weights": {"classifier": figure(0.8), "backbone": figure(0.3)},
        },
        "lesion": {
            "n": 100,
            "dice": figure(0.9),
            "long_axis_error_mm": {"to_readers": {"absolute": figure(1.2)}},
        },
    }


def test_all_checks_pass_on_their_thresholds():
    found = verdict(good())
    assert found["passes"]
    assert found["text"] == "All 14 checks pass."


@pytest.mark.parametrize(
    ("path", "value", "code", "suspected"),
    [
        ("calls/malignant/energy/map", 0.69, "energy", False),
        ("calls/malignant/energy/map_minus_flat", 0.05, "above_flat", True),
        ("calls/malignant/pointing/shifted/whole/in/map", 0.89, "pointing", False),
        ("calls/malignant/pointing/shifted/whole/in/map_minus_centre", 0.05, "above_centre", True),
        ("calls/malignant/nodule/still_malignant", 0.11, "nodule_needed", True),
        ("calls/malignant/stability/jitter", 0.79, "jitter", False),
        ("calls/malignant/stability/noise", 0.89, "noise", False),
        ("sample/centred/deletion/map_minus_random", -0.05, "deletion", False),
        ("sample/centred/insertion/map_minus_random", 0.05, "insertion", False),
        ("sample/road/difference", 0.05, "road", False),
        ("sample/random_weights/classifier", 0.81, "random_classifier", False),
        ("sample/random_weights/backbone", 0.31, "random_backbone", False),
        ("lesion/dice", 0.89, "dice", False),
        ("lesion/long_axis_error_mm/to_readers/absolute", 1.21, "long_axis", False),
    ],
)
def test_each_check_fails_just_beyond_its_threshold(path: str, value: float, code: str, suspected: bool):
    bad = copy.deepcopy(good())
    *parts, last = path.split("/")
    at = bad
    for part in parts:
        at = at[part]
    at[last] = figure(value)
    found = verdict(bad)
    assert [check["code"] for check in found["checks"] if not check["passes"]] == [code]
    assert found["shortcut_suspected"] is suspected
    assert not found["passes"]


def test_too_few_cases_decide_nothing():
    few = good()
    few["calls"]["malignant"]["pointing"]["shifted"]["whole"]["n"] = 19
    found = verdict(few)
    assert {check["code"] for check in found["checks"] if check["passes"] is None} == {
        "pointing",
        "above_centre",
    }
    assert found["text"] == "2 of 14 checks cannot be decided; the others pass."
    assert not found["passes"]
