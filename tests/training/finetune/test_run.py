"""A whole fine-tuning: events, resuming after an end at any moment, stopping, what is left in the folder."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.files import write_whole
from tests.training.finetune.synthetic_site import changed
from training.errors import TrainingError
from training.events import emitter
from training.finetune.choices import choices_of
from training.finetune.control import CONTROL, Stopped
from training.finetune.paired import read_paired
from training.finetune.plan import make_plan
from training.finetune.record import FineTuneFolder
from training.finetune.result import read_finetuned
from training.graph import graph_of, run
from training.runs import FINAL, RunError
from training.samples import plain_patches


def events_of(folder: Path, kind: str | None = None) -> list[dict]:
    lines = [json.loads(line) for line in (folder / "progress.jsonl").read_text().splitlines()]
    return [line for line in lines if kind in (None, line["event"])]


def series(folder: Path) -> list[tuple]:
    """What a window draws: every epoch's figures in their order."""
    names = ("name", "epoch", "loss", "val_loss", "val_auc", "done")
    return [tuple(event[name] for name in names) for event in events_of(folder, "epoch")]


def test_the_events_tell_the_whole_run(finished):
    kinds = [event["event"] for event in events_of(finished)]
    assert kinds[0] == "start"
    assert kinds[-1] == "done"
    start = events_of(finished, "start")[0]
    assert (start["trainings"], start["epochs"], start["mode"]) == (3, 2, "finetune")
    assert start["estimated_seconds"] > 0
    assert [event["name"] for event in events_of(finished, "training")] == ["0", "1", "final"]
    assert [event["index"] for event in events_of(finished, "training")] == [1, 2, 3]
    done = [event["done"] for event in events_of(finished, "epoch")]
    assert done == sorted(done)
    assert 0 < done[0] < done[-1] < 1
    assert all(event["seconds_left"] >= 0 for event in events_of(finished, "epoch"))


def test_no_name_and_no_path_is_in_the_events(finished, site):
    text = (finished / "progress.jsonl").read_text()
    assert "site-" not in text
    assert not any(f'"{case.id}"' in text for case in site.cases)
    assert str(finished) not in text
    assert "/" not in text


def test_every_case_is_judged_out_of_fold_by_the_trainings_of_the_record(finished, bench):
    record = FineTuneFolder(finished).record()
    scores = read_paired(finished)
    assert len(scores) == len(bench.site)
    assert np.array_equal(np.flatnonzero(scores.untouched), record.division.test)
    assert set(record.outcome.best_epochs) == {"0", "1", FINAL}
    folder = FineTuneFolder(finished)
    for fold in (0, 1):
        row = folder.finished(record, str(fold))
        held_out = np.flatnonzero(np.array(record.division.folds) == fold)
        assert not set(row.configuration["train"]) & set(held_out)
        assert not set(row.configuration["stop_by"]) & set(held_out)
        patches = plain_patches(bench.site, record.recipe.input.spec, held_out)
        logit = run(graph_of([row.weights()], record.recipe), patches).logit
        assert np.abs(scores.new_logit[held_out] - logit).max() < 1e-4
    final = folder.finished(record, FINAL).configuration
    assert tuple(final["train"]) == record.division.train
    assert tuple(final["stop_by"]) == record.division.val


def test_replayed_reference_patients_are_not_judged(finished, bench):
    division = FineTuneFolder(finished).record().division
    patients = [case.patient_id for case in bench.reference.cases]
    assert division.replayed
    assert not {patients[i] for i in division.replayed} & {patients[i] for i in division.judged}
    kept_out = set(bench.reference.never_train)
    assert not {patients[i] for i in division.replayed} & kept_out
    paired = read_paired(finished).reference
    assert len(paired.label) == len(division.judged)
    assert paired.seen.sum() == sum(patients[i] not in kept_out for i in division.judged)


def test_the_result_is_the_whole_new_model(finished, bench):
    tuned = read_finetuned(finished)
    scores = read_paired(finished)
    here = np.array(tuned.record.division.test)
    outputs = run(
        graph_of(tuned.weights, tuned.recipe, tuned.temperature),
        plain_patches(tuned.dataset, tuned.recipe.input.spec, here),
    )
    assert np.abs(outputs.probability - scores.confirm_probability[here]).max() < 1e-5
    assert tuned.base.manifest.id == "tiny"
    assert (tuned.slope, tuned.offset) == (1.0, 0.0)


def test_a_second_run_repeats_nothing(finished, bench, tmp_path):
    import shutil

    copy = shutil.copytree(finished, tmp_path / "copy")
    record = bench.work(copy, emitter(copy / "progress.jsonl"))
    assert series(copy) == series(finished)
    assert record == FineTuneFolder(finished).record()
    assert [event["event"] for event in events_of(copy)][-2:] == ["start", "done"]


