"""Report drafts and the signatures under them, in the store.

A draft is one row a series, rewritten as the reader types. Signatures are never changed: each names the
content that it was given for by a hash, so that one whose content has changed no longer holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.reading import Signature
from engine.report import SeriesFacts
from engine.store.audit import Action, Done, add_to_log
from engine.store.database import Database
from engine.store.tables import ReportDraftRow, ReportSignatureRow, SeriesRow


@dataclass(frozen=True)
class StoredDraft:
    """What a reader has typed of a report so far; `None` for an impression that nobody has touched."""

    impression: str | None
    reader: str
    signature: Signature | None
    digest: str
    """Of what the newest signature was given for; empty without one."""


class ReportDrafts:
    """Drafts and signatures.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, series: SeriesFacts, impression: str, *, reader: str) -> None:
        """Keep a draft's words in the place of earlier ones.

        Raises
        ------
        StoreError
            If they could not be kept.
        """
        with self._database.write() as session:
            series_id = self._database.series_id(session, series)
            row = session.scalar(select(ReportDraftRow).where(ReportDraftRow.series_id == series_id))
            if row is None:
                row = ReportDraftRow(series_id=series_id)
                session.add(row)
            row.impression, row.reader, row.edited = impression, reader, self._database.now()

    def sign(self, series: SeriesFacts, *, name: str, organisation: str, digest: str) -> Signature:
        """Keep a signature under a content, and return it with its time.

        Raises
        ------
        StoreError
            If it could not be kept: then nothing is signed.
        """
        now = self._database.now()
        with self._database.write() as session:
            add_to_log(session, now, Done(Action.SIGNATURE, name, series.series_uid, "report", digest))
            session.add(
                ReportSignatureRow(
                    series_id=self._database.series_id(session, series),
                    reader=name,
                    organisation=organisation,
                    digest=digest,
                    signed=now,
                )
            )
        return Signature(name, organisation, now)

    def of(self, series_uid: str) -> StoredDraft:
        """Return what is kept of a series' report; empty where nothing is."""
        with self._database.read() as session:
            draft = session.scalar(
                select(ReportDraftRow)
                .join(SeriesRow, SeriesRow.id == ReportDraftRow.series_id)
                .where(SeriesRow.series_uid == series_uid)
            )
            signed = session.scalar(
                select(ReportSignatureRow)
                .join(SeriesRow, SeriesRow.id == ReportSignatureRow.series_id)
                .where(SeriesRow.series_uid == series_uid)
                .order_by(ReportSignatureRow.id.desc())
                .limit(1)
            )
            return StoredDraft(
                impression=draft.impression if draft else None,
                reader=draft.reader if draft else "",
                signature=Signature(signed.reader, signed.organisation, signed.signed) if signed else None,
                digest=signed.digest if signed else "",
            )
