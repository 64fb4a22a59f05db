"""Voxels cut round a nodule: which ones, where they lie, what happens at the edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.geometry import Grid
from engine.labels.crop import ACROSS_MM, IN_PLANE_MM, CropError, crop_of
from engine.patch import PatchSpec, make_patch
from engine.volume import Volume


def a_volume(size=(20, 160, 150), spacing=(2.5, 0.8, 0.7)) -> Volume:
    hu = np.random.default_rng(3).integers(-1000, 400, size).astype(np.int16)
    return Volume(hu, Grid.axial(size, spacing, origin_mm=(-50.0, 20.0, 7.0)), "1.2.3")


def mask_at(volume: Volume, voxel) -> tuple[np.ndarray, tuple[int, int, int], tuple[float, float, float]]:
    return np.ones((1, 2, 2), bool), voxel, tuple(float(v) for v in volume.grid.to_patient(voxel))


def test_it_holds_the_volumes_own_voxels_at_their_place() -> None:
    volume = a_volume()
    mask, start, centre = mask_at(volume, (10, 80, 70))
    crop = crop_of(volume, mask, start, centre)
    first = tuple(np.rint(volume.grid.to_voxel(crop.grid.to_patient((0, 0, 0)))).astype(int))
    z, y, x = crop.hu.shape
    k, r, c = first
    np.testing.assert_array_equal(crop.hu, volume.hu[k : k + z, r : r + y, c : c + x])
    assert np.argwhere(crop.mask).min(0).tolist() == [10 - k, 80 - r, 70 - c]
    assert crop.mask.sum() == 4
    # 34 mm to both sides in pixels of 0.8 and 0.7 mm, 8 mm in slices of 2.5 mm, the centre's own between.
    assert crop.hu.shape == (2 * 4 + 1, 2 * 43 + 1, 2 * 49 + 1)
    crop.hu[:] = 0
    assert volume.hu.any()


@settings(max_examples=25, deadline=None)
@given(st.tuples(st.integers(0, 19), st.integers(0, 159), st.integers(0, 149)))
def test_a_patch_of_the_crop_is_the_patch_of_the_volume(voxel) -> None:
    volume = a_volume()
    mask, start, centre = mask_at(volume, voxel)
    crop = crop_of(volume, mask, start, centre)
    spec = PatchSpec((3, 31, 31), (1.0, 1.2, 1.2))
    whole = make_patch(volume, centre, spec)
    again = make_patch(Volume(crop.hu, crop.grid), centre, spec)
    np.testing.assert_allclose(again.hu, whole.hu, atol=1e-3)


def test_a_mask_beyond_the_crop_is_cut_off() -> None:
    volume = a_volume()
    centre = tuple(float(v) for v in volume.grid.to_patient((10, 80, 70)))
    crop = crop_of(volume, np.ones((20, 160, 150), bool), (0, 0, 0), centre)
    assert crop.mask.all()


def test_a_centre_outside_is_refused() -> None:
    volume = a_volume()
    with pytest.raises(CropError, match="outside its series"):
        crop_of(volume, np.ones((1, 1, 1), bool), (0, 0, 0), (1e4, 0.0, 0.0))


def test_it_reaches_as_far_as_a_turned_patch() -> None:
    """The constants follow from the patch: half its diagonal, enlarged and moved."""
    half_diagonal = 38.4 / 2 * np.sqrt(2)
    assert half_diagonal * 1.07 + 2.1 < IN_PLANE_MM
    assert ACROSS_MM > 2.5 + 5.0
