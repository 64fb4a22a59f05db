"""The one way from a volume and a nodule to the network's input.

A patch is HU on a fixed millimetre grid in *patient axes*, centred on the bounding box of the nodule's mask
in its largest axial slice. Training and the engine call `make_patch`; windowing and scaling live inside the
exported graph, so nothing here knows what the network makes of it. Needs numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.geometry import Grid, sample
from engine.volume import Volume

#: Slices this far apart and less are interpolated between. Where they lie farther apart, a patch of several
#: slices repeats the nodule's own: what is between is not known, and training crops did not show it.
MAX_SLICE_STEP_MM = 2.5


@dataclass(frozen=True)
class PatchSpec:
    """Size and spacing of the network's input.

    Parameters
    ----------
    size
        Pixels along ``(z, y, x)``; odd numbers, so that one pixel lies exactly on the centre.
    spacing_mm
        Millimetres between them, same order.
    """

    size: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]

    def __post_init__(self) -> None:
        if min(self.size) < 1 or any(n % 2 == 0 for n in self.size):
            raise ValueError(f"A patch needs an odd number of pixels along each axis; got {self.size}.")
        if min(self.spacing_mm) <= 0:
            raise ValueError(f"A patch needs positive spacings; got {self.spacing_mm} mm.")

    def grid_at(self, centre_mm: tuple[float, float, float]) -> Grid:
        """Return the patch's grid in patient axes, its middle pixel on `centre_mm`."""
        x, y, z = centre_mm
        half = [(n - 1) / 2 * s for n, s in zip(self.size, self.spacing_mm, strict=True)]
        return Grid.axial(self.size, self.spacing_mm, (x - half[2], y - half[1], z - half[0]))


@dataclass(frozen=True)
class Patch:
    """HU on the network's input grid.

    Parameters
    ----------
    hu
        float32, shape ``grid.size``.
    grid
        Where the pixels lie in the patient.
    inside
        Share of the pixels that lie in the volume; the rest repeats the border.
    """

    hu: npt.NDArray[np.float32]
    grid: Grid
    inside: float


def make_patch(volume: Volume, centre_mm: tuple[float, float, float], spec: PatchSpec) -> Patch:
    """Cut a patch out of a volume by trilinear interpolation.

    Positions outside the volume repeat the nearest voxel, as the training crops do; slices farther apart than
    `MAX_SLICE_STEP_MM` are not interpolated between.

    Parameters
    ----------
    volume
        The CT; anisotropic spacing and oblique orientation are exact.
    centre_mm
        Patient position ``(x, y, z)`` of the patch's middle pixel.
    spec
        Size and spacing of the patch.

    Returns
    -------
    Patch
    """
    grid = spec.grid_at(centre_mm)
    points = grid.points_mm()
    inside = float(volume.grid.contains(points).mean())
    if spec.size[0] > 1 and volume.grid.spacing_mm[0] > MAX_SLICE_STEP_MM + 1e-3:
        middle = points[spec.size[0] // 2]
        plane = sample(volume.hu, volume.grid, middle[None])
        return Patch(np.repeat(plane, spec.size[0], axis=0), grid, inside)
    return Patch(sample(volume.hu, volume.grid, points), grid, inside)
