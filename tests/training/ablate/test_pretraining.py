"""A change that starts from a pretraining: made once a fold, keyed by its recipe, resumed after a kill."""

from __future__ import annotations

import shutil

import pytest

from training.ablate import pretraining as module
from training.ablate.cells import run_cells
from training.ablate.changes import read_changes
from training.ablate.ledger import Ledger
from training.ablate.plan import plan
from training.ablate.pretraining import pretraining_of
from training.pretrain.recipe import PretrainRecipe, read_pretrain_recipe
from training.pretrain.record import read_record
from training.recipe import RecipeError, read_recipe

pytest.importorskip("lightly")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read_pretrain_recipe("simclr").model_dump(mode="json")
    document["contrast"] |= {"epochs": 1, "batch": 16}
    short = PretrainRecipe.model_validate(document)
    monkeypatch.setattr(module, "read_pretrain_recipe", lambda name: short)


def test_the_key_is_of_the_recipe_and_needs_no_weights(dataset, split, recipe, tmp_path, monkeypatch):
    (change,) = read_changes(["simclr"])
    cells = plan(dataset, split, recipe, [change], folds=2, seeds=1)
    assert len({cell.key for cell in cells}) == 4
    monkeypatch.chdir(tmp_path)
    assert [cell.key for cell in plan(dataset, split, recipe, [change], folds=2, seeds=1)] == [
        cell.key for cell in cells
    ]
    found = read_pretrain_recipe("simclr")
    other = found.model_copy(update={"seed": 1})
    monkeypatch.setattr(module, "read_pretrain_recipe", lambda name: other)
    again = plan(dataset, split, recipe, [change], folds=2, seeds=1)
    assert [a.key == b.key for a, b in zip(cells, again, strict=True)] == [True, True, False, False]


def test_a_cell_makes_its_folds_pretraining_and_the_next_seed_takes_it(
    dataset, split, recipe, tmp_path, quick
):
    one_epoch = recipe.model_copy(update={"optimiser": recipe.optimiser.model_copy(update={"epochs": 1})})
    cells = [
        cell
        for cell in plan(dataset, split, one_epoch, read_changes(["simclr"]), folds=2, seeds=2)
        if cell.fold == 1
    ]
    events: list[dict] = []

    def emit(event: str, **fields: object) -> None:
        events.append({"event": event, **fields})

    ledger = Ledger(tmp_path / "a.jsonl")
    run_cells(dataset, split, cells, ledger=ledger, folder=tmp_path / "w", emit=emit)
    place = tmp_path / "w" / "pretrainings" / "simclr"
    assert set(read_record(place).folds) == {"1"}
    assert [e["fold"] for e in events if e["event"] == "pretraining_fold_done"] == ["1"]
    assert len({ledger.cells[cell.key].logits for cell in cells}) == 4

    # The ledger alone tells, without the pretraining.
    shutil.rmtree(tmp_path / "w")
    events.clear()
    run_cells(dataset, split, cells, ledger=ledger, folder=tmp_path / "w", emit=emit)
    assert not [e for e in events if e["event"].startswith("pretraining")]


def test_another_network_is_told_before_anything_is_trained(dataset, split, recipe):
    net = recipe.net.model_copy(update={"kind": "mobilenetv3_large", "pretrained": False, "frozen_blocks": 0})
    other = recipe.model_copy(update={"net": net})
    with pytest.raises(RecipeError, match="simclr pretrains lite11, but the recipe tiny trains mobilenet"):
        plan(dataset, split, other, read_changes(["simclr"]), folds=2, seeds=1)


def test_a_folder_is_no_recipe(recipe):
    for name in ("", "default", "somewhere/else"):
        net = recipe.net.model_copy(update={"pretrained_from": name})
        assert pretraining_of(recipe.model_copy(update={"net": net})) is None
    for name in ("default", "brief"):
        (change,) = read_changes(["simclr"])
        assert pretraining_of(change.of(read_recipe(name))) is not None
