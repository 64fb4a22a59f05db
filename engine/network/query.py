"""Asks a node what it has: studies by patient, date, modality or accession number, and the series of one.

C-FIND in the study root model (PS3.4 annex C). Answers are a stranger's texts: cut, cleaned, never logged.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydicom.dataset import Dataset
from pynetdicom.presentation import build_context

from engine.network.checks import valid_uid
from engine.network.classes import PLAIN, STUDY_FIND
from engine.network.config import Network, NetworkError, Node
from engine.network.link import linked, lost

#: Answers taken, unless another number is asked for; and the most that may be asked for.
LIMIT, MOST = 200, 5000
_PENDING, _CANCELLED = (0xFF00, 0xFF01), 0xFE00
_TEXT_LENGTH = 200
NO_CRITERIA = "Say what to look for: a patient's ID or name, a date, a modality or an accession number."


@dataclass(frozen=True)
class Criteria:
    """What is looked for; an empty field asks for nothing.

    Parameters
    ----------
    patient_name
        Its beginning; ``*`` and ``?`` are wildcards.
    since, until
        Of the study, both included.
    modality
        That the study holds, such as CT.
    """

    patient_id: str = ""
    patient_name: str = ""
    since: date | None = None
    until: date | None = None
    modality: str = ""
    accession_number: str = ""

    def __bool__(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True)
class StudyAnswer:
    """A study that a node has. What it did not say is empty or `None`."""

    study_uid: str
    patient_name: str
    patient_id: str
    study_date: str
    description: str
    accession_number: str
    modalities: str
    n_series: int | None
    n_images: int | None


@dataclass(frozen=True)
class SeriesAnswer:
    """A series that a node has."""

    series_uid: str
    number: int | None
    modality: str
    description: str
    n_images: int | None


@dataclass(frozen=True)
class Answers:
    """What a node answered.

    Parameters
    ----------
    more
        Whether there is more than was taken.
    """

    rows: tuple[Any, ...]
    more: bool


def find_studies(
    config: Network,
    node: Node,
    criteria: Criteria,
    *,
    limit: int = LIMIT,
    stop: threading.Event | None = None,
) -> Answers:
    """Ask for studies, the latest first.

    Raises
    ------
    NetworkError
        Without criteria, or if the node does not answer.
    """
    if not criteria:
        raise NetworkError(NO_CRITERIA)
    if criteria.since and criteria.until and criteria.since > criteria.until:
        raise NetworkError("The first date is after the last one.")
    asked = _question("STUDY")
    asked.PatientID = _text(criteria.patient_id)
    name = _text(criteria.patient_name)
    asked.PatientName = f"{name}*" if name and "*" not in name else name
    asked.StudyDate = _span(criteria.since, criteria.until)
    asked.StudyTime = asked.StudyDescription = asked.StudyInstanceUID = ""
    asked.AccessionNumber = _text(criteria.accession_number)
    asked.ModalitiesInStudy = _text(criteria.modality).upper()
    asked.NumberOfStudyRelatedSeries = asked.NumberOfStudyRelatedInstances = None
    rows, more = _ask(config, node, asked, key="StudyInstanceUID", limit=limit, stop=stop)
    studies = [
        StudyAnswer(
            study_uid=_value(row, "StudyInstanceUID"),
            patient_name=_value(row, "PatientName"),
            patient_id=_value(row, "PatientID"),
            study_date=_date(_value(row, "StudyDate")),
            description=_value(row, "StudyDescription"),
            accession_number=_value(row, "AccessionNumber"),
            modalities=", ".join(_values(row, "ModalitiesInStudy")),
            n_series=_number(row, "NumberOfStudyRelatedSeries"),
            n_images=_number(row, "NumberOfStudyRelatedInstances"),
        )
        for row in rows
    ]
    return Answers(tuple(sorted(studies, key=lambda s: s.study_date, reverse=True)), more)


def find_series(
    config: Network, node: Node, study_uid: str, *, limit: int = LIMIT, stop: threading.Event | None = None
) -> Answers:
    """Ask for the series of a study, by number.

    Raises
    ------
    NetworkError
        If that is no UID, or the node does not answer.
    """
    if not valid_uid(study_uid):
        raise NetworkError("That is no StudyInstanceUID: it has digits and dots only.")
    asked = _question("SERIES")
    asked.StudyInstanceUID = study_uid
    asked.SeriesInstanceUID = asked.Modality = asked.SeriesDescription = ""
    asked.SeriesNumber = asked.NumberOfSeriesRelatedInstances = None
    rows, more = _ask(config, node, asked, key="SeriesInstanceUID", limit=limit, stop=stop)
    series = [
        SeriesAnswer(
            series_uid=_value(row, "SeriesInstanceUID"),
            number=_number(row, "SeriesNumber"),
            modality=_value(row, "Modality"),
            description=_value(row, "SeriesDescription"),
            n_images=_number(row, "NumberOfSeriesRelatedInstances"),
        )
        for row in rows
    ]
    return Answers(tuple(sorted(series, key=lambda s: (s.number is None, s.number or 0))), more)


def _ask(
    config: Network, node: Node, asked: Dataset, *, key: str, limit: int, stop: threading.Event | None
) -> tuple[list[Dataset], bool]:
    """Return the answers that have a usable UID, and whether there are more."""
    rows: list[Dataset] = []
    more = False
    contexts = [build_context(STUDY_FIND, list(PLAIN))]
    with linked(config, node, contexts, service="C-FIND", stop=stop) as association:
        for status, row in _answers(association, asked):
            if stop is not None and stop.is_set():
                raise NetworkError("Cancelled.")
            if not status:
                raise lost(node)
            if status.Status in _PENDING:
                if more:
                    continue
                if len(rows) >= limit:
                    more = True
                    association.send_c_cancel(1, query_model=STUDY_FIND)
                elif row is not None and valid_uid(_value(row, key)):
                    rows.append(row)
            elif status.Status not in (0, _CANCELLED):
                raise NetworkError(f"{node.name} could not answer (status 0x{status.Status:04X}).")
    return rows, more


def _answers(association: Any, asked: Dataset) -> Iterator[tuple[Dataset, Dataset | None]]:
    yield from association.send_c_find(asked, STUDY_FIND, msg_id=1)


def _question(level: str) -> Dataset:
    asked = Dataset()
    asked.SpecificCharacterSet = "ISO_IR 192"
    asked.QueryRetrieveLevel = level
    return asked


def _text(text: str) -> str:
    """A value for a key: a backslash would make two of it."""
    return text.strip().replace("\\", "?")[:64]


def _span(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return ""
    if since == until and since is not None:
        return f"{since:%Y%m%d}"
    return f"{since:%Y%m%d}-" + (f"{until:%Y%m%d}" if until else "") if since else f"-{until:%Y%m%d}"


def _values(row: Dataset, name: str) -> list[str]:
    try:
        value = row.get(name, "")
        parts = list(value) if getattr(row.get_item(name), "VM", 1) > 1 else [value]
    except Exception:  # noqa: BLE001 - a value that pydicom cannot make sense of is no answer
        return []
    texts = [
        re.sub(r"\s+", " ", "".join(c for c in str(p or "") if c.isprintable() or c.isspace())) for p in parts
    ]
    return [text.strip()[:_TEXT_LENGTH] for text in texts if text.strip()]


def _value(row: Dataset, name: str) -> str:
    text = " ".join(_values(row, name))
    return text.rstrip("^").replace("^", " ") if name == "PatientName" else text


def _number(row: Dataset, name: str) -> int | None:
    try:
        return int(_value(row, name))
    except ValueError:
        return None


def _date(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if re.fullmatch(r"\d{8}", text) else text
