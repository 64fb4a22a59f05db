"""A plane or slab of a volume on the screen, heat map and outlines of its nodules, and all that moves it.

It owns which plane is shown and translates between the canvas's pixels and patient millimetres through the
plane's grid; how images are shown it may share with its neighbours. It must not know files, the engine
process, other viewports or what a finding says: a click is only a position in the patient.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.viewer import window_level
from app.viewer.canvas import Canvas
from app.viewer.cine import Cine
from app.viewer.display import Display
from app.viewer.displayed import Displayed
from app.viewer.hud import Hud
from app.viewer.hud_text import hud_of
from app.viewer.images import screen_table, slice_image
from app.viewer.marks import NoduleMark
from app.viewer.nodule_layer import NoduleLayer
from app.viewer.plane_view import PlaneView
from app.viewer.slab_view import SlabView
from app.viewer.slice_bar import SliceBar
from app.viewer.tools.tool import MeasuredSlice
from app.viewer.viewport_commands import commands_of
from app.viewer.window_level import WindowLevel
from engine.findings import Point
from engine.geometry import Grid
from engine.planes import Frame, View
from engine.reslice import OUTSIDE_HU
from engine.volume import Volume

_NOTICE_MS = 2500
#: In a narrower image the series' description would run into the letter of the upper edge.
_ROOM_FOR_SERIES_PX = 480


class Viewport(Displayed, QWidget):
    """One image.

    Planes are named by their index in the view, which for slices as stored is that in the volume; `step`,
    `go_first` and `go_last` follow the order in which they are read (head to feet, front to back, right to
    left). The window is `window_level`, since ``QWidget.window()`` is Qt's own.

    Parameters
    ----------
    view
        Which way its planes face.
    display, slab
        How images are shown and whether as slabs; its own where none is given.
    """

    sliceChanged = Signal(int)
    windowChanged = Signal(object)
    """`WindowLevel`."""
    pointClicked = Signal(object)
    """Patient position of a left click."""
    pointProbed = Signal(object, object)
    """Patient position and HU under the pointer; both `None` beside the image, HU `None` while loading."""
    overlayChanged = Signal(object)
    """`OverlaySettings`."""
    contextMenuRequested = Signal(object, object)
    """Patient position of a right click, or `None` beside the image, and the position on the screen."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        view: View = View.STORED,
        display: Display | None = None,
        slab: SlabView | None = None,
    ) -> None:
        super().__init__(parent)
        self.display = display or Display(self)
        self.slab = slab or SlabView(self)
        self._planes = PlaneView(view, self.slab)
        self._geometry: tuple[tuple[int, int], tuple[float, float]] | None = None
        self._awake = True
        self._voi: WindowLevel | None = None
        self._series_text = ""
        self._placeholder = ""
        self._notice = ""
        self._mode = ""
        self._key_images: Collection[Point] = ()
        self._shown: npt.NDArray[np.int16] | None = None
        self.cine = Cine(self)
        self._nodules = NoduleLayer()
        self._table = screen_table(window_level.grey_table(self.window_level))

        self.canvas = Canvas()
        self._bar = SliceBar()
        picture = QHBoxLayout()
        picture.setContentsMargins(0, 0, 0, 0)
        picture.setSpacing(0)
        picture.addWidget(self.canvas, 1)
        picture.addWidget(self._bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(picture, 1)
        self.setFocusProxy(self.canvas)

        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.timeout.connect(partial(self.notice, ""))
        self.canvas.clicked.connect(lambda place: self.pointClicked.emit(self._to_patient(place)))
        self.canvas.windowDragged.connect(self._on_window_dragged)
        self.canvas.wheelTurned.connect(lambda notches: self.step(-notches))
        self.canvas.hovered.connect(self._probe)
        self.canvas.menuRequested.connect(self._on_menu_requested)
        self.canvas.viewChanged.connect(self._probe)
        self._bar.moved.connect(lambda position: self.set_slice(self._planes.index_at(position)))
        self.display.windowChanged.connect(self._on_window)
        self.display.overlayChanged.connect(self.overlayChanged)
        self.display.overlayDrawn.connect(self._draw_overlay)
        self.display.said.connect(self.notice)
        self.slab.changed.connect(self._show_slice)
        self.slab.said.connect(self.notice)
        self.cine.ticked.connect(self._show_next)
        self.cine.changed.connect(self._write_hud)

    # ------------------------------------------------------------ volume and slice

    def show_volume(
        self,
        volume: Volume,
        *,
        start_slice: int | None,
        ready: Collection[int] | None,
        voi_window: tuple[float, float] | None,
        keep_window: bool,
        series_text: str = "",
    ) -> None:
        """Show a volume, the whole slice in view, without nodules.

        Parameters
        ----------
        volume
            Its voxels may still be filling up.
        start_slice
            Index of the plane to begin with; `None` for the middle one.
        ready
            Indices of the slices that are loaded; `None` for all. See `slices_ready`.
        voi_window
            Width and level that the files ask for, HU.
        keep_window
            Keep the present window and slab; otherwise begin with the lung window and the slice alone.
        series_text
            Written in the corner; must not name the patient.
        """
        self.cine.stop()
        self._voi = WindowLevel(*voi_window) if voi_window is not None and voi_window[0] >= 1 else None
        self._series_text = series_text
        self._nodules.set_marks([], None)
        if not keep_window:
            self.slab.reset()
            self.set_window(window_level.DEFAULT)
        self._planes.set_volume(volume, ready, start_slice)
        self._geometry = None
        self._take_planes()
        self._show_ready()
        self._show_slice()
        self.sliceChanged.emit(self.slice)

    def set_view(self, view: View, frame: Frame, point_mm: Point) -> None:
        """Show planes that face another way, the one nearest to a patient position; zoom and pan stay."""
        if (view, frame) == (self._planes.view, self._planes.frame):
            return
        old = self.plane
        self._planes.set_view(view, frame, point_mm)
        if old is not None:
            self._take_planes()
            if old != self.plane:
                self.sliceChanged.emit(self.slice)
            self._show_ready()
            self._show_slice()

    @property
    def volume(self) -> Volume | None:
        """What it shows planes of."""
        return self._planes.volume

    @property
    def view(self) -> View:
        """Which way its planes face."""
        return self._planes.view

    def _take_planes(self) -> None:
        """Take the planes of the view; zoom and pan begin anew only where their size or pixels are others."""
        self._nodules.set_planes(self._planes.volume, self._planes.planes)
        self._mark_bar()
        plane = self.plane
        if plane is None:
            return
        (_, rows, columns), (_, row_mm, column_mm) = plane.size, plane.spacing_mm
        geometry = ((columns, rows), (column_mm, row_mm))
        if geometry != self._geometry:
            before = self.canvas.view if self._geometry is not None and not self.canvas.fitted else None
            self.canvas.set_geometry(*geometry, keep_looks=self._geometry is not None)
            self._geometry = geometry
            if before is not None and self.canvas.view is not None:
                self.canvas.zoom_by(before.scale / self.canvas.view.scale)

    def set_awake(self, awake: bool) -> None:
        """Draw, or rest while nobody sees it; what changed meanwhile is drawn on waking."""
        if awake != self._awake:
            self._awake = awake
            if awake:
                self._show_slice()
            else:
                self.cine.stop()

    def slices_ready(self, indices: Collection[int]) -> None:
        """Take note that more slices of the volume are loaded."""
        if self._planes.volume is None or not indices:
            return
        in_view = self._planes.add_ready(indices)
        self._show_ready()
        if in_view:
            self._show_slice()

    def clear(self) -> None:
        """Show no volume."""
        self.cine.stop()
        self._planes.clear()
        self._nodules.set_planes(None, None)
        self.slab.reset()
        self._voi = None
        self._series_text = ""
        self.set_marks([], None)
        self._geometry = None
        self.canvas.set_geometry(None)
        self._show_ready()
        self._show_slice()

    @property
    def slice(self) -> int:
        """Index of the plane shown; in the volume, for slices as stored."""
        return self._planes.k

    @property
    def count(self) -> int:
        """How many planes there are."""
        return self._planes.count

    def set_slice(self, k: int) -> None:
        """Show slice `k`, or the nearest there is."""
        k = min(max(k, 0), self.count - 1)
        if k >= 0 and k != self._planes.k:
            self._planes.k = k
            self._show_slice()
            self.sliceChanged.emit(k)

    def step(self, n: int) -> None:
        """Go `n` slices on in reading order: towards the feet on axial slices."""
        self.set_slice(self._planes.step(n))

    def go_first(self) -> None:
        """Go to the slice nearest the head."""
        self.set_slice(self._planes.index_at(0))

    def go_last(self) -> None:
        """Go to the slice nearest the feet."""
        self.set_slice(self._planes.index_at(self.count - 1))

    def toggle_cine(self) -> None:
        """Go through the slices by themselves, from the last on with the first; or stop."""
        if self.count > 1:
            self.cine.toggle()

    def _show_next(self) -> None:
        following = self._planes.index_at((self._planes.position + 1) % self.count)
        if self._planes.is_loaded(following):  # else wait for it
            self.set_slice(following)

    # ------------------------------------------------------------ window, zoom and pan

    def _on_window(self, window: WindowLevel) -> None:
        self._table = screen_table(window_level.grey_table(window))
        self._draw_image()
        self._write_hud()
        self.windowChanged.emit(window)

    def reset_view(self) -> None:
        """Show the whole slice in the lung window."""
        self.canvas.reset()
        self.set_window(window_level.DEFAULT)

    def show_point(self, point_mm: Point) -> None:
        """Show the plane nearest to a patient position."""
        if self._planes.planes is not None:
            self.set_slice(self._planes.planes.nearest(point_mm))

    def centre_on(self, point_mm: Point) -> None:
        """Show the plane nearest to a patient position and bring the position well into view."""
        self.show_point(point_mm)
        if self.plane is None:
            return
        _, row, column = (float(v) for v in self.plane.to_voxel(point_mm))
        self.canvas.bring_into_view(column + 0.5, row + 0.5)

    # ------------------------------------------------------------ nodules and heat map

    def set_marks(self, marks: list[NoduleMark], selected_id: str | None) -> None:
        """Draw these nodules. The heat map is drawn for the selected one only."""
        self._nodules.set_marks(marks, selected_id)
        self._mark_bar()
        self._draw_overlay()

    def set_key_images(self, points_mm: Collection[Point]) -> None:
        """Mark the planes nearest to these patient positions beside the image."""
        self._key_images = points_mm
        self._mark_bar()

    def _mark_bar(self) -> None:
        chosen = self._nodules.selected_index
        places = [self._planes.index_at(k) for k in self._nodules.indices]
        self._bar.set_key_images(self._planes.positions(self._key_images))
        self._bar.set_nodules(places, None if chosen is None else self._planes.index_at(chosen))

    # ------------------------------------------------------------ what else it can do and tell

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what each command of `app.commands` that concerns the image alone does."""
        return commands_of(self)

    def holds(self) -> dict[str, tuple[Callable[[], object], Callable[[bool], object]]]:
        """Return what the commands do whose key may be held: on its way down, and up again."""
        return {"overlay.toggle": (partial(self.peek, True), self.release_overlay)}

    def frame(self) -> QImage:
        """Return image, heat map and outlines as shown, without the texts round them but for a slab's."""
        return self.canvas.frame()

    def position_under_pointer(self) -> Point | None:
        """Patient position under the pointer; `None` beside the image."""
        return self._to_patient(self.canvas.pointer)

    def measured_slice(self) -> MeasuredSlice | None:
        """Return the plane shown, to measure on; `None` while it is not loaded."""
        return self._planes.measured_slice()

    def sees(self, slices: Collection[int]) -> bool:
        """Whether one of these slices of the volume is seen, alone or in the slab."""
        return self._planes.sees(slices)

    def set_placeholder(self, text: str) -> None:
        """Take the text to show while there is no volume."""
        self._placeholder = text
        self._write_hud()

    def notice(self, text: str) -> None:
        """Write a sentence over the image for a moment."""
        self._notice = text
        if text:
            self._notice_timer.start(_NOTICE_MS)
        self._write_hud()

    def set_mode(self, text: str) -> None:
        """Write what the left button does while it is not what it does as a rule."""
        self._mode = text
        self._write_hud()

    # ------------------------------------------------------------ drawing

    @property
    def plane(self) -> Grid | None:
        """Where the plane shown lies, a grid of one slice; `None` without a volume."""
        return self._planes.plane

    def _show_ready(self) -> None:
        self._bar.set_ready(self._planes.ready_in_order())

    def _show_slice(self) -> None:
        self._shown = self._planes.image() if self._awake else None  # asleep it holds no voxels
        if not self._awake:
            return
        self._bar.set_position(self._planes.position)
        self.canvas.set_caption(self._planes.caption())
        self._draw_image()
        self._draw_overlay()
        self._probe()

    def _draw_image(self) -> None:
        if self._awake:
            self.canvas.set_image(None if self._shown is None else slice_image(self._shown, self._table))

    def _draw_overlay(self) -> None:
        if not self._awake:
            return
        k, settings = self.slice, self.display.overlay
        if self._shown is None or not self.display.shows_overlay:
            self.canvas.set_outlines(())
            self.canvas.set_contours(())
            self.canvas.set_heat(None)
            return
        self.canvas.set_outlines(self._nodules.outlines(k, self._planes.seen()))
        self.canvas.set_contours(self._nodules.contours(k, settings))
        self.canvas.set_heat(self._nodules.heat(k, settings))

    def _write_hud(self) -> None:
        if self.plane is None:
            self.canvas.set_hud(Hud(middle=self._placeholder, notice=self._notice))
            return
        view, hu = self.canvas.view, self._hu_under_pointer()
        roomy = self.canvas.width() >= _ROOM_FOR_SERIES_PX
        texts = hud_of(self._planes, self.window_level, None if view is None else view.pixel_screen[0])
        self.canvas.set_hud(
            replace(
                texts,
                top_left=(self._series_text if roomy else "", self._planes.name, self._mode),
                top_right=(*texts.top_right, self.cine.text),
                bottom_left=("" if hu is None else f"{hu} HU", *texts.bottom_left),
                middle=self._planes.loading_text() if self._shown is None else "",
                notice=self._notice,
            )
        )

    # ------------------------------------------------------------ the pointer

    def _to_patient(self, place: QPointF | None) -> Point | None:
        if place is None:
            return None
        return self._planes.to_patient(place.x(), place.y(), shown=self._shown is not None)

    def _hu_under_pointer(self) -> int | None:
        place = self.canvas.pointer
        if place is None or self._shown is None:
            return None
        hu = int(self._shown[int(place.y()), int(place.x())])
        return None if hu == OUTSIDE_HU else hu

    def _probe(self) -> None:
        self.pointProbed.emit(self.position_under_pointer(), self._hu_under_pointer())
        self._write_hud()

    def _on_window_dragged(self, right_px: float, down_px: float, fine: bool) -> None:
        self.set_window(self.window_level.dragged(right_px, down_px, fine=fine))

    def _on_menu_requested(self, place: QPointF | None, on_screen: QPoint) -> None:
        self.contextMenuRequested.emit(self._to_patient(place), on_screen)
