"""The audit log: what was done, by whom, when and with which version of the program; only ever added to.

Every row holds the hash of the row before it, so that one that was changed or taken out is noticed. It holds
UIDs, names of nodules, models and nodes, and words of the program: no patient, no path, no free text.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import __version__
from engine.store.database import Database
from engine.store.tables import AuditRow


class Action(StrEnum):
    """Kinds of what is kept in the log; the values are in its rows for ever."""

    DECISION = "decision"
    STATEMENT = "statement"
    OUTLINE = "outline"
    LABEL = "label"
    REVIEW = "label review"
    MERGE = "labels merged"
    SIGNATURE = "signature"
    EXPORT = "export"
    MODEL = "model"
    NETWORK = "network"


@dataclass(frozen=True)
class Done:
    """Something that was done.

    Parameters
    ----------
    reader
        Who did it: the reader's name as typed, or the computer's account.
    series_uid
        Of the series that it is about; empty where it is about none.
    subject
        The nodule's id, the model's name, the node's name, or the kind of file.
    detail
        What was done, in the program's own words.
    """

    action: Action
    reader: str = ""
    series_uid: str = ""
    subject: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Entry:
    """A row of the log. `action` is one of `Action`, or one of a later version."""

    number: int
    made: datetime
    reader: str
    action: str
    series_uid: str
    subject: str
    detail: str
    software: str
    digest: str


@dataclass(frozen=True)
class Verdict:
    """Whether the log is whole.

    Parameters
    ----------
    rows
        How many rows were looked at.
    digest
        Of the last row; empty for an empty log. Who notes it elsewhere can later prove that nothing up to it
        was changed.
    problem
        A sentence where it is not whole, else empty.
    """

    rows: int
    digest: str
    problem: str = ""


def account() -> str:
    """Return the name of the computer's account, for what no reader has put a name to."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def add_to_log(session: Session, now: datetime, done: Done) -> None:
    """Add a row, in the transaction of the thing itself: both are kept, or neither."""
    before = session.scalar(select(AuditRow.digest).order_by(AuditRow.id.desc()).limit(1)) or ""
    row = AuditRow(
        made=now.astimezone(UTC),
        reader=done.reader,
        action=done.action.value,
        series_uid=done.series_uid,
        subject=done.subject,
        detail=done.detail,
        software=__version__,
        before=before,
    )
    row.digest = _digest(row)
    session.add(row)
    session.flush()


class Audit:
    """The log.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, done: Done) -> None:
        """Add what was done outside the store: files written, models changed, images sent.

        Raises
        ------
        StoreError
            If it could not be kept.
        """
        with self._database.write() as session:
            add_to_log(session, self._database.now(), done)

    def entries(self, *, since: datetime | None = None, newest: int | None = None) -> list[Entry]:
        """Return rows, the oldest first.

        Parameters
        ----------
        since
            Only those made at this moment or later.
        newest
            At most so many, the last ones.
        """
        wanted = select(AuditRow).order_by(AuditRow.id.desc())
        if since is not None:
            wanted = wanted.where(AuditRow.made >= since)
        if newest is not None:
            wanted = wanted.limit(newest)
        with self._database.read() as session:
            return [_entry(row) for row in session.scalars(wanted)][::-1]

    def verify(self, noted: str = "") -> Verdict:
        """Follow the hashes from the first row to the last.

        Parameters
        ----------
        noted
            A digest that was written down earlier: it must still be in the log.
        """
        with self._database.read() as session:
            rows = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
            given = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")) or 0
            problem = _fault(rows, int(given))
        if not problem and noted and all(row.digest != noted for row in rows):
            problem = "The hash that was noted is not in the log: rows were removed or the log was made anew."
        return Verdict(len(rows), rows[-1].digest if rows else "", problem)


def _fault(rows: Sequence[AuditRow], given: int) -> str:
    """Return what is wrong with rows, the first fault of them; `given` is the highest number ever given."""
    before = ""
    for number, row in enumerate(rows, 1):
        if row.id != number:
            return f"Row {number} of the audit log is missing."
        if row.digest != _digest(row):
            return f"Row {number} of the audit log was changed after it was written."
        if row.before != before:
            return f"Row {number} of the audit log does not follow the row before it: one was replaced."
        before = row.digest
    if given != len(rows):
        return f"The end of the audit log is missing: it had {given} rows and has {len(rows)}."
    return ""


def _digest(row: AuditRow) -> str:
    said = [
        row.made.isoformat(timespec="microseconds"), row.reader, row.action, row.series_uid, row.subject,
        row.detail, row.software, row.before,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _entry(row: AuditRow) -> Entry:
    return Entry(
        row.id, row.made, row.reader, row.action, row.series_uid, row.subject, row.detail, row.software,
        row.digest,
    )  # fmt: skip
