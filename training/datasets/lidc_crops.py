"""Import a folder of LIDC-IDRI nodule crops (``lidc_nodules.csv`` and ``lidc_maxslice.npz``).

Each crop is one axial slice in native pixels; it becomes a volume of that slice with its true spacing, and on
demand of its neighbouring slices, where the folder's 3-D volumes show them. Those volumes and the ``fold``
column are optional; candidate crops are not looked at.
"""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.geometry import Grid
from training.cases import Case, Dataset, DatasetError
from training.datasets.lidc_neighbours import Stack, read_stacks

TABLE = "lidc_nodules.csv"
ARRAYS = "lidc_maxslice.npz"

#: Patients that serve as whole scans for trying the finished program; no model may be trained on them.
NEVER_TRAIN = ("LIDC-IDRI-0001", "LIDC-IDRI-0002", "LIDC-IDRI-0003", "LIDC-IDRI-0063")

LICENCE = "CC BY 3.0"
ATTRIBUTION = (
    "Armato III SG, McLennan G, Bidaut L, et al. Data From LIDC-IDRI. The Cancer Imaging Archive, 2015. "
    "https://doi.org/10.7937/K9/TCIA.2015.LO9QL9SX. Licence: CC BY 3.0. Changed: cropped, converted to HU, "
    "clipped, ratings merged."
)

#: Ratings on a five-point scale that serve as auxiliary targets.
RATINGS = ("subtlety", "sphericity", "margin", "lobulation", "spiculation", "texture")
#: LIDC's calcification rating for "absent".
CALCIFICATION_ABSENT = 6

_NEEDED = (
    "nodule_id",
    "patient_id",
    "n_readers",
    "malignancy_scores",
    "label",
    "diameter_mm",
    "pixel_spacing_mm",
    "slice_thickness_mm",
)


def import_lidc_crops(folder: Path, *, neighbours: bool = False) -> Dataset:
    """Read a folder of LIDC crops as a dataset.

    Parameters
    ----------
    folder
        Holds ``lidc_nodules.csv`` and ``lidc_maxslice.npz``; row i of the table is crop i.
    neighbours
        Take the neighbouring slices too, where the folder's 3-D volumes show them.

    Returns
    -------
    Dataset

    Raises
    ------
    DatasetError
        If a file is missing or rows are wrong: every bad row is named in a sentence of its own.
    """
    rows = _read_table(folder / TABLE)
    hu, outlines, identifiers = _read_arrays(folder / ARRAYS)
    if len(rows) != len(hu):
        raise DatasetError(f"{TABLE} has {len(rows)} rows, but {ARRAYS} has {len(hu)} crops.")
    cases, complaints = [], []
    seen: set[str] = set()
    for number, row in enumerate(rows):
        try:
            _check_identity(row["nodule_id"], identifiers[number], seen)
            cases.append(_case(row, hu.shape[1:]))
        except ValueError as error:
            # The header is line 1.
            complaints.append(f"{TABLE}, line {number + 2} ({row['nodule_id'] or 'no nodule_id'}): {error}.")
    if complaints:
        raise DatasetError("\n".join(complaints))
    volumes, drawn = [crop[None] for crop in hu], [crop[None] for crop in outlines]
    stacks = read_stacks(folder, dict(zip(identifiers, hu, strict=True))) if neighbours else {}
    for i, case in enumerate(cases):
        if case.id in stacks:
            stack = stacks[case.id]
            cases[i], volumes[i] = _stacked(case, stack), stack.hu
            drawn[i] = np.zeros(stack.hu.shape, dtype=np.uint8)
            drawn[i][stack.middle] = outlines[i]
    return Dataset(
        name="LIDC-IDRI nodule crops",
        licence=LICENCE,
        attribution=ATTRIBUTION,
        cases=tuple(cases),
        hu=tuple(volumes),
        outlines=tuple(drawn),
        never_train=NEVER_TRAIN,
    )


def _read_table(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise DatasetError(f"{path.parent} holds no {TABLE}, so there are no LIDC crops to import.")
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, restval="")
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise DatasetError(f"{path} lacks the column(s) {', '.join(missing)}.")
        rows = list(reader)
    if not rows:
        raise DatasetError(f"{path} has no rows.")
    return rows


