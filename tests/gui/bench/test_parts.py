"""Parts of the benchmarks on small series: window, long series, memory; what a run puts together."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest

from app.bench import kernel, long, run, window
from app.bench.figures import BenchError, Row, Rows
from app.bench.memory import Memory
from app.bench.rows import LONG, NODULE, PARTS, PICTURES, READING, Goal, is_ours, kind_of
from engine.phantom import PhantomSpec, make_phantom, write_dicom


@pytest.fixture
def few(monkeypatch):
    """So few rounds that a test is quick."""
    monkeypatch.setattr(kernel, "CALLS", 1)
    for name, value in {"OPENINGS": 1, "CLICKS": 1, "SLICE_CHANGES": 4, "PLANE_CHANGES": 2}.items():
        monkeypatch.setattr(window, name, value)
    for name, value in {"OPENINGS": 1, "SETTLE_S": 0.0, "CHANGES": 2}.items():
        monkeypatch.setattr(long, name, value)


def test_the_window_is_timed_beside_the_kernel(qapp, few, tmp_path):
    spec = PhantomSpec(size=(60, 96, 96), spacing_mm=(5.0, 3.73, 3.73))
    write_dicom(make_phantom(spec), tmp_path)
    rows = window.time_window(tmp_path, ())
    assert {"open_to_first_slice", "open_to_last_slice", "slice_change", "slice_change_mip_10_mm"} <= set(
        rows
    )
    assert {"plane_change_coronal_turned", "crosshair_move_three_planes"} <= set(rows)
    assert rows["open_to_last_slice"].p50 > 0
    for name, one in rows.items():
        assert one.p50 > 0
        assert set(one.ratios) == {kernel.NAME}, name


def test_a_long_series_is_opened_scrolled_and_weighed(qapp, few):
    rows = long.time_long(slices=40)
    assert set(rows) == {"open_to_first_slice", "open_to_last_slice", "slice_change", "memory"}
    assert rows["slice_change"].runs == 39
    assert rows["memory"].unit == "MiB"
    # 40 slices of 512 x 512 int16 are 20 MiB. How much more is taken, only a fresh process can tell.
    assert rows["memory"].ratios["volume"] == pytest.approx(rows["memory"].p50 / 20, rel=1e-3)


def test_memory_sees_what_is_taken_and_given_back():
    code = (
        "input(); held = bytearray(b'x' * (64 << 20)); print('held', flush=True); input(); del held; input()"
    )
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        memory = Memory((child.pid,))
        child.stdin.write("take\n")
        child.stdin.flush()
        assert child.stdout.readline() == "held\n"
        with memory:
            assert memory.peak > 64 << 20
            child.stdin.write("give back\n")
            child.stdin.flush()
            until = time.monotonic() + 20
            while memory.now() > 48 << 20 and time.monotonic() < until:
                time.sleep(0.01)
        assert memory.now() < 48 << 20
        assert memory.peak > 64 << 20
        child.kill()


def test_memory_of_a_process_that_ends_stops_being_watched():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        with Memory((child.pid,)) as memory:
            child.kill()
            child.wait()
            time.sleep(0.2)
        assert memory.peak > 0


def test_the_kernel_is_the_same_work_each_time(qapp):
    work = kernel.Kernel()
    work()
    before = work._screen.copy()
    taken = work.timed()
    assert work._screen == before
    assert len(taken) == kernel.CALLS
    figure = work.beside(lambda: [10.0, 10.0, 10.0])
    assert figure.p50 == 10
    assert figure.ratios[kernel.NAME] == pytest.approx(10 / np.median(taken), rel=0.9)


def test_a_start_is_compared_with_an_empty_python_and_in_a_bundle_with_nothing(qapp, monkeypatch):
    monkeypatch.setattr(window, "_one_start", lambda: 600.0)
    monkeypatch.setattr(kernel, "time_start", lambda: 300.0)
    assert window.time_starts(2).ratios == {kernel.START_NAME: 2.0}
    monkeypatch.setattr(kernel, "time_start", lambda: None)
    assert window.time_starts(2).ratios == {}


def _children(monkeypatch, answers, **installed):
    """Let children of the program answer at once; return what they were asked."""
    asked = []

    def child(*arguments):
        asked.append(arguments[:2])
        return answers[arguments[:2][-1] if arguments[0] == "train" else arguments[0]]

    monkeypatch.setattr(run, "_child", child)
    monkeypatch.setattr(run.program, "can_train", lambda: installed.get("torch", True))
    found = object() if installed.get("monai", True) else None
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda _: found)
    return asked


ANSWERS = {
    "bench-engine": {
        "timings": {"reading": {"scan_and_volume": [50.0, 50.0], "simpleitk_series_reader": [200.0]},
                    "nodule": {"openvino": [5.0]}},
        "agreement": {"reading.simpleitk_series_reader": 0.0}, "left_out": ["No VTK."], "size": [3, 4, 5],
    },
    "bench-eager": {"torch_grad_cam": [50.0], "torch_eager": [20.0]},
    "bench-monai": {"timings": {"nodule": {"monai_resample_and_grad_cam": [25.0]}},
                    "agreement": {"nodule.monai_resample_and_grad_cam": 1e-6}, "left_out": []},
}  # fmt: skip


def test_turns_of_the_children_become_rows_with_ratios(tmp_path, monkeypatch):
    asked = _children(monkeypatch, ANSWERS)
    done = run.run(tmp_path, parts=[READING, NODULE])
    assert asked == [("bench-engine", "--series"), ("train", "bench-eager"), ("train", "bench-monai")] * 2
    assert done.rows["reading.scan_and_volume"].runs == 4
    assert done.rows["reading.scan_and_volume"].ratios == {"reading.simpleitk_series_reader": 0.25}
    ratios = {"nodule.torch_grad_cam": 0.1, "nodule.monai_resample_and_grad_cam": 0.2}
    assert done.rows["nodule.openvino"].ratios == ratios
    assert (done.series, done.parts, done.left_out) == (
        "a series of 3 slices",
        (READING, NODULE),
        ("No VTK.",),
    )
    assert done.agreement["nodule.monai_resample_and_grad_cam"] == 1e-6
    assert run.Run.from_json(done.to_json()) == done
    assert str(tmp_path) not in str(done.to_json())


@pytest.mark.parametrize(
    ("missing", "sentence", "kinds"),
    [("torch", run.NO_TORCH, {"bench-engine"}), ("monai", run.NO_MONAI, {"bench-engine", "train"})],
)
def test_what_is_not_installed_is_left_out_and_said(tmp_path, monkeypatch, missing, sentence, kinds):
    asked = _children(monkeypatch, ANSWERS, **{missing: False})
    done = run.run(tmp_path, parts=[READING, NODULE])
    assert sentence in done.left_out
    assert {first for first, _ in asked} == kinds
    assert "nodule.monai_resample_and_grad_cam" not in done.rows


def test_pictures_alone_need_neither_torch_nor_monai(tmp_path, monkeypatch):
    asked = _children(monkeypatch, ANSWERS, torch=False)
    assert run.NO_TORCH not in run.run(tmp_path, parts=[PICTURES]).left_out
    assert {first for first, _ in asked} == {"bench-engine"}


def test_a_long_series_beside_other_parts_is_timed_by_a_process_of_its_own(tmp_path, monkeypatch):
    other = run.Run(run.machine(), run.SYNTHETIC, (LONG,), Rows({f"{LONG}.slice_change": Row(5.0, 6.0, 9)}))
    asked = _children(monkeypatch, {**ANSWERS, "bench": other.to_json()})
    done = run.run(tmp_path, parts=[PICTURES, LONG])
    assert asked[-1] == ("bench", "--only")
    assert done.rows[f"{LONG}.slice_change"].p50 == 5


def test_a_child_that_fails_gives_its_last_sentence():
    with pytest.raises(BenchError, match="`noduscope bench-engine --series` failed: "):
        run._child("bench-engine", "--series", "no such folder")


def test_rows_of_others_have_no_goal_and_every_goal_names_what_is_compared():
    assert is_ours("pictures.coronal")
    assert not is_ours("pictures.vtk_coronal")
    assert kind_of("pictures.coronal").against == ("pictures.vtk_coronal",)
    assert Goal("p95", 16).met_by(Row(5, 17, 3)) is False
    assert Goal("p95", 16).met_by(Row(15, 16, 3)) is True
    assert Goal("kernel", 2).met_by(Row(5, 17, 3)) is None
    assert set(PARTS) == {"reading", "pictures", "nodule", "window", "long", "analysis"}


def test_the_commit_is_ours_and_not_that_of_a_repository_round_an_installation(monkeypatch, tmp_path):
    monkeypatch.setattr(run.program, "HOME", tmp_path)
    assert run._commit() == ""


def test_a_series_is_told_from_others_whichever_parts_are_timed(tmp_path, monkeypatch):
    asked = _children(monkeypatch, {"scan": {"series": [{"n_slices": 4}, {"n_slices": 9}]}})
    assert run.run(tmp_path, parts=[]).series == "a series of 9 slices"
    assert asked == [("scan", str(tmp_path))]
