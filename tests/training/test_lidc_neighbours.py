"""Neighbouring slices: found by their pixels, unknown ones repeat the nodule's own, wrong files are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.patch import PatchSpec
from tests.training.synthetic_crops import write_volumes
from training.cases import Dataset, DatasetError
from training.datasets.lidc_crops import import_lidc_crops

SPEC = PatchSpec((3, 33, 33), (2.0, 0.8, 0.8))


@pytest.fixture
def folder(crops: Path, tmp_path: Path) -> Path:
    return shutil.copytree(crops, tmp_path / "crops")


def test_slices_up_to_three_millimetres_are_kept_and_the_nodules_own_stays(folder: Path, dataset: Dataset):
    named = write_volumes(folder)
    stacked = import_lidc_crops(folder, neighbours=True)
    for i, (before, after) in enumerate(zip(dataset.cases, stacked.cases, strict=True)):
        assert after.centre_mm == before.centre_mm
        if after.id not in named:
            assert after == before
            continue
        assert after.size == (7, 71, 71)
        assert after.grid.spacing_mm[0] == pytest.approx(1.0)
        assert after.grid.to_voxel(after.centre_mm) == pytest.approx((3, 35, 35))
        assert (stacked.hu[i][3] == dataset.hu[i][0]).all()
        assert (stacked.outlines[i][3] == dataset.outlines[i][0]).all()
        assert not stacked.outlines[i][[0, 1, 2, 4, 5, 6]].any()


def test_outside_the_volumes_box_the_own_slice_is_repeated(folder: Path):
    write_volumes(folder)
    hu = import_lidc_crops(folder, neighbours=True).hu[0].astype(int)
    difference = hu - hu[3]
    assert (difference[:, 20:50, 15:55] == 10 * np.abs(np.arange(-3, 4))[:, None, None]).all()
    difference[:, 20:50, 15:55] = 0
    assert not difference.any()


def test_patches_show_the_neighbours_and_the_middle_is_what_it_was(folder: Path, dataset: Dataset):
    write_volumes(folder)
    stacked = import_lidc_crops(folder, neighbours=True)
    with_neighbours, without = stacked.patch(0, SPEC).hu, stacked.patch(1, SPEC).hu
    one_slice = PatchSpec((1, 33, 33), (1.0, 0.8, 0.8))
    assert (with_neighbours[1] == dataset.patch(0, one_slice).hu[0]).all()
    assert with_neighbours[[0, 2], 16, 16] == pytest.approx([with_neighbours[1, 16, 16] + 20] * 2)
    assert (without == without[1]).all()
    assert (stacked.lesion(0, SPEC) == dataset.lesion(0, one_slice)).all()


def test_a_volume_that_ends_at_the_nodule_gives_one_side(folder: Path):
    write_volumes(folder, short=True)
    stacked = import_lidc_crops(folder, neighbours=True)
    assert stacked.cases[0].size == (4, 71, 71)
    patch = stacked.patch(0, SPEC).hu
    assert patch[0, 16, 16] == pytest.approx(patch[1, 16, 16] + 20)
    assert (patch[2] == patch[1]).all()


def test_a_volume_of_another_nodule_is_not_used(folder: Path, dataset: Dataset):
    write_volumes(folder)
    with np.load(folder / "lidc_voi3d_0.npz") as arrays:
        changed = {name: arrays[name].copy() for name in arrays}
    first = slice(0, int(changed["offset"][1]))
    changed["hu_flat"][first] = changed["hu_flat"][first][::-1] + 1
    np.savez(folder / "lidc_voi3d_0.npz", **changed)
    stacked = import_lidc_crops(folder, neighbours=True)
    assert stacked.cases[0] == dataset.cases[0]
    assert stacked.cases[2].size[0] == 7


def test_without_being_asked_for_nothing_changes(folder: Path, dataset: Dataset):
    write_volumes(folder)
    assert import_lidc_crops(folder).sha256 == dataset.sha256


def test_a_missing_shard_leaves_single_slices(folder: Path, dataset: Dataset):
    write_volumes(folder)
    (folder / "lidc_voi3d_0.npz").unlink()
    assert import_lidc_crops(folder, neighbours=True).cases == dataset.cases


@pytest.mark.parametrize("damage", ["not a zip", "no offsets", "no column"])
def test_damaged_volumes_are_named(folder: Path, damage: str):
    write_volumes(folder)
    shard, table = folder / "lidc_voi3d_0.npz", folder / "lidc_voi3d.csv"
    if damage == "not a zip":
        shard.write_bytes(b"nothing")
    elif damage == "no offsets":
        np.savez(shard, hu_flat=np.zeros(3, dtype=np.int16))
    else:
        table.write_text("nodule_id,shard\n")
    named = table.name if damage == "no column" else shard.name
    with pytest.raises(DatasetError, match=named):
        import_lidc_crops(folder, neighbours=True)
