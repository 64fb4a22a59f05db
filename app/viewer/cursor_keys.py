"""Keys that move a viewport's cursor and do at its place what a mouse would: for tools, brush and clicks.

While one of its users has something in hand, these keys go before those of the window; at all other times
they are the window's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

from app.viewer.cursor import KeyCursor
from app.viewer.viewport import Viewport

Place = tuple[float, float]
#: Far steps, in pixels.
FAR = 10
_WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
#: Pixels to the right and down, by command.
_MOVES = {
    f"cursor.{name}{suffix}": (right * n, down * n)
    for name, (right, down) in _WAYS.items()
    for suffix, n in (("", 1), (str(FAR), FAR))
}
_SLICES = {"cursor.next_slice": 1, "cursor.previous_slice": -1}


class CursorUser(Protocol):
    """What uses the cursor; places are image coordinates of its viewport."""

    def takes(self, command: str) -> bool:
        """Whether it has something in hand for which this key is meant."""

    def moved(self, place: Place) -> None:
        """The cursor was moved here."""

    def set(self, place: Place | None, *, done: bool) -> None:
        """Space, or (`done`) Return was pressed here; `None` where the cursor was not seen before."""

    def released(self) -> None:
        """Space is up again."""

    def next(self, step: int) -> Place | None:
        """Tab was pressed; return where the cursor goes."""


class CursorKeys(QObject):
    """The keys of one viewport.

    Parameters
    ----------
    cursor
        Its cursor.
    """

    def __init__(self, viewport: Viewport, cursor: KeyCursor) -> None:
        super().__init__(viewport)
        self._viewport, self.cursor = viewport, cursor
        self._users: list[CursorUser] = []
        self._setting: CursorUser | None = None
        self._claimed = ""
        self.command_of: Callable[[QKeyEvent], str] = lambda _event: ""
        """The reader's keys: which command a key stands for."""
        viewport.canvas.installEventFilter(self)

    def add(self, user: CursorUser) -> None:
        """Take another user; it goes before those there are."""
        self._users.insert(0, user)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the keys that somebody has a use for."""
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self._release()
        if not isinstance(event, QKeyEvent):
            return False
        command = self.command_of(event)
        if kind == QEvent.Type.KeyRelease:
            if command == "cursor.set" and not event.isAutoRepeat():
                self._release()
            return False
        user = next((u for u in self._users if command and u.takes(command)), None)
        if user is None:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            # A line of text over the image hands on what it has no use for: that is not meant for the image.
            self._claimed = command if self._viewport.canvas.hasFocus() else ""
            event.setAccepted(bool(self._claimed))
        elif kind == QEvent.Type.KeyPress and command == self._claimed:
            self._press(user, command, repeated=event.isAutoRepeat())
        else:
            return False
        return bool(self._claimed)

    def _release(self) -> None:
        user, self._setting = self._setting, None
        if user is not None:
            user.released()

    def _press(self, user: CursorUser, command: str, *, repeated: bool) -> None:
        if command in _MOVES:
            place = self.cursor.step(*_MOVES[command])
            if place is not None:
                user.moved(place)
        elif command in _SLICES:
            self._viewport.step(_SLICES[command])
        elif command in ("cursor.next", "cursor.previous"):
            place = user.next(1 if command == "cursor.next" else -1)
            if place is not None:
                self.cursor.move_to(place)
        elif not repeated:
            place, self._setting = self.cursor.place, user
            self.cursor.show()  # where it is must be seen before anything is done there
            user.set(place, done=command == "cursor.done")
