"""Where the reader is in a volume, and how the planes through that place stand. It must not know widgets."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.findings import Point
from engine.geometry import Grid
from engine.planes import Frame, View


class Crosshair(QObject):
    """A patient position and a frame of planes, shared by the viewports that show one volume."""

    moved = Signal(object)
    """Who moved it: a viewport, or `None`."""
    turned = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.point_mm: Point = (0.0, 0.0, 0.0)
        self.frame = Frame()

    def reset(self, point_mm: Point) -> None:
        """Begin anew in another volume; nobody is told."""
        self.point_mm, self.frame = point_mm, Frame()

    def move_to(self, point_mm: Point, source: object = None) -> None:
        """Go to a patient position."""
        self.point_mm = point_mm
        self.moved.emit(source)

    def move_into(self, plane: Grid, source: object = None) -> None:
        """Go straight across to a plane: the reader has scrolled there."""
        self.move_to(onto(plane, self.point_mm), source)

    def turn_to(self, frame: Frame) -> None:
        """Let the planes stand like this."""
        if frame != self.frame:
            self.frame = frame
            self.turned.emit()

    def turn(self, about: View, degrees: float) -> None:
        """Turn the lines in one view, clockwise on the screen; the other planes follow."""
        self.turn_to(self.frame.turned(about, degrees))

    def straighten(self) -> None:
        """Let every plane be straight again."""
        self.turn_to(Frame())


def onto(plane: Grid, point_mm: Point) -> Point:
    """Return the position of a plane that lies nearest to a position."""
    normal = plane.normal
    away = float((np.asarray(plane.origin_mm) - point_mm) @ normal)
    x, y, z = (float(v) for v in np.asarray(point_mm) + away * normal)
    return (x, y, z)
