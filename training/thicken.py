"""Training patches as a thicker slice would show them: averaged with their neighbours.

A scanner's slice is about the mean of what lies within its thickness. Where the neighbouring slices of a case
are not known, or farther apart than `engine.patch.make_patch` interpolates, they repeat the slice and
nothing changes.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import monai.transforms as mt
import torch


class RandThickend(mt.RandomizableTransform, mt.MapTransform):
    """Turn three slices into one: the middle one, or at times the mean over a thickness drawn uniformly.

    Parameters
    ----------
    key
        Of an image [3, H, W] with half of `thickness_mm` between its slices.
    thickness_mm
        The largest that is averaged over.
    prob
        How often.
    """

    def __init__(self, key: str, thickness_mm: float, prob: float) -> None:
        mt.MapTransform.__init__(self, [key])
        mt.RandomizableTransform.__init__(self, prob)
        self.thickness_mm = thickness_mm

    def __call__(self, data: Mapping[Hashable, torch.Tensor]) -> dict[Hashable, torch.Tensor]:
        """Return the data with the image [1, H, W] in place of its slices."""
        changed = dict(data)
        self.randomize(None)
        thickness_mm = float(self.R.uniform(0, self.thickness_mm)) if self._do_transform else 0.0
        for key in self.key_iterator(changed):
            changed[key] = mean_over(torch.as_tensor(changed[key]), thickness_mm, self.thickness_mm / 2)
        return changed


def mean_over(slices: torch.Tensor, thickness_mm: float, step_mm: float) -> torch.Tensor:
    """Return the mean of three slices, joined by straight lines, over a thickness about the middle one.

    Parameters
    ----------
    slices
        Shape ``(3, H, W)``, `step_mm` apart.
    thickness_mm
        At most twice `step_mm`. The integral of the lines over half of it on either side leaves a neighbour
        an eighth of `thickness_mm` / `step_mm`, and the middle the rest.

    Returns
    -------
    torch.Tensor
        Shape ``(1, H, W)``.
    """
    share = thickness_mm / (8 * step_mm)
    weights = torch.tensor([share, 1 - 2 * share, share], dtype=slices.dtype)
    return (slices * weights[:, None, None]).sum(0, keepdim=True)
