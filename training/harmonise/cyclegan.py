"""A small CycleGAN between two manufacturers' patches: it changes fine detail, and HU by a bounded amount.

A network that matches distributions can add or take away lesions (Cohen, Luck and Honari, MICCAI 2018). Here
the judges see fine detail alone, so that no difference in anatomy or in lesions can be asked for; what is
learned is a residue of at most `MAX_CHANGE_HU`; and `training.harmonise.gate` looks at every patch before it
is used. CycleGAN: Zhu et al., ICCV 2017; judges and adversarial loss are MONAI's. Knows no cases, no folds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from monai.losses import PatchAdversarialLoss
from monai.networks.layers import GaussianFilter
from monai.networks.nets import PatchDiscriminator
from torch import nn
from torch.nn.functional import pad

from training.errors import TrainingError
from training.recipe import TranslateRecipe

#: Largest change of a pixel: kernels and noise differ by less, a solid nodule differs from lung by more.
MAX_CHANGE_HU = 200.0
#: HU that networks see, and their scales. Fine detail is some tens of HU; beside the whole range, it drowns.
SEEN_HU, SCALE_HU, DETAIL_SCALE_HU = (-1200.0, 600.0), 1000.0, 100.0
#: Fine detail is what a Gaussian of this many pixels takes away; there manufacturers differ most.
DETAIL_PIXELS, REACH = 1.5, 5
#: Side of the squares that are learned from.
CROP = 32
#: Judges learn faster than translators (two time scales: Heusel et al., NeurIPS 2017).
JUDGE_RATE = 2.5

FloatArray = npt.NDArray[np.float32]


class Detail(nn.Module):
    """Fine detail of HU [N, 1, H, W]: what is left without its Gaussian blur, in `DETAIL_SCALE_HU`."""

    def __init__(self) -> None:
        super().__init__()
        self.blur = GaussianFilter(2, DETAIL_PIXELS, truncated=REACH / DETAIL_PIXELS)

    def forward(self, hu: torch.Tensor) -> torch.Tensor:
        """Return detail, same shape; what lies outside an image repeats its edge."""
        hu = hu.clamp(*SEEN_HU)
        return (hu - self.blurred(hu)) / DETAIL_SCALE_HU

    def blurred(self, image: torch.Tensor) -> torch.Tensor:
        """Return an image [N, 1, H, W] without fine detail."""
        wide: torch.Tensor = self.blur(pad(image, (REACH,) * 4, mode="replicate"))
        return wide[..., REACH:-REACH, REACH:-REACH]


class Generator(nn.Module):
    """A residue in HU from HU, at full resolution: texture and sharpness, no shapes.

    Parameters
    ----------
    channels
        Of its hidden layers.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.detail = Detail()
        layers: list[nn.Module] = [nn.Conv2d(2, channels, 5, padding=2, padding_mode="replicate"), nn.ReLU()]
        for _ in range(2):
            layers += [nn.Conv2d(channels, channels, 3, padding=1, padding_mode="replicate"), nn.ReLU()]
        last = nn.Conv2d(channels, 1, 3, padding=1, padding_mode="replicate")
        # Training starts from a translator that changes nothing.
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)  # type: ignore[arg-type]  # it has one
        self.layers = nn.Sequential(*layers, last)

    def forward(self, hu: torch.Tensor) -> torch.Tensor:
        """Return translated HU [N, 1, H, W]."""
        seen = torch.cat([hu.clamp(*SEEN_HU) / SCALE_HU, self.detail(hu)], dim=1)
        change: torch.Tensor = torch.tanh(self.layers(seen)) * (MAX_CHANGE_HU / 2)
        return hu + change - self.detail.blurred(change)


class Translators(NamedTuple):
    """Both directions of a trained translation."""

    to_second: Generator
    to_first: Generator


