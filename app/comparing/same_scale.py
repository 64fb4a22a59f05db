"""Two viewports at one scale in mm, the crosshairs at one place of the screen: sizes can be compared by eye.

It knows canvases and crosshairs, no volumes.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.viewer.crosshair_layer import CrosshairLayer
from app.viewer.viewport import Viewport

#: What lies nearer than this, in screen pixels, lies there.
_NEAR_PX = 0.5


class SameScale(QObject):
    """Zooms and pans a viewport of one volume with that of another; whichever the reader moves leads.

    Parameters
    ----------
    current, prior
        Each viewport and the layer of its crosshair.
    """

    def __init__(
        self,
        current: tuple[Viewport, CrosshairLayer],
        prior: tuple[Viewport, CrosshairLayer],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._current, self._prior = current, prior
        self.on = self.joined = False
        """Whether both have one scale, and whether they pan together too."""
        self._moving = False
        self._size: tuple[float, float] | None = None
        current[0].canvas.viewChanged.connect(self.follow_current)
        prior[0].canvas.viewChanged.connect(self._prior_moved)

    def follow_current(self) -> None:
        """Let the prior lie as the current scan does."""
        self._match(self._current, self._prior)

    def _prior_moved(self) -> None:
        canvas = self._prior[0].canvas
        size = canvas.view.screen if canvas.view is not None else None
        resized, self._size = size != self._size, size
        # Another layout and the whole image in view are nothing that the reader did to the prior.
        if resized or canvas.fitted:
            self.follow_current()
        else:
            self._match(self._prior, self._current)

    def _match(
        self, leader: tuple[Viewport, CrosshairLayer], follower: tuple[Viewport, CrosshairLayer]
    ) -> None:
        canvas, lead, held = follower[0].canvas, leader[0].canvas.view, follower[0].canvas.view
        shown = leader[0].isVisible() and follower[0].isVisible()
        if not self.on or self._moving or not shown or lead is None or held is None:
            return
        self._moving = True
        if abs(lead.scale / held.scale - 1) > 1e-6:
            canvas.zoom_by(lead.scale / held.scale)
        wanted, place = leader[1].centre(), follower[1].centre()
        if self.joined and wanted is not None and place is not None:
            away = wanted - place
            if away.manhattanLength() > _NEAR_PX:
                canvas.pan_by(away.x(), away.y())
        self._moving = False
