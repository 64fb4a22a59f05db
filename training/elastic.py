"""Elastic deformation of a training patch by a cubic B-spline, its outline deformed along.

The displacement is SimpleITK's B-spline of random knots. A B-spline's value is a weighted mean of its knots,
so no point moves farther than a knot may: the limit in millimetres holds exactly.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence

import monai.transforms as mt
import numpy as np
import numpy.typing as npt
import SimpleITK as sitk
import torch

ORDER = 3


def displacement(
    size: tuple[int, int], spacing_mm: tuple[float, float], knots: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return the displacement in mm of every pixel of an image.

    Parameters
    ----------
    size
        Rows and columns.
    spacing_mm
        Between rows and between columns.
    knots
        Displacements of the knots in mm, shape ``(2, rows + 3, columns + 3)`` for a mesh of ``rows`` by
        ``columns`` cells over the image; first along rows, then along columns.

    Returns
    -------
    numpy.ndarray
        Shape ``(2, rows, columns)``, first along rows, then along columns.
    """
    image = sitk.Image(size[1], size[0], sitk.sitkFloat32)
    image.SetSpacing((spacing_mm[1], spacing_mm[0]))
    mesh = [count - ORDER for count in knots.shape[:0:-1]]
    spline = sitk.BSplineTransformInitializer(image, mesh, ORDER)
    # SimpleITK puts x, along columns, first.
    spline.SetParameters(knots[::-1].ravel().tolist())
    field = sitk.TransformToDisplacementField(
        spline, sitk.sitkVectorFloat64, image.GetSize(), image.GetOrigin(), image.GetSpacing()
    )
    moved: npt.NDArray[np.float64] = np.moveaxis(sitk.GetArrayFromImage(field), -1, 0)[::-1].copy()
    return moved


def deform(image: torch.Tensor, moved_pixels: npt.NDArray[np.float64]) -> torch.Tensor:
    """Return an image [C, H, W] read at each pixel plus its displacement [2, H, W] in pixels, bilinearly."""
    rows, columns = image.shape[-2:]
    r, c = np.mgrid[:rows, :columns] + moved_pixels
    grid = np.stack([2 * c / (columns - 1) - 1, 2 * r / (rows - 1) - 1], -1).astype(np.float32)
    return torch.nn.functional.grid_sample(
        image[None], torch.from_numpy(grid)[None], mode="bilinear", padding_mode="border", align_corners=True
    )[0]


class RandBSplined(mt.RandomizableTransform, mt.MapTransform):
    """Deform some patches, every one of the keys alike.

    Parameters
    ----------
    keys
        Of images [C, H, W].
    spacing_mm
        Between rows and between columns.
    move_mm
        No point moves farther.
    knots_mm
        Between the knots, about.
    prob
        How often.
    """

    def __init__(
        self,
        keys: Sequence[str],
        spacing_mm: tuple[float, float],
        *,
        move_mm: float,
        knots_mm: float,
        prob: float,
    ) -> None:
        mt.MapTransform.__init__(self, keys)
        mt.RandomizableTransform.__init__(self, prob)
        self.spacing_mm = spacing_mm
        self.move_mm = move_mm
        self.knots_mm = knots_mm

    def __call__(self, data: Mapping[Hashable, torch.Tensor]) -> dict[Hashable, torch.Tensor]:
        """Return the images, all deformed alike or none."""
        changed = dict(data)
        self.randomize(None)
        if not self._do_transform:
            return changed
        size = (int(data[self.keys[0]].shape[-2]), int(data[self.keys[0]].shape[-1]))
        cells = [
            max(1, round((n - 1) * mm / self.knots_mm)) for n, mm in zip(size, self.spacing_mm, strict=True)
        ]
        # Along each axis at most the limit over the root of two, so that together they keep it.
        most = self.move_mm / math.sqrt(2)
        knots = self.R.uniform(-most, most, (2, cells[0] + ORDER, cells[1] + ORDER))
        moved = displacement(size, self.spacing_mm, knots) / np.reshape(self.spacing_mm, (2, 1, 1))
        for key in self.key_iterator(changed):
            changed[key] = deform(torch.as_tensor(changed[key]), moved)
        return changed
