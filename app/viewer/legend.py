"""Skeleton."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.viewer.overlay import OverlaySettings
from app.viewer.viewport import Viewport


class HeatMapLegend(QWidget):
    """Constructed unlinked; `link(viewport)` joins it both ways to the viewport's overlay settings."""

    settingsChanged = Signal(object)

    def settings(self) -> OverlaySettings: ...
    def set_settings(self, settings: OverlaySettings) -> None: ...
    def link(self, viewport: Viewport) -> None: ...
