"""The worklist in the store: which studies this station knows, where they lie, and how far each one is.

The status is never kept: it follows from what readers and analyses left in the other tables
(`engine.studies.status_of`), so that no program has to remember to set it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from engine.statements import READ
from engine.store.database import Database
from engine.store.jobs import JobState
from engine.store.tables import (
    AnalysisRow,
    DecisionRow,
    FindingRow,
    JobRow,
    LabelRow,
    MeasurementRow,
    ReportDraftRow,
    ReportSignatureRow,
    SeriesRow,
    StatementRow,
    StudyRow,
    StudySeriesRow,
)
from engine.studies import FoundStudy, ListedStudy, StudyKey, Traces, status_of

#: SQLite takes so many values in one statement, and more in later versions.
_AT_ONCE = 500


@dataclass(frozen=True)
class _Counts:
    """What an analysis shows: how many suggestions, the highest probability, and whether there is a mass."""

    nodules: int = 0
    suspicion: float | None = None
    mass: bool = False


@dataclass
class _Gathered:
    """What the other tables say of a series, or of all series of a study."""

    worked: list[datetime] = field(default_factory=list)
    drafted: list[datetime] = field(default_factory=list)
    signed: list[tuple[datetime, str]] = field(default_factory=list)
    failed: list[tuple[datetime, str]] = field(default_factory=list)
    analysed: list[tuple[datetime, str, _Counts]] = field(default_factory=list)

    def add(self, other: _Gathered) -> None:
        """Take over what is said of another series."""
        self.worked += other.worked
        self.drafted += other.drafted
        self.signed += other.signed
        self.failed += other.failed
        self.analysed += other.analysed

    def traces(self, opened: datetime | None) -> Traces:
        """Return the newest of each kind."""
        return Traces(
            opened=opened,
            worked=max(self.worked, default=None),
            drafted=max(self.drafted, default=None),
            signed=max((t for t, _ in self.signed), default=None),
            analysed=max((row[0] for row in self.analysed), default=None),
            failed=max((t for t, _ in self.failed), default=None),
        )


class Studies:
    """The worklist.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        # What an analysis found does not change: a newer one has another row or another time.
        self._counts: dict[tuple[int, datetime], _Counts] = {}

    # ------------------------------------------------------------ what is known

    def note(self, studies: Iterable[FoundStudy], *, opened: StudyKey | None = None) -> None:
        """List studies that were found, or bring them up to date; where they lie now replaces where they lay.

        Parameters
        ----------
        studies
            As found.
        opened
            The one of them that is on screen now.

        Raises
        ------
        StoreError
            If they could not be kept.
        """
        waiting = list({found.key: found for found in studies}.values())
        for start in range(0, len(waiting), _AT_ONCE):
            # A transaction for each lot: no other program has to wait for thousands.
            with self._database.write() as session:
                self._note(session, waiting[start : start + _AT_ONCE], opened)

    def _note(self, session: Session, studies: Sequence[FoundStudy], opened: StudyKey | None) -> None:
        now = self._database.now()
        uids = {found.key.study_uid for found in studies}
        rows = {
            StudyKey(row.study_uid, row.patient_key): row
            for row in session.scalars(select(StudyRow).where(StudyRow.study_uid.in_(uids)))
        }
        for found in studies:
            row = rows.get(found.key)
            if row is None:
                key = found.key
                row = rows[key] = StudyRow(study_uid=key.study_uid, patient_key=key.patient_key, added=now)
                session.add(row)
            row.date, row.description, row.modality = found.date, found.description, found.modality
            row.paths = list(found.paths)
            if found.key == opened:
                row.opened = now
        session.flush()
        ids = [rows[found.key].id for found in studies]
        known = set(
            session.execute(
                select(StudySeriesRow.study_id, StudySeriesRow.series_uid).where(
                    StudySeriesRow.study_id.in_(ids)
                )
            ).all()
        )
        session.add_all(
            StudySeriesRow(study_id=study_id, series_uid=uid)
            for study_id, found in zip(ids, studies, strict=True)
            for uid in found.series_uids
            if (study_id, uid) not in known
        )

    def choose(self, study: StudyKey, series_uid: str) -> None:
        """Keep that the reader prefers a series of a study; without the study nothing happens."""
        with self._database.write() as session:
            row = _row(session, study)
            if row is not None:
                row.chosen = series_uid

    def locate(self, places: Mapping[str, Sequence[str]]) -> None:
        """Say where series lie, by UID, for the studies of which nobody knows it."""
        with self._database.write() as session:
            for uid, paths in places.items():
                rows = session.scalars(
                    select(StudyRow)
                    .join(StudySeriesRow, StudySeriesRow.study_id == StudyRow.id)
                    .where(StudySeriesRow.series_uid == uid)
                )
                for row in rows:
                    row.paths = row.paths or list(paths)

    def remove(self, ids: Sequence[int]) -> None:
        """Take studies off the list, and forget where they lie; files, findings and reports stay."""
        with self._database.write() as session:
            for start in range(0, len(ids), _AT_ONCE):
                session.execute(delete(StudyRow).where(StudyRow.id.in_(ids[start : start + _AT_ONCE])))

    # ------------------------------------------------------------ the list

    def all(self) -> list[ListedStudy]:
        """Return every study, the first listed first.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        with self._database.read() as session:
            rows = session.execute(select(StudyRow.__table__).order_by(StudyRow.id)).all()
            members: dict[int, list[str]] = defaultdict(list)
            for study_id, uid in session.execute(
                select(StudySeriesRow.study_id, StudySeriesRow.series_uid).order_by(StudySeriesRow.id)
            ):
                members[study_id].append(uid)
            series = self._gather(session)
        return [_listed(row, members[row.id], series) for row in rows]

    def _gather(self, session: Session) -> dict[str, _Gathered]:
        """Return what the other tables say, by series."""
        series: dict[str, _Gathered] = defaultdict(_Gathered)
        worked = (
            _newest(DecisionRow, DecisionRow.decided),
            _newest(MeasurementRow, MeasurementRow.made),
            _newest(MeasurementRow, MeasurementRow.removed),
            _newest(LabelRow, LabelRow.made),
            # That a suggestion was looked at says nothing in a report.
            _newest(StatementRow, StatementRow.made).where(StatementRow.topic != READ),
        )
        for query in worked:
            for uid, moment in session.execute(query):
                series[uid].worked.append(moment)
        for uid, moment in session.execute(_newest(ReportDraftRow, ReportDraftRow.edited)):
            series[uid].drafted.append(moment)
        signatures = select(SeriesRow.series_uid, ReportSignatureRow.signed, ReportSignatureRow.reader)
        for uid, moment, reader in session.execute(
            signatures.join(ReportSignatureRow, ReportSignatureRow.series_id == SeriesRow.id)
        ):
            series[uid].signed.append((moment, reader))
        jobs = select(JobRow.series_uid, JobRow.state, JobRow.started, JobRow.error)
        newest = {job.series_uid: job for job in session.execute(jobs.order_by(JobRow.started, JobRow.id))}
        for job in newest.values():
            if job.state == JobState.FAILED:
                series[job.series_uid].failed.append((job.started, job.error or ""))
        for uid, moment, counts in self._analyses(session):
            series[uid].analysed.append((moment, uid, counts))
        return series

    def _analyses(self, session: Session) -> list[tuple[str, datetime, _Counts]]:
        """Return the newest analysis of every series: when, and what it shows."""
        newest: dict[str, tuple[int, datetime]] = {}
        for uid, analysis, created in session.execute(
            select(SeriesRow.series_uid, AnalysisRow.id, AnalysisRow.created)
            .join(AnalysisRow, AnalysisRow.series_id == SeriesRow.id)
            .order_by(AnalysisRow.created, AnalysisRow.id)
        ):
            newest[uid] = (analysis, created)
        unknown = [key[0] for key in newest.values() if key not in self._counts]
        found: dict[int, _Counts] = {}
        for start in range(0, len(unknown), _AT_ONCE):
            shown = func.json_extract(FindingRow.document, "$.shown")
            mass = func.json_extract(FindingRow.document, "$.flags").like('%"code":"mass"%')
            counted = (
                select(FindingRow.analysis_id, func.count(), func.max(FindingRow.probability), func.max(mass))
                .where(FindingRow.analysis_id.in_(unknown[start : start + _AT_ONCE]), shown == 1)
                .group_by(FindingRow.analysis_id)
            )
            found |= {row[0]: _Counts(row[1], row[2], bool(row[3])) for row in session.execute(counted)}
        self._counts = {key: self._counts.get(key) or found.get(key[0], _Counts()) for key in newest.values()}
        return [(uid, key[1], self._counts[key]) for uid, key in newest.items()]


def _row(session: Session, key: StudyKey) -> StudyRow | None:
    return session.scalar(
        select(StudyRow).where(StudyRow.study_uid == key.study_uid, StudyRow.patient_key == key.patient_key)
    )


def _newest(table: Any, column: Any) -> Select[str, datetime]:
    return (
        select(SeriesRow.series_uid, func.max(column))
        .join(table, table.series_id == SeriesRow.id)
        .where(column.is_not(None))
        .group_by(SeriesRow.id)
    )


def _listed(row: Any, series_uids: Sequence[str], series: Mapping[str, _Gathered]) -> ListedStudy:
    gathered = _Gathered()
    for uid in series_uids:
        if uid in series:
            gathered.add(series[uid])
    traces = gathered.traces(row.opened)
    moments = (row.added, traces.opened, traces.worked, traces.drafted, traces.signed, traces.analysed,
               traces.failed)  # fmt: skip
    analysed = max(gathered.analysed, key=lambda a: a[0], default=None)
    counts = [row[2] for row in gathered.analysed]
    status = status_of(traces)
    remark = ""
    if status is status.SIGNED:
        remark = max(gathered.signed)[1]
    elif status is status.FAILED:
        remark = max(gathered.failed)[1]
    return ListedStudy(
        id=row.id,
        found=FoundStudy(
            key=StudyKey(row.study_uid, row.patient_key),
            date=row.date,
            description=row.description,
            modality=row.modality,
            series_uids=tuple(series_uids),
            paths=tuple(row.paths),
        ),
        series_uid=row.chosen or (analysed[1] if analysed else ""),
        status=status,
        nodules=sum(c.nodules for c in counts) if counts else None,
        suspicion=max((c.suspicion for c in counts if c.suspicion is not None), default=None),
        mass=any(c.mass for c in counts),
        changed=max(t for t in moments if t is not None),
        remark=remark,
    )
