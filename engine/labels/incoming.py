"""Labels as other programs' files give them: what is said, and where. It must not know how a file is written,
nor the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.findings import Point
from engine.labels.kinds import Label, LabelSource


class LabelFileError(ValueError):
    """A file of labels that cannot be used, in a sentence."""


@dataclass(frozen=True)
class InPatient:
    """A place in patient millimetres (LPS), and their frame of reference where the file names it."""

    point_mm: Point
    frame_of_reference: str = ""


@dataclass(frozen=True)
class InSeries:
    """A voxel of a series, each index counted from 0; slices in the order of their patient coordinates."""

    voxel: tuple[float, float, float]


@dataclass(frozen=True)
class OnSlice:
    """A pixel of a picture, counted from 0, where whole numbers are the centres of pixels."""

    sop_uid: str
    row: float
    column: float
    frame: int = 0


Place = InPatient | InSeries | OnSlice


@dataclass(frozen=True)
class IncomingLabel:
    """One label of a file.

    Parameters
    ----------
    origin
        Where in the file it stands, for sentences: "Row 3".
    series_uid
        SeriesInstanceUID; empty where the file names the picture alone.
    place
        Where the nodule lies.
    label, source, reader, evidence_date, comment
        What is said, by whom, from what.
    """

    origin: str
    series_uid: str
    place: Place
    label: Label
    source: LabelSource
    reader: str
    evidence_date: date | None = None
    comment: str = ""


@dataclass(frozen=True)
class Said:
    """What holds for all labels of a file that do not say it themselves; `None` where nobody says it."""

    label: Label | None = None
    source: LabelSource | None = None
    reader: str = ""
    evidence_date: date | None = None


@dataclass
class Incoming:
    """The labels of some files, and a sentence for every entry that is none."""

    labels: list[IncomingLabel] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
