"""Real nodules as small volumes with a mask (``lidc_voi3d*``): what the test bed inserts.

It reads files; what is done with the nodules is others' work.
"""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.morphology import Mask
from training.cases import DatasetError
from training.datasets.lidc_crops import NEVER_TRAIN, import_lidc_crops

TABLE = "lidc_voi3d.csv"
NODULES = "lidc_nodules.csv"

#: Texture ratings (1 ground glass ... 5 solid) up to these are called ground glass and part-solid.
GROUND_GLASS, PART_SOLID = 2.0, 4.0


@dataclass(frozen=True)
class NoduleVolume:
    """One nodule, cut out of its scan.

    Parameters
    ----------
    id, patient_id, fold
        Of the nodule, its patient, and the patient's fold.
    hu
        int16, ``[slice, row, column]``. It ends at the nodule's own first and last slice.
    mask
        bool, same shape.
    spacing_mm
        ``(slice, row, column)``.
    diameter_mm
        Longest in-plane diameter of the readers' contours, mean over readers. They run just outside.
    texture
        ``"solid"``, ``"part-solid"`` or ``"ground glass"``, by the readers' median rating.
    """

    id: str
    patient_id: str
    fold: int
    hu: npt.NDArray[np.int16]
    mask: Mask
    spacing_mm: tuple[float, float, float]
    diameter_mm: float
    texture: str


def read_nodule_volumes(
    folder: Path, folds: tuple[int, ...], *, whole_scans: bool = False
) -> list[NoduleVolume]:
    """Read the nodules of some folds, in the table's order.

    Nodules without a row of ratings or with a second volume are left out; so are those of patients that serve
    as whole scans, or with `whole_scans` all others.

    Raises
    ------
    DatasetError
        If a file is missing or unreadable.
    """
    ratings = {row["nodule_id"]: row for row in _rows(folder / NODULES)}
    shards: dict[str, dict[str, npt.NDArray[np.generic]]] = {}
    seen: set[str] = set()
    result = []
    for row in _rows(folder / TABLE):
        about = ratings.get(row["nodule_id"])
        if about is None or row["nodule_id"] in seen or (row["patient_id"] in NEVER_TRAIN) != whole_scans:
            continue
        if int(about["fold"]) not in folds:
            continue
        seen.add(row["nodule_id"])
        if row["shard"] not in shards:
            shards[row["shard"]] = _arrays(folder / f"lidc_voi3d_{row['shard']}.npz")
        arrays, j = shards[row["shard"]], int(row["index"])
        part = slice(int(arrays["offset"][j]), int(arrays["offset"][j + 1]))
        shape = tuple(int(n) for n in arrays["shape_zyx"][j])
        z, y, x = (float(v) for v in arrays["spacing_zyx"][j])
        result.append(
            NoduleVolume(
                id=row["nodule_id"],
                patient_id=row["patient_id"],
                fold=int(about["fold"]),
                hu=np.asarray(arrays["hu_flat"][part], dtype=np.int16).reshape(shape),
                mask=np.asarray(arrays["mask_flat"][part], dtype=bool).reshape(shape),
                spacing_mm=(z, y, x),
                diameter_mm=float(about["diameter_mm"]),
                texture=_texture(float(about["texture"])),
            )
        )
    return result


def held_out(folder: Path, folds: tuple[int, ...]) -> list[NoduleVolume]:
    """Read all pictures of nodules that no filter may be trained on, to find copies of them elsewhere.

    They are the volumes and the single slices of the test bed's folds and of the patients that serve as whole
    scans.
    """
    result = read_nodule_volumes(folder, folds) + read_nodule_volumes(
        folder, tuple(range(20)), whole_scans=True
    )
    dataset = import_lidc_crops(folder)
    for i, case in enumerate(dataset.cases):
        outline = dataset.outlines[i]
        if outline is None or (case.fold not in folds and case.patient_id not in NEVER_TRAIN):
            continue
        mask = outline > 0
        if mask.any():
            z, y, x = case.grid.spacing_mm
            result.append(
                NoduleVolume(
                    case.id,
                    case.patient_id,
                    case.fold or 0,
                    dataset.hu[i],
                    mask,
                    (z, y, x),
                    case.diameter_mm or 0,
                    "",
                )
            )
    return result


def _texture(rating: float) -> str:
    if rating <= GROUND_GLASS:
        return "ground glass"
    return "part-solid" if rating <= PART_SOLID else "solid"


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise DatasetError(f"{path.parent} holds no {path.name}, so there are no nodules to insert.")
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _arrays(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {
                name: arrays[name] for name in ("hu_flat", "mask_flat", "offset", "shape_zyx", "spacing_zyx")
            }
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path} cannot be read: {error}") from error
