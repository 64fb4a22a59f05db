"""How images are shown: grey-scale window, heat map and outlines. Viewports side by side share one.

It must not know volumes, planes or widgets.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.i18n import tr
from app.viewer import window_level
from app.viewer.overlay import OverlaySettings
from app.viewer.window_level import WindowLevel


class Display(QObject):
    """The reader's settings, and the other state of the heat map while its key is held."""

    windowChanged = Signal(object)
    """`WindowLevel`."""
    overlayChanged = Signal(object)
    """`OverlaySettings`."""
    overlayDrawn = Signal()
    """Heat map and outlines are to be drawn anew: other settings, or a peek began or ended."""
    said = Signal(str)
    """A sentence to show for a moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window = window_level.DEFAULT
        self.overlay = OverlaySettings()
        self._peeking = False

    @property
    def shows_overlay(self) -> bool:
        """Whether heat map and outlines are drawn now."""
        return self.overlay.on != self._peeking

    def set_window(self, window: WindowLevel) -> None:
        """Show images with another window."""
        if window != self.window:
            self.window = window
            self.windowChanged.emit(window)

    def set_overlay(self, settings: OverlaySettings) -> None:
        """Show the heat map another way."""
        if settings != self.overlay:
            self.overlay = settings
            self.overlayDrawn.emit()
            self.overlayChanged.emit(settings)

    def toggle_overlay(self) -> None:
        """Show or hide heat map and outlines."""
        self.set_overlay(replace(self.overlay, on=not self.overlay.on))

    def toggle_contour(self) -> None:
        """Draw the heat map as lines instead of colours, or as colours again."""
        contour = not self.overlay.contour
        self.set_overlay(replace(self.overlay, contour=contour))
        self.said.emit(tr("Heat map as contour") if contour else tr("Heat map as colour"))

    def change_opacity(self, by: float) -> None:
        """Make the heat map stronger or fainter."""
        opacity = round(min(max(self.overlay.opacity + by, 0.0), 1.0), 2)
        self.set_overlay(replace(self.overlay, opacity=opacity))
        self.said.emit(tr("Heat map {opacity:.0%}", opacity=opacity))

    def peek(self, held: bool) -> None:
        """Show the other state of heat map and outlines for as long as it is held; the settings stay."""
        if held != self._peeking:
            self._peeking = held
            self.overlayDrawn.emit()

    def release_overlay(self, was_held: bool) -> None:
        """End a peek that `peek` began: one that was not held was a press, and stays."""
        self._peeking = False
        if was_held:
            self.overlayDrawn.emit()
        else:
            self.toggle_overlay()
