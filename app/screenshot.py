"""A picture of the window at work, without a hand on the mouse: opens, assesses, saves, prints, ends.

It uses the window as a reader does and waits as a reader would. The picture holds what the window shows,
which never names a patient.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.findings import words
from app.findings.entry import NoduleEntry
from app.message_strip import Level
from app.window import MainWindow
from engine.findings import Point

#: Nobody waits longer for a picture.
PATIENCE_MS = 240_000
#: The demo's largest nodules, so many.
DEMO_NODULES = 4
#: Of the window, pixels.
SIZE = (1440, 900)
#: The last drawing and the thumbnails.
SETTLE_MS = 600


class Screenshot(QObject):
    """Takes the picture and ends the program: exit code 0, or 1 after a sentence on standard error.

    Parameters
    ----------
    window
        The window, about to open something.
    path
        Where the picture goes (PNG).
    points
        Nodules to assess, patient mm; for the demo its largest ones where none are named.
    demo
        Whether the demo is being opened.
    """

    def __init__(self, window: MainWindow, path: Path, points: Sequence[Point], *, demo: bool) -> None:
        super().__init__(window)
        self._window = window
        self._path = path
        self._points = list(points)
        self._demo = demo
        self._finishing = False
        window.resize(*SIZE)
        window.opening.said.connect(self._on_said)
        window.opening.loaded.connect(self._assess_all)
        window.assessor.assessed.connect(lambda _entry: self._check())
        window.assessor.failed.connect(self._on_said_failed)
        QTimer.singleShot(PATIENCE_MS, self, lambda: self._fail("It took too long."))

    def _on_said(self, text: str, level: Level, _passing: bool) -> None:
        if level is Level.ERROR:
            self._fail(text)

    def _on_said_failed(self, text: str) -> None:
        print(text, file=sys.stderr)  # noqa: T201 - a command's output
        self._check()

    def _assess_all(self) -> None:
        if self._demo and not self._points:
            self._points = self._window.opening.demo.largest_nodules(DEMO_NODULES)
        for point in self._points:
            self._window.review.assess_at(point)
        self._check()

    def _check(self) -> None:
        # The answer is announced while its job is still being put away.
        QTimer.singleShot(0, self, self._finish_when_idle)

    def _finish_when_idle(self) -> None:
        if self._window.assessor.busy or self._finishing:
            return
        self._finishing = True
        first = self._window.session.nodules.ordered()[:1]
        if first:
            self._window.review.go_to(first[0].id)
        QTimer.singleShot(SETTLE_MS, self, self._save)

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._window.grab().save(str(self._path), "PNG"):
            self._fail(f"The picture could not be saved at {self._path}.")
            return
        print(self._path)  # noqa: T201 - a command's output
        for entry in self._window.session.nodules.ordered():
            print(line_of(entry))  # noqa: T201 - a command's output
        self._end(0)

    def _fail(self, text: str) -> None:
        print(text, file=sys.stderr)  # noqa: T201 - a command's output
        self._end(1)

    def _end(self, code: int) -> None:
        self._window.close()
        QApplication.exit(code)


def line_of(entry: NoduleEntry) -> str:
    """One finding as one line of text."""
    x, y, z = entry.centre_mm
    return (
        f"{entry.number}  {words.size_text(entry):<16} {words.chip(entry):<13} {words.verdict(entry)}"
        f"  at {x:.1f},{y:.1f},{z:.1f}"
    )
