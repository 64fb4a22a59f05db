"""Viewer row 42: at 150 and 200 % nothing is cut off in any view, in both themes; Tab comes everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.columns import set_widths
from app.gallery.clipping import clipped
from app.read_area import ReadArea
from app.room import FRAME, size_within
from tests.gui.every_view import unreachable

ROOT = Path(__file__).resolve().parents[2]
VIEWS = {
    "start", "viewer", "planes", "risk", "message", "report", "analyze", "queue", "models", "drift",
    "network-settings", "network-query", "network-send", "keys", "hanging", "prior", "tags", "worklist-empty",
    "worklist", *(f"finetune-{n}" for n in range(1, 7)),
}  # fmt: skip
LONG = "a text that is rather long"


# 150 % of 1920 x 1080 is the smallest room; what fits there fits 1366 x 768 at 100 %.
@pytest.mark.parametrize("scale", ["1.5", "2"])
def test_row_42_nothing_is_cut_off_and_tab_comes_everywhere(scale, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.every_view", scale, str(tmp_path / "run")],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert set(found) == VIEWS
    assert {name: faults for name, faults in found.items() if faults} == {}


# ------------------------------------------------------------ the helper itself


@pytest.fixture
def stage(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.show()
    return widget


def put(stage: QWidget, widget: QWidget, width: int, height: int, x: int = 10, y: int = 10) -> QWidget:
    widget.setParent(stage)
    widget.setGeometry(x, y, width, height)
    widget.show()
    return widget


@pytest.mark.parametrize(
    ("widget", "width", "height", "said"),
    [
        (lambda: QLabel(LONG), 60, 30, "wide"),
        (lambda: QLabel(LONG, wordWrap=True), 60, 20, "high"),
        (lambda: QLabel("Antidisestablishmentarianism", wordWrap=True), 60, 60, "wide"),
        (lambda: QPushButton(LONG), 60, 30, "wide"),
        (lambda: QPushButton("one"), 90, 8, "high"),
        (lambda: QCheckBox(LONG), 60, 30, "wide"),
        (lambda: QLineEdit(placeholderText=LONG), 60, 30, "wide"),
    ],
)
def test_a_text_without_room_is_found_and_one_with_room_is_not(stage, widget, width, height, said):
    put(stage, widget(), width, height)
    (fault,) = clipped(stage)
    assert said in fault
    for child in stage.findChildren(QWidget):
        child.setGeometry(10, 10, 400, 60)
    assert clipped(stage) == []


def test_choices_heads_and_tabs_are_measured_too(stage):
    combo = QComboBox()
    combo.addItem(LONG)
    put(stage, combo, 70, 30)
    tree = QTreeWidget()
    tree.setHeaderLabels(["Suggestions", "b"])
    put(stage, tree, 300, 80, y=60)
    tree.setColumnWidth(0, 40)
    said = clipped(stage)
    assert len(said) == 2
    assert "QComboBox" in said[0]
    assert "“Suggestions”" in said[1]
    set_widths(tree, (40,))
    combo.resize(300, 30)
    assert clipped(stage) == []


def test_a_cell_is_cut_off_only_where_its_tooltip_has_it_whole(stage):
    tree = QTreeWidget()
    tree.setHeaderLabels(["a", "b"])
    tree.setRootIsDecorated(False)
    item = QTreeWidgetItem(tree, [LONG, "short"])
    put(stage, tree, 300, 80)
    tree.setColumnWidth(0, 60)
    (fault,) = clipped(stage)
    assert "QTreeWidget" in fault
    item.setToolTip(0, f"{LONG}, and more")
    assert clipped(stage) == []
    item.setToolTip(0, "")
    tree.setColumnWidth(0, 250)
    assert clipped(stage) == []


def test_chinese_may_wrap_after_every_sign_and_the_mark_of_a_key_takes_no_room(stage):
    put(stage, QLabel("模型所见：实性、边界清晰", wordWrap=True), 60, 120)
    field = QLineEdit()
    label = put(stage, QLabel("&Layout"), 0, 30, y=150)
    label.setBuddy(field)
    label.resize(label.fontMetrics().horizontalAdvance("Layout"), 30)
    assert clipped(stage) == []


def test_tabs_of_their_own_width_are_no_fault(stage):
    tabs = QTabWidget()
    tabs.addTab(QWidget(), LONG)
    put(stage, tabs, 500, 100)
    assert clipped(stage) == []


def test_texts_that_lie_over_each_other_or_reach_out_are_found(stage):
    put(stage, QLabel("one"), 60, 20)
    put(stage, QLabel("two"), 60, 20, x=40)
    put(stage, QLabel("three"), 60, 20, x=580, y=100)
    said = " ".join(clipped(stage))
    assert "“one” and “two” lie over each other" in said
    assert "“three” reaches out of what it stands in" in said


def test_what_is_hidden_is_no_fault(stage):
    put(stage, QLabel(LONG), 20, 20).hide()
    assert clipped(stage) == []


def test_a_control_without_tab_and_a_trap_are_found(qtbot):
    class Trap(QLineEdit):
        def focusNextPrevChild(self, _forward: bool) -> bool:
            return True

    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    buttons = [QPushButton(text) for text in ("one", "two", "three")]
    for button in buttons:
        layout.addWidget(button)
    dialog.show()
    assert unreachable(dialog) == []
    buttons[1].setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert unreachable(dialog) == ["Tab does not come to QPushButton 'two'."]
    trap = Trap()
    layout.addWidget(trap)
    trap.show()
    assert unreachable(dialog) == ["Tab is trapped in Trap."]


def test_a_long_panel_is_read_by_keyboard_and_keeps_its_keys_from_the_image(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    area = ReadArea(QLabel("\n".join(f"line {n}" for n in range(100))))
    window.setCentralWidget(area)
    pressed = []
    action = QAction(window, shortcut="Down")
    action.triggered.connect(lambda: pressed.append("Down"))
    window.addAction(action)
    window.resize(200, 150)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    area.setFocus()
    places = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(area, key)
        places.append(area.verticalScrollBar().value())
    assert 0 < places[0] < places[1] < places[2] == area.verticalScrollBar().maximum()
    assert places[3] == 0
    assert pressed == []
    area.clearFocus()
    qtbot.keyClick(window, Qt.Key.Key_Down)
    assert pressed == ["Down"]


def test_a_window_takes_no_more_than_the_screen_has(qtbot):
    window = QDialog()
    qtbot.addWidget(window)
    size_within(window, 500, 400)
    assert (window.width(), window.height()) == (500, 400)
    size_within(window, 5000, 4000)
    room = window.screen().availableGeometry()
    assert (window.width(), window.height()) == (room.width() - FRAME.width(), room.height() - FRAME.height())
