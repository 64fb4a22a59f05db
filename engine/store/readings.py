"""What was read with a model, over all series: its findings and what the readers decided about them.

It joins analyses and decisions for those who count. It must not know what a count means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from engine.findings import Call, Decision, Point
from engine.matching import match
from engine.store.database import Database
from engine.store.decisions import StoredDecision, stored_decision
from engine.store.places import newest_of_each_place
from engine.store.tables import AnalysisRow, DecisionRow, FindingRow, SeriesRow


@dataclass(frozen=True)
class ReadNodule:
    """A nodule that a reader was shown, and did not reject.

    Parameters
    ----------
    call, probability
        What the model said; without a probability it did not judge.
    flags
        Codes of its flags.
    accepted
        Whether a reader accepted it as a nodule.
    """

    call: Call
    probability: float | None
    flags: frozenset[str]
    accepted: bool


@dataclass(frozen=True)
class Reading:
    """A series that was analysed with a model.

    Parameters
    ----------
    series_uid, patient_key
        Which one, of whom.
    when
        When it was first analysed with that model; an analysis made again does not move it.
    geometry
        Size, spacing and acquisition, as in the report.
    nodules
        Of the newest analysis: the suggestions shown, and what was accepted; without what was rejected.
    """

    series_uid: str
    patient_key: str
    when: datetime
    geometry: Mapping[str, Any]
    nodules: tuple[ReadNodule, ...]


class Readings:
    """What was read.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_model(self, sha256: str) -> list[Reading]:
        """Return the series analysed with a model, the earliest first.

        Parameters
        ----------
        sha256
            Of the model's package.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        with self._database.read() as session:
            analyses: dict[int, list[tuple[int, datetime, Mapping[str, Any], str, str]]] = defaultdict(list)
            for row in session.execute(
                select(
                    AnalysisRow.id, AnalysisRow.series_id, AnalysisRow.created, AnalysisRow.geometry,
                    SeriesRow.series_uid, SeriesRow.patient_key,
                )
                .join(SeriesRow, SeriesRow.id == AnalysisRow.series_id)
                .where(AnalysisRow.model_sha256 == sha256)
                .order_by(AnalysisRow.created, AnalysisRow.id)
            ):  # fmt: skip
                analyses[row[1]].append((row[0], *row[2:]))
            findings: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
            newest = {of[-1][0] for of in analyses.values()}
            for analysis_id, document in session.execute(
                select(FindingRow.analysis_id, FindingRow.document)
                .join(AnalysisRow, AnalysisRow.id == FindingRow.analysis_id)
                .where(AnalysisRow.model_sha256 == sha256)
                .order_by(FindingRow.analysis_id, FindingRow.rank)
            ):
                if analysis_id in newest:
                    findings[analysis_id].append(document)
            decisions: dict[int, list[StoredDecision]] = defaultdict(list)
            for decision in session.scalars(select(DecisionRow).order_by(DecisionRow.id)):
                decisions[decision.series_id].append(stored_decision(decision))
        readings = [
            Reading(
                series_uid=of[-1][3],
                patient_key=of[-1][4],
                when=of[0][1],
                geometry=of[-1][2],
                nodules=_nodules(findings[of[-1][0]], decisions[series_id]),
            )
            for series_id, of in analyses.items()
        ]
        return sorted(readings, key=lambda r: (r.when, r.series_uid))

    def n_of_other_models(self, sha256: str) -> int:
        """Return how many series were analysed with other models only."""
        with self._database.read() as session:
            with_it = select(AnalysisRow.series_id).where(AnalysisRow.model_sha256 == sha256)
            query = select(func.count(func.distinct(AnalysisRow.series_id))).where(
                AnalysisRow.model_sha256.is_not(None), AnalysisRow.series_id.not_in(with_it)
            )
            return int(session.scalar(query) or 0)


def _nodules(findings: list[Mapping[str, Any]], history: list[StoredDecision]) -> tuple[ReadNodule, ...]:
    current = [d for d in newest_of_each_place(history) if d.decision is not None]
    pairs = match([_centre(f) for f in findings], [d.centre_mm for d in current])
    nodules = []
    for i, found in enumerate(findings):
        decision = current[pairs[i]].decision if i in pairs else None
        accepted = decision is Decision.ACCEPTED
        if decision is Decision.REJECTED or not (found.get("shown", True) or accepted):
            continue
        flags = frozenset(str(flag["code"]) for flag in found["flags"])
        nodules.append(ReadNodule(Call(found["call"]), found["probability"], flags, accepted))
    return tuple(nodules)


def _centre(found: Mapping[str, Any]) -> Point:
    x, y, z = (float(v) for v in found["centre_mm"])
    return (x, y, z)
