"""Whether a lesion survived a translation: its extent, its diameter and its density, before and after.

The lesion is drawn in both images by one rule (half way between its own HU and those round it), so that what
is compared is what the translation did. Knows arrays and thresholds only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.morphology import distance_to, labels
from training.explain import dice_of
from training.recipe import TranslateRecipe

FloatArray = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

#: Width of the ring round the readers' outline that says what surrounds a lesion, in mm.
RING_MM = 3.0


@dataclass(frozen=True)
class Preserved:
    """What became of a lesion.

    Parameters
    ----------
    dice
        Overlap of the lesion before and after, 1 where it is the same.
    diameter_mm
        Change of the diameter of the disc of its area.
    hu
        Change of the mean HU within the readers' outline.
    """

    dice: float
    diameter_mm: float
    hu: float


def preserved(
    before: FloatArray, after: FloatArray, outline: Mask, pixel_mm: tuple[float, float]
) -> Preserved | None:
    """Compare a lesion before and after a translation.

    Parameters
    ----------
    before, after
        HU, shape ``(H, W)``.
    outline
        The readers' outline, same shape.
    pixel_mm
        Size of a pixel along rows and columns.

    Returns
    -------
    Preserved or None
        `None` where there is no outline, so that nothing can be vouched for.
    """
    if not outline.any():
        return None
    near = distance_to(outline[None])[0] * max(pixel_mm) <= RING_MM
    ring = near & ~outline
    if not ring.any():
        return None
    first, second = (_drawn(image, outline, ring, near) for image in (before, after))
    area = float(np.prod(pixel_mm))
    diameters = [2 * np.sqrt(mask.sum() * area / np.pi) for mask in (first, second)]
    return Preserved(
        dice=dice_of(first, second) if first.any() or second.any() else 0.0,
        diameter_mm=float(diameters[1] - diameters[0]),
        hu=float(after[outline].mean() - before[outline].mean()),
    )


def survives(
    before: FloatArray,
    after: FloatArray,
    outline: Mask,
    pixel_mm: tuple[float, float],
    limits: TranslateRecipe,
) -> bool:
    """Return whether a lesion keeps extent, diameter and HU within the limits; parameters as `preserved`.

    A lesion whose change cannot be told, since it has no outline or fills the patch, does not.
    """
    found = preserved(before, after, outline, pixel_mm)
    return (
        found is not None
        and found.dice >= limits.min_dice
        and abs(found.diameter_mm) <= limits.max_diameter_mm
        and abs(found.hu) <= limits.max_hu
    )


def _drawn(image: FloatArray, outline: Mask, ring: Mask, near: Mask) -> Mask:
    """Return what is denser than half way from the ring to the lesion, in the piece that is the lesion."""
    dense = (image > (float(image[outline].mean()) + float(np.median(image[ring]))) / 2) & near
    pieces = labels(dense[None])[0]
    held = np.bincount(pieces[outline], minlength=2)
    held[0] = 0  # what is not dense is no piece
    return np.asarray(pieces == np.argmax(held)) if held.any() else np.zeros_like(outline)
