"""Brings the window up: Qt, theme, logs, settings, engine client; and times it."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app import log, theme
from app.appearance import choice_of
from app.engine_client import EngineClient
from app.i18n_switch import Desktop
from app.message_strip import Level
from app.settings import Settings
from app.store_care import CARE_MS, StoreCare
from app.window import MainWindow
from engine.findings import Point
from engine.paths import config_dir, log_dir


@dataclass(frozen=True)
class Start:
    """What the window begins with."""

    paths: tuple[str, ...] = ()
    demo: bool = False
    screenshot: Path | None = None
    points: tuple[Point, ...] = ()


class Stopwatch:
    """Milliseconds since this process was started, by stage."""

    def __init__(self, printing: bool) -> None:
        self._begin = time.time() - _age_s()
        self._printing = printing
        self.stages: dict[str, float] = {}

    def mark(self, stage: str, at: float | None = None) -> None:
        """Note that a stage was reached, for the first time."""
        if stage in self.stages:
            return
        self.stages[stage] = ((at or time.time()) - self._begin) * 1000
        if self._printing:
            print(f"{stage:<24}{self.stages[stage]:8.0f} ms", flush=True)  # noqa: T201 - asked for


def _age_s() -> float:
    """Seconds since this process was started."""
    created = psutil.Process().create_time()
    if sys.platform == "linux":
        # The time of the boot, which psutil adds, is in whole seconds there; the ticks since are finer.
        return time.clock_gettime(time.CLOCK_BOOTTIME) - (created - psutil.boot_time())
    return time.time() - created


class _FirstExpose(QObject):
    """Waits until the window is really on the screen."""

    def __init__(self, window: MainWindow, stopwatch: Stopwatch) -> None:
        super().__init__(window)
        self._stopwatch = stopwatch
        window.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the first expose event, after Qt has drawn for it."""
        if event.type() == QEvent.Type.Expose:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, lambda: self._stopwatch.mark("window visible"))
        return False


def run(start: Start, *, entered: float, print_timing: bool = False) -> int:
    """Show the window and run until it is closed.

    Parameters
    ----------
    start
        What to open.
    entered
        `time.time` when the program was entered.
    print_timing
        Print each stage of the start.

    Returns
    -------
    int
        Exit code.
    """
    stopwatch = Stopwatch(print_timing)
    stopwatch.mark("program entered", entered)
    stopwatch.mark("libraries loaded")
    logger = log.open_log(log_dir(), "window")
    log.install_qt_handler(logger)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("Noduscope")
    client = EngineClient(on_stderr=log.engine_log(log_dir()))
    settings = Settings(config_dir())
    theme.apply(app, choice_of(settings.theme))  # type: ignore[arg-type]
    desktop = Desktop(client, settings, app)
    window = desktop.window
    log.install_excepthook(logger, lambda text: desktop.window.strip.say(text, Level.ERROR))
    stopwatch.mark("window built")
    client.stateChanged.connect(lambda state: stopwatch.mark(f"engine {state.value}"))
    client.modelChanged.connect(
        lambda model, error: stopwatch.mark("model known") if model or error else None
    )
    window.show()
    _FirstExpose(window, stopwatch)
    # The engine starts once the window has had its turn at the processor.
    QTimer.singleShot(0, window, window.start)
    care = StoreCare(app)
    care.said.connect(lambda text, level, action: desktop.window.strip.say(text, level, action=action))
    app.aboutToQuit.connect(care.close)
    QTimer.singleShot(CARE_MS, care, care.look)
    if start.demo:
        QTimer.singleShot(0, window, window.open_demo)
    elif start.paths:
        QTimer.singleShot(0, window, lambda: window.open_paths(start.paths))
    else:
        QTimer.singleShot(0, window, window.place.begin)
    if start.screenshot is not None:
        from app.screenshot import Screenshot

        window.place.rest()
        Screenshot(window, start.screenshot, start.points, demo=start.demo)
    return app.exec()
