"""The phantom: known truth, same voxels every time, a DICOM series that reads back exactly."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

import numpy as np
import pydicom
import pytest

from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.phantom import (
    DEFAULT_NODULES,
    MASS,
    Attachment,
    Kind,
    NoduleSpec,
    Phantom,
    PhantomError,
    PhantomSpec,
    make_phantom,
    write_dicom,
)
from engine.phantom.anatomy import LUNG_HU, lung_field

WHOLE = PhantomSpec(size=(48, 96, 96), spacing_mm=(6.0, 3.6, 3.6))
CENTRE = (-70.0, 48.0, -40.0)


def close_up(kind: Kind, diameter_mm: float, hu: float | None = None, **spec: object) -> Phantom:
    """A small scan without noise round one nodule."""
    options: dict = {
        "size": (17, 72, 72),
        "spacing_mm": (1.25, 0.7, 0.7),
        "focus_mm": CENTRE,
        "noise_hu": 0.0,
    }
    return make_phantom(
        PhantomSpec(nodules=(NoduleSpec(kind, CENTRE, diameter_mm, hu),), **{**options, **spec})
    )


def values_at(phantom: Phantom, points_mm: object) -> np.ndarray:
    k, r, c = np.moveaxis(np.rint(phantom.volume.grid.to_voxel(points_mm)).astype(int), -1, 0)
    return phantom.volume.hu[k, r, c]


@pytest.fixture(scope="module")
def whole() -> Phantom:
    return make_phantom(WHOLE)


def test_same_spec_same_voxels_another_seed_others(whole: Phantom) -> None:
    again = make_phantom(WHOLE)
    assert (again.volume.hu == whole.volume.hu).all()
    assert again.nodules == whole.nodules
    assert again.volume.series_uid == whole.volume.series_uid
    other = make_phantom(PhantomSpec(size=WHOLE.size, spacing_mm=WHOLE.spacing_mm, seed=2))
    assert (other.volume.hu != whole.volume.hu).mean() > 0.5
    assert other.volume.series_uid != whole.volume.series_uid


def test_the_chest_is_a_chest(whole: Phantom) -> None:
    hu, grid = whole.volume.hu, whole.volume.grid
    points = grid.points_mm()
    lung = lung_field(points) < -6
    litres = lung.sum() * grid.voxel_volume_mm3 / 1e6
    assert 2.5 < litres < 6.5
    for side in (points[..., 0] < -20, points[..., 0] > 20):
        assert -900 < np.median(hu[lung & side]) < -800
    assert np.median(values_at(whole, [[20.0, -26.0, -50.0]])) == pytest.approx(42, abs=80)  # heart
    assert values_at(whole, [[0.0, 14.0, 100.0]])[0] < -880  # trachea
    assert values_at(whole, [[0.0, 60.0, 0.0]])[0] > 100  # vertebra
    assert np.median(hu[:, :2]) < -950  # room air
    assert (hu[lung] > -500).mean() > 0.01  # vessels


def test_nodules_have_the_density_and_size_that_was_asked_for() -> None:
    for kind, hu in ((Kind.SOLID, 35), (Kind.GROUND_GLASS, -620), (Kind.CALCIFIED, 420)):
        phantom = close_up(kind, 12.0)
        middle = np.asarray(CENTRE)
        assert values_at(phantom, middle) == pytest.approx(hu, abs=15)
        assert values_at(phantom, np.add(middle, (9.0, 0, 0))) < -780
        distance = np.linalg.norm(phantom.volume.grid.points_mm() - middle, axis=-1)
        cover = (phantom.volume.hu[distance < 9] - LUNG_HU - 14) / (hu - LUNG_HU - 14)
        volume = float(cover.sum()) * phantom.volume.grid.voxel_volume_mm3
        assert volume == pytest.approx(np.pi / 6 * 12**3, rel=0.12)


def test_inner_parts() -> None:
    part_solid = close_up(Kind.PART_SOLID, 12.0)
    assert values_at(part_solid, CENTRE) == pytest.approx(35, abs=20)
    assert values_at(part_solid, np.add(CENTRE, (4.5, 0, 0))) == pytest.approx(-600, abs=40)
    assert part_solid.nodules[0].inner_diameter_mm == 6.0
    cavity = close_up(Kind.CAVITARY, 20.0)
    assert values_at(cavity, CENTRE) == pytest.approx(-940, abs=20)
    assert values_at(cavity, np.add(CENTRE, (8.0, 0, 0))) == pytest.approx(30, abs=40)


def test_an_oblique_scan_shows_the_same_chest() -> None:
    straight, oblique = close_up(Kind.SOLID, 9.0), close_up(Kind.SOLID, 9.0, rotation_deg=(12.0, -8.0, 25.0))
    assert oblique.volume.grid.is_orthogonal
    assert oblique.volume.grid.spacing_mm == pytest.approx((1.25, 0.7, 0.7))
    points = np.add(CENTRE, np.random.default_rng(0).normal(0, 3, (60, 3)))
    difference = values_at(straight, points).astype(float) - values_at(oblique, points)
    assert (
        np.median(np.abs(difference)) < 60
    )  # nearest voxels of two lattices, on a steep edge here and there
    assert straight.nodules == oblique.nodules


def test_noise_has_the_standard_deviation_and_the_grain_that_was_asked_for() -> None:
    def noise(blur_mm: float) -> np.ndarray:
        quiet = close_up(Kind.SOLID, 5.0)
        loud = close_up(Kind.SOLID, 5.0, noise_hu=30.0, noise_blur_mm=blur_mm)
        return loud.volume.hu.astype(float) - quiet.volume.hu

    for blur_mm, correlation in ((0.0, 0.0), (0.7, np.exp(-0.25))):
        values = noise(blur_mm)
        assert values.std() == pytest.approx(30, rel=0.04)
        assert np.corrcoef(values[..., 1:].ravel(), values[..., :-1].ravel())[0, 1] == pytest.approx(
            correlation, abs=0.05
        )


def test_attachments_touch() -> None:
    phantom = make_phantom(WHOLE)
    by_kind = {n.attached: n for n in phantom.nodules}
    pleural = by_kind[Attachment.PLEURA]
    assert 0 < -float(lung_field(np.asarray(pleural.centre_mm))) < pleural.diameter_mm / 2
    assert by_kind[Attachment.NOTHING].centre_mm in {n.near_mm for n in DEFAULT_NODULES}
    near = PhantomSpec(
        size=(25, 80, 80),
        spacing_mm=(1.0, 0.7, 0.7),
        focus_mm=by_kind[Attachment.VESSEL].centre_mm,
        noise_hu=0.0,
    )
    close = make_phantom(near)
    distance = np.linalg.norm(close.volume.grid.points_mm() - near.focus_mm, axis=-1)
    shell = (distance > 4.2) & (distance < 5.5)
    assert (close.volume.hu[shell] > -300).any()


def test_a_nodule_outside_the_lungs_is_refused() -> None:
    with pytest.raises(PhantomError, match="not in a lung"):
        make_phantom(PhantomSpec(size=(2, 8, 8), nodules=(NoduleSpec(Kind.SOLID, (0.0, 60.0, 0.0), 8.0),)))
    with pytest.raises(PhantomError, match="1 to 120 mm"):
        NoduleSpec(Kind.SOLID, CENTRE, 0.2)
    with pytest.raises(PhantomError, match="needs voxels"):
        PhantomSpec(size=(0, 8, 8))


def test_the_mass_is_an_option() -> None:
    phantom = make_phantom(
        PhantomSpec(size=(8, 64, 64), spacing_mm=(6.0, 1.4, 1.4), focus_mm=MASS.near_mm, nodules=(MASS,))
    )
    assert phantom.nodules[0].diameter_mm > 30
    assert (phantom.volume.hu > -200).sum() * phantom.volume.grid.voxel_volume_mm3 > np.pi / 6 * 30**3


def test_written_as_dicom_and_read_back(whole: Phantom, tmp_path: Path) -> None:
    paths = write_dicom(whole, tmp_path / "chest")
    assert len(paths) == len({p.name for p in paths}) == WHOLE.size[0]
    assert [p.name for p in paths] != sorted(p.name for p in paths)  # names say nothing of the order
    first = pydicom.dcmread(paths[0])
    assert str(first.PatientName) == "Noduscope^Phantom"
    found = scan([tmp_path])
    assert not found.skipped
    assert [s.series_uid for s in found.series] == [whole.volume.series_uid]
    volume = load(found.series[0]).volume
    assert (volume.hu == whole.volume.hu).all()
    assert np.allclose(
        volume.grid.points_mm()[::20, ::40, ::40], whole.volume.grid.points_mm()[::20, ::40, ::40]
    )
    again = write_dicom(whole, tmp_path / "again")
    assert [a.read_bytes() for a in paths[:3]] == [b.read_bytes() for b in again[:3]]


def test_dicom_options(whole: Phantom, tmp_path: Path) -> None:
    oblique = make_phantom(
        PhantomSpec(
            size=(9, 40, 48), spacing_mm=(2.0, 0.9, 0.7), focus_mm=CENTRE, rotation_deg=(9.0, -7.0, 30.0)
        )
    )
    paths = write_dicom(
        oblique, tmp_path / "a", slope=2.0, intercept=0.0, feet_first=True, shuffle_numbers=True
    )
    slices = [pydicom.dcmread(p) for p in paths]
    assert {s.PatientPosition for s in slices} == {"FFS"}
    assert slices[0].PixelRepresentation == 1
    numbers = [int(s.InstanceNumber) for s in slices]
    assert sorted(numbers) == list(range(1, 10))
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))
    plain = write_dicom(oblique, tmp_path / "b")
    assert pydicom.dcmread(plain[0]).SeriesInstanceUID != slices[0].SeriesInstanceUID

    # File names and folders shuffled: the volume is the same, to the rounding of its slope.
    order = list(paths)
    random.Random(0).shuffle(order)
    for i, path in enumerate(order):
        target = tmp_path / "shuffled" / f"{i % 3}" / f"{i}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (series,) = scan([tmp_path / "shuffled"]).series
    loaded = load(series).volume
    at = oblique.volume.grid.to_voxel(loaded.grid.points_mm())
    assert np.abs(at - np.rint(at)).max() < 1e-4
    k, r, c = np.moveaxis(np.rint(at).astype(int), -1, 0)
    assert np.abs(loaded.hu.astype(int) - oblique.volume.hu[k, r, c]).max() <= 1

    with pytest.raises(PhantomError, match="16 bits"):
        write_dicom(whole, tmp_path / "c", slope=0.001)


def test_a_small_phantom_takes_little_time() -> None:
    start = time.process_time()
    make_phantom(PhantomSpec(size=(60, 128, 128), spacing_mm=(1.25, 0.7, 0.7), focus_mm=CENTRE))
    assert time.process_time() - start < 5.0  # half a second on a quiet machine
