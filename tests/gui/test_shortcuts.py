"""Keys under real Qt events, the reader's changes to them, and the sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

from app.commands import COMMANDS, MOUSE_MAP
from app.key_sheet import KeySheet
from app.shortcuts import HOLD_S, Bindings, ShortcutError, bind
from app.viewer.window_level import PRESETS, WindowLevel

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot, viewport):
    """A window with the viewport, a list and a line of text."""
    host = QWidget()
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    layout.addWidget(viewport)
    host.names = QListWidget()
    host.names.addItems(["One", "Other", "Three"])
    host.line = QLineEdit()
    layout.addWidget(host.names)
    layout.addWidget(host.line)
    host.resize(420, 600)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    viewport.setFocus()
    return host


def press(window: QWidget, key: str) -> None:
    """Press and release a key as it is written in the table."""
    combination = QKeySequence(key)[0]
    QTest.keyClick(window.focusWidget() or window, combination.key(), combination.keyboardModifiers())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_row_06_every_key_of_the_table_fires_its_command_and_no_other(window, command):
    fired = []
    bind(window, Bindings(), {c.id: (lambda name=c.id: fired.append(name)) for c in COMMANDS})
    for key in command.keys:
        fired.clear()
        press(window, key)
        assert fired == [command.id]


def test_no_key_does_two_things_and_every_key_is_one():
    keys = [QKeySequence(key).toString() for command in COMMANDS for key in command.keys]
    assert all(keys)
    assert len(keys) == len(set(keys))
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize(
    ("key", "window_level"),
    [
        ("1", PRESETS["lung"]),
        ("2", PRESETS["mediastinum"]),
        ("3", PRESETS["bone"]),
        ("4", PRESETS["emphysema"]),
        ("5", WindowLevel(900, -550)),
    ],
)
def test_number_keys_set_the_windows(window, viewport, key, window_level):
    bind(window, Bindings(), viewport.commands())
    viewport.set_window(WindowLevel(123, 45))
    press(window, key)
    assert viewport.window_level == window_level
    press(window, "0")
    assert viewport.window_level == PRESETS["lung"]


def test_arrows_page_through_the_slices_even_from_the_list(window, viewport):
    bind(window, Bindings(), viewport.commands())
    press(window, "Down")
    assert viewport.slice == 5
    window.names.setFocus()
    press(window, "Up")
    press(window, "Up")
    assert viewport.slice == 7
    press(window, "Shift+Down")
    assert viewport.slice == 0
    press(window, "Home")
    assert viewport.slice == 11
    press(window, "End")
    assert viewport.slice == 0


def test_where_text_is_typed_letters_stay_letters(window, viewport):
    bind(window, Bindings(), viewport.commands(), viewport.holds())
    window.line.setFocus()
    QTest.keyClicks(window.line, "o10")
    assert window.line.text() == "o10"
    assert viewport.overlay.on is True


def test_brackets_change_the_opacity(window, viewport):
    bind(window, Bindings(), viewport.commands())
    press(window, "[")
    assert viewport.overlay.opacity == pytest.approx(0.4)
    press(window, "]")
    press(window, "]")
    assert viewport.overlay.opacity == pytest.approx(0.6)


def test_a_press_of_o_toggles_and_a_hold_peeks(window, viewport, mark, qtbot):
    bind(window, Bindings(), viewport.commands(), viewport.holds())
    viewport.set_marks([mark], "n1")
    shown = viewport.frame()

    press(window, "O")
    assert viewport.overlay.on is False
    hidden = viewport.frame()
    assert hidden != shown
    press(window, "O")
    assert viewport.overlay.on is True

    QTest.keyPress(viewport.canvas, Qt.Key.Key_O)
    assert viewport.frame() == hidden
    qtbot.wait(round(HOLD_S * 1000) + 50)
    assert viewport.frame() == hidden
    QTest.keyRelease(viewport.canvas, Qt.Key.Key_O)
    assert viewport.overlay.on is True
    assert viewport.frame() == shown


def test_a_peek_ends_when_the_window_loses_the_keyboard(window, viewport, mark, qtbot):
    bind(window, Bindings(), {}, viewport.holds())
    viewport.set_marks([mark], "n1")
    shown = viewport.frame()
    QTest.keyPress(viewport.canvas, Qt.Key.Key_O)
    assert viewport.frame() != shown
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert viewport.overlay.on is True
    assert viewport.frame() == shown


def test_chosen_from_a_menu_a_held_command_is_a_press(window, viewport):
    actions = bind(window, Bindings(), viewport.commands(), viewport.holds())
    actions["overlay.toggle"].trigger()
    assert viewport.overlay.on is False
    actions["overlay.toggle"].trigger()
    assert viewport.overlay.on is True


def test_the_readers_keys_replace_the_tables(window, viewport):
    bindings = Bindings({"slice.next": ["F", "Ctrl+Down"], "view.reset": [], "slice.previous": "Q"})
    bind(window, bindings, viewport.commands())
    for key in ("F", "Ctrl+Down", "Down", "0"):
        press(window, key)
    assert viewport.slice == 4
    press(window, "Q")
    assert viewport.slice == 5
    assert bindings.text("view.reset") == ""


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"slice.next": "N"}, "The key N would do two things: “Next slice, towards the feet” (slice.next)"),
        ({"slice.next": "shift+n"}, "The key Shift+N would do two things"),
        ({"slice.wobble": "W"}, "There is no command 'slice.wobble'"),
        ({"slice.next": "Nonsense"}, "'Nonsense', for 'slice.next', is not a key."),
        ({"slice.next": "Ctrl+K, Ctrl+C"}, "is not a key"),
        ({"slice.next": ""}, "is not a key"),
        ({"slice.next": 7}, "must be a text or a list of texts"),
        ({"slice.next": ["Down", 7]}, "must be a text or a list of texts"),
    ],
)
def test_changes_that_cannot_be_are_refused_in_a_sentence(overrides, sentence):
    with pytest.raises(ShortcutError) as refusal:
        Bindings(overrides)
    assert sentence in str(refusal.value)


def test_all_faults_are_told_at_once():
    with pytest.raises(ShortcutError) as refusal:
        Bindings({"a.b": "W", "slice.next": "N", "overlay.toggle": 3})
    assert all(word in str(refusal.value) for word in ("a.b", "The key N", "overlay.toggle"))


def test_a_key_may_be_handed_from_one_command_to_another():
    bindings = Bindings({"slice.next": "N", "nodule.next": "Down"})
    assert bindings.keys("slice.next") == ("N",)


def test_the_sheet_lists_every_command_with_its_key_and_the_mouse(qtbot):
    sheet = KeySheet(Bindings({"overlay.toggle": "H"}), note="Change them in the settings.")
    qtbot.addWidget(sheet)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    for command in COMMANDS:
        assert command.text in texts
    for gesture, effect in MOUSE_MAP:
        assert gesture in texts
        assert effect in texts
    assert texts[texts.index("Heat map and outlines on or off; hold to peek") - 1] == "H"
    assert "Change them in the settings." in texts
