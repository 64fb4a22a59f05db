"""A measurement that is being drawn or changed: its points so far, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from app.viewer.tools import TOOLS
from app.viewer.tools.drawn import Drawn
from app.viewer.tools.tool import MeasuredSlice, ShapedTool, Tool
from app.viewer.view_transform import ViewTransform
from engine.findings import Point


@dataclass
class Drawing:
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
    held_on: MeasuredSlice | None = None
    """The plane on which keys hold a handle of it; `None` while the mouse draws."""


def on_screen(places: Sequence[tuple[float, float]], view: ViewTransform) -> list[QPointF]:
    """Return image coordinates as positions on the screen."""
    return [QPointF(*view.to_screen(c, r)) for c, r in places]


def shifted_points(
    drawing: Drawing, by: tuple[float, float], image: tuple[int, int]
) -> list[tuple[float, float]]:
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


def measured(drawing: Drawing, on: MeasuredSlice) -> Drawn:
    """Return the measurement that the points so far give."""
    tool = drawing.tool
    points_mm: tuple[Point, ...] = tuple(on.to_patient(c, r) for c, r in drawing.points)
    if isinstance(tool, ShapedTool) and len(points_mm) == tool.n_drawn:
        points_mm = tool.completed(points_mm, on)
    text = drawing.of.text if drawing.of is not None else ""
    return Drawn(tool.kind, points_mm, tool.values(points_mm, on), text)


def being_drawn(
    drawing: Drawing, on: MeasuredSlice, view: ViewTransform
) -> tuple[Tool, list[QPointF], str, bool]:
    """Return the tool, its points on the screen, what is written beside them, and that it is chosen."""
    tool, text, places = drawing.tool, "", drawing.points
    if len(places) >= (tool.n_drawn if isinstance(tool, ShapedTool) else tool.n_points):
        so_far = measured(drawing, on)
        places, text = on.to_image(so_far.points_mm), drawn_text(so_far)
    return tool, on_screen(places, view), text, True


def drawn_text(drawn: Drawn) -> str:
    """Return what is written beside a drawing."""
    return drawn.text or ("\n".join(TOOLS[drawn.kind].lines(drawn.values)) if drawn.values else "")
