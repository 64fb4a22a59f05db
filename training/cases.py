"""Labelled nodules: a case, and a frozen, hashed set of them on disk.

A dataset folder holds ``dataset.json`` (schema number, hash over the content, one row a case) and
``crops.npz`` (HU and reader outlines, each crop at its own size). Crops become `engine.volume.Volume`s and
patches are cut by `engine.patch.make_patch`: what training sees is what the engine will see. Nothing here
knows torch, networks or where the cases came from.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from engine.geometry import Grid, resample
from engine.patch import Patch, PatchSpec, make_patch
from engine.volume import Acquisition, Volume
from training.errors import TrainingError

SCHEMA = 1
INDEX = "dataset.json"
CROPS = "crops.npz"
_SCRATCH = ".new."

#: Ratings of this many readers and more are firm enough to report on; fewer only help training.
MIN_READERS = 3


class DatasetError(TrainingError):
    """A dataset that cannot be used, described in a sentence."""


def hashed_identifier(identifier: str) -> str:
    """Return a salted hash of a case's or patient's identifier, as model packages carry it.

    The salt is fixed and public, so that any installation can tell whether a package has seen a case of
    its own; it hides an identifier from a reader of the package, not from someone who already guesses it.
    """
    return hashlib.sha256(f"noduscope-identifier:{identifier}".encode()).hexdigest()


class Case(BaseModel):
    """A nodule with a label, for training.

    Attributes
    ----------
    id, patient_id, series_uid
        Identifiers; a split never divides a patient.
    label
        1 malignant, 0 benign, `None` undecided.
    readers, scores
        How many readers rated it, and their malignancy ratings from 1 to 5; `None` and empty where the
        label is a site's own.
    source
        How a site knows its label: ``reader``, ``pathology`` or ``follow_up``; empty elsewhere.
    diameter_mm
        Largest in-plane diameter as the readers drew it.
    attributes
        Further ratings by name; targets of training at most, never an input.
    facts
        What the clinic knows, by name (an age, pack-years), as numbers; an input where a recipe names it.
    centre_mm
        Patient position that patches are centred on.
    size, origin_mm, steps_mm
        The crop's grid.
    fold
        Fold given by the source, if it gives one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    patient_id: str
    series_uid: str = ""
    label: int | None
    readers: int | None = None
    scores: tuple[int, ...] = ()
    source: Literal["", "reader", "pathology", "follow_up"] = ""
    diameter_mm: float | None = None
    attributes: dict[str, float] = {}
    facts: dict[str, float] = {}
    centre_mm: tuple[float, float, float]
    size: tuple[int, int, int]
    origin_mm: tuple[float, float, float]
    steps_mm: tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
    manufacturer: str = ""
    kernel: str = ""
    slice_thickness_mm: float | None = None
    contrast: bool | None = None
    fold: int | None = None

    @property
    def grid(self) -> Grid:
        """Where the crop's voxels lie."""
        return Grid(self.size, self.origin_mm, self.steps_mm)

    @property
    def acquisition(self) -> Acquisition:
        """What the scanner recorded."""
        return Acquisition(
            "CT", self.manufacturer, self.kernel, self.slice_thickness_mm, contrast=self.contrast
        )

    @property
    def reportable(self) -> bool:
        """Whether figures may count it: a decided label, and enough readers where the readers are known."""
        return self.label is not None and (self.readers is None or self.readers >= MIN_READERS)

    @property
    def edge_diameter_mm(self) -> float | None:
        """The readers' diameter from edge to edge, as the engine measures: less one pixel.

        LIDC's outlines run through the first pixels outside a nodule.
        """
        return self.diameter_mm - float(np.mean(self.grid.spacing_mm[1:])) if self.diameter_mm else None


