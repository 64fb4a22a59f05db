"""What lies over a plane because of the volume's nodules: outlines, and the heat map of the selected one.

The selected one only: a second map beside it would be taken for part of the first. On the volume's own slices
outlines are those that were measured; in other planes they are cut out of the mask that the outlines bound.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainterPath

from app.viewer.images import rgba_image
from app.viewer.marks import NoduleMark
from app.viewer.outlines import Outline, outlines_on, path_of
from app.viewer.overlay import OverlaySettings, colour, contour_levels
from engine.geometry import Grid, sample
from engine.heat_map import MapOnPlane, on_plane
from engine.isolines import isolines
from engine.outline_mask import mask_of
from engine.planes import Planes
from engine.reslice import VoxelPositions
from engine.volume import Volume


class NoduleLayer:
    """The marks of a volume, and what each plane shows of them; masks and resampled maps are kept."""

    def __init__(self) -> None:
        self._volume: Volume | None = None
        self._planes: Planes | None = None
        self._marks: tuple[NoduleMark, ...] = ()
        self._maps: dict[int, MapOnPlane | None] = {}
        self._masks: dict[str, _Mask] = {}
        self.selected: NoduleMark | None = None

    def set_planes(self, volume: Volume | None, planes: Planes | None) -> None:
        """Take other planes, of this volume."""
        if volume is not self._volume:
            self._masks.clear()
        self._volume, self._planes = volume, planes
        self._maps.clear()

    def set_marks(self, marks: Sequence[NoduleMark], selected_id: str | None) -> None:
        """Take other marks."""
        kept = {m.id: m.contours_mm for m in self._marks}
        changed = {m.id for m in marks if kept.get(m.id) is not m.contours_mm}
        self._masks = {i: m for i, m in self._masks.items() if i not in changed}
        self._marks = tuple(marks)
        self.selected = next((mark for mark in marks if mark.id == selected_id), None)
        self._maps.clear()

    @property
    def indices(self) -> list[int]:
        """The plane through each nodule: of its largest slice, or nearest to its centre."""
        planes = self._planes
        if planes is None:
            return []
        return [m.largest_slice if planes.stored else planes.nearest(m.centre_mm) for m in self._marks]

    @property
    def selected_index(self) -> int | None:
        """The plane through the selected nodule."""
        return next((k for m, k in zip(self._marks, self.indices, strict=True) if m is self.selected), None)

    # ------------------------------------------------------------ outlines

    def outlines(self, k: int, seen: range) -> list[Outline]:
        """Outlines on plane `k`, and of the nodules on the other planes that are `seen` with it."""
        planes, selected = self._planes, self.selected.id if self.selected else None
        if planes is None:
            return []
        if planes.stored:
            return outlines_on(k, planes.plane(k), self._marks, selected, seen)
        found = []
        for mark in sorted(self._marks, key=lambda m: m.id == selected):
            mask = self._mask_of(mark)
            nearest = None if mask is None else mask.nearest(k, seen, planes)
            if mask is None or nearest is None:
                continue
            path = mask.cut(planes.plane(nearest))
            if not path.isEmpty():
                found.append(Outline(path, mark.label, mark.id == selected, elsewhere=nearest != k))
        return found

    def _mask_of(self, mark: NoduleMark) -> _Mask | None:
        if mark.id not in self._masks:
            if self._volume is None or not any(mark.contours_mm.values()):
                return None
            self._masks[mark.id] = _Mask(mark, self._volume)
        return self._masks[mark.id]

    # ------------------------------------------------------------ heat map

    def heat(self, k: int, settings: OverlaySettings) -> tuple[QImage, QRectF] | None:
        """Coloured map on plane `k` and its rectangle in image coordinates; `None` where there is none."""
        found = None if settings.contour else self._map_on(k)
        if found is None:
            return None
        top, left, bottom, right = found.extent
        return rgba_image(colour(found.values, settings)), QRectF(left, top, right - left, bottom - top)

    def contours(self, k: int, settings: OverlaySettings) -> list[tuple[QPainterPath, QColor]]:
        """Lines of equal value of the map on plane `k`, in image coordinates, and their colours."""
        found = self._map_on(k) if settings.contour else None
        if found is None:
            return []
        # Where the model did not look there is no evidence: lines close at its borders.
        values = np.pad(np.nan_to_num(found.values), 1)
        top, left, bottom, right = found.extent
        rows, columns = found.values.shape
        scale = np.array(((bottom - top) / rows, (right - left) / columns))
        result = []
        for sign in (-1.0, 1.0):
            for level in contour_levels(settings):
                lines = isolines(sign * values, level)
                # The first value lies half a step inside the rectangle; the pad is one step before it.
                path = path_of((lines - 0.5) * scale + np.array((top, left)) - 0.5)
                red, green, blue, _ = colour(np.array([sign * level], dtype=np.float32), settings)[0]
                line = QColor(int(red), int(green), int(blue))
                line.setAlphaF(min(1.0, settings.opacity + 0.3) if settings.opacity else 0.0)
                if not path.isEmpty():
                    result.append((path, line))
        return result

    def _map_on(self, k: int) -> MapOnPlane | None:
        mark, volume, planes = self.selected, self._volume, self._planes
        if mark is None or volume is None or planes is None:
            return None
        if not mark.show_heat_map or mark.heat_map is None or mark.patch_grid is None:
            return None
        if k not in self._maps:
            slice_mm = volume.grid.spacing_mm[0]
            self._maps[k] = on_plane(mark.heat_map, mark.patch_grid, planes.plane(k), slice_mm)
        return self._maps[k]


class _Mask:
    """The voxels of a nodule, to be cut by any plane; the cut runs half way between voxels in and out."""

    def __init__(self, mark: NoduleMark, volume: Volume) -> None:
        mask, start = mask_of(mark.contours_mm, volume.grid)
        self._inside = np.pad(mask.astype(np.float32), 1)
        size = self._inside.shape
        self._box = Grid.axial((size[0], size[1], size[2]), (1.0, 1.0, 1.0))
        self._start = np.asarray(start) - 1
        self._to_voxel = VoxelPositions(volume)
        self._step_mm = min(volume.grid.spacing_mm)
        ends = [(k, r, c) for k in (0, size[0] - 1) for r in (0, size[1] - 1) for c in (0, size[2] - 1)]
        self._corners_mm = np.concatenate(
            [
                volume.plane(k).to_patient([(beyond, r, c)])
                for k, beyond, r, c in (self._corner(end, volume) for end in ends)
            ]
        )

    def _corner(self, end: tuple[int, int, int], volume: Volume) -> tuple[int, int, int, int]:
        """Return a corner of the box as a slice, the steps beyond it, row and column."""
        k, r, c = (int(v) for v in np.asarray(end) + self._start)
        held = min(max(k, 0), volume.grid.size[0] - 1)
        return held, k - held, r, c

    def nearest(self, k: int, seen: range, planes: Planes) -> int | None:
        """Return the plane nearest to `k`, of those seen, that reaches the box; `None` if none does."""
        at = planes.plane(0).to_voxel(self._corners_mm)[:, 0]
        first, last = max(int(np.ceil(at.min())), seen.start), min(int(np.floor(at.max())), seen.stop - 1)
        return None if last < first else min(max(k, first), last)

    def cut(self, plane: Grid) -> QPainterPath:
        """Return the outline in a plane, in image coordinates."""
        on_plane = plane.to_voxel(self._corners_mm)[:, 1:]
        low, high = on_plane.min(0), on_plane.max(0)
        _, row_mm, column_mm = plane.spacing_mm
        rows, columns = (
            np.linspace(low[i], high[i], int(np.ceil((high[i] - low[i]) * mm / self._step_mm)) + 2)
            for i, mm in enumerate((row_mm, column_mm))
        )
        grid = np.stack(np.broadcast_arrays(np.zeros(1), rows[:, None], columns[None]), axis=-1)
        voxels = self._to_voxel(plane.to_patient(grid)) - self._start
        values: npt.NDArray[np.float32] = sample(self._inside, self._box, voxels[..., ::-1], outside=0.0)
        steps = np.array((rows[1] - rows[0], columns[1] - columns[0]))
        return path_of(isolines(values, 0.5) * steps + low)
