"""MONAI's way from files to volume and from volume to map is ours: what `noduscope bench` times beside it."""

from __future__ import annotations

import pytest

from engine.bench import BenchError
from engine.bench_same import DisagreementError
from engine.phantom import PhantomSpec, make_phantom, write_dicom

bench = pytest.importorskip("training.bench")


@pytest.fixture(autouse=True, params=[True, False], ids=["as it comes", "after a training"])
def metadata(request):
    """Whether MONAI's arrays carry metadata in this process; a training before switches it off."""
    from monai.data import get_track_meta, set_track_meta

    before = get_track_meta()
    set_track_meta(request.param)
    yield
    assert get_track_meta() is request.param
    set_track_meta(before)


@pytest.fixture
def series(tmp_path):
    def write(slices, step_mm):
        spec = PhantomSpec(size=(slices, 96, 96), spacing_mm=(step_mm, 3.75, 3.75))
        write_dicom(make_phantom(spec), tmp_path)
        return tmp_path

    return write


def test_monai_reads_cuts_and_explains_as_we_do(series):
    timed = bench.time_monai(series(40, 2.5), rounds=1, loads=1)
    assert timed["agreement"]["reading.monai_load_image"] == 0
    assert timed["agreement"]["nodule.monai_resample_and_grad_cam"] <= bench.MAP
    assert set(timed["timings"]) == {"reading", "nodule"}
    assert set(timed["timings"]["reading"]) == {"monai_load_image", "volume_beside_monai"}
    assert timed["left_out"] == []


def test_a_thick_stack_is_read_and_no_more_is_compared(series):
    timed = bench.time_monai(series(20, 5.0), rounds=1, loads=1)
    assert set(timed["timings"]) == {"reading"}
    assert timed["left_out"] == [bench.THICK]


def test_a_patch_that_is_not_ours_is_not_timed(series, monkeypatch):
    cut = bench.make_patch

    def moved(volume, centre_mm, spec):
        x, y, z = centre_mm
        patch = cut(volume, (x + 3, y, z), spec)
        return type(patch)(patch.hu, spec.grid_at(centre_mm), patch.inside)

    monkeypatch.setattr(bench, "make_patch", moved)
    with pytest.raises(DisagreementError, match="MONAI's patch differs from ours by"):
        bench.time_monai(series(40, 2.5), rounds=1, loads=1)


def test_a_folder_without_a_series_is_said(tmp_path):
    with pytest.raises(BenchError, match="no CT series"):
        bench.time_monai(tmp_path)


def test_the_map_of_the_eager_network_is_timed_with_its_answer():
    timings = bench.time_eager(rounds=1, warm_up=0)
    assert set(timings) == {"torch_eager", "torch_grad_cam"}
