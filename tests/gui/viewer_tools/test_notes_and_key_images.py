"""Notes, key images and proposals in the window: kept at once, undone in one order, on the slice bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.viewer.tools.note import NoteLine
from engine.store import open_store
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures
from tests.gui.viewer_tools.test_measuring import PLAIN, kept, open_series, window  # noqa: F401
from tests.gui.viewer_tools.test_tools import at, click


def stored() -> list[tuple[str, str]]:
    with open_store() as store:
        return [(m.kind, m.text) for m in store.measurements.of("two")]


def test_k_makes_a_key_image_and_k_again_takes_it_back(qtbot, window):  # noqa: F811
    kept(qtbot, window, Qt.Key.Key_K, PLAIN)
    assert stored() == [("key_image", "")]
    assert [k for k, d in window.measuring.drawn() if d.kind == "key_image"] == [4]
    assert "is a key image" in window.strip.text
    kept(qtbot, window, Qt.Key.Key_K, PLAIN)
    assert stored() == []
    kept(qtbot, window, Qt.Key.Key_Z)
    assert stored() == [("key_image", "")]


def test_a_key_image_is_marked_on_the_slice_bar(qtbot, window):  # noqa: F811
    bar = window.viewport._bar
    before = bar.grab().toImage()
    kept(qtbot, window, Qt.Key.Key_K, PLAIN)
    assert bar.grab().toImage() != before
    kept(qtbot, window, Qt.Key.Key_K, PLAIN)
    assert bar.grab().toImage() == before


def test_another_window_reads_the_key_image(qtbot, window, windows, images):  # noqa: F811
    kept(qtbot, window, Qt.Key.Key_K, PLAIN)
    again = windows()
    open_series(qtbot, again, images)
    assert [(k, d.kind) for k, d in again.measuring.drawn()] == [(4, "key_image")]


def write_note(qtbot, window, text: str, end=Qt.Key.Key_Return) -> None:  # noqa: F811
    click(window.viewport, at(window.viewport, 20, 20))
    line = window.viewport.canvas.findChild(NoteLine)
    assert line is not None
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, end)


def test_a_note_is_typed_over_the_image_kept_and_changed(qtbot, window):  # noqa: F811
    rig.press(qtbot, window, Qt.Key.Key_T, PLAIN)
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        write_note(qtbot, window, "old scar, B K")
    assert stored() == [("text", "old scar, B K")]
    assert not window.measuring.drawn()[0][1].values
    qtbot.waitUntil(lambda: window.viewport.canvas.findChild(NoteLine) is None, timeout=2000)
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        write_note(qtbot, window, "new")
    assert stored() == [("text", "new")]
    kept(qtbot, window, Qt.Key.Key_Z)
    assert stored() == [("text", "old scar, B K")]


def test_escape_gives_a_note_up(qtbot, window):  # noqa: F811
    rig.press(qtbot, window, Qt.Key.Key_T, PLAIN)
    write_note(qtbot, window, "nothing", Qt.Key.Key_Escape)
    assert window.measuring.drawn() == []
    assert window.measuring.layer.tool == "text"


def test_b_on_a_nodule_takes_its_own_axes(qtbot, window):  # noqa: F811
    rig.assess(qtbot, window, rig.BENIGN)
    rig.press(qtbot, window, Qt.Key.Key_B, PLAIN)
    r, c = rig.BENIGN
    with qtbot.waitSignal(window.measuring.records.kept, timeout=5000):
        click(window.viewport, at(window.viewport, c + 0.5, r + 0.5))
    ((_, drawn),) = window.measuring.drawn()
    entry = next(iter(window.session.nodules.entries.values()))
    assert drawn.points_mm[:2] == (entry.long_axis.start_mm, entry.long_axis.end_mm)
    assert drawn.values == {"long_axis_mm": pytest.approx(8.0), "short_axis_mm": pytest.approx(8.0)}
