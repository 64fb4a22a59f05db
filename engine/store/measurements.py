"""What readers measured, in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.findings import Point
from engine.report import SeriesFacts
from engine.store.database import Database
from engine.store.errors import StoreError
from engine.store.tables import MeasurementRow, SeriesRow


@dataclass(frozen=True)
class StoredMeasurement:
    """Something a reader measured: what the tool `kind` drew (patient mm) and what it gave."""

    id: int
    finding_id: str | None
    kind: str
    points_mm: tuple[Point, ...]
    values: dict[str, float]
    reader: str
    made: datetime
    text: str = ""


class Measurements:
    """What readers measured.

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
        kind: str,
        points_mm: Sequence[Point],
        values: dict[str, float],
        *,
        reader: str,
        finding_id: str | None = None,
        text: str = "",
    ) -> int:
        """Keep a measurement and return its number.

        Raises
        ------
        StoreError
            If it could not be kept.
        """
        with self._database.write() as session:
            row = MeasurementRow(
                series_id=self._database.series_id(session, series),
                finding_id=finding_id,
                kind=kind,
                points_mm=[list(point) for point in points_mm],
                values=dict(values),
                reader=reader,
                text=text,
                made=self._database.now(),
            )
            session.add(row)
            session.flush()
            return row.id

    def remove(self, number: int) -> None:
        """Hide a measurement; the row stays."""
        self._set_removed(number, self._database.now)

    def restore(self, number: int) -> None:
        """Show a removed measurement again."""
        self._set_removed(number, lambda: None)

    def _set_removed(self, number: int, when: Callable[[], datetime | None]) -> None:
        with self._database.write() as session:
            row = session.get(MeasurementRow, number)
            if row is None:
                raise StoreError(f"There is no measurement {number} in the store {self._database.path}.")
            row.removed = when()

    def of(self, series_uid: str) -> list[StoredMeasurement]:
        """Return the measurements of a series that are not removed, the oldest first."""
        with self._database.read() as session:
            rows = session.scalars(
                select(MeasurementRow)
                .join(SeriesRow, SeriesRow.id == MeasurementRow.series_id)
                .where(SeriesRow.series_uid == series_uid, MeasurementRow.removed.is_(None))
                .order_by(MeasurementRow.id)
            )
            return [
                StoredMeasurement(
                    row.id, row.finding_id, row.kind, tuple((x, y, z) for x, y, z in row.points_mm),
                    row.values, row.reader, row.made, row.text,
                )
                for row in rows
            ]  # fmt: skip
