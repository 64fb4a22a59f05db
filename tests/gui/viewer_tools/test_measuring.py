"""Measurements in the window: keys, the store, reading back, removing, and one undo with the labels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.store import open_store
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures
from tests.gui.viewer_tools.test_tools import at, drag

PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot, windows, images):  # noqa: F811
    made = windows()
    open_series(qtbot, made, images)
    return made


def open_series(qtbot, window, images) -> None:  # noqa: F811
    read = []
    window.measuring.records.read.connect(lambda *_: read.append(1))
    rig.open_series(qtbot, window, images)
    qtbot.waitUntil(lambda: bool(read), timeout=20_000)


def stored(uid: str = "two") -> list[tuple[str, float]]:
    with open_store() as store:
        return [(m.kind, round(next(iter(m.values.values())), 2)) for m in store.measurements.of(uid)]


def measure(qtbot, window, key=Qt.Key.Key_L, start=(20, 20), end=(30, 20)) -> None:
    rig.press(qtbot, window, key, PLAIN)
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        drag(window.viewport, at(window.viewport, *start), at(window.viewport, *end))
    rig.press(qtbot, window, Qt.Key.Key_Escape, PLAIN)


def kept(qtbot, window, key, modifier=rig.CTRL) -> None:
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        rig.press(qtbot, window, key, modifier)


def shown(window) -> int:
    return len(window.measuring.layer.measurements)


def test_saved_at_once_and_read_back_by_another_window(qtbot, window, windows, images):  # noqa: F811
    measure(qtbot, window)
    points = window.measuring.layer.selection.points_mm
    ((kind, mm),) = stored()
    assert kind == "length"
    assert mm == pytest.approx(10.0, abs=0.1)
    window.close()
    again = windows()
    open_series(qtbot, again, images)
    (drawn,) = again.measuring.layer.measurements
    assert drawn.points_mm == points
    assert again.viewport.slice == 4
    assert again.viewport.measured_slice().holds(points)
    again.viewport.set_slice(5)
    assert not again.viewport.measured_slice().holds(points)


def test_del_removes_the_measurement_and_undo_brings_it_back(qtbot, window):
    measure(qtbot, window)
    kept(qtbot, window, Qt.Key.Key_Delete, PLAIN)
    assert (stored(), shown(window)) == ([], 0)
    kept(qtbot, window, Qt.Key.Key_Z)
    assert (len(stored()), shown(window)) == (1, 1)
    kept(qtbot, window, Qt.Key.Key_Z)
    assert (stored(), shown(window)) == ([], 0)
    kept(qtbot, window, Qt.Key.Key_Y)
    assert (len(stored()), shown(window)) == (1, 1)


def test_a_handle_changes_it_and_undo_gives_the_old_length(qtbot, window):
    measure(qtbot, window)
    view = window.viewport
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        drag(view, at(view, 30, 20), at(view, 40, 20))
    assert [mm for _, mm in stored()] == [pytest.approx(20.0, abs=0.15)]
    kept(qtbot, window, Qt.Key.Key_Z)
    assert [mm for _, mm in stored()] == [pytest.approx(10.0, abs=0.1)]
    assert shown(window) == 1


def test_labels_and_measurements_are_undone_in_one_order(qtbot, window):
    rig.assess(qtbot, window, rig.BENIGN)
    measure(qtbot, window, start=(40, 40), end=(50, 40))
    rig.kept(qtbot, window, Qt.Key.Key_1)
    assert rig.in_store()
    rig.kept(qtbot, window, Qt.Key.Key_Z)
    assert (rig.in_store(), len(stored())) == ([], 1)
    kept(qtbot, window, Qt.Key.Key_Z)
    assert stored() == []
    kept(qtbot, window, Qt.Key.Key_Y)
    rig.kept(qtbot, window, Qt.Key.Key_Y)
    assert (len(rig.in_store()), len(stored())) == (1, 1)


def test_what_the_disk_refuses_goes_from_the_screen_with_a_sentence(qtbot, window, monkeypatch):
    from engine.store import StoreError
    from engine.store.measurements import Measurements

    def refuse(*_args, **_more):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Measurements, "add", refuse)
    rig.press(qtbot, window, Qt.Key.Key_L, PLAIN)
    view = window.viewport
    with qtbot.waitSignal(window.measuring.records.lost, timeout=5000):
        drag(view, at(view, 20, 20), at(view, 30, 20))
    assert shown(window) == 0
    assert "was not kept. The disk is full." in window.strip.text


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (Qt.Key.Key_L, "length"),
        (Qt.Key.Key_E, "ellipse"),
        (Qt.Key.Key_P, "probe"),
        (Qt.Key.Key_G, "angle"),
    ],
)
def test_keys_take_a_tool_and_esc_leaves_it(qtbot, window, key, kind):
    rig.press(qtbot, window, key, PLAIN)
    assert window.measuring.layer.tool == kind
    rig.press(qtbot, window, Qt.Key.Key_Escape, PLAIN)
    assert window.measuring.layer.tool == ""


def test_measurements_stay_with_their_series(qtbot, window):
    measure(qtbot, window)
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        rig.press(qtbot, window, Qt.Key.Key_PageUp, PLAIN)
    assert shown(window) == 0
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        rig.press(qtbot, window, Qt.Key.Key_PageDown, PLAIN)
    assert shown(window) == 1


def test_another_window_beside_it_reads_what_was_just_drawn(qtbot, window, windows, images):  # noqa: F811
    measure(qtbot, window)
    measure(qtbot, window, key=Qt.Key.Key_E, start=(40, 40), end=(50, 50))
    # The first window is not closed: nothing waits for its end.
    again = windows()
    open_series(qtbot, again, images)
    assert shown(again) == 2
