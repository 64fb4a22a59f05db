"""A reader in the real window, who corrects, comments and is killed: a script that the test starts.

``commenter.py IMAGES`` says ``kept NAME`` for each statement that is on the disk, and then waits.
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
from app.settings import Settings
from app.window import MainWindow
from tests.gui.labelling.rig import CTRL, ENGINE, LIKELY, point


def main(images: str) -> None:
    app = QApplication(sys.argv)
    window = MainWindow(EngineClient(ENGINE), Settings(Path(os.environ["NODUSCOPE_HOME"]) / "config"))
    window.deciding.records.kept.connect(lambda change: print("kept", change.after.name, flush=True))
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
    window.opening.loaded.connect(lambda: loaded.append(1))
    window.open_paths([images])
    wait(lambda: bool(loaded) and window.client.model_known)
    window.review.assess_at(point(4, *LIKELY))
    wait(lambda: not window.assessor.busy)
    window.activateWindow()
    wait(window.isActiveWindow)
    QTest.keyClick(window.viewport.canvas, Qt.Key.Key_T, CTRL)
    QTest.keyClicks(app.focusWidget(), "before the power cut")
    QTest.keyClick(app.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(window.viewport.canvas, Qt.Key.Key_F4)
    QTest.keyClicks(app.focusWidget(), "p")
    wait(lambda: False)


if __name__ == "__main__":
    main(sys.argv[1])