def _read_arrays(path: Path) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.uint8], list[str]]:
    if not path.is_file():
        raise DatasetError(f"{path.parent} holds no {ARRAYS}, so the crops' pixels are missing.")
    try:
        with np.load(path, allow_pickle=False) as arrays:
            hu, outlines, names = arrays["hu"], arrays["reader_mask"], arrays["nodule_id"]
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path} cannot be read: {error}") from error
    if hu.dtype != np.int16 or hu.ndim != 3:
        raise DatasetError(
            f"{path}: hu must be int16 of shape (N, rows, columns), not {hu.dtype} {hu.shape}."
        )
    if outlines.shape != hu.shape or outlines.dtype != np.uint8 or len(names) != len(hu):
        raise DatasetError(f"{path}: reader_mask (uint8) and nodule_id must match hu, crop by crop.")
    return hu, outlines, [str(name) for name in names]


def _check_identity(identifier: str, of_crop: str, seen: set[str]) -> None:
    if identifier != of_crop:
        raise ValueError(f"the crop at this place belongs to {of_crop!r}")
    if identifier in seen:
        raise ValueError("its nodule_id appears twice")
    seen.add(identifier)


def _case(row: dict[str, str], shape: tuple[int, int]) -> Case:
    if not row["patient_id"]:
        raise ValueError("it names no patient")
    label = _whole(row, "label")
    if label not in (-1, 0, 1):
        raise ValueError(f"label must be 0, 1 or -1, not {label}")
    readers = _whole(row, "n_readers")
    try:
        scores = tuple(int(part) for part in row["malignancy_scores"].split(";"))
    except ValueError:
        raise ValueError(f"malignancy_scores {row['malignancy_scores']!r} are not numbers") from None
    if readers < 1 or len(scores) != readers or not all(1 <= score <= 5 for score in scores):
        raise ValueError(f"{readers} readers need as many malignancy_scores from 1 to 5, not {scores}")
    spacing = _positive(row, "pixel_spacing_mm")
    thickness = _positive(row, "slice_thickness_mm")
    grid = Grid.axial((1, *shape), (thickness, spacing, spacing), (0.0, 0.0, _number(row, "z_mm", 0.0)))
    # The nodule's bounding box is centred on the middle pixel, rounded down.
    x, y, z = (float(v) for v in grid.to_patient((0, (shape[0] - 1) // 2, (shape[1] - 1) // 2)))
    attributes = {name: _number(row, name) for name in RATINGS if row.get(name)}
    if row.get("calcification"):
        attributes["calcification_absent"] = float(_whole(row, "calcification") == CALCIFICATION_ABSENT)
    return Case(
        id=row["nodule_id"],
        patient_id=row["patient_id"],
        series_uid=row.get("series_uid", ""),
        label=None if label == -1 else label,
        readers=readers,
        scores=scores,
        diameter_mm=_positive(row, "diameter_mm"),
        attributes=attributes,
        centre_mm=(x, y, z),
        size=grid.size,
        origin_mm=grid.origin_mm,
        steps_mm=grid.steps_mm,
        manufacturer=row.get("manufacturer", ""),
        slice_thickness_mm=thickness,
        contrast=bool(_whole(row, "contrast_used")) if row.get("contrast_used") else None,
        fold=_whole(row, "fold") if row.get("fold") else None,
    )


def _stacked(case: Case, stack: Stack) -> Case:
    """The case with its neighbouring slices; its own slice stays where it was."""
    x, y, z = case.origin_mm
    rows, columns = case.steps_mm[1:]
    return case.model_copy(
        update={
            "size": (len(stack.hu), *case.size[1:]),
            "origin_mm": (x, y, z - stack.middle * stack.spacing_mm),
            "steps_mm": ((0.0, 0.0, stack.spacing_mm), rows, columns),
        }
    )


def _number(row: dict[str, str], name: str, default: float | None = None) -> float:
    text = row.get(name, "")
    if not text and default is not None:
        return default
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name} {text!r} is not a number") from None
    if not np.isfinite(value):
        raise ValueError(f"{name} {text!r} is not a finite number")
    return value


def _whole(row: dict[str, str], name: str) -> int:
    value = _number(row, name)
    if value != int(value):
        raise ValueError(f"{name} {row[name]!r} is not a whole number")
    return int(value)


def _positive(row: dict[str, str], name: str) -> float:
    value = _number(row, name)
    if value <= 0:
        raise ValueError(f"{name} must be above zero, not {value:g}")
    return value
