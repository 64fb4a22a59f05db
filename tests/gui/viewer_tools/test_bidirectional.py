"""Long and short axis by the mouse: right angles in the patient, handles, and what an outline proposes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.viewer.tools.bidirectional import Bidirectional, axes_of
from app.viewer.tools.tool import MeasuredSlice
from engine.geometry import Grid
from tests.gui.viewer_tools.test_tools import SIZE, SPACING_MM, at, click, drag, kept, near, view  # noqa: F401


def right_angle(points) -> bool:
    a, b, c, d = (np.asarray(p) for p in points)
    return abs(float((b - a) @ (d - c))) < 1e-6 * np.linalg.norm(b - a) * max(np.linalg.norm(d - c), 1e-9)


def a_slice() -> MeasuredSlice:
    plane = Grid.axial((1, *SIZE[1:]), SPACING_MM, (0.0, 0.0, 0.0))
    return MeasuredSlice(0, plane, np.zeros(SIZE[1:], np.int16))


def test_a_slanting_axis_is_crossed_at_a_right_angle_of_the_patient(view, kept):  # noqa: F811
    kept.layer.take("bidirectional")
    drag(view, at(view, 30, 20), at(view, 40, 30))
    (drawn,) = kept.drawn
    # 10 columns of 0.7 mm, 10 rows of 0.8 mm; the short axis is proposed as 0.6 of the long one.
    assert drawn.values["long_axis_mm"] == near(math.hypot(7, 8))
    assert drawn.values["short_axis_mm"] == near(0.6 * math.hypot(7, 8))
    assert right_angle(drawn.points_mm)


def test_the_handles_keep_the_right_angle(view, kept):  # noqa: F811
    kept.layer.take("bidirectional")
    drag(view, at(view, 30, 20), at(view, 40, 20))
    kept.layer.take("")
    (before,) = kept.drawn
    # The short axis stands on column 35; 0.3 of 7 mm is 2.1 mm, 2.625 rows, either way.
    drag(view, at(view, 35, 22.625), at(view, 38, 25))
    (after,) = kept.drawn
    assert after.values["short_axis_mm"] == near(2.1 + 4.0)
    assert after.points_mm[:2] == before.points_mm[:2]
    assert right_angle(after.points_mm)
    drag(view, at(view, 40, 20), at(view, 40, 30))
    (turned,) = kept.drawn
    assert turned.values["long_axis_mm"] == near(math.hypot(7, 8))
    assert right_angle(turned.points_mm)


def test_a_click_takes_what_a_nodule_proposes(view, kept):  # noqa: F811
    offered = ((0.0, 10.0, 47.5), (6.0, 10.0, 47.5), (3.0, 8.0, 47.5), (3.0, 12.0, 47.5))
    asked = []
    kept.layer.propose = lambda kind, point, on: asked.append((kind, point, on.k)) or offered
    kept.layer.take("bidirectional")
    click(view, at(view, 30, 20))
    (drawn,) = kept.drawn
    assert drawn.points_mm == offered
    assert drawn.values == {"long_axis_mm": 6.0, "short_axis_mm": 4.0}
    assert asked[0][0] == "bidirectional"
    assert asked[0][2] == 3


def test_without_a_nodule_two_clicks_draw_it(view, kept):  # noqa: F811
    kept.layer.take("bidirectional")
    click(view, at(view, 30, 20))
    assert not kept.drawn
    click(view, at(view, 40, 20))
    assert kept.drawn[0].values["long_axis_mm"] == near(7.0)


def test_the_axes_of_a_rectangle_are_its_diagonal_and_the_width_across():
    found = axes_of([(0, 0, 0), (8, 0, 0), (8, 6, 0), (0, 6, 0)], a_slice())
    assert found is not None
    long_mm, short_mm = math.dist(*found[:2]), math.dist(*found[2:])
    assert long_mm == pytest.approx(10.0)
    # At right angles to the 3-4-5 diagonal the widest chord passes a corner: 6 / cos = 7.5 mm.
    assert short_mm == pytest.approx(7.5, abs=0.1)
    assert right_angle(found)


def test_a_line_is_no_outline():
    assert axes_of([(0, 0, 0), (1, 0, 0)], a_slice()) is None


position = st.tuples(st.floats(2, 50), st.floats(2, 40), st.just(0.0))


@given(position, position, position, st.integers(0, 3))
def test_wherever_a_handle_goes_the_angle_stays_right(start, end, to, handle):
    if math.dist(start, end) < 1 or math.dist(to, start) < 1 or math.dist(to, end) < 1:
        return
    tool, on = Bidirectional(), a_slice()
    points = tool.reshaped(tool.completed((start, end), on), handle, to, on)
    assert right_angle(points)
    if handle < 2:
        assert points[handle] == pytest.approx(to)
