"""Cine: slice after slice at an even pace, until the reader does anything else.

It must not know volumes: what comes next, and whether it can, is the viewport's to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.i18n import tr

#: Slices a second.
SPEEDS = (2, 5, 8, 10, 15, 20, 30)
DEFAULT_SPEED = 10
_STOPPING = {QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}


class Cine(QObject):
    """The pace.

    Mouse presses, the wheel and keys without a command stop it by themselves; commands that have a key never
    arrive as keys, so `guarded` makes them stop it.
    """

    ticked = Signal()
    """Time for the next slice."""
    changed = Signal()
    """It began, ended, or goes at another speed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.speed = DEFAULT_SPEED
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.ticked)

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._timer.isActive()

    @property
    def text(self) -> str:
        """Its speed while it is under way."""
        return tr("cine {speed} slices/s", speed=self.speed) if self.running else ""

    def toggle(self) -> None:
        """Begin, or stop."""
        if not self.stop():
            self._timer.start(round(1000 / self.speed))
            cast("QApplication", QApplication.instance()).installEventFilter(self)
            self.changed.emit()

    def stop(self) -> bool:
        """Stop; return whether it was under way."""
        if not self.running:
            return False
        self._timer.stop()
        cast("QApplication", QApplication.instance()).removeEventFilter(self)
        self.changed.emit()
        return True

    def faster(self) -> None:
        """Take the next speed up, now or for the next time."""
        self._set_speed([speed for speed in SPEEDS if speed > self.speed][:1])

    def slower(self) -> None:
        """Take the next speed down."""
        self._set_speed([speed for speed in SPEEDS if speed < self.speed][-1:])

    def _set_speed(self, wanted: list[int]) -> None:
        self.speed = wanted[0] if wanted else self.speed
        self._timer.setInterval(round(1000 / self.speed))
        self.changed.emit()

    def guarded(self, handlers: dict[str, Callable[[], object]]) -> dict[str, Callable[[], object]]:
        """`guarded`, for this one."""
        return guarded(handlers, self.stop)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stop for whatever the reader does; what was done happens all the same."""
        if event.type() in _STOPPING or (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() not in _MODIFIERS
        ):
            self.stop()
        return False


def guarded(
    handlers: dict[str, Callable[[], object]], stop: Callable[[], object]
) -> dict[str, Callable[[], object]]:
    """Return the commands so that each, but those of the cine and Escape, stops any cine first."""

    def guard(handler: Callable[[], object]) -> Callable[[], object]:
        def stop_and_do() -> None:
            stop()
            handler()

        return stop_and_do

    own = ("cine.", "general.cancel")
    return {i: handler if i.startswith(own) else guard(handler) for i, handler in handlers.items()}
