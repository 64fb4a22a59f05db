"""The lung mask: what it holds on scans whole, cropped, ill and of something else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.geometry import Grid
from engine.lungs import segment_lungs
from engine.phantom import MASS, Attachment, Kind, NoduleSpec, PhantomSpec, make_phantom
from engine.phantom.anatomy import lung_field
from engine.volume import Volume

#: A whole chest in little time.
SMALL = PhantomSpec(size=(60, 170, 170), spacing_mm=(5.0, 2.1, 2.1))
WALL = NoduleSpec(Kind.SOLID, (92.0, 40.0, 20.0), 16.0, attached=Attachment.PLEURA)


@pytest.fixture(scope="module")
def chest():
    others = [n for n in SMALL.nodules if n.attached is not Attachment.PLEURA]
    return make_phantom(replace(SMALL, nodules=(*others, WALL)))


@pytest.fixture(scope="module")
def lungs(chest):
    return segment_lungs(chest.volume)


def codes(lungs):
    return [flag.code for flag in lungs.flags]


def part(volume, box):
    start = tuple(s.start or 0 for s in box)
    hu = volume.hu[box]
    return Volume(np.ascontiguousarray(hu), volume.grid.crop(start, hu.shape))


def painted(volume, hu, where):
    values = volume.hu.copy()
    values[where] = hu
    return replace(volume, hu=values)


def test_a_whole_chest_has_its_lungs_and_no_complaint(chest, lungs):
    points = lungs.grid.points_mm()
    truth = lung_field(points) < 0
    overlap = 2 * (lungs.mask & truth).sum() / (lungs.mask.sum() + truth.sum())
    assert overlap > 0.93
    assert codes(lungs) == []
    aerated = truth.sum() * lungs.grid.voxel_volume_mm3 / 1000
    assert lungs.volume_ml == pytest.approx(aerated, rel=0.1)


def test_nodules_are_inside_those_on_the_wall_too(chest, lungs):
    assert lungs.contains([n.centre_mm for n in chest.nodules]).all()


def test_the_wide_mask_holds_the_mask_and_a_mass_on_the_wall():
    mass = NoduleSpec(Kind.SOLID, (95.0, 30.0, 0.0), 50.0, attached=Attachment.PLEURA)
    phantom = make_phantom(replace(SMALL, nodules=(mass,)))
    lungs = segment_lungs(phantom.volume)
    assert (lungs.wide | ~lungs.mask).all()
    assert lungs.contains_widely(phantom.nodules[0].centre_mm)


def test_positions_outside_the_grid_are_outside_the_lungs(lungs):
    assert not lungs.contains([[0, 0, 10_000], [9_000, 0, 0]]).any()
    assert not lungs.contains_widely([0, -5_000, 0])


def test_trachea_and_spine_are_no_lung(lungs):
    assert not lungs.contains([[0, -5, 95], [0, 70, 0]]).any()


def test_half_a_chest_is_searched_and_said_to_be_cut(chest):
    half = part(chest.volume, (slice(None), slice(None), slice(100, None)))
    lungs = segment_lungs(half)
    right_side = [n.centre_mm for n in chest.nodules if n.centre_mm[0] > 45]
    assert len(right_side) >= 3
    assert lungs.contains(right_side).all()
    # The border runs through one lung.
    through = part(chest.volume, (slice(None), slice(None), slice(120, None)))
    lungs = segment_lungs(through)
    assert lungs.found
    assert "lungs_cut" in codes(lungs)
    assert "edge of the image" in next(f.text for f in lungs.flags if f.code == "lungs_cut")


def test_a_block_of_slices_is_searched_and_said_to_be_a_part(chest):
    block = part(chest.volume, (slice(25, 33), slice(None), slice(None)))
    lungs = segment_lungs(block)
    assert lungs.mask[[0, -1]].any(axis=(1, 2)).all()
    assert "lungs_partial" in codes(lungs)
    inside = [n.centre_mm for n in chest.nodules if block.grid.contains(n.centre_mm)]
    assert inside
    assert lungs.contains(inside).all()


def test_one_lung_without_air_is_said(chest):
    points = chest.volume.grid.points_mm()
    ill = painted(
        chest.volume, 20, (points[..., 0] < 0) & (chest.volume.hu < -300) & (lung_field(points) < 2)
    )
    lungs = segment_lungs(ill)
    assert "lungs_one_sided" in codes(lungs)
    assert "other side" in next(f.text for f in lungs.flags if f.code == "lungs_one_sided")
    assert lungs.found


def test_an_effusion_takes_no_more_than_its_part(chest, lungs):
    """Fluid behind and below in one lung; the rest stays."""
    points = chest.volume.grid.points_mm()
    fluid = (points[..., 0] > 0) & (points[..., 1] > 45) & (lung_field(points) < 2)
    ill = segment_lungs(painted(chest.volume, 15, fluid))
    assert ill.found
    assert 0.6 * lungs.volume_ml < ill.volume_ml < lungs.volume_ml
    aerated = [n.centre_mm for n in chest.nodules if not (n.centre_mm[0] > 0 and n.centre_mm[1] > 35)]
    assert ill.contains(aerated).all()


def test_contrast_in_heart_and_vessels_changes_little(chest, lungs):
    bright = painted(chest.volume, 350, (chest.volume.hu > 20) & (chest.volume.hu < 150))
    other = segment_lungs(bright)
    assert 2 * (other.mask & lungs.mask).sum() / (other.mask.sum() + lungs.mask.sum()) > 0.98


def test_noise_and_thin_slices_change_little():
    noisy = make_phantom(replace(SMALL, noise_hu=90.0))
    lungs = segment_lungs(noisy.volume)
    truth = lung_field(lungs.grid.points_mm()) < 0
    assert 2 * (lungs.mask & truth).sum() / (lungs.mask.sum() + truth.sum()) > 0.92


def test_a_round_field_of_view_padded_with_nothing_is_no_lung(chest, lungs):
    """Scanners fill what they did not reconstruct with -2000 or so; some readers clip it to -1024."""
    _, rows, columns = chest.volume.grid.size
    r, c = np.mgrid[:rows, :columns]
    beyond = np.hypot(r - rows / 2, c - columns / 2) > 0.495 * rows
    other = segment_lungs(painted(chest.volume, -1024, np.broadcast_to(beyond, chest.volume.hu.shape)))
    assert 2 * (other.mask & lungs.mask).sum() / (other.mask.sum() + lungs.mask.sum()) > 0.98


@pytest.mark.parametrize(("hu", "gas"), [(40, False), (40, True), (-1000, False)])
def test_what_holds_no_lungs_is_refused_in_a_sentence(hu, gas):
    """A body of soft tissue, the same with 200 ml of gas in its bowel, and an empty scan."""
    values = np.full((30, 120, 120), -1000, dtype=np.int16)
    r, c = np.mgrid[:120, :120]
    values[:, np.hypot((r - 60) / 0.8, c - 60) < 50] = hu
    if gas:
        values[8:22, 40:60, 50:70] = -1000
    lungs = segment_lungs(Volume(values, Grid.axial(values.shape, (3.0, 2.9, 2.9))))
    assert not lungs.found
    assert not lungs.wide.any()
    assert codes(lungs) == ["lungs_not_found"]
    assert "No lungs were found" in lungs.flags[0].text
    assert "nodules were searched" in lungs.flags[0].text


def test_the_result_does_not_depend_on_the_order_of_the_slices(chest, lungs):
    """The same patient feet first: the same places are lung."""
    volume = chest.volume
    grid = volume.grid
    last = tuple(float(v) for v in grid.to_patient((grid.size[0] - 1, 0, 0)))
    back = tuple(-v for v in grid.steps_mm[0])
    turned = segment_lungs(Volume(volume.hu[::-1].copy(), Grid(grid.size, last, (back, *grid.steps_mm[1:]))))
    points = lungs.grid.points_mm()
    assert (turned.contains(points) == lungs.mask).mean() > 0.995


def test_a_mass_inside_the_lung_is_inside(chest):
    phantom = make_phantom(replace(SMALL, nodules=(MASS,)))
    assert segment_lungs(phantom.volume).contains(MASS.near_mm)


@pytest.mark.shared_data
class TestRealScans:
    def scan(self, folder):
        from engine.dicom.load import load
        from engine.dicom.scan import scan

        return load(scan([folder]).series[0]).volume

    def test_whole_chest(self, shared_ct):
        volume = self.scan(shared_ct / "lidc_0063_chest")
        lungs = segment_lungs(volume)
        assert codes(lungs) == []
        assert 3000 < lungs.volume_ml < 3600
        z = np.array([-219.2, -201.2, -142.0, -103.5])
        k = (z - volume.grid.origin_mm[2]) / volume.grid.steps_mm[0][2]
        marked = np.column_stack([k, [307.7, 332.8, 300.6, 282.0], [121.9, 187.4, 219.0, 132.8]])
        assert lungs.contains(volume.grid.to_patient(marked)).all()
        # Bowel gas in the lowest slices is none.
        below = lungs.grid.points_mm()[..., 2] < -320
        assert not lungs.mask[below].any()

    def test_half_a_chest_that_touches_the_border(self, shared_ct):
        lungs = segment_lungs(self.scan(shared_ct / "ibsi_lung_rtstruct" / "image"))
        assert lungs.volume_ml > 900
        assert {"lungs_cut", "lungs_partial"} <= set(codes(lungs))

    def test_a_block_of_eleven_slices(self, shared_ct):
        volume = self.scan(shared_ct / "lidc_0003_block")
        lungs = segment_lungs(volume)
        assert 700 < lungs.volume_ml < 850
        k = (-191.1 - volume.grid.origin_mm[2]) / volume.grid.steps_mm[0][2]
        assert lungs.contains(volume.grid.to_patient((k, 350, 367)))

    def test_an_abdomen(self, shared_ct):
        assert codes(segment_lungs(self.scan(shared_ct / "abdomen_j2k_series"))) == ["lungs_not_found"]
