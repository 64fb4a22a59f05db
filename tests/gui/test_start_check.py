"""A start that cannot work ends in a sentence; a start in safe mode leaves the reader's own things alone."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import start_check
from app.engine_client import EngineClient
from app.i18n_switch import SAFE, Desktop
from app.settings import Settings
from app.shortcuts import Bindings
from engine.paths import SAFE_MODE, config_dir

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments], cwd=ROOT, env={**environment, **variables},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


# ---------------------------------------------------------------- what is missing


NOT_THERE = "cannot open shared object file: No such file or directory"
EGL = "libEGL.so.1 is missing. On Debian and Ubuntu: sudo apt install libegl1; then start again."
ODD = "libodd-2.3.so.7 is missing. Install the package of your system that contains it; then start again."


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(f"libEGL.so.1: {NOT_THERE}", EGL), (f"libodd-2.3.so.7: {NOT_THERE}", ODD)],
)
def test_a_missing_library_is_named_with_its_package(tmp_path: Path, error: str, sentence: str) -> None:
    fake = tmp_path / "PySide6"
    fake.mkdir()
    (fake / "__init__.py").write_text(f"raise ImportError({error!r})", "utf-8")
    done = run(NODUSCOPE_HOME=str(tmp_path), PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stderr) == (
        1,
        f"The window cannot start: the system library {sentence}\n",
    )


def test_windows_and_an_installation_without_qt_have_their_sentences() -> None:
    assert "Visual C++" in start_check.import_problem(ImportError("DLL load failed while importing QtGui"))
    gone = ModuleNotFoundError("No module named 'PySide6'", name="PySide6")
    assert "PySide6 is not installed" in start_check.import_problem(gone)


def test_an_error_of_the_program_itself_is_not_hidden(tmp_path: Path) -> None:
    assert start_check.import_problem(ImportError("cannot import name 'x' from 'app'")) == ""
    fake = tmp_path / "PySide6"
    fake.mkdir()
    (fake / "__init__.py").write_text("raise ImportError('odd')", "utf-8")
    done = run(NODUSCOPE_HOME=str(tmp_path), PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "ImportError: odd" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_it_says_so(tmp_path: Path) -> None:
    done = run(NODUSCOPE_HOME=str(tmp_path), QT_QPA_PLATFORM="")
    assert (done.returncode, done.stderr) == (1, start_check.NO_SCREEN + "\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks on Linux only")
def test_what_qts_own_plugin_misses_is_found_before_qt_aborts(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(path: str) -> None:
        assert path.endswith("libqxcb.so")
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert "sudo apt install libxcb-cursor0;" in start_check.screen_problem()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert start_check.screen_problem() == ""


# ---------------------------------------------------------------- safe mode


def test_safe_mode_leaves_settings_and_keys_alone(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = config_dir() / "window.json"
    own.parent.mkdir(parents=True)
    own.write_text(json.dumps({"keys": {"overlay.toggle": "Ctrl+Alt+J"}, "theme": "light"}), "utf-8")
    before = own.read_bytes()
    assert Bindings(Settings(config_dir()).keys).keys("overlay.toggle") == ("Ctrl+Alt+J",)
    monkeypatch.setenv(SAFE_MODE, str(tmp_path / "scratch"))
    settings = Settings(config_dir())
    window = Desktop(EngineClient([sys.executable, "-c", "pass"]), settings).window
    assert settings.theme == ""
    assert Bindings(settings.keys).keys("overlay.toggle") == Bindings().keys("overlay.toggle")
    assert window.windowTitle() == "Noduscope – safe mode"
    assert window.strip.text == SAFE
    settings.add_recent((str(tmp_path),), "1.2.3", "Chest", "12 slices")
    window.close()
    window.deleteLater()
    assert own.read_bytes() == before
    assert not (tmp_path / "scratch").exists()


def test_safe_mode_reaches_commands_and_leaves_nothing_behind(tmp_path: Path) -> None:
    pointer = tmp_path / "home" / "data" / "models" / "active.json"
    pointer.parent.mkdir(parents=True)
    pointer.write_text(json.dumps({"active": ["own-1.0.0"]}), "utf-8")
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    places = {"NODUSCOPE_HOME": str(tmp_path / "home"), "TMPDIR": str(scratch)}
    done = run("--safe-mode", "models", "list", "--json", **places)
    assert done.returncode == 0, done.stderr
    models = json.loads(done.stdout)["models"]
    assert [m["active"] for m in models if m["bundled"]] == [True]
    assert list(scratch.iterdir()) == []
    assert not json.loads(run("models", "list", "--json", **places).stdout)["models"][0]["active"]
