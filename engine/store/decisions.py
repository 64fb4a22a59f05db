"""What readers decided about suggestions, in the store; with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.findings import Decision, Point
from engine.report import SeriesFacts
from engine.store.audit import Action, Done, add_to_log
from engine.store.database import Database
from engine.store.places import newest_of_each_place
from engine.store.tables import DecisionRow, SeriesRow

#: How a decision that was taken back is kept.
_TAKEN_BACK = "none"


@dataclass(frozen=True)
class StoredDecision:
    """What a reader decided at a place. `decision` is `None` where an earlier one was taken back."""

    finding_id: str
    centre_mm: Point
    decision: Decision | None
    comment: str
    reader: str
    decided: datetime


class Decisions:
    """What readers decided about suggestions.

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
        decision: Decision | None,
        *,
        reader: str,
        comment: str = "",
    ) -> None:
        """Keep a decision; `None` takes an earlier one back.

        Raises
        ------
        StoreError
            If it could not be kept.
        """
        x, y, z = centre_mm
        word = decision.value if decision else _TAKEN_BACK
        with self._database.write() as session:
            done = Done(Action.DECISION, reader, series.series_uid, finding_id, word)
            add_to_log(session, self._database.now(), done)
            session.add(
                DecisionRow(
                    series_id=self._database.series_id(session, series),
                    finding_id=finding_id,
                    x_mm=x,
                    y_mm=y,
                    z_mm=z,
                    decision=word,
                    comment=comment,
                    reader=reader,
                    decided=self._database.now(),
                )
            )

    def history(self, series_uid: str) -> list[StoredDecision]:
        """Return all decisions on a series, the oldest first."""
        with self._database.read() as session:
            rows = session.scalars(
                select(DecisionRow)
                .join(SeriesRow, SeriesRow.id == DecisionRow.series_id)
                .where(SeriesRow.series_uid == series_uid)
                .order_by(DecisionRow.id)
            )
            return [stored_decision(row) for row in rows]

    def current(self, series_uid: str) -> list[StoredDecision]:
        """Return the decisions on a series that hold: the last of each place, unless it was taken back."""
        return [d for d in newest_of_each_place(self.history(series_uid)) if d.decision is not None]


def stored_decision(row: DecisionRow) -> StoredDecision:
    """Return a row as what it says."""
    return StoredDecision(
        row.finding_id,
        (row.x_mm, row.y_mm, row.z_mm),
        None if row.decision == _TAKEN_BACK else Decision(row.decision),
        row.comment,
        row.reader,
        row.decided,
    )
