"""Patches: what is planted in the volume lies where the patch says, under any geometry."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.geometry import Grid
from engine.patch import MAX_SLICE_STEP_MM, PatchSpec, make_patch
from engine.phantom import PhantomSpec
from engine.volume import Volume

SPEC = PatchSpec((5, 33, 33), (2.0, 0.8, 0.8))


def planted(grid: Grid, at_mm: tuple[float, float, float], width_mm: float = 5.0) -> Volume:
    distance2 = ((grid.points_mm() - at_mm) ** 2).sum(-1)
    return Volume((-850 + 900 * np.exp(-distance2 / (2 * width_mm**2))).round().astype(np.int16), grid)


@settings(max_examples=25, deadline=None)
@given(
    st.tuples(st.floats(-30, 30), st.floats(-30, 30), st.floats(-180, 180)),
    st.tuples(st.floats(1.0, MAX_SLICE_STEP_MM), st.floats(0.5, 1.2), st.floats(0.5, 1.2)),
    st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3)),
    st.booleans(),
)
def test_a_planted_peak_lies_in_the_middle(turns, spacing, shift, feet_first) -> None:
    steps = PhantomSpec(rotation_deg=turns).axes * np.array(spacing)[:, None]
    if feet_first:
        steps[0] *= -1
    size = (41, 61, 61)
    origin = -np.asarray(size, dtype=float) / 2 @ steps
    grid = Grid(size, tuple(origin), tuple(map(tuple, steps)))
    patch = make_patch(planted(grid, shift), shift, SPEC)
    peak = np.unravel_index(int(np.argmax(patch.hu)), patch.hu.shape)
    assert np.abs(np.subtract(peak, (2, 16, 16))).max() <= 1
    # and the patch is mirrored and turned back into patient axes: it equals the field it was drawn from
    distance2 = ((patch.grid.points_mm() - shift) ** 2).sum(-1)
    expected = -850 + 900 * np.exp(-distance2 / 50.0)
    inside = grid.contains(patch.grid.points_mm())
    # Linear interpolation of this Gaussian is off by at most spacing^2 / 8 * 900 / width^2 an axis.
    bound = 900 / 25.0 * sum(s * s for s in spacing) / 8 + 1
    assert np.abs(patch.hu - expected)[inside].max() < bound


def test_the_middle_pixel_is_the_centre() -> None:
    grid = SPEC.grid_at((10.0, 20.0, 30.0))
    assert grid.to_patient((2, 16, 16)).tolist() == pytest.approx([10, 20, 30])
    assert grid.spacing_mm == pytest.approx((2.0, 0.8, 0.8))
    # patient axes: columns to the left (+x), rows to the back (+y), slices to the head (+z)
    assert np.sign(grid.steps_mm).tolist() == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]


def test_hand_computed_patch() -> None:
    hu = np.zeros((3, 3, 3), dtype=np.int16)
    hu[1, 1, 1] = 100
    volume = Volume(hu, Grid.axial((3, 3, 3), (1, 1, 1)))
    patch = make_patch(volume, (1.0, 1.0, 1.0), PatchSpec((1, 3, 3), (1.0, 0.5, 0.5)))
    assert patch.hu[0].tolist() == [[25, 50, 25], [50, 100, 50], [25, 50, 25]]
    assert patch.hu.dtype == np.float32
    assert patch.inside == 1.0


def test_the_border_repeats() -> None:
    hu = np.arange(27, dtype=np.int16).reshape(3, 3, 3)
    volume = Volume(hu, Grid.axial((3, 3, 3), (1, 1, 1)))
    patch = make_patch(volume, (0.0, 0.0, 0.0), PatchSpec((1, 3, 3), (1.0, 1.0, 1.0)))
    assert patch.hu[0].tolist() == [[0, 0, 1], [0, 0, 1], [3, 3, 4]]
    assert patch.inside == pytest.approx(4 / 9)


def test_thick_slices_are_not_interpolated_between() -> None:
    hu = np.zeros((3, 3, 3), dtype=np.int16)
    hu[0], hu[2] = -900, 400
    spec = PatchSpec((3, 3, 3), (2.0, 1.0, 1.0))
    thin = make_patch(Volume(hu, Grid.axial((3, 3, 3), (2.5, 1, 1))), (1.0, 1.0, 2.5), spec)
    assert thin.hu[:, 1, 1].tolist() == [-720, 0, 320]  # 2 of 2.5 mm towards the neighbour
    thick = make_patch(Volume(hu, Grid.axial((3, 3, 3), (3, 1, 1))), (1.0, 1.0, 3.0), spec)
    assert thick.hu[:, 1, 1].tolist() == [0, 0, 0]
    assert thick.grid.size == (3, 3, 3)


def test_a_single_slice_repeats_itself() -> None:
    hu = np.arange(9, dtype=np.int16).reshape(1, 3, 3)
    volume = Volume(hu, Grid.axial((1, 3, 3), (2.0, 1, 1)))
    patch = make_patch(volume, (1.0, 1.0, 0.0), PatchSpec((3, 3, 3), (2.0, 1.0, 1.0)))
    assert (patch.hu == hu).all()


@pytest.mark.parametrize(
    ("size", "spacing"), [((1, 96, 97), (1, 1, 1)), ((0, 3, 3), (1, 1, 1)), ((1, 3, 3), (1, 0, 1))]
)
def test_impossible_specs_are_refused(size, spacing) -> None:
    with pytest.raises(ValueError, match="A patch needs"):
        PatchSpec(size, spacing)


def test_a_patch_takes_little_time() -> None:
    volume = Volume(np.zeros((40, 256, 256), dtype=np.int16), Grid.axial((40, 256, 256), (2.5, 0.7, 0.7)))
    spec = PatchSpec((1, 97, 97), (1.0, 0.4, 0.4))
    make_patch(volume, (90.0, 90.0, 50.0), spec)
    times = []
    for _ in range(15):
        start = time.process_time()
        make_patch(volume, (90.0, 90.0, 50.0), spec)
        times.append(time.process_time() - start)
    # Two milliseconds on a quiet machine; a slow one must not fail the build.
    assert np.median(times) < 0.02
