"""The angle between two lines that meet in a corner."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Point


class Angle:
    """Three positions, the corner in the middle; the angle is the patient's, not the screen's."""

    kind = "angle"
    n_points = 3
    needs_voxels = False

    def values(self, points_mm: Sequence[Point], _on: MeasuredSlice) -> dict[str, float]:
        """Return ``angle_deg``, 0 to 180; 0 where a leg has no length."""
        a, corner, b = (np.asarray(p, dtype=np.float64) for p in points_mm)
        u, v = a - corner, b - corner
        across = float(np.linalg.norm(np.cross(u, v)))
        return {"angle_deg": math.degrees(math.atan2(across, float(u @ v)))}

    def lines(self, values: dict[str, float]) -> tuple[str, ...]:
        """Write degrees to a tenth."""
        return (f"{values['angle_deg']:.1f}°",)

    def path(self, points: Sequence[QPointF]) -> QPainterPath:
        """Draw both legs."""
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        return path
