"""Edge letters, reading order, and the numbers of zoom and pan."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.viewer.view_transform import ViewTransform
from engine.geometry import Grid
from engine.orientation import direction_letters, edge_letters, reading_direction, slice_position

AXIAL = Grid.axial((5, 10, 10), (2.5, 1, 1), (0, 0, -50))


def test_axial_slices_have_the_patients_right_on_the_left():
    assert edge_letters(AXIAL) == ("R", "L", "A", "P")


def test_prone_coronal_and_sagittal_slices():
    prone = Grid((5, 10, 10), (0, 0, 0), ((0, 0, 2.5), (0, -1, 0), (-1, 0, 0)))
    coronal = Grid((5, 10, 10), (0, 0, 0), ((0, 2, 0), (0, 0, -1), (1, 0, 0)))
    sagittal = Grid((5, 10, 10), (0, 0, 0), ((2, 0, 0), (0, 0, -1), (0, 1, 0)))
    assert edge_letters(prone) == ("L", "R", "P", "A")
    assert edge_letters(coronal) == ("R", "L", "H", "F")
    assert edge_letters(sagittal) == ("A", "P", "H", "F")


def test_oblique_directions_name_the_strongest_axis_first():
    assert direction_letters((0.9, -0.4, 0)) == "LA"
    assert direction_letters((0.05, 1, 0.1)) == "P"
    assert direction_letters((-1, 2, -3)) == "FPR"


def test_reading_goes_from_head_to_feet_however_the_slices_are_stored():
    from_head = Grid((5, 10, 10), (0, 0, 0), ((0, 0, -2.5), (0, 1, 0), (1, 0, 0)))
    coronal = Grid((5, 10, 10), (0, 0, 0), ((0, 2, 0), (0, 0, -1), (1, 0, 0)))
    assert reading_direction(AXIAL) == -1
    assert reading_direction(from_head) == 1
    assert reading_direction(coronal) == 1


def test_a_slices_position_is_that_of_its_middle():
    assert slice_position(AXIAL.plane(2)) == ("z", -45.0)
    coronal = Grid((5, 10, 10), (0, 7, 0), ((0, 2, 0), (0, 0, -1), (1, 0, 0)))
    assert slice_position(coronal.plane(1)) == ("y", 9.0)


VIEWS = st.builds(
    ViewTransform,
    image=st.just((80, 40)),
    pixel_mm=st.tuples(st.floats(0.3, 2), st.floats(0.3, 2)),
    screen=st.tuples(st.floats(50, 2000), st.floats(50, 2000)),
    scale=st.floats(0.5, 20),
    centre=st.tuples(st.floats(0, 80), st.floats(0, 40)),
)


@given(VIEWS, st.floats(0, 80), st.floats(0, 40))
def test_screen_and_image_are_inverse(view, column, row):
    assert view.to_image(*view.to_screen(column, row)) == pytest.approx((column, row), abs=1e-6)


@given(VIEWS, st.floats(0.5, 2), st.floats(0.3, 0.7), st.floats(0.3, 0.7))
def test_zooming_leaves_the_point_under_the_pointer_where_it_is(view, factor, x, y):
    about = (view.screen[0] * x, view.screen[1] * y)
    zoomed = view.zoomed(factor, about)
    middle = np.asarray(zoomed.centre)
    if ((middle > 0) & (middle < (80, 40))).all():  # not stopped by the edge of the image
        assert zoomed.to_image(*about) == pytest.approx(view.to_image(*about), abs=1e-6)


def test_the_whole_slice_fits_and_its_pixels_keep_their_shape():
    # 80 x 1 mm across and 40 x 2 mm down: a square of 80 mm.
    view = ViewTransform.fitted((80, 40), (1.0, 2.0), (400, 600))
    assert view.pixel_screen == (5.0, 10.0)
    assert view.to_screen(0, 0) == (0.0, 100.0)
    assert view.to_screen(80, 40) == (400.0, 500.0)
