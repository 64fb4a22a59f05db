"""Only convolutions are rounded: what pools, adds and calibrates them is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.compress.whole_numbers import FIRST, quantised
from training.export import graph_files, parity_patches
from training.graph import graph_of
from training.recipe import Recipe
from training.runs import RunFolder

pytest.importorskip("nncf")


@pytest.fixture(scope="module")
def floating(run: RunFolder, recipe: Recipe, tmp_path_factory) -> tuple[Path, np.ndarray]:
    folder = tmp_path_factory.mktemp("graph")
    patches = parity_patches(recipe.input.spec)
    files, _ = graph_files(graph_of(run.weights("0"), recipe), patches)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / "model.xml", patches


def test_mistake_01_convolutions_are_rounded_and_nothing_behind_them(floating) -> None:
    path, patches = floating
    model = quantised(path, patches)
    operations = model.get_ordered_ops()
    fed = [op for op in operations if op.get_type_name() in ("Convolution", "GroupConvolution")]
    rounded = [op for op in fed if op.input_value(0).get_node().get_type_name() == "FakeQuantize"]
    assert len(rounded) > 0.8 * len(fed)
    # What sees the HU windows is not rounded: nearly all of the error comes from there.
    assert not set(fed[:FIRST]) & set(rounded)
    for op in operations:
        if op.get_type_name() == "FakeQuantize":
            users = {user.get_node().get_type_name() for user in op.output(0).get_target_inputs()}
            assert users <= {"Convolution", "GroupConvolution"}, users
