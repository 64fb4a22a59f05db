"""The window's part of `noduscope self-test`: opens a series, points at a nodule, waits for the answer.

It uses the window and the engine process as a reader would, in a scratch folder; nothing is kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app import log, program, theme
from app.engine_client import EngineClient
from app.findings.entry import NoduleEntry
from app.message_strip import Level
from app.settings import Settings
from app.window import MainWindow
from engine.checks import Check
from engine.findings import Point
from engine.paths import log_dir

#: The slowest machine that this is for, with a cold cache of compiled networks.
TIMEOUT_S = 180


class WindowCheckError(Exception):
    """What the window could not do, in a sentence."""


def check_window() -> str:
    """Open the synthetic chest in the window and have its largest nodule assessed.

    Returns
    -------
    str
        A sentence about what worked.

    Raises
    ------
    WindowCheckError
        If the series does not come on screen, or there is no answer.
    """
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="noduscope-window-") as scratch:
        folder = Path(scratch)
        point = _write_series(folder / "demo")
        log.install_qt_handler(log.open_log(log_dir(), "window"))
        application = QApplication.instance() or QApplication([])
        theme.apply(application)  # type: ignore[arg-type]
        window = MainWindow(EngineClient(), Settings(folder / "config"))
        window.place.rest()
        try:
            return _try(window, folder / "demo" / "dicom", point)
        finally:
            window.close()
            window.deleteLater()


CHECK = Check("window", check_window)


def _write_series(folder: Path) -> Point:
    """Have the synthetic chest written by this same program; return its largest nodule's position."""
    try:
        subprocess.run(  # noqa: S603 - this same program
            program.command("phantom", "--out", str(folder)),
            cwd=program.HOME,
            check=True,
            capture_output=True,
            timeout=TIMEOUT_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise WindowCheckError(
            f"The synthetic chest could not be written ({type(error).__name__})."
        ) from error
    truth = json.loads((folder / "nodules.json").read_text("utf-8"))
    x, y, z = max(truth["nodules"], key=lambda n: float(n["diameter_mm"]))["centre_mm"]
    return (float(x), float(y), float(z))


def _try(window: MainWindow, folder: Path, point: Point) -> str:
    problems: list[str] = []
    window.opening.said.connect(
        lambda text, level, _passing: problems.append(text) if level is Level.ERROR else None
    )
    window.assessor.failed.connect(problems.append)
    window.show()
    window.start()
    window.open_paths([folder])
    _wait(lambda: window.session.open is not None and window.session.open.complete, problems, "The series")
    window.review.assess_at(point)
    _wait(lambda: not window.assessor.busy, problems, "The answer")
    entry = window.session.selected
    if not isinstance(entry, NoduleEntry):
        raise WindowCheckError(problems[0] if problems else "The nodule did not come into the list.")
    if entry.probability is None:
        raise WindowCheckError(" ".join(flag.text for flag in entry.flags) or "There was no score.")
    window.review.go_to(entry.id)
    QApplication.processEvents()
    frame = window.viewport.frame()
    if frame.isNull() or frame.width() < 50:
        raise WindowCheckError("The image area drew nothing.")
    return (
        f"{QApplication.platformName()}: a series on screen, a nodule of"
        f" {entry.long_axis.length_mm:.1f} mm assessed, probability {entry.probability:.3f}."
    )


def _wait(done: Callable[[], bool], problems: list[str], what: str) -> None:
    """Run the window until something is done; a problem or too long a wait ends it."""
    loop = QEventLoop()
    poll = QTimer()
    poll.setInterval(20)
    poll.timeout.connect(lambda: loop.quit() if done() or problems else None)
    poll.start()
    QTimer.singleShot(TIMEOUT_S * 1000, loop, loop.quit)
    loop.exec()
    if not done():
        raise WindowCheckError(
            problems[0] if problems else f"{what} did not come within {TIMEOUT_S} seconds."
        )
