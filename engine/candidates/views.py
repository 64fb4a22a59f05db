"""What the filter sees of a candidate: three planes through it, along the volume's own axes, in HU.

The planes are turned into the network's input size at a step that grows with large candidates, so that a mass
shows its border too. These are not the classifier's patches (`engine.patch`): a filter looks at a thousand
places a scan, and needs neither patient axes nor the mask's middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.geometry import FloatArray
from engine.volume import Volume

#: The axes of each plane, (down, right): axial, coronal and sagittal for an axial series.
PLANES = ((1, 2), (0, 2), (0, 1))

Float32Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ViewSpec:
    """Size of the views.

    Parameters
    ----------
    pixels
        Along both sides; odd, so that one lies on the candidate.
    step_mm
        Between pixels, for candidates up to `largest_mm` wide; beyond, it grows in proportion.
    largest_mm
        See `step_mm`.
    """

    pixels: int
    step_mm: float
    largest_mm: float

    def step_of(self, diameter_mm: float) -> float:
        """Step for a candidate of this width."""
        return self.step_mm * max(1.0, diameter_mm / self.largest_mm)


def make_views(
    volume: Volume, centre_mm: FloatArray, diameter_mm: FloatArray, spec: ViewSpec
) -> Float32Array:
    """Cut three planes through each candidate by linear interpolation; outside, the border repeats.

    Parameters
    ----------
    volume
        The CT.
    centre_mm, diameter_mm
        Patient positions, shape ``(n, 3)``, and approximate widths, shape ``(n,)``.
    spec
        Size of the views.

    Returns
    -------
    numpy.ndarray
        float32 HU, shape ``(n, 3, pixels, pixels)``, the planes as in `PLANES`.
    """
    views = np.empty((len(centre_mm), 3, spec.pixels, spec.pixels), dtype=np.float32)
    middles = volume.grid.to_voxel(centre_mm).reshape(-1, 3)
    for view, middle, width in zip(views, middles, diameter_mm, strict=True):
        step = spec.step_of(float(width))
        for plane, axes in zip(view, PLANES, strict=True):
            plane[...] = _cut(volume, middle, axes, step, spec.pixels)
    return views


def _cut(
    volume: Volume, middle: FloatArray, axes: tuple[int, int], step_mm: float, pixels: int
) -> Float32Array:
    spacing = np.asarray(volume.grid.spacing_mm)
    across = 3 - axes[0] - axes[1]
    # Finer first where pixels are far apart, so that none is skipped.
    finer = int(np.ceil(step_mm / 1.0))
    n, step = pixels * finer, step_mm / finer
    box: list[slice] = [slice(None)] * 3
    at = float(np.clip(middle[across], 0, volume.grid.size[across] - 1))
    low = min(int(at), max(volume.grid.size[across] - 2, 0))
    box[across] = slice(low, low + 2)
    starts = np.zeros(3)
    for axis in axes:
        reach = n / 2 * step / spacing[axis] + 2
        size = volume.grid.size[axis]
        first = int(np.clip(np.floor(middle[axis] - reach), 0, size - 1))
        last = int(np.clip(np.ceil(middle[axis] + reach) + 1, first + 1, size))
        box[axis], starts[axis] = slice(first, last), first
    slab = np.moveaxis(volume.hu[tuple(box)], across, 0).astype(np.float32)
    plane = slab[0] if len(slab) == 1 else slab[0] + np.float32(at - low) * (slab[1] - slab[0])
    down, right = axes
    scale = [step / spacing[right], step / spacing[down]]
    corner = [
        middle[axis] - starts[axis] - (n - 1) / 2 * factor
        for axis, factor in zip((right, down), scale, strict=True)
    ]
    turn = np.array([[scale[0], 0, corner[0]], [0, scale[1], corner[1]]])
    fine = cv2.warpAffine(
        plane,
        turn,
        (n, n),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if finer == 1:
        return np.asarray(fine, dtype=np.float32)
    return np.asarray(cv2.resize(fine, (pixels, pixels), interpolation=cv2.INTER_AREA), dtype=np.float32)
