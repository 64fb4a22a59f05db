"""`noduscope train`: the documented path, JSON that parses, and sentences with the right exit code."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys

import pytest
import yaml
from typer.testing import CliRunner

from training.cases import read_dataset, write_dataset
from training.cli import app
from training.recipe import RecipeError, read_recipe


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
