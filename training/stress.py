"""How much worse does a model get on images made worse: noise, kernels, wrong spacing, wrong clicks?

Each image is changed as a volume in native pixels, and the patch is cut from it by the engine's function;
the calibration and the threshold stay those of the clean images. These are simulations, of a kind that
training may have seen as augmentation: no evidence for another scanner.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine.findings import Point
from engine.geometry import Grid
from engine.patch import PatchSpec, make_patch
from engine.volume import Volume
from training.calibrate import cross_fitted_temperatures, sigmoid
from training.cases import Dataset
from training.errors import TrainingError
from training.evaluate import FEW
from training.held_out import fitting_folds, held_out_networks
from training.leave_out import NEVER_HELD_OUT
from training.metrics import at_threshold, auc, with_intervals
from training.runs import RunFolder

#: Width (standard deviation) of the blur that sharpening subtracts, and of the grain of correlated noise.
SHARPEN_MM = 0.8
GRAIN_MM = 0.8
CLEAN = "clean"

Change = Callable[[Volume, Point, np.random.Generator], tuple[Volume, Point]]


@dataclass(frozen=True)
class Condition:
    """One way in which images or clicks can be worse.

    Parameters
    ----------
    name, text
        A stable name, and what it is in words.
    change
        From a volume and the nodule's centre, with random numbers of the case's own, to changed ones.
    """

    name: str
    text: str
    change: Change


def clean(volume: Volume, centre_mm: Point, _: np.random.Generator) -> tuple[Volume, Point]:
    """Change nothing."""
    return volume, centre_mm


def noise(sd_hu: float, grain_mm: float = 0.0) -> Change:
    """Add normal noise of a standard deviation; with a grain it is smoothed to that width first."""

    def change(volume: Volume, centre_mm: Point, random: np.random.Generator) -> tuple[Volume, Point]:
        field = random.normal(0, 1, volume.hu.shape)
        if grain_mm:
            field = _blurred(field, volume.grid, grain_mm)
            field /= field.std()
        return _with(volume, volume.hu + sd_hu * field), centre_mm

    return change


def smoothing(sd_mm: float) -> Change:
    """Blur every slice by a Gaussian, as a softer kernel does."""
    return lambda volume, centre_mm, _: (
        _with(volume, _blurred(volume.hu.astype(np.float64), volume.grid, sd_mm)),
        centre_mm,
    )


def sharpening(amount: float) -> Change:
    """Add `amount` times what a blur of `SHARPEN_MM` takes away, as a sharper kernel does."""

    def change(volume: Volume, centre_mm: Point, _: np.random.Generator) -> tuple[Volume, Point]:
        hu = volume.hu.astype(np.float64)
        return _with(volume, hu + amount * (hu - _blurred(hu, volume.grid, SHARPEN_MM))), centre_mm

    return change


def offset(hu: float) -> Change:
    """Add a constant, as a badly calibrated scanner does."""
    return lambda volume, centre_mm, _: (_with(volume, volume.hu.astype(np.float64) + hu), centre_mm)


def wrong_spacing(factor: float) -> Change:
    """Let the file record `factor` times the true pixel spacing; the nodule's centre stays."""

    def change(volume: Volume, centre_mm: Point, _: np.random.Generator) -> tuple[Volume, Point]:
        grid = volume.grid
        slices, (a, b, c), (d, e, f) = grid.steps_mm
        steps = (slices, (factor * a, factor * b, factor * c), (factor * d, factor * e, factor * f))
        wrong = Grid(grid.size, (0.0, 0.0, 0.0), steps)
        x, y, z = (float(v) for v in np.subtract(centre_mm, wrong.to_patient(grid.to_voxel(centre_mm))))
        return dataclasses.replace(volume, grid=Grid(grid.size, (x, y, z), steps)), centre_mm

    return change


def wrong_click(distance_mm: float) -> Change:
    """Move the centre by a distance within the slice, in a random direction."""

    def change(volume: Volume, centre_mm: Point, random: np.random.Generator) -> tuple[Volume, Point]:
        angle = random.uniform(0, 2 * math.pi)
        x, y, z = centre_mm
        return volume, (x + distance_mm * math.cos(angle), y + distance_mm * math.sin(angle), z)

    return change


CONDITIONS = (
    Condition("noise_30", "white noise of 30 HU", noise(30)),
    Condition("noise_60", "white noise of 60 HU", noise(60)),
    Condition("grain_30", f"noise of 30 HU with a grain of {GRAIN_MM:g} mm", noise(30, GRAIN_MM)),
    Condition("smooth_0.6", "smoothed, sd 0.6 mm", smoothing(0.6)),
    Condition("smooth_1.0", "smoothed, sd 1.0 mm", smoothing(1.0)),
    Condition("sharp_1", "sharpened x 1", sharpening(1)),
    Condition("sharp_2", "sharpened x 2", sharpening(2)),
    Condition("spacing_0.9", "recorded spacing 10 % too small", wrong_spacing(0.9)),
    Condition("spacing_1.1", "recorded spacing 10 % too large", wrong_spacing(1.1)),
    Condition("offset_-50", "50 HU too low", offset(-50)),
    Condition("offset_50", "50 HU too high", offset(50)),
    Condition("click_3", "click 3 mm beside the centre", wrong_click(3)),
)


