"""Measuring without a mouse: points set at the cursor, handles gone through and moved, the menu there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.viewer.tools.layer import SETTLE_MS
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures
from tests.gui.viewer_tools.test_measuring import open_series, shown, stored

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.fixture
def window(qtbot, windows, images):  # noqa: F811
    """Slice 4 of eight, 64 x 64 pixels of 1 mm, 2.5 mm apart."""
    made = windows()
    open_series(qtbot, made, images)
    rig.put_mouse_away(made)
    return made


@pytest.fixture
def key(qtbot, window):
    """Presses a key some times."""

    def press(name: Qt.Key, modifier=PLAIN, times: int = 1) -> None:
        for _ in range(times):
            rig.press(qtbot, window, name, modifier)

    return press


def kept(qtbot, window):
    return qtbot.waitSignal(window.measuring.records.kept, timeout=5000)


def cursor(window):
    return window.grid.cursors.keys[window.viewport].cursor


def drawn(window):
    return window.measuring.layer.measurements


def length(qtbot, window, key, far: int = 1, near: int = 2) -> None:
    """Draw a length ``10 far + near`` pixels to the right of the middle."""
    key(KEY.Key_L)
    key(KEY.Key_Space)  # shows the cursor
    key(KEY.Key_Space)
    key(KEY.Key_Right, SHIFT, far)
    key(KEY.Key_Right, times=near)
    with kept(qtbot, window):
        key(KEY.Key_Return)


def test_a_length_by_keys_is_as_long_as_its_pixels(qtbot, window, key) -> None:
    length(qtbot, window, key)
    assert stored() == [("length", 12.0)]
    assert window.viewport.slice == 4
    (one,) = drawn(window)
    assert window.viewport.measured_slice().to_image(one.points_mm) == [(32.5, 32.5), (44.5, 32.5)]


@pytest.mark.parametrize(
    ("tool", "steps", "values"),
    [
        (KEY.Key_P, (), {"hu": -1000 + 40 + 32}),
        (KEY.Key_E, ((6, 8),), {"area_mm2": pytest.approx(37.7, abs=0.05)}),
        (KEY.Key_G, ((10, 0), (0, 10)), {"angle_deg": pytest.approx(90.0)}),
        (KEY.Key_B, ((10, 0),), {"long_axis_mm": 10.0, "short_axis_mm": pytest.approx(6.0)}),
    ],
    ids=["probe", "ellipse", "angle", "axes"],
)
def test_every_tool_draws_by_keys(qtbot, window, key, tool, steps, values) -> None:
    key(tool)
    key(KEY.Key_Space)
    with kept(qtbot, window):
        key(KEY.Key_Space)
        for right, down in steps:
            key(KEY.Key_Right, times=right)
            key(KEY.Key_Down, times=down)
            key(KEY.Key_Space)
    (one,) = drawn(window)
    for name, value in values.items():
        assert one.values[name] == value, name


def test_a_note_is_typed_where_the_cursor_is(qtbot, window, key) -> None:
    key(KEY.Key_T)
    key(KEY.Key_Space)
    key(KEY.Key_Space)
    line = QApplication.focusWidget()
    qtbot.keyClicks(line, "old scar")
    with kept(qtbot, window):
        qtbot.keyClick(line, KEY.Key_Return)
    assert [one.text for one in drawn(window)] == ["old scar"]
    assert QApplication.focusWidget() is window.viewport.canvas


def test_axes_of_a_nodule_are_taken_at_the_cursor(qtbot, window, key) -> None:
    rig.assess(qtbot, window, (32, 32))
    key(KEY.Key_B)
    key(KEY.Key_Space)
    with kept(qtbot, window):
        key(KEY.Key_Space)
    assert drawn(window)[0].values == {"long_axis_mm": 8.0, "short_axis_mm": 8.0}


def test_tab_goes_through_handles_and_arrows_move_them(qtbot, window, key) -> None:
    length(qtbot, window, key)
    key(KEY.Key_Tab)
    assert cursor(window).place == (32.5, 32.5)
    key(KEY.Key_Tab)
    assert cursor(window).place == (44.5, 32.5)
    key(KEY.Key_Right, times=3)
    with kept(qtbot, window):
        key(KEY.Key_Space)
    assert stored() == [("length", 15.0)]
    with kept(qtbot, window):  # three presses were one change
        key(KEY.Key_Z, rig.CTRL)
    assert stored() == [("length", 12.0)]


def test_what_was_moved_by_keys_is_kept_a_moment_later(qtbot, window, key) -> None:
    length(qtbot, window, key)
    key(KEY.Key_Tab, SHIFT)  # Qt makes Backtab of it
    with kept(qtbot, window):
        key(KEY.Key_Left, times=2)
        qtbot.wait(SETTLE_MS)
    ((kind, mm),) = stored()
    assert (kind, mm) in {("length", 10.0), ("length", 14.0)}
    with kept(qtbot, window):  # the handle is still held
        key(KEY.Key_Left, times=2)
        key(KEY.Key_Tab)
    assert abs(stored()[0][1] - mm) == 2.0


def test_another_slice_keeps_what_was_moved(qtbot, window, key) -> None:
    length(qtbot, window, key)
    key(KEY.Key_Tab)
    key(KEY.Key_Down, times=5)
    with kept(qtbot, window):
        key(KEY.Key_Down, rig.CTRL)
    assert stored() == [("length", 13.0)]
    assert window.viewport.slice == 3


def test_del_removes_the_measurement_that_is_held(qtbot, window, key) -> None:
    length(qtbot, window, key)
    key(KEY.Key_Tab)
    with kept(qtbot, window):
        key(KEY.Key_Delete)
    assert (stored(), shown(window)) == ([], 0)


def test_tab_without_anything_to_go_through_goes_on_in_the_window(window, key) -> None:
    key(KEY.Key_L)
    key(KEY.Key_Tab)
    assert not window.viewport.canvas.hasFocus()


def test_escape_gives_up_then_lays_down_and_arrows_are_the_slices_again(window, key) -> None:
    key(KEY.Key_L)
    key(KEY.Key_Space, times=2)
    key(KEY.Key_Down)
    assert window.viewport.slice == 4
    key(KEY.Key_Escape)
    assert window.measuring.layer.tool == "length"
    key(KEY.Key_Escape)
    assert (window.measuring.layer.tool, cursor(window).place) == ("", None)
    key(KEY.Key_Down)
    assert window.viewport.slice == 3


def test_mirrored_the_cursor_follows_the_screen(window, key) -> None:
    key(KEY.Key_H, SHIFT)
    key(KEY.Key_L)
    key(KEY.Key_Space)
    before = cursor(window).place
    key(KEY.Key_Right)
    assert cursor(window).place == (before[0] - 1, before[1])


def test_the_cursor_stays_on_the_image(window, key) -> None:
    key(KEY.Key_L)
    key(KEY.Key_Up, SHIFT, 9)
    key(KEY.Key_Left, SHIFT, 9)
    assert cursor(window).place == (0.5, 0.5)


def test_a_cursor_alone_assesses_where_it_is(qtbot, window, key) -> None:
    key(KEY.Key_F5)
    key(KEY.Key_Up, SHIFT)
    key(KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(window.session.nodules.entries), timeout=5000)
    assert window.session.selected.identity == "4-22-32"
    key(KEY.Key_Escape)
    assert cursor(window).place is None


def test_in_three_planes_it_begins_at_the_crosshair_and_return_assesses_there(qtbot, window, key) -> None:
    key(KEY.Key_F3)
    key(KEY.Key_Left, Qt.KeyboardModifier.AltModifier, 3)
    point = window.grid.linked.crosshair.point_mm
    key(KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(window.session.nodules.entries), timeout=5000)
    assert window.session.selected.point_mm == pytest.approx(point, abs=0.01)
    crosshair = window.grid.linked.crosshair.point_mm  # it went to the nodule's middle
    key(KEY.Key_F5)
    assert cursor(window).point_mm == pytest.approx(crosshair, abs=0.51)


def test_the_menu_key_opens_the_menu_at_the_cursor(qtbot, window, key) -> None:
    asked = []
    window.grid.contextMenuRequested.connect(lambda point, _at: asked.append(point))
    key(KEY.Key_F5)
    canvas = window.viewport.canvas
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), canvas.mapToGlobal(QPoint(1, 1))
    )
    assert event.type() == QEvent.Type.ContextMenu
    QApplication.sendEvent(canvas, event)
    assert asked == [cursor(window).point_mm]
    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    assert menu.actions()[0].text() == "Assess the nodule here"
    menu.close()


def test_the_readers_own_keys_move_the_cursor(qtbot, windows, images) -> None:  # noqa: F811
    made = windows()
    from app.shortcuts import Bindings

    made.grid.cursors.set_keys(Bindings({"cursor.right": "J"}).of_cursor)
    open_series(qtbot, made, images)
    rig.put_mouse_away(made)
    rig.press(qtbot, made, KEY.Key_L, PLAIN)
    rig.press(qtbot, made, KEY.Key_Space, PLAIN)
    before = cursor(made).place
    rig.press(qtbot, made, KEY.Key_J, PLAIN)
    assert cursor(made).place == (before[0] + 1, before[1])
