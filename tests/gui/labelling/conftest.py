"""Windows for the labelling tests, in a home of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.engine_client import EngineClient
from app.settings import Settings
from app.window import MainWindow
from tests.gui.labelling import rig


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return tmp_path / "home"


@pytest.fixture
def windows(qtbot, tmp_path: Path):
    """Makes started windows over one folder of settings; closes them at the end."""
    made: list[MainWindow] = []

    def make(engine: list[str] | None = rig.ENGINE) -> MainWindow:
        window = MainWindow(EngineClient(engine), Settings(tmp_path / "config"))
        window.resize(1200, 860)
        window.show()
        qtbot.waitExposed(window)
        window.start()
        window.settings.set_reader("Dr A")
        window.label_row._set_readers()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def images(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    return tmp_path / "images"


@pytest.fixture
def window(qtbot, windows, images: Path) -> MainWindow:
    """A window with three nodules of probability 0.25, 0.52 and 0.75; the second one is selected."""
    made = windows()
    rig.open_series(qtbot, made, images)
    rig.assess(qtbot, made, rig.BENIGN, rig.LIKELY, rig.NEAR)
    return made
