"""A volume on equal steps: where its voxels lie, and what they hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.geometry import Grid
from engine.isotropic import coarser_grid, isotropic

SIZES = st.tuples(*[st.integers(1, 14)] * 3)
SPACINGS = st.tuples(*[st.floats(0.4, 6.0)] * 3)


def _turned(size, spacing, angle):
    """A grid turned about z, far from the origin."""
    sine, cosine = np.sin(angle), np.cos(angle)
    z, y, x = spacing
    steps = ((0.0, 0.0, -z), (-sine * y, cosine * y, 0.0), (cosine * x, sine * x, 0.0))
    return Grid(size, (-120.0, 33.0, 410.0), steps)


@settings(max_examples=50, deadline=None)
@given(SIZES, SPACINGS, st.floats(-3, 3), st.floats(0.5, 8.0))
def test_the_new_grid_fills_the_same_box(size, spacing, angle, step):
    old = _turned(size, spacing, angle)
    new = coarser_grid(old, step)
    for corner in (np.zeros(3), np.ones(3)):
        outer = [corner * np.asarray(g.size) - 0.5 for g in (old, new)]
        assert new.to_patient(outer[1]) == pytest.approx(old.to_patient(outer[0]), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(SIZES, SPACINGS, st.floats(0.5, 8.0))
def test_even_hu_stay_even(size, spacing, step):
    hu, grid = isotropic(np.full(size, -321, dtype=np.int16), Grid.axial(size, spacing), step)
    assert hu.shape == grid.size
    assert (hu == -321).all()


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.integers(4, 14)] * 3), SPACINGS, st.floats(-3, 3), st.floats(0.5, 5.0))
def test_a_ramp_in_the_patient_stays_where_it_is(size, spacing, angle, step):
    """HU that grow linearly with position are right at every new voxel whose neighbours exist."""
    old = _turned(size, spacing, angle)
    way = np.array([3.0, -2.0, 4.0])
    hu = np.rint(old.points_mm() @ way).astype(np.int16)
    new_hu, new = isotropic(hu, old, step)
    expected = new.points_mm() @ way
    voxels = old.to_voxel(new.points_mm())
    cover = np.maximum(np.asarray(new.spacing_mm) / np.asarray(old.spacing_mm), 1) / 2
    inner = ((voxels - cover >= -0.5 - 1e-6) & (voxels + cover <= np.asarray(old.size) - 0.5 + 1e-6)).all(-1)
    inner &= ((voxels >= 0) & (voxels <= np.asarray(old.size) - 1)).all(-1)
    # Rounded to whole HU three times. Averaging takes the share f of a cut voxel at the voxel's centre, which
    # is f (1 - f) / 2, at most an eighth, of a voxel off.
    averaged = np.asarray(new.size) < np.asarray(old.size)
    bound = 1.5 + float(np.abs(np.asarray(old.steps_mm) @ way)[averaged].sum()) / 8
    assert np.abs(new_hu - expected)[inner] == pytest.approx(0, abs=bound + 0.1)


def test_thin_slices_are_averaged_by_their_share():
    """Three slices of 1 mm into two of 1.5 mm: each takes a whole and a half."""
    hu = np.array([0, 300, 600], dtype=np.int16)[:, None, None] * np.ones((1, 4, 4), np.int16)
    new_hu, _ = isotropic(hu, Grid.axial((3, 4, 4), (1.0, 1.5, 1.5)), 1.5)
    assert new_hu[:, 0, 0].tolist() == [100, 500]
