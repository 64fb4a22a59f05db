"""Windows for the labelling tests, in a home of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine_client import EngineClient
from app.window import MainWindow
from tests.gui.labelling import rig


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return tmp_path / "home"


@pytest.fixture
def windows(started):
    """Makes started windows over one folder of settings, with a reader."""

    def make(engine: list[str] | None = rig.ENGINE) -> MainWindow:
        window = started(EngineClient(engine))
        window.resize(1200, 860)
        window.settings.set_reader("Dr A")
        window.label_row._set_readers()
        return window

    return make


@pytest.fixture
def images(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    return tmp_path / "images"


@pytest.fixture
def window(qtbot, windows, images: Path) -> MainWindow:
    """A window with three nodules of probability 0.25, 0.52 and 0.69; the second one is selected."""
    made = windows()
    rig.open_series(qtbot, made, images)
    rig.assess(qtbot, made, rig.BENIGN, rig.LIKELY, rig.NEAR)
    return made
