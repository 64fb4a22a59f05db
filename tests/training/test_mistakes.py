"""The 29 mistakes of a published recipe for image classification: which test keeps each from coming back.

A mistake's test is called ``test_mistake_NN_...``, wherever it belongs; those on figures and splits are here.
The last test checks that each has one, or a reason here.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from tests.training.test_evaluate import judged
from training.compare import compare
from training.evaluate import evaluate
from training.fit import SOFTWARE, fit, software
from training.metrics import with_intervals
from training.splits import LeakageError, check_leakage, make_split

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent

#: Mistakes that cannot be made here, and why.
REASONS: dict[int, str] = {}


@pytest.fixture
def label(dataset):
    return np.array([case.label for case in dataset.cases])


@pytest.fixture
def document(dataset, label, monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 100)
    probability = np.where(label == 1, 0.8, 0.1)
    probability[[1, 3, 5, 8, 10]] = (0.4, 0.4, 0.4, 0.7, 0.7)
    return evaluate(dataset, judged(dataset, probability))


def test_mistake_10_no_patient_is_on_both_sides_of_a_split(dataset):
    folds = make_split(dataset, n_folds=5, seed=3).folds
    for patient in {case.patient_id for case in dataset.cases}:
        assert (
            len({f for f, case in zip(folds, dataset.cases, strict=True) if case.patient_id == patient}) == 1
        )
    divided = folds.copy()
    divided[0] = (folds[1] + 1) % 5  # cases 0 and 1 are one patient's
    with pytest.raises(LeakageError, match="patient"):
        check_leakage(dataset.cases, divided)


def test_mistake_11_a_share_is_a_count_over_its_cases_and_has_an_interval(document):
    for name in ("accuracy", "sensitivity", "specificity"):
        figure = document[name]
        n = {"accuracy": 40, "sensitivity": 20, "specificity": 20}[name]
        assert figure["value"] * n == pytest.approx(round(figure["value"] * n), abs=1e-9)
        assert figure["low"] < figure["value"] < figure["high"]
    for name in ("auc", "f1"):
        assert document[name]["low"] <= document[name]["value"] <= document[name]["high"]
        assert document[name]["low"] < document[name]["high"]
    assert (document["n"], document["n_patients"]) == (40, 20)


def test_mistake_11_the_interval_is_as_wide_as_wilsons():
    """150 cases, 144 right: Wilson's interval is 0.915 to 0.982: wider than a 'gain' of 3 points."""
    right = np.array([1.0] * 144 + [0.0] * 6)
    patients = np.array([str(number) for number in range(150)])
    figure = with_intervals(lambda rows: {"accuracy": float(right[rows].mean())}, patients)["accuracy"]
    assert figure["value"] == 0.96
    assert figure["low"] == pytest.approx(0.915, abs=0.02)
    assert figure["high"] == pytest.approx(0.982, abs=0.015)


def test_mistake_12_a_difference_is_absolute_and_never_in_percent(dataset, label, monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 50)
    better, worse = np.where(label == 1, 0.8, 0.1), np.where(label == 1, 0.8, 0.1)
    worse[[1, 3, 5, 7]] = 0.4  # four of forty: 90 % against 100 %
    found = compare(dataset, judged(dataset, better), judged(dataset, worse))
    text = str(found)
    assert "0.1" in text
    assert "0.111" not in text  # which is what 0.1 would be in per cent of 0.9
    table = (ROOT / "docs" / "recipe.md").read_text(encoding="utf-8").split("## The tables")[1]
    assert not re.search(r"[+-]\d[\d.]* ?%", table)


def test_mistake_13_auc_prevalence_calibration_and_size_alone_stand_beside_accuracy(document):
    assert document["n_malignant"] == 20
    for name in ("auc", "accuracy", "f1", "sensitivity", "specificity"):
        assert set(document[name]) >= {"value", "low", "high"}
    assert document["ece"] >= 0
    assert document["brier"] > 0
    assert document["baseline_diameter"]["auc"]["value"] is not None
    assert "6-15mm" in document["strata"]


def test_mistake_14_timings_name_machine_threads_batch_and_precision():
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8").lower()
    for word in ("cores", "thread", "batch", "fp32", "p50"):
        assert word in text, word
    bench = (ROOT / "app" / "bench" / "run.py").read_text(encoding="utf-8")
    for key in ('"processor"', '"cores"', '"system"'):
        assert key in bench


def test_mistake_28_whatever_was_drawn_before_a_training_comes_out_the_same(
    dataset, split, recipe, run, tmp_path
):
    """All random numbers hang on the training's own seed; Python's, numpy's and torch's are spent."""
    import random
    import shutil

    import torch

    random.seed(9)
    np.random.seed(9)  # noqa: NPY002 - the global state is the point
    torch.manual_seed(9)
    torch.rand(7)
    copy = shutil.copytree(run.folder, tmp_path / "copy")
    shutil.rmtree(copy / "rows" / run.record().rows["0"])
    again = fit(dataset, split, recipe, copy, dataset_folder=Path("d")).finished("0").weights()
    plain = run.finished("0").weights()
    assert all(torch.equal(again[name], plain[name]) for name in plain)
    assert run.record().seed == recipe.seed


def test_mistake_29_versions_are_recorded_and_new(run):
    from importlib.metadata import version

    recorded = run.record().software
    assert recorded == software()
    assert set(recorded) == {"python", *SOFTWARE}
    assert recorded["torch"] == version("torch")
    assert int(recorded["torch"].split(".")[0]) >= 2
    pins = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'"torch>=2\.', pins)


def guards() -> dict[int, list[str]]:
    """The tests of each mistake, by name."""
    found: dict[int, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, number in re.findall(
            r"^def (test_mistake_(\d\d)_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            found.setdefault(int(number), []).append(f"{path.relative_to(TESTS)}::{name}")
    return found


def test_every_mistake_has_a_test_or_a_reason():
    missing = set(range(1, 30)) - set(guards()) - set(REASONS)
    assert not missing, f"mistakes without a test: {sorted(missing)}"
    assert not set(guards()) - set(range(1, 30))
