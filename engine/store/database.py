"""Transactions on the store's file, and the table that all others refer to. It must not know the others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.report import SeriesFacts
from engine.store.errors import sentences
from engine.store.tables import SeriesRow

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class Database:
    """Reads and writes, each in one transaction: it is kept whole or not at all.

    Parameters
    ----------
    engine
        Open, at the newest migration.
    path
        Its file, for sentences.
    clock
        The time of day; a test gives its own.
    """

    def __init__(self, engine: Engine, path: Path, clock: Clock = utc_now) -> None:
        self.path = path
        self.now = clock
        self._engine = engine
        self._writer = engine.execution_options(writes=True)

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session that only reads.

        Raises
        ------
        StoreError
            If the file cannot be read.
        """
        with sentences(self.path), Session(self._engine) as session:
            yield session

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session whose changes are kept at its end, on disk; an exception undoes them.

        Raises
        ------
        StoreError
            If the file cannot be written.
        """
        with sentences(self.path), Session(self._writer) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def series_id(self, session: Session, facts: SeriesFacts) -> int:
        """Return the row of a series; it is made, or brought up to date."""
        row = session.scalar(select(SeriesRow).where(SeriesRow.series_uid == facts.series_uid))
        if row is None:
            row = SeriesRow(series_uid=facts.series_uid, first_seen=self.now())
            session.add(row)
        row.study_uid, row.patient_key = facts.study_uid, facts.patient_key
        row.description, row.modality, row.n_slices = facts.description, facts.modality, facts.n_slices
        session.flush()
        return row.id
