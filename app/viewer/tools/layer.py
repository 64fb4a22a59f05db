"""The mouse over a slice while something is measured: draws, takes hold of handles, moves, selects.

It shows what it is given and asks for changes by signals; what is kept is not its business. Without a tool,
presses beside every measurement go on to the viewport as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from app.i18n import mark, tr
from app.viewer.canvas import CLICK_SLACK_PX
from app.viewer.tools import TOOLS
from app.viewer.tools.drawn import Drawn, handle_at, holds, paint, write
from app.viewer.tools.tool import MeasuredSlice, ShapedTool, Tool
from app.viewer.view_transform import ViewTransform
from app.viewer.viewport import Viewport
from engine.findings import Point
from engine.reading import TEXT

_LEFT = Qt.MouseButton.LeftButton
#: Why there are no HU here.
INTERPOLATED = mark("This plane is interpolated: HU are measured on straight planes and on slices as stored.")


@dataclass
class _Drawing:
    """What the mouse is drawing or changing: `points` so far, in image coordinates."""

    tool: Tool
    points: list[tuple[float, float]]
    press: QPointF
    of: Drawn | None = None
    """What is being changed; `None` for a new one."""
    handle: int | None = None
    """Handle that is dragged; `None` for all of it."""
    begun: tuple[tuple[float, float], ...] = ()
    """Points when the change began."""
    moved: bool = False


class ToolLayer(QObject):
    """Measurements of a viewport.

    Signals
    -------
    made(object)
        A new `Drawn`.
    changed(object, object)
        A `Drawn` and what it became.
    toolChanged(str)
        The kind of the tool in hand; empty for none.
    chosen()
        A press selected a measurement here.
    textWanted(object, object, object)
        A note's patient position, where on the image widget, and the `Drawn` to change, or `None`.
    """

    made = Signal(object)
    changed = Signal(object, object)
    toolChanged = Signal(str)
    chosen = Signal()
    textWanted = Signal(object, object, object)

    def __init__(self, viewport: Viewport) -> None:
        super().__init__(viewport)
        self._viewport, self._canvas = viewport, viewport.canvas
        self._tool: Tool | None = None
        self._shown: tuple[Drawn, ...] = ()
        self._selected: int | None = None
        self._drawing: _Drawing | None = None
        self.propose: Callable[[str, Point, MeasuredSlice], tuple[Point, ...] | None] = lambda *_: None
        """Asked at a click what a tool may take from a nodule there; `None` for nothing."""
        self._canvas.set_painter(self._paint)
        self._canvas.installEventFilter(self)
        viewport.sliceChanged.connect(lambda _k: self._leave_slice())

    # ------------------------------------------------------------ what is shown

    def set_measurements(self, measurements: Sequence[Drawn]) -> None:
        """Show these, each in the plane that it was made in."""
        self._shown = tuple(measurements)
        keys = {drawn.key for drawn in measurements}
        if self._selected not in keys:
            self._selected = None
        drawing = self._drawing
        if drawing is not None and drawing.of is not None and drawing.of.key not in keys:
            self._drawing = None
        self._canvas.update()

    @property
    def selection(self) -> Drawn | None:
        """The selected measurement; it is always on the slice shown."""
        return next((d for d in self._here() if d.key == self._selected), None)

    def select(self, key: int | None) -> None:
        """Select a measurement of this slice, or none."""
        self._selected = key
        self._canvas.update()

    @property
    def tool(self) -> str:
        """Kind of the tool in hand; empty for none."""
        return self._tool.kind if self._tool else ""

    def take(self, kind: str) -> None:
        """Take a tool in hand, or lay it down if it is there already; an empty text lays down any."""
        self._drawing = None
        self._tool = None if not kind or kind == self.tool else TOOLS[kind]
        self._canvas.update()
        self.toolChanged.emit(self.tool)

    def give_up(self) -> bool:
        """Give up what is being drawn; return whether there was any."""
        drawing, self._drawing = self._drawing, None
        self._canvas.update()
        return drawing is not None

    def leave(self) -> bool:
        """Give up what is being drawn, else lay down the tool, else let go; return whether there was any."""
        if self.give_up():
            return True
        if self._tool is not None:
            self.take("")
        elif self.selection is not None:
            self.select(None)
        else:
            return False
        return True

    def _here(self) -> list[Drawn]:
        on = self._viewport.measured_slice()
        return [] if on is None else [d for d in self._shown if on.holds(d.points_mm)]

    def _leave_slice(self) -> None:
        self._drawing = self._selected = None

    # ------------------------------------------------------------ mouse

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the presses that measure; zoom, pan and wheel stay the canvas's."""
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            mouse = cast("QMouseEvent", event)
            return mouse.button() == _LEFT and self._press(mouse.position())
        if kind == QEvent.Type.MouseMove:
            self._move(cast("QMouseEvent", event).position())
        elif kind == QEvent.Type.MouseButtonRelease:
            mouse = cast("QMouseEvent", event)
            return mouse.button() == _LEFT and self._release(mouse.position())
        return False

    def _press(self, at: QPointF) -> bool:
        on, view = self._viewport.measured_slice(), self._canvas.view
        if on is None or view is None:
            return self._tool is not None  # while the slice is loading, nothing is measured
        if self._drawing is not None:  # its next position
            self._drawing.press, self._drawing.moved = at, False
            self._move(at)
            return True
        if self._take_hold(at, on, view):
            return True
        if self._selected is not None:
            self._selected = None
            self._canvas.update()
        place = view.to_image(at.x(), at.y())
        if self._tool is None or not view.holds(*place):
            return False
        if self._tool.needs_voxels and not on.exact:
            self._viewport.notice(tr(INTERPOLATED))
            return True
        points = [place] * min(self._tool.n_points, 2)
        self._drawing = _Drawing(self._tool, points, at)
        self._canvas.update()
        return True

    def _take_hold(self, at: QPointF, on: MeasuredSlice, view: ViewTransform) -> bool:
        for drawn in sorted(self._here(), key=lambda d: d.key != self._selected):
            tool, places = TOOLS[drawn.kind], on.to_image(drawn.points_mm)
            points = _on_screen(places, view)
            handle = handle_at(points, at)
            if handle is None and not holds(tool, points, at):
                continue
            self._selected = drawn.key
            self.chosen.emit()
            self._drawing = _Drawing(tool, places, at, of=drawn, handle=handle, begun=tuple(places))
            self._canvas.update()
            return True
        return False

    def _move(self, at: QPointF) -> None:
        drawing, view = self._drawing, self._canvas.view
        if drawing is None or view is None:
            return
        travel = at - drawing.press
        drawing.moved = drawing.moved or travel.manhattanLength() > CLICK_SLACK_PX
        place = view.to_image(at.x(), at.y())
        if drawing.of is None:
            drawing.points[-1] = place
        elif drawing.moved:
            start = view.to_image(drawing.press.x(), drawing.press.y())
            self._reshape(drawing, (place[0] - start[0], place[1] - start[1]), view)
        self._canvas.update()

    def _reshape(self, drawing: _Drawing, by: tuple[float, float], view: ViewTransform) -> None:
        """Take a drag of one handle or of all of it."""
        shifted = _shifted(drawing, by, view.image)
        on = self._viewport.measured_slice()
        if drawing.handle is not None and isinstance(drawing.tool, ShapedTool) and on is not None:
            begun = [on.to_patient(c, r) for c, r in drawing.begun]
            to = on.to_patient(*shifted[drawing.handle])
            shifted = on.to_image(drawing.tool.reshaped(begun, drawing.handle, to, on))
            if not all(view.holds(c, r) for c, r in shifted):
                return  # held inside the image it would lose its shape
        drawing.points = shifted

    def _release(self, at: QPointF) -> bool:
        drawing, on = self._drawing, self._viewport.measured_slice()
        if drawing is None or on is None:
            return False
        self._move(at)
        if drawing.of is not None:
            self._drawing = None
            if drawing.moved:
                after = _measured(drawing, on)
                self._selected = after.key
                self.changed.emit(drawing.of, after)
            elif self.tool == TEXT == drawing.tool.kind:
                self.textWanted.emit(drawing.of.points_mm[0], at, drawing.of)
            return True
        tool, points = drawing.tool, drawing.points
        if len(points) > 1 and self._on_last(points, at):
            if len(points) == 2 and (found := self.propose(tool.kind, on.to_patient(*points[0]), on)):
                self._finish(Drawn(tool.kind, found, tool.values(found, on)))
            return True  # a click: the next one, or a drag, gives the next position
        if len(points) < (tool.n_drawn if isinstance(tool, ShapedTool) else tool.n_points):
            points.append(points[-1])
        elif tool.kind == TEXT:
            self._drawing = None
            self.textWanted.emit(on.to_patient(*points[0]), at, None)
        else:
            self._finish(_measured(drawing, on))
        return True

    def _finish(self, drawn: Drawn) -> None:
        self._drawing = None
        self._selected = drawn.key
        self.made.emit(drawn)

    def _on_last(self, points: Sequence[tuple[float, float]], at: QPointF) -> bool:
        view = self._canvas.view
        last = QPointF(*view.to_screen(*points[-2])) if view is not None else at
        return (at - last).manhattanLength() <= CLICK_SLACK_PX

    # ------------------------------------------------------------ painting

    def _paint(self, painter: QPainter, view: ViewTransform) -> None:
        on, drawing = self._viewport.measured_slice(), self._drawing
        if on is None:
            return
        pictures: list[tuple[Tool, list[QPointF], str, bool]] = []
        for drawn in self._here():
            if drawing is None or drawing.of is not drawn:
                points = _on_screen(on.to_image(drawn.points_mm), view)
                pictures.append((TOOLS[drawn.kind], points, drawn_text(drawn), drawn.key == self._selected))
        if drawing is not None:
            pictures.append(_being_drawn(drawing, on, view))
        for tool, points, _, chosen in pictures:
            paint(painter, tool, points, selected=chosen)
        room, taken = QRect(2, 2, round(view.screen[0]) - 4, round(view.screen[1]) - 4), list[QRect]()
        for _, points, text, chosen in pictures:  # over all lines
            if text and any(room.contains(p.toPoint()) for p in points):
                write(painter, text, points, room, taken, selected=chosen)


