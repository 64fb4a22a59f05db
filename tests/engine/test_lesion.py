"""A click becomes a measured lesion: known truth from the phantom, readers' outlines on real scans."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.findings import Nodule, Point
from engine.geometry import Grid
from engine.lesion import LesionError, contours, measure
from engine.lesion.axes import edge_points, longest_axes, outlines
from engine.phantom import Attachment, Kind, NoduleSpec, Phantom, PhantomSpec, make_phantom
from engine.volume import Volume

CENTRE = (-70.0, 48.0, -40.0)
EVERY_WAY = [
    *((3 * np.cos(a), 3 * np.sin(a), 0.0) for a in np.arange(0, 6.2, np.pi / 4)),
    (0, 0, 3.0),
    (0, 0, -3.0),
]


def scan_of(*nodules: NoduleSpec, **spec: object) -> Phantom:
    options = {"size": (40, 96, 96), "spacing_mm": (1.25, 0.7, 0.7), "focus_mm": CENTRE}
    return make_phantom(PhantomSpec(nodules=nodules, **{**options, **spec}))


def codes(nodule: Nodule) -> set[str]:
    return {flag.code for flag in nodule.flags}


def whole_mask(nodule: Nodule, volume: Volume) -> np.ndarray:
    mask = np.zeros(volume.hu.shape, dtype=bool)
    start = np.rint(volume.grid.to_voxel(nodule.mask_grid.origin_mm)).astype(int)
    mask[tuple(slice(a, a + n) for a, n in zip(start, nodule.mask.shape, strict=True))] = nodule.mask
    return mask


# ---------------------------------------------------------------- spheres of known size


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"spacing_mm": (0.7, 0.7, 0.7), "size": (60, 96, 96)},
        {"spacing_mm": (2.5, 0.7, 0.7), "size": (24, 96, 96), "focus_mm": (-70.0, 48.0, -41.25)},
        {"spacing_mm": (1.25, 0.9, 0.6), "size": (40, 80, 110)},
        {"rotation_deg": (14.0, -9.0, 33.0)},
        {"noise_hu": 40.0},
        {"seed": 5},
    ],
    ids=["plain", "isotropic", "thick", "oblong pixels", "oblique", "noisy", "another chest"],
)
def test_a_sphere_of_ten_millimetres_measures_ten(spec: dict) -> None:
    phantom = scan_of(NoduleSpec(Kind.SOLID, CENTRE, 10.0), **spec)
    nodule = measure(phantom.volume, CENTRE)
    assert nodule.long_axis_mm == pytest.approx(10.0, abs=0.5)
    assert nodule.short_axis_mm == pytest.approx(10.0, abs=0.6)
    assert nodule.volume_mm3 == pytest.approx(np.pi / 6 * 1000, rel=0.15)
    assert np.linalg.norm(np.subtract(nodule.centre_mm, CENTRE)) < 0.5 + phantom.spec.spacing_mm[0] / 2
    assert not codes(nodule)


@pytest.mark.parametrize("diameter_mm", [5.0, 7.0, 14.0, 22.0, 28.0])
def test_spheres_of_many_sizes(diameter_mm: float) -> None:
    half = int(diameter_mm / 1.25) + 16
    phantom = scan_of(NoduleSpec(Kind.SOLID, CENTRE, diameter_mm), size=(2 * half, 120, 120))
    nodule = measure(phantom.volume, CENTRE)
    assert nodule.long_axis_mm == pytest.approx(diameter_mm, abs=0.7)


def test_a_mass_is_measured_whole() -> None:
    phantom = scan_of(NoduleSpec(Kind.SOLID, CENTRE, 36.0), size=(60, 150, 150), spacing_mm=(2.0, 0.8, 0.8))
    for shift in ((0, 0, 0), (12, 0, 0), (0, -10, 6)):
        nodule = measure(phantom.volume, tuple(np.add(CENTRE, shift)))
        assert nodule.long_axis_mm == pytest.approx(36.0, abs=1.0)


@pytest.mark.parametrize("shift", EVERY_WAY)
def test_a_click_beside_the_middle_finds_the_same(shift: tuple[float, float, float]) -> None:
    phantom = _ring_phantom()
    nodule = measure(phantom.volume, tuple(np.add(CENTRE, shift)))
    assert nodule.long_axis_mm == pytest.approx(7.0, abs=0.6)
    assert np.linalg.norm(np.subtract(nodule.centre_mm, CENTRE)) < 1.5


_CACHE: list[Phantom] = []


def _ring_phantom() -> Phantom:
    if not _CACHE:
        _CACHE.append(scan_of(NoduleSpec(Kind.SOLID, CENTRE, 7.0)))
    return _CACHE[0]


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("kind", "diameter_mm", "hu"),
    [
        (Kind.GROUND_GLASS, 9.0, (-720, -560)),
        (Kind.PART_SOLID, 12.0, (-640, -400)),
        (Kind.CALCIFIED, 6.0, (0, 420)),
        (Kind.CAVITARY, 16.0, (-500, -100)),
    ],
)
def test_kinds(kind: Kind, diameter_mm: float, hu: tuple[float, float]) -> None:
    phantom = scan_of(NoduleSpec(kind, CENTRE, diameter_mm))
    nodule = measure(phantom.volume, CENTRE)
    assert nodule.long_axis_mm == pytest.approx(diameter_mm, abs=0.8)
    assert hu[0] < nodule.mean_hu < hu[1]
    assert nodule.volume_mm3 == pytest.approx(np.pi / 6 * diameter_mm**3, rel=0.25)


def test_a_cavity_is_part_of_the_lesion_wherever_it_is_clicked() -> None:
    phantom = scan_of(NoduleSpec(Kind.CAVITARY, CENTRE, 16.0))
    for shift in ((0, 0, 0), (6.5, 0, 0), (0, 3, 0)):
        nodule = measure(phantom.volume, tuple(np.add(CENTRE, shift)))
        middle = np.rint(nodule.mask_grid.to_voxel(CENTRE)).astype(int)
        assert nodule.mask[tuple(middle)]
        assert nodule.long_axis_mm == pytest.approx(16.0, abs=0.8)


def test_a_nodule_on_the_pleura_is_cut_from_the_wall() -> None:
    spec = NoduleSpec(Kind.SOLID, (92.0, 40.0, 20.0), 10.0, attached=Attachment.PLEURA)
    at = scan_of(spec, size=(1, 4, 4)).nodules[0].centre_mm
    phantom = scan_of(spec, focus_mm=at, size=(48, 140, 140))
    nodule = measure(phantom.volume, at)
    assert codes(nodule) == {"touches_wall"}
    assert 8.0 < nodule.long_axis_mm < 11.0
    assert nodule.volume_mm3 < 1.1 * np.pi / 6 * 1000
    assert np.linalg.norm(np.subtract(nodule.centre_mm, at)) < 3.0


def test_a_nodule_on_a_vessel_is_cut_from_it() -> None:
    spec = NoduleSpec(Kind.SOLID, (-64.0, 40.0, 12.0), 9.0, attached=Attachment.VESSEL)
    phantom = scan_of(spec, focus_mm=spec.near_mm, size=(48, 120, 120))
    nodule = measure(phantom.volume, spec.near_mm)
    assert nodule.long_axis_mm == pytest.approx(9.0, rel=0.25)
    assert nodule.volume_mm3 == pytest.approx(np.pi / 6 * 9**3, rel=0.35)


def test_a_lesion_at_the_end_of_the_scan_says_so() -> None:
    phantom = scan_of(NoduleSpec(Kind.SOLID, CENTRE, 12.0), focus_mm=(-70.0, 48.0, -17.0))
    nodule = measure(phantom.volume, CENTRE)
    assert "cut_by_volume_border" in codes(nodule)


# ---------------------------------------------------------------- no lesion


@pytest.fixture(scope="module")
def chest() -> Phantom:
    return make_phantom(PhantomSpec(size=(60, 256, 256), spacing_mm=(5.0, 1.4, 1.4)))


@pytest.mark.parametrize(
    ("where", "point"),
    [
        ("heart", (20.0, -26.0, -50.0)),
        ("aorta", (22.0, 42.0, -60.0)),
        ("vertebra", (0.0, 60.0, 10.0)),
        ("chest wall", (0.0, -100.0, 0.0)),
        ("liver", (-70.0, 0.0, -115.0)),
        ("trachea", (0.0, 14.0, 100.0)),
        ("room", (170.0, -120.0, 0.0)),
        ("outside the scan", (0.0, 0.0, 900.0)),
        ("nowhere", (float("nan"), 0.0, 0.0)),
    ],
)
def test_no_lesion_is_an_error_in_a_sentence(chest: Phantom, where: str, point: Point) -> None:
    with pytest.raises(LesionError, match=r"^There is no nodule at this position: .+\.$"):
        measure(chest.volume, point)


def test_healthy_lung_has_no_nodule() -> None:
    hu = np.random.default_rng(0).normal(-860, 30, (40, 90, 90)).round().astype(np.int16)
    with pytest.raises(LesionError, match="nothing denser than lung"):
        measure(Volume(hu, Grid.axial(hu.shape, (1.25, 0.7, 0.7))), (31.0, 31.0, 25.0))


def test_a_tube_is_a_vessel() -> None:
    grid = Grid.axial((40, 100, 100), (1.25, 0.7, 0.7))
    points = grid.points_mm() - (35.0, 35.0, 25.0)
    along = points @ (0.8, 0.6, 0.0)
    distance = np.linalg.norm(points - along[..., None] * (0.8, 0.6, 0.0), axis=-1)
    hu = (-860 + 900 * np.clip(0.5 + (2.2 - distance) / 0.7, 0, 1)).astype(np.int16)
    with pytest.raises(LesionError, match="vessel"):
        measure(Volume(hu, grid), (35.0, 35.0, 25.0))


def test_an_uneven_stack_is_not_measured() -> None:
    hu = np.zeros((3, 4, 4), dtype=np.int16)
    origins = ((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 5.0))
    volume = Volume(hu, Grid.axial((3, 4, 4), (2.5, 1, 1)), slice_origins_mm=origins)
    with pytest.raises(LesionError, match="unevenly spaced"):
        measure(volume, (1.0, 1.0, 1.0))


# ---------------------------------------------------------------- axes and outlines


def test_edges_lie_where_the_hu_cross_the_threshold() -> None:
    hu = np.full((5, 5), -800.0)
    hu[2, 2] = 0.0
    hu[2, 3] = -300.0
    points = edge_points(hu > -400, hu, -400.0)
    # Right of the last pixel -300 -> -800: a fifth of a pixel; above the middle 0 -> -800: half.
    assert sorted(map(tuple, points.round(3).tolist())) == sorted(
        [(2.0, 3.2), (2.0, 1.5), (1.5, 2.0), (2.5, 2.0), (1.8, 3.0), (2.2, 3.0)]
    )


def test_a_cut_edge_lies_half_way() -> None:
    hu = np.zeros((3, 5))
    mask = np.zeros((3, 5), dtype=bool)
    mask[1, 1:3] = True
    points = edge_points(mask, hu, -400.0)
    assert points[:, 1].min() == 0.5
    assert points[:, 1].max() == 2.5


@given(st.floats(0, np.pi), st.floats(2, 30), st.floats(0.2, 0.95))
def test_axes_of_an_ellipse(angle: float, length: float, ratio: float) -> None:
    t = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    ellipse = np.column_stack([length / 2 * np.cos(t), ratio * length / 2 * np.sin(t)])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    long_axis, short_axis = longest_axes(ellipse @ turn.T + 5)
    assert np.linalg.norm(long_axis[1] - long_axis[0]) == pytest.approx(length, rel=1e-3)
    assert np.linalg.norm(short_axis[1] - short_axis[0]) == pytest.approx(ratio * length, rel=5e-3)
    way = (long_axis[1] - long_axis[0]) @ (short_axis[1] - short_axis[0])
    assert abs(way) < 1e-2 * length**2


def test_axes_of_a_triangle_and_of_a_point() -> None:
    long_axis, short_axis = longest_axes(np.array([[0.0, 0.0], [0.0, 8.0], [3.0, 6.0]]))
    assert np.linalg.norm(long_axis[1] - long_axis[0]) == 8
    assert np.linalg.norm(short_axis[1] - short_axis[0]) == pytest.approx(3)
    assert longest_axes(np.array([[1.0, 1.0]]))[0].tolist() == [[1, 1], [1, 1]]


@given(st.integers(0, 2**25 - 1))
def test_outlines_hold_exactly_the_mask(bits: int) -> None:
    mask = np.array([bits >> i & 1 for i in range(25)], dtype=bool).reshape(5, 5)
    polygons = outlines(mask)
    area = 0.0
    for polygon in polygons:
        following = np.roll(polygon, -1, axis=0)
        assert (np.abs(following - polygon).sum(1) == 1).all()  # sides of pixels, closed
        area += 0.5 * float((polygon[:, 1] * following[:, 0] - following[:, 1] * polygon[:, 0]).sum())
    assert area == pytest.approx(mask.sum())


def test_contours_lie_on_the_mask_in_the_patient() -> None:
    phantom = scan_of(NoduleSpec(Kind.SOLID, CENTRE, 9.0), rotation_deg=(10.0, 5.0, -20.0))
    nodule = measure(phantom.volume, CENTRE)
    found = contours(nodule)
    mask = whole_mask(nodule, phantom.volume)
    assert sorted(found) == np.flatnonzero(mask.any((1, 2))).tolist()
    assert nodule.largest_slice == int(np.argmax(mask.sum((1, 2))))
    for k, polygons in found.items():
        for polygon in polygons:
            voxels = phantom.volume.grid.to_voxel(polygon)
            assert np.allclose(voxels[:, 0], k, atol=1e-6)
            assert np.allclose(voxels[:, 1:] % 1, 0.5, atol=1e-6)
            distance = np.linalg.norm(polygon - nodule.centre_mm, axis=1)
            assert distance.max() < 6.5
    for segment in (nodule.long_axis, nodule.short_axis):
        ends = phantom.volume.grid.to_voxel([segment.start_mm, segment.end_mm])
        assert np.allclose(ends[:, 0], nodule.largest_slice, atol=1e-6)
    long_way = np.subtract(nodule.long_axis.end_mm, nodule.long_axis.start_mm)
    short_way = np.subtract(nodule.short_axis.end_mm, nodule.short_axis.start_mm)
    assert abs(float(long_way @ short_way)) < 1e-2 * nodule.long_axis_mm * nodule.short_axis_mm


# ---------------------------------------------------------------- real scans


def _readers(folder: Path, volume: Volume) -> Iterator[tuple[Point, float, np.ndarray]]:
    """Centre, mean long axis edge to edge, and mask of most readers, of each marked nodule.

    An outline runs through the centres of the first pixels *outside* the nodule, so that its longest
    diameter is one pixel too long (half a pixel at each end), and its own pixels are not nodule.
    """
    pixel = volume.grid.spacing_mm[1]
    for mark in json.loads((folder / "annotations.json").read_text())["nodules"]:
        votes = np.zeros(volume.hu.shape, dtype=int)
        lengths = []
        for reader in mark["marks"]:
            mask = np.zeros(volume.hu.shape, dtype=bool)
            longest = 0.0
            for outline in reader["contours"]:
                place = (*volume.grid.origin_mm[:2], outline["z_mm"])
                k = round(float(volume.grid.to_voxel(place)[0]))
                polygon = np.array(outline["row_col"], dtype=np.int32)[:, ::-1]
                plane = np.zeros(volume.hu.shape[1:], dtype=np.uint8)
                cv2.fillPoly(plane, [polygon], 1)
                cv2.polylines(plane, [polygon], isClosed=True, color=0)
                mask[k] = mask[k] | (plane > 0) if outline["inclusion"] else mask[k] & (plane == 0)
                apart = np.linalg.norm(polygon[:, None] - polygon[None].astype(float), axis=-1)
                longest = max(longest, float(apart.max()) * pixel)
            votes += mask
            lengths.append(longest - pixel)
        x, y, z = mark["centre_lps_mm"]
        yield (x, y, z), float(np.mean(lengths)), 2 * votes >= len(mark["marks"])


def _volume(folder: Path) -> Volume:
    (series,) = scan([folder / "dicom"]).series
    return load(series).volume


def _dice(a: np.ndarray, b: np.ndarray) -> float:
    return 2 * float((a & b).sum()) / float(a.sum() + b.sum())


@pytest.mark.shared_data
def test_marked_nodules_of_a_real_chest(shared_ct: Path) -> None:
    folder = shared_ct / "lidc_0063_chest"
    volume = _volume(folder)
    marked = list(_readers(folder, volume))
    assert len(marked) == 4
    for centre, length_mm, readers in marked:
        nodule = measure(volume, centre)
        assert nodule.long_axis_mm == pytest.approx(length_mm, rel=0.25)
        assert _dice(whole_mask(nodule, volume), readers) > 0.7
        for shift in EVERY_WAY:
            beside = measure(volume, tuple(np.add(centre, shift)))
            assert beside.long_axis_mm == pytest.approx(nodule.long_axis_mm, rel=0.15)
            assert _dice(whole_mask(beside, volume), whole_mask(nodule, volume)) > 0.7


@pytest.mark.shared_data
def test_the_real_mass_is_longer_than_thirty_millimetres(shared_ct: Path) -> None:
    folder = shared_ct / "lidc_0003_block"
    volume = _volume(folder)
    ((centre, length_mm, readers),) = _readers(folder, volume)
    for shift in ((0.0, 0.0, 0.0), *EVERY_WAY):
        nodule = measure(volume, tuple(np.add(centre, shift)))
        assert nodule.long_axis_mm > 30.0
        assert nodule.long_axis_mm == pytest.approx(length_mm, rel=0.1)
        at = tuple(np.rint(volume.grid.to_voxel(nodule.centre_mm)).astype(int))
        assert readers[at]
        assert _dice(whole_mask(nodule, volume), readers) > 0.85
        assert "cut_by_volume_border" not in codes(nodule)
