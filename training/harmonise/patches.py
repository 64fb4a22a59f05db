"""The training patches of a fold in the other manufacturer's look, as far as their lesions survived.

The translation is learned from the training cases that are handed in, so a held-out patient has no part in
it. What was learned is kept under the hash of all that it depends on: other seeds, members and ablations that
train on the same cases take it up. It appears whole or not at all; an interrupted learning starts again.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training.cases import Dataset
from training.errors import TrainingError
from training.events import Emit
from training.harmonise.cyclegan import Generator, Translators, learn, translated
from training.harmonise.gate import survives
from training.leave_out import manufacturer_of
from training.recipe import InputRecipe, Recipe, TranslateRecipe
from training.samples import LargePatches

#: Raise it when code changes what is learned.
VERSION = 1
#: Choices of `TranslateRecipe` that say how a translation is used; what is learned does not depend on them.
OF_USE = {"chance", "min_dice", "max_diameter_mm", "max_hu"}
#: With fewer the patches that are left are a choice of lesions, which the label would go with.
LEAST_SHARE = 0.5

FloatArray = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]


def translated_patches(
    dataset: Dataset, patches: LargePatches, recipe: Recipe, chosen: Indices, *, folder: Path, emit: Emit
) -> Mapping[int, FloatArray]:
    """Learn the translation of a training, apply it, and keep what the gate lets through.

    Parameters
    ----------
    dataset, patches, recipe
        The cases, their large patches, and the recipe.
    chosen
        Indices of the training cases.
    folder
        Keeps what was learned.
    emit
        Takes an event that says how many patches passed, of each class too.

    Returns
    -------
    mapping
        Of cases (by index) to HU of their large patch's shape. Cases of other manufacturers, without an
        outline, or whose lesion did not survive, are not in it. Empty where the recipe has no translation.

    Raises
    ------
    TrainingError
        If a manufacturer has too few training cases, or fewer than half of the lesions survive.
    """
    choice = recipe.augment.translate
    if choice is None:
        return {}
    sides = sides_of(dataset, chosen, choice)
    nets = translators(dataset, patches, recipe.input, choice, sides, folder=folder)
    own = patches.hu.shape[1] // 2  # recipes that thicken have neighbours
    kept: dict[int, FloatArray] = {}
    tried, changes = [], []
    for side, net in zip(sides, nets, strict=True):
        slices = translated(net, patches.hu[side].reshape(-1, *patches.hu.shape[2:]))
        for index, looks in zip(side.tolist(), slices.reshape(patches.hu[side].shape), strict=True):
            before, outline = patches.hu[index, own], patches.lesion[index, 0] > 0.5
            after = looks[own]
            if not outline.any():
                continue
            tried.append(index)
            if survives(before, after, outline, recipe.input.spacing_mm[1:], choice):
                kept[index] = looks
                changes.append(float(np.abs(after - before).mean()))
    label = np.array([np.nan if dataset.cases[i].label is None else dataset.cases[i].label for i in tried])
    passed = np.isin(tried, list(kept))
    emit(
        "translated",
        tried=len(tried),
        kept=len(kept),
        kept_benign=_share(passed[label == 0]),
        kept_malignant=_share(passed[label == 1]),
        change_hu=round(float(np.mean(changes)), 2) if changes else None,
    )
    if len(kept) < LEAST_SHARE * len(tried) or not tried:
        raise TrainingError(
            f"The translation between {' and '.join(choice.manufacturers)} was refused: of {len(tried)} "
            f"outlined lesions {len(kept)} keep extent, diameter and HU. Raise augment.translate.cycle and "
            "identity, or leave augment.translate out."
        )
    return kept


def sides_of(
    dataset: Dataset, chosen: Indices, choice: TranslateRecipe, least: int | None = None
) -> tuple[Indices, Indices]:
    """Return the chosen cases of each of the two manufacturers.

    Raises
    ------
    TrainingError
        If one has fewer than `least`, by default a batch.
    """
    least = choice.batch if least is None else least
    names = [manufacturer_of(dataset.cases[i]) for i in chosen]
    first, second = (chosen[np.array(names) == name] for name in choice.manufacturers)
    if min(len(first), len(second)) < least:
        known = ", ".join(f"{name or 'unknown'} {names.count(name)}" for name in sorted(set(names)))
        raise TrainingError(
            f"Translation between {' and '.join(choice.manufacturers)} needs at least {least} "
            f"cases of each; there are {len(first)} and {len(second)} (by manufacturer: {known}). "
            "Name others in augment.translate.manufacturers, or leave augment.translate out."
        )
    return first, second


def translators(
    dataset: Dataset,
    patches: LargePatches,
    given: InputRecipe,
    choice: TranslateRecipe,
    sides: tuple[Indices, Indices],
    *,
    folder: Path,
) -> Translators:
    """Learn both directions, or read them where they have been learned from the same cases in the same way.

    Parameters
    ----------
    dataset, patches
        The cases and their large patches.
    given, choice
        The recipe's input and translation.
    sides
        See `sides_of`.
    folder
        Keeps what was learned.
    """
    key = _key(dataset, given, choice, sides)
    path = folder / f"{key}.pt"
    nets = _kept(path, choice)
    if nets is None:
        # From the part that every crop holds: farther out a large patch may be filled up.
        first, second = (middle(patches.hu[side], given) for side in sides)
        nets = learn(first, second, choice, int(key[:8], 16))
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new.", dir=folder) as scratch:
            fresh = Path(scratch) / path.name
            torch.save([net.state_dict() for net in nets], fresh)
            fresh.replace(path)
    return nets


def middle(hu: FloatArray, given: InputRecipe) -> FloatArray:
    """Return the middle slice of large patches ``(N, D, H, W)``, as large as the network's input."""
    top, left = ((have - want) // 2 for have, want in zip(hu.shape[2:], given.size[1:], strict=True))
    return hu[:, hu.shape[1] // 2, top : top + given.size[1], left : left + given.size[2]]


def _kept(path: Path, choice: TranslateRecipe) -> Translators | None:
    """Read what was learned; `None` where there is nothing, or nothing that can be read."""
    nets = Translators(Generator(choice.channels), Generator(choice.channels))
    try:
        states = torch.load(path, map_location="cpu", weights_only=True)
        for net, state in zip(nets, states, strict=True):
            net.load_state_dict(state)
            net.eval().requires_grad_(requires_grad=False)
    except (OSError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    return nets


def _key(
    dataset: Dataset, given: InputRecipe, choice: TranslateRecipe, sides: tuple[Indices, Indices]
) -> str:
    """Return the SHA-256 of all that a translation depends on."""
    document: dict[str, Any] = {
        "version": VERSION,
        "dataset_sha256": dataset.sha256,
        "cases": [side.tolist() for side in sides],
        "input": given.model_dump(mode="json"),
        "choices": choice.model_dump(mode="json", exclude=OF_USE),
    }
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _share(passed: npt.NDArray[np.bool_]) -> float | None:
    return round(float(passed.mean()), 3) if len(passed) else None
