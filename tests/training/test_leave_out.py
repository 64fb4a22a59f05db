"""Folds that hold out kinds of scanners: who is held out, what a training sees, what can be judged then."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

import training.fit as fit_module
from training.audit.document import audit
from training.cases import Dataset, write_dataset
from training.cli import app
from training.compare import compare
from training.errors import TrainingError
from training.evaluate import evaluate
from training.export import export
from training.fit import fit
from training.judge import judge_run
from training.leave_out import leave_out_split, manufacturer_of, notes
from training.runs import RunError, RunFolder
from training.splits import LeakageError
from training.stress import stress

MAKERS = ("SIEMENS", "Siemens Healthineers", "GE MEDICAL SYSTEMS", "ge healthcare", "Philips")


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 50)


def scanned(dataset: Dataset, changes: list[dict]) -> Dataset:
    cases = tuple(c.model_copy(update=change) for c, change in zip(dataset.cases, changes, strict=True))
    return dataclasses.replace(dataset, cases=cases)


@pytest.fixture(scope="module")
def makers(dataset) -> Dataset:
    """20 patients of two cases: 8 Siemens, 8 GE, 4 Philips, under different spellings."""
    return scanned(dataset, [{"manufacturer": MAKERS[i // 2 % 5]} for i in range(40)])


@pytest.fixture(scope="module")
def thick(dataset) -> Dataset:
    """The last ten patients have thick slices."""
    return scanned(dataset, [{"slice_thickness_mm": 3.0 if i >= 20 else 2.5} for i in range(40)])


@pytest.mark.parametrize(
    ("recorded", "name"),
    [
        ("GE MEDICAL SYSTEMS", "GE"),
        ("ge", "GE"),
        ("SIEMENS", "Siemens"),
        (" TOSHIBA_MEC", "Toshiba_mec"),
        ("Philips, Cleveland", "Philips"),
        ("", ""),
    ],
)
def test_the_manufacturer_is_the_first_word(dataset, recorded, name):
    assert manufacturer_of(dataset.cases[0].model_copy(update={"manufacturer": recorded})) == name


def test_every_manufacturer_is_a_fold(makers):
    split = leave_out_split(makers, "manufacturer")
    assert split.names == ("GE", "Philips", "Siemens")
    assert [split.names[fold] for fold in split.folds[:10:2]] == ["Siemens", "Siemens", "GE", "GE", "Philips"]
    assert np.bincount(split.folds).tolist() == [16, 8, 16]
    for fold in range(3):
        assert (split.hidden_from(fold) == (split.folds == fold)).all()
    said = notes(makers, split)
    assert len(said) == 3
    assert said[1].startswith("Philips: only 8 nodules")


def test_a_patient_of_two_manufacturers_goes_wholly_to_the_commoner_and_its_rest_is_not_trained_on(dataset):
    change = [{"manufacturer": "GE" if i < 20 else "Philips"} for i in range(40)]
    for i in range(3):  # one patient with three cases of GE, then one of Philips
        change[i] |= {"patient_id": "both", "series_uid": ""}
    change[20] |= {"patient_id": "both", "series_uid": ""}
    mixed = scanned(dataset, change)
    split = leave_out_split(mixed, "manufacturer")
    assert {split.names[fold] for fold in split.folds[[0, 1, 2, 20]]} == {"GE"}
    ge, philips = 0, 1
    # The training without GE has neither this patient nor any GE; the one without Philips not this scan.
    assert not split.hidden_from(philips)[[0, 1, 2]].any()
    assert split.hidden_from(philips)[20]
    assert split.hidden_from(ge)[[0, 1, 2, 20]].all()
    assert "1 cases are of another kind" in notes(mixed, split)[-1]


def test_thick_slices_are_one_fold_and_thin_ones_none(thick):
    split = leave_out_split(thick, "thick-slices")
    assert split.n_folds == 1
    assert split.names == ("slices > 2.5 mm",)
    assert split.folds.tolist() == [-1] * 20 + [0] * 20
    # A patient with both is held out wholly.
    change = [{} for _ in range(40)]
    change[21] = {"slice_thickness_mm": 1.0}
    assert leave_out_split(scanned(thick, change), "thick-slices").folds[21] == 0


@pytest.mark.parametrize(
    ("what", "change", "sentence"),
    [
        ("manufacturer", {}, "All cases are from scanners of Siemens"),
        ("manufacturer", {"manufacturer": ""}, "40 of 40 cases have no manufacturer"),
        ("thick-slices", {}, "No patient has slices of more than 2.5 mm"),
        ("thick-slices", {"slice_thickness_mm": 5.0}, "Every patient has slices of more than 2.5 mm"),
        ("thick-slices", {"slice_thickness_mm": None}, "40 of 40 cases have no slice thickness"),
    ],
)
def test_nothing_to_hold_out_is_a_sentence(dataset, what, change, sentence):
    with pytest.raises(TrainingError, match=sentence):
        leave_out_split(scanned(dataset, [change] * 40), what)


def test_one_series_under_two_patients_is_refused(makers):
    cases = list(makers.cases)
    cases[4] = cases[4].model_copy(update={"series_uid": cases[0].series_uid})
    with pytest.raises(LeakageError, match="1 series"):
        leave_out_split(dataclasses.replace(makers, cases=tuple(cases)), "manufacturer")


def judging_run(data: Dataset, what: str, recipe, run: RunFolder, folder: Path, monkeypatch) -> RunFolder:
    """A finished run by scanner; its networks are the shared run's, so nothing is trained."""
    weights = run.finished("0").weights()
    monkeypatch.setattr(fit_module, "train", lambda *_, **__: weights)
    return fit(data, leave_out_split(data, what), recipe, folder, dataset_folder=Path("d"))


