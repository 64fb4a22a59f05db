"""Figures of an ablation on planted logits: the side of a difference, its verdict, what is not counted."""

from __future__ import annotations

import numpy as np
import pytest

from training.ablate.changes import Change, read_changes
from training.ablate.figures import document, verdict
from training.ablate.ledger import Cell, Ledger
from training.ablate.plan import plan
from training.ablate.table import marks, table_text, write_table
from training.errors import TrainingError
from training.fit import held_out_cases


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 100)


def cells_of(dataset, split, planned, noise):
    """Finish the planned cells: logits that know the label, plus each arm's noise, in ms of latency too."""
    finished = {}
    for cell in planned:
        random = np.random.default_rng([cell.seed, cell.fold])
        index = held_out_cases(split, str(cell.fold))
        label = np.array([dataset.cases[i].label for i in index], dtype=float)
        amount = noise[cell.change]
        logits = 2 * label - 1 + amount * random.normal(size=len(label))
        finished[cell.key] = Cell(
            key=cell.key,
            recipe="tiny",
            change=cell.change,
            fold=cell.fold,
            seed=cell.seed,
            logits=tuple(logits),
            latency_ms=10 + amount,
            seconds=1.0,
            software={},
        )
    return finished


def changes_with(adds: bool) -> list[Change]:
    return [Change("arm", "a technique", "About.", adds, {"loss": {"lesion": 0.0}})]


@pytest.mark.parametrize(
    ("adds", "noise_of_change", "expected"),
    [(False, 4.0, "on"), (True, 4.0, "off"), (True, 0.1, "on"), (False, 0.1, "off")],
)
def test_a_difference_is_with_minus_without(dataset, split, recipe, adds, noise_of_change, expected):
    changes = changes_with(adds)
    planned = plan(dataset, split, recipe, changes, folds=2, seeds=3)
    noise = {"base": 0.1 if noise_of_change > 1 else 4.0, "arm": noise_of_change}
    figures = document(dataset, split, planned, cells_of(dataset, split, planned, noise), changes)
    (row,) = figures["rows"]
    assert row["verdict"] == expected
    assert (row["difference"]["auc"]["value"] > 0) == (expected == "on")
    # The noisier arm is the slower one by 3.9 ms.
    assert row["latency_ms"] == pytest.approx(-3.9 if expected == "on" else 3.9)
    assert figures["finished"] == figures["planned"] == 12
    assert len(row["difference"]["auc"]["runs"]) == 3


def test_equal_arms_differ_by_nothing(dataset, split, recipe):
    changes = changes_with(adds=True)
    planned = plan(dataset, split, recipe, changes, folds=2, seeds=3)
    finished = cells_of(dataset, split, planned, {"base": 1.0, "arm": 1.0})
    (row,) = document(dataset, split, planned, finished, changes)["rows"]
    assert row["verdict"] == "no difference"
    assert [row["difference"]["auc"][name] for name in ("value", "low", "high")] == [0, 0, 0]


def test_a_seed_counts_only_when_all_its_folds_are_finished_in_both_arms(dataset, split, recipe):
    changes = changes_with(adds=False)
    planned = plan(dataset, split, recipe, changes, folds=2, seeds=3)
    finished = cells_of(dataset, split, planned, {"base": 0.1, "arm": 4.0})
    lost = next(c for c in planned if (c.change, c.seed, c.fold) == ("arm", recipe.seed + 1, 0))
    del finished[lost.key]
    (row,) = document(dataset, split, planned, finished, changes)["rows"]
    assert row["seeds"] == [recipe.seed, recipe.seed + 2]
    assert row["verdict"] == "undecided"  # 'on' needs three seeds

    empty = document(dataset, split, planned, {}, changes)
    assert empty["base"] is None
    assert empty["rows"][0]["verdict"] == "not measured"
    assert "nothing is measured yet" in table_text(empty, recipe)


@pytest.mark.parametrize(
    ("figure", "seeds", "expected"),
    [
        ({"value": 0.02, "low": 0.01, "high": 0.03, "runs": [0.01, 0.02, 0.03]}, 3, "on"),
        ({"value": 0.02, "low": 0.01, "high": 0.03, "runs": [-0.01, 0.03, 0.04]}, 3, "undecided"),
        ({"value": 0.02, "low": 0.01, "high": 0.03}, 1, "undecided"),
        ({"value": -0.02, "low": -0.03, "high": -0.01, "runs": [-0.01, -0.02, -0.03]}, 3, "off"),
        ({"value": 0.01, "low": -0.01, "high": 0.03, "runs": [0.01, 0.01, 0.01]}, 3, "no difference"),
        ({"value": 0.01, "low": -0.01, "high": 0.03}, 1, "undecided"),
        ({"value": None, "low": None, "high": None}, 3, "not measured"),
    ],
)
def test_verdicts(figure, seeds, expected):
    assert verdict(figure, seeds) == expected


def test_keys_follow_the_configuration(dataset, split, recipe):
    changes = read_changes(["no-mixup", "one-view"])
    planned = plan(dataset, split, recipe, changes, folds=2, seeds=2)
    assert len({cell.key for cell in planned}) == len(planned) == 3 * 2 * 2
    again = plan(dataset, split, recipe, changes[:1], folds=2, seeds=1)
    assert {cell.key for cell in again} < {cell.key for cell in planned}
    with pytest.raises(TrainingError, match="2 to 2 folds"):
        plan(dataset, split, recipe, changes, folds=3, seeds=1)
    with pytest.raises(TrainingError, match="averages 2 networks"):
        plan(dataset, split, recipe.model_copy(update={"members": 2}), changes, folds=2, seeds=1)


def test_a_ledger_comes_back_and_a_bad_line_is_named(dataset, split, recipe, tmp_path):
    planned = plan(dataset, split, recipe, [], folds=2, seeds=1)
    cells = cells_of(dataset, split, planned, {"base": 1.0})
    path = tmp_path / "docs" / "a.jsonl"
    ledger = Ledger(path)
    for cell in cells.values():
        ledger.keep(cell)
    assert Ledger(path).cells == cells
    text = path.read_text()
    assert not any(case.id in text or case.patient_id in text for case in dataset.cases)
    path.write_text(text + '{"key": 1\n')
    with pytest.raises(TrainingError, match=r"Line 3 of .*a\.jsonl"):
        Ledger(path)


def test_a_table_replaces_the_older_one_of_its_recipe_and_nothing_else(tmp_path):
    path = tmp_path / "recipe.md"
    (begin, end), (other, other_end) = marks("default"), marks("brief")
    rest = f"{other}\nof another recipe\n{other_end}\nafter\n"
    path.write_text(f"# Recipe\n{begin}\nold\n{end}\n{rest}")
    write_table("new", path, "default")
    assert path.read_text() == f"# Recipe\n{begin}\nnew\n{end}\n{rest}"
    path.write_text("# Recipe\n")
    with pytest.raises(TrainingError, match=r"no single place for the table.*ablation of default"):
        write_table("new", path, "default")
    assert path.read_text() == "# Recipe\n"
