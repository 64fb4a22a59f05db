"""How noisy a scan's lungs are, and the same scan made quieter where its kernel is sharp.

Blobs and the filter were tuned on soft and standard kernels. A sharp one is a soft one with its fine detail,
noise above all, raised; a little blur in the slice takes that back.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from engine.volume import Volume

#: Noise (HU, as `lung_noise` measures it) above which slices are blurred, down to about this.
QUIET_HU = 14.0
#: The blur tried, as standard deviations in mm, until it is quiet.
BLUR_MM = (0.4, 0.55, 0.7, 0.9, 1.1)
#: HU of aerated lung without vessels.
LUNG_RANGE_HU = (-970.0, -740.0)
#: Slices looked at.
SAMPLES = 16


def lung_noise(hu: npt.NDArray[np.int16]) -> float | None:
    """Measure the fine noise of aerated lung.

    Parameters
    ----------
    hu
        ``[slice, row, column]``.

    Returns
    -------
    float or None
        A robust standard deviation, in HU, of what a blur by one pixel takes away from a slice; `None` where
        too little aerated lung is there.
    """
    return _noise_of([hu[k].astype(np.float32) for k in _sampled(len(hu))], None)


def quieter(volume: Volume) -> Volume:
    """Return the volume, its slices blurred as much as it takes to bring the lungs' noise to `QUIET_HU`."""
    planes = [volume.hu[k].astype(np.float32) for k in _sampled(len(volume.hu))]
    level = _noise_of(planes, None)
    if level is None or level <= QUIET_HU:
        return volume
    sigma = BLUR_MM[-1]
    for trial in BLUR_MM:
        level = _noise_of([_blurred(p, volume, trial) for p in planes], planes)
        if level is not None and level <= QUIET_HU:
            sigma = trial
            break
    hu = np.empty_like(volume.hu)
    for plane, done in zip(volume.hu, hu, strict=True):
        np.rint(_blurred(plane.astype(np.float32), volume, sigma), out=done, casting="unsafe")
    return replace(volume, hu=hu)


def _sampled(count: int) -> list[int]:
    return [int(k) for k in np.unique(np.linspace(0, count - 1, min(count, SAMPLES)).astype(int))]


def _noise_of(
    planes: list[npt.NDArray[np.float32]], lungs_of: list[npt.NDArray[np.float32]] | None
) -> float | None:
    values = []
    for image, other in zip(planes, lungs_of or planes, strict=True):
        # Where the lung is, is looked up in a blurred slice: by itself, noise would choose its own voxels.
        smooth = cv2.GaussianBlur(other, (0, 0), 2.0)
        where = (smooth > LUNG_RANGE_HU[0]) & (smooth < LUNG_RANGE_HU[1])
        values.append((image - cv2.GaussianBlur(image, (0, 0), 1.0))[where])
    found = np.concatenate(values)
    return float(np.median(np.abs(found)) / 0.6745) if len(found) >= 100 else None


def _blurred(plane: npt.NDArray[np.float32], volume: Volume, sigma_mm: float) -> npt.NDArray[np.float32]:
    _, down, right = volume.grid.spacing_mm
    done = cv2.GaussianBlur(
        plane, (0, 0), sigma_mm / right, sigmaY=sigma_mm / down, borderType=cv2.BORDER_REPLICATE
    )
    return np.asarray(done, dtype=np.float32)