def test_another_seed_is_another_run(finished, bench, tmp_path):
    import shutil

    copy = shutil.copytree(finished, tmp_path / "copy")
    other = make_plan(
        bench.site, bench.package, bench.choices.model_copy(update={"seed": 1}), bench.reference
    )
    with pytest.raises(RunError, match=r"other choices\. Choose a new folder"):
        bench.work(copy, plan=other)


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
@pytest.mark.parametrize("seed", [0, 1])
def test_a_run_that_is_killed_again_and_again_ends_like_an_unbroken_one(finished, bench, tmp_path, seed):
    folder = tmp_path / "run"
    folder.mkdir()
    log = folder / "progress.jsonl"
    chance = random.Random(seed)
    context = multiprocessing.get_context("fork")
    for _ in range(4):
        process = context.Process(target=bench.work, args=(folder, emitter(log)))
        before = log.stat().st_size if log.exists() else 0
        process.start()
        deadline = time.monotonic() + 60
        while process.is_alive() and time.monotonic() < deadline:
            if log.exists() and log.stat().st_size > before:
                break
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.8))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    bench.work(folder, emitter(log))
    assert series(folder) == series(finished)
    whole, broken = FineTuneFolder(finished), FineTuneFolder(folder)
    for name in whole.record().rows:
        one, other = (f.finished(f.record(), name).weights() for f in (whole, broken))
        assert all(torch.equal(one[key], other[key]) for key in one)
    assert broken.record() == whole.record()
    assert np.array_equal(read_paired(folder).new_logit, read_paired(finished).new_logit)


def test_a_half_written_event_is_cut_off(finished, bench, tmp_path):
    import shutil

    copy = shutil.copytree(finished, tmp_path / "copy")
    with (copy / "progress.jsonl").open("a") as file:
        file.write('{"event": "epo')
    bench.work(copy, emitter(copy / "progress.jsonl"))
    assert events_of(copy)[-1]["event"] == "done"


def test_row_22_a_stop_ends_it_at_the_next_batch_and_it_can_go_on(finished, bench, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    write = emitter(folder / "progress.jsonl")

    def emit(event, **fields):
        write(event, **fields)
        if event == "epoch" and (fields["name"], fields["epoch"]) == ("1", 1):
            write_whole(folder / CONTROL, "stop")

    with pytest.raises(Stopped):
        bench.work(folder, emit)
    assert series(folder) == series(finished)[:3]
    bench.work(folder, write)
    assert series(folder) == series(finished)


def test_a_diverging_training_is_said(bench, tmp_path):
    wild = make_plan(
        bench.site,
        bench.package,
        choices_of("standard", reference=False, epochs=2, folds=2, lr_heads=1e9, lr_backbone=1e9),
    )
    with pytest.raises(TrainingError, match="diverged"):
        bench.work(tmp_path / "run", plan=wild)


def test_more_memory_than_allowed_is_said(bench, tmp_path, monkeypatch):
    monkeypatch.setattr("training.finetune.run.memory_limit_mb", lambda: 10)
    with pytest.raises(TrainingError, match=r"more than the 10 MB that it may take"):
        bench.work(tmp_path / "run")


def test_few_nodules_recalibrate_the_probability_alone(bench, tmp_path):
    from training.cases import write_dataset
    from training.finetune.run import Origin

    few = bench.site.only(np.arange(24))
    write_dataset(few, tmp_path / "few")
    plan = make_plan(few, bench.package, choices_of("standard", reference=False))
    assert plan.mode == "recalibrate"
    assert plan.trainings == ()
    from dataclasses import replace

    small = replace(bench, plan=plan, origin=Origin(bench.origin.base, tmp_path / "few"))
    record = small.work(tmp_path / "run")
    tuned, scores = read_finetuned(tmp_path / "run"), read_paired(tmp_path / "run")
    assert scores.mode == "recalibrate"
    assert scores.reference is None
    assert tuned.slope == record.outcome.slope != 1.0
    patches = plain_patches(few, tuned.recipe.input.spec, np.arange(24))
    now = run(graph_of(tuned.weights, tuned.recipe, tuned.temperature), patches).probability
    expected = 1 / (
        1 + np.exp(-(tuned.slope * scores.old_logit / bench.package.manifest.temperature + tuned.offset))
    )
    assert np.abs(now - expected).max() < 1e-4


def test_a_site_that_the_check_stops_is_not_tuned(bench):
    seen = changed(bench.site, {0: {"patient_id": "P05"}, 1: {"patient_id": "P05"}})
    with pytest.raises(TrainingError, match="was trained on 1 of these patients"):
        make_plan(seen, bench.package, bench.choices, bench.reference)


def test_an_unfinished_run_has_no_result(bench, tmp_path, finished):
    folder = FineTuneFolder(tmp_path / "run")
    record = FineTuneFolder(finished).record()
    folder.write(record.model_copy(update={"outcome": None}))
    with pytest.raises(RunError, match="is not finished"):
        read_finetuned(folder.folder)
    with pytest.raises(RunError, match=r"it has no finetune\.json"):
        read_finetuned(tmp_path / "none")
