"""Fitting: nothing finished is repeated, an interruption changes nothing, and nobody kept out is used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from training.fit import fit, held_out_cases
from training.recipe import read_recipe
from training.runs import FINAL, RunError, RunFolder


class Events:
    def __init__(self, stop_at: tuple[str, int] | None = None) -> None:
        self.seen: list[dict] = []
        self.stop_at = stop_at

    def __call__(self, event: str, **fields) -> None:
        json.dumps(fields)
        self.seen.append({"event": event, **fields})
        if event == "epoch" and (fields["fold"], fields["epoch"]) == self.stop_at:
            raise KeyboardInterrupt

    def of(self, event: str) -> list[dict]:
        return [entry for entry in self.seen if entry["event"] == event]


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


def test_every_fold_and_the_final_model_are_kept(run, recipe):
    record = run.record()
    assert set(record.rows) == {"0", "1", FINAL}
    assert len(set(record.rows.values())) == 3
    for name in record.rows:
        row = run.finished(name)
        assert row.configuration["fold"] == name
        assert row.configuration["recipe"]["name"] == "tiny"
        assert all(torch.isfinite(value).all() for value in row.weights().values())
    assert not list((run.folder / "checkpoints").glob("*"))


def test_a_second_run_repeats_nothing_and_a_lost_fold_alone_is_trained_again(
    run, dataset, split, recipe, tmp_path
):
    copy = shutil.copytree(run.folder, tmp_path / "copy")
    events = Events()
    fit(dataset, split, recipe, copy, dataset_folder=Path("data"), emit=events)
    assert events.of("start")[0]["unfinished"] == []
    assert not events.of("epoch")

    shutil.rmtree(copy / "rows" / run.record().rows["1"])
    events = Events()
    again = fit(dataset, split, recipe, copy, dataset_folder=Path("data"), emit=events)
    assert [entry["fold"] for entry in events.of("fold")] == ["1"]
    # The seed is the fold's own, so it comes out the same.
    assert same(again.finished("1").weights(), run.finished("1").weights())


def test_an_interrupted_training_continues_from_its_last_epoch(run, dataset, split, recipe, tmp_path):
    folder = tmp_path / "run"
    with pytest.raises((KeyboardInterrupt, SystemExit)):
        fit(dataset, split, recipe, folder, dataset_folder=Path("d"), emit=Events(stop_at=("1", 2)))
    events = Events()
    resumed = fit(dataset, split, recipe, folder, dataset_folder=Path("d"), emit=events)
    assert (events.of("epoch")[0]["fold"], events.of("epoch")[0]["epoch"]) == ("1", 2)
    assert same(resumed.finished("1").weights(), run.finished("1").weights())


def test_patients_kept_out_are_in_no_training(dataset, split, recipe, run, tmp_path, monkeypatch):
    import training.fit as module

    trained_on = {}

    def spy(data, patches, recipe, chosen, **_):
        trained_on[len(trained_on)] = {data.cases[i].patient_id for i in chosen}
        return {"w": torch.zeros(1)}

    monkeypatch.setattr(module, "train", spy)
    fit(dataset, split, recipe, tmp_path / "run", dataset_folder=Path("d"))
    for fold in (0, 1):
        held_out = {dataset.cases[i].patient_id for i in held_out_cases(split, str(fold))}
        assert not trained_on[fold] & held_out
        assert trained_on[fold] | held_out | {"LIDC-IDRI-0003"} == {c.patient_id for c in dataset.cases}
    assert trained_on[2] == {case.patient_id for case in dataset.cases} - {"LIDC-IDRI-0003"}


def test_another_recipe_or_split_has_other_rows(dataset, split, recipe, tmp_path, monkeypatch, run):
    import training.fit as module
    from training.splits import make_split

    monkeypatch.setattr(module, "train", lambda *_, **__: {"w": torch.zeros(1)})
    monkeypatch.setattr(module, "LargePatches", lambda *_: None)
    hotter = recipe.model_copy(update={"optimiser": recipe.optimiser.model_copy(update={"lr_heads": 1e-3})})
    first = fit(dataset, split, recipe, tmp_path / "r", dataset_folder=Path("d")).record().rows
    second = fit(dataset, split, hotter, tmp_path / "r", dataset_folder=Path("d")).record().rows
    other = make_split(dataset, n_folds=2, seed=2)
    third = fit(dataset, other, recipe, tmp_path / "r", dataset_folder=Path("d")).record().rows
    assert first == run.record().rows
    assert len({*first.values(), *second.values(), *third.values()}) == 9
    # All of them are kept: going back to the first recipe trains nothing.
    events = Events()
    fit(dataset, split, recipe, tmp_path / "r", dataset_folder=Path("d"), emit=events)
    assert events.of("start")[0]["unfinished"] == []


def test_a_folder_of_something_else_is_not_used(dataset, split, recipe, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(RunError, match="is not a run folder"):
        fit(dataset, split, recipe, tmp_path, dataset_folder=Path("d"))


def test_an_unfinished_run_says_what_is_missing(run, tmp_path):
    folder = RunFolder(tmp_path / "r")
    folder.write_record(run.record())
    with pytest.raises(RunError, match="has not finished fold 0"):
        folder.finished("0")
    with pytest.raises(RunError, match="has not finished the final model"):
        folder.finished(FINAL)
    with pytest.raises(RunError, match=r"has no run\.json"):
        RunFolder(tmp_path / "none").record()


def test_events_name_no_patient_and_no_path(run, dataset):
    from training.events import emitter

    log = run.folder.parent / "progress.jsonl"
    emit = emitter(log)
    emit("fold", fold="0", training_cases=3)
    line = json.loads(log.read_text())
    assert line["event"] == "fold"
    assert line["time"].endswith("+00:00")


def test_members_are_the_runs_of_the_next_seeds(dataset, split, recipe, tmp_path, monkeypatch, run):
    import training.fit as module

    monkeypatch.setattr(module, "train", lambda *_, **__: {"w": torch.zeros(1)})
    monkeypatch.setattr(module, "LargePatches", lambda *_: None)
    pair = recipe.model_copy(update={"members": 2, "views": 4})
    rows = fit(dataset, split, pair, tmp_path / "r", dataset_folder=Path("d")).record().rows
    assert set(rows) == {"0", "1", FINAL, "0.1", "1.1", "final.1"}
    assert {name: rows[name] for name in ("0", "1", FINAL)} == run.record().rows
    next_seed = recipe.model_copy(update={"seed": recipe.seed + 1})
    alone = fit(dataset, split, next_seed, tmp_path / "r", dataset_folder=Path("d")).record().rows
    assert alone == {name: rows[f"{name}.1"] for name in ("0", "1", FINAL)}


def test_a_missing_member_is_said(run, tmp_path):
    record = run.record()
    pair = record.recipe.model_copy(update={"members": 2})
    folder = RunFolder(tmp_path / "r")
    folder.write_record(record.model_copy(update={"recipe": pair}))
    shutil.copytree(run.folder / "rows", folder.folder / "rows", dirs_exist_ok=True)
    with pytest.raises(RunError, match="fold 1 of network 2"):
        folder.weights("1")


def test_a_choice_that_recipes_did_not_have_at_first_leaves_the_key_of_those_that_do_not_make_it():
    recipe = read_recipe("default")
    plain = recipe.model_dump(mode="json")
    first = ("kind", "pretrained", "windows_hu", "frozen_blocks", "features", "dropout", "attributes")
    assert recipe.choices()["net"] == {name: plain["net"][name] for name in first}
    assert "hide_neighbours_chance" in plain["augment"]
    assert "hide_neighbours_chance" not in recipe.choices()["augment"]
    making_it = recipe.model_copy(update={"net": recipe.net.model_copy(update={"neighbour_reach_mm": 5.0})})
    assert making_it.choices()["net"]["neighbour_reach_mm"] == 5.0
