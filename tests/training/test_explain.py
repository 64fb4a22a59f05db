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


def network(seed: int):
    """The default network with an ImageNet backbone and random heads; a wholly random one has a flat map."""
    recipe = read_recipe("default")
    torch.manual_seed(seed)
    net = build(recipe.net, recipe.input).eval()
    with torch.no_grad():
        net.size_weight.fill_(0.5)
    return net


def test_the_map_equals_grad_cam():
    net = network(4)
    hu = patches(3, 97)
    fine = run(Graph([net]), hu).cam
    # Every fourth cell is one of the network's own, all moved alike to keep the mean.
    cells = fine[..., ::4, ::4]
    cells = cells - cells.mean((2, 3), keepdims=True) + fine.mean((2, 3), keepdims=True)
    ours = as_reference(cells, (97, 97))
    theirs = reference_cam(net, hu)
    assert theirs.max() == pytest.approx(1.0, abs=1e-3)
    assert theirs.std() > 0.1
    assert np.abs(ours - theirs).max() <= 1e-4


def test_other_weights_give_another_map():
    hu = patches(2, 97)
    first, second = (run(Graph([network(seed)]), hu).cam for seed in (4, 5))
    assert (first == run(Graph([network(4)]), hu).cam).all()
    for a, b in zip(first, second, strict=True):
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 0.9


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
