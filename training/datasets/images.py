"""Import a folder of chest X-rays with a CSV in CheXpert's layout, to pretrain a backbone on.

X-ray grays have no unit: 8-bit pictures are taken as they are, 16-bit ones are stretched. Finished shards are
kept beside the result until it is whole, so an import that was killed goes on.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from training.cases import DatasetError
from training.datasets.image_set import (
    INDEX,
    ROWS,
    ImageIndex,
    ImageSet,
    Shard,
    is_image_set,
    read_images,
    write_rows,
)
from training.datasets.image_table import NAMED, UNKNOWN, Policy, Row, Table, read_table
from training.datasets.site import hashed_name, site_salt

#: Rows of the table in one shard.
SHARD = 512
#: A picture's largest side that is believed.
MAX_SIDE = 8192
#: Of a 16-bit picture, what lies beyond these percentiles is white or black: markers and burnt-out pixels.
STRETCH = (0.1, 99.9)
#: Share of the patients that a pretraining is judged by.
JUDGED = 0.1
#: Raise it when code changes what a picture becomes.
VERSION = 1


class PictureError(ValueError):
    """A picture that cannot be used, in a sentence's end."""


@dataclass(frozen=True, eq=False)
class ImportedImages:
    """A set of pictures, and a sentence for all that could not be used."""

    images: ImageSet
    problems: tuple[str, ...]


class _Finished(BaseModel):
    """What is kept of a finished shard, beside its pictures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shard: Shard
    kept: tuple[int, ...]
    """Places of the rows in the shard's part of the table."""
    problems: tuple[str, ...]


def import_images(
    table: Path,
    out: Path,
    *,
    root: Path | None = None,
    uncertain: Policy = Policy.IGNORE,
    blank: Policy = Policy.ZEROS,
    side: int = 240,
    salt: bytes | None = None,
    told: Callable[[int, int], None] | None = None,
) -> ImportedImages:
    """Import the pictures of a table.

    Parameters
    ----------
    table, root, uncertain, blank
        See `training.datasets.image_table.read_table`.
    out
        Folder to write; an older set there is replaced when the new one is whole.
    side
        Rows and columns that pictures are brought to, their longer side filling it, the rest black.
    salt
        Secret of the patients' hashes; by default this installation's.
    told
        Called with the number of shards done and of all.

    Raises
    ------
    DatasetError
        If the table or all of its pictures cannot be used, or `out` holds something else.
    """
    if out.is_file() or (out.is_dir() and not is_image_set(out) and any(out.iterdir())):
        raise DatasetError(f"{out} exists and is no set of pictures, so it was not replaced.")
    found = read_table(table, root, uncertain, blank)
    work = _work(out, table, root, (uncertain, blank, side))
    pieces = [found.rows[first : first + SHARD] for first in range(0, len(found.rows), SHARD)]
    finished = []
    for number, rows in enumerate(pieces):
        finished.append(_shard(work, number, rows, side))
        if told:
            told(number + 1, len(pieces))
    kept = [rows[i] for rows, one in zip(pieces, finished, strict=True) for i in one.kept]
    problems = [problem for one in finished for problem in one.problems]
    if found.missing:
        problems.insert(0, _missing(table, found))
    if not kept:
        raise DatasetError(f"No picture of {table.name} can be used.\n" + "\n".join(problems))
    labels = np.array([row.labels for row in kept], np.int8)
    learnable, told_labels = _learnable(labels, found.labels)
    problems += told_labels
    secret = site_salt() if salt is None else salt
    patients = np.array([hashed_name(secret, "patient", row.patient) for row in kept])
    index = ImageIndex(
        labels=tuple(name for name, taken in zip(found.labels, learnable, strict=True) if taken),
        side=side,
        uncertain=uncertain.value,
        blank=blank.value,
        shards=tuple(one.shard for one in finished if one.shard.pictures),
        rows_sha256=write_rows(work / ROWS, labels[:, learnable], patients, judged_patients(patients)),
        left_out={
            name: number
            for name, number in (
                ("missing", len(found.missing)),
                ("unusable", sum(len(one.problems) for one in finished)),
            )
            if number
        },
    )
    (work / INDEX).write_text(index.model_dump_json(indent=1), encoding="utf-8")
    _put(work, out)
    return ImportedImages(read_images(out), tuple(problems))


