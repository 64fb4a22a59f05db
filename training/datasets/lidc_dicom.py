"""LIDC-IDRI as it is published: DICOM series, and an XML file of four readers' outlines and ratings for each.

The rules are those of the crops (`training.datasets.lidc_crops`), see `training.datasets.lidc_case`. Each
reading's cases are kept as they are finished, so an import that was killed goes on.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.dicom.errors import DicomError
from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.labels.incoming import LabelFileError
from engine.labels.lidc_xml import Reading, kind_of, read_reading
from training.cases import INDEX, Case, Dataset, DatasetError, read_dataset, write_dataset
from training.datasets.lidc_case import PUBLIC, Names, case_of
from training.datasets.lidc_crops import (
    ATTRIBUTION,
    LICENCE,
    NEVER_TRAIN,
)
from training.datasets.lidc_join import Located, ReadingError, SeriesIndex, locate
from training.datasets.site import LICENCE as SITE_LICENCE

NAME = "LIDC-IDRI"
#: Raise it when code changes what a reading becomes; parts of other versions are then not reused.
VERSION = 1

Told = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Imported:
    """A dataset, and a sentence for everything that could not be used."""

    dataset: Dataset
    problems: tuple[str, ...]


def import_lidc(
    folder: Path, parts: Path, *, salt: bytes | None = None, told: Told | None = None
) -> Imported:
    """Read a folder of LIDC-IDRI.

    Parameters
    ----------
    folder
        Holds DICOM files and XML files at any depth, together or apart.
    parts
        Folder for the cases of each finished reading. The caller removes it when the dataset is written.
    salt
        Secret of the hashes of patients who are not of the public collection; by default this
        installation's.
    told
        Called with the number of readings done and of all.

    Returns
    -------
    Imported
        Cases in the order of their names. `Dataset.left_out` counts by reason what is no case: readings
        (``chest_x_ray``, ``series_missing``, ...), nodules and marks.

    Raises
    ------
    DatasetError
        If there is no reading, or no case could be made.
    """
    left_out: Counter[str] = Counter()
    problems: list[str] = []
    files = _files(folder, left_out, problems)
    if not files:
        raise DatasetError(
            f"{folder} holds no XML file with readings of LIDC-IDRI's CT.{_because(left_out)} Give the "
            "folder that holds the DICOM series and their XML files."
        )
    index = SeriesIndex(scan([folder]).series)
    names = Names(salt)
    done: dict[str, str] = {}
    found: dict[str, tuple[Case, npt.NDArray[np.int16], npt.NDArray[np.uint8]]] = {}
    for number, path in enumerate(files, 1):  # one at a time: the outlines of a thousand fill the memory
        name = path.relative_to(folder).as_posix()
        try:
            reading = _reading(path)
            series, grid = index.series_of(reading)
            _check_first(series, done, name)
            patient = names.patient(series)
        except ReadingError as error:
            left_out[error.reason] += 1
            problems.append(f"{name}: {error}")
            continue
        problems += [f"{name}: {problem}" for problem in reading.problems]
        left_out.update(
            mark_not_readable=len(reading.problems),
            below_3_mm=reading.small,
            not_rated=reading.unrated,
            non_nodule=reading.non_nodules,
        )
        located, complaints, lost = locate(reading, series, grid, index, name)
        problems += complaints
        left_out["nodule_not_located"] += lost
        at = parts / _key(path, patient, series)
        part, complaints = _part(at, located, names, patient)
        problems += [f"{name}: {complaint}" for complaint in complaints]
        left_out["not_decodable"] += len(complaints)
        if part is not None:
            rows = zip(part.cases, part.hu, part.outlines, strict=True)
            found.update({case.id: (case, hu, outlines) for case, hu, outlines in rows})
        if told:
            told(number, len(files))
    if not found:
        raise DatasetError(
            f"No case could be made of {folder}.{_because(left_out)}"
            + "".join(f"\n{one}" for one in problems)
        )
    ordered = [found[name] for name in sorted(found)]
    public = all(PUBLIC.fullmatch(case.patient_id) for case, _, _ in ordered)
    dataset = Dataset(
        name=NAME,
        licence=LICENCE if public else SITE_LICENCE,
        attribution=ATTRIBUTION,
        cases=tuple(case for case, _, _ in ordered),
        hu=tuple(hu for _, hu, _ in ordered),
        outlines=tuple(outlines for _, _, outlines in ordered),
        never_train=NEVER_TRAIN,
        left_out={reason: number for reason, number in sorted(left_out.items()) if number},
    )
    return Imported(dataset, tuple(problems))


def write_lidc(folder: Path, out: Path, *, salt: bytes | None = None, told: Told | None = None) -> Imported:
    """Import a folder and write the dataset; finished parts lie beside it, in ``OUT.parts``, until then."""
    parts = out.with_name(f"{out.name}.parts")
    imported = import_lidc(folder, parts, salt=salt, told=told)
    write_dataset(imported.dataset, out)
    shutil.rmtree(parts, ignore_errors=True)
    return imported


def _check_first(series: Series, done: dict[str, str], name: str) -> None:
    if series.series_uid in done:
        raise ReadingError(
            "second_reading",
            f"it is a second reading of the series of {done[series.series_uid]}, which was taken.",
        )
    done[series.series_uid] = name


def _files(folder: Path, left_out: Counter[str], problems: list[str]) -> list[Path]:
    """Return the files that look like readings of CT, and count those of X-rays."""
    files = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() != ".xml" or not path.is_file():
            continue
        kind = kind_of(path)
        if kind == "ct":
            files.append(path)
        elif kind == "x-ray":
            left_out["chest_x_ray"] += 1
            name = path.relative_to(folder).as_posix()
            problems.append(f"{name}: it is a reading of chest X-rays, not of CT.")
    return files


def _reading(path: Path) -> Reading:
    try:
        return read_reading(path)
    except LabelFileError as error:
        raise ReadingError("unreadable_xml", str(error)) from error


def _because(left_out: Counter[str]) -> str:
    return "".join(f" {n} left out: {reason.replace('_', ' ')}." for reason, n in left_out.items() if n)


def _key(path: Path, patient: str, series: Series) -> str:
    """Name the part of a reading by all that it is made of."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    files = [(s.file.sop_uid, s.frame, s.position_mm, s.slope, s.intercept) for s in series.slices]
    text = repr((VERSION, digest, patient, series.series_uid, series.acquisition, files))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _part(
    folder: Path, located: Sequence[Located], names: Names, patient: str
) -> tuple[Dataset | None, list[str]]:
    """Return a reading's cases, from `folder` if they lie there, and what is wrong with the others."""
    if (folder / INDEX).is_file():
        try:
            return read_dataset(folder), []
        except DatasetError:  # the import was killed while it wrote them
            shutil.rmtree(folder)
    rows = []
    complaints = []
    for one in located:
        try:
            rows.append(case_of(one, names, patient))
        except DicomError as error:
            complaints.append(f"a nodule of {len(one.marks)} readers is left out. {error}")
    if not rows:
        return None, complaints
    cases, hu, outlines = zip(*rows, strict=True)
    part = Dataset(NAME, LICENCE, "", cases, hu, outlines)
    if not complaints:  # which another run would not tell
        folder.parent.mkdir(parents=True, exist_ok=True)
        write_dataset(part, folder)
    return part, complaints
