"""Measuring without a mouse: the cursor sets points, goes through handles and moves them."""

from __future__ import annotations

from app.viewer.cursor import KeyCursor
from app.viewer.cursor_keys import Place
from app.viewer.tools.layer import ToolLayer

_HANDLES = ("cursor.next", "cursor.previous")


class ToolByKeys:
    """The tool over one viewport as a user of its cursor; a `app.viewer.cursor_keys.CursorUser`."""

    def __init__(self, layer: ToolLayer, cursor: KeyCursor) -> None:
        self._layer, self._cursor = layer, cursor
        layer.toolChanged.connect(self._tool_changed)

    def _tool_changed(self, kind: str) -> None:
        if not kind:
            self._cursor.hide()

    def takes(self, command: str) -> bool:
        """Whether a tool is in hand or a handle is held; Tab needs something to go through."""
        if command in _HANDLES:
            return self._layer.any_here and bool(self._layer.tool or self._layer.selection is not None)
        return bool(self._layer.tool) or self._layer.holding

    def moved(self, place: Place) -> None:
        """Let what is drawn or held follow."""
        self._layer.follow(place)

    def set(self, place: Place | None, *, done: bool) -> None:  # noqa: ARG002 - both keys set a point
        """Set a point, or leave a handle where it is."""
        if not self._layer.let_go() and place is not None:
            self._layer.put(place)

    def released(self) -> None:
        """A point is set at once."""

    def next(self, step: int) -> Place | None:
        """Take hold of the next handle."""
        return self._layer.hold_next(step)
