"""How a study opens: preferences that are checked, kept, applied once for each study, and reset."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox

from app.findings.order import Order
from app.hanging.preferences import CHOICES, DEFAULTS, KEEP, Hanging, read
from app.settings import FILE, Settings
from app.viewer.grid import Layout
from app.window import MainWindow
from engine.slab import Slab
from engine.store import open_store
from engine.studies import FoundStudy, StudyKey
from tests.gui.batch.fake_analyze import finding
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, windows  # noqa: F401 - fixtures
from tests.gui.labelling.test_queue_window import analysed

PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"study{n}" for n in (1, 2, 3)]
    for folder in made:
        folder.mkdir()
    return made


def prefer(windows, **preferences: object) -> MainWindow:  # noqa: F811
    window = windows()
    window.hanging.dialog.show_preferences(Hanging(**preferences))
    window.hanging.dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    return window


def state(window: MainWindow) -> tuple[object, ...]:
    grid, linked = window.grid, window.grid.linked
    level = window.viewport.window_level.text
    return (grid.layout_now, level, linked.slab.shown, linked.display.overlay.on, window.session.order)


# ---------------------------------------------------------------- the values


def test_every_choice_can_be_read_back() -> None:
    for name, choices in CHOICES.items():
        for value in choices:
            hanging = Hanging(**{name: value})
            assert read(json.loads(json.dumps(hanging.document()))) == (hanging, "")
    assert read(Hanging(jump=True).document()) == (Hanging(jump=True), "")
    assert DEFAULTS.document() == {}
    assert set(CHOICES) | {"jump"} == {f.name for f in fields(Hanging)}


@pytest.mark.parametrize("value", ["sideways", 3, None, ["one"], True])
def test_a_value_that_cannot_be_is_named_and_the_rest_is_used(value: object) -> None:
    hanging, problem = read({"layout": value, "slab": "mip", "jump": True, "of a later version": 1})
    assert hanging == Hanging(slab="mip", jump=True)
    assert f"layout = {value!r}" in problem


def test_jump_is_yes_or_no() -> None:
    assert read({"jump": "perhaps"})[0] == DEFAULTS
    assert "jump" in read({"jump": 1})[1]


def test_a_fault_in_the_settings_is_said_in_the_window(windows, tmp_path: Path) -> None:  # noqa: F811
    Settings(tmp_path / "config").set_hanging({"window": "x-ray", "slab": "mip"})
    window = windows()
    assert "window = 'x-ray'" in window.strip.text
    assert window.hanging.preferences == Hanging(slab="mip")


# ---------------------------------------------------------------- at open


def test_by_default_nothing_is_touched(qtbot, windows, folders) -> None:  # noqa: F811
    window = windows()
    rig.open_series(qtbot, window, folders[0])
    assert state(window) == (Layout.ONE, "W 1500  L -600", None, True, Order.SUGGESTED)
    rig.press(qtbot, window, Qt.Key.Key_2, PLAIN)
    rig.press(qtbot, window, Qt.Key.Key_M, PLAIN)
    rig.open_series(qtbot, window, folders[1])
    assert state(window) == (Layout.ONE, "W 350  L 40", Slab(), True, Order.SUGGESTED)


def test_a_study_opens_as_preferred_and_within_it_the_reader_decides(qtbot, windows, folders) -> None:  # noqa: F811
    window = prefer(
        windows, layout="planes", window="mediastinum", slab="mip", heat_map="off", order=Order.SIZE.value
    )
    rig.open_series(qtbot, window, folders[0])
    wanted = (Layout.PLANES, "W 350  L 40", Slab(), False, Order.SIZE)
    assert state(window) == wanted
    for key in (Qt.Key.Key_F2, Qt.Key.Key_3, Qt.Key.Key_M, Qt.Key.Key_O):
        rig.press(qtbot, window, key, PLAIN)
    changed = state(window)
    assert changed[:4] == (Layout.ONE, "W 2000  L 350", None, True)
    with qtbot.waitSignal(window.opening.loaded, timeout=5000):
        rig.press(qtbot, window, Qt.Key.Key_PageUp, PLAIN)
    assert state(window) == changed
    rig.open_series(qtbot, window, folders[1])
    assert state(window) == wanted


def test_off_turns_a_slab_off_and_on_the_heat_map_on(qtbot, windows, folders) -> None:  # noqa: F811
    window = prefer(windows, slab="off", heat_map="on", layout="one")
    rig.open_series(qtbot, window, folders[0])
    for key in (Qt.Key.Key_M, Qt.Key.Key_O, Qt.Key.Key_F3):
        rig.press(qtbot, window, key, PLAIN)
    rig.open_series(qtbot, window, folders[1])
    assert state(window)[2:4] == (None, True)
    assert window.grid.layout_now is Layout.ONE


def test_the_last_layout_comes_back_at_the_next_start(qtbot, windows, folders) -> None:  # noqa: F811
    window = windows()
    rig.open_series(qtbot, window, folders[0])
    rig.press(qtbot, window, Qt.Key.Key_F3, PLAIN)
    window.close()
    again = windows()
    rig.open_series(qtbot, again, folders[1])
    assert again.grid.layout_now is Layout.PLANES


@pytest.mark.parametrize("jump", [False, True])
def test_the_most_suspicious_nodule_is_gone_to_once_it_is_known(qtbot, windows, folders, jump) -> None:  # noqa: F811
    uid = "study1.two"
    analysed(
        uid, finding(3, 8, 20, 0.25, True), finding(4, 30, 40, 0.75, True), finding(2, 40, 9, 0.99, False)
    )
    with open_store() as store:
        found = FoundStudy(StudyKey("study1", "k"), "", "", "CT", (uid,), (str(folders[0]),))
        store.studies.note([found])
    window = prefer(windows, jump=jump)
    rig.press(qtbot, window, Qt.Key.Key_W, PLAIN)
    dialog = window.worklist.dialog
    qtbot.waitUntil(lambda: len(dialog.texts()) == 1, timeout=5000)
    with qtbot.waitSignal(window.batch.review.recalled, timeout=20_000):
        qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    selected = window.session.selected
    assert (selected.probability if selected else None) == (0.75 if jump else None)
    assert window.viewport.slice == (4 if jump else window.session.open.summary.thumbnail_slice)


# ---------------------------------------------------------------- the dialog


def test_the_dialog_is_used_by_keys_alone(qtbot, windows) -> None:  # noqa: F811
    window = windows()
    rig.press(qtbot, window, Qt.Key.Key_F9, PLAIN)
    dialog = window.hanging.dialog
    qtbot.waitUntil(dialog.boxes["layout"].hasFocus, timeout=2000)
    qtbot.keyClick(dialog.boxes["layout"], Qt.Key.Key_Down)
    qtbot.keyClick(dialog.boxes["layout"], Qt.Key.Key_Down)
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(dialog.boxes["slab"].hasFocus, timeout=2000)
    qtbot.keyClick(dialog.boxes["slab"], Qt.Key.Key_End)
    qtbot.keyClick(dialog, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(dialog.jump.isChecked, timeout=2000)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert window.hanging.preferences == Hanging(layout="planes", slab="mip", jump=True)


def test_it_is_kept_over_a_restart_and_reset_to_the_defaults(windows, tmp_path: Path) -> None:  # noqa: F811
    window = prefer(windows, window="bone", jump=True)
    assert json.loads((tmp_path / "config" / FILE).read_text("utf-8"))["hanging"] == {
        "window": "bone", "jump": True,
    }  # fmt: skip
    window.close()
    again = windows()
    assert again.hanging.preferences == Hanging(window="bone", jump=True)
    dialog = again.hanging.dialog
    again.hanging.show()
    dialog.defaults.click()
    assert again.hanging.preferences != DEFAULTS  # nothing is kept before Save
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert again.hanging.preferences == DEFAULTS
    assert again.settings.hanging == {}


def test_cancel_keeps_what_was(windows) -> None:  # noqa: F811
    window = windows()
    window.hanging.show()
    window.hanging.dialog.jump.setChecked(True)
    window.hanging.dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert window.hanging.preferences == DEFAULTS
    window.hanging.show()
    assert not window.hanging.dialog.jump.isChecked()
    assert window.hanging.dialog.boxes["layout"].currentData() == KEEP
