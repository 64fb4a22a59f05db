"""A CT volume: HU voxels that never travel without their geometry and without what the scanner said.

Needs numpy only; reading DICOM into a volume is `engine.dicom`'s work.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.geometry import GeometryError, Grid


@dataclass(frozen=True)
class Acquisition:
    """What the scanner recorded about a series, as far as the analysis needs it; nothing names a patient.

    An empty string or `None` means that the files do not say.
    """

    modality: str = ""
    manufacturer: str = ""
    kernel: str = ""
    slice_thickness_mm: float | None = None
    contrast: bool | None = None
    lossy: bool = False


@dataclass(frozen=True)
class Volume:
    """Hounsfield units on a grid.

    Parameters
    ----------
    hu
        int16, shape ``grid.size``: ``[slice, row, column]``. It may be a view of shared memory.
    grid
        Where the voxels lie in the patient. For an uneven stack it is the regular grid that fits best, and
        only `slice_origins_mm` tells where each slice truly lies.
    series_uid
        SeriesInstanceUID.
    acquisition
        What the scanner recorded.
    slice_origins_mm
        True patient position of the first pixel of every slice, shape ``(slices, 3)``; `None` where the
        grid is exact.
    """

    hu: npt.NDArray[np.int16]
    grid: Grid
    series_uid: str = ""
    acquisition: Acquisition = field(default_factory=Acquisition)
    slice_origins_mm: tuple[tuple[float, float, float], ...] | None = None

    def __post_init__(self) -> None:
        if self.hu.dtype != np.int16:
            raise GeometryError(f"A volume holds HU as int16, not {self.hu.dtype}.")
        if self.hu.shape != tuple(self.grid.size):
            raise GeometryError(f"The voxels have shape {self.hu.shape}, the grid has size {self.grid.size}.")
        if self.slice_origins_mm is not None and len(self.slice_origins_mm) != self.grid.size[0]:
            raise GeometryError("A volume needs one origin for each slice.")

    @property
    def is_regular(self) -> bool:
        """Whether the grid is exact, so that lengths across slices mean something."""
        return self.slice_origins_mm is None

    def plane(self, k: int) -> Grid:
        """Return slice `k` as a grid of one slice, at its true position even in an uneven stack."""
        plane = self.grid.plane(k)
        if self.slice_origins_mm is None:
            return plane
        return Grid(plane.size, self.slice_origins_mm[k], plane.steps_mm)

    def nearest_slice(self, point_mm: tuple[float, float, float]) -> int:
        """Index of the slice whose plane lies nearest to a patient position, in an uneven stack too."""
        count = self.grid.size[0]
        if self.is_regular:
            return min(max(round(float(self.grid.to_voxel(point_mm)[0])), 0), count - 1)
        distances = [abs(float(self.plane(k).to_voxel(point_mm)[0])) for k in range(count)]
        return int(np.argmin(distances))
