"""The Hounsfield units of one pixel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Point

_ARM_PX = 5.0


class Probe:
    """A cross; the HU of the pixel that it lies on, not interpolated."""

    kind = "probe"
    n_points = 1
    needs_voxels = True

    def values(self, points_mm: Sequence[Point], on: MeasuredSlice) -> dict[str, float]:
        """Return ``hu``."""
        ((column, row),) = on.to_image(points_mm)
        rows, columns = on.hu.shape
        r, c = min(max(int(row), 0), rows - 1), min(max(int(column), 0), columns - 1)
        return {"hu": float(on.hu[r, c])}

    def lines(self, values: dict[str, float]) -> tuple[str, ...]:
        """Write whole HU."""
        return (f"{values['hu']:.0f} HU",)

    def path(self, points: Sequence[QPointF]) -> QPainterPath:
        """Draw the cross."""
        path, at = QPainterPath(), points[0]
        for arm in (QPointF(_ARM_PX, 0), QPointF(0, _ARM_PX)):
            path.moveTo(at - arm)
            path.lineTo(at + arm)
        return path