def test_a_training_sees_other_manufacturers_only_and_no_final_model_follows(
    makers, recipe, tmp_path, monkeypatch
):
    seen = []

    def spy(data, patches, recipe, chosen, **_):
        seen.append({manufacturer_of(data.cases[i]) for i in chosen})
        assert not {data.cases[i].patient_id for i in chosen} & set(data.never_train)
        return {"w": torch.zeros(1)}

    monkeypatch.setattr(fit_module, "train", spy)
    split = leave_out_split(makers, "manufacturer")
    made = fit(makers, split, recipe, tmp_path / "r", dataset_folder=Path("d"))
    assert seen == [{"Philips", "Siemens"}, {"GE", "Siemens"}, {"GE", "Philips"}]
    record = made.record()
    assert set(record.rows) == {"0", "1", "2"}
    assert (record.leave_out, record.fold_names) == ("manufacturer", ("GE", "Philips", "Siemens"))
    with pytest.raises(RunError, match=r"has no final model.*--leave-out manufacturer"):
        export(makers, made, tmp_path / "m")
    assert not (tmp_path / "m").exists()


def test_the_drop_is_paired_with_cross_validation(makers, split, recipe, run, tmp_path, monkeypatch):
    made = judging_run(makers, "manufacturer", recipe, run, tmp_path / "loo", monkeypatch)
    weights = run.finished("1").weights()
    monkeypatch.setattr(fit_module, "train", lambda *_, **__: weights)
    usual = fit(makers, split, recipe, tmp_path / "cv", dataset_folder=Path("d"))
    document = compare(makers, judge_run(makers, made), judge_run(makers, usual), ("loo", "cv"))
    assert document["n"] == 40
    by_maker = document["by_manufacturer"]
    assert {name: part["n"] for name, part in by_maker.items()} == {"GE": 16, "Philips": 8, "Siemens": 16}
    assert document["by_slice_thickness"]["<= 1.25 mm"]["n"] == 40
    # Fewer than 20: counted, not judged.
    assert "auc" not in by_maker["GE"]
    everything = document["by_slice_thickness"]["<= 1.25 mm"]["auc"]
    assert everything == document["auc"]


def test_only_thick_slices_are_judged_by_a_run_that_held_them_out(
    thick, split, recipe, run, tmp_path, monkeypatch
):
    made = judging_run(thick, "thick-slices", recipe, run, tmp_path / "thick", monkeypatch)
    assert set(made.record().rows) == {"0"}
    judged = judge_run(thick, made)
    assert judged.index.tolist() == list(range(20, 40))
    assert judged.left_out == 20
    assert np.isfinite(judged.probability).all()
    assert len(set(judged.fold)) > 1
    document = evaluate(thick, judged)
    assert document["n"] == 20
    assert document["by_slice_thickness"]["> 2.5 mm"]["n"] == 20
    assert stress(thick, made)["n"] == 20
    assert audit(thick, made)["n"] == 20
    weights = run.finished("1").weights()
    monkeypatch.setattr(fit_module, "train", lambda *_, **__: weights)
    usual = fit(thick, split, recipe, tmp_path / "cv", dataset_folder=Path("d"))
    paired = compare(thick, judged, judge_run(thick, usual))
    assert (paired["n"], paired["only_a_judges"], paired["only_b_judges"]) == (20, 0, 20)


def test_the_command_line(makers, recipe, run, tmp_path, monkeypatch):
    import yaml

    data, recipe_file = write_dataset(makers, tmp_path / "D"), tmp_path / "tiny.yaml"
    recipe_file.write_text(yaml.safe_dump(recipe.model_dump(mode="json")))
    weights = run.finished("0").weights()
    monkeypatch.setattr(fit_module, "train", lambda *_, **__: weights)

    def call(*arguments):
        return CliRunner().invoke(app, [str(a) for a in arguments])

    shown = call("split", "--dataset", data, "--leave-out", "manufacturer", "--json")
    document = json.loads(shown.stdout)
    assert document["leave_out"] == "manufacturer"
    assert [(row["held_out"], row["cases"]) for row in document["folds"]] == [
        ("GE", 16),
        ("Philips", 8),
        ("Siemens", 16),
    ]
    fitted = call(
        "fit",
        "--dataset",
        data,
        "--out",
        tmp_path / "R",
        "--recipe",
        recipe_file,
        "--leave-out",
        "manufacturer",
    )
    assert fitted.exit_code == 0
    assert "Trained 3 folds and no final model" in fitted.stdout
    assert "Philips: only 8 nodules" in fitted.stderr
    refused = call("export", "--run", tmp_path / "R", "--dataset", data, "--out", tmp_path / "M")
    assert refused.exit_code == 1
    assert "has no final model" in refused.stderr
    again = shutil.copytree(tmp_path / "R", tmp_path / "R2")
    compared = call("compare", "--dataset", data, tmp_path / "R", again)
    assert "Philips (8): too few" in compared.stdout
    assert call("fit", "--dataset", data, "--out", tmp_path / "X", "--leave-out", "weekday").exit_code == 2
