"""Row 39: the magnifying glass. What it shows is the picture about the pointer, three times as large."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.engine_client import EngineClient
from app.viewer import loupe
from app.viewer.view_transform import ViewTransform

FAKE = Path(__file__).with_name("fake_engine.py")


def grey(image: QImage, at: QPointF) -> int:
    return image.pixelColor(at.toPoint()).red()


def test_the_place_under_the_pointer_stays_and_its_neighbours_move_out():
    view = ViewTransform.fitted((80, 40), (1.0, 2.0), (400.0, 400.0))
    for at in (QPointF(200, 200), QPointF(3, 5), QPointF(399, 120)):
        larger = loupe.magnified(view, at)
        assert larger.scale == pytest.approx(3 * view.scale)
        assert larger.to_image(at.x(), at.y()) == pytest.approx(view.to_image(at.x(), at.y()))
        beside = larger.to_image(at.x() + 30, at.y() - 15)
        assert beside == pytest.approx(view.to_image(at.x() + 10, at.y() - 5))


def test_flipped_it_is_flipped_too():
    view = ViewTransform((80, 40), (1.0, 2.0), (400.0, 400.0), 4.0, (30.0, 20.0), (True, False))
    larger = loupe.magnified(view, QPointF(100, 150))
    assert larger.to_image(130, 150) == pytest.approx(view.to_image(110, 150))


def test_row_39_in_the_glass_is_the_picture_and_beside_it_nothing_changes(viewport):
    canvas = viewport.canvas
    at = canvas.rect().center()
    QTest.mouseMove(canvas, at)
    before = canvas.grab().toImage()
    canvas.magnify(True)
    now = canvas.grab().toImage()
    for step in (QPointF(60, 0), QPointF(0, -60), QPointF(-45, 45)):
        seen, source = QPointF(at) + step, QPointF(at) + step / 3
        assert abs(grey(now, seen) - grey(before, source)) <= 2
    assert now.pixelColor(4, at.y()) == before.pixelColor(4, at.y())
    picture = viewport.frame()
    canvas.magnify(False)
    assert viewport.frame() == picture  # never part of a saved picture
    assert canvas.grab().toImage() == before


def test_held_it_peeks_and_pressed_it_stays_until_the_next_press(qtbot, started, tmp_path: Path):
    window = started(EngineClient([sys.executable, str(FAKE)]))
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        window.open_paths([tmp_path])
    canvas = window.viewport.canvas
    QTest.mouseMove(canvas, QPoint(200, 200))
    plain = canvas.grab().toImage()

    def magnifies() -> bool:
        return canvas.grab().toImage().pixelColor(200, 200 - 119) != plain.pixelColor(200, 200 - 119)

    assert not magnifies()
    QTest.keyPress(canvas, Qt.Key.Key_Z)
    qtbot.wait(400)
    assert magnifies()
    QTest.keyRelease(canvas, Qt.Key.Key_Z)
    assert not magnifies()
    QTest.keyClick(canvas, Qt.Key.Key_Z)
    assert magnifies()
    QTest.keyClick(canvas, Qt.Key.Key_Down)  # it stays while scrolling
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert magnifies()
    QTest.keyClick(canvas, Qt.Key.Key_Z)
    assert not magnifies()
    assert canvas.grab().toImage() == plain


def test_by_keys_alone_it_lies_over_the_crosshair(qtbot, started, tmp_path: Path):
    window = started(EngineClient([sys.executable, str(FAKE)]))
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        window.open_paths([tmp_path])
    window.grid.show_planes()
    canvas = window.grid.active.canvas
    for viewport in window.grid.linked.all:
        QApplication.sendEvent(viewport.canvas, QEvent(QEvent.Type.Leave))
    picture = canvas.frame()
    window.actions_by_id["view.magnify"].trigger()
    at = window.grid.linked.layers[window.grid.active].centre()
    assert canvas._magnified_at == at
    beside = QPointF(40, 40)  # off the lines of the crosshair
    assert abs(grey(canvas.grab().toImage(), at + beside) - grey(picture, at + beside / 3)) <= 2
    others = [v.canvas for v in window.grid.linked.all if v is not window.grid.active]
    assert all(other._magnified_at is None for other in others)
