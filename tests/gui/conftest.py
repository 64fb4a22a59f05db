"""Fixtures of the window's tests: Qt without a display, and a small volume whose every voxel is known."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

# Before Qt is loaded: without a display there is only the offscreen platform.
if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Its own screen of 800 x 800 pixels is one that no reader has; windows take no more than the screen.
if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
    screen = Path(__file__).with_name("screen.json")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"

import numpy as np
import pytest

from app.engine_client import EngineClient
from app.settings import Settings
from app.viewer.marks import NoduleMark
from app.viewer.viewport import Viewport
from app.window import MainWindow
from engine.findings import ActivationMap
from engine.geometry import Grid
from engine.patch import PatchSpec
from engine.volume import Volume

#: Slices, rows, columns and spacing of the small volume: pixels twice as high as wide.
SIZE = (12, 40, 80)
SPACING_MM = (2.5, 2.0, 1.0)
ORIGIN_MM = (-30.0, -20.0, -100.0)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the windows of the tests away from the store of whoever runs them."""
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))


@pytest.fixture
def started(qtbot, tmp_path: Path):
    """Shows and starts windows over one folder of settings; closes them at the end."""
    made: list[MainWindow] = []

    def start(
        client: EngineClient, prepare: Callable[[MainWindow], object] = lambda _window: None
    ) -> MainWindow:
        window = MainWindow(client, Settings(tmp_path / "config"))
        prepare(window)
        window.resize(1200, 800)
        window.show()
        qtbot.waitExposed(window)
        window.start()
        made.append(window)
        return window

    yield start
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def volume() -> Volume:
    """A volume of which voxel (k, r, c) is ``-1000 + 100 k + 10 r + c`` HU."""
    k, r, c = np.ogrid[: SIZE[0], : SIZE[1], : SIZE[2]]
    return Volume((-1000 + 100 * k + 10 * r + c).astype(np.int16), Grid.axial(SIZE, SPACING_MM, ORIGIN_MM))


@pytest.fixture
def mark() -> NoduleMark:
    """A nodule of 8 mm at voxel (6, 20, 40), with a map that is +3 at its middle and -3 in one corner."""
    x, y, z = 10.0, 20.0, -85.0
    square = [(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)]
    values = np.zeros((1, 5, 5), dtype=np.float32)
    values[0, 2, 2], values[0, 0, 0] = 3, -3
    return NoduleMark(
        id="n1",
        label="1  8 mm",
        contours_mm={k: (tuple((a, b, z + (k - 6) * 2.5) for a, b in square),) for k in (5, 6, 7)},
        long_axis_mm=((x - 4, y, z), (x + 4, y, z)),
        short_axis_mm=((x, y - 4, z), (x, y + 4, z)),
        centre_mm=(x, y, z),
        largest_slice=6,
        heat_map=ActivationMap(values, Grid.axial((1, 5, 5), (2.5, 5.0, 5.0), (x - 10, y - 10, z))),
        patch_grid=PatchSpec((1, 25, 25), (2.5, 1.0, 1.0)).grid_at((x, y, z)),
    )


@pytest.fixture
def viewport(qtbot, volume: Volume) -> Viewport:
    """A viewport on screen that shows slice 6 of the small volume."""
    widget = Viewport()
    qtbot.addWidget(widget)
    widget.resize(420, 420)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_volume(volume, start_slice=6, ready=None, voi_window=(900.0, -550.0), keep_window=False)
    return widget
