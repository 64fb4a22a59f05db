"""The surroundings of a point as a cube of equal steps, and the way back to the volume's voxels.

Morphology with a ball of so many millimetres needs equal steps along all axes; a CT has not. The cube follows
the volume's own axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.geometry import FloatArray
from engine.morphology import Block, Mask
from engine.volume import Volume

Corner = tuple[int, int, int]


@dataclass(frozen=True)
class Cube:
    """HU round a voxel position at equal steps.

    Parameters
    ----------
    hu
        float32, ``(2 n + 1,) * 3``; beyond the volume its border repeats.
    inside
        Which positions lie in the volume.
    middle
        Voxel position ``(k, r, c)`` in the volume of the cube's middle.
    step_mm
        Distance between neighbours.
    spacing_mm
        The volume's.
    """

    hu: Block
    inside: Mask
    middle: FloatArray
    step_mm: float
    spacing_mm: FloatArray

    @property
    def reach(self) -> int:
        """Steps from the middle to a face."""
        return int(self.hu.shape[0]) // 2

    def voxel(self, index: tuple[int, int, int]) -> FloatArray:
        """Voxel position in the volume of one of the cube's positions."""
        position: FloatArray = self.middle + (np.asarray(index) - self.reach) * self.step_mm / self.spacing_mm
        return position

    def distance_mm(self, voxel: FloatArray) -> Block:
        """Distance of all positions to a voxel position of the volume."""
        away = (voxel - self.middle) * self.spacing_mm
        steps = np.arange(-self.reach, self.reach + 1) * self.step_mm
        k, r, c = ((steps - a).astype(np.float32) ** 2 for a in away)
        distance: Block = np.sqrt(k[:, None, None] + r[None, :, None] + c[None, None, :])
        return distance

    def resized(self, block: Block, other: Cube) -> Block:
        """Interpolate a block on this cube at the positions of another cube round the same middle."""
        steps = np.arange(-other.reach, other.reach + 1, dtype=np.float64)
        at: FloatArray = steps * (other.step_mm / self.step_mm) + self.reach
        return _interpolate(block, [at, at, at])

    def at_voxels(self, block: Block, start: Corner, stop: Corner) -> Block:
        """Interpolate a block that lies on this cube at the volume's voxels ``start:stop``."""
        positions = [
            (np.arange(a, b) - middle) * (spacing / self.step_mm) + self.reach
            for a, b, middle, spacing in zip(start, stop, self.middle, self.spacing_mm, strict=True)
        ]
        return _interpolate(block, positions)

    def voxel_box(self, shape: tuple[int, ...]) -> tuple[Corner, Corner]:
        """First voxel of the volume in this cube along each axis, and the one after the last."""
        reach = self.reach * self.step_mm / self.spacing_mm
        start = np.clip(np.ceil(self.middle - reach).astype(int), 0, np.asarray(shape) - 1)
        stop = np.clip(np.floor(self.middle + reach).astype(int) + 1, start + 1, shape)
        a, b = start.tolist(), stop.tolist()
        return (a[0], a[1], a[2]), (b[0], b[1], b[2])


def cut_cube(volume: Volume, middle: FloatArray, half_mm: float, step_mm: float, blur_mm: float) -> Cube:
    """Cut a cube out of a volume by linear interpolation.

    Parameters
    ----------
    volume
        The CT.
    middle
        Voxel position ``(k, r, c)`` of the cube's middle.
    half_mm
        From the middle to a face.
    step_mm
        Distance between the cube's positions.
    blur_mm
        Standard deviation of a Gaussian applied in the slices first: against noise, and against aliasing
        where the steps are coarser than the pixels.
    """
    spacing = np.asarray(volume.grid.spacing_mm)
    reach = round(half_mm / step_mm)
    offsets = np.arange(-reach, reach + 1) * step_mm
    positions = [middle[axis] + offsets / spacing[axis] for axis in range(3)]
    margin = np.ceil(3 * blur_mm / spacing).astype(int) + 1
    shape = volume.hu.shape
    start = [
        int(np.clip(np.floor(p[0]) - m, 0, n - 1)) for p, m, n in zip(positions, margin, shape, strict=True)
    ]
    stop = [
        int(np.clip(np.ceil(p[-1]) + m + 1, 1, n)) for p, m, n in zip(positions, margin, shape, strict=True)
    ]
    k, r, c = (slice(a, max(a + 1, b)) for a, b in zip(start, stop, strict=True))
    block = volume.hu[k, r, c].astype(np.float32)
    sigma = blur_mm / spacing
    if blur_mm > 0:
        for plane in block:
            cv2.GaussianBlur(
                plane, (0, 0), sigma[2], dst=plane, sigmaY=sigma[1], borderType=cv2.BORDER_REPLICATE
            )
    inside = np.ones((2 * reach + 1,) * 3, dtype=bool)
    for axis, at in enumerate(positions):
        within = (at >= -0.5) & (at <= shape[axis] - 0.5)
        inside &= np.expand_dims(within, [a for a in range(3) if a != axis])
    hu = _interpolate(block, [at - s for at, s in zip(positions, start, strict=True)])
    return Cube(hu, inside, middle, step_mm, spacing)


def _interpolate(block: Block, positions: Sequence[FloatArray]) -> Block:
    """Linear interpolation at the lattice of three lists of positions; outside, the border repeats."""
    for axis, at in enumerate(positions):
        last = block.shape[axis] - 1
        clamped = np.clip(at, 0, last)
        low = np.minimum(clamped.astype(int), max(last - 1, 0))
        high = np.minimum(low + 1, last)
        share = np.expand_dims((clamped - low).astype(np.float32), [a for a in range(3) if a != axis])
        lower = np.take(block, low, axis)
        block = lower + share * (np.take(block, high, axis) - lower)
    return block
