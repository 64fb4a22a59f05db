"""Hounsfield units inside an ellipse along the rows and columns of a slice."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from app.i18n import tr
from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Point


class Ellipse:
    """An ellipse given by two opposite corners of the rectangle round it."""

    kind = "ellipse"
    n_points = 2
    needs_voxels = True

    def values(self, points_mm: Sequence[Point], on: MeasuredSlice) -> dict[str, float]:
        """Return ``area_mm2``, ``n_pixels`` and, if there are any, ``mean_hu sd_hu min_hu max_hu``.

        A pixel counts if its centre lies in the ellipse or on its rim. The standard deviation is
        that of these pixels (divided by n).
        """
        (c0, r0), (c1, r1) = on.to_image(points_mm)
        _, row_mm, column_mm = on.plane.spacing_mm
        inside = _inside(on.hu, (c0 + c1) / 2, (r0 + r1) / 2, abs(c1 - c0) / 2, abs(r1 - r0) / 2)
        values = {
            "area_mm2": math.pi / 4 * abs(c1 - c0) * column_mm * abs(r1 - r0) * row_mm,
            "n_pixels": float(inside.size),
        }
        if inside.size:
            hu = inside.astype(np.float64)
            values |= {
                "mean_hu": float(hu.mean()),
                "sd_hu": float(hu.std()),
                "min_hu": float(hu.min()),
                "max_hu": float(hu.max()),
            }
        return values

    def lines(self, values: dict[str, float]) -> tuple[str, ...]:
        """Write HU and area."""
        area = f"{values['area_mm2']:.1f} mm²"
        if "mean_hu" not in values:
            return (area, tr("no pixel inside"))
        return (
            tr("mean {mean_hu:.1f} HU, SD {sd_hu:.1f}", **values),
            tr("min {min_hu:.0f}, max {max_hu:.0f}", **values),
            area,
        )

    def path(self, points: Sequence[QPointF]) -> QPainterPath:
        """Draw the ellipse."""
        path = QPainterPath()
        path.addEllipse(QRectF(points[0], points[-1]).normalized())
        return path


def _inside(
    hu: npt.NDArray[np.int16], column: float, row: float, half_width: float, half_height: float
) -> npt.NDArray[np.int16]:
    """Return the pixels whose centres lie in an ellipse in image coordinates; only its box is looked at."""
    if half_width == 0 or half_height == 0:
        return hu[:0, :0].ravel()
    top, left = max(math.floor(row - half_height), 0), max(math.floor(column - half_width), 0)
    box = hu[top : math.ceil(row + half_height), left : math.ceil(column + half_width)]
    r, c = np.ogrid[: box.shape[0], : box.shape[1]]
    down, right = (r + top + 0.5 - row) / half_height, (c + left + 0.5 - column) / half_width
    return box[down**2 + right**2 <= 1 + 1e-9]
