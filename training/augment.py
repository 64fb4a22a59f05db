"""Random changes of training patches, by MONAI's transforms.

Patches are cut larger than the network's input, so that turning and shifting bring in real surroundings
and never invented border. Everything here is in HU and millimetres; windowing is the network's.

`monai.transforms.Rand2DElastic` is left out on purpose: in MONAI 1.6 its grid is not exact (with no
displacement at all it moves pixels of a 97-pixel patch by up to 1.6 pixels); `training.elastic` deforms.
"""

from __future__ import annotations

import math

import monai.transforms as mt
import torch

from engine.patch import PatchSpec
from training.elastic import RandBSplined
from training.recipe import AugmentRecipe
from training.thicken import RandThickend

HU, LESION, PLAIN = "hu", "lesion", "plain"

#: Width (standard deviation) of the unsharp mask, about that of a soft reconstruction kernel.
SHARPEN_MM = 0.8
#: MONAI cuts its Gaussian filters off at this many standard deviations.
FILTER_REACH = 4.0


def source_spec(spec: PatchSpec, recipe: AugmentRecipe) -> PatchSpec:
    """Return the larger patch that every augmentation of `spec` can be cut from."""
    size = [spec.size[0]]
    for pixels, spacing in zip(spec.size[1:], spec.spacing_mm[1:], strict=True):
        half = (pixels - 1) / 2 + _ring(spec, recipe)
        half *= _turned(recipe) * (1 + recipe.scale)
        size.append(2 * math.ceil(half + recipe.shift_mm / spacing) + 1)
    if recipe.thicken_chance:
        return PatchSpec((3, size[1], size[2]), (recipe.thicken_mm / 2, *spec.spacing_mm[1:]))
    return PatchSpec((size[0], size[1], size[2]), spec.spacing_mm)


def _turned(recipe: AugmentRecipe) -> float:
    """How much larger a square must be that holds every turned one."""
    if not recipe.rotate:
        return 1
    angle = math.radians(recipe.rotate_degrees)
    return math.cos(angle) + math.sin(angle) if recipe.rotate_degrees < 45 else math.sqrt(2)


def _ring(spec: PatchSpec, recipe: AugmentRecipe) -> int:
    """Pixels round the input that filters and deformation reach into.

    MONAI's filters treat what lies outside an image as 0 HU.
    """
    widest = max(recipe.blur_mm[1], SHARPEN_MM) / min(spec.spacing_mm[1:])
    moved = recipe.elastic_mm / min(spec.spacing_mm[1:]) if recipe.elastic_chance else 0
    return math.ceil(FILTER_REACH * widest) + math.ceil(moved)


