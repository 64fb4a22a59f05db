"""A study as the worklist knows it: where it lies, how far its reading is, what an analysis said of it.

Plain data and rules without files, for the store, the batch, the listener and the window alike. It must not
know DICOM, the store or Qt. No patient is named in it; `paths` is where the images lie on this computer.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

#: A study of more folders than this is looked for under the folder that holds them all.
MOST_FOLDERS = 16


class StudyStatus(StrEnum):
    """How far the reading of a study is."""

    NEW = "new"
    FAILED = "failed"
    OPENED = "opened"
    READING = "reading"
    DRAFT = "draft"
    SIGNED = "signed"


#: Nobody has looked at these.
UNREAD = frozenset({StudyStatus.NEW, StudyStatus.FAILED})


class SeriesLike(Protocol):
    """A series as a scan or the engine's messages have it."""

    @property
    def series_uid(self) -> str: ...  # noqa: D102 - as of `engine.dicom.series.Series`
    @property
    def study_uid(self) -> str: ...  # noqa: D102
    @property
    def patient_key(self) -> str: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102
    @property
    def modality(self) -> str: ...  # noqa: D102
    @property
    def date(self) -> str: ...  # noqa: D102
    @property
    def paths(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True)
class StudyKey:
    """Which study, of whom. A series whose files name no study is one of its own."""

    study_uid: str
    patient_key: str

    @classmethod
    def of(cls, series: SeriesLike) -> StudyKey:
        """Return the study that a series belongs to."""
        return cls(series.study_uid or f"series {series.series_uid}", series.patient_key)


@dataclass(frozen=True)
class FoundStudy:
    """A study that was found on this computer.

    Parameters
    ----------
    key
        Which one.
    date
        ``YYYY-MM-DD``; empty where unknown.
    description
        Of its first series: the scan puts those that can be analysed, and the longest, first.
    modality
        Of its series, each once, such as ``CT`` or ``CT, PT``.
    series_uids
        Its series.
    paths
        Folders or archives; scanned again they give the study.
    """

    key: StudyKey
    date: str
    description: str
    modality: str
    series_uids: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True)
class ListedStudy:
    """A line of the worklist.

    Parameters
    ----------
    id
        Of the store.
    found
        What the study is, and where. Its paths are empty where nobody knows any more.
    series_uid
        The series to show: the one that the reader chose, else the one that was analysed; empty for neither.
    status
        How far the reading is.
    nodules
        Suggestions that an analysis shows; `None` where there was none.
    suspicion
        The highest probability among them; `None` without one.
    mass
        Whether one of them is a mass, which is suspicious by its size and gets no probability.
    changed
        When anything happened to it.
    remark
        Why the analysis failed, or who signed.
    """

    id: int
    found: FoundStudy
    series_uid: str
    status: StudyStatus
    nodules: int | None
    suspicion: float | None
    mass: bool
    changed: datetime
    remark: str = ""


@dataclass(frozen=True)
class Traces:
    """What reading and analysing a study left behind; a moment is the newest of its kind, `None` for never.

    Parameters
    ----------
    opened
        It was on screen.
    worked
        A reader decided, measured, labelled, stated or wrote something.
    drafted, signed
        A report's words were typed; it was signed.
    analysed, failed
        An analysis of one of its series ended well, or failed.
    """

    opened: datetime | None = None
    worked: datetime | None = None
    drafted: datetime | None = None
    signed: datetime | None = None
    analysed: datetime | None = None
    failed: datetime | None = None


def status_of(traces: Traces) -> StudyStatus:
    """Return how far the reading is.

    A signature holds until the reader changes something after it: then the report is a draft again. What was
    only looked at is *opened*; a reader's first decision, measurement, label or word makes it *reading*. A
    failed analysis is told until somebody reads the study all the same, or another analysis succeeds.
    """
    if traces.signed is not None:
        later = [t for t in (traces.drafted, traces.worked) if t is not None and t > traces.signed]
        return StudyStatus.DRAFT if later else StudyStatus.SIGNED
    if traces.drafted is not None:
        return StudyStatus.DRAFT
    if traces.worked is not None:
        return StudyStatus.READING
    if traces.failed is not None and traces.analysed is None:
        return StudyStatus.FAILED
    return StudyStatus.NEW if traces.opened is None else StudyStatus.OPENED


def studies_of(series: Iterable[SeriesLike]) -> list[FoundStudy]:
    """Gather series into studies, in the order of their first series."""
    members: dict[StudyKey, list[SeriesLike]] = {}
    for one in series:
        members.setdefault(StudyKey.of(one), []).append(one)
    return [
        FoundStudy(
            key=key,
            date=iso_date(next((s.date for s in found if s.date), "")),
            description=next((s.description for s in found if s.description), ""),
            modality=", ".join(dict.fromkeys(s.modality for s in found if s.modality)),
            series_uids=tuple(dict.fromkeys(s.series_uid for s in found)),
            paths=places_of([s.paths for s in found]),
        )
        for key, found in members.items()
    ]


def places_of(paths: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the folders and archives in which the files of some series lie, as few as possible.

    A series of one path is an archive or a multi-frame file: it stays as it is. Of the others the folders are
    named, without those that lie in another one; where they are many, the folder over all of them.
    """
    places: dict[str, None] = {}
    for own in paths:
        for path in own:
            places[path if len(own) == 1 else os.path.dirname(path)] = None  # noqa: PTH120 - of 100,000 files
    outer = [p for p in places if not any(_inside(p, other) for other in places)]
    if len(outer) > MOST_FOLDERS:
        try:
            return (os.path.commonpath(outer),)
        except ValueError:  # on several drives
            pass
    return tuple(outer)


def _inside(path: str, other: str) -> bool:
    return path != other and path.startswith(other.rstrip(os.sep) + os.sep)


def iso_date(date: str) -> str:
    """Return a DICOM date (``YYYYMMDD``) as ISO 8601; anything else as it is."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if len(date) == 8 and date.isdigit() else date
