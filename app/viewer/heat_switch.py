"""The heat map's switch of a viewport: on or off, how strong, and the other state while a key is held."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

from app.viewer.overlay import OverlaySettings

if TYPE_CHECKING:
    from app.viewer.cine import Cine


class HeatSwitch:
    """The part of `app.viewer.viewport.Viewport` that keeps how heat map and outlines are shown."""

    cine: Cine
    overlayChanged: SignalInstance
    _overlay: OverlaySettings
    _peeking: bool

    def notice(self, text: str) -> None:
        """Show a passing word."""
        raise NotImplementedError

    def _draw_overlay(self) -> None:
        raise NotImplementedError

    @property
    def overlay(self) -> OverlaySettings:
        """How the heat map is shown."""
        return self._overlay

    def set_overlay(self, settings: OverlaySettings) -> None:
        """Show the heat map another way."""
        if settings != self._overlay:
            self._overlay = settings
            self._draw_overlay()
            self.overlayChanged.emit(settings)

    def toggle_overlay(self) -> None:
        """Show or hide heat map and outlines."""
        self.set_overlay(replace(self._overlay, on=not self._overlay.on))

    def change_opacity(self, by: float) -> None:
        """Make the heat map stronger or fainter."""
        opacity = round(min(max(self._overlay.opacity + by, 0.0), 1.0), 2)
        self.set_overlay(replace(self._overlay, opacity=opacity))
        self.notice(f"Heat map {opacity:.0%}")

    def peek(self, held: bool) -> None:
        """Show the other state of heat map and outlines for as long as it is held; the settings stay."""
        self.cine.stop()
        if held != self._peeking:
            self._peeking = held
            self._draw_overlay()

    def release_overlay(self, was_held: bool) -> None:
        """End a peek that `peek` began: one that was not held was a press, and stays."""
        self._peeking = False
        if was_held:
            self._draw_overlay()
        else:
            self.toggle_overlay()
