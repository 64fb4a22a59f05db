"""Contact sheets: patches with outlines and labels, and what augmentation makes of them. Nobody is named."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.augment import HU, LESION
from training.cases import Dataset
from training.recipe import Recipe
from training.samples import TrainingSamples
from training.tracking.pictures import READERS, Rgb, grey, outlined

#: Cases of each class on a sheet, and random versions of one case.
CASES, VERSIONS = 6, 5
_CLASSES = {"benign": 0, "malignant": 1, "undecided": None}


def label_sheet(dataset: Dataset, recipe: Recipe, out: Path, seed: int = 0) -> Path:
    """Write a row of random patches for each class, with the readers' outlines and diameters."""
    random, spec, rows = np.random.default_rng(seed), recipe.input.spec, []
    for word, value in _CLASSES.items():
        of_class = [i for i, case in enumerate(dataset.cases) if case.label == value]
        drawn = random.permutation(of_class)[:CASES].tolist() if of_class else []
        tiles = []
        for i in drawn:
            patch = dataset.patch(i, spec).hu
            diameter = dataset.cases[i].diameter_mm
            text = word + (f" {diameter:.0f} mm" if diameter else "")
            tiles.append(_tile(patch[patch.shape[0] // 2], dataset.lesion(i, spec)[0], text))
        if tiles:
            rows.append(tiles)
    return _write(rows, out)


def augmentation_sheet(
    dataset: Dataset, samples: TrainingSamples, recipe: Recipe, out: Path, seed: int = 0
) -> Path:
    """Write some training patches as they are, each beside its random versions."""
    import torch

    spec, rows = recipe.input.spec, []
    samples.transforms.set_random_state(seed=seed)
    for i in (int(i) for i in samples.chosen[:CASES]):
        patch = dataset.patch(i, spec).hu
        tiles = [_tile(patch[patch.shape[0] // 2], dataset.lesion(i, spec)[0], "as it is")]
        for _ in range(VERSIONS):
            image = samples.transforms(
                {
                    HU: torch.from_numpy(samples.patches.hu[i]),
                    LESION: torch.from_numpy(samples.patches.lesion[i].astype(np.float32)),
                }
            )
            hu, lesion = np.asarray(image[HU]), np.asarray(image[LESION])
            tiles.append(_tile(hu[hu.shape[0] // 2], lesion[0], "augmented"))
        rows.append(tiles)
    return _write(rows, out)


def _tile(hu: npt.NDArray[np.float32], lesion: npt.NDArray[np.float32], text: str) -> Rgb:
    drawn = outlined(grey(hu), lesion, READERS)
    bar = np.zeros((18, drawn.shape[1], 3), dtype=np.uint8)
    cv2.putText(bar, text, (3, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255, 255, 255), 1, cv2.LINE_AA)
    return np.pad(np.concatenate([drawn, bar]), ((1, 1), (1, 1), (0, 0)))


def _write(rows: list[list[Rgb]], out: Path) -> Path:
    from PIL import Image

    width = max(len(row) for row in rows)
    blank = np.zeros_like(rows[0][0])
    full = [np.concatenate([*row, *[blank] * (width - len(row))], axis=1) for row in rows]
    Image.fromarray(np.concatenate(full)).save(out)
    return out
