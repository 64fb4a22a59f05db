"""Does a map lie on the lesion that was measured? A map that does not explains the score by something else.

Knows maps, masks and grids; it must not know the network.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from engine.findings import ActivationMap, Flag, Nodule
from engine.geometry import Grid, resample

#: A map is coarse and an outline a pixel off, so this far round the measured lesion still counts as on it.
MARGIN_MM = 3.0
#: Below this share of the map's positive part on the lesion the reader is told. Of the 312 malignant calls
#: out of fold of `lidc` 1.1.0, 13 lie below it (within 2 mm of the readers' outlines): 54 % of those were
#: right, and 92 % of the others.
MIN_ON_LESION = 0.5


def share_on_lesion(found: ActivationMap, nodule: Nodule, patch_grid: Grid) -> float | None:
    """Share of a map's positive part that lies within `MARGIN_MM` of the measured lesion.

    Parameters
    ----------
    found
        The map.
    nodule
        The lesion.
    patch_grid
        The pixels that the network saw; the map is compared on them.

    Returns
    -------
    float or None
        From 0 to 1; `None` where nothing of the map is positive.
    """
    # A flat map belongs to the patch's middle slice; the others are only looked at beside it.
    pixels = patch_grid if len(found.values) > 1 else patch_grid.plane(patch_grid.size[0] // 2)
    positive = np.maximum(resample(found.values, found.grid, pixels), 0)
    total = float(positive.sum())
    if total <= 0:
        return None
    lesion = resample(nodule.mask.astype(np.float32), nodule.mask_grid, pixels, outside=0.0) >= 0.5
    return float(positive[within(lesion, pixels.spacing_mm)].sum()) / total


def off_lesion(found: ActivationMap, nodule: Nodule, patch_grid: Grid) -> tuple[Flag, ...]:
    """Flag a malignant call whose map lies elsewhere; a benign one has no hot spot to be right about."""
    share = share_on_lesion(found, nodule, patch_grid)
    if share is None or share >= MIN_ON_LESION:
        return ()
    return (
        Flag(
            "explanation_off_lesion",
            f"Only {share:.0%} of what speaks for malignant lies on the nodule or within {MARGIN_MM:g} mm of"
            " it: the score may rest on something else.",
        ),
    )


def within(
    mask: npt.NDArray[np.bool_], spacing_mm: tuple[float, float, float], margin_mm: float = MARGIN_MM
) -> npt.NDArray[np.bool_]:
    """Return everything within a margin of a mask, across slices too.

    Parameters
    ----------
    mask
        bool ``(slices, rows, columns)``.
    spacing_mm
        Between slices, rows and columns.
    margin_mm
        Largest distance between pixel centres.
    """
    slice_mm, row_mm, column_mm = spacing_mm
    result = np.zeros_like(mask)
    reach = int(margin_mm / slice_mm)
    for step in range(-reach, reach + 1):
        radius = math.sqrt(margin_mm**2 - (step * slice_mm) ** 2)
        rows, columns = int(radius / row_mm), int(radius / column_mm)
        down, right = np.mgrid[-rows : rows + 1, -columns : columns + 1]
        disc = np.hypot(down * row_mm, right * column_mm) <= radius
        for k in range(max(0, -step), min(len(mask), len(mask) - step)):
            plane = cv2.dilate(mask[k].astype(np.uint8), disc.astype(np.uint8))
            result[k + step] |= np.asarray(plane) > 0
    return result
