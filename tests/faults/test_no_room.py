"""No room on the disk, no shared memory, a home that cannot be written: said, and what was there stays."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import Settings
from app.store_care import StoreCare
from engine import shared_memory
from tests.gui.test_window import open_and_wait

ROOT = Path(__file__).parents[2]


def can_mount() -> bool:
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    probe = "mount -t tmpfs -o size=1m tmpfs /mnt"
    return (
        subprocess.run(["unshare", "-rm", "sh", "-c", probe], capture_output=True, check=False).returncode
        == 0
    )


@pytest.mark.skipif(not can_mount(), reason="a small disk of its own needs Linux and its user namespaces")
def test_on_a_disk_that_is_really_full_decisions_are_refused_and_none_is_lost(tmp_path: Path) -> None:
    code = 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" -m tests.faults.full_disk "$1"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", code, "sh", str(tmp_path), sys.executable],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 3, lines
    assert "disk is full" in lines[0] or "the disk reports an error or is full" in lines[0]
    assert "full" in lines[1]
    assert int(lines[2].removeprefix("kept ")) > 4


def test_without_shared_memory_the_series_is_refused_and_the_one_on_screen_stays(
    qtbot, windows, tmp_path: Path, monkeypatch
) -> None:
    window = windows()
    open_and_wait(qtbot, window, tmp_path)
    shown = window.session.open

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(shared_memory.os, "posix_fallocate", full, raising=False)
        window.step_series(1)
        qtbot.waitUntil(lambda: "shared memory" in window.strip.text, timeout=5000)
    assert "There is not enough shared memory for" in window.strip.text
    assert "Close other series or programs" in window.strip.text
    assert window.session.open is shown
    with qtbot.waitSignal(window.opening.loaded, timeout=10_000):
        window.step_series(1)
    assert window.session.open is not shown


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00garbage", b'{"recents": 7}', b"[]", b"null"])
def test_damaged_settings_start_afresh_and_the_old_file_is_kept(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "window.json").write_bytes(content)
    settings = Settings(tmp_path)
    assert "could not be read and start afresh" in settings.problem
    assert (tmp_path / "window.json.bad").read_bytes() == content
    settings.set_reader("Ng")
    again = Settings(tmp_path)
    assert again.problem == ""
    assert again.readers[0] == "Ng"


def test_a_home_that_cannot_be_written_costs_the_memory_never_the_window(
    qtbot, windows, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "file" / "home"))
    (tmp_path / "config").write_text("a file where the folder of settings should be")
    window = windows()
    open_and_wait(qtbot, window, tmp_path)
    window.settings.set_reader("Ng")
    assert window.session.open is not None
    care = StoreCare()
    try:
        with qtbot.waitSignal(care.said, timeout=10_000) as said:
            care.look()
    finally:
        care.close()
    assert "cannot be used: Not a directory." in said.args[0]
