"""What lies over a slice because of its nodules: outlines, and the heat map of the selected one.

The selected one only: a second map beside it would be taken for part of the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from app.viewer.images import rgba_image
from app.viewer.marks import NoduleMark
from app.viewer.outlines import Outline, outlines_on
from app.viewer.overlay import OverlaySettings, colour
from engine.geometry import Grid
from engine.heat_map import MapOnSlice, map_on_slice


class NoduleLayer:
    """The marks of a volume, and what each slice shows of them; resampled maps are kept."""

    def __init__(self) -> None:
        self._marks: tuple[NoduleMark, ...] = ()
        self._on_slice: dict[int, MapOnSlice | None] = {}
        self.selected: NoduleMark | None = None

    def set_marks(self, marks: Sequence[NoduleMark], selected_id: str | None) -> None:
        """Take other marks."""
        self._marks = tuple(marks)
        self.selected = next((mark for mark in marks if mark.id == selected_id), None)
        self._on_slice.clear()

    def outlines(self, k: int, plane: Grid, seen: range) -> list[Outline]:
        """Outlines on slice `k`, and of the nodules on the other slices that are `seen` with it."""
        return outlines_on(k, plane, self._marks, self.selected.id if self.selected else None, seen)

    def heat(self, k: int, plane: Grid, settings: OverlaySettings) -> tuple[QImage, QRectF] | None:
        """Coloured map on slice `k` and its rectangle in image coordinates; `None` where there is none."""
        on_slice = self._map_on(k, plane)
        if on_slice is None:
            return None
        rows, columns = on_slice.values.shape
        where = QRectF(on_slice.column, on_slice.row, columns, rows)
        return rgba_image(colour(on_slice.values, settings)), where

    def _map_on(self, k: int, plane: Grid) -> MapOnSlice | None:
        mark = self.selected
        if mark is None or not mark.show_heat_map or mark.heat_map is None or mark.patch_grid is None:
            return None
        if k not in self._on_slice:
            self._on_slice[k] = map_on_slice(mark.heat_map, mark.patch_grid, plane)
        return self._on_slice[k]
