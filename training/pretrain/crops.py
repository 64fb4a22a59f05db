"""Unlabelled crops to learn from: a dataset's own, and LUNA16's candidates, whose patients are not known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.geometry import Grid
from engine.patch import PatchSpec, make_patch
from engine.volume import Acquisition, Volume
from training.cases import Dataset
from training.detect.crops import STEP_MM, read_luna, to_hu
from training.detect.volumes import NoduleVolume


def dataset_patches(dataset: Dataset, spec: PatchSpec) -> npt.NDArray[np.float32]:
    """Return every case's patch, shape ``(cases, *spec.size)``; labels and outlines are not looked at."""
    return np.stack([dataset.patch(index, spec).hu for index in range(len(dataset))])


def luna_patches(folder: Path, dataset: Dataset, spec: PatchSpec) -> npt.NDArray[np.float32]:
    """Return the LUNA16 candidate crops as patches, shape ``(n, *spec.size)``.

    Their true pixel size is not recorded; `training.detect.crops.STEP_MM` is assumed. Crops that show a
    nodule of a patient whom no model may be trained on are left out, by their fine detail.

    Raises
    ------
    training.cases.DatasetError
        If the folder holds none.
    """
    kept_out = [_volume(dataset, int(i)) for i in np.flatnonzero(~dataset.trainable)]
    first, second, _ = read_luna(folder, kept_out)
    pixels = np.concatenate([first.pixels, second.pixels])
    patches = np.empty((len(pixels), *spec.size), dtype=np.float32)
    steps = ((0.0, 0.0, STEP_MM), (0.0, STEP_MM, 0.0), (STEP_MM, 0.0, 0.0))
    for number, crop in enumerate(pixels):
        hu = np.rint(to_hu(crop)).astype(np.int16)[None]
        grid = Grid((1, *crop.shape), (0.0, 0.0, 0.0), steps)
        middle = ((crop.shape[1] - 1) / 2 * STEP_MM, (crop.shape[0] - 1) / 2 * STEP_MM, 0.0)
        patches[number] = make_patch(Volume(hu, grid, "", Acquisition("CT", "", "", None)), middle, spec).hu
    return patches


def _volume(dataset: Dataset, index: int) -> NoduleVolume:
    case = dataset.cases[index]
    middle = tuple(slice(k, k + 1) for k in [round(float(case.grid.to_voxel(case.centre_mm)[0]))])
    mask = dataset.outlines[index][middle] > 0
    if not mask.any():
        mask = np.zeros_like(mask)
        row, column = (round(float(v)) for v in case.grid.to_voxel(case.centre_mm)[1:])
        mask[0, row, column] = True
    return NoduleVolume(
        case.id,
        case.patient_id,
        case.fold or 0,
        dataset.hu[index][middle],
        mask,
        case.grid.spacing_mm,
        case.diameter_mm or 0.0,
        "solid",
    )
