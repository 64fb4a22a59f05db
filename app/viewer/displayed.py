"""How a viewport's image is shown, as its own methods: they pass on to the `Display` it may share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from app.i18n import tr
from app.viewer import window_level
from app.viewer.display import Display
from app.viewer.overlay import OverlaySettings
from app.viewer.window_level import WindowLevel

if TYPE_CHECKING:
    from app.viewer.cine import Cine
    from app.viewer.plane_view import PlaneView


class Displayed:
    """The part of `app.viewer.viewport.Viewport` that says how its image is shown."""

    display: Display
    cine: Cine
    _planes: PlaneView
    _voi: WindowLevel | None
    _shown: npt.NDArray[np.int16] | None

    def notice(self, text: str) -> None:
        """Show a passing word."""
        raise NotImplementedError

    def _show_slice(self) -> None:
        raise NotImplementedError

    def set_tag(self, text: str) -> None:
        """Write into the picture itself, `frame` included, which scan it is of; empty where there is one."""
        self._planes.tag = text
        self._show_slice()

    @property
    def window_level(self) -> WindowLevel:
        """The grey-scale window."""
        return self.display.window

    def set_window(self, window: WindowLevel) -> None:
        """Show the image with another window; it stays while scrolling."""
        self.display.set_window(window)

    def apply_preset(self, name: str) -> bool:
        """Set one of `window_level.PRESET_NAMES`; return whether there is such a window for this slice.

        Raises
        ------
        KeyError
            If there is no preset of that name.
        """
        if name == window_level.DICOM:
            if self._voi is None:
                self.notice(tr("The files name no window."))
                return False
            self.set_window(self._voi)
        elif name == window_level.AUTO:
            if self._shown is None:
                return False
            self.set_window(window_level.auto_window(self._shown))
        else:
            self.set_window(window_level.PRESETS[name])
        return True

    @property
    def overlay(self) -> OverlaySettings:
        """How the heat map is shown."""
        return self.display.overlay

    def set_overlay(self, settings: OverlaySettings) -> None:
        """Show the heat map another way."""
        self.display.set_overlay(settings)

    def toggle_overlay(self) -> None:
        """Show or hide heat map and outlines."""
        self.display.toggle_overlay()

    def change_opacity(self, by: float) -> None:
        """Make the heat map stronger or fainter."""
        self.display.change_opacity(by)

    def peek(self, held: bool) -> None:
        """Show the other state of heat map and outlines for as long as it is held."""
        self.cine.stop()
        self.display.peek(held)

    def release_overlay(self, was_held: bool) -> None:
        """End a peek that `peek` began; one that was not held was a press, and stays."""
        self.display.release_overlay(was_held)
