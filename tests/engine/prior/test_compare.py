"""Nodules found again in an earlier scan that lies elsewhere, on the phantom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.findings import Nodule
from engine.geometry import Grid
from engine.lesion import measure
from engine.phantom import Kind, NoduleSpec, Phantom, PhantomSpec, make_phantom
from engine.phantom.spec import DEFAULT_NODULES
from engine.prior.alignment import Alignment, AlignmentError
from engine.prior.compare import compare
from engine.prior.growth import Change
from engine.prior.register import align, follow
from engine.volume import Volume

SPEC = PhantomSpec(size=(100, 256, 256), spacing_mm=(3.0, 1.4, 1.4))
GROWING = 4
"""Of the phantom's nodules: solid, 8 mm; 6 mm before."""
NEW = 3


@pytest.fixture(scope="module")
def now() -> Phantom:
    return make_phantom(SPEC)


@pytest.fixture(scope="module")
def nodules(now: Phantom) -> list[Nodule]:
    return [measure(now.volume, nodule.centre_mm) for nodule in now.nodules]


@pytest.fixture(scope="module")
def before() -> Volume:
    """Ninety days ago: other noise, one nodule smaller, one not there."""
    nodules = list(DEFAULT_NODULES)
    nodules[GROWING] = replace(nodules[GROWING], diameter_mm=6.0)
    del nodules[NEW]
    return make_phantom(replace(SPEC, nodules=tuple(nodules), seed=2)).volume


def moved(volume: Volume, turn: np.ndarray, shift_mm: tuple[float, float, float]) -> Volume:
    """The same patient, lying elsewhere."""
    grid = volume.grid
    steps = np.asarray(grid.steps_mm) @ turn.T
    origin = turn @ grid.origin_mm + np.asarray(shift_mm)
    return replace(volume, grid=Grid(grid.size, tuple(origin), tuple(map(tuple, steps))))


def turned(about_x: float, about_z: float) -> np.ndarray:
    cx, sx, cz, sz = (f(np.radians(a)) for a in (about_x, about_z) for f in (np.cos, np.sin))
    return np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]]) @ np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])


@pytest.mark.parametrize(
    ("turn", "shift_mm"), [(turned(0, 0), (20.0, 0.0, 0.0)), (turned(5, -8), (25.0, -10.0, 40.0))]
)
def test_two_scans_are_brought_together_and_back(now: Phantom, before: Volume, turn, shift_mm):
    alignment = align(now.volume, moved(before, turn, shift_mm))
    assert alignment.trusted
    for nodule in now.nodules:
        truth = turn @ nodule.centre_mm + shift_mm
        assert np.linalg.norm(alignment.to_prior(nodule.centre_mm) - truth) < 1.5
        assert alignment.to_current(alignment.to_prior(nodule.centre_mm)) == pytest.approx(nodule.centre_mm)


def test_a_position_is_followed_where_breathing_moved_it(now: Phantom, before: Volume):
    """The whole is aligned; round one place everything lies 8 mm lower, as a breath would move it."""
    whole = align(now.volume, before)
    lower = moved(before, np.eye(3), (0.0, 0.0, -8.0))
    point = now.nodules[GROWING].centre_mm
    found = follow(now.volume, lower, whole, point)
    assert np.linalg.norm(np.subtract(found, np.add(point, (0, 0, -8)))) < 2


def test_nodules_are_paired_growth_is_flagged_and_a_new_one_is_not_paired(
    now: Phantom, before: Volume, nodules: list[Nodule]
):
    prior = moved(before, turned(0, 0), (20.0, 0.0, 0.0))
    found = compare(now.volume, prior, nodules, days=90)
    growing, new = found.pairs[GROWING], found.pairs[NEW]
    assert growing.before is not None
    assert (
        np.linalg.norm(np.subtract(growing.before.centre_mm, np.add(growing.now.centre_mm, (20, 0, 0)))) < 2
    )
    assert growing.growth is not None
    assert growing.growth.change is Change.GROWN
    assert growing.growth.change_mm == pytest.approx(2.0, abs=0.5)
    # Spheres of 8.2 and 6.1 mm, as both are measured, would double in 90 ln 2 / (3 ln 1.34) = 70 days.
    assert growing.growth.doubling_days == pytest.approx(70, rel=0.15)
    assert new.before is None
    assert "may be new" in new.reason or "no nodule" in new.reason.lower()
    for i in (1, 2, 5):  # calcified, part-solid, on the pleura: unchanged
        growth = found.pairs[i].growth
        assert growth is not None
        assert growth.change is Change.STABLE


def test_what_a_reader_holds_for_the_nodule_is_measured_even_where_it_was_much_smaller(
    now: Phantom, nodules: list[Nodule]
):
    tiny = list(DEFAULT_NODULES)
    tiny[0] = NoduleSpec(Kind.SOLID, tiny[0].near_mm, 8.0)  # 18 mm now
    prior = make_phantom(replace(SPEC, nodules=tuple(tiny), seed=3)).volume
    (unknown,) = compare(now.volume, prior, [nodules[0]], days=90).pairs
    assert unknown.growth is None
    assert "Point it out there" in unknown.reason
    (pair,) = compare(now.volume, prior, [nodules[0]], known=[tiny[0].near_mm], days=90).pairs
    assert pair.growth is not None
    assert pair.growth.change is Change.GROWN


def test_a_place_that_the_earlier_scan_does_not_reach_is_said_to_be_one(now: Phantom, nodules: list[Nodule]):
    half = replace(SPEC, size=(60, 256, 256), focus_mm=(0.0, 0.0, 60.0), seed=2)
    low = [i for i, nodule in enumerate(now.nodules) if nodule.centre_mm[2] < -35]
    found = compare(now.volume, make_phantom(half).volume, [nodules[i] for i in low], days=90)
    assert [pair.reason for pair in found.pairs] == ["The earlier scan does not reach this place."] * len(low)


def test_scans_that_show_no_lungs_or_not_the_same_are_refused(now: Phantom, nodules: list[Nodule]):
    empty = Volume(np.full((20, 64, 64), -1000, np.int16), Grid.axial((20, 64, 64), (3.0, 3.0, 3.0)))
    with pytest.raises(AlignmentError, match="no lungs were found in the earlier one"):
        compare(now.volume, empty, nodules)


def test_an_alignment_is_given_up_in_the_middle_of_the_search(now: Phantom, before: Volume):
    looked = []

    def give_up_at_the_tenth() -> None:
        looked.append(1)
        if len(looked) == 10:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        align(now.volume, before, give_up_at_the_tenth)
    assert len(looked) == 10


def test_where_a_reader_says_that_it_lies_it_is_measured_however_far(now: Phantom, nodules: list[Nodule]):
    """The place expected is 30 mm off, as an offset set by eye may be."""
    wrong = Alignment(np.eye(3), np.array([30.0, 0.0, 0.0]), 0.0)
    small = nodules[1:2]  # calcified: nothing is like it 30 mm away
    place = {0: nodules[1].centre_mm}
    (pair,) = compare(now.volume, now.volume, small, held=place, alignment=wrong, days=90).pairs
    assert pair.growth is not None
    assert pair.growth.change is Change.STABLE
    assert pair.growth.change_mm == 0
