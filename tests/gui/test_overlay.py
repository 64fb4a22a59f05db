"""The heat map's colours and place, without a window."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.viewer.overlay import OverlaySettings, colour
from engine.findings import ActivationMap
from engine.geometry import Grid
from engine.heat_map import colour_table, map_on_slice
from engine.patch import PatchSpec

LOOKS = OverlaySettings(on=True, opacity=0.5, threshold=0.5, limit=4.0)
FLOATS = st.floats(-20, 20, width=32)


def test_the_scale_is_fixed_signed_and_symmetrical():
    rgba = colour(np.array([-4, 0, 4], dtype=np.float32), LOOKS)
    blue, zero, orange = rgba
    assert blue[2] > blue[0]
    assert orange[0] > orange[2]
    assert zero[3] == 0
    assert blue[3] == orange[3] == 128
    table = colour_table()
    np.testing.assert_array_equal(table[:, 3], table[::-1, 3])
    assert (np.diff(table[127:, 3]) >= 0).all()
    assert colour(np.zeros(1, dtype=np.float32), OverlaySettings(threshold=0.0))[0, 3] == 0


def test_the_same_value_has_the_same_colour_in_every_image():
    weak = colour(np.array([1.0, 0.6], dtype=np.float32), LOOKS)
    strong = colour(np.array([1.0, 9.0], dtype=np.float32), LOOKS)
    np.testing.assert_array_equal(weak[0], strong[0])
    assert weak[0, 3] < strong[1, 3]


def test_values_beyond_the_limit_take_its_colour():
    ends = colour(np.array([-50, -4, 4, 50], dtype=np.float32), LOOKS)
    np.testing.assert_array_equal(ends[0], ends[1])
    np.testing.assert_array_equal(ends[2], ends[3])


@given(hnp.arrays(np.float32, (4, 5), elements=FLOATS), st.floats(0, 4), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_alpha_is_zero_below_the_threshold_and_never_above_the_opacity(values, threshold, opacity):
    alpha = colour(values, OverlaySettings(True, opacity, threshold, 4.0))[..., 3]
    assert (alpha[np.abs(values) < threshold] == 0).all()
    assert alpha.max() <= round(opacity * 255)


def test_where_the_model_did_not_look_nothing_is_drawn():
    assert colour(np.array([np.nan], dtype=np.float32), OverlaySettings(threshold=0.0))[0, 3] == 0


@pytest.mark.parametrize("wrong", [{"opacity": 1.1}, {"limit": 0.0}, {"threshold": 5.0}, {"threshold": -1.0}])
def test_settings_that_cannot_be_are_refused_in_a_sentence(wrong):
    with pytest.raises(ValueError, match="heat map"):
        OverlaySettings(**wrong)


def test_another_models_scale_keeps_the_thresholds_share():
    assert OverlaySettings(threshold=0.4, limit=4.0).with_limit(10.0).threshold == pytest.approx(1.0)


def planted(centre, peak_cell, spec, cells=9):
    """A map over a patch at `centre` of which one cell is 5 and all others 0."""
    patch = spec.grid_at(centre)
    _, height, width = spec.size
    _, row_mm, column_mm = spec.spacing_mm
    step_r, step_c = height * row_mm / cells, width * column_mm / cells
    x, y, z = centre
    origin = (x - step_c * (cells - 1) / 2, y - step_r * (cells - 1) / 2, z)
    values = np.zeros((1, cells, cells), dtype=np.float32)
    values[0][peak_cell] = 5
    heat = ActivationMap(values, Grid.axial((1, cells, cells), (spec.spacing_mm[0], step_r, step_c), origin))
    return heat, patch, max(step_r, step_c)


SPEC = PatchSpec((1, 45, 45), (2.0, 1.0, 1.0))


@pytest.mark.parametrize("peak_cell", [(4, 4), (2, 5), (7, 1)])
def test_the_peak_lies_where_it_was_planted_with_anisotropic_pixels(peak_cell):
    grid = Grid.axial((9, 90, 60), (2.5, 0.7, 1.4), (-40.0, -30.0, 5.0))
    centre = tuple(grid.to_patient((4, 45, 30)))
    heat, patch, _ = planted(centre, peak_cell, SPEC)
    on_slice = map_on_slice(heat, patch, grid.plane(4))
    r, c = np.unravel_index(np.nanargmax(on_slice.values), on_slice.values.shape)
    found = grid.to_patient((4, on_slice.row + r, on_slice.column + c))
    # The nearest pixel centre to the cell's own: half a pixel off at most, in each direction.
    assert np.abs(found - heat.peak_mm)[:2] == pytest.approx([0, 0], abs=0.71)


def tilted(degrees, about):
    """Slices turned about the patient's x axis or z axis."""
    a = np.radians(degrees)
    turn = {
        "x": np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]]),
        "z": np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]]),
    }[about]
    steps = tuple(tuple(turn @ v) for v in ((0, 0, 2.5), (0, 0.8, 0), (0.8, 0, 0)))
    return Grid((9, 100, 100), (-30.0, -20.0, 5.0), steps)


@pytest.mark.parametrize(("degrees", "about"), [(15, "x"), (-20, "x"), (30, "z"), (180, "z")])
def test_the_peak_lies_within_one_cell_on_slices_turned_against_the_patch(degrees, about):
    grid = tilted(degrees, about)
    centre = tuple(grid.to_patient((4, 50, 50)))
    heat, patch, cell_mm = planted(centre, (3, 6), SPEC)
    on_slice = map_on_slice(heat, patch, grid.plane(4))
    r, c = np.unravel_index(np.nanargmax(on_slice.values), on_slice.values.shape)
    found = grid.to_patient((4, on_slice.row + r, on_slice.column + c))
    # Seen along the patch's normal: the distance within the patch's plane counts.
    assert np.linalg.norm((found - heat.peak_mm)[:2]) < cell_mm


def test_only_slices_that_the_model_looked_at_show_the_map():
    grid = Grid.axial((9, 60, 60), (2.5, 1.0, 1.0))
    heat, patch, _ = planted((30.0, 30.0, 10.0), (4, 4), SPEC)
    shown = [k for k in range(9) if map_on_slice(heat, patch, grid.plane(k)) is not None]
    assert shown == [4]


def test_a_patch_of_three_planes_shows_on_three_slices():
    grid = Grid.axial((9, 60, 60), (2.5, 1.0, 1.0))
    heat, _, _ = planted((30.0, 30.0, 10.0), (4, 4), SPEC)
    patch = PatchSpec((3, 45, 45), (2.5, 1.0, 1.0)).grid_at((30.0, 30.0, 10.0))
    assert [k for k in range(9) if map_on_slice(heat, patch, grid.plane(k)) is not None] == [3, 4, 5]


def test_a_patch_over_the_edge_is_cut_and_one_beside_the_slice_is_not_drawn():
    grid = Grid.axial((3, 40, 40), (2.5, 1.0, 1.0))
    heat, patch, _ = planted((0.0, 39.0, 2.5), (4, 4), SPEC)
    on_slice = map_on_slice(heat, patch, grid.plane(1))
    # 22.5 mm to either side of the middle, of which the slice holds one side.
    assert (on_slice.row, on_slice.column, on_slice.values.shape) == (16, 0, (24, 24))
    assert np.isnan(on_slice.values[0, 0])
    assert not np.isnan(on_slice.values[1, 0])
    heat, patch, _ = planted((200.0, 20.0, 2.5), (4, 4), SPEC)
    assert map_on_slice(heat, patch, grid.plane(1)) is None
