"""The real engine killed in the middle, and its files taken away: the window says it and goes on."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from app.engine_client import EngineState
from tests.faults.soak import NODULE, chest
from tests.gui.test_window import open_and_wait, settle

pytestmark = [
    pytest.mark.xdist_group("real-engine"),
    pytest.mark.skipif(sys.platform == "win32", reason="SIGSTOP and SIGKILL are signals of POSIX systems"),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return chest(tmp_path_factory.mktemp("phantom"), slices=30)


@pytest.fixture
def window(qtbot, windows):
    made = windows(command=[sys.executable, "-m", "app", "engine"])
    qtbot.waitUntil(lambda: made.client.model_known, timeout=60_000)
    return made


def kill(qtbot, window) -> None:
    """Kill the engine, stopped before so that what it was asked for is surely under way."""
    pid = window.client.pid
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: window.client.state is not EngineState.READY, timeout=10_000)


def test_killed_while_loading_the_series_is_read_again_by_itself(qtbot, window, files: Path) -> None:
    reached = []

    def stop(_found: object) -> None:
        reached.append(window.client.pid)
        os.kill(window.client.pid, signal.SIGSTOP)

    # Between the search and the reading, so that the request is surely under way when it is killed.
    window.opening.preselected.connect(stop)
    window.open_paths([files])
    qtbot.waitUntil(lambda: window.opening.loader.loading is not None, timeout=60_000)
    with qtbot.waitSignal(window.opening.loaded, timeout=60_000):
        os.kill(reached[0], signal.SIGKILL)
    assert window.client.pid != reached[0]
    assert "The engine crashed" in window.strip.text
    volume = window.session.open
    assert volume.complete
    assert len(volume.ready) == 30
    assert volume.volume.hu.max() > 0


def test_killed_while_assessing_one_nodule_is_asked_again_and_the_others_stay(
    qtbot, window, files: Path
) -> None:
    open_and_wait(qtbot, window, files, timeout=60_000)
    os.kill(window.client.pid, signal.SIGSTOP)
    window.review.assess_at(NODULE)
    kill(qtbot, window)
    assert "started again" in window.strip.text
    assert not window.session.nodules.pending
    window.review.assess_at(NODULE)
    settle(qtbot, window, 60_000)
    (entry,) = window.session.nodules.ordered()
    assert entry.probability is not None


def test_a_folder_that_vanishes_while_it_is_read_is_said_and_the_window_goes_on(
    qtbot, window, files: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "on a stick"
    shutil.copytree(files, copy)
    window.opening.preselected.connect(lambda _found: shutil.rmtree(copy, ignore_errors=True))
    window.open_paths([copy])
    qtbot.waitUntil(lambda: window.strip.text != "" and not window.opening.busy, timeout=60_000)
    assert "could be decoded. There is no file or folder of this name." in window.strip.text
    open_and_wait(qtbot, window, files, timeout=60_000)
    assert window.session.open.complete
