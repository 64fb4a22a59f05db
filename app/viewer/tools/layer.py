"""The mouse over a slice while something is measured: draws, takes hold of handles, moves, selects.

It shows what it is given and asks for changes by signals; what is kept is not its business. Without a tool,
presses beside every measurement go on to the viewport as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from app.i18n import mark, tr
from app.viewer.canvas import CLICK_SLACK_PX
from app.viewer.tools import TOOLS
from app.viewer.tools.drawing import Drawing, being_drawn, drawn_text, measured, on_screen, shifted_points
from app.viewer.tools.drawn import Drawn, handle_at, holds, paint, write
from app.viewer.tools.tool import MeasuredSlice, ShapedTool, Tool
from app.viewer.view_transform import ViewTransform
from app.viewer.viewport import Viewport
from engine.findings import Point
from engine.reading import TEXT

_LEFT = Qt.MouseButton.LeftButton
#: How long after the last key what was moved by keys is kept.
SETTLE_MS = 400
#: Why there are no HU here.
INTERPOLATED = mark("This plane is interpolated: HU are measured on straight planes and on slices as stored.")


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
        self._drawing: Drawing | None = None
        self.propose: Callable[[str, Point, MeasuredSlice], tuple[Point, ...] | None] = lambda *_: None
        """Asked at a click what a tool may take from a nodule there; `None` for nothing."""
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._settle)
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
        self.let_go()
        self._drawing = None
        self._tool = None if not kind or kind == self.tool else TOOLS[kind]
        self._canvas.update()
        self.toolChanged.emit(self.tool)

    @property
    def any_here(self) -> bool:
        """Whether anything was measured on the plane shown."""
        return bool(self._here())

    def give_up(self) -> bool:
        """Give up what is being drawn; return whether there was any."""
        self._settling.stop()
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
        self.let_go()
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
        self.let_go()
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
        self._begin(self._tool, place, at, on)
        return True

    def _begin(self, tool: Tool, place: tuple[float, float], at: QPointF, on: MeasuredSlice) -> None:
        if tool.needs_voxels and not on.exact:
            self._viewport.notice(tr(INTERPOLATED))
            return
        self._drawing = Drawing(tool, [place] * min(tool.n_points, 2), at)
        self._canvas.update()

    def _take_hold(self, at: QPointF, on: MeasuredSlice, view: ViewTransform) -> bool:
        for drawn in sorted(self._here(), key=lambda d: d.key != self._selected):
            tool, places = TOOLS[drawn.kind], on.to_image(drawn.points_mm)
            points = on_screen(places, view)
            handle = handle_at(points, at)
            if handle is None and not holds(tool, points, at):
                continue
            self._selected = drawn.key
            self.chosen.emit()
            self._drawing = Drawing(tool, places, at, of=drawn, handle=handle, begun=tuple(places))
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

    def _reshape(self, drawing: Drawing, by: tuple[float, float], view: ViewTransform) -> None:
        """Take a drag of one handle or of all of it."""
        shifted = shifted_points(drawing, by, view.image)
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
                after = measured(drawing, on)
                self._selected = after.key
                self.changed.emit(drawing.of, after)
            elif self.tool == TEXT == drawing.tool.kind:
                self.textWanted.emit(drawing.of.points_mm[0], at, drawing.of)
            return True
        if len(drawing.points) > 1 and self._on_last(drawing.points, at):
            self._take_proposal(drawing, on)
            return True  # a click: the next one, or a drag, gives the next position
        self._go_on(drawing, on, at)
        return True

    def _take_proposal(self, drawing: Drawing, on: MeasuredSlice) -> None:
        tool, points = drawing.tool, drawing.points
        if len(points) == 2 and (found := self.propose(tool.kind, on.to_patient(*points[0]), on)):
            self._finish(Drawn(tool.kind, found, tool.values(found, on)))

    def _go_on(self, drawing: Drawing, on: MeasuredSlice, at: QPointF) -> None:
        """Take the last point as set: ask for the next one, or finish."""
        tool, points = drawing.tool, drawing.points
        if len(points) < (tool.n_drawn if isinstance(tool, ShapedTool) else tool.n_points):
            points.append(points[-1])
        elif tool.kind == TEXT:
            self._drawing = None
            self.textWanted.emit(on.to_patient(*points[0]), at, None)
        else:
            self._finish(measured(drawing, on))

    def _finish(self, drawn: Drawn) -> None:
        self._drawing = None
        self._selected = drawn.key
        self.made.emit(drawn)

    def _on_last(self, points: Sequence[tuple[float, float]], at: QPointF) -> bool:
        view = self._canvas.view
        last = QPointF(*view.to_screen(*points[-2])) if view is not None else at
        return (at - last).manhattanLength() <= CLICK_SLACK_PX

    # ------------------------------------------------------------ without a mouse

    def put(self, place: tuple[float, float]) -> None:
        """Set a point at image coordinates, as a click would that never takes hold of a drawing."""
        on, view = self._viewport.measured_slice(), self._canvas.view
        tool, drawing = self._tool, self._drawing
        if on is None or view is None or tool is None:
            return
        at = QPointF(*view.to_screen(*place))
        if drawing is None:
            self.select(None)
            self._begin(tool, place, at, on)
            if self._drawing is None:
                return
            if len(self._drawing.points) > 1:
                self._take_proposal(self._drawing, on)
            else:
                self._go_on(self._drawing, on, at)
            return
        self.follow(place)
        if drawing.points[-1] != drawing.points[-2]:
            self._go_on(drawing, on, at)

    def follow(self, place: tuple[float, float]) -> None:
        """Draw the point that comes next, or move what is held, to image coordinates."""
        drawing, view = self._drawing, self._canvas.view
        if drawing is None or view is None:
            return
        if drawing.of is None:
            drawing.points[-1] = place
        elif drawing.handle is not None:
            start = drawing.begun[drawing.handle]
            drawing.moved = True
            self._settling.start()
            self._reshape(drawing, (place[0] - start[0], place[1] - start[1]), view)
        self._canvas.update()

    @property
    def holding(self) -> bool:
        """Whether a handle is held."""
        return self._drawing is not None and self._drawing.of is not None

    def hold_next(self, step: int) -> tuple[float, float] | None:
        """Take hold of the next handle of what was measured here; return its place, `None` for none.

        The handles of the selected measurement come first, then those of the others.
        """
        held = None
        if self._drawing is not None and self._drawing.of is not None:
            held = self._drawing.handle
        self.let_go()
        on, here = self._viewport.measured_slice(), self._here()
        if on is None or not here:
            return None
        keys = [drawn.key for drawn in here]
        at = keys.index(self._selected) if self._selected in keys else 0
        handle = held + step if held is not None else 0
        if not 0 <= handle < len(here[at].points_mm):
            at = (at + step) % len(here)
            handle = 0 if step > 0 else len(here[at].points_mm) - 1
        self.chosen.emit()
        return self._hold(here[at], handle, on)

    def _hold(self, drawn: Drawn, handle: int, on: MeasuredSlice) -> tuple[float, float]:
        places = on.to_image(drawn.points_mm)
        self._selected = drawn.key
        begun = tuple(places)
        self._drawing = Drawing(
            TOOLS[drawn.kind], places, QPointF(), of=drawn, handle=handle, begun=begun, held_on=on
        )
        self._canvas.update()
        return places[handle]

    def let_go(self) -> bool:
        """Let go of a handle: where it is now, it stays. Return whether one was held."""
        self._settling.stop()
        drawing = self._drawing
        if drawing is None or drawing.of is None or drawing.held_on is None:
            return False
        self._drawing = None
        if drawing.moved:
            after = measured(drawing, drawing.held_on)
            self._selected = after.key
            self.changed.emit(drawing.of, after)
        self._canvas.update()
        return True

    def _settle(self) -> None:
        """Keep what was moved by keys, a moment after the last of them; the handle stays held."""
        drawing = self._drawing
        if self.let_go() and drawing is not None and drawing.handle is not None:
            now = self.selection
            if now is not None and drawing.held_on is not None:
                self._hold(now, drawing.handle, drawing.held_on)

    # ------------------------------------------------------------ painting

    def _paint(self, painter: QPainter, view: ViewTransform) -> None:
        on, drawing = self._viewport.measured_slice(), self._drawing
        if on is None:
            return
        pictures: list[tuple[Tool, list[QPointF], str, bool]] = []
        for drawn in self._here():
            if drawing is None or drawing.of is not drawn:
                points = on_screen(on.to_image(drawn.points_mm), view)
                pictures.append((TOOLS[drawn.kind], points, drawn_text(drawn), drawn.key == self._selected))
        if drawing is not None:
            pictures.append(being_drawn(drawing, on, view))
        for tool, points, _, chosen in pictures:
            paint(painter, tool, points, selected=chosen)
        room, taken = QRect(2, 2, round(view.screen[0]) - 4, round(view.screen[1]) - 4), list[QRect]()
        for _, points, text, chosen in pictures:  # over all lines
            if text and any(room.contains(p.toPoint()) for p in points):
                write(painter, text, points, room, taken, selected=chosen)
