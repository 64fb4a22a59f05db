"""What a measuring tool is, and the slice it measures on. Tools know no mouse and no store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from engine.findings import Point
from engine.geometry import Grid
from engine.planes import in_plane


@dataclass(frozen=True)
class MeasuredSlice:
    """A slice at its true place.

    Parameters
    ----------
    k
        Its index in the volume.
    plane
        Its grid, of one slice.
    hu
        Its voxels, int16, shape ``(rows, columns)``.
    exact
        Whether these are voxels as stored; else they are interpolated.
    """

    k: int
    plane: Grid
    hu: npt.NDArray[np.int16]
    exact: bool = True

    def holds(self, points_mm: Sequence[Point]) -> bool:
        """Whether positions lie in this very plane: measurements are shown in the plane they were made in."""
        return in_plane(self.plane, points_mm)

    def to_image(self, points_mm: Sequence[Point]) -> list[tuple[float, float]]:
        """Image coordinates ``(column, row)`` of patient positions."""
        return [(float(c) + 0.5, float(r) + 0.5) for _, r, c in self.plane.to_voxel(points_mm)]

    def to_patient(self, column: float, row: float) -> Point:
        """Patient position (mm) of image coordinates, held inside the image."""
        rows, columns = self.hu.shape
        held_c, held_r = min(max(column, 0.0), float(columns)), min(max(row, 0.0), float(rows))
        x, y, z = (float(v) for v in self.plane.to_patient((0, held_r - 0.5, held_c - 0.5)))
        return (x, y, z)


class Tool(Protocol):
    """One kind of measurement, given by `n_points` positions."""

    @property
    def kind(self) -> str:
        """Its name in the store."""

    @property
    def n_points(self) -> int:
        """Positions that give a measurement."""

    @property
    def needs_voxels(self) -> bool:
        """Whether it reads HU, which are those of stored voxels only."""

    def values(self, points_mm: Sequence[Point], on: MeasuredSlice) -> dict[str, float]:
        """Measure; the keys name their units."""

    def lines(self, values: dict[str, float]) -> tuple[str, ...]:
        """What is written beside the drawing."""

    def path(self, points: Sequence[QPointF]) -> QPainterPath:
        """Drawing through positions on the screen; fewer than `n_points` while it is being drawn."""


@runtime_checkable
class ShapedTool(Protocol):
    """A tool whose positions depend on one another: fewer are drawn, and moving one moves others."""

    @property
    def n_drawn(self) -> int:
        """Positions that the reader draws; the tool adds the others."""

    def completed(self, points_mm: Sequence[Point], on: MeasuredSlice) -> tuple[Point, ...]:
        """Return all positions for those drawn."""

    def reshaped(
        self, points_mm: Sequence[Point], handle: int, to_mm: Point, on: MeasuredSlice
    ) -> tuple[Point, ...]:
        """Return all positions after one was moved."""
