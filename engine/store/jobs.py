"""The batch's jobs in the store: which series was begun, finished or failed, under which key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.database import Database
from engine.store.tables import JobRow


class JobState(StrEnum):
    """How far a job is. One that was killed stays `RUNNING` until its batch goes on."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True)
class StoredJob:
    """One series of a batch. `error` is the reason of a failed one."""

    series_uid: str
    key: str
    state: JobState
    started: datetime
    finished: datetime | None
    error: str | None


class Jobs:
    """The jobs of all batches.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, series_uid: str, key: str) -> None:
        """Note that a series is being analysed."""
        with self._database.write() as session:
            row = self._row(session, series_uid, key)
            if row is None:
                row = JobRow(series_uid=series_uid, key=key)
                session.add(row)
            row.state, row.started = JobState.RUNNING, self._database.now()
            row.finished = row.error = None

    def end(self, series_uid: str, key: str, state: JobState, error: str | None = None) -> None:
        """Note how it ended; also of a job that no one noted to have begun."""
        with self._database.write() as session:
            row = self._row(session, series_uid, key)
            if row is None:
                row = JobRow(series_uid=series_uid, key=key, started=self._database.now())
                session.add(row)
            row.state, row.finished, row.error = state, self._database.now(), error

    def all(self) -> tuple[StoredJob, ...]:
        """Return every job, the oldest first."""
        with self._database.read() as session:
            return tuple(
                StoredJob(row.series_uid, row.key, JobState(row.state), row.started, row.finished, row.error)
                for row in session.scalars(select(JobRow).order_by(JobRow.id))
            )

    @staticmethod
    def _row(session: Session, series_uid: str, key: str) -> JobRow | None:
        return session.scalar(select(JobRow).where(JobRow.series_uid == series_uid, JobRow.key == key))
