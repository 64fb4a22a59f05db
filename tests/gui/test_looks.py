"""Inverted, mirrored, pixel for pixel, and the picture for print: what is on the screen afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.viewer.looks import Looks
from app.viewer.snapshot import snapshot
from app.viewer.viewport import Viewport
from engine.findings import Point


def grey(viewport: Viewport, column: float, row: float) -> int:
    x, y = viewport.canvas.view.to_screen(column, row)
    return viewport.frame().pixelColor(round(x), round(y)).red()


def test_inverted_black_is_white_and_back(viewport):
    before = grey(viewport, 40.5, 20.5)
    viewport.canvas.invert()
    assert grey(viewport, 40.5, 20.5) == 255 - before
    assert "inverted" in viewport.canvas.hud.top_right
    viewport.canvas.invert()
    assert grey(viewport, 40.5, 20.5) == before


@pytest.mark.parametrize("axis", [0, 1])
def test_flipped_the_letters_and_the_clicks_follow(qtbot, viewport, axis):
    canvas = viewport.canvas
    before = viewport.frame()
    letters = canvas.hud.letters
    canvas.flip(axis)
    assert viewport.frame() == before.flipped(
        Qt.Orientation.Horizontal if axis == 0 else Qt.Orientation.Vertical
    )
    now = canvas.hud.letters
    if axis == 0:
        assert (now.left, now.right, now.top) == (letters.right, letters.left, letters.top)
    else:
        assert (now.top, now.bottom, now.left) == (letters.bottom, letters.top, letters.left)
    points: list[Point] = []
    viewport.pointClicked.connect(points.append)
    x, y = canvas.view.to_screen(10.5, 30.5)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPointF(x, y).toPoint())
    # Columns are 1 mm and rows 2 mm; voxel (0, 0, 0) lies at (-30, -20, -100).
    assert points[0][0] == pytest.approx(-30 + 10, abs=0.5)
    assert points[0][1] == pytest.approx(-20 + 60, abs=0.5)


def test_zoom_keeps_its_place_when_flipped(viewport):
    canvas = viewport.canvas
    canvas.flip(0)
    place = canvas.view.to_image(100, 150)
    canvas.zoom_by(2, QPointF(100, 150))
    assert canvas.view.to_image(100, 150) == pytest.approx(place)


def test_pixel_for_pixel(viewport):
    viewport.canvas.show_actual_pixels()
    assert min(viewport.canvas.view.pixel_screen) == pytest.approx(1.0 / viewport.canvas.devicePixelRatioF())


def test_reset_and_another_series_show_it_as_it_is(viewport, volume):
    canvas = viewport.canvas
    whole = viewport.frame()
    for again in (
        viewport.reset_view,
        lambda: viewport.show_volume(volume, start_slice=6, ready=None, voi_window=None, keep_window=False),
    ):
        canvas.flip(0)
        canvas.invert()
        again()
        assert viewport.frame() == whole
        assert canvas.view.flipped == (False, False)


def test_the_picture_is_twice_as_sharp_and_has_no_description(viewport, volume, tmp_path: Path):
    def picture(description: str) -> QImage:
        viewport.show_volume(
            volume, start_slice=6, ready=None, voi_window=None, keep_window=False, series_text=description
        )
        return snapshot(viewport.canvas)

    named, plain = picture("DOE^JANE 1970"), picture("")
    assert named.size() == viewport.canvas.size() * 2
    assert named == plain
    looks = Looks(lambda: viewport.canvas, viewport)
    said: list[str] = []
    looks.said.connect(lambda text, _level: said.append(text))
    looks.save_snapshot(tmp_path / "picture")
    assert QImage(str(tmp_path / "picture.png")).size() == named.size()
    looks.save_snapshot(tmp_path / "no" / "picture.png")
    assert "could not be written" in said[-1]
