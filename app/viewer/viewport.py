"""A slice or slab of a volume on the screen, heat map and outlines of its nodules, and all that moves it.

It owns which slice is shown, the grey-scale window and how the heat map is shown, and translates between the
canvas's pixels and patient millimetres through the volume's grid. It must not know files, the engine
process or what a finding says: a click is only a position in the patient.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.viewer import window_level
from app.viewer.banner import Banner
from app.viewer.canvas import Canvas
from app.viewer.cine import Cine
from app.viewer.heat_switch import HeatSwitch
from app.viewer.hud import Hud
from app.viewer.images import screen_table, slice_image
from app.viewer.marks import NoduleMark
from app.viewer.nodule_layer import NoduleLayer
from app.viewer.overlay import OverlaySettings
from app.viewer.slab_view import SlabView
from app.viewer.slice_bar import SliceBar
from app.viewer.tools.tool import MeasuredSlice
from app.viewer.window_level import WindowLevel
from engine.findings import Point
from engine.geometry import Grid
from engine.orientation import edge_letters, reading_direction, slice_position
from engine.volume import Volume

_NOTICE_MS = 2500
_OPACITY_STEP = 0.1


class Viewport(HeatSwitch, QWidget):
    """The image area.

    Slices are named by their index in the volume; `step`, `go_first` and `go_last` follow the order in which
    slices are read (head to feet), however they are stored. The window is `window_level`, since
    ``QWidget.window()`` is Qt's own.
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._volume: Volume | None = None
        self._ready: npt.NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self._slice = 0
        self._direction = 1
        self._voi: WindowLevel | None = None
        self._series_text = ""
        self._placeholder = ""
        self._notice = ""
        self._mode = ""
        self._shown: npt.NDArray[np.int16] | None = None
        self.slab = SlabView(self)
        self.cine = Cine(self)
        self._nodules = NoduleLayer()
        self._overlay = OverlaySettings()
        self._peeking = False
        self._window = window_level.DEFAULT
        self._table = screen_table(window_level.grey_table(self._window))

        self._banner = Banner()
        self.canvas = Canvas()
        self.bar = self._bar = SliceBar()
        picture = QHBoxLayout()
        picture.setContentsMargins(0, 0, 0, 0)
        picture.setSpacing(0)
        picture.addWidget(self.canvas, 1)
        picture.addWidget(self._bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._banner)
        layout.addLayout(picture, 1)
        self.setFocusProxy(self.canvas)

        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.timeout.connect(partial(self.notice, ""))
        self.canvas.clicked.connect(self._on_clicked)
        self.canvas.windowDragged.connect(self._on_window_dragged)
        self.canvas.wheelTurned.connect(lambda notches: self.step(-notches))
        self.canvas.hovered.connect(self._probe)
        self.canvas.menuRequested.connect(self._on_menu_requested)
        self.canvas.viewChanged.connect(self._probe)
        self._bar.moved.connect(lambda position: self.set_slice(self._index_at(position)))
        self.slab.changed.connect(self._show_slice)
        self.slab.said.connect(self.notice)
        self.cine.ticked.connect(self._show_next)
        self.cine.changed.connect(self._write_hud)

    # ------------------------------------------------------------ volume and slice

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
        """Show a volume, the whole slice in view, without nodules.

        Parameters
        ----------
        volume
            Its voxels may still be filling up.
        start_slice
            Index of the slice to begin with.
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
        self._volume = volume
        self.slab.set_volume(volume, keep=keep_window)
        count, rows, columns = volume.grid.size
        self._ready = np.full(count, ready is None)
        if ready is not None:
            self._ready[list(ready)] = True
        self._direction = reading_direction(volume.grid)
        self._slice = min(max(start_slice, 0), count - 1)
        self._voi = WindowLevel(*voi_window) if voi_window is not None and voi_window[0] >= 1 else None
        self._series_text = series_text
        self.set_marks([], None)
        if not keep_window:
            self.set_window(window_level.DEFAULT)
        _, row_mm, column_mm = volume.grid.spacing_mm
        self.canvas.set_geometry((columns, rows), (column_mm, row_mm))
        self._show_ready()
        self._show_slice()
        self.sliceChanged.emit(self._slice)

    def slices_ready(self, indices: Collection[int]) -> None:
        """Take note that more slices of the volume are loaded."""
        if self._volume is None or not indices:
            return
        self._ready[list(indices)] = True
        self._show_ready()
        if not set(self.slab.slices(self._slice)).isdisjoint(indices):
            self._show_slice()

    def clear(self) -> None:
        """Show no volume."""
        self.cine.stop()
        self._volume = None
        self.slab.set_volume(None, keep=False)
        self._ready = np.zeros(0, dtype=bool)
        self._slice = 0
        self._voi = None
        self._series_text = ""
        self.set_marks([], None)
        self.canvas.set_geometry(None)
        self._show_ready()
        self._show_slice()

    @property
    def slice(self) -> int:
        """Index, in the volume, of the slice shown."""
        return self._slice

    def set_slice(self, k: int) -> None:
        """Show slice `k`, or the nearest there is."""
        if self._volume is None:
            return
        k = min(max(k, 0), len(self._ready) - 1)
        if k != self._slice:
            self._slice = k
            self._show_slice()
            self.sliceChanged.emit(k)

    def step(self, n: int) -> None:
        """Go `n` slices on in reading order: towards the feet on axial slices."""
        self.set_slice(self._slice + n * self._direction)

    def go_first(self) -> None:
        """Go to the slice nearest the head."""
        self.set_slice(self._index_at(0))

    def go_last(self) -> None:
        """Go to the slice nearest the feet."""
        self.set_slice(self._index_at(len(self._ready) - 1))

    def toggle_cine(self) -> None:
        """Go through the slices by themselves, from the last on with the first; or stop."""
        if len(self._ready) > 1:
            self.cine.toggle()

    def _show_next(self) -> None:
        following = self._index_at((self._index_at(self._slice) + 1) % len(self._ready))
        if self._is_loaded(following):  # else wait for it
            self.set_slice(following)

    def _index_at(self, position: int) -> int:
        """Slice index at a place in reading order; its own inverse."""
        return position if self._direction > 0 else len(self._ready) - 1 - position

    # ------------------------------------------------------------ window, zoom and pan

    @property
    def window_level(self) -> WindowLevel:
        """The grey-scale window."""
        return self._window

    def set_window(self, window: WindowLevel) -> None:
        """Show the image with another window; it stays while scrolling."""
        if window == self._window:
            return
        self._window = window
        self._table = screen_table(window_level.grey_table(window))
        self._draw_image()
        self._write_hud()
        self.windowChanged.emit(window)

    def apply_preset(self, name: str) -> bool:
        """Set one of `window_level.PRESET_NAMES`; return whether there is such a window for this slice.

        Raises
        ------
        KeyError
            If there is no preset of that name.
        """
        if name == window_level.DICOM:
            if self._voi is None:
                self.notice("The files name no window.")
                return False
            self.set_window(self._voi)
        elif name == window_level.AUTO:
            if self._shown is None:
                return False
            self.set_window(window_level.auto_window(self._shown))
        else:
            self.set_window(window_level.PRESETS[name])
        return True

    def reset_view(self) -> None:
        """Show the whole slice in the lung window."""
        self.canvas.reset()
        self.set_window(window_level.DEFAULT)

    def centre_on(self, point_mm: Point) -> None:
        """Show the slice nearest to a patient position and bring the position well into view."""
        if self._volume is None:
            return
        k = self._volume.nearest_slice(point_mm)
        self.set_slice(k)
        _, row, column = (float(v) for v in self._volume.plane(k).to_voxel(point_mm))
        self.canvas.bring_into_view(column + 0.5, row + 0.5)

    # ------------------------------------------------------------ nodules and heat map

    def set_marks(self, marks: list[NoduleMark], selected_id: str | None) -> None:
        """Draw these nodules. The heat map is drawn for the selected one only."""
        self._nodules.set_marks(marks, selected_id)
        selected = self._nodules.selected
        self._bar.set_nodules(
            [self._index_at(mark.largest_slice) for mark in marks],
            None if selected is None else self._index_at(selected.largest_slice),
        )
        self._draw_overlay()

    # ------------------------------------------------------------ what else it can do and tell

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what each command of `app.shortcuts` that concerns the image alone does."""
        presets = {f"window.{name}": partial(self.apply_preset, name) for name in window_level.PRESET_NAMES}
        return {
            "slice.next": partial(self.step, 1),
            "slice.previous": partial(self.step, -1),
            "slice.next10": partial(self.step, 10),
            "slice.previous10": partial(self.step, -10),
            "slice.first": self.go_first,
            "slice.last": self.go_last,
            "view.reset": self.reset_view,
            **self.slab.commands(),
            "cine.toggle": self.toggle_cine,
            "cine.faster": self.cine.faster,
            "cine.slower": self.cine.slower,
            "overlay.fainter": partial(self.change_opacity, -_OPACITY_STEP),
            "overlay.stronger": partial(self.change_opacity, _OPACITY_STEP),
            **presets,
        }

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
        """Return the slice shown, to measure on; `None` while it is not loaded."""
        plane = self._plane()
        if self._volume is None or plane is None or not self._ready[self._slice]:
            return None
        return MeasuredSlice(self._slice, plane, self._volume.hu[self._slice])

    def banner(self, text: str | None) -> None:
        """Show a warning about the series above the image, or none."""
        self._banner.show_text(text)

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

    def _plane(self) -> Grid | None:
        return None if self._volume is None else self._volume.plane(self._slice)

    def _is_loaded(self, k: int) -> bool:
        slices = self.slab.slices(k)
        return self._volume is not None and bool(self._ready[slices.start : slices.stop].all())

    def _show_ready(self) -> None:
        self._bar.set_ready([bool(r) for r in self._ready[:: self._direction]])

    def _show_slice(self) -> None:
        self._bar.set_position(self._index_at(self._slice))
        self._shown = self.slab.image(self._slice) if self._is_loaded(self._slice) else None
        self.canvas.set_caption(self.slab.caption(self._slice))
        self._draw_image()
        self._draw_overlay()
        self._probe()

    def _draw_image(self) -> None:
        self.canvas.set_image(None if self._shown is None else slice_image(self._shown, self._table))

    def _draw_overlay(self) -> None:
        plane = self._plane()
        if plane is None or self._shown is None or self._overlay.on == self._peeking:
            self.canvas.set_outlines(())
            self.canvas.set_heat(None)
            return
        self.canvas.set_outlines(self._nodules.outlines(self._slice, plane, self.slab.slices(self._slice)))
        self.canvas.set_heat(self._nodules.heat(self._slice, plane, self._overlay))

    def _write_hud(self) -> None:
        plane = self._plane()
        if plane is None:
            self.canvas.set_hud(Hud(middle=self._placeholder, notice=self._notice))
            return
        number, count = self._index_at(self._slice) + 1, len(self._ready)
        axis, position = slice_position(plane)
        view = self.canvas.view
        name = window_level.preset_name(self._window)
        cine = f"cine {self.cine.speed} slices/s" if self.cine.running else ""
        self.canvas.set_hud(
            Hud(
                top_left=(self._series_text, self._mode),
                top_right=(f"zoom {view.pixel_screen[0]:.1f}" if view is not None else "", cine),
                bottom_left=(self._probe_text(), f"{self._window.text}  {name or ''}".rstrip()),
                bottom_right=(f"{axis} {position:.1f} mm", f"slice {number} / {count}"),
                middle=self._loading_text(number, count),
                notice=self._notice,
                letters=edge_letters(plane),
            )
        )

    def _loading_text(self, number: int, count: int) -> str:
        if self._shown is not None:
            return ""
        slices = self.slab.slices(self._slice)
        if len(slices) > 1:
            there = int(self._ready[slices.start : slices.stop].sum())
            return f"Loading the slab: {there} of {len(slices)} slices"
        return f"Loading slice {number} of {count}"

    # ------------------------------------------------------------ the pointer

    def _to_patient(self, place: QPointF | None) -> Point | None:
        if place is None or self._volume is None:
            return None
        k = self._slice
        if self._shown is not None:
            # What is seen in a MIP lies where its brightest voxel does, not on the slice in its middle.
            k = self.slab.depth(k, int(place.y()), int(place.x()))
        plane = self._volume.plane(k)
        x, y, z = (float(v) for v in plane.to_patient((0, place.y() - 0.5, place.x() - 0.5)))
        return (x, y, z)

    def _hu_under_pointer(self) -> int | None:
        place = self.canvas.pointer
        if place is None or self._shown is None:
            return None
        return int(self._shown[int(place.y()), int(place.x())])

    def _probe_text(self) -> str:
        hu = self._hu_under_pointer()
        return "" if hu is None else f"{hu} HU"

    def _probe(self) -> None:
        self.pointProbed.emit(self.position_under_pointer(), self._hu_under_pointer())
        self._write_hud()

    def _on_clicked(self, place: QPointF) -> None:
        self.pointClicked.emit(self._to_patient(place))

    def _on_window_dragged(self, right_px: float, down_px: float, fine: bool) -> None:
        self.set_window(self._window.dragged(right_px, down_px, fine=fine))

    def _on_menu_requested(self, place: QPointF | None, on_screen: QPoint) -> None:
        self.contextMenuRequested.emit(self._to_patient(place), on_screen)
