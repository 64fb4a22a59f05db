"""The graph's map is Grad-CAM's, it depends on the weights, and the audit measures where it lies."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from engine.patch import PatchSpec
from engine.runtimes.base import Outputs
from training.explain import as_reference, audit, cam_cells, reference_cam
from training.graph import Graph, run
from training.nets import build
from training.recipe import read_recipe

SPEC = PatchSpec((1, 97, 97), (1.0, 0.4, 0.4))


def patches(n: int, size: int) -> np.ndarray:
    return np.random.default_rng(2).normal(-500, 350, (n, 1, size, size)).astype(np.float32)


@pytest.mark.parametrize("which", ["tiny", "default"])
def test_the_map_equals_grad_cam(recipe, which):
    recipe = recipe if which == "tiny" else read_recipe("default")
    torch.manual_seed(4)
    net = build(recipe.net, recipe.input).eval()
    with torch.no_grad():
        net.size_weight.fill_(0.5)
        # Grad-CAM shows the positive part of a map, and its package scales maps of a logit's size;
        # random weights give neither for sure.
        net.classifier.weight.abs_().mul_(1000)
    hu = patches(3, recipe.input.size[1])
    ours = as_reference(run(Graph(net), hu).cam, recipe.input.size[1:])
    theirs = reference_cam(net, hu)
    assert theirs.max() == pytest.approx(1.0, abs=1e-3)
    assert np.abs(ours - theirs).max() <= 1e-4


def test_other_weights_give_another_map(recipe):
    hu = patches(1, 33)
    maps = []
    for seed in (0, 1):
        torch.manual_seed(seed)
        maps.append(run(Graph(build(recipe.net, recipe.input).eval()), hu).cam)
    assert np.abs(maps[0] - maps[1]).max() > 10 * np.finfo(np.float32).eps * np.abs(maps[0]).max()
    assert abs(np.corrcoef(maps[0].ravel(), maps[1].ravel())[0, 1]) < 0.9


def test_cells_lie_on_every_sixteenth_pixel():
    cells = cam_cells(SPEC, (1, 7, 7))
    assert cells.size == (1, 7, 7)
    assert cells.stride == (1.0, 16.0, 16.0)
    assert cells.offset == (0.0, 0.0, 0.0)


def spot(row: int, column: int) -> np.ndarray:
    cam = np.full((1, 7, 7), -1.0, dtype=np.float32)
    cam[0, row, column] = 1.0
    return cam


def outputs(cam: np.ndarray, lesion: np.ndarray) -> Outputs:
    one = np.zeros(1, dtype=np.float32)
    return Outputs(one, one, cam[None], np.zeros((1, 4), np.float32), lesion[None].astype(np.float32))


def test_the_audit_of_a_map_and_a_mask_on_the_lesion(dataset):
    index = 1
    outline = dataset.lesion(index, SPEC) >= 0.5
    # Beside the nodule, at 8 mm to +x, it lies 20 pixels to the left: the cell on column 32 is nearest.
    table = audit(
        dataset,
        np.array([index]),
        SPEC,
        outputs(spot(3, 3), outline),
        lambda hu: outputs(spot(3, 2), outline),
    )
    assert table["cam_peak_in"][0] == 1
    assert table["cam_peak_in_shifted"][0] == 1
    assert table["cam_energy"][0] == pytest.approx(1.0)
    assert table["dice"][0] == pytest.approx(1.0)
    assert 0.02 < table["cam_chance"][0] < 0.25
    # The outline is drawn in crop pixels of 0.61 mm: the measured diameter is within one of them and one of
    # the patch's 0.4 mm.
    assert table["long_axis_mm"][0] == pytest.approx(dataset.cases[index].diameter_mm, abs=1.0)


def test_the_audit_of_a_map_that_misses(dataset):
    corner = np.zeros((1, 97, 97), dtype=bool)
    corner[0, :10, :10] = True
    miss = outputs(spot(0, 0), corner)
    table = audit(dataset, np.array([0]), SPEC, miss, lambda hu: outputs(spot(3, 3), corner))
    assert table["cam_peak_in"][0] == 0
    # The patch was moved, so the middle is not on the nodule any more.
    assert table["cam_peak_in_shifted"][0] == 0
    assert table["cam_energy"][0] == 0
    assert table["dice"][0] == 0
    assert table["long_axis_mm"][0] == pytest.approx(np.hypot(9, 10) * 0.4, abs=0.6)


def test_without_an_outline_there_is_nothing_to_compare(dataset):
    blank = dataclasses.replace(dataset, outlines=tuple(np.zeros_like(o) for o in dataset.outlines))
    empty = np.zeros((1, 97, 97))
    table = audit(
        blank, np.array([0]), SPEC, outputs(spot(3, 3), empty), lambda hu: outputs(spot(3, 3), empty)
    )
    assert all(np.isnan(values).all() for values in table.values())
