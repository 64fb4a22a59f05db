"""Several fields of view of one patch: a narrower one enlarged for the network, its map laid back.

Both are products with fixed matrices, so they are part of the exported graph as any other layer is, and no
place outside the patch is ever asked for.
"""

from __future__ import annotations

import torch


def narrowed(patch: torch.Tensor, share: float) -> torch.Tensor:
    """Return the middle of patches [N, D, H, W] on as many pixels: `share` of each side, bilinearly."""
    if share == 1:
        return patch
    rows, columns = (_hats(_stretched(n, share), n) for n in patch.shape[-2:])
    return rows.to(patch) @ patch @ columns.to(patch).T


def widened(cam: torch.Tensor, share: float) -> torch.Tensor:
    """Return the map [N, 1, h, w] of a narrower field on the cells of the whole patch, of the same mean.

    A cell of the narrower field covers less than one of the whole, so values grow as the area shrinks;
    outside the field the map is 0: nothing was seen there. The map has to vary little between its cells, as
    one of `training.graph.finer` does.
    """
    rows, columns = (_hats(_stretched(n, 1 / share), n) for n in cam.shape[-2:])
    laid = rows.to(cam) @ cam @ columns.to(cam).T / share**2
    # Cells cover the edge of the field in part, so the mean is put right over those that see it.
    seen = rows.sum(1)[:, None] * columns.sum(1)[None, :]
    seen = (seen / seen.mean()).to(cam)
    return laid + (cam.mean((2, 3), keepdim=True) - laid.mean((2, 3), keepdim=True)) * seen


def _stretched(n: int, share: float) -> torch.Tensor:
    """Places of n points about the middle of n, their distances from it times `share`."""
    middle = (n - 1) / 2
    return (torch.arange(n, dtype=torch.float64) - middle) * share + middle


def _hats(places: torch.Tensor, n: int) -> torch.Tensor:
    """Weights [len(places), n] of linear interpolation between n points; 0 a step and more outside them."""
    return (1 - (places[:, None] - torch.arange(n, dtype=torch.float64)).abs()).clamp(min=0)