def stress(dataset: Dataset, run: RunFolder) -> dict[str, Any]:
    """Judge a run's fold models, each on the patients it has not seen, under every condition.

    Parameters
    ----------
    dataset
        The run's dataset.
    run
        With every fold finished.

    Returns
    -------
    dict
        The JSON document of ``noduscope train stress``; drops are clean minus stressed, paired.

    Raises
    ------
    TrainingError
        If there are too few cases, or the run cannot be used.
    """
    folds = fitting_folds(dataset, run.record())
    counted = [case.reportable for case in dataset.cases]
    index = np.flatnonzero(np.array(counted) & (folds != NEVER_HELD_OUT))
    label = np.array([dataset.cases[i].label for i in index], dtype=np.intp)
    if len(index) < FEW or len(np.unique(label)) < 2:
        raise TrainingError(
            f"A stress test needs at least {FEW} nodules with a decided label, of both classes; there are "
            f"{len(index)} (malignant: {int(label.sum())})."
        )
    probability = _calibrated(_logits(dataset, run, index), label, folds[index])
    patients = np.array([dataset.cases[i].patient_id for i in index])
    return {
        "schema": 1,
        "n": len(index),
        "n_patients": len(set(patients)),
        "n_malignant": int(label.sum()),
        "conditions": [
            {
                "name": name,
                "text": text,
                **_figures(label, probability[CLEAN], probability[name], patients),
            }
            for name, text in [(CLEAN, "as recorded"), *((c.name, c.text) for c in CONDITIONS)]
        ],
    }


def stressed_patches(
    dataset: Dataset, index: npt.NDArray[np.intp], spec: PatchSpec, condition: Condition
) -> npt.NDArray[np.float32]:
    """Return the patches of some cases under a condition, shape ``(len(index), *spec.size)``.

    The random numbers depend on condition and case alone, so that any two models meet the same images.
    """
    patches = np.empty((len(index), *spec.size), dtype=np.float32)
    for row, i in enumerate(int(i) for i in index):
        random = np.random.default_rng([i, *condition.name.encode()])
        volume, centre = condition.change(dataset.volume(i), dataset.cases[i].centre_mm, random)
        patches[row] = make_patch(volume, centre, spec).hu
    return patches


def _logits(
    dataset: Dataset, run: RunFolder, index: npt.NDArray[np.intp]
) -> dict[str, npt.NDArray[np.float64]]:
    """Raw scores by condition, for each case of `index`."""
    spec = run.record().recipe.input.spec
    conditions = (Condition(CLEAN, "", clean), *CONDITIONS)
    logits = {condition.name: np.full(len(index), np.nan) for condition in conditions}
    for held_out, network in held_out_networks(dataset, run):
        rows = np.flatnonzero(np.isin(index, held_out))
        for condition in conditions if len(rows) else ():
            patches = stressed_patches(dataset, index[rows], spec, condition)
            logits[condition.name][rows] = network(patches).logit
    return logits


def _calibrated(
    logits: dict[str, npt.NDArray[np.float64]], label: npt.NDArray[np.intp], fold: npt.NDArray[np.intp]
) -> dict[str, npt.NDArray[np.float64]]:
    """Probabilities by the temperature of the other folds' clean scores."""
    everything = np.ones(len(label), dtype=bool)
    divisor = cross_fitted_temperatures(logits[CLEAN], label.astype(np.float64), fold, everything)
    return {name: sigmoid(values / divisor) for name, values in logits.items()}


def _figures(
    label: npt.NDArray[np.intp],
    before: npt.NDArray[np.float64],
    after: npt.NDArray[np.float64],
    patients: npt.NDArray[np.str_],
) -> dict[str, Any]:
    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float]:
        y = label[rows]
        found = {}
        for what, of in (("auc", auc), ("accuracy", _accuracy)):
            found[what] = of(y, after[rows])
            found[f"{what}_drop"] = of(y, before[rows]) - found[what]
        return found

    flipped = (before >= 0.5) != (after >= 0.5)
    return {
        **with_intervals(figures, patients),
        "flips": int(flipped.sum()),
        "flips_to_malignant": int((flipped & (after >= 0.5)).sum()),
        "mean_change": round(float((after - before).mean()), 4),
    }


def _accuracy(label: npt.NDArray[np.intp], probability: npt.NDArray[np.float64]) -> float:
    return at_threshold(label, probability)["accuracy"]


def _blurred(values: npt.NDArray[np.float64], grid: Grid, sd_mm: float) -> npt.NDArray[np.float64]:
    """Gaussian blur within each slice; a border repeats its nearest pixel."""
    _, row_mm, column_mm = grid.spacing_mm
    return np.stack(
        [
            cv2.GaussianBlur(
                plane,
                (0, 0),
                sigmaX=sd_mm / column_mm,
                sigmaY=sd_mm / row_mm,
                borderType=cv2.BORDER_REPLICATE,
            )
            for plane in values
        ]
    )


def _with(volume: Volume, hu: npt.NDArray[np.floating]) -> Volume:
    limits = np.iinfo(np.int16)
    whole = np.clip(np.rint(hu), limits.min, limits.max).astype(np.int16)
    return dataclasses.replace(volume, hu=whole)
