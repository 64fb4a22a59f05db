"""What readers state about patients, studies and nodules, in the store; with its history."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from engine.report import SeriesFacts
from engine.risk.facts import Scope
from engine.statements import Statement, holding, is_valid, scope_of
from engine.store.audit import Action, Done, add_to_log
from engine.store.database import Database
from engine.store.tables import SeriesRow, StatementRow


class Statements:
    """What readers state: risk inputs, corrections, comments, what was read.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, series: SeriesFacts, said: Statement) -> None:
        """Keep a statement; one without a value takes the earlier one back.

        Parameters
        ----------
        series
            Where it was made: it holds for its patient, its study or one of its nodules.
        said
            What is stated; its `made` is the store's affair.

        Raises
        ------
        ValueError
            If no such thing can be stated, or it is about a nodule and names no place.
        StoreError
            If it could not be kept.
        """
        scope = scope_of(said.name)
        about_nodule = scope is Scope.NODULE
        if (
            scope is None
            or not is_valid(said.name, said.value)
            or about_nodule != (said.centre_mm is not None)
        ):
            raise ValueError(f"{said.name} cannot be {said.value!r} here.")
        x, y, z = said.centre_mm or (None, None, None)
        word = said.name if said.value is not None else said.name + " (none)"
        with self._database.write() as session:
            done = Done(Action.STATEMENT, said.reader, series.series_uid, said.finding_id, word)
            add_to_log(session, self._database.now(), done)
            session.add(
                StatementRow(
                    series_id=self._database.series_id(session, series),
                    scope=scope.value,
                    finding_id=said.finding_id or None,
                    x_mm=x,
                    y_mm=y,
                    z_mm=z,
                    topic=said.name,
                    value={"is": said.value},
                    reader=said.reader,
                    made=self._database.now(),
                )
            )

    def history(self, series: SeriesFacts) -> list[Statement]:
        """Return all that was stated of a series' nodules, its study and its patient, the oldest first.

        What is said of a study or a patient holds in every series of it. Series without a patient's key are
        nobody's: they share nothing. Rows of a later version that this one does not know are left out.
        """
        own = SeriesRow.series_uid == series.series_uid
        same_study = and_(
            SeriesRow.study_uid == series.study_uid, SeriesRow.patient_key == series.patient_key
        )
        about_study = and_(
            StatementRow.scope == Scope.STUDY, or_(own, same_study) if series.study_uid else own
        )
        same_patient = SeriesRow.patient_key == series.patient_key
        about_patient = and_(
            StatementRow.scope == Scope.PATIENT, or_(own, same_patient) if series.patient_key else own
        )
        with self._database.read() as session:
            rows = session.scalars(
                select(StatementRow)
                .join(SeriesRow, SeriesRow.id == StatementRow.series_id)
                .where(or_(and_(StatementRow.scope == Scope.NODULE, own), about_study, about_patient))
                .order_by(StatementRow.id)
            )
            found = [_statement(row) for row in rows]
        return [said for said in found if is_valid(said.name, said.value)]

    def current(self, series: SeriesFacts) -> tuple[Statement, ...]:
        """Return what holds of a series' nodules, its study and its patient."""
        return holding(self.history(series))


def _statement(row: StatementRow) -> Statement:
    place = None
    if row.x_mm is not None and row.y_mm is not None and row.z_mm is not None:
        place = (row.x_mm, row.y_mm, row.z_mm)
    return Statement(
        name=row.topic,
        value=row.value.get("is"),
        reader=row.reader,
        finding_id=row.finding_id or "",
        centre_mm=place,
        made=row.made,
    )
