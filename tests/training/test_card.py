"""The card says what the figures say, of a package that has them and of one from before they were counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.card import model_card

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "models" / "default"


@pytest.fixture
def manifest():
    document = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    for name in ("selective_target", "conformal", "baseline_diameter_calcification"):
        document["metrics"].pop(name, None)
    document["metrics"]["lesion"].pop("long_axis_error_median_mm", None)
    return document


def figure(value, low, high):
    return {"value": value, "low": low, "high": high}


def card(manifest):
    return model_card(manifest, pretrained=True, dataset_name="nodules")


def test_a_package_from_before_has_a_card(manifest):
    text = card(manifest)
    assert "| AUC | " in text
    for words in ("certain enough", "sets hold", "For reference only", "median error"):
        assert words not in text


def test_the_abstention_is_on_the_card(manifest):
    manifest["metrics"]["selective_target"] = {
        "accuracy_target": 0.95,
        "coverage": figure(0.8006, 0.768, 0.831),
        "accuracy": figure(0.9473, 0.923, 0.9675),
        "baseline_diameter": {
            "coverage": figure(0.622, 0.581, 0.66),
            "accuracy": figure(0.951, 0.926, 0.972),
        },
    }
    manifest["metrics"]["conformal"] = {
        "nominal": 0.95,
        "benign": figure(0.938, 0.91, 0.963),
        "malignant": figure(0.955, 0.926, 0.979),
    }
    text = card(manifest)
    assert (
        "certain enough for 95 % accuracy (threshold from the other folds), 80.1 % (76.8 to 83.1) of the "
        "nodules are kept and 94.7 % (92.3 to 96.8) of those are right."
    ) in text
    assert "size alone the same gives 95.1 % (92.6 to 97.2) right on 62.2 % (58.1 to 66.0)." in text
    assert (
        "93.8 % (91.0 to 96.3) of the benign and 95.5 % (92.6 to 97.9) of the malignant nodules; "
        "95 % was meant."
    ) in text


def test_a_target_that_is_never_reached_and_no_size_to_compare(manifest):
    manifest["metrics"]["selective_target"] = {
        "accuracy_target": 0.95,
        "coverage": figure(0.0, 0.0, 0.0),
        "accuracy": figure(None, None, None),
    }
    text = card(manifest)
    assert "0.0 % (0.0 to 0.0) of the nodules are kept and - of those are right.\n" in text
    assert "size alone the same" not in text


def test_calcification_and_the_median_error_are_on_the_card(manifest):
    manifest["metrics"]["baseline_diameter_calcification"] = {
        "auc": figure(0.9666, 0.951, 0.979),
        "accuracy": figure(0.907, 0.88, 0.93),
        "note": "",
    }
    manifest["metrics"]["lesion"]["long_axis_error_median_mm"] = figure(0.739, 0.688, 0.828)
    text = card(manifest)
    assert "For reference only: size together with the readers' own rating of calcification" in text
    assert "AUC 0.967 (0.951 to 0.979) and accuracy 0.907 (0.880 to 0.930)" in text
    assert "the median error is 0.74 mm (0.69 to 0.83)" in text
