"""What is measured of every case's map and mask: where they lie, whether they stay, what the nodule is worth.

One network and the cases it has not seen in, one number a case out. Knows no calls, calibration or verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.explanation import MARGIN_MM, within
from engine.findings import Point
from engine.geometry import Grid, resample
from engine.patch import Patch, PatchSpec, make_patch
from engine.runtimes.base import Float32Array
from engine.volume import Volume
from training.cases import Dataset
from training.explain import SHIFT_MM, consensus, dice_of, fine_map, lesion_of, long_axis_mm, map_cells
from training.held_out import Network
from training.stress import clean, noise, wrong_click

#: Standard deviation of the Gaussian on the patch's centre that stands for "it is always in the middle".
GAUSSIAN_SD_MM = 6.0
JITTER_MM = 2.0
NOISE_HU = 20.0
#: HU that count as lung where the nodule is filled; the other value serves where hardly a pixel does.
LUNG_HU = (-1000.0, -600.0)
PLAIN_LUNG_HU = -850.0

#: How a case is looked at: as recorded, cut beside the nodule, cut a little off, with noise.
CENTRED, SHIFTED, JITTERED, NOISY = "centred", "shifted", "jittered", "noisy"
_CHANGES = {
    CENTRED: clean,
    SHIFTED: wrong_click(SHIFT_MM),
    JITTERED: wrong_click(JITTER_MM),
    NOISY: noise(NOISE_HU),
}

Column = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class View:
    """A case as the network sees it.

    Parameters
    ----------
    patch
        HU and where they lie.
    lesion
        Pixels of the middle slice that at least half of the readers outlined, shape (H, W).
    whole
        Whether the recorded crop covers the middle slice; else its border was repeated.
    """

    patch: Patch
    lesion: Mask
    whole: bool


def view(dataset: Dataset, index: int, spec: PatchSpec, name: str) -> View:
    """Cut a case's patch for one of the ways to look at it; random numbers depend on case and way alone."""
    case = dataset.cases[index]
    random = np.random.default_rng([*name.encode(), *case.id.encode()])
    volume, centre = _CHANGES[name](dataset.volume(index), case.centre_mm, random)
    patch = make_patch(volume, centre, spec)
    return View(patch, consensus(dataset, index, spec, centre), _covers(volume, spec, centre))