def judged_patients(patients: npt.NDArray[np.str_]) -> npt.NDArray[np.bool_]:
    """Choose the pictures of a tenth of the patients, one at least, by their names' hashes."""
    names = sorted(set(patients.tolist()), key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    chosen = names[: max(1, round(JUDGED * len(names)))] if len(names) > 1 else []
    return np.isin(patients, chosen)


def read_picture(path: Path, side: int) -> npt.NDArray[np.uint8]:
    """Read an 8- or 16-bit gray PNG or JPEG as uint8 of shape ``(side, side)``.

    Raises
    ------
    PictureError
        If it is something else, too large, or damaged.
    """
    import cv2
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            refused = _refused(picture.size, picture.mode)
            values = np.zeros((1, 1), np.uint8) if refused else np.asarray(picture)
    except Exception as error:  # damaged files raise whatever their decoder does
        raise PictureError("is not a PNG or JPEG that can be read.") from error
    if refused:
        raise PictureError(refused)
    if values.ndim == 3:
        if (values != values[..., :1]).any():
            raise PictureError("is in colour.")
        values = values[..., 0]
    if values.dtype != np.uint8:
        low, high = np.percentile(values, STRETCH)
        values = np.clip((values - low) / max(high - low, 1) * 255, 0, 255).round().astype(np.uint8)
    scale = side / max(values.shape)
    rows, columns = (max(1, round(n * scale)) for n in values.shape)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(np.ascontiguousarray(values), (columns, rows), interpolation=method)
    out = np.zeros((side, side), np.uint8)
    top, left = (side - rows) // 2, (side - columns) // 2
    out[top : top + rows, left : left + columns] = small
    return out


def _refused(size: tuple[int, int], mode: str) -> str:
    """Say what is wrong with a picture before it is decoded."""
    if max(size) > MAX_SIDE:
        return f"is larger than {MAX_SIDE} pixels."
    if mode not in ("L", "I;16", "I;16B", "I", "RGB"):
        return "is not an 8- or 16-bit gray picture."
    return ""


def _work(out: Path, table: Path, root: Path | None, choices: tuple[object, ...]) -> Path:
    """Return the folder of the finished shards; one of another import is emptied."""
    work = out.with_name(f"{out.name}.parts")
    digest = hashlib.sha256(table.read_bytes())
    digest.update(repr((VERSION, SHARD, str(root), [str(choice) for choice in choices])).encode())
    mark = work / "import"
    if not mark.is_file() or mark.read_text("ascii") != digest.hexdigest():
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        mark.write_text(digest.hexdigest(), "ascii")
    return work


def _shard(work: Path, number: int, rows: Sequence[Row], side: int) -> _Finished:
    name = f"pictures-{number:05d}"
    record = work / f"{name}.json"
    if record.is_file():
        return _Finished.model_validate_json(record.read_text(encoding="utf-8"))
    pictures, kept, problems = [], [], []
    for place, row in enumerate(rows):
        try:
            pictures.append(read_picture(row.path, side))
            kept.append(place)
        except PictureError as error:
            problems.append(f"Line {row.line}: its picture {error} It is left out.")
    stack = np.stack(pictures) if pictures else np.zeros((0, side, side), np.uint8)
    np.save(work / f"{name}.npy", stack)
    shard = Shard(file=f"{name}.npy", pictures=len(stack), sha256=hashlib.sha256(stack.tobytes()).hexdigest())
    finished = _Finished(shard=shard, kept=tuple(kept), problems=tuple(problems))
    part = work / f"{name}.part"
    part.write_text(finished.model_dump_json(), encoding="utf-8")
    part.replace(record)  # the record tells a finished shard from a half-written one
    return finished


def _missing(table: Path, found: Table) -> str:
    lines = ", ".join(str(line) for line in found.missing[:NAMED])
    more = f" and {len(found.missing) - NAMED} more" if len(found.missing) > NAMED else ""
    return f"{len(found.missing)} pictures that {table.name} names are not there (lines {lines}{more})."


def _learnable(labels: npt.NDArray[np.int8], names: Sequence[str]) -> tuple[npt.NDArray[np.bool_], list[str]]:
    """Tell the labels that have both answers; the others teach nothing."""
    both = (labels == 0).any(0) & (labels == 1).any(0)
    if not both.any():
        raise DatasetError(
            "No label has pictures with 1 and with 0, so there is nothing to learn. Take blank or uncertain "
            "labels for zeros (--blank zeros, --uncertain zeros), or add pictures."
        )
    one_sided = [
        f"{name}: all its known labels are "
        f"{'none' if (column == UNKNOWN).all() else int(column[column != UNKNOWN][0])}, so it is left out."
        for name, column, taken in zip(names, labels.T, both, strict=True)
        if not taken
    ]
    return both, one_sided


def _put(work: Path, out: Path) -> None:
    """Put the finished set in its place. A kill leaves it or, beside it, all that the next run needs."""
    old = out.with_name(f"{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    work.rename(out)
    for path in out.iterdir():
        if path.name not in (INDEX, ROWS) and path.suffix != ".npy":
            path.unlink()
    shutil.rmtree(old, ignore_errors=True)