def _on_screen(places: Sequence[tuple[float, float]], view: ViewTransform) -> list[QPointF]:
    return [QPointF(*view.to_screen(c, r)) for c, r in places]


def _shifted(drawing: _Drawing, by: tuple[float, float], image: tuple[int, int]) -> list[tuple[float, float]]:
    """Return the points after a drag of one handle or of all of it, its shape kept, inside the image."""
    moving = [p for i, p in enumerate(drawing.begun) if drawing.handle in (None, i)]
    held = [
        min(max(by[axis], -min(p[axis] for p in moving)), image[axis] - max(p[axis] for p in moving))
        for axis in (0, 1)
    ]
    return [
        (c + held[0], r + held[1]) if drawing.handle in (None, i) else (c, r)
        for i, (c, r) in enumerate(drawing.begun)
    ]


def _measured(drawing: _Drawing, on: MeasuredSlice) -> Drawn:
    tool = drawing.tool
    points_mm: tuple[Point, ...] = tuple(on.to_patient(c, r) for c, r in drawing.points)
    if isinstance(tool, ShapedTool) and len(points_mm) == tool.n_drawn:
        points_mm = tool.completed(points_mm, on)
    text = drawing.of.text if drawing.of is not None else ""
    return Drawn(tool.kind, points_mm, tool.values(points_mm, on), text)


def _being_drawn(
    drawing: _Drawing, on: MeasuredSlice, view: ViewTransform
) -> tuple[Tool, list[QPointF], str, bool]:
    """Return the tool, its points on the screen, what is written beside them, and that it is chosen."""
    tool, text, places = drawing.tool, "", drawing.points
    if len(places) >= (tool.n_drawn if isinstance(tool, ShapedTool) else tool.n_points):
        so_far = _measured(drawing, on)
        places, text = on.to_image(so_far.points_mm), drawn_text(so_far)
    return tool, _on_screen(places, view), text, True


def drawn_text(drawn: Drawn) -> str:
    """Return what is written beside a drawing."""
    return drawn.text or ("\n".join(TOOLS[drawn.kind].lines(drawn.values)) if drawn.values else "")
