"""The cursors of linked viewports, and what they do where no tool is in hand: click, and ask for the menu.

It must not know tools, brushes or findings; those add themselves to the keys of a viewport.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtGui import QKeyEvent

from app.i18n import mark, tr
from app.viewer.cursor import KeyCursor
from app.viewer.cursor_keys import CursorKeys, Place
from app.viewer.linked import LinkedViewports
from app.viewer.viewport import Viewport
from engine.findings import Point

HINT = mark("Cursor: arrows move it, Space or Return clicks, Esc puts it away")


class Cursors(QObject):
    """A cursor and its keys for each viewport."""

    def __init__(self, linked: LinkedViewports, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._linked = linked
        self.keys = {v: CursorKeys(v, KeyCursor(v, partial(self._crossing, v))) for v in linked.all}
        self._pointing = {v: Pointing(v, keys.cursor) for v, keys in self.keys.items()}
        for viewport, keys in self.keys.items():
            keys.add(self._pointing[viewport])

    def set_keys(self, command_of: Callable[[QKeyEvent], str]) -> None:
        """Take the reader's keys: which command of the cursor a key stands for."""
        for keys in self.keys.values():
            keys.command_of = command_of

    def toggle(self, viewport: Viewport) -> None:
        """Show a viewport's cursor, ready to click; or put it away."""
        pointing = self._pointing[viewport]
        if pointing.on:
            self.leave()
        elif self.keys[viewport].cursor.show() is not None:
            pointing.on = True
            viewport.notice(tr(HINT))

    def leave(self) -> bool:
        """Put every cursor away; return whether there was one."""
        for viewport, pointing in self._pointing.items():
            if pointing.on:
                viewport.notice("")  # the hint goes with it
            pointing.on = False
        hidden = [keys.cursor.hide() for keys in self.keys.values()]
        return any(hidden)

    def point_in(self, viewport: Viewport) -> Point | None:
        """Patient position of a viewport's cursor, else of the crosshair, where there is one."""
        point = self.keys[viewport].cursor.point_mm
        return self._linked.crosshair.point_mm if point is None and self._linked.crossed else point

    def screen_place(self, viewport: Viewport) -> QPoint | None:
        """Where that is on the image widget."""
        place, view = self.keys[viewport].cursor.place, viewport.canvas.view
        if place is not None and view is not None:
            return QPointF(*view.to_screen(*place)).toPoint()
        crossing = self._crossing(viewport)
        return None if crossing is None else crossing.toPoint()

    def _crossing(self, viewport: Viewport) -> QPointF | None:
        return self._linked.layers[viewport].centre() if self._linked.crossed else None


class Pointing:
    """A cursor that clicks; a `app.viewer.cursor_keys.CursorUser`."""

    def __init__(self, viewport: Viewport, cursor: KeyCursor) -> None:
        self._canvas, self._cursor = viewport.canvas, cursor
        self.on = False

    def takes(self, command: str) -> bool:
        """Whether there is a cursor; it knows no handles."""
        return self.on and command not in ("cursor.next", "cursor.previous")

    def moved(self, place: Place) -> None:
        """Nothing follows it."""

    def set(self, place: Place | None, *, done: bool) -> None:  # noqa: ARG002 - both keys click
        """Click."""
        if place is not None:
            self._canvas.clicked.emit(QPointF(*place))

    def released(self) -> None:
        """Nothing was held."""

    def next(self, step: int) -> Place | None:  # noqa: ARG002
        """It has no handles."""
        return None
