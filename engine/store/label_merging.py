"""Histories of labels from another workstation, put between those that are there; twice is like once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.findings import Point
from engine.labels.crop import NoduleCrop
from engine.labels.label import StoredLabel
from engine.matching import match
from engine.report import SeriesFacts
from engine.store.audit import Action, Done, account, add_to_log
from engine.store.crops import row_of
from engine.store.database import Database
from engine.store.labels import TAKEN_BACK, history_of
from engine.store.places import newest_of_each_place
from engine.store.tables import AnalysisRow, LabelCropRow, LabelReviewRow, LabelRow, SeriesRow


@dataclass(frozen=True, eq=False)
class OtherSeries:
    """What another workstation says of a series.

    Parameters
    ----------
    series
        The series.
    history
        As `engine.store.labels.Labels.history` gives it: labels and reviews; `StoredLabel.row` tells which
        label a review is of.
    crops
        What the other workstation calls the voxels, by the label's `StoredLabel.row`; labels may share some.
    """

    series: SeriesFacts
    history: Sequence[StoredLabel]
    crops: Mapping[int, str]


@dataclass(frozen=True)
class Conflict:
    """A nodule of which two workstations said different things; both are in the history, the newer holds."""

    series_uid: str
    centre_mm: Point
    here: StoredLabel
    there: StoredLabel

    @property
    def holds(self) -> StoredLabel:
        """The newer of the two."""
        return max(self.here, self.there, key=lambda entry: entry.made)


@dataclass(frozen=True)
class Merged:
    """How many entries were new, where two workstations differ, and a sentence for each entry not taken."""

    labels: int
    reviews: int
    conflicts: tuple[Conflict, ...]
    problems: tuple[str, ...] = ()


def merge_labels(
    database: Database,
    others: Sequence[OtherSeries],
    crop: Callable[[str], NoduleCrop],
    *,
    real_series: Mapping[str, SeriesFacts],
    real_patients: Mapping[str, str],
) -> Merged:
    """Add what is not there yet, with its own times; each series is one transaction.

    Parameters
    ----------
    database
        The store's file.
    others
        What the other workstation says.
    crop
        Gives the voxels of a name in `OtherSeries.crops`.
    real_series, real_patients
        Names that earlier merges gave to series and patients not known then, and who they turned out to be:
        their labels move there first.

    Raises
    ------
    StoreError
        If a series could not be kept; those before it were, and are not added again next time.
    """
    labels = reviews = 0
    conflicts: list[Conflict] = []
    with database.write() as session:
        _rename(session, real_series, real_patients)
    for other in others:
        uid = other.series.series_uid
        with database.write() as session:
            before = history_of(session, uid)
            added = _labels(session, database, other, crop)
            reviewed = _reviews(session, other)
            if added or reviewed:
                word = f"labels {added}, reviews {reviewed}"
                add_to_log(session, database.now(), Done(Action.MERGE, account(), uid, "", word))
            labels += added
            reviews += reviewed
        if added:
            conflicts += _conflicts(uid, before, [e for e in other.history if not e.is_review])
    return Merged(labels, reviews, tuple(conflicts))


def _rename(session: Session, series: Mapping[str, SeriesFacts], patients: Mapping[str, str]) -> None:
    for name, facts in series.items():
        old, new = (
            session.scalar(select(SeriesRow).where(SeriesRow.series_uid == uid))
            for uid in (name, facts.series_uid)
        )
        if old is None or new is None or old is new:
            continue
        for table in (LabelRow, LabelCropRow):
            session.execute(update(table).where(table.series_id == old.id).values(series_id=new.id))
        if session.scalar(select(AnalysisRow.id).where(AnalysisRow.series_id == old.id).limit(1)) is None:
            session.delete(old)
    for name, patient in patients.items():
        session.execute(update(SeriesRow).where(SeriesRow.patient_key == name).values(patient_key=patient))
    session.flush()
    session.expire_all()


def _identity(entry: StoredLabel) -> tuple[object, ...]:
    """What makes two entries one: nobody labels two nodules in one microsecond."""
    return (entry.made, entry.label, entry.reader, tuple(round(v, 2) for v in entry.centre_mm))


def _labels(
    session: Session, database: Database, other: OtherSeries, crop: Callable[[str], NoduleCrop]
) -> int:
    known = {_identity(e): e.row for e in history_of(session, other.series.series_uid)}
    wanting: list[tuple[LabelRow, str]] = []
    crop_ids: dict[str, int] = {}
    series_id = None
    added = 0
    for entry in other.history:
        if entry.is_review:
            continue
        identity, name = _identity(entry), other.crops.get(entry.row)
        if identity in known:
            row = session.get_one(LabelRow, known[identity])
        else:
            series_id = series_id or _series_id(session, database, other.series)
            row = _row(series_id, entry)
            session.add(row)
            session.flush()
            known[identity] = row.id
            added += 1
        if name is not None and row.crop_id is None:
            wanting.append((row, name))
        elif name is not None and row.crop_id is not None:
            crop_ids.setdefault(name, row.crop_id)
    for row, name in wanting:
        if name not in crop_ids:
            kept = row_of(row.series_id, crop(name))
            session.add(kept)
            session.flush()
            crop_ids[name] = kept.id
        row.crop_id = crop_ids[name]
    session.flush()
    return added


def _series_id(session: Session, database: Database, facts: SeriesFacts) -> int:
    """Return the row of a series. What this workstation knows of it itself is better and stays."""
    known = session.scalar(select(SeriesRow.id).where(SeriesRow.series_uid == facts.series_uid))
    return known if known is not None else database.series_id(session, facts)


def _row(series_id: int, entry: StoredLabel) -> LabelRow:
    x, y, z = entry.centre_mm
    return LabelRow(
        series_id=series_id, finding_id=entry.finding_id, x_mm=x, y_mm=y, z_mm=z,
        long_axis_mm=entry.long_axis_mm, probability=entry.probability, model=entry.model,
        label=entry.label.value if entry.label else TAKEN_BACK, source=entry.source.value,
        evidence_date=entry.evidence_date.isoformat() if entry.evidence_date else None,
        comment=entry.comment, reader=entry.reader, made=entry.made,
    )  # fmt: skip


def _reviews(session: Session, other: OtherSeries) -> int:
    rows = {_identity(e): e.row for e in history_of(session, other.series.series_uid)}
    label_of = {e.row: rows[_identity(e)] for e in other.history if not e.is_review}
    known = {
        (review.label_id, review.made, review.review, review.reader)
        for review in session.scalars(
            select(LabelReviewRow).where(LabelReviewRow.label_id.in_(label_of.values()))
        )
    }
    added = 0
    for entry in other.history:
        if not entry.is_review or entry.reviewed is None:
            continue
        label_id = label_of[entry.row]
        if (label_id, entry.reviewed, entry.review.value, entry.reviewer) in known:
            continue
        session.add(
            LabelReviewRow(
                label_id=label_id, review=entry.review.value, comment=entry.review_comment,
                reader=entry.reviewer, made=entry.reviewed,
            )
        )  # fmt: skip
        added += 1
    session.flush()
    return added


def _conflicts(uid: str, here: Sequence[StoredLabel], there: Sequence[StoredLabel]) -> list[Conflict]:
    """Return the nodules of which each side has a last word that the other side did not know."""
    last_here, last_there = newest_of_each_place(here), newest_of_each_place(there)
    known_here, known_there = ({_identity(e) for e in entries} for entries in (here, there))
    pairs = match([e.centre_mm for e in last_here], [e.centre_mm for e in last_there])
    return [
        Conflict(uid, last_here[i].centre_mm, last_here[i], last_there[j])
        for i, j in pairs.items()
        if last_here[i].label is not last_there[j].label
        and _identity(last_here[i]) not in known_there
        and _identity(last_there[j]) not in known_here
    ]
