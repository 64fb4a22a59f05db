"""The commands: documents as promised, sentences for wrong input, exit codes."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from training.cli import app
from training.finetune.control import only_one


@pytest.fixture
def call(bench):
    def run(*arguments, code=0):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def common(bench):
    return ("--dataset", bench.origin.dataset, "--base", bench.origin.base)


def test_the_plan_trains_nothing_and_says_everything(call, common, bench):
    out = call("finetune", *common, "--reference", bench.origin.reference, "--plan", "--json").stdout
    document = json.loads(out)
    assert document["mode"] == "finetune"
    assert document["trainings"] == 6
    parts = document["split"]
    assert sum(parts[name]["cases"] for name in ("train", "val", "test")) == 64
    assert parts["shared_patients"] == 0
    assert document["choices"]["preset"] == "standard"
    assert document["choices"]["replay"] > 0
    assert document["estimated_seconds"] > 0
    assert document["device"] in {"cpu", "cuda"}
    assert document["threads"] >= 1
    text = call("finetune", *common, "--plan").stdout
    assert "0 patients in two parts" in text


def test_what_was_asked_is_what_is_used(call, common):
    out = call(
        "finetune", *common, "--plan", "--json", "--choice", "gentle", "--epochs", 3, "--l2sp", 0.5,
        "--frozen", 7, "--folds", 3, "--seed", 9,
    ).stdout  # fmt: skip
    document = json.loads(out)
    assert document["trainings"] == 4
    chosen = document["choices"]
    assert (chosen["preset"], chosen["epochs"], chosen["l2sp"]) == ("gentle", 3, 0.5)
    assert (chosen["frozen_blocks"], chosen["folds"], chosen["seed"]) == (7, 3, 9)
    assert chosen["replay"] == 0


def test_the_check_prints_its_document(call, common):
    document = json.loads(call("site-check", *common, "--json").stdout)
    assert document["mode"] == "finetune"
    assert "There is enough to fine-tune" in call("site-check", *common).stdout


def test_a_run_prints_its_events_and_a_second_one_beside_it_is_refused(call, common, tmp_path):
    out = tmp_path / "run"
    asked = ("finetune", *common, "--epochs", 1, "--folds", 2, "--out", out)
    with only_one(out):
        refused = call(*asked, code=1)
        assert "is running in" in refused.stderr
        assert not (out / "progress.jsonl").exists()
    lines = call(*asked, "--json-events").stdout.splitlines()
    assert [json.loads(line)["event"] for line in lines][-1] == "done"
    assert (out / "progress.jsonl").read_text().splitlines() == lines
    assert "says whether it is better" in call(*asked).stdout


def test_wrong_input_is_a_sentence(call, common, bench, tmp_path):
    assert "Say where the run goes" in call("finetune", *common, code=2).stderr
    assert "There is no dataset folder" in call("site-check", "--dataset", tmp_path / "no", code=2).stderr
    (tmp_path / "letter.txt").write_text("mine")
    refused = call("finetune", *common, "--out", tmp_path, code=1)
    assert "is not a run of a fine-tuning" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    refused = call("finetune", *common, "--out", tmp_path / "r", "--replay", 1, code=1)
    assert "no reference set to replay" in refused.stderr
    event = json.loads((tmp_path / "r" / "progress.jsonl").read_text())
    assert event["event"] == "error"
    refused = call("site-check", "--dataset", bench.origin.dataset, "--base", "nothing-1.0.0", code=1)
    assert "There is no model" in refused.stderr
