"""Candidates: what is proposed on phantoms of known truth, in which order, and what is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.candidates import MAX_PLACES, Candidate, by_shape, merged, propose
from engine.candidates.blobs import cropped, find_blobs, smoothed
from engine.candidates.merge import thinned
from engine.candidates.views import ViewSpec, make_views
from engine.geometry import Grid, sample
from engine.lungs import Lungs, segment_lungs
from engine.phantom import Attachment, Kind, NoduleSpec, PhantomSpec, make_phantom
from engine.volume import Volume

SMALL = PhantomSpec(size=(100, 256, 256), spacing_mm=(3.0, 1.4, 1.4))
LUNG = -850


@pytest.fixture(scope="module")
def chest():
    mass = NoduleSpec(Kind.SOLID, (72.0, 40.0, -62.0), 45.0)
    ring = NoduleSpec(Kind.CAVITARY, (-70.0, 0.0, -45.0), 12.0)
    return make_phantom(replace(SMALL, nodules=(*SMALL.nodules, mass, ring)))


@pytest.fixture(scope="module")
def proposed(chest):
    return propose(chest.volume, segment_lungs(chest.volume))


def everywhere(volume):
    """Lungs that fill a volume."""
    mask = np.ones(volume.grid.size, dtype=bool)
    return Lungs(mask, mask, volume.grid, 1000.0)


def ball(diameter_mm, spacing=(1.0, 1.0, 1.0), size=(60, 60, 60), hu=30, at=None):
    """A ball in even lung, edges soft over a voxel, on a turned grid; and where it lies."""
    z, y, x = spacing
    grid = Grid(size, (20.0, -40.0, 300.0), ((0, 0, -z), (0.0, y, 0.0), (-x, 0.0, 0.0)))
    centre = grid.to_patient((np.asarray(size) - 1) / 2 if at is None else at)
    away = np.linalg.norm(grid.points_mm() - centre, axis=-1)
    cover = np.clip(0.5 + (diameter_mm / 2 - away) / max(spacing), 0, 1)
    return Volume(np.rint(LUNG + cover * (hu - LUNG)).astype(np.int16), grid), centre


def test_every_nodule_of_the_phantom_is_among_the_proposals(chest, proposed):
    places = np.array([c.centre_mm for c in proposed])
    for nodule in chest.nodules:
        away = np.linalg.norm(places - nodule.centre_mm, axis=1)
        assert away.min() < max(nodule.diameter_mm / 2, 4.0), nodule


def test_they_come_first(chest, proposed):
    """Vessels, walls and bronchi are more, but not as round."""
    first = np.array([c.centre_mm for c in proposed[:20]])
    found = [
        np.linalg.norm(first - n.centre_mm, axis=1).min() < max(n.diameter_mm / 2, 4.0) for n in chest.nodules
    ]
    assert sum(found) >= len(found) - 2


def test_the_list_is_sorted_bounded_and_the_same_every_time(chest, proposed):
    scores = [c.score for c in proposed]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= s <= 1 for s in scores)
    lungs = segment_lungs(chest.volume)
    assert propose(chest.volume, lungs, limit=7) == proposed[:7]


def test_no_place_is_proposed_twice(proposed):
    places = np.array([c.centre_mm for c in proposed])
    away = np.linalg.norm(places[:, None] - places[None], axis=-1) + 1e3 * np.eye(len(places))
    assert away.min() >= 6.0


def test_without_lungs_there_is_nothing(chest):
    nothing = np.zeros((4, 4, 4), dtype=bool)
    lungs = Lungs(nothing, nothing, Grid.axial((4, 4, 4), (2.5, 2.5, 2.5)), 0.0)
    assert propose(chest.volume, lungs) == []


@pytest.mark.parametrize("hu", [30, -450])
@pytest.mark.parametrize("diameter", [4.0, 6.0, 10.0, 16.0, 25.0, 30.0])
def test_a_ball_is_found_at_its_place_and_about_its_size(diameter, hu):
    volume, centre = ball(diameter, hu=hu)
    best = thinned(find_blobs(volume, everywhere(volume)), 5)[0]
    assert np.linalg.norm(np.subtract(best.centre_mm, centre)) < 1.0
    assert best.diameter_mm == pytest.approx(diameter, rel=0.35, abs=1.0)


@pytest.mark.parametrize("spacing", [(5.0, 0.7, 0.7), (0.6, 0.6, 0.6), (2.5, 0.98, 0.5)])
def test_slice_thickness_and_pixels_do_not_move_it(spacing):
    size = tuple(round(60 / s) for s in spacing)
    volume, centre = ball(12.0, spacing, size)
    best = thinned(find_blobs(volume, everywhere(volume)), 5)[0]
    assert np.linalg.norm(np.subtract(best.centre_mm, centre)) < 1.5


def test_a_vessel_scores_below_a_nodule_of_its_width():
    volume, _ = ball(6.0)
    grid = volume.grid
    tube = np.abs(grid.points_mm() - grid.to_patient((29.5, 29.5, 29.5)))
    away = np.hypot(tube[..., 0], tube[..., 2])
    cover = np.clip(0.5 + (3.0 - away), 0, 1)
    vessel = Volume(np.rint(LUNG + cover * (30 - LUNG)).astype(np.int16), grid)
    nodule_score = thinned(find_blobs(volume, everywhere(volume)), 1)[0].score
    scores = [c.score for c in thinned(find_blobs(vessel, everywhere(vessel)), 20)]
    assert not scores or max(scores) < 0.4 * nodule_score


def test_smoothing_keeps_the_mean_and_even_hu():
    even = np.full((6, 7, 8), -300, np.float32)
    assert smoothed(even, np.array([1.0, 2.0, 0.5])) == pytest.approx(even)
    point = np.zeros((31, 31, 31), np.float32)
    point[15, 15, 15] = 1000
    blurred = smoothed(point, np.array([2.0, 2.0, 2.0]))
    assert blurred.sum() == pytest.approx(1000, rel=1e-3)
    # A Gaussian of 2 voxels has 1 / (2 sqrt(2 pi))^3 of the mass in its middle.
    assert blurred.max() == pytest.approx(1000 / (2 * np.sqrt(2 * np.pi)) ** 3, rel=0.02)


def test_only_the_lungs_are_searched(chest):
    """The crop holds the wide mask whole."""
    lungs = segment_lungs(chest.volume)
    hu, grid = cropped(chest.volume, lungs)
    assert hu.shape == grid.size
    assert hu.size < chest.volume.hu.size
    assert grid.contains(lungs.grid.to_patient(np.argwhere(lungs.wide))).all()


places = st.lists(
    st.tuples(*[st.floats(-100, 100)] * 3, st.floats(3, 40), st.floats(0, 1)), min_size=0, max_size=25
)


@settings(deadline=None, max_examples=60)
@given(places, st.integers(1, 30))
def test_merging_keeps_the_best_of_each_place(rows, most):
    candidates = [Candidate((x, y, z), d, s) for x, y, z, d, s in rows]
    kept = merged(candidates, most)
    assert len(kept) <= most
    assert [c.score for c in kept] == sorted((c.score for c in kept), reverse=True)
    for i, one in enumerate(kept):
        for other in kept[i + 1 :]:
            away = np.linalg.norm(np.subtract(one.centre_mm, other.centre_mm))
            assert away >= max(one.diameter_mm / 2, 6.0) - 1e-9
    if len(kept) < most:
        # What is missing lies near a better one.
        for c in set(candidates) - set(kept):
            assert any(
                k.score >= c.score
                and np.linalg.norm(np.subtract(k.centre_mm, c.centre_mm)) < max(k.diameter_mm / 2, 6.0)
                for k in kept
            )


@settings(deadline=None, max_examples=30)
@given(
    st.tuples(*[st.floats(0.5, 4.0)] * 3),
    st.tuples(*[st.floats(-0.2, 1.2)] * 3),
    st.floats(2.0, 18.0),
)
def test_views_are_the_volume_at_their_places(spacing, at, diameter):
    """Each plane's pixels equal trilinear interpolation on the grid, borders repeated."""
    size = (14, 16, 18)
    rng = np.random.default_rng(0)
    smooth = sum(np.cumsum(rng.normal(0, 20, size), axis) for axis in range(3))
    z, y, x = spacing
    grid = Grid(size, (5.0, -3.0, 100.0), ((0.0, 0.0, -z), (0.0, y, 0.0), (x, 0.0, 0.0)))
    volume = Volume(np.clip(smooth - 500, -1024, 2000).astype(np.int16), grid)
    spec = ViewSpec(9, 0.7, 20.0)
    voxel = np.asarray(at) * (np.asarray(size) - 1)
    views = make_views(volume, grid.to_patient(voxel)[None], np.array([diameter]), spec)
    assert views.shape == (1, 3, 9, 9)
    steps = (np.arange(9) - 4) * 0.7
    for plane, (down, right) in zip(views[0], ((1, 2), (0, 2), (0, 1)), strict=True):
        where = np.broadcast_to(voxel, (9, 9, 3)).copy()
        where[..., down] += steps[:, None] / spacing[down]
        where[..., right] += steps[None, :] / spacing[right]
        expected = sample(volume.hu, grid, grid.to_patient(where))
        # OpenCV interpolates at 32nds of a pixel.
        slope = max(np.abs(np.diff(volume.hu.astype(float), axis=a)).max() for a in range(3))
        assert np.abs(plane - expected).max() <= slope / 16 + 1


