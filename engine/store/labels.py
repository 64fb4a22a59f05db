"""The truth about nodules as far as a site knows it, in the store; with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from engine.findings import Point
from engine.report import SeriesFacts
from engine.store.database import Database
from engine.store.places import newest_of_each_place
from engine.store.tables import LabelRow, SeriesRow


class Label(StrEnum):
    """The truth about a nodule."""

    BENIGN = "benign"
    MALIGNANT = "malignant"
    UNSURE = "unsure"


class LabelSource(StrEnum):
    """How the truth is known."""

    READER = "reader"
    PATHOLOGY = "pathology"
    FOLLOW_UP = "follow_up"


class Review(StrEnum):
    """Whether a second look has confirmed a label."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class StoredLabel:
    """A label at a place. `evidence_date` is the day of the biopsy or the last follow-up, where known."""

    finding_id: str
    centre_mm: Point
    long_axis_mm: float | None
    label: Label
    source: LabelSource
    evidence_date: date | None
    review: Review
    comment: str
    reader: str
    made: datetime


class Labels:
    """The truth about nodules, as far as a site knows it.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        series: SeriesFacts,
        finding_id: str,
        centre_mm: Point,
        label: Label,
        *,
        source: LabelSource,
        reader: str,
        long_axis_mm: float | None = None,
        evidence_date: date | None = None,
        review: Review = Review.DRAFT,
        comment: str = "",
    ) -> None:
        """Keep a label; it takes the place of an earlier one there.

        Raises
        ------
        StoreError
            If it could not be kept.
        """
        x, y, z = centre_mm
        with self._database.write() as session:
            session.add(
                LabelRow(
                    series_id=self._database.series_id(session, series),
                    finding_id=finding_id,
                    x_mm=x,
                    y_mm=y,
                    z_mm=z,
                    long_axis_mm=long_axis_mm,
                    label=label.value,
                    source=source.value,
                    evidence_date=evidence_date.isoformat() if evidence_date else None,
                    review=review.value,
                    comment=comment,
                    reader=reader,
                    made=self._database.now(),
                )
            )

    def history(self, series_uid: str) -> list[StoredLabel]:
        """Return all labels of a series, the oldest first."""
        with self._database.read() as session:
            rows = session.scalars(
                select(LabelRow)
                .join(SeriesRow, SeriesRow.id == LabelRow.series_id)
                .where(SeriesRow.series_uid == series_uid)
                .order_by(LabelRow.id)
            )
            return [
                StoredLabel(
                    row.finding_id, (row.x_mm, row.y_mm, row.z_mm), row.long_axis_mm, Label(row.label),
                    LabelSource(row.source),
                    date.fromisoformat(row.evidence_date) if row.evidence_date else None,
                    Review(row.review), row.comment, row.reader, row.made,
                )
                for row in rows
            ]  # fmt: skip

    def current(self, series_uid: str) -> list[StoredLabel]:
        """Return the last label of each place of a series."""
        return newest_of_each_place(self.history(series_uid))
