"""Which suggestions were read, the next one that was not, and the order of the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.findings.order import Order
from app.window import MainWindow
from tests.gui.batch.test_analyze_folder import home, images, open_result, run, windows  # noqa: F401 - fixtures
from tests.gui.deciding.test_deciding import settle, stated
from tests.gui.labelling import rig

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def reading(qtbot, windows, images) -> MainWindow:  # noqa: F811
    """A window with ten suggestions of a batch, the first of them selected."""
    made = windows()
    run(qtbot, made, images)
    open_result(qtbot, made)
    return made


def test_a_suggestion_is_read_once_looked_at_or_decided(qtbot, reading: MainWindow):
    title = reading.nodule_list.title
    assert title.text() == "NODULES  10 of 10 unread"
    qtbot.waitUntil(lambda: title.text() == "NODULES  9 of 10 unread", timeout=3000)
    rig.press(qtbot, reading, Qt.Key.Key_N, PLAIN)
    rig.press(qtbot, reading, Qt.Key.Key_X, PLAIN)
    assert title.text() == "NODULES  8 of 10 unread"
    assert "unread" not in " ".join(reading.nodule_list.texts()[:2])
    assert reading.nodule_list.texts()[2].endswith(" unread")
    # Passed over quickly, it was not looked at.
    for _ in range(3):
        rig.press(qtbot, reading, Qt.Key.Key_N, PLAIN)
    assert title.text() == "NODULES  8 of 10 unread"
    settle(qtbot, reading)
    assert stated(reading) == {"read": True}


def test_next_unread_skips_what_was_read_and_says_when_there_is_none(qtbot, reading: MainWindow):
    order = [n.id for n in reading.session.nodules.ordered()]
    rig.press(qtbot, reading, Qt.Key.Key_N, PLAIN)
    rig.press(qtbot, reading, Qt.Key.Key_U, SHIFT)  # the second is read
    rig.press(qtbot, reading, Qt.Key.Key_N, SHIFT)
    rig.press(qtbot, reading, Qt.Key.Key_U, PLAIN)
    assert reading.session.nodules.selected == order[2]
    rig.press(qtbot, reading, Qt.Key.Key_N, SHIFT)
    rig.press(qtbot, reading, Qt.Key.Key_U, SHIFT)  # and unread again
    assert order[1] in {n.id for n in reading.session.unread()}
    for entry in reading.session.nodules.ordered():
        reading.deciding.stating.state("read", True, entry)
    rig.press(qtbot, reading, Qt.Key.Key_U, PLAIN)
    assert "No other suggestion is unread." in reading.strip.text


def test_what_was_read_is_read_in_the_next_window(qtbot, reading: MainWindow, windows, images):  # noqa: F811
    qtbot.waitUntil(lambda: "9 of 10" in reading.nodule_list.title.text(), timeout=3000)
    settle(qtbot, reading)
    reading.close()
    again = windows()
    run(qtbot, again, images)
    open_result(qtbot, again)
    rig.press(qtbot, again, Qt.Key.Key_N, PLAIN)
    qtbot.waitUntil(lambda: "9 of 10" in again.nodule_list.title.text(), timeout=3000)


def test_the_order_of_the_list_goes_round_and_is_remembered(qtbot, reading: MainWindow, windows):  # noqa: F811
    numbers = [n.number for n in reading.session.nodules.ordered()]
    rig.press(qtbot, reading, Qt.Key.Key_S, SHIFT)
    scores = [n.probability for n in reading.session.nodules.ordered()]
    assert scores == sorted(scores, reverse=True)
    assert reading.nodule_list.title.text().endswith("·  by suspicion")
    rig.press(qtbot, reading, Qt.Key.Key_S, SHIFT)
    rig.press(qtbot, reading, Qt.Key.Key_S, SHIFT)
    assert reading.session.order is Order.POSITION
    heights = [n.centre_mm[2] for n in reading.session.nodules.ordered()]
    assert heights == sorted(heights, reverse=True)
    again = windows()
    assert again.session.order is Order.POSITION
    rig.press(qtbot, reading, Qt.Key.Key_S, SHIFT)
    assert [n.number for n in reading.session.nodules.ordered()] == numbers