def test_a_mass_is_seen_with_its_border():
    """The step grows with the candidate, so that lung is seen on all sides of a 60 mm mass."""
    volume, centre = ball(60.0, (2.0, 2.0, 2.0), (60, 60, 60))
    views = make_views(volume, np.array([centre]), np.array([60.0]), ViewSpec(49, 0.7, 20.0))
    assert (views[0, :, 24, 24] == 30).all()
    for plane in views[0]:
        for edge in (plane[0], plane[-1], plane[:, 0], plane[:, -1]):
            assert edge == pytest.approx(LUNG, abs=1)


@pytest.mark.parametrize(("kind", "least"), [(Kind.GROUND_GLASS, 3), (Kind.PART_SOLID, 4)])
def test_faint_nodules_are_proposed_in_thick_noisy_slices(kind, least):
    """Of four nodules of 9 mm in slices of 5 mm; one of ground glass may drown in vessels and noise."""
    specs = tuple(NoduleSpec(kind, (x, 10.0, z), 9.0) for x, z in ((-85, 0), (85, 10), (-75, 45), (80, -30)))
    phantom = make_phantom(
        replace(SMALL, size=(60, 256, 256), spacing_mm=(5.0, 1.4, 1.4), noise_hu=30, nodules=specs)
    )
    places = np.array([c.centre_mm for c in by_shape(phantom.volume, segment_lungs(phantom.volume))])
    assert len(places) <= MAX_PLACES
    found = [np.linalg.norm(places - n.centre_mm, axis=1).min() < 4.5 for n in phantom.nodules]
    assert sum(found) >= least


def test_a_nodule_on_the_wall_is_proposed_first():
    """Its wall is taken away before anything is looked for."""
    spec = NoduleSpec(Kind.SOLID, (92.0, 40.0, 20.0), 10.0, attached=Attachment.PLEURA)
    phantom = make_phantom(replace(SMALL, nodules=(spec,)))
    best = propose(phantom.volume, segment_lungs(phantom.volume))[:15]
    away = [np.linalg.norm(np.subtract(c.centre_mm, phantom.nodules[0].centre_mm)) for c in best]
    assert min(away) < 5.0
