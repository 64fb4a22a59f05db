"""The same picture under two patients: a leak that no identifier shows.

A scan that was exported twice, or under two pseudonyms, would put one nodule into training and test. Crops
are compared by their fine detail, which noise and small vessels make as good as unique, and not by their
coarse brightness: a small bright ball in dark lung looks like any other. Knows crops and folds only.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from training.cases import Dataset
from training.splits import LeakageError

#: Crops that correlate more than this are one picture. Of the 2.1 million pairs of different patients among
#: 2,066 LIDC-IDRI crops none exceeds 0.51. Copies of those crops with 20 HU of noise added all exceed 0.71;
#: of copies smoothed by one pixel, or moved by half a pixel, more than three in four do.
SAME = 0.7
#: What is coarser than this (standard deviation in native pixels) is taken away before crops are compared.
DETAIL_PIXELS = 2.0
#: Detail is cut off here: otherwise the edges of two round nodules would count for more than all the rest.
DETAIL_HU = 30.0
#: Side of the compared window, and how far it is moved to align two crops; native pixels.
WINDOW = 47
SHIFT = 2
#: HU outside this range tell the scanner's clipping and metal, not the patient.
RANGE_HU = (-1000.0, 400.0)
#: Rows of the comparison that are worked on at a time.
BLOCK = 512


@dataclass(frozen=True)
class Pair:
    """Two cases, by their places, and how alike their crops are."""

    first: int
    second: int
    correlation: float


def near_duplicates(dataset: Dataset, folds: npt.NDArray[np.intp]) -> list[Pair]:
    """Find pictures that are in more than one fold under different patients.

    The score of a pair is the largest normalised correlation of the two windows round the nodules' centres
    at native resolution, after a Gaussian blur of `DETAIL_PIXELS` was subtracted from each crop and the
    rest cut off at `DETAIL_HU`, over all shifts of up to `SHIFT` pixels.

    Parameters
    ----------
    dataset, folds
        The cases, and the fold of each.

    Returns
    -------
    list of Pair
        Those above `SAME`, the most alike first.
    """
    best = _likeness(dataset, dataset)
    best = np.maximum(best, best.T)
    _, patient = np.unique([case.patient_id for case in dataset.cases], return_inverse=True)
    apart = (patient[:, None] != patient[None, :]) & (folds[:, None] != folds[None, :])
    found = np.argwhere(np.triu(apart & (best > SAME)))
    pairs = [Pair(int(i), int(j), float(best[i, j])) for i, j in found]
    return sorted(pairs, key=lambda pair: -pair.correlation)


def same_pictures(first: Dataset, second: Dataset | None = None) -> list[Pair]:
    """Find pictures that two datasets share, or that one dataset holds twice, whosever they are filed under.

    Parameters
    ----------
    first, second
        The datasets; without the second, each two cases of the first are compared.

    Returns
    -------
    list of Pair
        Scored as in `near_duplicates`, those above `SAME`, the most alike first; `first` is a place in the
        first dataset, `second` in the second.
    """
    best = _likeness(first, second or first)
    if second is None:
        best = np.triu(np.maximum(best, best.T), k=1)
    found = np.argwhere(best > SAME)
    pairs = [Pair(int(i), int(j), float(best[i, j])) for i, j in found]
    return sorted(pairs, key=lambda pair: -pair.correlation)


def check_near_duplicates(dataset: Dataset, folds: npt.NDArray[np.intp]) -> None:
    """Refuse folds that hold one picture under two patients.

    Raises
    ------
    LeakageError
        With the cases' names.
    """
    pairs = near_duplicates(dataset, folds)
    if pairs:
        worst = pairs[0]
        names = [dataset.cases[i].id for i in (worst.first, worst.second)]
        more = f" There are {len(pairs) - 1} more such pairs." if len(pairs) > 1 else ""
        raise LeakageError(
            f"The cases {names[0]} and {names[1]} are filed under different patients, but show the same "
            f"picture (correlation {worst.correlation:.3f}), and are in folds {folds[worst.first]} and "
            f"{folds[worst.second]}; so a model would be judged on what it has seen.{more} Give such cases "
            "one patient, or leave one of them out."
        )


def _likeness(first: Dataset, second: Dataset) -> npt.NDArray[np.float32]:
    """Largest correlation of each picture of one dataset, as it lies, with each of another, moved about."""
    reach = slice(SHIFT, SHIFT + WINDOW)
    windows = np.stack([_window(second, index) for index in range(len(second))])
    fixed = np.stack([_window(first, index)[reach, reach] for index in range(len(first))])
    centred = _unit(fixed)
    best = np.full((len(first), len(second)), -1.0, dtype=np.float32)
    for down in range(2 * SHIFT + 1):
        for right in range(2 * SHIFT + 1):
            moved = _unit(windows[:, down : down + WINDOW, right : right + WINDOW]).T
            for start in range(0, len(first), BLOCK):
                rows = slice(start, start + BLOCK)
                np.maximum(best[rows], centred[rows] @ moved, out=best[rows])
    return best


def _window(dataset: Dataset, index: int) -> npt.NDArray[np.float32]:
    """Fine detail round a nodule's centre with room for shifts, on its slice; outside the crop it is 0."""
    case, side = dataset.cases[index], WINDOW + 2 * SHIFT
    centre = np.rint(case.grid.to_voxel(case.centre_mm)).astype(int)
    k, row, column = np.clip(centre, 0, np.array(case.size) - 1)
    hu = np.clip(dataset.hu[index][k].astype(np.float32), *RANGE_HU)
    detail = np.clip(hu - cv2.GaussianBlur(hu, (0, 0), DETAIL_PIXELS), -DETAIL_HU, DETAIL_HU)
    padded = np.pad(detail, side // 2)
    return np.asarray(padded[row : row + side, column : column + side], dtype=np.float32)


def _unit(windows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Windows as rows of mean 0 and length 1, so that a product is a correlation; a flat one stays 0."""
    flat = windows.reshape(len(windows), -1)
    flat = flat - flat.mean(1, keepdims=True)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-3)
