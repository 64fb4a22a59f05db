"""How the worklist says things: its columns, its words for a status, the cells of a line. No widgets."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.i18n import mark, tr, trn
from engine.findings import probability_text
from engine.studies import UNREAD, ListedStudy, StudyStatus

STATUS, PATIENT, DATE, DESCRIPTION, MODALITY, SERIES, NODULES, SUSPICION, CHANGED = range(9)
COLUMNS = (
    mark("Status"),
    mark("Patient"),
    mark("Study date"),
    mark("Description"),
    mark("Modality"),
    mark("Series"),
    mark("Nodules"),
    mark("Highest p"),
    mark("Last change"),
)
#: Columns that hold numbers, at the right.
NUMBERS = (SERIES, NODULES, SUSPICION)
STATUSES = {
    StudyStatus.NEW: mark("new"),
    StudyStatus.FAILED: mark("failed analysis"),
    StudyStatus.OPENED: mark("opened"),
    StudyStatus.READING: mark("being read"),
    StudyStatus.DRAFT: mark("draft report"),
    StudyStatus.SIGNED: mark("signed"),
}
MISSING = mark("folder missing")
#: What the list may be narrowed to: a text, and the statuses that it means.
FILTERS: dict[str, frozenset[StudyStatus]] = {
    mark("All"): frozenset(StudyStatus),
    mark("Unread"): UNREAD,
    **{text: frozenset({status}) for status, text in STATUSES.items()},
}
#: Ages of a study in days; `None` for any.
PERIODS: dict[str, int | None] = {
    mark("Any study date"): None,
    mark("Today"): 0,
    mark("Last 7 days"): 6,
    mark("Last 30 days"): 29,
    mark("Last 12 months"): 365,
}
UNKNOWN_PLACE = mark(
    "It is not known where the images of this study lie. Open their folder, and the study is found again."
)
NOT_THERE = mark(
    "The images of this study are not at {place} any more. If they were moved, open their new folder; the"
    " study is recognised."
)


@dataclass(frozen=True)
class Line:
    """A study as the list shows it.

    Parameters
    ----------
    study
        As the store has it.
    on_screen
        Whether it is open in this window.
    missing
        Whether its images are not where they were.
    """

    study: ListedStudy
    on_screen: bool = False
    missing: bool = False

    @property
    def status(self) -> StudyStatus:
        """How far it is; what is on screen is being read."""
        unbegun = {StudyStatus.NEW, StudyStatus.FAILED, StudyStatus.OPENED}
        return StudyStatus.READING if self.on_screen and self.study.status in unbegun else self.study.status


def cells(line: Line) -> tuple[str, ...]:
    """Return what each column shows."""
    study, found = line.study, line.study.found
    status = tr(STATUSES[line.status])
    return (
        tr("{status}, {missing}", status=status, missing=tr(MISSING)) if line.missing else status,
        found.key.patient_key or tr("(not named)"),
        found.date,
        found.description or tr("(no description)"),
        found.modality,
        str(len(found.series_uids)),
        "" if study.nodules is None else str(study.nodules),
        _suspicion(study),
        study.changed.astimezone().strftime("%Y-%m-%d %H:%M"),
    )


def _suspicion(study: ListedStudy) -> str:
    """A mass first: it is suspicious by its size, and no probability says so."""
    highest = "" if study.suspicion is None else probability_text(study.suspicion)
    return tr(", ").join(part for part in (tr("mass") if study.mass else "", highest) if part)


def order_of(line: Line, column: int) -> tuple[object, ...]:
    """Return what a line is sorted by in a column; what is empty comes before what is not."""
    study = line.study
    keys: dict[int, tuple[object, ...]] = {
        STATUS: (list(STATUSES).index(line.status), line.missing),
        SERIES: (len(study.found.series_uids),),
        NODULES: (-1 if study.nodules is None else study.nodules,),
        SUSPICION: (study.mass, -1.0 if study.suspicion is None else study.suspicion),
        CHANGED: (study.changed,),
    }
    return keys[column] if column in keys else (folded(cells(line)[column]),)


def searched(line: Line) -> str:
    """Return the text in which a search looks: all columns, and who signed."""
    return folded(" ".join((*cells(line), line.study.remark)))


def folded(text: str) -> str:
    """Return a text so that case and accents do not matter."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def is_recent(line: Line, days: int | None, today: date) -> bool:
    """Whether the study is at most so many days old; one without a date is no recent one."""
    return days is None or (today - timedelta(days=days)).isoformat() <= line.study.found.date


def remark(line: Line) -> str:
    """Say what else is known of a line: where it lies, why its analysis failed, who signed."""
    study, paths = line.study, line.study.found.paths
    if not paths:
        place = tr(UNKNOWN_PLACE)
    elif line.missing:
        place = tr(NOT_THERE, place=paths[0])
    else:
        place = paths[0] if len(paths) == 1 else tr("{place} and {n} more", place=paths[0], n=len(paths) - 1)
    if study.status is StudyStatus.FAILED and study.remark:
        return tr("The analysis failed: {why}", why=study.remark) + "\n" + place
    if study.status is StudyStatus.SIGNED and study.remark:
        return tr("Signed by {reader}.", reader=study.remark) + "\n" + place
    return place


def counts(lines: Sequence[Line], shown: int) -> str:
    """Say how many studies there are, and how many are left to read."""
    unread = sum(line.status in UNREAD for line in lines)
    studies = trn("1 study", "{n} studies", len(lines))
    text = tr("{studies}, {unread} unread", studies=studies, unread=unread)
    return text if shown == len(lines) else tr("{text}; {shown} shown", text=text, shown=shown)
