"""A reader who labels one nodule after the other in the real window: a script that the test kills.

``labeller.py FIRST COUNT`` says ``pressed N`` before each key and ``kept N`` once the window shows it saved.
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
from tests.gui.labelling.rig import CTRL, ENGINE, point

KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
WORDS = ("benign", "malignant", "unsure")


def place(n: int) -> tuple[int, int, int]:
    """Return voxel (slice, row, column) of nodule `n`: no two within 5 mm of each other."""
    k, rest = divmod(n, 81)
    r, c = divmod(rest, 9)
    return (1 + 3 * k, 4 + 6 * r, 4 + 6 * c)


def main(first: int, count: int) -> None:
    app = QApplication(sys.argv)
    home = Path(os.environ["NODUSCOPE_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    window = MainWindow(EngineClient(ENGINE), Settings(home / "config"))
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
    window.open_paths([home])
    wait(lambda: bool(loaded) and window.client.model_known)
    for n in range(first, count):
        window.review.assess_at(point(*place(n)))
        wait(lambda: not window.assessor.busy)
        print("pressed", n, flush=True)
        QTest.keyClick(window.viewport.canvas, KEYS[n % 3], CTRL)
        wait(lambda: "being saved" not in window.label_row.says.text())
        print("kept", n, flush=True)
        QTest.keyClick(window.viewport.canvas, Qt.Key.Key_Delete)  # done with it: the list stays short
    window.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
