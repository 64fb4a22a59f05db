"""Two processes train to what one trains to; a process that is killed ends the run with a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
import yaml

from training.cases import write_dataset
from training.errors import TrainingError
from training.fit import fit
from training.recipe import Recipe
from training.runs import RunFolder
from training.scaling import Scale, for_backward, is_first, join, share

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path) -> dict[str, str]:
    lost = {"LOCAL_RANK", "NODE_RANK", "RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT", "PL_GLOBAL_SEED"}
    plain = {name: value for name, value in os.environ.items() if name not in lost}
    return plain | {"CUDA_VISIBLE_DEVICES": "", "OMP_NUM_THREADS": "1", "HOME": str(home)}


def command(dataset: Path, recipe: Path, out: Path, *more: str) -> list[str]:
    fixed = ["train", "fit", "--dataset", str(dataset), "--recipe", str(recipe), "--out", str(out)]
    return [sys.executable, "-m", "app", *fixed, *more]


@pytest.fixture(scope="module")
def material(dataset, recipe, tmp_path_factory) -> tuple[Path, Path, Recipe]:
    """A dataset, and a recipe without dropout: processes drop other features each."""
    folder = tmp_path_factory.mktemp("scaling")
    exact = recipe.model_copy(
        update={
            "net": recipe.net.model_copy(update={"dropout": 0.0}),
            "augment": recipe.augment.model_copy(update={"mixup_chance": 0.5}),
        }
    )
    path = folder / "exact.yaml"
    path.write_text(yaml.safe_dump(exact.model_dump(mode="json")))
    return write_dataset(dataset, folder / "dataset"), path, exact


def test_two_processes_train_to_what_one_does(material, dataset, split, tmp_path):
    data, recipe, exact = material
    one, two = tmp_path / "one", tmp_path / "two"
    fit(dataset, split, exact, one, dataset_folder=data)
    done = subprocess.run(
        command(data, recipe, two, "--devices", "2", "--strategy", "ddp"),
        cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Trained 2 folds") == 1
    alone, together = RunFolder(one), RunFolder(two)
    assert alone.record().rows == together.record().rows
    for name in alone.record().rows:
        first, second = alone.finished(name).weights(), together.finished(name).weights()
        for key in first:
            torch.testing.assert_close(second[key], first[key], rtol=1e-3, atol=2e-4)
    # One process wrote: every epoch is told once.
    events = (two / "progress.jsonl").read_text().splitlines()
    assert sum('"event": "epoch"' in line for line in events) == 6
    assert not list((two / "checkpoints").glob("*"))


def test_a_killed_process_ends_the_run_with_a_sentence_and_it_goes_on(material, tmp_path):
    data, recipe, exact = material
    long = exact.model_copy(update={"optimiser": exact.optimiser.model_copy(update={"epochs": 60})})
    recipe = tmp_path / "long.yaml"
    recipe.write_text(yaml.safe_dump(long.model_dump(mode="json")))
    out = tmp_path / "run"
    process = subprocess.Popen(
        command(data, recipe, out, "--devices", "2"),
        cwd=ROOT, env=environment(tmp_path), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        log = out / "progress.jsonl"
        for _ in range(600):
            if log.is_file() and '"epoch": 2' in log.read_text():
                break
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.1)
        import psutil

        child = next(
            child for child in psutil.Process(process.pid).children() if "app" in " ".join(child.cmdline())
        )
        os.kill(child.pid, signal.SIGKILL)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1
    assert "A process of the training ended before the others" in said
    assert "run the same command again" in said
    assert list((out / "checkpoints").rglob("last.ckpt"))


def test_a_batch_that_cannot_be_shared_is_refused(dataset, split, recipe, tmp_path):
    from training.around import Around

    with pytest.raises(TrainingError, match="A batch of 8 cannot be shared by 3 processes"):
        fit(dataset, split, recipe, tmp_path / "r", dataset_folder=Path("d"), around=Around(Scale(3)))


def test_one_process_shares_nothing_and_waits_for_nobody():
    batch = torch.arange(6.0, requires_grad=True)
    assert share(batch) is batch
    assert join(batch) is batch
    assert for_backward(batch.sum()).item() == 15
    assert Scale().trainer_options() == {"devices": 1}


@pytest.mark.parametrize(
    ("where", "first"),
    [
        ({}, True),
        ({"LOCAL_RANK": "1"}, False),
        ({"NODE_RANK": "1"}, False),
        ({"NODE_RANK": "0", "LOCAL_RANK": "0"}, True),
        ({"RANK": "3"}, False),
        ({"SLURM_PROCID": "0", "LOCAL_RANK": "0"}, True),
    ],
)
def test_the_first_process_is_known_before_they_have_met(where, first, monkeypatch):
    for name in ("RANK", "SLURM_PROCID", "NODE_RANK", "LOCAL_RANK"):
        monkeypatch.delenv(name, raising=False)
    for name, value in where.items():
        monkeypatch.setenv(name, value)
    assert is_first() is first
