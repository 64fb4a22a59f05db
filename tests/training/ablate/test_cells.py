"""Running an ablation: nothing finished is repeated, after a kill neither, and the table is written."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from training.ablate.cells import run_cells
from training.ablate.changes import read_changes
from training.ablate.ledger import Ledger
from training.ablate.plan import plan
from training.cases import write_dataset
from training.cli import app
from training.pretrain.recipe import read_pretrain_recipe


class Events(list):
    def __call__(self, event: str, **fields) -> None:
        self.append({"event": event, **fields})

    def of(self, event: str) -> list[dict]:
        return [entry for entry in self if entry["event"] == event]


@pytest.fixture(scope="module")
def one_epoch(recipe):
    return recipe.model_copy(
        update={"views": 4, "optimiser": recipe.optimiser.model_copy(update={"epochs": 1})}
    )


def test_cells_that_differ_in_the_views_share_their_training(dataset, split, one_epoch, tmp_path):
    cells = plan(dataset, split, one_epoch, read_changes(["one-view"]), folds=2, seeds=1)
    events = Events()
    ledger = Ledger(tmp_path / "a.jsonl")
    run_cells(dataset, split, cells, ledger=ledger, folder=tmp_path / "w", emit=events)
    assert len(events.of("cell_done")) == 4
    assert len(events.of("fold_done")) == 2
    four, one = (ledger.cells[cells[i].key] for i in (0, 2))
    assert (four.change, one.change) == ("base", "one-view")
    assert len(four.logits) == (split.folds == 0).sum()
    assert four.logits != one.logits

    events = Events()
    again = Ledger(tmp_path / "a.jsonl")
    run_cells(dataset, split, cells, ledger=again, folder=tmp_path / "elsewhere", emit=events)
    assert not events.of("cell")  # the ledger alone tells, without weights


@pytest.mark.parametrize("change", read_changes(), ids=lambda change: change.name)
def test_every_change_trains_and_answers_otherwise_than_the_base(
    change, some_undecided, split, one_epoch, tmp_path, base_logits, monkeypatch
):
    if change.name == "simclr":
        pytest.importorskip("lightly")
        simclr = read_pretrain_recipe("simclr")
        short = simclr.contrast.model_copy(update={"epochs": 3})
        short_recipe = simclr.model_copy(update={"contrast": short})
        monkeypatch.setattr("training.ablate.pretraining.read_pretrain_recipe", lambda _: short_recipe)
    from_pretrained = pretrained(one_epoch)
    if change.name == "translate-scanners":  # a fold here has nine cases of each maker
        few = {"augment": {"translate": change.patch["augment"]["translate"] | {"steps": 2, "batch": 4}}}
        change = dataclasses.replace(change, patch=few)
    cells = plan(some_undecided, split, from_pretrained, [change], folds=2, seeds=1)
    (cell,) = (cell for cell in cells if (cell.change, cell.fold) == (change.name, 0))
    ledger = Ledger(tmp_path / "a.jsonl")
    run_cells(some_undecided, split, [cell], ledger=ledger, folder=tmp_path / "w")
    logits = np.array(ledger.cells[cell.key].logits)
    assert np.isfinite(logits).all()
    assert logits.shape == base_logits.shape
    assert not np.array_equal(logits, base_logits)


@pytest.fixture(scope="module")
def some_undecided(dataset):
    """The dataset with every fifth nodule left open by its readers, and facts and makers that differ."""
    cases = tuple(
        case.model_copy(
            update={
                "label": None if number % 5 == 0 else case.label,
                "contrast": number % 2 == 0,
                "manufacturer": "GE MEDICAL SYSTEMS" if number // 2 % 2 else "SIEMENS",
                "facts": {"age_years": 40.0 + number, "pack_years": float(number % 7)},
            }
        )
        for number, case in enumerate(dataset.cases)
    )
    return dataclasses.replace(dataset, cases=cases)


@pytest.fixture(scope="module")
def base_logits(some_undecided, split, one_epoch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    (cell, _) = plan(some_undecided, split, pretrained(one_epoch), [], folds=2, seeds=1)
    ledger = Ledger(folder / "a.jsonl")
    run_cells(some_undecided, split, [cell], ledger=ledger, folder=folder / "w")
    return np.array(ledger.cells[cell.key].logits)


def pretrained(recipe):
    net = recipe.net.model_copy(update={"pretrained": True, "frozen_blocks": 3})
    return recipe.model_copy(update={"net": net})


@pytest.fixture
def arguments(dataset, one_epoch, tmp_path):
    write_dataset(dataset, tmp_path / "D")
    (tmp_path / "tiny.yaml").write_text(yaml.safe_dump(one_epoch.model_dump(mode="json")))
    options = {
        "--dataset": tmp_path / "D",
        "--recipe": tmp_path / "tiny.yaml",
        "--out": tmp_path / "W",
        "--change": "no-mixup",
        "--seeds": 1,
        "--ledger": tmp_path / "a.jsonl",
        "--table": tmp_path / "recipe.md",
    }
    return ["ablate", *(str(part) for pair in options.items() for part in pair)]


def test_a_kill_repeats_no_finished_cell_and_leaves_the_table_to_the_next_run(
    arguments, tmp_path, monkeypatch
):
    monkeypatch.setattr("training.metrics.DRAWS", 50)
    log, ledger = tmp_path / "W" / "progress.jsonl", tmp_path / "a.jsonl"
    command = [sys.executable, "-m", "app", "train", *arguments]
    process = subprocess.Popen(command, env=os.environ | {"OMP_NUM_THREADS": "1"})
    deadline = time.monotonic() + 120
    while not ledger.is_file() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    finished = len(ledger.read_text().splitlines())
    assert 1 <= finished < 4
    assert not (tmp_path / "recipe.md").exists()
    log.unlink()

    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.stderr
    events = [json.loads(line) for line in log.read_text().splitlines()]
    done = [entry for entry in events if entry["event"] == "cell_done"]
    assert len(done) == 4 - finished
    figures = json.loads(result.stdout)
    assert (figures["finished"], figures["planned"]) == (4, 4)
    assert "| MixUp | `no-mixup` |" in (tmp_path / "recipe.md").read_text()

    log.unlink()
    result = CliRunner().invoke(app, [*arguments, "--table-only"])
    assert result.exit_code == 0
    assert "4 of 4 cells are finished" in result.stdout
    assert not log.exists()


def test_a_file_without_a_place_for_the_table_is_told_before_anything_is_trained(arguments, tmp_path):
    (tmp_path / "recipe.md").write_text("# Recipe\n")
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "has no single place for the table" in result.stderr
    assert not (tmp_path / "W").exists()


def test_wrong_use_is_a_sentence(arguments):
    result = CliRunner().invoke(app, [*arguments, "--change", "nonsense"])
    assert (result.exit_code, result.stderr.startswith("There is no change 'nonsense'")) == (1, True)
    result = CliRunner().invoke(app, [*arguments, "--folds", "9"])
    assert (result.exit_code, result.stderr) == (
        1,
        "An ablation needs 2 to 2 folds of this dataset, not 9.\n",
    )
