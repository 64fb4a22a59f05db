"""One process in a run folder, and what it does when asked to pause or to stop."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import threading
import time

import pytest

from training.finetune.control import (
    CONTROL,
    GRACE_S,
    LOCK,
    LOOK_S,
    Control,
    FolderError,
    RunningError,
    Stopped,
    only_one,
)


def _hold(folder, ready):
    with only_one(folder):
        ready.set()
        time.sleep(60)


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the folder."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold, args=(tmp_path, ready))
    process.start()
    assert ready.wait(60)
    yield process
    process.kill()
    process.join()


def test_a_second_start_says_that_one_is_running(tmp_path, holder):
    assert json.loads((tmp_path / LOCK).read_text())["pid"] == holder.pid
    with pytest.raises(RunningError, match=rf"is running in .* \(process {holder.pid}\)"), only_one(tmp_path):
        pass
    # The one that runs is not disturbed.
    assert (tmp_path / LOCK).is_file()


def test_what_a_killed_process_left_holds_nobody_up(tmp_path, holder):
    holder.kill()
    holder.join()
    assert (tmp_path / LOCK).is_file()
    with only_one(tmp_path):
        assert json.loads((tmp_path / LOCK).read_text())["pid"] == os.getpid()
    assert not (tmp_path / LOCK).exists()


def test_an_old_wish_to_stop_does_not_stop_a_new_start(tmp_path):
    (tmp_path / CONTROL).write_text("stop")
    with only_one(tmp_path):
        Control(tmp_path, lambda *_, **__: None).look()


def test_a_pause_waits_until_it_may_go_on(tmp_path):
    events = []
    with only_one(tmp_path):
        control = Control(tmp_path, lambda event, **_: events.append(event))
        (tmp_path / CONTROL).write_text("pause\n")
        threading.Timer(0.5, (tmp_path / CONTROL).write_text, ["run"]).start()
        began = time.monotonic()
        control.look()
        assert 0.4 < time.monotonic() - began < 5
        assert events == ["paused", "resumed"]
        assert control.paused_s > 0.3


def test_a_pause_may_end_in_a_stop(tmp_path):
    events = []
    with only_one(tmp_path):
        control = Control(tmp_path, lambda event, **_: events.append(event))
        (tmp_path / CONTROL).write_text("pause")
        threading.Timer(0.3, (tmp_path / CONTROL).write_text, ["stop"]).start()
        with pytest.raises(Stopped):
            control.look()
    assert events == ["paused"]


def _busy(folder, ready):
    def emit(event, **_):
        (folder / "progress.jsonl").write_text(event)

    with only_one(folder):
        control = Control(folder, emit, end=os._exit)
        with control.listening():
            ready.set()
            time.sleep(60)  # a step that hears nothing


def test_a_step_that_takes_long_does_not_hold_up_a_stop(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_busy, args=(tmp_path, ready))
    process.start()
    assert ready.wait(60)
    began = time.monotonic()
    (tmp_path / CONTROL).write_text("stop")
    process.join(20)
    assert process.exitcode == 0
    assert time.monotonic() - began < 4  # 2 s, and what a busy machine adds
    assert (tmp_path / "progress.jsonl").read_text() == "stopped"
    assert not (tmp_path / LOCK).exists()
    with only_one(tmp_path):
        pass


def _terminated(folder):
    """Get SIGTERM as a process of its own does, and hear it late, without a way to end the process."""
    before = signal.getsignal(signal.SIGTERM)
    with only_one(folder):
        control = Control(folder, lambda *_, **__: None)
        with control.listening():
            signal.raise_signal(signal.SIGTERM)
            time.sleep(LOOK_S + GRACE_S + 0.4)
            with pytest.raises(Stopped):
                control.look()
    assert signal.getsignal(signal.SIGTERM) is before
    (folder / "heard").touch()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_the_systems_wish_to_end_is_a_stop(tmp_path):
    # Not in the process of all tests, which a signal that nobody catches would end.
    process = multiprocessing.get_context("spawn").Process(target=_terminated, args=(tmp_path,))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    assert (tmp_path / "heard").exists()


def test_what_a_process_killed_while_writing_left_is_no_stranger(tmp_path):
    (tmp_path / ".control.123.part").write_text("ru")
    with only_one(tmp_path):
        pass


def test_a_folder_of_something_else_is_left_as_it_is(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(FolderError, match="is not a run of a fine-tuning"), only_one(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_control_file_that_is_gone_or_odd_asks_nothing(tmp_path):
    with only_one(tmp_path):
        control = Control(tmp_path, lambda *_, **__: None)
        (tmp_path / CONTROL).write_text("dance")
        control.look()
        (tmp_path / CONTROL).unlink()
        control.look()
