"""The table of variants: what passes, how maps compare, and the command on the small run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from training.cases import Dataset, write_dataset
from training.cli import app
from training.compress.measure import map_correlation, passes, table_text
from training.runs import RunFolder

SOUND = {"difference": {"value": -0.004}, "map_correlation": 0.96, "faster": 1.2}


def test_the_gate_by_hand() -> None:
    assert passes(SOUND)
    assert not passes(SOUND | {"difference": {"value": -0.006}})
    assert not passes(SOUND | {"difference": {"value": None}})
    assert not passes(SOUND | {"map_correlation": 0.94})
    assert not passes(SOUND | {"faster": 1.0})


def test_maps_of_fewer_cells_are_compared_at_the_same_millimetres() -> None:
    fine = np.linspace(-1, 1, 25, dtype=np.float32)[None, None, None].repeat(25, 2)
    coarse = np.linspace(-1, 1, 17, dtype=np.float32)[None, None, None].repeat(17, 2)
    assert map_correlation(fine, coarse) == pytest.approx(1, abs=1e-4)
    assert map_correlation(fine, -coarse) == pytest.approx(-1, abs=1e-4)
    assert map_correlation(fine, 0 * coarse) == 0


def test_the_command_compares_a_run_with_itself_and_finds_no_difference(
    run: RunFolder, dataset: Dataset, tmp_path: Path
) -> None:
    pytest.importorskip("nncf")
    folder = write_dataset(dataset, tmp_path / "dataset")
    asked = ["compressed", "--dataset", str(folder), "--run", str(run.folder), "--folds", "1", "--json"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    rows = {row["variant"]: row for row in json.loads(result.stdout)["rows"]}
    assert rows["FP32"]["difference"]["value"] == 0
    assert not rows["FP32"]["passes"]
    assert "FP32, INT8" in rows


def test_a_variant_without_a_path_is_told(run: RunFolder, tmp_path: Path) -> None:
    asked = ["compressed", "--dataset", str(tmp_path), "--run", str(run.folder), "--variant", "small"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2
    assert "NAME=RUN" in result.output


def test_the_table_names_the_fastest() -> None:
    row = {"variant": "FP32", "bytes": 3_000_000, "ms": {"median": 9.0}, "faster": 1.0}
    text = table_text({"nodules": 2, "patients": 2, "folds": 1, "rows": [row], "fastest": "FP32"})
    assert "| FP32 |" in text
    assert text.endswith("Fastest that passes: FP32.")
