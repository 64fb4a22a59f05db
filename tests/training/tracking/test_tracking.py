"""Tracking: everything is written, nothing changes, nobody is named, and nothing leaves the machine."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
import torch

from training.around import Around
from training.fit import fit
from training.tracking.sinks import DvcSink, TensorBoardSink, TrackingError, sinks_for


def tracked_fit(dataset, split, recipe, run, folder: Path, around: Around):
    """The shared run with fold 1 lost, trained again under somebody's eyes."""
    copy = shutil.copytree(run.folder, folder)
    shutil.rmtree(copy / "rows" / run.record().rows["1"])
    return fit(dataset, split, recipe, copy, dataset_folder=Path("d"), around=around)


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def both(dataset, split, recipe, run, tmp_path_factory):
    pytest.importorskip("tensorboard")
    folder = tmp_path_factory.mktemp("tracked")
    sinks = (TensorBoardSink(folder / "tb"), DvcSink(folder / "dvc"))
    return tracked_fit(dataset, split, recipe, run, folder / "run", Around(sinks=sinks)), folder


def test_a_tracked_training_has_the_key_and_the_very_weights_of_one_that_is_not(run, both):
    again, _ = both
    assert again.record().rows == run.record().rows
    mine, plain = again.finished("1").weights(), run.finished("1").weights()
    assert mine.keys() == plain.keys()
    assert all(torch.equal(mine[name], plain[name]) for name in mine)


def test_tensorboard_has_losses_gradients_rates_weights_and_pictures(both):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    _, folder = both
    events = EventAccumulator(str(folder / "tb" / "1"))
    events.Reload()
    tags = events.Tags()
    scalars = set(tags["scalars"])
    assert {"loss/loss", "loss/label", "loss/lesion", "loss/step", "learning_rate/0"} <= scalars
    assert {"gradient_norm/all", "gradient_norm/classifier", "gradient_norm/backbone.blocks.3"} <= scalars
    assert "weights/classifier" in tags["histograms"]
    assert {f"examples/{number}" for number in range(6)} <= set(tags["images"])
    assert all(event.value >= 0 for event in events.Scalars("gradient_norm/all"))


def test_dvc_finds_metrics_parameters_and_plots(both):
    _, folder = both
    here = folder / "dvc" / "1"
    metrics = json.loads((here / "metrics.json").read_text())
    assert metrics["loss/loss"] > 0
    lines = (here / "plots" / "loss_loss.tsv").read_text().splitlines()
    assert lines[0] == "step\tloss/loss"
    assert len(lines) == 3  # two epochs
    assert float(lines[-1].split("\t")[1]) == pytest.approx(metrics["loss/loss"], rel=1e-4)
    assert json.loads((here / "params.json").read_text())["fold"] == "1"
    assert (here / "plots" / "examples_0.png").stat().st_size > 500


def test_nothing_tracked_names_a_patient_or_a_place(both, dataset):
    _, folder = both
    written = everything(folder / "tb") + everything(folder / "dvc")
    for case in dataset.cases:
        for name in (case.id, case.patient_id):
            assert len(name) < 4 or name.encode() not in written
    assert str(folder).encode() not in written


def test_wandb_stays_offline_whatever_the_environment_says(
    dataset, split, recipe, run, tmp_path, monkeypatch
):
    pytest.importorskip("wandb")
    monkeypatch.setenv("WANDB_MODE", "online")
    monkeypatch.setenv("WANDB_API_KEY", "0" * 40)
    monkeypatch.setenv("WANDB_BASE_URL", "http://127.0.0.1:9")
    sinks = sinks_for(["wandb"], tmp_path / "tracking")
    assert os.environ["WANDB_MODE"] == "offline"
    again = tracked_fit(dataset, split, recipe, run, tmp_path / "run", Around(sinks=sinks))
    folders = list((tmp_path / "tracking").rglob("offline-run-*"))
    assert len(folders) == 1
    written = everything(tmp_path / "tracking")
    assert b"loss/loss" in written
    assert all(case.patient_id.encode() not in written for case in dataset.cases if len(case.patient_id) > 3)
    plain = run.finished("1").weights()
    assert all(torch.equal(value, plain[name]) for name, value in again.finished("1").weights().items())


def test_both_kinds_of_wandb_and_an_unknown_tracker_are_refused(tmp_path):
    with pytest.raises(TrackingError, match="not both"):
        sinks_for(["wandb", "wandb-online"], tmp_path)
    with pytest.raises(TrackingError, match="no tracker 'mlflow'"):
        sinks_for(["mlflow"], tmp_path)


def test_a_missing_tracker_is_said_in_a_sentence(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "wandb", None)
    monkeypatch.setenv("WANDB_MODE", "offline")
    with pytest.raises(TrackingError, match="extra `tracking`"):
        sinks_for(["wandb"], tmp_path)


def test_a_second_training_of_a_name_replaces_the_plots_of_the_first(tmp_path):
    sink = DvcSink(tmp_path)
    for value in (1.0, 2.0):
        sink.start("0", {})
        sink.figures({"loss/loss": value}, 5)
        sink.finish()
    assert (tmp_path / "0" / "plots" / "loss_loss.tsv").read_text() == "step\tloss/loss\n5\t2\n"
