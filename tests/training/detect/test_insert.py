"""Nodules inserted into a phantom: where they lie, what they look like there, what stays as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.candidates.noise import lung_noise
from engine.lungs import segment_lungs
from engine.phantom import PhantomSpec, make_phantom
from tests.training.detect.synthetic import ball
from training.detect.hosts import Host, told_apart, worse
from training.detect.insert import insert, wall_of
from training.detect.volumes import NoduleVolume

SPEC = PhantomSpec(size=(60, 200, 200), spacing_mm=(5.0, 1.8, 1.8), nodules=())


def nodule(diameter=12.0, spacing=(1.25, 0.7, 0.7), wall_hu=None, hu=40, name="a"):
    shape = tuple(round((diameter + 14) / s) | 1 for s in spacing)
    values, mask = ball(shape, spacing, diameter, np.random.default_rng(0), hu)
    if wall_hu is not None:
        # A flat wall to the right, 80 % of the radius from the middle.
        column = (np.arange(shape[2]) - (shape[2] - 1) / 2) * spacing[2]
        values[:, :, (column > 0.8 * diameter / 2)] = wall_hu
    return NoduleVolume(name, f"patient {name}", 0, values, mask, spacing, diameter, "solid")


@pytest.fixture(scope="module")
def host():
    return make_phantom(SPEC).volume


@pytest.fixture(scope="module")
def lungs(host):
    return segment_lungs(host)


def test_the_nodule_is_where_the_truth_says(host, lungs):
    """The centre of what was added is the truth's, to a fraction of a voxel."""
    volume, truth = insert(host, lungs, [nodule()], np.random.default_rng(1), [])
    added = (volume.hu.astype(float) - host.hu).clip(200) - 200
    where = np.argwhere(added > 0)
    weight = added[tuple(where.T)]
    middle = host.grid.to_patient((where * weight[:, None]).sum(0) / weight.sum())
    assert np.linalg.norm(middle - truth[0].centre_mm) < 0.5
    assert truth[0].diameter_mm == 12.0
    assert not truth[0].on_wall


def test_its_volume_and_density_survive_the_hosts_thick_slices(host, lungs):
    """HU added over the lung are the nodule's own: partial volume spreads them, it loses none."""
    one = nodule(14.0)
    volume, _ = insert(host, lungs, [one], np.random.default_rng(2), [])
    added = (volume.hu.astype(float) - host.hu).sum() * host.grid.voxel_volume_mm3
    # The nodule's voxels above the lung; what it overwrote of vessels may be missing.
    own = (one.hu.astype(float) + 850).sum() * np.prod(one.spacing_mm)
    assert added == pytest.approx(own, rel=0.15)


def test_the_rest_of_the_host_is_untouched(host, lungs):
    volume, truth = insert(host, lungs, [nodule(name=str(i)) for i in range(6)], np.random.default_rng(3), [])
    assert len(truth) == 6
    changed = host.grid.to_patient(np.argwhere(volume.hu != host.hu))
    centres = np.array([t.centre_mm for t in truth])
    away = np.linalg.norm(changed[:, None] - centres[None], axis=-1).min(1)
    assert away.max() < 6 + 1.2 + 0.7 + 9  # its radius, the blend, and two host slices of blur
    assert np.linalg.norm(centres[:, None] - centres[None], axis=-1)[~np.eye(6, dtype=bool)].min() > 15
    assert lungs.contains(centres).all()


def test_nothing_goes_near_the_hosts_own_findings(host, lungs):
    """With a finding that fills a whole lung's width, all go to the other side."""
    taken = [((-75.0, 0.0, float(z)), 110.0) for z in range(-120, 121, 30)]
    _, truth = insert(host, lungs, [nodule(name=str(i)) for i in range(5)], np.random.default_rng(4), taken)
    assert truth
    assert all(t.centre_mm[0] > -20 for t in truth)


def test_a_wall_is_told_from_free_lung():
    assert wall_of(nodule()) is None
    wall = wall_of(nodule(wall_hu=20))
    assert wall is not None
    assert wall.direction == pytest.approx((0, 1), abs=0.2)
    assert wall.distance_mm == pytest.approx(0.8 * 6, abs=1.5)


def test_a_nodule_of_a_wall_goes_to_a_wall(host, lungs):
    """Its centre lies as deep as in its own scan, and the wall is on the side that it was turned to."""
    _, truth = insert(
        host, lungs, [nodule(wall_hu=20, name=str(i)) for i in range(4)], np.random.default_rng(5), []
    )
    assert truth
    assert all(t.on_wall for t in truth)
    for t in truth:
        assert lungs.contains(t.centre_mm)
        ring = np.asarray(t.centre_mm) + 10 * np.array(
            [[np.cos(a), np.sin(a), 0] for a in np.linspace(0, 2 * np.pi, 16, endpoint=False)]
        )
        outside = ~lungs.contains(ring)
        assert 2 <= outside.sum() <= 14


def test_noise_of_the_lung_is_measured_and_matched():
    quiet = make_phantom(replace(SPEC, noise_hu=5.0, noise_blur_mm=0.0)).volume
    noisy = make_phantom(replace(SPEC, noise_hu=60.0, noise_blur_mm=0.0)).volume
    assert lung_noise(noisy.hu) > 3 * lung_noise(quiet.hu)
    assert lung_noise(np.full((4, 40, 40), 30, np.int16)) is None
    one = nodule(20.0)
    inside = []
    for volume in (quiet, noisy):
        done, truth = insert(volume, segment_lungs(volume), [one], np.random.default_rng(6), [])
        k, r, c = np.rint(volume.grid.to_voxel(truth[0].centre_mm)).astype(int)
        inside.append(done.hu[k, r - 3 : r + 4, c - 3 : c + 4].std())
    assert inside[1] > 1.5 * inside[0]


def test_the_same_seed_gives_the_same_copy(host, lungs):
    first = insert(host, lungs, [nodule()], np.random.default_rng(7), [])
    second = insert(host, lungs, [nodule()], np.random.default_rng(7), [])
    assert first[1] == second[1]
    assert (first[0].hu == second[0].hu).all()


def test_a_worse_host_is_thicker_noisier_and_in_the_same_place(host):
    poor = worse(Host("h", host), np.random.default_rng(0)).volume
    assert poor.grid.size == (30, 200, 200)
    assert poor.grid.spacing_mm[0] == pytest.approx(10.0)
    # The first thick slice lies between the first two thin ones.
    assert poor.grid.origin_mm == pytest.approx(tuple(host.grid.to_patient((0.5, 0, 0))))
    assert lung_noise(poor.hu) > 1.5 * lung_noise(host.hu)


def test_hosts_of_the_same_name_are_told_apart(host):
    """Two series in folders of one name must not overwrite each other's figures."""
    named = told_apart([Host("image", host), Host("other", host), Host("image", host)])
    assert [h.name for h in named] == ["image (1)", "other", "image (3)"]
