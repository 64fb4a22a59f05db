"""The viewports that show one volume: they share how it is shown, and one crosshair that each follows.

It must not know how viewports are laid out on the screen, nor of other volumes.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from app.viewer.crosshair import Crosshair
from app.viewer.crosshair_layer import CrosshairLayer
from app.viewer.display import Display
from app.viewer.marks import NoduleMark
from app.viewer.slab_view import SlabView
from app.viewer.viewport import Viewport
from engine.findings import Point
from engine.planes import Frame, View
from engine.volume import Volume


class LinkedViewports(QObject):
    """Slices or axial planes (`main`), coronal and sagittal ones, and an axial slab for the overview.

    The first three share one choice of slab; the overview has its own, which begins as a MIP of 10 mm.

    Parameters
    ----------
    display
        How images are shown, where another volume is to be shown the same way.
    """

    clicked = Signal(object)
    """Patient position of a left click in any of them."""

    def __init__(self, parent: QObject | None = None, display: Display | None = None) -> None:
        super().__init__(parent)
        self.display = display or Display(self)
        self.slab = SlabView(self)
        self.crosshair = Crosshair(self)
        self.main = Viewport(display=self.display, slab=self.slab)
        self.coronal = Viewport(view=View.CORONAL, display=self.display, slab=self.slab)
        self.sagittal = Viewport(view=View.SAGITTAL, display=self.display, slab=self.slab)
        self.overview = Viewport(view=View.AXIAL, display=self.display)
        self.all = (self.main, self.coronal, self.sagittal, self.overview)
        self.layers = {viewport: CrosshairLayer(viewport, self.crosshair) for viewport in self.all}
        self._crossed = False
        self._following = False
        for viewport in self.all:
            viewport.sliceChanged.connect(lambda _k, v=viewport: self._scrolled(v))
            viewport.pointClicked.connect(self._clicked)
        self.crosshair.moved.connect(self._follow)
        self.crosshair.turned.connect(self._face)

    # ------------------------------------------------------------ volume

    def show_volume(
        self,
        volume: Volume,
        *,
        start_slice: int,
        ready: Collection[int] | None,
        voi_window: tuple[float, float] | None,
        keep_window: bool,
        series_text: str = "",
    ) -> None:
        """Show a volume; parameters as for `Viewport.show_volume`."""
        _, rows, columns = volume.grid.size
        k = min(max(start_slice, 0), volume.grid.size[0] - 1)
        x, y, z = (float(v) for v in volume.plane(k).to_patient((0, (rows - 1) / 2, (columns - 1) / 2)))
        self.crosshair.reset((x, y, z))
        self._following = True
        for viewport in self.all:
            viewport.show_volume(
                volume,
                start_slice=start_slice if viewport is self.main else None,
                ready=ready,
                voi_window=voi_window,
                keep_window=keep_window,
                series_text=series_text if viewport is self.main else "",
            )
        if not keep_window:
            self.overview.slab.toggle()
        self._following = False
        self._follow(self.main)

    def slices_ready(self, indices: Collection[int]) -> None:
        """Take note that more slices of the volume are loaded."""
        for viewport in self.all:
            viewport.slices_ready(indices)

    def clear(self) -> None:
        """Show no volume."""
        for viewport in self.all:
            viewport.clear()

    def set_marks(self, marks: list[NoduleMark], selected_id: str | None) -> None:
        """Draw these nodules in every plane."""
        for viewport in self.all:
            viewport.set_marks(marks, selected_id)

    def set_tag(self, text: str) -> None:
        """Write into every picture which scan this is."""
        for viewport in self.all:
            viewport.set_tag(text)

    # ------------------------------------------------------------ crosshair

    def set_crossed(self, crossed: bool) -> None:
        """Show planes that cross at the crosshair, or `main` alone with the slices as they were stored."""
        self._crossed = crossed
        for layer in self.layers.values():
            layer.set_on(crossed)
        if crossed:
            self._follow(None)
        self._face()

    @property
    def crossed(self) -> bool:
        """Whether planes are shown that cross at the crosshair."""
        return self._crossed

    def sees(self, slices: Collection[int]) -> bool:
        """Whether one of these slices of the volume is seen in `main`, or the crosshair lies in it."""
        if self.main.sees(slices):
            return True
        volume = self.main.volume
        return (
            self._crossed and volume is not None and volume.nearest_slice(self.crosshair.point_mm) in slices
        )

    def centre_on(self, point_mm: Point) -> None:
        """Go to a patient position and bring it well into view in every plane."""
        self.crosshair.move_to(point_mm)
        for viewport in self.all:
            viewport.centre_on(point_mm)

    def nudge(self, viewport: Viewport, right: int, down: int) -> None:
        """Move the crosshair by whole pixels of a viewport's plane, as far as the plane reaches."""
        plane = viewport.plane
        if plane is None:
            return
        off, row, column = plane.to_voxel(self.crosshair.point_mm)
        _, rows, columns = plane.size
        place = (off, min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1))
        x, y, z = (float(v) for v in plane.to_patient(place))
        self.crosshair.move_to((x, y, z), viewport)

    def _clicked(self, point_mm: Point) -> None:
        if self._crossed:
            self.crosshair.move_to(point_mm)
        self.clicked.emit(point_mm)

    def _scrolled(self, viewport: Viewport) -> None:
        if not self._following and viewport.plane is not None:
            self.crosshair.move_into(viewport.plane, viewport)

    def _follow(self, source: object) -> None:
        if self._following:
            return
        self._following = True
        for viewport in self.all:
            if viewport is not source:
                viewport.show_point(self.crosshair.point_mm)
            viewport.canvas.update()
        self._following = False

    def _face(self) -> None:
        """Let every viewport face as the crosshair's frame says."""
        self._following = True
        frame, point = self.crosshair.frame, self.crosshair.point_mm
        if self._crossed:
            self.main.set_view(View.AXIAL, frame, point)
        elif frame.is_straight(View.AXIAL):
            self.main.set_view(View.STORED, Frame(), point)
        for viewport in (self.coronal, self.sagittal, self.overview):
            viewport.set_view(viewport.view, frame, point)
        for viewport in self.all:
            viewport.canvas.update()
        self._following = False