def transforms(spec: PatchSpec, recipe: AugmentRecipe, *, keep_plain: bool = False) -> mt.Compose:
    """Make the random transforms that turn a large patch into one of the network's inputs.

    Parameters
    ----------
    spec
        The network's input.
    recipe
        What may change, and how often.
    keep_plain
        Return the image as it was before its intensities were changed, too, as ``"plain"``.

    Returns
    -------
    monai.transforms.Compose
        Takes and returns ``{"hu": [D, H, W], "lesion": [1, H, W]}``, D of `source_spec`; out come `spec`'s
        pixels.
    """
    # Only what is asked for is in the list: each random transform takes one seed, and so moves those behind.
    first: list[mt.Transform] = []
    if recipe.thicken_chance:
        first.append(RandThickend(HU, recipe.thicken_mm, recipe.thicken_chance))
    extra: list[mt.Transform] = []
    if recipe.elastic_chance:
        extra.append(
            RandBSplined(
                [HU, LESION],
                spec.spacing_mm[1:],
                move_mm=recipe.elastic_mm,
                knots_mm=recipe.elastic_knots_mm,
                prob=recipe.elastic_chance,
            )
        )
    if keep_plain:
        extra.append(mt.CopyItemsd(keys=[HU], names=[PLAIN]))
    pictures = [HU, LESION, PLAIN] if keep_plain else [HU, LESION]
    _, rows, columns = spec.size
    ring = _ring(spec, recipe)
    pixel_mm = spec.spacing_mm[1:]
    low, high = recipe.blur_mm
    blur = [(low / spacing, high / spacing) for spacing in pixel_mm]
    return mt.Compose(
        [
            *first,
            mt.RandAffined(
                keys=[HU, LESION],
                prob=1.0,
                rotate_range=math.radians(recipe.rotate_degrees) if recipe.rotate else 0.0,
                translate_range=[recipe.shift_mm / spacing for spacing in pixel_mm],
                scale_range=[recipe.scale] * 2,
                spatial_size=(rows + 2 * ring, columns + 2 * ring),
                mode="bilinear",
                padding_mode="border",
            ),
            mt.RandFlipd(keys=[HU, LESION], prob=0.5 if recipe.flip else 0.0, spatial_axis=1),
            *extra,
            # Noise comes before blur and sharpening, so that it is sometimes correlated, as in kernels.
            mt.RandGaussianNoised(keys=[HU], prob=recipe.noise_chance, std=recipe.noise_hu),
            mt.RandGaussianSmoothd(keys=[HU], prob=recipe.blur_chance, sigma_x=blur[0], sigma_y=blur[1]),
            mt.RandGaussianSharpend(
                keys=[HU],
                prob=recipe.sharpen_chance,
                sigma1_x=(0.3, 0.5),
                sigma1_y=(0.3, 0.5),
                sigma2_x=SHARPEN_MM / pixel_mm[0],
                sigma2_y=SHARPEN_MM / pixel_mm[1],
                alpha=recipe.sharpen,
            ),
            mt.RandScaleIntensityd(keys=[HU], prob=recipe.intensity_chance, factors=recipe.gain),
            mt.RandShiftIntensityd(keys=[HU], prob=recipe.intensity_chance, offsets=recipe.offset_hu),
            mt.CenterSpatialCropd(keys=pictures, roi_size=(rows, columns)),
        ]
    )


class BatchMixUp:
    """MixUp of whole training batches, with a chance.

    Parameters
    ----------
    recipe
        Chance and alpha of the Beta distribution.
    seed
        Of its own random numbers.
    """

    def __init__(self, recipe: AugmentRecipe, seed: int) -> None:
        self.recipe = recipe
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """Start its random numbers afresh."""
        self.chance = torch.Generator().manual_seed(seed)
        self.seed = seed
        self.count = 0

    def __call__(self, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Mix every tensor of a batch, or none; NaN (an unknown rating) stays NaN in every mixture."""
        self.count += 1
        if torch.rand((), generator=self.chance) >= self.recipe.mixup_chance:
            return batch
        size = len(next(iter(batch.values())))
        mixer = mt.MixUp(batch_size=size, alpha=self.recipe.mixup_alpha)
        mixer.set_random_state(seed=(self.seed + self.count) % 2**32)
        mixer.randomize()
        # MixUp takes images only, so everything is given the shape of one.
        return {
            name: mixer.apply(value.reshape(size, -1, 1, 1)).reshape(value.shape)
            for name, value in batch.items()
        }


class HideNeighbours:
    """Take the neighbouring slices away from some patches, each with a chance: they then repeat the middle.

    Whether a training crop has neighbours depends on its scan and a little on its nodule's size; without this
    their absence would tell something.

    Parameters
    ----------
    recipe
        The chance.
    seed
        Of its own random numbers.
    """

    def __init__(self, recipe: AugmentRecipe, seed: int) -> None:
        self.chance = recipe.hide_neighbours_chance
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """Start its random numbers afresh."""
        self.random = torch.Generator().manual_seed(seed + 1)  # not the numbers that MixUp draws

    def __call__(self, batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Return a batch in which some of ``hu`` [N, D, H, W] shows the middle slice only."""
        hu = batch["hu"]
        hidden = (torch.rand(len(hu), generator=self.random) < self.chance).to(hu.device)
        if hu.shape[1] == 1 or not hidden.any():
            return batch
        middle = hu[:, hu.shape[1] // 2, None].expand_as(hu)
        return {**batch, "hu": torch.where(hidden[:, None, None, None], middle, hu)}