class _Index(BaseModel):
    """`dataset.json` as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int
    name: str
    sha256: str
    licence: str
    attribution: str
    never_train: tuple[str, ...] = ()
    left_out: dict[str, int] = {}
    cases: tuple[Case, ...]


@dataclass(frozen=True, eq=False)
class Dataset:
    """A frozen set of cases with their crops.

    Parameters
    ----------
    name, licence, attribution
        What it is and under which terms it may be used.
    cases
        The cases, in a fixed order.
    hu
        int16 crops, shape ``case.size`` each.
    outlines
        uint8 crops of the same shapes: how many readers' outlines cover the voxel.
    never_train
        Patients that no model may be trained on; they may be in no case at all.
    left_out
        How many labelled nodules of the source are no cases, by the reason.

    Raises
    ------
    DatasetError
        If the parts do not fit together.
    """

    name: str
    licence: str
    attribution: str
    cases: tuple[Case, ...]
    hu: tuple[npt.NDArray[np.int16], ...] = field(repr=False)
    outlines: tuple[npt.NDArray[np.uint8], ...] = field(repr=False)
    never_train: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not len(self.cases) == len(self.hu) == len(self.outlines):
            raise DatasetError("A dataset needs one crop and one outline for each case.")
        if len({case.id for case in self.cases}) != len(self.cases):
            raise DatasetError("Two cases of the dataset have the same identifier.")
        for case, hu, outline in zip(self.cases, self.hu, self.outlines, strict=True):
            if hu.shape != case.size or outline.shape != case.size:
                raise DatasetError(f"The crop of case {case.id} does not have the size {case.size}.")

    def __len__(self) -> int:
        return len(self.cases)

    @property
    def trainable(self) -> npt.NDArray[np.bool_]:
        """Which cases a model may be trained on, shape ``(len(self),)``."""
        kept_out = set(self.never_train)
        return np.array([case.patient_id not in kept_out for case in self.cases])

    @cached_property
    def sha256(self) -> str:
        """Hash over everything that training or a figure could depend on."""
        digest = hashlib.sha256()
        for case, hu, outline in zip(self.cases, self.hu, self.outlines, strict=True):
            facts = case.model_dump(mode="json")
            for name in ("source", "facts"):  # which cases did not have at first
                if not facts[name]:
                    del facts[name]
            digest.update(json.dumps(facts, sort_keys=True).encode())
            digest.update(np.ascontiguousarray(hu, dtype="<i2").tobytes())
            digest.update(np.ascontiguousarray(outline).tobytes())
        digest.update(json.dumps([SCHEMA, self.name, sorted(self.never_train)]).encode())
        return digest.hexdigest()

    def only(self, chosen: npt.NDArray[np.intp]) -> Dataset:
        """Return a dataset of some of the cases, in the order of their places."""
        return replace(
            self,
            cases=tuple(self.cases[i] for i in chosen),
            hu=tuple(self.hu[i] for i in chosen),
            outlines=tuple(self.outlines[i] for i in chosen),
        )

    def volume(self, index: int) -> Volume:
        """Return a case's crop as a volume."""
        case = self.cases[index]
        return Volume(self.hu[index], case.grid, case.series_uid, case.acquisition)

    def patch(self, index: int, spec: PatchSpec) -> Patch:
        """Cut a case's patch, with the very function that the engine uses."""
        return make_patch(self.volume(index), self.cases[index].centre_mm, spec)

    def lesion(
        self, index: int, spec: PatchSpec, centre_mm: tuple[float, float, float] | None = None
    ) -> npt.NDArray[np.float32]:
        """Share of the readers whose outline covers each pixel of a patch's middle slice.

        The patch is the case's own, or one at another place. Shape ``(1, *spec.size[1:])``: outlines are
        known on the nodule's largest slice alone.
        """
        case = self.cases[index]
        share = self.outlines[index] / np.float32(max(1, case.readers or 1))
        middle = PatchSpec((1, *spec.size[1:]), spec.spacing_mm)
        return resample(share, case.grid, middle.grid_at(centre_mm or case.centre_mm), outside=0.0)


