"""Order, spacing, grids and the gate, on series made for the purpose."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.uid import generate_uid

from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.dicom.series import Series
from tests.engine.dicom.dicom_maker import Maker, number


def only(path: Path) -> Series:
    result = scan([path])
    assert len(result.series) == 1, [s.series_uid for s in result.series]
    return result.series[0]


def codes(series: Series) -> set[str]:
    return {flag.code for flag in series.warnings}


def text(series: Series, code: str) -> str:
    return next(flag.text for flag in series.warnings if flag.code == code)


def test_a_plain_series_is_read_as_it_was_written(tmp_path):
    maker = Maker(spacing_mm=(0.6, 0.8))
    series = only(maker.series(tmp_path))
    assert series.size == (5, 12, 16)
    assert series.spacing_mm == pytest.approx((2.5, 0.6, 0.8))
    assert series.warnings == ()
    assert series.analysable
    assert series.slice_origins_mm is None
    assert (series.date, series.description, series.modality) == ("2024-01-31", "Lung 1.0", "CT")
    assert (series.acquisition.kernel, series.acquisition.manufacturer) == ("LUNG", "Maker")
    assert series.voi_window == (1500, -600)
    loaded = load(series)
    np.testing.assert_array_equal(loaded.volume.hu, maker.volume())
    assert loaded.failed == ()
    # Voxel (1, 2, 3): 3 columns of 0.8 mm to the right, 2 rows of 0.6 mm down, one step of 2.5 mm up.
    assert series.grid.to_patient((1, 2, 3)) == pytest.approx((-97.6, -118.8, -297.5))


def test_row_01_names_numbers_and_thickness_decide_nothing(tmp_path):
    maker = Maker(step_mm=1.0, extra={"SliceThickness": "5"})
    order = list(range(9))
    random.Random(3).shuffle(order)
    for name, k in enumerate(order):
        maker.write(tmp_path / f"{name}", k, InstanceNumber=(k * 5) % 9)
    series = only(tmp_path)
    np.testing.assert_array_equal(load(series).volume.hu, maker.volume(9))
    assert series.spacing_mm[0] == pytest.approx(1.0, abs=1e-9)
    assert codes(series) == {"thick_slices"}
    assert "5.00 mm thick" in text(series, "thick_slices")


def test_feet_first_and_downward_orders_give_slices_from_the_feet_up(tmp_path):
    maker = Maker(step_vector=(0, 0, -2.5), extra={"PatientPosition": "FFS"})
    series = only(maker.series(tmp_path))
    np.testing.assert_array_equal(load(series).volume.hu, maker.volume()[::-1])
    assert series.grid.to_patient((4, 0, 0)) == pytest.approx((-100, -120, -300))


@settings(max_examples=25, deadline=None)
@given(
    angles=st.tuples(*[st.floats(-np.pi, np.pi)] * 3),
    origin=st.tuples(*[st.floats(-900, 900)] * 3),
    spacing=st.tuples(st.floats(0.2, 2), st.floats(0.2, 2)),
    step=st.floats(0.5, 2.9),
    seed=st.integers(0, 2**16),
)
def test_any_oblique_geometry_survives_shuffling_and_the_tags(angles, origin, spacing, step, seed):
    a, b, c = angles
    rotation = (
        np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
        @ np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
        @ np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    )
    maker = Maker(
        rows=3,
        columns=4,
        orientation=(*rotation[:, 0], *rotation[:, 1]),
        origin_mm=origin,
        spacing_mm=spacing,
        step_mm=step,
    )
    order = list(range(4))
    random.Random(seed).shuffle(order)
    with tempfile.TemporaryDirectory() as folder:
        for name, k in enumerate(order):
            maker.write(Path(folder) / str(name), k, InstanceNumber=(k * seed) % 7)
        series = only(Path(folder))
        hu = load(series).volume.hu
    assert codes(series) <= {"not_axial"}
    assert series.spacing_mm == pytest.approx((step, *spacing), abs=1e-6)
    for k in range(4):
        # Independently of the grid: DICOM's own equation (PS3.3 C.7.6.2.1.1) for pixel (row 2, column 3).
        point = maker.position(k) + rotation[:, 0] * spacing[1] * 3 + rotation[:, 1] * spacing[0] * 2
        voxel = series.grid.to_voxel(point)
        assert voxel[1:] == pytest.approx((2, 3), abs=1e-5)
        index = round(voxel[0])
        assert series.grid.to_patient((index, 2, 3)) == pytest.approx(point, abs=1e-6)
        np.testing.assert_array_equal(hu[index], maker.hu(k))


def test_noise_in_the_last_digit_is_silence(tmp_path):
    maker = Maker()
    for k in range(6):
        maker.write(tmp_path / str(k), k, position=maker.position(k) + (k % 2) * 1e-12)
    assert only(tmp_path).warnings == ()


def test_positions_with_one_decimal_are_silence(tmp_path):
    maker = Maker(step_mm=1.25)
    for k in range(9):
        maker.write(tmp_path / str(k), k, position=np.round(maker.position(k), 1))
    series = only(tmp_path)
    assert series.warnings == ()
    assert series.spacing_mm[0] == pytest.approx(1.25, abs=0.02)


def test_row_02_missing_slices_are_named_with_their_neighbours_and_millimetres(tmp_path):
    maker = Maker()
    series = only(maker.series(tmp_path, 12, skip=(4, 8, 9)))
    assert not series.analysable
    message = text(series, "missing_slices")
    assert message.startswith("3 slices are missing from a stack with 2.50 mm steps")
    assert "1 between 003.dcm and 005.dcm, which are 5.00 mm apart" in message
    assert "2 between 007.dcm and 010.dcm, which are 7.50 mm apart" in message
    assert len(series.slice_origins_mm) == 9
    assert series.slice_origins_mm[4] == pytest.approx((-100, -120, -287.5))
    volume = load(series).volume
    assert volume.plane(4).origin_mm == pytest.approx((-100, -120, -287.5))
    np.testing.assert_array_equal(volume.hu[4], maker.hu(5))


def test_uneven_spacing_is_told_from_missing_slices(tmp_path):
    maker = Maker()
    for k, z in enumerate((0.0, 2.5, 5.0, 8.3, 10.8)):
        maker.write(tmp_path / f"{k}.dcm", k, position=(0, 0, z))
    series = only(tmp_path)
    assert codes(series) == {"uneven_spacing"}
    assert not series.analysable
    assert "2.50 mm between" in text(series, "uneven_spacing")
    assert "3.30 mm between 2.dcm and 3.dcm" in text(series, "uneven_spacing")


def test_an_uneven_stack_gets_the_grid_that_fits_best(tmp_path):
    maker = Maker()
    heights = (0.0, 1.0, 2.0, 6.0)
    for k, z in enumerate(heights):
        maker.write(tmp_path / str(k), k, position=(5, 6, z))
    grid = only(tmp_path).grid
    # Least squares through (0,0) (1,1) (2,2) (3,6): slope 1.9, offset -0.6.
    assert grid.spacing_mm[0] == pytest.approx(1.9)
    assert grid.origin_mm == pytest.approx((5, 6, -0.6))


def test_gantry_tilt_is_never_silent(tmp_path):
    angle = np.radians(15)
    maker = Maker(
        orientation=(1, 0, 0, 0, np.cos(angle), -np.sin(angle)),
        step_vector=(0, 0, 2.5),
    )
    series = only(maker.series(tmp_path))
    assert codes(series) == {"gantry_tilt"}
    assert "15.0 degrees" in text(series, "gantry_tilt")
    assert not series.analysable
    # The sheared grid is exact all the same.
    assert series.grid.to_patient((4, 0, 0)) == pytest.approx((-100, -120, -290))


def test_a_slice_shifted_sideways_is_named(tmp_path):
    maker = Maker()
    for k in range(7):
        maker.write(
            tmp_path / f"{k}.dcm", k, position=maker.position(k) + np.array([3.0 if k == 3 else 0.0, 0, 0])
        )
    series = only(tmp_path)
    assert not series.analysable
    assert "3.dcm" in text(series, "uneven_spacing")


@pytest.mark.parametrize(
    ("step", "code", "analysable"),
    [(3.0, None, True), (3.5, "thick_slices", True), (5.0, "thick_slices", True), (5.5, "too_thick", False)],
)
def test_thick_slices_warn_and_then_refuse(tmp_path, step, code, analysable):
    series = only(Maker(step_mm=step).series(tmp_path))
    assert codes(series) == ({code} if code else set())
    assert series.analysable is analysable


def test_a_single_slice_can_be_viewed_only(tmp_path):
    maker = Maker()
    series = only(maker.series(tmp_path, 1))
    assert codes(series) == {"single_slice"}
    assert not series.analysable
    np.testing.assert_array_equal(load(series).volume.hu, maker.volume(1))


@pytest.mark.parametrize(
    ("axis", "plane"), [((1, 0, 0, 0, 0, -1), "coronal"), ((0, 1, 0, 0, 0, -1), "sagittal")]
)
def test_other_planes_are_told(tmp_path, axis, plane):
    series = only(Maker(orientation=tuple(map(float, axis))).series(tmp_path))
    assert plane in text(series, "not_axial")
    assert not series.analysable


def test_copies_are_left_out_and_said(tmp_path):
    maker = Maker()
    maker.series(tmp_path)
    (tmp_path / "copy.dcm").write_bytes((tmp_path / "002.dcm").read_bytes())
    result = scan([tmp_path])
    (series,) = result.series
    assert series.size[0] == 5
    assert codes(series) == {"duplicate_slices"}
    assert series.analysable
    assert [Path(s.path).name for s in result.skipped] == ["copy.dcm"]
    np.testing.assert_array_equal(load(series).volume.hu, maker.volume())


def test_phases_become_stacks_of_their_own_and_are_found_again(tmp_path):
    makers = [Maker(series_uid="1.2.3.4", study_uid="1.2.3", frame_of_reference="1.2.3.5") for _ in range(2)]
    for phase, maker in enumerate(makers):
        maker.extra = {"AcquisitionNumber": phase + 1}
        maker.intercept = -1024.0 + phase
        maker.series(tmp_path / str(phase))
    result = scan([tmp_path])
    assert len(result.series) == 2
    assert all(s.analysable and codes(s) == {"split_by_phase"} for s in result.series)
    assert len({s.series_uid for s in result.series}) == 2
    assert all(s.dicom_series_uid == "1.2.3.4" for s in result.series)
    for series in result.series:
        again = {s.series_uid: s for s in scan(series.paths).series}
        assert again[series.series_uid] == series
        hu = load(series).volume.hu
        assert any(np.array_equal(hu, maker.volume()) for maker in makers)


def test_different_pictures_that_nothing_tells_apart_are_not_analysed(tmp_path):
    maker = Maker()
    maker.series(tmp_path)
    maker.write(tmp_path / "other.dcm", 2, pixels=maker.stored(9), InstanceNumber=3)
    result = scan([tmp_path])
    assert [s.size[0] for s in result.series] == [5, 1]
    assert all("ambiguous_duplicates" in codes(s) and not s.analysable for s in result.series)
    assert "at -295.00 mm" in text(result.series[0], "ambiguous_duplicates")


def test_mixed_sizes_become_stacks_of_their_own(tmp_path):
    maker = Maker()
    maker.series(tmp_path)
    maker.write(tmp_path / "small.dcm", 5, pixels=np.zeros((8, 8), np.int16))
    result = scan([tmp_path])
    assert [s.size for s in result.series] == [(5, 12, 16), (1, 8, 8)]
    assert "16 x 12: 5, 8 x 8: 1" in text(result.series[0], "mixed_sizes")
    assert result.series[0].analysable


@pytest.mark.parametrize(
    "change",
    [
        {"Modality": "CT", "ImageType": ["ORIGINAL", "PRIMARY", "LOCALIZER"]},
        {"ImageOrientationPatient": [1, 0, 0, 0, 0, -1]},
        {"PixelSpacing": ["0.9", "0.9"]},
        {"FrameOfReferenceUID": generate_uid()},
        {"PatientID": "another"},
    ],
)
def test_what_cannot_lie_in_the_stack_stays_out_of_it(tmp_path, change):
    maker = Maker()
    maker.series(tmp_path)
    maker.write(tmp_path / "odd.dcm", 5, **change)
    result = scan([tmp_path])
    assert [s.size[0] for s in result.series] == [5, 1]
    assert result.series[0].analysable
    assert not result.series[1].analysable


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"PixelSpacing": ["0.2", "0", "0.2"]}, "no_spacing"),
        ({"PixelSpacing": ["0", "0.5"]}, "no_spacing"),
        ({"PixelSpacing": None}, "no_spacing"),
        ({"ImagePositionPatient": None}, "no_position"),
        ({"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]}, "no_position"),
        ({"ImageOrientationPatient": [0, 0, 0, 0, 0, 0]}, "no_position"),
    ],
)
def test_without_millimetres_there_is_a_picture_and_no_verdict(tmp_path, change, code):
    maker = Maker(extra=change)
    series = only(maker.series(tmp_path))
    assert code in codes(series)
    assert (series.grid, series.spacing_mm, series.analysable) == (None, None, False)
    np.testing.assert_array_equal(load(series).volume.hu, maker.volume())


def test_positions_that_are_not_numbers_are_missing_ones(tmp_path):
    maker = Maker()
    for k in range(3):
        path = maker.write(tmp_path / str(k), k, position=(11.25, 22.5, 33.75))
        data = path.read_bytes()
        written = "\\".join(number(v) for v in (11.25, 22.5, 33.75)).encode()
        assert written in data
        path.write_bytes(data.replace(written, b"nan\\22.5\\33.75 "[: len(written)].ljust(len(written))))
    assert codes(only(tmp_path)) == {"no_position"}


def test_thirty_thousand_sidelong_planes_are_grouped_quickly():
    """Grouping must not take quadratic time where all planes are equal."""
    from dataclasses import replace
    from time import perf_counter

    from engine.dicom.stack import group

    with tempfile.TemporaryDirectory() as folder:
        Maker().write(Path(folder) / "a", 0)
        one = only(Path(folder)).slices[0]
    many = [replace(one, position_mm=(0.0, 0.0, float(k))) for k in range(30_000)]
    start = perf_counter()
    assert [len(part) for part in group(many)] == [30_000]
    assert perf_counter() - start < 5
