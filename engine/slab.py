"""Slabs: the maximum, minimum or mean of the slices that lie within some millimetres of one slice.

numpy only. It must know nothing of grey values, of the window, or of which slices have been read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from engine.volume import Volume

#: What a reader may choose, mm. Nodules below 5 mm are found best on 10 mm (of 5, 10 and 15), 15 mm does
#: slightly better than 30 (Eur Radiol 2001;11:1345 and doi 10.1007/s00330-005-2871-1).
THICKNESSES_MM = (5, 8, 10, 12, 15, 20, 25, 30)
DEFAULT_MM = 10
#: Positions in files are rounded: a slice this far outside still belongs to the slab, mm.
_TOLERANCE_MM = 1e-3


class SlabKind(StrEnum):
    """How the voxels along a line through the slab become one."""

    MIP = "MIP"
    MINIP = "MinIP"
    MEAN = "mean"


@dataclass(frozen=True)
class Slab:
    """A kind and a thickness.

    Parameters
    ----------
    kind
        Which projection.
    thickness_mm
        From one face to the other, across the slices.

    Raises
    ------
    ValueError
        If the thickness is not a positive number.
    """

    kind: SlabKind = SlabKind.MIP
    thickness_mm: float = DEFAULT_MM

    def __post_init__(self) -> None:
        if not (np.isfinite(self.thickness_mm) and self.thickness_mm > 0):
            raise ValueError(f"A slab needs a thickness above 0 mm; got {self.thickness_mm}.")


@dataclass(frozen=True)
class Extent:
    """What a slab about one slice holds.

    Parameters
    ----------
    slices
        Indices of its slices.
    covered_mm
        How much of the thickness lies between the first and the last slice of the volume.
    cut_off
        Whether at least one slice is missing because the volume ends.
    """

    slices: range
    covered_mm: float
    cut_off: bool


class Slabs:
    """The slabs of one volume, computed when they are asked for.

    A slab of ``t`` mm about slice ``k`` holds every slice whose plane lies at most ``t / 2`` mm from that of
    ``k``, measured along the normal, at their true positions in an uneven stack. Voxels with the same row and
    column are taken together: in a stack with a tilted gantry that is along the table, as it was scanned.
    """

    def __init__(self, volume: Volume) -> None:
        """Take a volume; its voxels are read at each call, and so may still be filling up."""
        self._hu = volume.hu
        self._spacing_mm = volume.grid.spacing_mm[0]
        origins = volume.slice_origins_mm
        self._along_mm: npt.NDArray[np.float64] = np.asarray(
            np.arange(volume.grid.size[0]) * self._spacing_mm
            if origins is None
            else np.asarray(origins, dtype=np.float64) @ volume.grid.normal,
            dtype=np.float64,
        )

    def extent(self, k: int, thickness_mm: float) -> Extent:
        """Return which slices a slab about slice `k` holds, and whether the volume's end cuts it off."""
        return extent_along(self._along_mm, k, thickness_mm, self._spacing_mm)

    def image(self, k: int, slab: Slab) -> npt.NDArray[np.int16]:
        """Project the slab about slice `k`.

        Returns
        -------
        numpy.ndarray
            HU, int16, shape ``(rows, columns)``: the exact maximum or minimum, or the mean rounded to the
            nearest whole HU, halves up.
        """
        slices = self.extent(k, slab.thickness_mm).slices
        return project(self._hu[slices.start : slices.stop], slab.kind)

    def depth(self, k: int, slab: Slab, row: int, column: int) -> int:
        """Return the slice a projected pixel comes from: of equals the nearest to `k`; `k` for a mean."""
        if slab.kind is SlabKind.MEAN:
            return k
        slices = self.extent(k, slab.thickness_mm).slices
        return seen_slice(self._hu[slices.start : slices.stop, row, column], slices, k, slab.kind)


def extent_along(along_mm: npt.NDArray[np.float64], k: int, thickness_mm: float, spacing_mm: float) -> Extent:
    """Return which of some parallel planes a slab about the `k`-th holds.

    Parameters
    ----------
    along_mm
        Where the planes lie along their normal, growing.
    k
        The plane in the slab's middle.
    thickness_mm
        From face to face.
    spacing_mm
        How far beyond the last plane the next one would lie, were there one.
    """
    half = thickness_mm / 2
    away = along_mm - along_mm[k]
    inside = np.flatnonzero(np.abs(away) <= half + _TOLERANCE_MM)
    before, after = -float(away[0]), float(away[-1])
    reach = half + _TOLERANCE_MM - spacing_mm
    return Extent(
        slices=range(int(inside[0]), int(inside[-1]) + 1),
        covered_mm=min(half, before) + min(half, after),
        cut_off=min(before, after) <= reach,
    )


def project(slices: npt.NDArray[np.int16], kind: SlabKind) -> npt.NDArray[np.int16]:
    """Make one picture of several.

    Parameters
    ----------
    slices
        HU, shape ``(slices, rows, columns)``.
    kind
        Which projection.

    Returns
    -------
    numpy.ndarray
        HU, int16, shape ``(rows, columns)``: the exact maximum or minimum, or the mean rounded to the nearest
        whole HU, halves up.
    """
    result: npt.NDArray[np.int16]
    if kind is SlabKind.MIP:
        result = np.maximum.reduce(slices, axis=0)
    elif kind is SlabKind.MINIP:
        result = np.minimum.reduce(slices, axis=0)
    else:
        # Sums of int16 stay exact in int32 up to 65,536 slices.
        result = mean_hu(np.add.reduce(slices, axis=0, dtype=np.int32), len(slices))
    return result


def mean_hu(total: npt.NDArray[np.int32], count: int | npt.NDArray[np.int32]) -> npt.NDArray[np.int16]:
    """Divide sums of HU by how many they are of, rounded to the nearest whole HU, halves up."""
    return np.asarray((2 * total + count) // (2 * count), dtype=np.int16)


def seen_slice(line: npt.NDArray[np.int16], numbers: npt.ArrayLike, k: int, kind: SlabKind) -> int:
    """Return the slice that a projected pixel comes from: of equals the nearest to `k`; `k` for a mean.

    Parameters
    ----------
    line
        The pixel's HU on each slice.
    numbers
        Which slices these are.
    k
        The slice in the slab's middle.
    kind
        Which projection.
    """
    if kind is SlabKind.MEAN or not line.size:
        return k
    value = line.max() if kind is SlabKind.MIP else line.min()
    candidates = np.asarray(numbers)[line == value]
    return int(candidates[np.argmin(np.abs(candidates - k))])
