"""Neighbouring slices of LIDC-IDRI crops, from the folder's optional 3-D volumes (``lidc_voi3d*``).

A volume holds a box round one nodule: in the plane it ends 6 to 18 pixels beside it, along z at the nodule's
own first and last slices. It is matched to the nodule's crop by its very pixels. What the box does not show
is filled with the crop's own slice, so that "unknown" reads as "no difference".
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.cases import DatasetError

TABLE = "lidc_voi3d.csv"

#: Slices up to this far from the nodule's own are kept. More would mostly tell where the box ends.
REACH_MM = 3.0
#: Side in pixels of the crop's middle that must be found in the volume, value for value.
PROBE = 9

_COLUMNS = ("nodule_id", "shard", "index")
_ARRAYS = ("hu_flat", "shape_zyx", "offset", "spacing_zyx")

Slices = npt.NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Stack:
    """A crop with its neighbouring slices.

    Parameters
    ----------
    hu
        int16, shape ``(slices, rows, columns)``, of the crop's rows and columns.
    middle
        Index of the crop's own slice.
    spacing_mm
        Between slices.
    """

    hu: Slices
    middle: int
    spacing_mm: float


def read_stacks(folder: Path, crops: dict[str, Slices]) -> dict[str, Stack]:
    """Read the neighbouring slices of as many crops as the folder has volumes of.

    Parameters
    ----------
    folder
        A folder of LIDC crops; without volumes the result is empty.
    crops
        HU of each nodule's crop, shape ``(rows, columns)``, by ``nodule_id``.

    Returns
    -------
    dict
        Stacks by ``nodule_id``; a nodule whose pixels are not found in its volume is left out.

    Raises
    ------
    DatasetError
        If a table or a shard is there but cannot be read.
    """
    path = folder / TABLE
    if not path.is_file():
        return {}
    stacks: dict[str, Stack] = {}
    for nodule, volume, spacing_mm in _volumes(folder, _rows(path)):
        if nodule in crops and nodule not in stacks:
            stack = _stack(crops[nodule], volume, spacing_mm)
            if stack is not None:
                stacks[nodule] = stack
    return stacks


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, restval="")
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise DatasetError(f"{path} lacks the column(s) {', '.join(missing)}.")
        return [row for row in reader if row["nodule_id"]]


def _volumes(folder: Path, rows: list[dict[str, str]]) -> Iterator[tuple[str, Slices, float]]:
    for shard in sorted({row["shard"] for row in rows}):
        path = folder / f"lidc_voi3d_{shard}.npz"
        if not path.is_file():
            continue  # a part of the shards is enough: the others' nodules have one slice
        try:
            with np.load(path, allow_pickle=False) as file:
                hu, shapes, offset, spacing = (file[name] for name in _ARRAYS)
            for row in rows:
                if row["shard"] == shard:
                    j = int(row["index"])
                    volume = hu[offset[j] : offset[j + 1]].reshape(tuple(int(n) for n in shapes[j]))
                    yield row["nodule_id"], volume.astype(np.int16), float(spacing[j][0])
        except (OSError, KeyError, ValueError, IndexError, EOFError, zipfile.BadZipFile) as error:
            raise DatasetError(f"{path} cannot be read: {error}") from error


def _stack(crop: Slices, volume: Slices, spacing_mm: float) -> Stack | None:
    place = _find(crop, volume)
    if place is None or not spacing_mm > 0:
        return None
    own, down, right = place
    reach = int(REACH_MM / spacing_mm + 1e-6)
    first, last = max(0, own - reach), min(len(volume) - 1, own + reach)
    hu = np.repeat(crop[None], last - first + 1, axis=0)
    # The box in the crop's pixels, cut off where it reaches beyond the crop.
    top, left = max(0, down), max(0, right)
    bottom, end = min(crop.shape[0], down + volume.shape[1]), min(crop.shape[1], right + volume.shape[2])
    for k in range(first, last + 1):
        if k != own:
            hu[k - first, top:bottom, left:end] = volume[
                k, top - down : bottom - down, left - right : end - right
            ]
    return Stack(hu, own - first, spacing_mm)


def _find(crop: Slices, volume: Slices) -> tuple[int, int, int] | None:
    """Slice of the volume that shows the crop's middle, and where the volume's corner lies in the crop."""
    if min(volume.shape[1:]) < PROBE:
        return None
    top, left = ((n - PROBE) // 2 for n in crop.shape)
    probe = crop[top : top + PROBE, left : left + PROBE]
    windows = np.lib.stride_tricks.sliding_window_view(volume, (PROBE, PROBE), axis=(1, 2))
    # The middle pixel alone leaves few places to look at.
    half = PROBE // 2
    for k, row, column in np.argwhere(windows[..., half, half] == probe[half, half]):
        if (windows[k, row, column] == probe).all():
            return int(k), top - int(row), left - int(column)
    return None
