"""The voxels round a labelled nodule, kept with its label, so that a data set needs its images no more.

Numpy, geometry and volumes only: the window cuts crops itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.findings import Point
from engine.geometry import Grid
from engine.volume import Acquisition, Volume

#: How far a crop reaches from the nodule's centre along rows and columns. A patch of 38.4 mm that training
#: turns (x 1.42), enlarges by 7 % and moves by 2 mm reaches 31 mm.
IN_PLANE_MM = 34.0
#: And across slices: a patch of three slices, and the neighbours it is interpolated from in slices of 5 mm.
ACROSS_MM = 8.0


class CropError(ValueError):
    """A crop that cannot be cut, described in a sentence."""


@dataclass(frozen=True, eq=False)
class NoduleCrop:
    """Voxels of a volume round a nodule.

    Parameters
    ----------
    hu
        int16, shape ``grid.size``, in the volume's own voxels.
    mask
        uint8 of the same shape: the nodule, as it was measured, as 0 or 1; or how many readers outlined it.
    grid
        Where the voxels lie in the patient.
    acquisition
        What the scanner recorded.
    """

    hu: npt.NDArray[np.int16] = field(repr=False)
    mask: npt.NDArray[np.uint8] = field(repr=False)
    grid: Grid
    acquisition: Acquisition

    def __post_init__(self) -> None:
        if self.hu.shape != tuple(self.grid.size) or self.mask.shape != self.hu.shape:
            raise CropError(
                f"A crop of {self.grid.size} voxels got {self.hu.shape} of HU and {self.mask.shape} of mask."
            )


def crop_of(
    volume: Volume,
    mask: npt.NDArray[np.bool_] | npt.NDArray[np.uint8],
    start: tuple[int, int, int],
    centre_mm: Point,
) -> NoduleCrop:
    """Cut the voxels round a nodule, as a copy.

    Parameters
    ----------
    volume
        The series.
    mask
        The nodule, a box of the volume's voxels; bool, or numbers of readers.
    start
        Index of the box's first voxel in the volume, along slices, rows and columns.
    centre_mm
        Patient position that patches of it are centred on.

    Returns
    -------
    NoduleCrop
        At least `IN_PLANE_MM` and `ACROSS_MM` to all sides, as far as the volume goes.

    Raises
    ------
    CropError
        If the centre lies outside the volume.
    """
    if not volume.grid.contains(centre_mm):
        raise CropError("The nodule's centre lies outside its series.")
    centre = np.asarray(volume.grid.to_voxel(centre_mm))
    size = np.asarray(volume.grid.size)
    reach = np.array([ACROSS_MM, IN_PLANE_MM, IN_PLANE_MM]) / np.asarray(volume.grid.spacing_mm)
    low = np.clip(np.floor(centre - reach), 0, size - 1).astype(int)
    high = np.clip(np.ceil(centre + reach), 0, size - 1).astype(int) + 1
    box = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    kept = np.zeros(high - low, dtype=np.uint8)
    offset = np.asarray(start) - low
    ends = np.minimum(offset + mask.shape, kept.shape)
    begin = np.maximum(offset, 0)
    if (ends > begin).all():
        into = tuple(slice(a, b) for a, b in zip(begin, ends, strict=True))
        out_of = tuple(slice(a, b) for a, b in zip(begin - offset, ends - offset, strict=True))
        kept[into] = mask[out_of]
    first, shape = _three(low), _three(high - low)
    return NoduleCrop(volume.hu[box].copy(), kept, volume.grid.crop(first, shape), volume.acquisition)


def _three(values: npt.NDArray[np.intp]) -> tuple[int, int, int]:
    z, y, x = (int(v) for v in values)
    return (z, y, x)