def learn(first: FloatArray, second: FloatArray, recipe: TranslateRecipe, seed: int) -> Translators:
    """Learn to translate between two sets of patches that are not paired.

    Parameters
    ----------
    first, second
        HU, shape ``(N, H, W)``, of one manufacturer each, at least a batch.
    recipe
        Steps, batch, learning rate, weights.
    seed
        Of weights and draws; no other random numbers are used or spent.

    Returns
    -------
    Translators

    Raises
    ------
    TrainingError
        If the patches are smaller than `CROP`, or the training diverges.
    """
    if min(first.shape[1:] + second.shape[1:]) < CROP:
        raise TrainingError(
            f"Translation between scanners learns from {CROP} x {CROP} pixels. Make input.size larger."
        )
    random = np.random.default_rng(seed)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        nets = Translators(Generator(recipe.channels), Generator(recipe.channels))
        # Without normalisation, which would take away the very thing that differs: how strong noise is.
        judges = [PatchDiscriminator(2, recipe.channels, 1, num_layers_d=1, norm="") for _ in range(2)]
    detail = Detail()
    adversarial = PatchAdversarialLoss(no_activation_leastsq=True)
    steppers = [
        _optimiser(nets, recipe.lr, recipe.steps),
        _optimiser(judges, recipe.lr * JUDGE_RATE, recipe.steps),
    ]
    for _ in range(recipe.steps):
        real = [_crops(patches, recipe.batch, random) for patches in (first, second)]
        fake = [nets.to_first(real[1]), nets.to_second(real[0])]
        back = [nets.to_first(fake[1]), nets.to_second(fake[0])]
        same = [nets.to_first(real[0]), nets.to_second(real[1])]
        loss, judged = torch.zeros(()), torch.zeros(())
        for k in range(2):
            opinion = judges[k](detail(fake[k]))[-1]
            loss = loss + adversarial(opinion, target_is_real=True, for_discriminator=False)
            # Squared, so that strong edges, which are anatomy, are dearer than noise.
            loss = loss + recipe.cycle * ((back[k] - real[k]) / DETAIL_SCALE_HU).square().mean()
            loss = loss + recipe.identity * ((same[k] - real[k]) / DETAIL_SCALE_HU).square().mean()
        _step(steppers[0], loss)
        for k in range(2):
            for image, is_real in ((real[k], True), (fake[k].detach(), False)):
                opinion = judges[k](detail(image))[-1]
                judged = judged + adversarial(opinion, target_is_real=is_real, for_discriminator=True) / 2
        _step(steppers[1], judged)
    if not torch.isfinite(loss + judged):
        raise TrainingError("The translation between scanners diverged. Lower augment.translate.lr.")
    for net in nets:
        net.eval().requires_grad_(requires_grad=False)
    return nets


@torch.no_grad()
def translated(net: Generator, hu: FloatArray) -> FloatArray:
    """Return patches in the other scanner's look; shape ``(N, H, W)`` both."""
    parts = [net(torch.from_numpy(hu[i : i + 32, None]))[:, 0].numpy() for i in range(0, len(hu), 32)]
    return np.concatenate(parts) if parts else hu


_Stepper = tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]


def _optimiser(parts: Iterable[nn.Module], rate: float, steps: int) -> _Stepper:
    """Adam as CycleGAN has it: a constant rate that falls to zero over the second half."""
    parameters = itertools.chain(*(part.parameters() for part in parts))
    adam = torch.optim.Adam(parameters, rate, betas=(0.5, 0.999))
    return adam, torch.optim.lr_scheduler.LambdaLR(adam, lambda step: min(1.0, 2 * (1 - step / steps)))


def _step(stepper: _Stepper, loss: torch.Tensor) -> None:
    adam, schedule = stepper
    adam.zero_grad()
    loss.backward()
    adam.step()
    schedule.step()


def _crops(patches: FloatArray, batch: int, random: np.random.Generator) -> torch.Tensor:
    """Return random squares of random patches, [batch, 1, CROP, CROP]."""
    chosen = random.choice(len(patches), batch, replace=False)
    top, left = (random.integers(0, n - CROP + 1, batch) for n in patches.shape[1:])
    squares = [patches[i, r : r + CROP, c : c + CROP] for i, r, c in zip(chosen, top, left, strict=True)]
    return torch.from_numpy(np.stack(squares)[:, None])
