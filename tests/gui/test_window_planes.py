"""The main window in three planes: nodules by key, what a click asks for, and measurements in a plane."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.engine_client import EngineClient
from app.viewer.grid import Layout
from app.viewer.tools.note import NoteLine
from tests.gui.test_window import FAKE, click_on, open_and_wait, place_of, point, press, settle


@pytest.fixture
def window(qtbot, started, tmp_path: Path):
    made = started(EngineClient([sys.executable, str(FAKE)]))
    open_and_wait(qtbot, made, tmp_path)
    return made


def left_click(qtbot, window, point_mm) -> None:
    qtbot.mouseClick(window.viewport.canvas, Qt.MouseButton.LeftButton, pos=place_of(window, point_mm))


def test_row_10_n_centres_each_nodule_in_every_plane(qtbot, window):
    """Acceptance row 10."""
    places = (point(2, 10, 20), point(3, 60, 20), point(5, 40, 20))
    for place in places:
        click_on(qtbot, window, place)
        settle(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F3)
    assert window.grid.layout_now is Layout.PLANES
    seen = set()
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_N)
        centre = window.session.selected.centre_mm
        seen.add(centre)
        for viewport in window.grid.linked.all:
            off, row, column = viewport.plane.to_voxel(centre)
            assert abs(off) <= 0.5 + 1e-6
            place = viewport.canvas.view.to_screen(column + 0.5, row + 0.5)
            assert viewport.canvas.rect().contains(round(place[0]), round(place[1]))
    assert len(seen) == 3


def test_a_double_click_changes_the_layout_and_assesses_nothing(qtbot, window):
    canvas, place = window.viewport.canvas, place_of(window, point(window.viewport.slice, 30, 30))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert window.session.nodules.pending
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert window.grid.layout_now is Layout.PLANES
    settle(qtbot, window)
    assert window.nodule_list.texts() == []
    assert window.session.nodules.selected is None


def test_in_three_planes_a_click_selects_and_return_assesses(qtbot, window):
    click_on(qtbot, window, point(3, 50, 20))
    settle(qtbot, window)
    window.session.select(None)
    press(qtbot, window, Qt.Key.Key_F3)
    window.grid.show_point(point(3, 50, 20))
    qtbot.wait(50)
    qtbot.mouseClick(
        window.viewport.canvas, Qt.MouseButton.LeftButton, pos=place_of(window, point(3, 50, 20))
    )
    assert window.session.nodules.selected == "nodule-1"
    qtbot.mouseClick(
        window.viewport.canvas, Qt.MouseButton.LeftButton, pos=place_of(window, point(3, 20, 60))
    )
    assert not window.assessor.busy
    assert len(window.nodule_list.texts()) == 1
    qtbot.mouseMove(window.viewport.canvas, place_of(window, point(3, 20, 60)))
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.assessor.busy
    settle(qtbot, window)


def test_a_measurement_of_a_coronal_plane_is_read_back_in_it(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F3)
    qtbot.wait(50)
    coronal = window.grid.linked.coronal
    press(qtbot, window, Qt.Key.Key_L)
    middle = coronal.canvas.rect().center()
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        qtbot.mouseClick(coronal.canvas, Qt.MouseButton.LeftButton, pos=middle)
        middle.setX(middle.x() + 60)
        qtbot.mouseMove(coronal.canvas, middle)
        qtbot.mouseClick(coronal.canvas, Qt.MouseButton.LeftButton, pos=middle)
    (drawn,) = window.measuring.layer.measurements
    assert coronal.measured_slice().holds(drawn.points_mm)
    assert not window.viewport.measured_slice().holds(drawn.points_mm)
    assert drawn.values["length_mm"] == pytest.approx(60 / coronal.canvas.view.scale, abs=0.5)


def test_a_note_of_a_coronal_plane_is_typed_there(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F3)
    qtbot.wait(50)
    coronal = window.grid.linked.coronal
    press(qtbot, window, Qt.Key.Key_T)
    qtbot.mouseClick(coronal.canvas, Qt.MouseButton.LeftButton, pos=coronal.canvas.rect().center())
    line = coronal.canvas.findChild(NoteLine)
    qtbot.keyClicks(line, "here")
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    (drawn,) = window.measuring.layer.measurements
    assert drawn.text == "here"
    assert coronal.measured_slice().holds(drawn.points_mm)


def test_long_and_short_axis_are_drawn_in_a_coronal_plane(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F3)
    qtbot.wait(50)
    coronal = window.grid.linked.coronal
    press(qtbot, window, Qt.Key.Key_B)
    middle = coronal.canvas.rect().center()
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        qtbot.mouseClick(coronal.canvas, Qt.MouseButton.LeftButton, pos=middle)
        middle.setX(middle.x() + 60)
        qtbot.mouseMove(coronal.canvas, middle)
        qtbot.mouseClick(coronal.canvas, Qt.MouseButton.LeftButton, pos=middle)
    (drawn,) = window.measuring.layer.measurements
    assert coronal.measured_slice().holds(drawn.points_mm)
    assert drawn.values["long_axis_mm"] == pytest.approx(60 / coronal.canvas.view.scale, abs=0.5)


def test_with_planes_the_key_image_is_the_slice_at_the_crosshair(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F3)
    window.grid.show_point(point(3, 50, 20))
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        press(qtbot, window, Qt.Key.Key_K)
    assert [(k, d.kind) for k, d in window.measuring.drawn()] == [(3, "key_image")]


def test_looks_change_the_active_viewport_alone(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F3)
    press(qtbot, window, Qt.Key.Key_V)
    active = window.grid.active
    assert active is not window.viewport
    window.actions_by_id["view.flip_vertical"].trigger()
    assert active.canvas.view.flipped == (False, True)
    assert window.viewport.canvas.view.flipped == (False, False)
