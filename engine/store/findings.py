"""Analyses and their findings in the store: kept as the report says them, with where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.report import SeriesFacts
from engine.store.database import Database
from engine.store.tables import AnalysisRow, FindingRow, SeriesRow


@dataclass(frozen=True)
class StoredAnalysis:
    """One analysis of a series.

    Parameters
    ----------
    series
        What was analysed.
    key
        Stands for all that decides the result.
    created, software, model_id, model_version, model_sha256, runtime, settings
        When, with what and how. The model's are `None` where there was none.
    geometry
        Size, spacing and warnings, as in the report.
    findings
        As in the report, the best suggestion first.
    """

    series: SeriesFacts
    key: str
    created: datetime
    software: str
    model_id: str | None
    model_version: str | None
    model_sha256: str | None
    runtime: str | None
    settings: dict[str, Any]
    geometry: dict[str, Any]
    findings: tuple[dict[str, Any], ...]


class Findings:
    """Analyses and their findings.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, report: Mapping[str, Any], key: str, settings: Mapping[str, Any]) -> None:
        """Keep an analysis; one of the same series and key is replaced.

        Parameters
        ----------
        report
            The content of a ``report.json``.
        key
            Stands for all that decides the result.
        settings
            What the analysis was asked to do.

        Raises
        ------
        StoreError
            If it could not be kept.
        """
        facts = SeriesFacts(**report["series"])
        model = report["model"] or {}
        with self._database.write() as session:
            series_id = self._database.series_id(session, facts)
            session.execute(
                delete(AnalysisRow).where(AnalysisRow.series_id == series_id, AnalysisRow.key == key)
            )
            analysis = AnalysisRow(
                series_id=series_id,
                key=key,
                created=datetime.fromisoformat(report["created"]),
                software=report["software"],
                model_id=model.get("id"),
                model_version=model.get("version"),
                model_sha256=model.get("sha256"),
                runtime=model.get("runtime"),
                settings=dict(settings),
                geometry=report["geometry"],
            )
            session.add(analysis)
            session.flush()
            session.add_all(
                _row(analysis.id, rank, finding) for rank, finding in enumerate(report["findings"], start=1)
            )

    def latest(self, series_uid: str) -> StoredAnalysis | None:
        """Return the newest analysis of a series, or `None` if there is none."""
        with self._database.read() as session:
            found = session.execute(
                select(AnalysisRow, SeriesRow)
                .join(SeriesRow, SeriesRow.id == AnalysisRow.series_id)
                .where(SeriesRow.series_uid == series_uid)
                .order_by(AnalysisRow.created.desc(), AnalysisRow.id.desc())
                .limit(1)
            ).first()
            return None if found is None else _stored(session, *found)

    def newest(self) -> list[StoredAnalysis]:
        """Return the newest analysis of every series, the series first seen first."""
        with self._database.read() as session:
            found = session.execute(
                select(AnalysisRow, SeriesRow)
                .join(SeriesRow, SeriesRow.id == AnalysisRow.series_id)
                .order_by(SeriesRow.id, AnalysisRow.created, AnalysisRow.id)
            ).all()
            newest = {series.id: (analysis, series) for analysis, series in found}
            return [_stored(session, analysis, series) for analysis, series in newest.values()]


def _stored(session: Session, analysis: AnalysisRow, series: SeriesRow) -> StoredAnalysis:
    findings = session.scalars(
        select(FindingRow).where(FindingRow.analysis_id == analysis.id).order_by(FindingRow.rank)
    )
    return StoredAnalysis(
        series=SeriesFacts(
            study_uid=series.study_uid,
            series_uid=series.series_uid,
            patient_key=series.patient_key,
            description=series.description,
            modality=series.modality,
            n_slices=series.n_slices,
        ),
        key=analysis.key,
        created=analysis.created,
        software=analysis.software,
        model_id=analysis.model_id,
        model_version=analysis.model_version,
        model_sha256=analysis.model_sha256,
        runtime=analysis.runtime,
        settings=analysis.settings,
        geometry=analysis.geometry,
        findings=tuple(row.document for row in findings),
    )


def _row(analysis_id: int, rank: int, finding: Mapping[str, Any]) -> FindingRow:
    x, y, z = finding["centre_mm"]
    return FindingRow(
        analysis_id=analysis_id,
        finding_id=finding["id"],
        rank=rank,
        source=finding["source"],
        x_mm=x,
        y_mm=y,
        z_mm=z,
        long_axis_mm=finding["long_axis_mm"],
        short_axis_mm=finding["short_axis_mm"],
        volume_mm3=finding["volume_mm3"],
        mean_hu=finding["mean_hu"],
        detection_score=finding["detection_score"],
        probability=finding["probability"],
        call=finding["call"],
        document=dict(finding),
    )
