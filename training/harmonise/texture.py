"""The texture of patches in numbers, to ask how far two manufacturers can be told apart by it. Numpy only."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

#: HU that are looked at: metal and air outside would drown everything else.
SEEN_HU = (-1200.0, 600.0)
#: Rings of spatial frequency between 0 and Nyquist's.
BANDS = 8
#: A normal distribution's standard deviation in its median absolute deviations.
OF_MEDIAN = 1.4826

FloatArray = npt.NDArray[np.float32]
Figures = npt.NDArray[np.float64]


def signature(hu: FloatArray) -> Figures:
    """Return the logarithm of the power in rings of spatial frequency, the lowest first.

    Kernels and noise live in the upper rings, anatomy in the lower ones.

    Parameters
    ----------
    hu
        Square patches, shape ``(N, H, H)``.

    Returns
    -------
    numpy.ndarray
        Natural logarithms of HU squared, shape ``(N, BANDS)``.
    """
    side = hu.shape[1]
    seen = hu.clip(*SEEN_HU).astype(np.float64)
    window = np.outer(np.hanning(side), np.hanning(side))
    power = np.abs(np.fft.fft2((seen - seen.mean(axis=(1, 2), keepdims=True)) * window)) ** 2
    power /= (window**2).sum()
    frequency = np.hypot(*np.meshgrid(*[np.fft.fftfreq(side)] * 2))
    edges = np.linspace(0, 0.5, BANDS + 1)
    rings = [(frequency > low) & (frequency <= high) for low, high in itertools.pairwise(edges)]
    return np.stack([np.log(power[:, ring].mean(axis=1) + 1) for ring in rings], axis=1)


def noise_hu(hu: FloatArray) -> Figures:
    """Return a robust estimate of the noise in HU of patches ``(N, H, W)``, shape ``(N,)``.

    The median absolute second difference, along rows and columns at once, scaled as white noise asks for
    (Immerkaer, Computer Vision and Image Understanding 1996; the median leaves edges out). Noise of a soft
    kernel, which neighbours share, counts for less: what is compared is what a network could pick up.
    """
    seen = hu.clip(*SEEN_HU).astype(np.float64)
    along = seen[:, :-2] - 2 * seen[:, 1:-1] + seen[:, 2:]
    both = along[..., :-2] - 2 * along[..., 1:-1] + along[..., 2:]
    return np.asarray(OF_MEDIAN * np.median(np.abs(both), axis=(1, 2)) / 6)
