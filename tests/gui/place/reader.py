"""A reader in the real window, until somebody kills it: ``reader.py FOLDER`` says ``ready`` when all is done.

Two nodules are assessed, a third one is pointed at and stays without an answer, and everything that a reader
can set on the image is set by key.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.engine_client import EngineClient
from app.place.feature import AUTOSAVE_MS
from app.settings import Settings
from app.window import MainWindow
from tests.gui.labelling.rig import ENGINE, LIKELY, NEAR, point

SHIFT = Qt.KeyboardModifier.ShiftModifier
#: Mediastinum, inverted, mirrored, heat map as contours and fainter, a thicker slab.
KEYS = (
    (Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_I, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_H, SHIFT),
    (Qt.Key.Key_O, SHIFT),
    (Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Period, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier),
)


def main(folder: str) -> None:
    app = QApplication(sys.argv)
    client = EngineClient([*ENGINE, "--silent-slice", "6"])
    window = MainWindow(client, Settings(Path(os.environ["NODUSCOPE_HOME"]) / "config"))
    window.resize(1200, 800)
    window.show()
    window.start()

    def wait(until: Callable[[], bool]) -> None:
        end = time.monotonic() + 30
        while not until():
            if time.monotonic() > end:
                sys.exit("It took too long.")
            app.processEvents()
            time.sleep(0.001)

    loaded: list[int] = []
    restored: list[int] = []
    window.opening.loaded.connect(lambda: loaded.append(1))
    window.place.restored.connect(lambda: restored.append(1))
    window.open_paths([folder])
    wait(lambda: bool(loaded and restored) and window.client.model_known)
    for r, c in (LIKELY, NEAR):
        window.review.assess_at(point(4, r, c))
        wait(lambda: not window.assessor.busy)
    window.review.assess_at(point(6, 20, 40))
    window.session.select(window.session.nodules.ordered()[0].id)
    QTest.keyClick(window.viewport.canvas, Qt.Key.Key_Down)
    for key, modifier in KEYS:
        QTest.keyClick(window.viewport.canvas, key, modifier)
    QTest.qWait(2 * AUTOSAVE_MS)
    print("ready", flush=True)
    while True:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main(sys.argv[1])
