"""`noduscope train`: the documented path, JSON that parses, and sentences with the right exit code."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys

import pytest
import torch
import yaml
from typer.testing import CliRunner

from engine.phantom import PhantomSpec, make_phantom, write_dicom
from training.cases import read_dataset, write_dataset
from training.cli import app
from training.recipe import RecipeError, read_recipe
from training.runs import RunFolder
from training.stress import CONDITIONS


def call(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def imported(crops, tmp_path):
    code, out, _ = call("import", "lidc-crops", crops, "--out", tmp_path / "D", "--json")
    assert code == 0
    document = json.loads(out)
    assert document["cases"] == document["reportable"] == 40
    assert document["never_train_cases"] == 2
    return tmp_path / "D"


@pytest.fixture
def recipe_file(recipe, tmp_path):
    path = tmp_path / "tiny.yaml"
    path.write_text(yaml.safe_dump(recipe.model_dump(mode="json")))
    return path


def test_the_documented_path(imported, recipe_file, run, tmp_path, monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 50)
    # The shared run's rows have the same keys, so nothing has to be trained here.
    folder = shutil.copytree(run.folder, tmp_path / "RUN")
    code, out, _ = call(
        "fit", "--dataset", imported, "--recipe", recipe_file, "--out", folder, "--json-events"
    )
    assert code == 0
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["start", "done"]
    assert (folder / "progress.jsonl").read_text() == out

    code, out, _ = call("evaluate", "--dataset", imported, "--run", folder, "--json")
    assert code == 0
    of_run = json.loads(out)
    assert of_run["n"] == 40

    files = dict.fromkeys(("model.onnx", "model.xml", "model.bin"), b"graph")
    monkeypatch.setattr("training.export.graph_files", lambda graph, patches: (files, {"patch": patches}))
    code, out, _ = call("export", "--run", folder, "--out", tmp_path / "M", "--json")
    assert code == 0
    assert json.loads(out)["id"] == "lidc"

    code, out, _ = call("evaluate", "--dataset", imported, "--model", tmp_path / "M", "--json")
    assert code == 0
    assert json.loads(out)["auc"] == of_run["auc"]
    code, out, _ = call("evaluate", "--dataset", imported, "--model", tmp_path / "M")
    assert f"auc: {of_run['auc']['value']:.3f}" in out

    assert of_run["seeds"] == [run.record().seed]
    second = with_seed(run, 7, tmp_path / "RUN2")
    code, out, _ = call("evaluate", "--dataset", imported, "--run", folder, "--run", second, "--json")
    assert code == 0
    of_both = json.loads(out)
    assert of_both["seeds"] == [run.record().seed, 7]
    # The second is the first by another name: the same mean, and no spread.
    assert of_both["auc"] == {**of_run["auc"], "runs": [of_run["auc"]["value"]] * 2, "sd": 0.0}

    code, out, _ = call("compare", "--dataset", imported, folder, tmp_path / "M", "--json")
    assert code == 0
    # The package keeps the run's own out-of-fold scores.
    assert json.loads(out)["flips"] == []
    code, out, _ = call("compare", "--dataset", imported, folder, tmp_path / "M")
    assert "0 called differently" in out

    code, out, _ = call("stress", "--dataset", imported, "--run", folder, "--json")
    assert code == 0
    assert json.loads(out)["n"] == 40
    assert "smoothed, sd 1.0 mm: AUC" in call("stress", "--dataset", imported, "--run", folder)[1]


def test_novelty_takes_strangers_from_the_synthetic_chest_and_from_cts(imported, run, tmp_path, monkeypatch):
    small = make_phantom(PhantomSpec(size=(4, 64, 64), spacing_mm=(2.5, 5.0, 5.0)))
    monkeypatch.setattr("engine.phantom.make_phantom", lambda: small)
    monkeypatch.setattr("training.novelty_audit.CONDITIONS", CONDITIONS[4:5])
    write_dicom(small, tmp_path / "ct")
    command = ["novelty", "--dataset", imported, "--run", run.folder]
    code, out, _ = call(*command, "--ct", tmp_path / "ct", "--json")
    assert code == 0
    strangers = json.loads(out)["strangers"]
    assert {"noise", "synthetic chest, soft tissue", "CT 1, soft tissue"} <= set(strangers)
    assert call(*command, "--ct", tmp_path / "nowhere")[0] == 2
    (tmp_path / "empty").mkdir()
    code, _, err = call(*command, "--ct", tmp_path / "empty")
    assert (code, err) == (1, "No CT with a known geometry was found in the folders given with --ct.\n")
    out = call(*command)[1]
    assert "fold 0: 20 nodules held out, median" in out
    assert "smoothed, sd 1.0 mm: " in out


def with_seed(run, seed, folder, **changes):
    """A copy of a run that says it has another seed, or whatever else, with rows by other keys."""
    shutil.copytree(run.folder, folder)
    record = run.record()
    rows = {name: f"{seed}-{key}" for name, key in record.rows.items()}
    for name, key in rows.items():
        (folder / "rows" / record.rows[name]).rename(folder / "rows" / key)
    recipe = record.recipe.model_copy(update={"seed": seed})
    fresh = record.model_copy(update={"seed": seed, "recipe": recipe, "rows": rows, **changes})
    RunFolder(folder).write_record(fresh)
    return folder


def test_runs_that_differ_in_more_than_the_seed_are_not_averaged(imported, run, tmp_path):
    other = run.record().recipe
    hotter = other.model_copy(update={"seed": 7, "net": other.net.model_copy(update={"dropout": 0.5})})
    for changes, sentence in (
        ({"dataset_sha256": "0" * 64}, "trained on different datasets"),
        ({"split_sha256": "0" * 64}, "their folds differ"),
        ({"recipe": hotter}, "their recipes differ in more than the seed"),
    ):
        folder = with_seed(run, 7, tmp_path / f"R{len(list(tmp_path.iterdir()))}", **changes)
        code, out, err = call("evaluate", "--dataset", imported, "--run", run.folder, "--run", folder)
        assert (code, out) == (1, "")
        assert sentence in err
        assert "cannot be averaged" in err


def test_one_seed_twice_is_not_two_runs(imported, run, tmp_path):
    again = shutil.copytree(run.folder, tmp_path / "again")
    code, _, err = call("evaluate", "--dataset", imported, "--run", run.folder, "--run", again)
    assert code == 1
    assert "hold the same trainings" in err


def test_a_seed_is_recorded_and_leaves_the_folds(imported, recipe_file, run, tmp_path, monkeypatch):
    monkeypatch.setattr("training.fit.train", lambda *_, **__: {"w": torch.zeros(1)})
    monkeypatch.setattr("training.fit.LargePatches", lambda *_: None)
    folders = [tmp_path / name for name in ("A", "B", "C")]
    for folder, seed in zip(folders, ((), ("--seed", 5), ("--seed", 6)), strict=True):
        assert call("fit", "--dataset", imported, "--recipe", recipe_file, "--out", folder, *seed)[0] == 0
    a, b, c = (RunFolder(folder).record() for folder in folders)
    assert a.rows == run.record().rows
    assert (b.seed, b.recipe.seed, c.seed) == (5, 5, 6)
    assert len({*a.rows.values(), *b.rows.values(), *c.rows.values()}) == 9
    # The dataset gives no folds; runs of several seeds must have the same ones, to be averaged.
    assert a.folds == b.folds == c.folds
    assert a.split_sha256 == b.split_sha256
    assert call("fit", "--dataset", imported, "--out", tmp_path / "D", "--seed", -1)[0] == 2


def test_the_audit_of_a_run(imported, run, monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 20)
    monkeypatch.setattr("training.audit.document.SAMPLE", 2)
    code, out, _ = call("audit", "--dataset", imported, "--run", run.folder, "--json")
    assert code == 0
    document = json.loads(out)
    assert (document["schema"], document["n"]) == (1, 40)
    text = call("audit", "--dataset", imported, "--run", run.folder)[1]
    assert text.endswith(document["verdict"]["text"] + "\n")
    assert "mask: Dice" in text


def test_check_and_split(imported):
    assert call("check", "--dataset", imported)[0] == 0
    code, out, _ = call("split", "--dataset", imported, "--folds", 4, "--json")
    assert code == 0
    document = json.loads(out)
    assert [row["fold"] for row in document["folds"]] == [0, 1, 2, 3]
    assert sum(row["cases"] for row in document["folds"]) == 40
    assert "malignant" in call("split", "--dataset", imported)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["import", "lidc-crops", "nowhere", "--out", "D"], 2, "There is no folder nowhere."),
        (["check", "--dataset", "nowhere"], 2, "There is no dataset folder nowhere."),
        (["evaluate", "--dataset", "."], 2, "Give either --model or --run."),
        (["evaluate", "--dataset", ".", "--model", "a", "--run", "b"], 2, "Give either --model or --run."),
        (["fit", "--dataset", "D"], 2, "Missing option"),
        (["check", "--dataset", "."], 1, "is not a dataset"),
        (["export", "--run", "nowhere", "--out", "M"], 1, "is not a run"),
        (["audit", "--dataset", "nowhere", "--run", "R"], 2, "There is no dataset folder nowhere."),
        (["fit", "--dataset", ".", "--out", "R", "--recipe", "none"], 1, "There is no recipe 'none'"),
    ],
)
def test_what_goes_wrong_is_a_sentence(arguments, code, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert result[0] == code
    assert sentence in result[2]
    assert result[1] == ""
    assert not list(tmp_path.iterdir())


def test_a_missing_model_is_a_sentence(imported, monkeypatch, tmp_path):
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    code, _, err = call("evaluate", "--dataset", imported, "--model", "nobody-1.0.0")
    assert code == 1
    assert "nobody-1.0.0" in err


def test_a_split_patient_blocks_the_fit(imported, tmp_path):
    data = read_dataset(imported)
    cases = tuple(case.model_copy(update={"fold": i % 2}) for i, case in enumerate(data.cases))
    write_dataset(dataclasses.replace(data, cases=cases), imported)
    for command in (["check"], ["split"], ["fit", "--out", tmp_path / "R"]):
        code, _, err = call(*command, "--dataset", imported)
        assert code == 1
        assert "more than one fold" in err
    assert not (tmp_path / "R").exists()


def test_one_picture_under_two_patients_blocks_the_fit(imported, tmp_path):
    data = read_dataset(imported)
    cases = tuple(case.model_copy(update={"fold": i // 2 % 2}) for i, case in enumerate(data.cases))
    hu = (*data.hu[:39], data.hu[0])
    write_dataset(dataclasses.replace(data, cases=cases, hu=hu), imported)
    for command in (["check"], ["split"], ["fit", "--out", tmp_path / "R"]):
        code, _, err = call(*command, "--dataset", imported)
        assert code == 1
        assert f"The cases {cases[0].id} and {cases[39].id} are filed under different patients" in err
    assert not (tmp_path / "R").exists()


def test_help_and_mistakes_load_no_heavy_library():
    program = (
        "import sys, training.cli\n"
        "try: training.cli.app(['fit', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'torch', 'monai', 'sklearn', 'openvino', 'pandas'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"
    assert "--json-events" in out


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"epochs": 0}, "optimiser.epochs"),
        ({"learning": 1}, "optimiser.learning"),
    ],
)
def test_a_wrong_recipe_is_a_sentence(recipe, tmp_path, change, sentence):
    document = recipe.model_dump(mode="json")
    document["optimiser"] |= change
    (tmp_path / "r.yaml").write_text(yaml.safe_dump(document))
    with pytest.raises(RecipeError, match=sentence):
        read_recipe(str(tmp_path / "r.yaml"))


def test_a_recipe_that_is_no_yaml_is_a_sentence(tmp_path):
    (tmp_path / "r.yaml").write_text("a: [")
    with pytest.raises(RecipeError, match="cannot be used"):
        read_recipe(str(tmp_path / "r.yaml"))
