"""Augmentation never invents border, keeps masks with images, and repeats itself for a seed."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from monai.data import set_track_meta

from engine.patch import PatchSpec
from training.augment import BatchMixUp, HideNeighbours, source_spec, transforms
from training.recipe import read_recipe

SPEC = PatchSpec((1, 33, 33), (1.0, 0.8, 0.8))
AUGMENT = read_recipe("default").augment
STILL = AUGMENT.model_copy(
    update={
        "rotate": False,
        "flip": False,
        "shift_mm": 0.0,
        "scale": 0.0,
        "noise_chance": 0.0,
        "blur_chance": 0.0,
        "sharpen_chance": 0.0,
        "intensity_chance": 0.0,
    }
)


@pytest.fixture(autouse=True)
def _plain_tensors():
    set_track_meta(False)
    yield
    set_track_meta(True)


def source(value: np.ndarray) -> dict[str, torch.Tensor]:
    image = torch.from_numpy(value.astype(np.float32))[None]
    return {"hu": image.clone(), "lesion": image.clone()}


def test_without_any_change_the_middle_of_the_large_patch_comes_out():
    size = source_spec(SPEC, AUGMENT).size[1]
    large = np.random.default_rng(0).normal(size=(size, size))
    margin = (size - 33) // 2
    out = transforms(SPEC, STILL)(source(large))
    middle = torch.from_numpy(large[margin:-margin, margin:-margin].astype(np.float32))
    assert torch.equal(out["hu"][0], middle)
    assert torch.equal(out["lesion"][0], middle)


def test_nothing_outside_the_large_patch_is_ever_seen():
    """In a uniform image every turn, shift, blur and sharpening must leave it uniform, up to the edge."""
    always = AUGMENT.model_copy(
        update={"noise_chance": 0.0, "intensity_chance": 0.0, "blur_chance": 1.0, "sharpen_chance": 1.0}
    )
    size = source_spec(SPEC, always).size[1]
    change = transforms(SPEC, always)
    change.set_random_state(seed=0)
    for _ in range(20):
        out = change(source(np.full((size, size), 500.0)))
        assert out["hu"].shape == (1, 33, 33)
        # MONAI's Gaussian weights sum to one only to a few parts in a thousand.
        assert torch.allclose(out["hu"], torch.tensor(500.0), rtol=0.01)


def test_the_large_patch_holds_the_corners_of_a_turned_one():
    half = (source_spec(SPEC, AUGMENT).size[1] - 1) / 2
    assert half >= 16 * np.sqrt(2) * (1 + AUGMENT.scale) + AUGMENT.shift_mm / 0.8
    assert source_spec(SPEC, STILL).size[0] == 1


def test_image_and_mask_move_together():
    moving = STILL.model_copy(update={"rotate": True, "flip": True, "shift_mm": 2.0, "scale": 0.1})
    size = source_spec(SPEC, moving).size[1]
    rows, columns = np.mgrid[:size, :size]
    change = transforms(SPEC, moving)
    change.set_random_state(seed=3)
    for _ in range(5):
        out = change(source(rows + 0.37 * columns))
        assert torch.equal(out["hu"], out["lesion"])


def test_a_seed_repeats_the_changes():
    size = source_spec(SPEC, AUGMENT).size[1]
    image = np.random.default_rng(0).normal(-600, 200, (size, size))
    change = transforms(SPEC, AUGMENT)
    change.set_random_state(seed=5)
    first = [change(source(image))["hu"] for _ in range(3)]
    change.set_random_state(seed=5)
    assert all(torch.equal(change(source(image))["hu"], before) for before in first)
    assert not torch.equal(first[0], first[1])


def test_mixup_mixes_everything_of_a_pair_by_one_share():
    mix = BatchMixUp(AUGMENT.model_copy(update={"mixup_chance": 1.0}), seed=0)
    batch = {
        "hu": torch.arange(6.0).reshape(6, 1, 1, 1).expand(6, 1, 3, 3).clone(),
        "label": torch.arange(6.0),
        "attributes": torch.stack([torch.arange(6.0), torch.full((6,), float("nan"))], 1),
    }
    out = mix(batch)
    assert torch.allclose(out["hu"][:, 0, 1, 1], out["label"], atol=1e-6)
    assert torch.allclose(out["attributes"][:, 0], out["label"], atol=1e-6)
    assert out["attributes"][:, 1].isnan().all()
    assert not torch.equal(out["label"], batch["label"])


def test_mixup_follows_its_chance_and_its_seed():
    never = BatchMixUp(AUGMENT.model_copy(update={"mixup_chance": 0.0}), seed=0)
    batch = {"label": torch.arange(4.0)}
    assert all(never(batch) is batch for _ in range(10))
    sometimes = BatchMixUp(AUGMENT.model_copy(update={"mixup_chance": 0.5}), seed=2)
    first = [sometimes(batch)["label"] for _ in range(40)]
    sometimes.reseed(2)
    again = [sometimes(batch)["label"] for _ in range(40)]
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert 8 <= sum(torch.equal(mixed, batch["label"]) for mixed in first) <= 32


def test_neighbours_are_hidden_by_chance_and_the_same_for_a_seed():
    batch = {"hu": torch.arange(64.0).reshape(64, 1, 1, 1) + torch.tensor([0.0, 100.0, 200.0])[:, None, None]}
    hide = HideNeighbours(AUGMENT.model_copy(update={"hide_neighbours_chance": 0.5}), seed=3)
    first = hide(batch)["hu"]
    hidden = (first == first[:, 1:2]).all(dim=(1, 2, 3))
    assert 16 < int(hidden.sum()) < 48
    assert torch.equal(first[:, 1], batch["hu"][:, 1])
    assert torch.equal(first[~hidden], batch["hu"][~hidden])
    hide.reseed(3)
    assert torch.equal(hide(batch)["hu"], first)
    never = HideNeighbours(AUGMENT.model_copy(update={"hide_neighbours_chance": 0.0}), seed=3)
    assert torch.equal(never(batch)["hu"], batch["hu"])