def measure(
    dataset: Dataset, chosen: npt.NDArray[np.intp], spec: PatchSpec, network: Network
) -> dict[str, Column]:
    """Measure maps and masks.

    Parameters
    ----------
    dataset, chosen
        Cases that the network has not seen.
    spec
        The network's input.
    network
        Runs it.

    Returns
    -------
    dict
        Shape ``(len(chosen),)`` each, NaN where a case has no consensus outline: ``logit``; ``filled``, the
        logit with the nodule filled with lung; ``energy/...``, `pointing` under ``centred/...`` and
        ``shifted/...`` with ``.../whole``; ``stability/...``, correlations; ``lesion/...``.
    """
    views = {name: [view(dataset, int(i), spec, name) for i in chosen] for name in _CHANGES}
    outputs = {name: network(np.stack([v.patch.hu for v in seen])) for name, seen in views.items()}
    filled = network(np.stack([_filled(v) for v in views[CENTRED]])).logit
    rows = []
    for row, index in enumerate(int(i) for i in chosen):
        seen = {name: views[name][row] for name in views}
        cams = {name: outputs[name].cam[row] for name in views}
        found = {
            "logit": float(outputs[CENTRED].logit[row]),
            "stability/jitter": jitter_correlation(
                (cams[CENTRED], seen[CENTRED].patch.grid), (cams[JITTERED], seen[JITTERED].patch.grid)
            ),
            "stability/noise": correlation(cams[CENTRED], cams[NOISY]),
        }
        known = seen[CENTRED].lesion.any()
        found["filled"] = float(filled[row]) if known else np.nan
        found |= energy(fine_map(cams[CENTRED], seen[CENTRED].patch.grid), seen[CENTRED].lesion, spec)
        for name in (CENTRED, SHIFTED):
            found[f"{name}/whole"] = float(seen[name].whole)
            at = pointing(cams[name], seen[name].patch.grid, seen[name].lesion)
            found |= {f"{name}/{what}": value for what, value in at.items()}
        found |= _mask(dataset, index, spec, lesion_of(outputs[CENTRED], row), seen[CENTRED].lesion)
        rows.append(found)
    return {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else {}


def energy(fine: Float32Array, lesion: Mask, spec: PatchSpec) -> dict[str, float]:
    """Share of a map's positive part, and of its negative one, within `MARGIN_MM` of the outline.

    Beside them the shares of a flat map and of a centre Gaussian.

    Parameters
    ----------
    fine
        The map on the patch's pixels, shape (H, W).
    lesion
        The outline there; empty gives NaN.
    spec
        Of the patch.
    """
    near = _near(lesion, spec.spacing_mm)
    maps = {
        "map": np.maximum(fine, 0),
        "negative": np.maximum(-fine, 0),
        "flat": np.ones_like(fine),
        "gaussian": centre_gaussian(spec),
    }
    found = {}
    for name, values in maps.items():
        total = float(values.sum())
        share = float(values[near].sum()) / total if total else 0.0
        found[f"energy/{name}"] = share if lesion.any() else np.nan
    for other in ("flat", "gaussian"):
        found[f"energy/map_minus_{other}"] = found["energy/map"] - found[f"energy/{other}"]
    return found


def pointing(cam: Float32Array, patch_grid: Grid, lesion: Mask) -> dict[str, float]:
    """Whether the peak lies in the lesion, strictly and within `MARGIN_MM`; what else would point there.

    Returns
    -------
    dict
        For ``in`` and ``near``: ``map``, 1 or 0; ``centre``, the same of the patch's middle pixel, which is
        the peak of a centre Gaussian too; ``chance``, the share of the pixels that lie there; ``cells``,
        whether any cell of the map lies there, which bounds what a map of its grid can reach.
    """
    rows, columns = lesion.shape
    fine = fine_map(cam, patch_grid)
    peak = np.unravel_index(int(np.argmax(fine)), fine.shape)
    cells = np.rint(patch_grid.to_voxel(map_cells(cam, patch_grid).points_mm())).astype(int)[..., 1:]
    found: dict[str, float] = {}
    for what, region in (("in", lesion), ("near", _near(lesion, patch_grid.spacing_mm))):
        reached = {
            "map": region[peak],
            "centre": region[rows // 2, columns // 2],
            "chance": region.mean(),
            "cells": region[cells[..., 0], cells[..., 1]].any(),
        }
        reached["map_minus_centre"] = float(reached["map"]) - float(reached["centre"])
        found |= {f"{what}/{n}": float(v) if lesion.any() else np.nan for n, v in reached.items()}
    return found


def jitter_correlation(first: tuple[Float32Array, Grid], second: tuple[Float32Array, Grid]) -> float:
    """Correlate two raw maps, each with the grid of its patch, where both patches lie in the patient."""
    (cam, grid), (other, other_grid) = first, second
    middle = grid.plane(grid.size[0] // 2)
    common = other_grid.contains(middle.points_mm())[0]
    moved = resample(other, map_cells(other, other_grid), middle)[0]
    return correlation(fine_map(cam, grid)[common], moved[common])


def correlation(a: Float32Array, b: Float32Array) -> float:
    """Pearson's correlation of all values; 0 where one of the maps is flat, since it then says nothing."""
    x, y = (np.asarray(v, dtype=np.float64).ravel() - np.mean(v, dtype=np.float64) for v in (a, b))
    scale = float(np.linalg.norm(x) * np.linalg.norm(y))
    return float(x @ y) / scale if scale > 0 else 0.0


def centre_gaussian(spec: PatchSpec) -> Float32Array:
    """Return a Gaussian on the patch's middle pixel, shape (H, W)."""
    _, rows, columns = spec.size
    down, right = np.mgrid[:rows, :columns]
    squared = ((down - rows // 2) * spec.spacing_mm[1]) ** 2 + (
        (right - columns // 2) * spec.spacing_mm[2]
    ) ** 2
    return np.asarray(np.exp(-squared / (2 * GAUSSIAN_SD_MM**2)), dtype=np.float32)


def local_lung_hu(hu: Float32Array) -> float:
    """Median of a patch's pixels that are lung by their HU."""
    lung = hu[(hu >= LUNG_HU[0]) & (hu <= LUNG_HU[1])]
    return float(np.median(lung)) if lung.size >= 0.01 * hu.size else PLAIN_LUNG_HU


def _filled(seen: View) -> Float32Array:
    """The patch with everything within `MARGIN_MM` of the nodule at the lung's HU."""
    near = _near(seen.lesion, seen.patch.grid.spacing_mm)
    return np.where(near, np.float32(local_lung_hu(seen.patch.hu)), seen.patch.hu)


def _mask(
    dataset: Dataset, index: int, spec: PatchSpec, predicted: Float32Array, outline: Mask
) -> dict[str, float]:
    """Dice of the predicted mask, and errors of long axes in mm, against readers and consensus outline."""
    case = dataset.cases[index]
    of_outline = long_axis_mm(dataset.lesion(index, spec), spec)
    # Readers' outlines run through the first pixels outside the nodule: half a pixel at each end.
    readers = (case.diameter_mm or np.nan) - case.grid.spacing_mm[2]
    measured = long_axis_mm(predicted, spec)
    # A missing mask is wrong by the whole diameter, and must not drop out of a median.
    found = measured if np.isfinite(measured) else 0.0
    known = outline.any()
    return {
        "lesion/dice": dice_of(predicted[0] >= 0.5, outline) if known else np.nan,
        "lesion/to_readers": found - readers,
        "lesion/to_outline": found - of_outline,
        "lesion/outline_to_readers": of_outline - readers,
    }


def _near(lesion: Mask, spacing_mm: tuple[float, float, float]) -> Mask:
    return within(lesion[None], spacing_mm, MARGIN_MM)[0]


def _covers(volume: Volume, spec: PatchSpec, centre_mm: Point) -> bool:
    middle = PatchSpec((1, *spec.size[1:]), spec.spacing_mm)
    return bool(volume.grid.contains(middle.grid_at(centre_mm).points_mm()).all())
