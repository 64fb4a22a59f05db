"""The distance between two positions of a slice."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Point


class Length:
    """A line; its length in the patient, whatever the shape of the pixels."""

    kind = "length"
    n_points = 2
    needs_voxels = False

    def values(self, points_mm: Sequence[Point], _on: MeasuredSlice) -> dict[str, float]:
        """Return ``length_mm``."""
        return {"length_mm": math.dist(*points_mm)}

    def lines(self, values: dict[str, float]) -> tuple[str, ...]:
        """Write millimetres to a tenth."""
        return (f"{values['length_mm']:.1f} mm",)

    def path(self, points: Sequence[QPointF]) -> QPainterPath:
        """Draw the line."""
        path = QPainterPath(points[0])
        path.lineTo(points[-1])
        return path
