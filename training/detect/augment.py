"""Random changes of the filter's training crops: what other scanners, planes and positions would do.

The crops lack a known spacing, so the scale varies widely; axial crops stand for coronal planes of thick
slices by blur along one direction.
"""

from __future__ import annotations

import math

import torch
from torch.nn import functional

#: Aerated lung, towards which contrast is lowered to make faint nodules and vessels of dense ones.
LUNG_HU = -850.0


def augment(hu: torch.Tensor, pixels: int, generator: torch.Generator) -> torch.Tensor:
    """Change every crop in its own way.

    Parameters
    ----------
    hu
        Shape ``(N, 1, S, S)``.
    pixels
        Side of what comes out.
    generator
        Of all random numbers.

    Returns
    -------
    torch.Tensor
        Shape ``(N, 1, pixels, pixels)``, HU.
    """
    n = len(hu)

    def uniform(low: float, high: float) -> torch.Tensor:
        return torch.rand(n, generator=generator) * (high - low) + low

    def chance(p: float) -> torch.Tensor:
        return torch.rand(n, generator=generator) < p

    size = hu.shape[-1]
    turns = torch.randint(0, 4, (n,), generator=generator)
    angle = turns * (math.pi / 2) + uniform(-0.2, 0.2)
    zoom = torch.exp(uniform(math.log(0.8), math.log(1.25))) * (pixels / size)
    stretch = torch.exp(uniform(-0.1, 0.1))
    mirror = torch.where(chance(0.5), -1.0, 1.0)
    shift = torch.randn(n, 2, generator=generator) * (1.2 * 2 / size)
    sine, cosine = torch.sin(angle), torch.cos(angle)
    theta = torch.stack(
        [
            torch.stack([cosine * zoom * mirror * stretch, -sine * zoom, shift[:, 0]], 1),
            torch.stack([sine * zoom * mirror * stretch, cosine * zoom, shift[:, 1]], 1),
        ],
        1,
    )
    lattice = functional.affine_grid(theta, [n, 1, pixels, pixels], align_corners=False)
    out = functional.grid_sample(hu, lattice, padding_mode="border", align_corners=False)

    contrast = torch.where(chance(0.25), uniform(0.3, 1.0), torch.ones(n))
    out = LUNG_HU + (out - LUNG_HU) * contrast[:, None, None, None]
    grain = torch.randn(out.shape, generator=generator)
    noise = torch.where(chance(0.5), uniform(0, 60), torch.zeros(n))
    out = out + grain * noise[:, None, None, None]
    # After the noise, so that it is sometimes correlated, as kernels and thick slices make it.
    soft = torch.where(chance(0.35), uniform(0.3, 1.0), torch.full((n,), 0.05))
    thick = torch.where(chance(0.4), uniform(0.4, 2.2), torch.full((n,), 0.05))
    out = blur(out, torch.sqrt(soft**2 + thick**2), soft)
    sharp = torch.where(chance(0.2), uniform(0.3, 1.5), torch.zeros(n))[:, None, None, None]
    out = out + sharp * (out - blur(out, torch.full((n,), 1.0), torch.full((n,), 1.0)))
    gain, offset = uniform(0.94, 1.06), uniform(-40, 40)
    return (out + 1000) * gain[:, None, None, None] - 1000 + offset[:, None, None, None]


def blur(hu: torch.Tensor, down: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Blur each picture by its own Gaussian; standard deviations in pixels, shape ``(N,)`` both."""
    taps = torch.arange(-6, 7, dtype=hu.dtype)
    result = hu.reshape(1, len(hu), *hu.shape[2:])
    for sigma, shape, pad in ((down, (-1, 1, 13, 1), (0, 0, 6, 6)), (right, (-1, 1, 1, 13), (6, 6, 0, 0))):
        kernel = torch.exp(-0.5 * (taps[None] / sigma[:, None]) ** 2)
        kernel = kernel / kernel.sum(1, keepdim=True)
        padded = functional.pad(result, pad, mode="replicate")
        result = functional.conv2d(padded, kernel.reshape(shape), groups=len(hu))
    return result.reshape(hu.shape)
