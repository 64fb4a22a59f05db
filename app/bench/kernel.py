"""A fixed piece of work that figures without a rival are divided by, to be told across machines.

It is what painting a slice cannot do without, in plain numpy and Qt: 512 x 512 HU looked up in a table of
colours, and the picture drawn twice as large, smoothly. Nothing of Noduscope is called, so that no change of
Noduscope changes it. It must stay as it is: another kernel needs another name, for its history is another.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from time import perf_counter

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from app import program
from app.bench.figures import Row, row

NAME = "kernel"
#: Before and after what stands beside it.
CALLS = 15
START_NAME = "python_and_qt"
START = "import numpy, PySide6.QtWidgets; PySide6.QtWidgets.QApplication([])"
_SIDE = 512

#: Takes what is measured, returns its row.
Beside = Callable[[Callable[[], Sequence[float]]], Row]


class Kernel:
    """The work, with its data made."""

    def __init__(self) -> None:
        random = np.random.default_rng(0)
        self._hu = random.integers(-1024, 1024, (_SIDE, _SIDE)).astype(np.int16)
        self._table = random.integers(0, 1 << 24, 65536).astype(np.uint32) | np.uint32(0xFF000000)
        self._screen = QImage(2 * _SIDE, 2 * _SIDE, QImage.Format.Format_RGB32)

    def __call__(self) -> None:
        """Do it once."""
        pixels = self._table[self._hu.view(np.uint16)]
        picture = QImage(pixels.data, _SIDE, _SIDE, 4 * _SIDE, QImage.Format.Format_RGB32)
        painter = QPainter(self._screen)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(0, 0, 2 * _SIDE, 2 * _SIDE), picture)
        painter.end()

    def timed(self) -> list[float]:
        """Milliseconds of `CALLS` calls."""
        taken = []
        for _ in range(CALLS):
            began = perf_counter()
            self()
            taken.append((perf_counter() - began) * 1000)
        return taken

    def beside(self, measure: Callable[[], Sequence[float]]) -> Row:
        """Take a figure, and the kernel's time right before and after it."""
        before = self.timed()
        taken = measure()
        return row(taken).beside(NAME, statistics.median(before + self.timed()))


def time_start() -> float | None:
    """Milliseconds from the start to the end of a Python that makes a Qt application; `None` in a bundle."""
    if getattr(sys, "frozen", False):
        return None
    began = perf_counter()
    subprocess.run([sys.executable, "-c", START], cwd=program.HOME, check=True, capture_output=True)  # noqa: S603
    return (perf_counter() - began) * 1000
