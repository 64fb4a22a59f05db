"""Shipping whole numbers: into the run's own package, through the gate, and nothing else changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine.models.package import ModelPackage, load_package
from training.cases import Dataset
from training.compress import ship as module
from training.errors import TrainingError
from training.runs import RunFolder
from training.splits import Split

pytest.importorskip("nncf")

GRAPHS = ("model_int8.xml", "model_int8.bin")


@pytest.fixture
def folder(package: ModelPackage, tmp_path: Path) -> Path:
    return Path(shutil.copytree(package.folder, tmp_path / "package"))


def the_gate_says(monkeypatch: pytest.MonkeyPatch, *objections: str) -> None:
    """Let the measuring be as it is; only the verdict, which is a matter of this machine's speed, is set."""
    monkeypatch.setattr(module, "objections", lambda _metrics, _tolerance: iter(objections))


def test_what_passes_is_added_and_everything_else_stays(
    dataset: Dataset, split: Split, run: RunFolder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_gate_says(monkeypatch)
    before = load_package(folder).manifest
    result = module.ship(dataset, split, run, folder, version="0.2.0")
    after = load_package(folder).manifest
    assert set(after.files) == {*before.files, *GRAPHS}
    changed = {name for name in before.files if before.files[name] != after.files[name]}
    assert changed == {"card.md"}
    assert after.version == "0.2.0"
    assert after.int8 is not None
    assert after.int8.metrics["folds"] == split.n_folds
    assert after.int8.logit == result.tolerance["logit"]
    card = (folder / "card.md").read_text(encoding="utf-8")
    assert "tiny 0.2.0" in card
    assert "tiny 0.1.0" not in card
    assert card.count("The graph in whole numbers (INT8) is included") == 1


def test_what_fails_leaves_the_package_as_it_was(
    dataset: Dataset, split: Split, run: RunFolder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_gate_says(monkeypatch, "It is not faster on this machine.")
    before = (folder / "manifest.json").read_bytes()
    result = module.ship(dataset, split, run, folder, version="0.2.0")
    assert result.reasons == ("It is not faster on this machine.",)
    assert not result.files
    assert (folder / "manifest.json").read_bytes() == before


def test_a_package_of_another_recipe_is_refused(
    dataset: Dataset, split: Split, run: RunFolder, folder: Path
) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["recipe_sha256"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(TrainingError, match="not exported from a run of this recipe"):
        module.ship(dataset, split, run, folder, version="0.2.0")
