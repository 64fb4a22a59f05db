"""A CSV of labelled pictures in CheXpert's layout: each row's picture, patient and labels, line by line.

Columns: ``Path``, then any of ``Sex``, ``Age``, ``Frontal/Lateral``, ``AP/PA``; all others are labels: 1
there, 0 not there, -1 uncertain, blank not mentioned (Irvin et al. 2019, arXiv 1901.07031). No picture is
opened here.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from training.cases import DatasetError

PATH = "Path"
#: What CheXpert says of a picture besides its labels. It is not read: nothing of it is learned.
ABOUT = ("Sex", "Age", "Frontal/Lateral", "AP/PA")
#: How many lines of one kind a sentence names.
NAMED = 10

_PATIENT = re.compile(r"patient\w*\d\w*", re.IGNORECASE)
#: How a label is kept where nothing may be learned of it.
UNKNOWN = -1


class Policy(StrEnum):
    """What an uncertain label, or one that is blank, is taken for."""

    IGNORE = "ignore"
    ZEROS = "zeros"
    ONES = "ones"

    @property
    def value_kept(self) -> int:
        """The label that is kept."""
        return {Policy.IGNORE: UNKNOWN, Policy.ZEROS: 0, Policy.ONES: 1}[self]


@dataclass(frozen=True)
class Row:
    """One picture.

    Parameters
    ----------
    line
        Of the table, for sentences; the header is line 1.
    path
        Of the file, inside the folder of pictures.
    patient
        From the path.
    labels
        1, 0, or `UNKNOWN`, in the order of `Table.labels`.
    """

    line: int
    path: Path
    patient: str
    labels: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """What a CSV says.

    Parameters
    ----------
    labels
        Their names.
    rows
        Of the pictures that are there.
    missing
        Lines whose picture is not there.
    uncertain, blank
        How many labels were so.
    """

    labels: tuple[str, ...]
    rows: tuple[Row, ...]
    missing: tuple[int, ...]
    uncertain: int
    blank: int


def read_table(path: Path, root: Path | None, uncertain: Policy, blank: Policy) -> Table:
    """Read a table and see which of its pictures are there.

    Parameters
    ----------
    path
        The CSV.
    root
        Folder that the paths in it begin in; by default the table's own or the one above, as CheXpert's paths
        begin with the name of the folder that holds the table.
    uncertain, blank
        What a label of -1, and one that is not mentioned, is taken for.

    Raises
    ------
    DatasetError
        If the table cannot be read, holds something else, names files outside the folder, or no picture of it
        is there. Bad lines are named.
    """
    header, lines = _lines(path)
    labels = tuple(name for name in header if name and name not in (PATH, *ABOUT))
    folder = root or _root(path, lines)
    counts = {"uncertain": 0, "blank": 0}
    rows, missing, complaints = [], [], []
    for number, line in lines:
        try:
            place = _place(line[PATH], folder)
            patient = _patient(line[PATH])
            values = tuple(_label(line[name], name, uncertain, blank, counts) for name in labels)
        except ValueError as error:
            complaints.append(f"line {number}: {error}")
            continue
        if place.is_file():
            rows.append(Row(number, place, patient, values))
        else:
            missing.append(number)
    if complaints:
        more = f" ... and {len(complaints) - NAMED} more lines" if len(complaints) > NAMED else ""
        raise DatasetError(f"{path.name} cannot be imported. " + "; ".join(complaints[:NAMED]) + more + ".")
    if not rows:
        raise DatasetError(
            f"None of the {len(missing)} pictures that {path.name} names is in {folder}. Name the folder "
            "that its paths begin in with --images."
        )
    return Table(labels, tuple(rows), tuple(missing), counts["uncertain"], counts["blank"])


def _lines(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restval="", strict=True)
            header = [name.strip() for name in reader.fieldnames or ()]
            reader.fieldnames = header
            lines = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{path.name} cannot be read as a table (CSV in UTF-8): {error}.") from error
    if PATH not in header:
        raise DatasetError(f"{path.name} has no column {PATH}, which names each picture's file.")
    if len(set(header)) != len(header):
        raise DatasetError(f"{path.name} has two columns of one name.")
    if not set(header) - {PATH, *ABOUT, ""}:
        raise DatasetError(f"{path.name} has no column of labels: there is nothing to learn.")
    if not lines:
        raise DatasetError(f"{path.name} has no rows.")
    if any(None in row for _, row in lines):
        first = next(number for number, row in lines if None in row)
        raise DatasetError(f"{path.name}, line {first}: it has more values than the table has columns.")
    return header, lines


def _root(path: Path, lines: list[tuple[int, dict[str, str]]]) -> Path:
    folder = path.resolve().parent
    for candidate in (folder, folder.parent):
        for _, line in lines[:NAMED]:
            try:
                if _place(line[PATH], candidate).is_file():
                    return candidate
            except ValueError:
                continue
    return folder


def _place(text: str, folder: Path) -> Path:
    """Return the file that a path means, which may not lead out of the folder, by a link either."""
    parts = PurePosixPath(text.strip()).parts
    if not parts or text.strip().startswith(("/", "~")) or ".." in parts or set(text) & set("\\:\0"):
        raise ValueError(f"the path {text!r} is not one inside the folder of pictures")
    place = folder.joinpath(*parts)
    if not place.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"the path {text!r} leads out of the folder of pictures")
    return place


def _patient(text: str) -> str:
    """Return the patient of a path such as ``train/patient00001/study1/view1_frontal.jpg``."""
    for part in PurePosixPath(text.strip()).parts[:-1]:
        if _PATIENT.fullmatch(part):
            return part.lower()
    raise ValueError(
        f"the path {text!r} names no patient (a folder such as patient00001), by whom pictures are divided"
    )


def _label(text: str, name: str, uncertain: Policy, blank: Policy, counts: dict[str, int]) -> int:
    if not text.strip():
        counts["blank"] += 1
        return blank.value_kept
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value == -1:
        counts["uncertain"] += 1
        return uncertain.value_kept
    if value not in (0, 1):
        raise ValueError(f"{name} is {text!r}, not 1, 0, -1 or blank")
    return int(value)