def check_target(folder: Path) -> None:
    """See that a dataset may be written here: nothing, an empty folder, or a dataset, half-written or whole.

    Raises
    ------
    DatasetError
        If `folder` holds something else.
    """
    if folder.is_file() or (
        folder.is_dir()
        and not (folder / INDEX).is_file()
        and any(item.name != CROPS and not item.name.startswith(_SCRATCH) for item in folder.iterdir())
    ):
        raise DatasetError(f"{folder} exists and is not a dataset, so it was not replaced.")


def write_dataset(dataset: Dataset, folder: Path) -> Path:
    """Write a dataset folder; it appears whole or not at all, and replaces an older dataset there.

    Raises
    ------
    DatasetError
        If `folder` holds something other than a dataset.
    """
    check_target(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob(f"{_SCRATCH}*"):  # of a writer that was killed
        shutil.rmtree(stale)
    index = _Index(
        schema_version=SCHEMA,
        name=dataset.name,
        sha256=dataset.sha256,
        licence=dataset.licence,
        attribution=dataset.attribution,
        never_train=dataset.never_train,
        left_out=dict(dataset.left_out),
        cases=dataset.cases,
    )
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder) as scratch:
        fresh = Path(scratch)
        np.savez_compressed(
            fresh / CROPS,
            hu=np.concatenate([crop.ravel() for crop in dataset.hu]),
            outlines=np.concatenate([crop.ravel() for crop in dataset.outlines]),
        )
        (fresh / INDEX).write_text(index.model_dump_json(indent=1), encoding="utf-8")
        # The hash in the index tells a half-replaced folder from a whole one.
        for name in (CROPS, INDEX):
            (fresh / name).replace(folder / name)
    return folder


def read_dataset(folder: Path) -> Dataset:
    """Read a dataset folder and check its hash.

    Raises
    ------
    DatasetError
        If it is missing, of an unknown schema, damaged or changed since it was written.
    """
    path = folder / INDEX
    if not path.is_file():
        raise DatasetError(
            f"{folder} is not a dataset: it has no {INDEX}. `noduscope train import` makes one."
        )
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(raw, dict) and raw.get("schema_version", SCHEMA) != SCHEMA:
            raise DatasetError(
                f"{path} has schema {raw['schema_version']!r}; this version reads schema {SCHEMA}."
            )
        index = _Index.model_validate(raw)
    except ValueError as error:  # pydantic's and json's errors are ValueErrors
        raise DatasetError(f"{path} cannot be read as a dataset: {first_complaint(error)}") from error
    try:
        with np.load(folder / CROPS, allow_pickle=False) as arrays:
            hu = _unravel(arrays["hu"], index.cases)
            outlines = _unravel(arrays["outlines"], index.cases)
    except (OSError, KeyError, ValueError, EOFError) as error:
        raise DatasetError(f"The crops of the dataset {folder} cannot be read: {error}") from error
    dataset = Dataset(
        index.name,
        index.licence,
        index.attribution,
        index.cases,
        hu,
        outlines,
        index.never_train,
        index.left_out,
    )
    if dataset.sha256 != index.sha256:
        raise DatasetError(
            f"The dataset {folder} was changed after it was made (its hash does not hold). Import it again."
        )
    return dataset


def first_complaint(error: Exception) -> str:
    """Say the first thing that is wrong, for a schema's error or any other."""
    if not isinstance(error, ValidationError):
        return str(error)
    first: Any = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'the document'}: {first['msg']}"


def _unravel(flat: npt.NDArray[Any], cases: Sequence[Case]) -> tuple[npt.NDArray[Any], ...]:
    counts = [int(np.prod(case.size)) for case in cases]
    if flat.size != sum(counts):
        raise ValueError(f"{flat.size} voxels were found where the cases have {sum(counts)}.")
    parts = np.split(flat, np.cumsum(counts)[:-1]) if counts else []
    return tuple(part.reshape(case.size) for part, case in zip(parts, cases, strict=True))
