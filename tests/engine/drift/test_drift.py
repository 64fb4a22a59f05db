"""The monthly view: what is counted, what it is compared with, and what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.drift import drift_document
from engine.findings import Decision
from engine.geometry import Grid
from engine.labels.crop import NoduleCrop
from engine.labels.kinds import Label, LabelSource
from engine.labels.label import LabelledNodule
from engine.models.package import ModelPackage, load_package
from engine.store import Store, open_store
from engine.volume import Acquisition
from tests.engine import tiny_model
from tests.engine.batch.chests import ROOT, write_home
from tests.engine.drift.months import MODEL, facts, finding, read

#: Of the tiny package: diameter 3 to 30 mm, slices 0.6 to 3 mm, pixels 0.4 to 1 mm, GE and SIEMENS.
SHA = MODEL["sha256"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModelPackage:
    """The tiny model, tested on 200 nodules whose scores are even, of which it abstained on 10 %."""
    scores = "label,probability\n" + "".join(f"{k % 2},{(k + 0.5) / 200}\n" for k in range(200))
    folder = tiny_model.write_tiny(
        tmp_path_factory.mktemp("package") / "tiny",
        {"reference_scores.csv": scores.encode()},
        metrics={"conformal": {"abstained": {"value": 0.10, "low": 0.07, "high": 0.14}}},
    )
    return load_package(folder)


def view(store: Store, package: ModelPackage) -> dict[str, Any]:
    document = drift_document(
        package, store.readings.of_model(SHA, "tiny-1.0.0"), store.readings.n_of_other_models(SHA)
    )
    json.dumps(document, allow_nan=False)
    return document


def even(n: int, low: float = 0.0, high: float = 1.0) -> list[float]:
    return [round(float(p), 4) for p in low + (np.arange(n) + 0.5) / n * (high - low)]


def fill(store: Store, month: str, series: int, scores: list[float], **how: Any) -> None:
    """Spread scores over the series of a month."""
    for k in range(series):
        read(store, f"{month}.{k}", f"{month}-15", scores[k::series], **how)


# ------------------------------------------------------------ what is counted


def test_a_month_has_its_counts(store: Store, package: ModelPackage) -> None:
    flagged = {"flags": [{"code": "mass", "text": "Mass."}]}
    found = [
        finding(0, 0.9), finding(1, 0.2), finding(2, 0.5, "indeterminate"), finding(3, None),
        finding(4, None, **flagged), finding(5, 0.7, shown=False),
    ]  # fmt: skip
    read(store, "a", "2026-03-02", findings=found)
    read(store, "b", "2026-03-30", [0.1], manufacturer="SIEMENS Healthineers", kernel="Br40")
    store.decisions.add(facts("a"), "f0", (2.0, 0.0, 0.0), Decision.ACCEPTED, reader="r")
    store.decisions.add(facts("a"), "f1", (30.0, 0.0, 0.0), Decision.REJECTED, reader="r")
    (month,) = view(store, package)["months"]
    assert (month["month"], month["series"], month["patients"]) == ("2026-03", 2, 2)
    suggested, accepted = month["suggested"], month["accepted"]
    # Not the rejected one, nor the one that was never shown.
    assert suggested["calls"] == {"benign": 1, "malignant": 1, "indeterminate": 1, "out_of_range": 2}
    assert (suggested["n"], suggested["judged"], suggested["median"]) == (5, 3, 0.5)
    # The mass is no abstention: one indeterminate and one out of range, of four.
    assert (suggested["abstained"]["count"], suggested["abstained"]["of"]) == (2, 4)
    assert (accepted["n"], accepted["median"]) == (1, 0.9)
    assert suggested["histogram"] == [0, 1, 0, 0, 0, 1, 0, 0, 0, 1]
    assert month["acquisition"]["kernels"] == {"B50f": 1, "Br40": 1}
    assert month["outside"]["count"] == 0  # manufacturers are told by their first word


def test_a_series_counts_once_in_the_month_of_its_first_analysis(store: Store, package: ModelPackage) -> None:
    read(store, "a", "2026-01-10", [0.1, 0.2], key="first")
    read(store, "a", "2026-03-10", [0.3], key="second")
    read(store, "b", "2026-03-11", [0.4])
    read(store, "c", "2026-02-11", [0.4], model={**MODEL, "sha256": "e" * 64})
    document = view(store, package)
    assert [(m["month"], m["series"]) for m in document["months"]] == [
        ("2026-01", 1), ("2026-02", 0), ("2026-03", 1),
    ]  # fmt: skip
    assert document["months"][0]["suggested"]["n"] == 1
    assert document["months"][1]["suggested"]["abstained"]["value"] is None
    assert document["n_series_of_other_models"] == 1


def test_an_accepted_nodule_counts_though_it_was_not_shown(store: Store, package: ModelPackage) -> None:
    read(store, "a", "2026-01-10", findings=[finding(0, 0.7, shown=False)], accepted=True)
    assert view(store, package)["months"][0]["accepted"]["n"] == 1
    store.decisions.add(facts("a"), "f0", (0.0, 0.0, 0.0), None, reader="r")  # taken back
    assert view(store, package)["months"][0]["suggested"]["n"] == 0


def test_a_labelled_nodule_counts_as_accepted(store: Store, package: ModelPackage) -> None:
    read(store, "a", "2026-01-10", findings=[finding(0, 0.7, shown=False), finding(1, 0.2)])
    nodule = LabelledNodule("f0", (0.0, 1.0, 0.0))
    store.labels.add(facts("a"), nodule, Label.BENIGN, source=LabelSource.READER, reader="r")
    assert view(store, package)["months"][0]["accepted"]["median"] == 0.7
    store.labels.take_back("a", "f0", "r")
    assert view(store, package)["months"][0]["accepted"]["n"] == 0


def test_a_nodule_that_was_only_pointed_at_counts_once_it_is_labelled(
    store: Store, package: ModelPackage
) -> None:
    read(store, "a", f"{datetime.now(UTC):%Y-%m-%d}", [0.2])  # labels are of today
    grid = Grid.axial((2, 3, 3), (5.0, 0.7, 0.7))
    zeros = np.zeros(grid.size)
    crop = NoduleCrop(zeros.astype(np.int16), zeros.astype(np.uint8), grid, Acquisition("CT", "Acme", "K"))
    for uid, place, model in (("a", 90.0, "tiny-1.0.0"), ("b", 0.0, "tiny-1.0.0"), ("c", 0.0, "other-1.0.0")):
        nodule = LabelledNodule("f9", (place, 0.0, 0.0), 8.0, 0.9, model, crop)
        store.labels.add(facts(uid), nodule, Label.MALIGNANT, source=LabelSource.READER, reader="r")
    (month,) = view(store, package)["months"]
    # "b" was never analysed: it counts with what its crop tells of the scan. "c" is another model's.
    assert (month["series"], month["suggested"]["n"], month["suggested"]["median"]) == (2, 1, 0.2)
    assert (month["accepted"]["n"], month["accepted"]["median"]) == (2, 0.9)
    assert month["accepted"]["abstained"]["of"] == 0, "the label tells no call"
    assert month["outside"]["reasons"] == {"thick_slices": 1, "manufacturer": 1}
    assert month["acquisition"]["slice_thickness_mm"] == {"low": 2.0, "median": 3.5, "high": 5.0}


def test_scans_from_outside_the_training_data_are_counted_by_reason(
    store: Store, package: ModelPackage
) -> None:
    read(store, "a", "2026-01-10", manufacturer="Acme", thickness_mm=5.0)
    read(store, "b", "2026-01-11", manufacturer="")
    read(store, "c", "2026-01-12", manufacturer=None)  # of a version that did not record it
    read(store, "d", "2026-02-12", manufacturer="GE MEDICAL SYSTEMS", kernel="LUNG")
    first, second = view(store, package)["months"]
    assert (first["outside"]["count"], first["outside"]["of"]) == (1, 3)
    assert first["outside"]["reasons"] == {"thick_slices": 1, "manufacturer": 1}
    assert first["acquisition"]["manufacturers"] == {"not recorded": 2, "Acme": 1}
    assert first["acquisition"]["slice_thickness_mm"] == {"low": 2.0, "median": 2.0, "high": 5.0}
    assert first["acquisition"]["new"] == []
    assert second["acquisition"]["new"] == ["scanner GE MEDICAL SYSTEMS", "kernel LUNG"]


# ------------------------------------------------------------ what it says


def test_nothing_and_little_say_that_it_cannot_be_told(store: Store, package: ModelPackage) -> None:
    assert view(store, package)["hint"] == "Nothing was read with this model yet."
    read(store, "a", "2026-01-10", [0.1] * 3, accepted=True)
    document = view(store, package)
    assert document["state"] == "too_little"
    assert "1 series with 3 accepted nodules in 2026-01" in document["hint"]


def test_months_like_the_first_ones_are_no_drift(store: Store, package: ModelPackage) -> None:
    for month in ("2026-01", "2026-02", "2026-03"):
        fill(store, month, 12, even(120), accepted=True)
    document = view(store, package)
    assert document["baseline"]["months"] == ["2026-01"]
    assert (document["state"], document["signals"]) == ("none", [])
    assert document["months"][0]["suggested"]["against_baseline"] is None
    assert document["months"][1]["suggested"]["against_baseline"]["psi"] < 0.05
    assert document["recent"]["month"] == "2026-02 to 2026-03"


def test_accepted_nodules_that_score_otherwise_than_the_tested_ones(
    store: Store, package: ModelPackage
) -> None:
    fill(store, "2026-01", 12, even(60, 0.0, 0.4), accepted=True)
    document = view(store, package)
    assert document["state"] == "due"
    (signal,) = document["signals"]
    assert signal["code"] == "scores"
    assert "60 accepted nodules in 2026-01" in signal["text"]
    assert "200 nodules" in signal["text"]
    assert document["title"] == "Fine-tuning is due"
    assert "label at least 50 nodules of 30 patients" in document["hint"]
    found = document["recent"]["accepted"]["against_reference"]
    # All lie in the lowest four tenths of the reference: the functions part by 1 - 0.4 there.
    assert (found["large"], found["n"], found["n_reference"]) == (True, 60, 200)
    assert found["ks"] == pytest.approx(0.6, abs=0.01)


def test_suggestions_that_change_are_compared_with_the_first_months(
    store: Store, package: ModelPackage
) -> None:
    fill(store, "2026-01", 12, even(120, 0.0, 0.5))
    fill(store, "2026-02", 12, even(120, 0.5, 1.0))
    document = view(store, package)
    assert [s["code"] for s in document["signals"]] == ["scores_changed"]
    assert document["months"][1]["suggested"]["against_baseline"]["ks"] == 1.0


def test_abstentions_beyond_what_the_test_showed(store: Store, package: ModelPackage) -> None:
    half = [finding(k, p, "indeterminate" if k % 2 else "") for k, p in enumerate(even(60))]
    read(store, "a", "2026-01-10", findings=half, accepted=True)
    document = view(store, package)
    assert [s["code"] for s in document["signals"]] == ["abstentions"]
    assert "50% (38% to 62%)" in document["signals"][0]["text"]
    assert "at most 14%" in document["signals"][0]["text"]


def test_abstentions_that_rise(store: Store, package: ModelPackage) -> None:
    read(store, "a", "2026-01-10", even(120))
    half = [finding(k, p, "indeterminate" if k % 2 else "") for k, p in enumerate(even(60))]
    read(store, "b", "2026-02-10", findings=half)
    assert [s["code"] for s in view(store, package)["signals"]] == ["abstentions_changed"]


def test_a_new_scanner_is_told_once_there_are_enough_series(store: Store, package: ModelPackage) -> None:
    for k in range(9):
        read(store, f"a{k}", "2026-01-10", manufacturer="Acme")
    assert view(store, package)["state"] == "too_little"
    read(store, "b", "2026-01-10", thickness_mm=5.0)
    document = view(store, package)
    assert document["state"] == "due"
    assert document["signals"][0]["text"] == (
        "10 of 10 series in 2026-01 lie outside the training data: 1 with slices thicker than in training;"
        " 9 with scanners of a manufacturer not trained on."
    )


def test_only_the_last_two_years_are_shown(store: Store, package: ModelPackage) -> None:
    read(store, "a", "2020-01-10", [0.1])
    read(store, "b", "2026-03-10", [0.1])
    months = view(store, package)["months"]
    assert (months[0]["month"], months[-1]["month"], len(months)) == ("2024-04", "2026-03", 24)


# ------------------------------------------------------------ the command


def drift(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engine", "drift", *arguments], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "NODUSCOPE_HOME": str(home)}, check=False,
    )  # fmt: skip


def test_the_command_prints_the_view_as_a_table_and_as_json(tmp_path: Path) -> None:
    home = write_home(tmp_path / "home")
    empty = drift(home)
    assert empty.stdout == "Model tiny-1.0.0. Too little to tell. Nothing was read with this model yet.\n"
    assert not (home / "data" / "store.sqlite").exists()  # looking makes none
    sha = load_package(home / "data" / "models" / "tiny-1.0.0").sha256
    with open_store(home / "data" / "store.sqlite") as opened:
        read(opened, "a", "2026-01-10", [0.1, 0.3], model={**MODEL, "sha256": sha})
        read(opened, "b", "2026-01-11", [0.1], model={**MODEL, "sha256": "e" * 64})
    table = drift(home).stdout
    assert "1 series were read with other models" in table
    assert table.splitlines()[-1].split()[:5] == ["2026-01", "1", "0", "2", "0.20"]
    document = json.loads(drift(home, "--json").stdout)
    assert document["months"][0]["series"] == 1


def test_the_command_says_in_a_sentence_what_it_cannot_do(tmp_path: Path) -> None:
    home = write_home(tmp_path / "home")
    unknown = drift(home, "--model", "nobody-1.0.0")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "no model 'nobody-1.0.0'" in unknown.stderr
    (tmp_path / "other.txt").write_text("hello " * 1000)
    broken = drift(home, "--store", str(tmp_path / "other.txt"))
    assert broken.returncode == 1
    assert "other.txt" in broken.stderr
