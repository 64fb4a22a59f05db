"""What the labelling tests share: windows over a fake engine, places of its nodules, keys, and the store."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.window import MainWindow
from engine.findings import Point
from engine.store import open_store
from tests.gui.fake_engine import GRID

ENGINE = [sys.executable, str(Path(__file__).parents[1] / "fake_engine.py")]
CTRL = Qt.KeyboardModifier.ControlModifier
#: Nodules of the fake engine: probability ``row / 64``.
BENIGN, NEAR, LIKELY = (16, 20), (33, 20), (44, 20)


def point(k: int, r: int, c: int) -> Point:
    x, y, z = (float(v) for v in GRID.to_patient((k, r, c)))
    return (x, y, z)


def open_series(qtbot, window: MainWindow, path: Path) -> None:
    records = window.labels.records
    asked: list[object] = []
    records.read.connect(lambda *_: asked.append(1))
    records.failed.connect(lambda *_: asked.append(1))
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        window.open_paths([path])
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    qtbot.waitUntil(lambda: window.client.model_known, timeout=20_000)


def assess(qtbot, window: MainWindow, *places: tuple[int, int], k: int = 4) -> None:
    """Point at nodules; the last one stays selected."""
    for r, c in places:
        window.review.assess_at(point(k, r, c))
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=10_000)


def press(qtbot, window: MainWindow, key: Qt.Key, modifier=CTRL) -> None:
    """Press a key in the main window."""
    if not window.isActiveWindow():  # as a reader who clicks on it
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=2000)
    image = window.viewport.canvas
    qtbot.keyClick(image if image.isVisible() else window, key, modifier)


def kept(qtbot, window: MainWindow, key: Qt.Key, modifier=CTRL) -> None:
    """Press a key and wait until what it did is in the store."""
    with qtbot.waitSignal(window.labels.records.read, timeout=5000):
        press(qtbot, window, key, modifier)


def choose_reader(qtbot, window: MainWindow, name: str) -> None:
    line = window.label_row.reader.lineEdit()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, name)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def in_store(series_uid: str = "two") -> list[tuple[str, str, str]]:
    """Label, source and reader of every label that holds."""
    with open_store() as store:
        return [(s.label.value, s.source.value, s.reader) for s in store.labels.current(series_uid)]


def put_mouse_away(window: MainWindow) -> None:
    """Let the pointer rest on no image: a test before may have left it on one."""
    QTest.mouseMove(window.statusBar())
    for viewport in window.grid.linked.all:
        QApplication.sendEvent(viewport.canvas, QEvent(QEvent.Type.Leave))
