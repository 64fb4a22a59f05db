"""The image area: viewports in layouts, the keys that go to the active one, and a strip for warnings.

To the rest of the window it is one image: a position that was clicked, a nodule to go to. It must not know
files, the engine process or findings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import tr
from app.viewer.banner import Banner
from app.viewer.cine import guarded
from app.viewer.cursors import Cursors
from app.viewer.layout import Cells
from app.viewer.linked import LinkedViewports
from app.viewer.marks import NoduleMark
from app.viewer.viewport import Viewport
from engine.findings import Point
from engine.volume import Volume


class Layout(Enum):
    """What is laid out."""

    ONE = "one"
    PLANES = "planes"
    PAIR = "pair"
    """Two volumes side by side."""
    BOTH_PLANES = "both_planes"
    """Three planes of two volumes, one above the other."""


#: What F3 changes between while two volumes are shown.
_OTHER = {Layout.PAIR: Layout.BOTH_PLANES, Layout.BOTH_PLANES: Layout.PAIR}


class ViewportGrid(QWidget):
    """The image area."""

    pointClicked = Signal(object)
    """Patient position of a click that asks for an assessment: with one viewport."""
    pointSelected = Signal(object)
    """Patient position of a click that moved the crosshair: with several."""
    doubleClicked = Signal()
    contextMenuRequested = Signal(object, object)
    """As `Viewport.contextMenuRequested`, of any viewport."""
    layoutChanged = Signal()
    centred = Signal(object)
    """A patient position was brought into view in every plane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.linked = LinkedViewports(self)
        self.companion: LinkedViewports | None = None
        """Viewports of another volume, while one is shown beside the first."""
        self.cursors = Cursors(self.linked, self)
        self.layout_now = Layout.ONE
        self._glass = False
        self._several = Layout.PLANES
        self._before: tuple[Layout, Viewport] | None = None
        self._titles = ("", "")
        self._banner = Banner()
        self.cells = Cells(self.linked.main)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._banner)
        box.addWidget(self.cells, 1)
        self.setFocusProxy(self.cells)
        self._tables: dict[Viewport, dict[str, Callable[[], object]]] = {}
        self._adopt(self.linked)
        for viewport in self.linked.all:
            viewport.contextMenuRequested.connect(self.contextMenuRequested)
        for viewport in self.linked.all:
            viewport.canvas.menuKeyPressed.connect(partial(self._ask_menu, viewport))
        self.linked.clicked.connect(self._clicked)
        self.cells.doubleClicked.connect(self._double_clicked)
        self.cells.activeChanged.connect(lambda _viewport: self.stop_cine())

    def _adopt(self, linked: LinkedViewports) -> None:
        for viewport in linked.all:
            self._tables[viewport] = viewport.commands()
            if viewport is not self.linked.main:
                viewport.setParent(self)
                viewport.hide()
                viewport.set_awake(False)

    # ------------------------------------------------------------ layouts

    @property
    def active(self) -> Viewport:
        """The viewport that keys go to."""
        return self.cells.active

    def show_one(self) -> None:
        """Show the active viewport alone."""
        self._lay_out(Layout.ONE)

    def show_planes(self) -> None:
        """Show axial, coronal and sagittal planes, and the overview; of both volumes, where there are two."""
        self._lay_out(_OTHER.get(self._several, Layout.PLANES))

    def toggle_one(self) -> None:
        """Show the active viewport alone, or several again."""
        self._lay_out(self._several if self.layout_now is Layout.ONE else Layout.ONE)

    def show_beside(self, other: LinkedViewports) -> None:
        """Show the viewports of another volume, which has been given to them, beside the first's."""
        if self.companion is not None:
            return
        self._before = (self.layout_now, self.active)
        self.companion = other
        if other.main not in self._tables:
            self._adopt(other)
        other.set_crossed(True)
        self._lay_out(Layout.PAIR)

    def end_beside(self) -> None:
        """Show the first volume alone again, in the layout that it had before."""
        if self.companion is None or self._before is None:
            return
        (layout, active), self._before = self._before, None
        self.companion, self._several = None, Layout.PLANES
        self._titles = ("", "")
        self._lay_out(Layout.PLANES)
        self.cells.activate(active)
        self._lay_out(layout)

    def set_titles(self, own: str, other: str) -> None:
        """Write over each image which of the two volumes it shows."""
        self._titles = (own, other)
        for viewport in self.cells.shown:
            is_other = viewport not in self.linked.all
            self.cells.set_title(viewport, other if is_other else own, other=is_other)

    @property
    def own_layout(self) -> tuple[Layout, Viewport]:
        """Layout and active viewport of the first volume; beside another, those it will have again."""
        return self._before or (self.layout_now, self.active)

    def put_layout(self, layout: Layout, active: Viewport) -> None:
        """Have this layout, the keys going to one of `linked`."""
        if (layout, active) != (self.layout_now, self.active):
            self._lay_out(Layout.PLANES)
            self.cells.activate(active)
            self._lay_out(layout)

    def _lay_out(self, layout: Layout) -> None:
        self.stop_cine()
        linked, other = self.linked, self.companion
        several = layout is not Layout.ONE
        self._several = layout if several else self._several
        self.layout_now = layout
        # Alone, slices are shown as stored and clicks assess; another plane alone keeps the crosshair.
        linked.set_crossed(several or self.active is not linked.main)
        rows: list[list[Viewport]] = [[self.active]]
        if layout is Layout.PLANES:
            rows = [[linked.main, linked.coronal], [linked.overview, linked.sagittal]]
        elif other is not None and several:
            both = [[one.main, one.coronal, one.sagittal] for one in (linked, other)]
            rows = both if layout is Layout.BOTH_PLANES else [[linked.main, other.main]]
        self.cells.lay_out(rows)
        self.set_titles(*self._titles)
        self.setFocusProxy(self.cells)
        self.active.setFocus()
        self.layoutChanged.emit()

    def _double_clicked(self, viewport: Viewport) -> None:
        self.cells.activate(viewport)
        self.doubleClicked.emit()
        self.toggle_one()

    def _clicked(self, point_mm: Point) -> None:
        alone = self.layout_now is Layout.ONE and self.active is self.linked.main
        (self.pointClicked if alone else self.pointSelected).emit(point_mm)

    # ------------------------------------------------------------ keys

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what each command of the image does; those of one viewport go to the active one."""
        names = self._tables[self.linked.main]
        return {
            **{name: partial(self._do, name) for name in names},
            "layout.one": self.toggle_one,
            "layout.planes": self.show_planes,
            "viewport.next": partial(self.cells.step, 1),
            "viewport.previous": partial(self.cells.step, -1),
            "crosshair.left": partial(self._nudge, -1, 0),
            "crosshair.right": partial(self._nudge, 1, 0),
            "crosshair.up": partial(self._nudge, 0, -1),
            "crosshair.down": partial(self._nudge, 0, 1),
            "plane.turn_right": partial(self._turn, 1),
            "plane.turn_left": partial(self._turn, -1),
            "plane.turn_right15": partial(self._turn, 15),
            "plane.turn_left15": partial(self._turn, -15),
            "plane.straight": self._straighten,
            "cursor.toggle": lambda: self.cursors.toggle(self.active),
        }

    def holds(self) -> dict[str, tuple[Callable[[], object], Callable[[bool], object]]]:
        """Return what the commands do whose key may be held."""
        return {
            "overlay.toggle": (self._peek, self.linked.display.release_overlay),
            "view.magnify": (partial(self._magnify, True), self._release_glass),
        }

    def guarded(self, handlers: dict[str, Callable[[], object]]) -> dict[str, Callable[[], object]]:
        """Return the commands so that each, but those of the cine and Escape, stops any cine first."""
        return guarded(handlers, self.stop_cine)

    def stop_cine(self) -> bool:
        """Stop the cine; return whether one was under way."""
        stopped = [viewport.cine.stop() for viewport in self._tables]
        return any(stopped)

    def _do(self, name: str) -> None:
        # The whole slice of both, side by side: they have one scale.
        both = name == "view.reset" and self.companion is not None
        for viewport in self.cells.shown if both else (self.active,):
            self._tables[viewport][name]()

    def _peek(self) -> None:
        self.stop_cine()
        self.linked.display.peek(True)

    def _magnify(self, on: bool) -> None:
        for viewport in self.linked.all:
            viewport.canvas.magnify(on)
        if on and not any(viewport.canvas.pointed for viewport in self.cells.shown):
            # By keys alone: over the crosshair, else in the middle.
            canvas = self.active.canvas
            crossing = self.linked.layers[self.active].centre() if self._crossed else None
            canvas.magnify(True, crossing or canvas.rect().toRectF().center())

    def _release_glass(self, was_held: bool) -> None:
        """Take the glass away; one that was not held was a press, and stays until the next."""
        self._glass = not (was_held or self._glass)
        self._magnify(self._glass)

    def _nudge(self, right: int, down: int) -> None:
        if self._has_crosshair():
            across, below = self.active.canvas.ways
            self._active_linked.nudge(self.active, right * across, down * below)

    def _turn(self, degrees: float) -> None:
        if self._has_crosshair():
            crosshair = self._active_linked.crosshair
            crosshair.turn(self.active.view, degrees * self.active.canvas.turning)

    def _straighten(self) -> None:
        self._active_linked.crosshair.straighten()

    @property
    def _active_linked(self) -> LinkedViewports:
        """The viewports that show the volume of the active one."""
        other = self.companion
        return other if other is not None and self.active in other.all else self.linked

    @property
    def _crossed(self) -> bool:
        """Whether there is a crosshair: alone, slices as stored have none."""
        return not (self.layout_now is Layout.ONE and self.active is self.linked.main)

    def _has_crosshair(self) -> bool:
        if not self._crossed:
            self.notice(tr("The crosshair is in the three planes (F3)."))
            return False
        return True

    # ------------------------------------------------------------ as one image

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
        self.linked.show_volume(
            volume,
            start_slice=start_slice,
            ready=ready,
            voi_window=voi_window,
            keep_window=keep_window,
            series_text=series_text,
        )

    def slices_ready(self, indices: Collection[int]) -> None:
        """Take note that more slices of the volume are loaded."""
        self.linked.slices_ready(indices)

    def clear(self) -> None:
        """Show no volume."""
        self.linked.clear()

    def set_marks(self, marks: list[NoduleMark], selected_id: str | None) -> None:
        """Draw these nodules in every plane."""
        self.linked.set_marks(marks, selected_id)

    def centre_on(self, point_mm: Point) -> None:
        """Bring a patient position into view in every plane."""
        self.linked.centre_on(point_mm)
        self.centred.emit(point_mm)

    def show_point(self, point_mm: Point) -> None:
        """Show the planes nearest to a patient position."""
        self.linked.crosshair.move_to(point_mm)

    def sees(self, slices: Collection[int]) -> bool:
        """Whether one of these slices of the volume is seen, or cut by the planes at the crosshair."""
        return self.linked.sees(slices)

    def position_under_pointer(self) -> Point | None:
        """Patient position under the pointer, in whichever viewport of the first volume it is; else of cursor
        or crosshair.
        """
        points = (v.position_under_pointer() for v in self.cells.shown if v in self.linked.all)
        at = self.cursors.point_in(self.active) if self.active in self.linked.all else None
        return next((point for point in points if point is not None), at)

    def _ask_menu(self, viewport: Viewport) -> None:
        point, canvas = self.cursors.point_in(viewport), viewport.canvas
        at = self.cursors.screen_place(viewport)
        self.contextMenuRequested.emit(point, canvas.mapToGlobal(at or canvas.rect().center()))

    def frame(self) -> QImage:
        """Return the active viewport's picture."""
        return self.active.frame()

    def banner(self, text: str | None) -> None:
        """Show a warning about the series above the images, or none."""
        self._banner.show_text(text)

    def notice(self, text: str) -> None:
        """Write a sentence over the active image for a moment."""
        self.active.notice(text)

    def set_mode(self, text: str) -> None:
        """Write what the left button does while it is not what it does as a rule."""
        for viewport in self.linked.all:
            viewport.set_mode(text)
