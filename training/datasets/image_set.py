"""A frozen set of labelled gray pictures to pretrain on: squares of one size, in shards that are mapped.

::

    images.json           labels, rules, shards and their hashes
    rows.npz              of each picture the labels, the patient (a hash), whether it is kept for judging
    pictures-N.npy        uint8 [n, side, side]

No path of a picture is kept. Knows neither tables nor networks.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from training.cases import DatasetError, first_complaint

INDEX = "images.json"
ROWS = "rows.npz"


class Shard(BaseModel):
    """One file of pictures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    pictures: int
    sha256: str


class ImageIndex(BaseModel):
    """`images.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    labels: tuple[str, ...]
    side: int
    uncertain: str
    blank: str
    shards: tuple[Shard, ...]
    rows_sha256: str
    left_out: dict[str, int]

    @property
    def sha256(self) -> str:
        """Hash over everything that a pretraining could depend on."""
        text = json.dumps(self.model_dump(mode="json", exclude={"left_out"}), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class ImageSet:
    """Labelled pictures.

    Parameters
    ----------
    index
        What `images.json` says.
    labels
        int8 ``[pictures, labels]``: 1, 0, or -1 where nothing may be learned.
    patients
        A name for each picture's patient, which is a hash.
    judged
        bool ``[pictures]``: pictures of patients that a pretraining is judged by.
    shards
        uint8 ``[n, side, side]`` each, mapped from the disk.
    """

    index: ImageIndex
    labels: npt.NDArray[np.int8]
    patients: npt.NDArray[np.str_]
    judged: npt.NDArray[np.bool_]
    shards: tuple[npt.NDArray[np.uint8], ...]

    def __len__(self) -> int:
        return len(self.labels)

    def pictures(self, places: Sequence[int] | npt.NDArray[np.intp]) -> npt.NDArray[np.uint8]:
        """Return some of the pictures, shape ``(len(places), side, side)``."""
        ends = np.cumsum([len(shard) for shard in self.shards])
        side = self.index.side
        out = np.empty((len(places), side, side), np.uint8)
        for row, place in enumerate(places):
            number = int(np.searchsorted(ends, place, side="right"))
            out[row] = self.shards[number][int(place) - (int(ends[number - 1]) if number else 0)]
        return out


def is_image_set(folder: Path) -> bool:
    """Whether a folder looks like one."""
    return (folder / INDEX).is_file()


def write_rows(
    path: Path, labels: npt.NDArray[np.int8], patients: npt.NDArray[np.str_], judged: npt.NDArray[np.bool_]
) -> str:
    """Write `rows.npz`; return its hash, which the archive's dates do not change."""
    np.savez_compressed(path, labels=labels, patients=patients, judged=judged)
    return _rows_hash(labels, patients, judged)


def read_images(folder: Path) -> ImageSet:
    """Read a set of pictures.

    Raises
    ------
    DatasetError
        If it is missing, of an unknown schema, damaged or changed since it was written. Pictures themselves
        are checked by size alone: reading them all would take longer than an epoch.
    """
    path = folder / INDEX
    if not path.is_file():
        raise DatasetError(
            f"{folder} is no set of pictures: it has no {INDEX}. `noduscope train import images` makes one."
        )
    try:
        index = ImageIndex.model_validate_json(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DatasetError(f"{path} cannot be read as a set of pictures: {first_complaint(error)}") from error
    if index.schema_version != 1:
        raise DatasetError(f"{path} has schema {index.schema_version}; this version reads schema 1.")
    changed = f"The set of pictures {folder} was changed after it was made. Import it again."
    try:
        with np.load(folder / ROWS, allow_pickle=False) as arrays:
            labels, patients, judged = arrays["labels"], arrays["patients"], arrays["judged"]
        shards = tuple(
            np.load(folder / Path(shard.file).name, mmap_mode="r", allow_pickle=False)
            for shard in index.shards
        )
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{changed} ({error})") from error
    expected = [(shard.pictures, index.side, index.side) for shard in index.shards]
    whole = (
        [shard.shape for shard in shards] == expected
        and all(shard.dtype == np.uint8 for shard in shards)
        and labels.shape == (sum(n for n, _, _ in expected), len(index.labels))
        and _rows_hash(labels, patients, judged) == index.rows_sha256
    )
    if not whole:
        raise DatasetError(changed)
    return ImageSet(index, labels, patients, judged, shards)


def _rows_hash(
    labels: npt.NDArray[np.int8], patients: npt.NDArray[np.str_], judged: npt.NDArray[np.bool_]
) -> str:
    digest = hashlib.sha256(np.ascontiguousarray(labels).tobytes())
    digest.update("\n".join(str(name) for name in patients).encode())
    digest.update(np.ascontiguousarray(judged).tobytes())
    return digest.hexdigest()
