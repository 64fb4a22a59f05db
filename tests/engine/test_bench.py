"""What the engine is timed beside does the same work: VTK, SimpleITK and plain pydicom on the phantom."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import bench, bench_vtk
from engine.bench_same import DisagreementError, largest_difference
from engine.phantom import PhantomSpec, make_phantom, write_dicom

has_vtk = pytest.mark.skipif(
    bench_vtk.importlib.util.find_spec("vtkmodules") is None,
    reason="VTK is not installed (the extra `bench`)",
)


@pytest.fixture(scope="module")
def phantom():
    return make_phantom(PhantomSpec(size=(40, 64, 64), spacing_mm=(2.5, 5.6, 5.6)))


@pytest.fixture(scope="module")
def folder(phantom, tmp_path_factory):
    series = tmp_path_factory.mktemp("series")
    write_dicom(phantom, series)
    return series


@has_vtk
def test_vtk_draws_every_picture_as_we_do(phantom):
    actions, differences = bench_vtk.checked_pairs(phantom.volume)
    assert set(differences) == set(bench_vtk.PICTURES)
    assert max(differences.values()) <= bench_vtk.TOLERANCE
    assert set(actions) == {prefix + name for name in differences for prefix in ("", "vtk_")}
    for name in differences:
        ours, theirs = actions[name](), actions[f"vtk_{name}"]()
        assert np.abs(ours.astype(int) - theirs).max() <= 1
        assert ours.max() > ours.min()


@has_vtk
def test_other_pictures_are_not_timed(phantom, monkeypatch):
    bent = bench_vtk.grey_table(bench_vtk.WIDTH_HU, bench_vtk.LEVEL_HU + 40)
    monkeypatch.setattr(bench_vtk, "grey_table", lambda *_: bent)  # ours; VTK windows by itself
    with pytest.raises(DisagreementError, match="VTK's picture 'axial' differs from ours by"):
        bench_vtk.checked_pairs(phantom.volume)


def test_a_sheared_stack_is_left_out_and_so_is_everything_without_vtk(phantom, monkeypatch):
    steps = ((0.0, 1.0, 2.5), *phantom.volume.grid.steps_mm[1:])
    tilted = replace(phantom.volume, grid=replace(phantom.volume.grid, steps_mm=steps))
    monkeypatch.setattr(bench_vtk.importlib.util, "find_spec", lambda _: object())
    assert bench_vtk.reason_to_leave_out(tilted) == bench_vtk.IRREGULAR
    assert bench_vtk.reason_to_leave_out(phantom.volume) is None
    monkeypatch.setattr(bench_vtk.importlib.util, "find_spec", lambda _: None)
    assert bench_vtk.reason_to_leave_out(phantom.volume) == bench_vtk.MISSING


def test_without_vtk_its_rows_are_left_out_with_a_sentence(folder, monkeypatch):
    monkeypatch.setattr(bench_vtk, "reason_to_leave_out", lambda _: bench_vtk.MISSING)
    timed = bench.time_engine(folder, [bench.PICTURES])
    assert (timed.timings, timed.left_out, timed.size) == ({}, [bench_vtk.MISSING], (40, 64, 64))


def test_others_read_the_same_volume_and_every_reading_is_timed(folder):
    timings, agreement = bench.time_reading(folder, rounds=1)
    assert agreement == {"reading.simpleitk_series_reader": 0.0, "reading.plain_pydicom": 0.0}
    assert set(timings) == {
        "scan_and_volume", "simpleitk_series_reader", "plain_pydicom", "scan_and_middle_slice"
    }  # fmt: skip
    assert all(len(taken) == 1 and taken[0] > 0 for taken in timings.values())


def test_a_reader_that_makes_another_volume_is_not_timed(folder, monkeypatch):
    read = bench._read_with_pydicom
    monkeypatch.setattr(bench, "_read_with_pydicom", lambda path: read(path)[::-1])
    with pytest.raises(DisagreementError, match="The volume of 'plain_pydicom' differs from ours by"):
        bench.time_reading(folder, rounds=1)


def test_turns_are_taken_and_warming_up_is_not_counted():
    calls = []
    timings = bench.in_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 2, warm_up=1)
    assert calls == ["a", "b"] * 3
    assert {name: len(taken) for name, taken in timings.items()} == {"a": 2, "b": 2}


def test_the_difference_that_is_allowed_is_allowed_and_no_more():
    ours, theirs = np.array([0, 5], np.uint8), np.array([3, 5], np.uint8)
    assert largest_difference(ours, theirs, 3, "Its picture", "HU") == 3
    with pytest.raises(DisagreementError, match="Its picture differs from ours by 3 HU, and 2 is allowed"):
        largest_difference(ours, theirs, 2, "Its picture", "HU")
    with pytest.raises(DisagreementError, match="has the shape"):
        largest_difference(ours, theirs[:1], 3, "Its picture", "HU")
    with pytest.raises(DisagreementError):
        largest_difference(ours, np.array([np.nan, 5]), 3, "Its picture", "HU")


def test_a_folder_without_a_series_is_said(tmp_path):
    with pytest.raises(bench.BenchError, match="no CT series"):
        bench.time_engine(tmp_path)
