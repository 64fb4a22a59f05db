"""The truth about nodules as far as a site knows it, in the store: its history, and a second reader."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.findings import Point
from engine.labels.crop import NoduleCrop
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import LabelledNodule, SiteLabel, StoredLabel, same_reader
from engine.matching import match
from engine.report import SeriesFacts
from engine.store.audit import Action, Done, add_to_log
from engine.store.crops import crop_in, row_of
from engine.store.database import Database
from engine.store.errors import StoreError
from engine.store.places import newest_of_each_place
from engine.store.tables import LabelCropRow, LabelReviewRow, LabelRow, SeriesRow

#: How a label that was taken back is kept.
TAKEN_BACK = "none"


class Labels:
    """The truth about nodules, as far as a site knows it. Entries are added, never changed.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # ------------------------------------------------------------ changing

    def add(
        self,
        series: SeriesFacts,
        nodule: LabelledNodule,
        label: Label,
        *,
        source: LabelSource,
        reader: str,
        evidence_date: date | None = None,
        comment: str = "",
    ) -> None:
        """Keep a label; it takes the place of an earlier one there, and is not reviewed yet.

        Without a crop of its own it takes over the one of the label before.

        Raises
        ------
        StoreError
            If it could not be kept.
        """
        with self._database.write() as session:
            series_id = self._database.series_id(session, series)
            if nodule.crop is not None:
                crop = row_of(series_id, nodule.crop)
                session.add(crop)
                session.flush()
                crop_id: int | None = crop.id
            else:
                before = _at(history_of(session, series.series_uid), nodule.centre_mm)
                crop_id = _row(session, before.row).crop_id if before else None
            word = f"{label.value}, {source.value}"
            done = Done(Action.LABEL, reader, series.series_uid, nodule.finding_id, word)
            add_to_log(session, self._database.now(), done)
            session.add(
                _label_row(
                    series_id, nodule, label.value, crop_id,
                    source=source.value, evidence_date=evidence_date.isoformat() if evidence_date else None,
                    comment=comment, reader=reader, made=self._moment(session, series.series_uid),
                )
            )  # fmt: skip

    def take_back(self, series_uid: str, finding_id: str, reader: str) -> None:
        """Take a label back; it stays in the history.

        Raises
        ------
        StoreError
            If there is none, or it could not be kept.
        """
        with self._database.write() as session:
            before = _current(session, series_uid, finding_id)
            row = _row(session, before.row)
            nodule = LabelledNodule(before.finding_id, before.centre_mm, before.long_axis_mm)
            done = Done(Action.LABEL, reader, series_uid, before.finding_id, "taken back")
            add_to_log(session, self._database.now(), done)
            session.add(
                _label_row(
                    row.series_id, nodule, TAKEN_BACK, row.crop_id, source=row.source,
                    evidence_date=None, comment="", reader=reader, made=self._moment(session, series_uid),
                )
            )  # fmt: skip

    def review(
        self, series_uid: str, finding_id: str, review: Review, reader: str, comment: str = ""
    ) -> None:
        """Keep what a reader says of the label that holds; `Review.DRAFT` takes an earlier word back.

        Raises
        ------
        StoreError
            If there is no label, the reader approves a label of their own, or it could not be kept.
        """
        with self._database.write() as session:
            before = _current(session, series_uid, finding_id)
            if review is Review.APPROVED and same_reader(reader, before.reader):
                raise StoreError(
                    f"{before.reader or 'The same reader'} made this label: another reader approves it."
                )
            done = Done(Action.REVIEW, reader, series_uid, before.finding_id, review.value)
            add_to_log(session, self._database.now(), done)
            session.add(
                LabelReviewRow(
                    label_id=before.row,
                    review=review.value,
                    comment=comment,
                    reader=reader,
                    made=self._database.now(),
                )
            )

    def keep_crop(self, series_uid: str, finding_id: str, crop: NoduleCrop) -> None:
        """Give the label that holds the voxels round its nodule, which were not known when it was made.

        Raises
        ------
        StoreError
            If there is no label, or it could not be kept.
        """
        with self._database.write() as session:
            row = _row(session, _current(session, series_uid, finding_id).row)
            if row.crop_id is None:
                kept = row_of(row.series_id, crop)
                session.add(kept)
                session.flush()
                row.crop_id = kept.id

    def _moment(self, session: Session, series_uid: str) -> datetime:
        """Return the time for a new entry: after all others, also where another clock is ahead."""
        now = self._database.now()
        history = history_of(session, series_uid)
        return max(now, history[-1].made + timedelta(microseconds=1)) if history else now

    # ------------------------------------------------------------ reading

    def history(self, series_uid: str) -> list[StoredLabel]:
        """Return all labels and reviews of a series, the oldest first."""
        with self._database.read() as session:
            entries = history_of(session, series_uid, reviews=True)
        return sorted(entries, key=lambda entry: entry.moment)

    def current(self, series_uid: str) -> list[StoredLabel]:
        """Return the labels of a series that hold: the last of each place, unless it was taken back."""
        with self._database.read() as session:
            return _holding(history_of(session, series_uid))

    def everything(self) -> list[SiteLabel]:
        """Return the labels that hold, of all series, those first whose series came first."""
        with self._database.read() as session:
            labelled = select(LabelRow.series_id)
            series = session.scalars(
                select(SeriesRow).where(SeriesRow.id.in_(labelled)).order_by(SeriesRow.id)
            )
            return [
                SiteLabel(**vars(label), series=_facts(row))
                for row in series
                for label in _holding(history_of(session, row.series_uid))
            ]

    def known_series(self) -> list[SeriesFacts]:
        """Return all series of the store, labelled or not, in the order in which they came into it."""
        with self._database.read() as session:
            return [_facts(row) for row in session.scalars(select(SeriesRow).order_by(SeriesRow.id))]

    def crop(self, label: StoredLabel) -> NoduleCrop | None:
        """Return the voxels round a labelled nodule, if they are kept.

        Raises
        ------
        StoreError
            If the file cannot be read.
        """
        with self._database.read() as session:
            row = _row(session, label.row)
            kept = session.get(LabelCropRow, row.crop_id) if row.crop_id is not None else None
            return crop_in(kept) if kept else None


