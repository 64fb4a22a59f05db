"""Two crosshairs that follow one another: either leads, an offset by eye is kept, a nodule pins both."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.comparing.link import Link, middles
from app.viewer.crosshair import Crosshair
from engine.geometry import Grid
from engine.prior.alignment import Alignment
from engine.volume import Volume

QUARTER = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
TURNED = Alignment(QUARTER, np.array([20.0, 0.0, 5.0]), 0.9)
millimetres = st.floats(-500, 500)
points = st.tuples(millimetres, millimetres, millimetres)


@pytest.fixture
def joined(qapp) -> tuple[Link, Crosshair, Crosshair]:
    current, prior = Crosshair(), Crosshair()
    current.reset((1.0, 2.0, 3.0))
    link = Link(current, prior)
    link.start(TURNED)
    return link, current, prior


def test_either_leads_and_the_other_follows(joined):
    _, current, prior = joined
    assert prior.point_mm == pytest.approx((18, 1, 8))  # (-2, 1, 3) + (20, 0, 5)
    current.move_to((10.0, 0.0, 0.0))
    assert prior.point_mm == pytest.approx((20, 10, 5))
    prior.move_to((20.0, 10.0, 15.0))
    assert current.point_mm == pytest.approx((10, 0, 10))


def test_unlinked_each_goes_alone_and_linking_again_keeps_the_offset(joined):
    link, current, prior = joined
    link.toggle()
    current.move_to((0.0, 0.0, 0.0))
    prior.move_to((0.0, 0.0, 100.0))
    assert current.point_mm == (0, 0, 0)
    link.toggle()
    assert link.by_hand
    assert (current.point_mm, prior.point_mm) == ((0, 0, 0), (0, 0, 100))
    current.move_to((0.0, 0.0, -7.0))
    assert prior.point_mm == pytest.approx((0, 0, 93))
    link.align(TURNED)
    assert not link.by_hand
    assert prior.point_mm == pytest.approx((20, 0, -2))


@given(here=points, there=points, then=points)
def test_pinned_both_positions_are_one_place_and_distances_stay(here, there, then):
    lies = TURNED.through(here, there)
    assert lies.to_prior(here) == pytest.approx(there, abs=1e-9)
    assert lies.to_current(lies.to_prior(then)) == pytest.approx(then, abs=1e-9)
    assert np.linalg.norm(lies.to_prior(then) - there) == pytest.approx(
        np.linalg.norm(np.subtract(then, here)), abs=1e-6
    )


def test_who_was_moved_last_stays_where_it_is_when_a_nodule_pins_both(joined):
    link, current, prior = joined
    prior.move_to((1.0, 1.0, 1.0))
    link.pin((0.0, 0.0, 0.0), (0.0, 0.0, 50.0))
    assert prior.point_mm == (1, 1, 1)
    assert current.point_mm == pytest.approx((1, -1, -49))


def test_at_an_end_nothing_follows_any_more(joined):
    link, current, prior = joined
    link.stop()
    before = prior.point_mm
    current.move_to((50.0, 50.0, 50.0))
    assert prior.point_mm == before


def test_at_first_the_middles_lie_on_one_another():
    def volume(size: tuple[int, int, int], z: float) -> Volume:
        return Volume(np.zeros(size, np.int16), Grid.axial(size, (2.0, 1.0, 1.0), (0.0, 0.0, z)))

    lies = middles(volume((11, 5, 5), 0.0), volume((21, 5, 5), 100.0))
    assert lies.to_prior((2.0, 2.0, 10.0)) == pytest.approx((2, 2, 120))
