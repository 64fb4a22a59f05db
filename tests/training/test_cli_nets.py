"""The table of networks, calcified failures by arm, and the recall of a lesion crop."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from training.ablate.calcified import calcified_failures
from training.ablate.changes import Change
from training.ablate.ledger import Cell, Ledger
from training.ablate.plan import plan
from training.cases import write_dataset
from training.cli import app
from training.crop_recall import covered, crop_recall
from training.errors import TrainingError
from training.fit import held_out_cases
from training.nets_table import measure
from training.recipe import Recipe
from training.splits import make_split


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 50)


@pytest.fixture(scope="module")
def calcified(dataset):
    """Of the benign nodules every second one is calcified, and no malignant one."""
    cases = []
    for number, case in enumerate(dataset.cases):
        absent = 0.0 if case.label == 0 and number % 4 == 0 else 1.0
        cases.append(
            case.model_copy(update={"attributes": {**case.attributes, "calcification_absent": absent}})
        )
    return dataclasses.replace(dataset, cases=tuple(cases))


def finished_cells(data, split, planned, fooled: dict[str, bool]) -> dict[str, Cell]:
    """Logits that know the label, but for arms that take calcium for cancer."""
    cells = {}
    for cell in planned:
        logits = []
        for i in held_out_cases(split, str(cell.fold)):
            case = data.cases[i]
            calcium = case.attributes["calcification_absent"] == 0
            logits.append(3.0 if case.label == 1 or (calcium and fooled[cell.change]) else -3.0)
        cells[cell.key] = Cell(
            key=cell.key,
            recipe="tiny",
            change=cell.change,
            fold=cell.fold,
            seed=cell.seed,
            logits=tuple(logits),
            latency_ms=1.0,
            seconds=1.0,
            software={},
        )
    return cells


def test_mistake_16_calcified_failures_before_and_after(calcified, recipe):
    split = make_split(calcified, n_folds=2, seed=recipe.seed)
    changes = [
        Change("slices", "T", "A.", True, {"input": {"slices": 3}}),
        Change("unfinished", "T", "A.", True, {"net": {"fusion": True}}),
    ]
    planned = plan(calcified, split, recipe, changes, folds=2, seeds=2)
    done = finished_cells(calcified, split, planned, {"base": True, "slices": False, "unfinished": False})
    done = {key: cell for key, cell in done.items() if cell.change != "unfinished"}
    found = calcified_failures(calcified, split, planned, done)
    assert set(found) == {"base", "slices"}
    benign = sum(
        c.reportable and c.label == 0 and c.attributes["calcification_absent"] == 0 for c in calcified.cases
    )
    assert found["base"]["benign"] == benign > 0
    assert found["base"]["false_malignant"]["value"] == 1.0
    assert found["slices"]["false_malignant"]["value"] == 0.0
    assert found["slices"]["difference"]["value"] == -1.0
    assert found["slices"]["seeds"] == [recipe.seed, recipe.seed + 1]


@pytest.fixture
def arguments(calcified, recipe, tmp_path):
    document = recipe.model_dump(mode="json")
    # As a change of the repository can be made in it.
    document["net"]["pretrained"], document["net"]["frozen_blocks"] = True, 3
    (tmp_path / "tiny.yaml").write_text(yaml.safe_dump(document))
    write_dataset(calcified, tmp_path / "D")
    ledger = Ledger(tmp_path / "a.jsonl")
    base = Recipe.model_validate(document)
    split = make_split(calcified, n_folds=2, seed=base.seed)
    gate = Change("lesion-gate", "T", "A.", True, {"net": {"lesion_gate": True}})
    planned = plan(calcified, split, base, [gate], folds=2, seeds=1)
    for cell in finished_cells(calcified, split, planned, {"base": True, "lesion-gate": False}).values():
        ledger.keep(cell)
    options = {
        "--recipe": tmp_path / "tiny.yaml",
        "--dataset": tmp_path / "D",
        "--ledger": tmp_path / "a.jsonl",
        "--seeds": 1,
        "--table": tmp_path / "nets.md",
    }
    return ["nets", *(str(part) for pair in options.items() for part in pair)]


def test_a_network_is_measured_in_every_runtime_once_they_agree(recipe):
    document = recipe.model_dump(mode="json")
    document["net"] |= {
        "fusion": True,
        "transformer_blocks": 1,
        "lesion_gate": True,
        "lesion_crop_margin_mm": 2.0,
    }
    measured = measure(Recipe.model_validate(document))
    assert set(measured["latency_ms"]) == {"torch", "ONNX Runtime", "OpenVINO"}
    assert all(value > 0 for value in measured["latency_ms"].values())
    assert measured["parameters"] > 812_651 - 500_000
    # Two looks through the backbone.
    assert measured["macs"] > 2e7


def test_the_table_has_sizes_times_and_what_the_ledger_knows(arguments, tmp_path, monkeypatch):
    def measured(recipe):
        macs = 2_000_000 + 500_000 * recipe.net.lesion_gate
        latency = {"torch": 3.25, "ONNX Runtime": 1.0, "OpenVINO": 2.0}
        return {"parameters": 1_500_000, "macs": macs, "latency_ms": latency}

    monkeypatch.setattr("training.nets_table.measure", measured)
    changes = ["--change", "lesion-gate", "--change", "clinical-facts"]
    result = CliRunner().invoke(app, [*arguments, *changes, "--json"])
    assert result.exit_code == 0, result.stderr
    base, gate, clinical = json.loads(result.stdout)["rows"]
    assert (base["macs"], gate["macs"]) == (2_000_000, 2_500_000)
    assert base["calcified"]["false_malignant"]["value"] == 1.0
    assert gate["calcified"]["false_malignant"]["value"] == 0.0
    assert gate["auc_difference"]["value"] > 0
    # No case knows an age, and a graph takes no facts.
    assert (clinical["parameters"], clinical["auc_difference"]) == (None, None)
    text = (tmp_path / "nets.md").read_text()
    assert "<!-- networks of tiny: begin -->" in text
    assert "| lite11 (the base) | `base` | 1.5 | 2.0 | 3.2 | 1.0 | 2.0 |" in text
    (line,) = [line for line in text.splitlines() if "`clinical-facts`" in line]
    assert line.endswith("| - | - | - | - | - | not measured | not measured |")
    # A second run replaces it.
    assert CliRunner().invoke(app, [*arguments, "--change", "lesion-gate"]).exit_code == 0
    assert "clinical-facts" not in (tmp_path / "nets.md").read_text()


def test_wrong_use_is_a_sentence(arguments, tmp_path):
    result = CliRunner().invoke(app, [*arguments, "--change", "nonsense"])
    assert (result.exit_code, result.stderr.startswith("There is no change 'nonsense'")) == (1, True)
    (tmp_path / "nets.md").write_text("# Networks\n")
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, "has no single place for the table" in result.stderr) == (1, True)


def test_mistake_22_the_recall_of_a_crop_is_measured_out_of_fold(run, dataset, monkeypatch):
    import training.crop_recall as module

    spec = run.record().recipe.input.spec

    class Said:
        """A network that outlines what it is told."""

        def __init__(self, lesion):
            self.lesion = lesion

    def networks(outline):
        def held_out(data, folder):
            rows = np.arange(len(data))
            yield rows, lambda patches: Said(np.stack([outline(data, int(i)) for i in rows]))

        return held_out

    def readers(data, i):
        return data.lesion(i, spec)

    monkeypatch.setattr(module, "held_out_networks", networks(readers))
    found = crop_recall(dataset, run)
    assert found["n"] == len(dataset)
    assert found["recall"]["value"] == found["covered"]["value"] == 1.0
    assert found["no_mask"]["value"] == 0.0
    assert 16 <= found["side_mm"] <= 24  # 6 to 12 mm and 4 on each side

    def corner(data, i):
        mask = np.zeros((1, 33, 33), dtype=np.float32)
        mask[:, :3, :3] = 1.0
        return mask

    monkeypatch.setattr(module, "held_out_networks", networks(corner))
    missed = crop_recall(dataset, run)
    assert missed["recall"]["value"] < 0.5

    monkeypatch.setattr(module, "held_out_networks", networks(lambda d, i: np.zeros((1, 33, 33), np.float32)))
    nothing = crop_recall(dataset, run)
    assert (nothing["no_mask"]["value"], nothing["recall"]["value"], nothing["side_mm"]) == (1.0, 1.0, 25.6)


def test_a_half_covered_outline():
    outline = np.zeros((5, 5), dtype=bool)
    outline[2, 1:5] = True  # columns at -0.5, 0, 0.5, 1
    assert covered(outline, np.array([0, 0, 0.5, 0.5], dtype=np.float32)) == 0.75


def test_without_outlines_there_is_nothing_to_measure(run, dataset):
    blank = dataclasses.replace(dataset, outlines=tuple(np.zeros_like(o) for o in dataset.outlines))
    record = run.record().model_copy(update={"dataset_sha256": blank.sha256})

    class Other:
        def record(self):
            return record

        def weights(self, name):
            return run.weights(name)

    with pytest.raises(TrainingError, match="no crop can be judged"):
        crop_recall(blank, Other())


def test_the_command_says_the_recall_in_words(run, dataset, tmp_path):
    write_dataset(dataset, tmp_path / "D")
    result = CliRunner().invoke(
        app, ["crop-recall", "--dataset", str(tmp_path / "D"), "--run", str(run.folder)]
    )
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("40 outlined nodules of 20 patients")