def _holding(history: list[StoredLabel]) -> list[StoredLabel]:
    return [entry for entry in newest_of_each_place(history) if entry.label is not None]


def _at(history: list[StoredLabel], centre_mm: Point) -> StoredLabel | None:
    """Return the newest entry at a place."""
    places = newest_of_each_place(history)
    found = match([centre_mm], [entry.centre_mm for entry in places])
    return places[found[0]] if found else None


def _current(session: Session, series_uid: str, finding_id: str) -> StoredLabel:
    """Return the label that holds where the newest one of this name is: a place may have had other names."""
    history = history_of(session, series_uid)
    named = [entry for entry in history if entry.finding_id == finding_id]
    found = _at(history, named[-1].centre_mm) if named else None
    if found is None or found.label is None:
        raise StoreError("This nodule has no label.")
    return found


def _row(session: Session, row: int) -> LabelRow:
    return session.get_one(LabelRow, row)


def _label_row(
    series_id: int, nodule: LabelledNodule, label: str, crop_id: int | None, **said: object
) -> LabelRow:
    x, y, z = nodule.centre_mm
    return LabelRow(
        series_id=series_id, finding_id=nodule.finding_id, x_mm=x, y_mm=y, z_mm=z,
        long_axis_mm=nodule.long_axis_mm, probability=nodule.probability, model=nodule.model, label=label,
        crop_id=crop_id, **said,
    )  # fmt: skip


def history_of(session: Session, series_uid: str, *, reviews: bool = False) -> list[StoredLabel]:
    """Return the labels of a series with the last review of each, the oldest first; or every review too.

    The time decides, not the row: another workstation's labels may come later than they were made.
    """
    rows = session.scalars(
        select(LabelRow)
        .join(SeriesRow, SeriesRow.id == LabelRow.series_id)
        .where(SeriesRow.series_uid == series_uid)
        .order_by(LabelRow.made, LabelRow.id)  # another workstation's come later than they were made
    ).all()
    said: dict[int, list[LabelReviewRow]] = {}
    for review in session.scalars(
        select(LabelReviewRow)
        .where(LabelReviewRow.label_id.in_([row.id for row in rows]))
        .order_by(LabelReviewRow.made, LabelReviewRow.id)
    ):
        said.setdefault(review.label_id, []).append(review)
    entries = []
    for row in rows:
        of_row = said.get(row.id, [])
        if reviews:
            entries.append(_entry(row, None))
            entries += [_entry(row, review, is_review=True) for review in of_row]
        else:
            entries.append(_entry(row, of_row[-1] if of_row else None))
    return entries


def _entry(row: LabelRow, review: LabelReviewRow | None, *, is_review: bool = False) -> StoredLabel:
    return StoredLabel(
        finding_id=row.finding_id,
        centre_mm=(row.x_mm, row.y_mm, row.z_mm),
        long_axis_mm=row.long_axis_mm,
        probability=row.probability,
        model=row.model,
        label=None if row.label == TAKEN_BACK else Label(row.label),
        source=LabelSource(row.source),
        evidence_date=date.fromisoformat(row.evidence_date) if row.evidence_date else None,
        comment=row.comment,
        reader=row.reader,
        made=row.made,
        review=Review(review.review) if review else Review.DRAFT,
        reviewer=review.reader if review else "",
        review_comment=review.comment if review else "",
        reviewed=review.made if review else None,
        is_review=is_review,
        has_crop=row.crop_id is not None,
        row=row.id,
    )


def _facts(row: SeriesRow) -> SeriesFacts:
    return SeriesFacts(
        row.study_uid, row.series_uid, row.patient_key, row.description, row.modality, row.n_slices
    )
