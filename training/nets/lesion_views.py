"""The lesion's own mask decides where the network looks: a gate on the features, or a crop round the mask.

Both keep the map exact, and neither can lose a nodule that the mask misses: the gate never closes, and
without a mask the crop is the whole patch. The mask is taken as it is: it is taught by outlines, not bent to
please the label. How often a crop holds the whole nodule is measured by `training.crop_recall`.
"""

from __future__ import annotations

import torch
from torch import nn

#: A crop is at least this wide: a small nodule is judged by its surroundings too.
SMALLEST_MM = 16.0
#: Cells of the placed map between two of the network's own, since a crop covers only a few of those.
STEPS = 4


class Gate(nn.Module):
    """Weigh features by the mask: ``(1 - share) + share * mask``; the learnt share starts at a half."""

    def __init__(self) -> None:
        super().__init__()
        self.share = nn.Parameter(torch.zeros(()))

    def forward(self, features: torch.Tensor, lesion_logit: torch.Tensor) -> torch.Tensor:
        """Return the features [N, C, h, w], weighted by the mask of raw `lesion_logit` [N, 1, H, W].

        A cell counts as the largest share of mask up to half way to its neighbours.
        """
        mask = torch.sigmoid(lesion_logit.detach())
        step = (mask.shape[-1] - 1) // max(1, features.shape[-1] - 1)
        near = nn.functional.max_pool2d(mask, step + 1, stride=step, padding=step // 2)
        share = torch.sigmoid(self.share)
        return features * ((1 - share) + share * near)


class LesionCrop(nn.Module):
    """Look again, closer: the part of the patch round the mask, brought to the patch's own number of pixels.

    Boxes are [N, 4]: middle row and column, half height and half width, from -1 to 1 between the centres of
    the outermost pixels.

    Parameters
    ----------
    margin_mm
        Round the mask's bounding box.
    spacing_mm
        Between rows and between columns of the patch.
    """

    def __init__(self, margin_mm: float, spacing_mm: tuple[float, float]) -> None:
        super().__init__()
        self.margin_mm = margin_mm
        self.spacing_mm = spacing_mm

    def box(self, lesion_logit: torch.Tensor) -> torch.Tensor:
        """Return the boxes round the masks of raw lesion maps [N, 1, h, w], a cell on every second pixel.

        A box is a square in mm, at least `SMALLEST_MM` wide and never beyond the patch; without a mask it is
        the whole patch.
        """
        hit = lesion_logit.detach()[:, 0] >= 0
        # Millimetres from the patch's middle to its outermost pixel centres.
        reach = [(n - 1) * mm for n, mm in zip(hit.shape[1:], self.spacing_mm, strict=True)]
        middles, halves = [], []
        for axis, mm in zip((2, 1), reach, strict=True):
            place = torch.linspace(-1, 1, hit.shape[3 - axis], dtype=lesion_logit.dtype, device=hit.device)
            seen = hit.any(axis)
            low = torch.where(seen, place, 2.0).amin(1)
            high = torch.where(seen, place, -2.0).amax(1)
            middles.append((low + high) / 2)
            halves.append((high - low) / 2 * mm + self.margin_mm)
        half_mm = torch.maximum(*halves).clamp(min=SMALLEST_MM / 2)
        found = hit.any(2).any(1)
        size = [torch.where(found, half_mm / mm, 1.0).clamp(max=1.0) for mm in reach]
        middle = [
            torch.maximum(torch.minimum(torch.where(found, m, 0.0), 1 - s), s - 1)
            for m, s in zip(middles, size, strict=True)
        ]
        return torch.stack([*middle, *size], 1)

    def cut(self, picture: torch.Tensor, box: torch.Tensor) -> torch.Tensor:
        """Return the boxes of pictures [N, C, h, w], each on as many pixels as the whole."""
        rows, columns = (
            box[:, k, None] + box[:, k + 2, None] * _line(n, picture)
            for k, n in enumerate(picture.shape[-2:])
        )
        return _sampled(picture, rows, columns)

    def placed(self, cam: torch.Tensor, box: torch.Tensor) -> torch.Tensor:
        """Return the maps [N, 1, h, w] of boxes as maps of the whole patches, nothing outside the boxes.

        The cells of a box cover less than the patch, so they count more: the mean stays, and the logit with
        it. Shape ``[N, 1, 4 (h - 1) + 1, 4 (w - 1) + 1]``.
        """
        sizes = [STEPS * (n - 1) + 1 for n in cam.shape[-2:]]
        rows, columns = ((_line(n, cam) - box[:, k, None]) / box[:, k + 2, None] for k, n in enumerate(sizes))
        edge = 1 + 1e-6
        inside = ((rows.abs() <= edge)[:, :, None] & (columns.abs() <= edge)[:, None, :]).to(cam.dtype)[
            :, None
        ]
        share = inside / inside.mean((2, 3), keepdim=True)
        whole = _sampled(cam, rows, columns) * share
        return whole + share * (cam.mean((2, 3), keepdim=True) - whole.mean((2, 3), keepdim=True))


def _line(n: int, like: torch.Tensor) -> torch.Tensor:
    return torch.linspace(-1, 1, n, dtype=like.dtype, device=like.device)[None]


def _sampled(picture: torch.Tensor, rows: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
    """Bilinear samples of [N, C, h, w] where rows [N, a] and columns [N, b] cross; the border repeats."""
    size = (-1, rows.shape[1], columns.shape[1])
    grid = torch.stack([columns[:, None, :].expand(size), rows[:, :, None].expand(size)], -1)
    return nn.functional.grid_sample(
        picture, grid, mode="bilinear", padding_mode="border", align_corners=True
    )
