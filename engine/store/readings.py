"""What was read with a model, over all series: its findings and what the readers decided about them.

It joins analyses, decisions and labels for those who count. It must not know what a count means.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.findings import Call, Decision, Point
from engine.labels.kinds import Label
from engine.matching import match
from engine.store.database import Database
from engine.store.decisions import StoredDecision, stored_decision
from engine.store.places import newest_of_each_place
from engine.store.tables import AnalysisRow, DecisionRow, FindingRow, LabelCropRow, LabelRow, SeriesRow


@dataclass(frozen=True)
class ReadNodule:
    """A nodule that a reader was shown and did not reject, or pointed at and labelled.

    Parameters
    ----------
    call, probability
        What the model said; without a probability it did not judge. The call is `None` where a reader pointed
        at the nodule: the store keeps the probability with the label, not the call.
    flags
        Codes of its flags.
    accepted
        Whether a reader accepted it as a nodule, or labelled it.
    """

    call: Call | None
    probability: float | None
    flags: frozenset[str]
    accepted: bool

    @property
    def suggested(self) -> bool:
        """Whether it was the program that found it."""
        return self.call is not None


@dataclass(frozen=True)
class Reading:
    """A series that was read with a model: analysed, or with a nodule that it scored and a reader labelled.

    Parameters
    ----------
    series_uid, patient_key
        Which one, of whom.
    when
        When it was first analysed with that model, or first labelled; an analysis made again does not move
        it.
    geometry
        Spacing and acquisition, as in the report; empty where nothing is known.
    nodules
        Of the newest analysis: the suggestions shown, and what was accepted; without what was rejected. And
        what was labelled besides.
    """

    series_uid: str
    patient_key: str
    when: datetime
    geometry: Mapping[str, Any]
    nodules: tuple[ReadNodule, ...]


@dataclass(frozen=True)
class _Labelled:
    """A place that has a label, or had one."""

    centre_mm: Point
    holds: bool
    model: str | None
    probability: float | None
    made: datetime
    geometry: Mapping[str, Any]


@dataclass
class _Series:
    """All that is known of one series."""

    analyses: list[tuple[int, datetime, Mapping[str, Any]]] = field(default_factory=list)
    findings: list[Mapping[str, Any]] = field(default_factory=list)
    decisions: list[StoredDecision] = field(default_factory=list)
    labels: list[_Labelled] = field(default_factory=list)


class Readings:
    """What was read.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_model(self, sha256: str, name: str) -> list[Reading]:
        """Return the series read with a model, the earliest first.

        Parameters
        ----------
        sha256
            Of the model's package: analyses name it.
        name
            ``ID-VERSION``: labels name it.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        with self._database.read() as session:
            known = _known(session, sha256)
            series = {row.id: (row.series_uid, row.patient_key) for row in session.scalars(select(SeriesRow))}
        readings = (_reading(*series[series_id], of, name) for series_id, of in known.items())
        return sorted((r for r in readings if r is not None), key=lambda r: (r.when, r.series_uid))

    def n_of_other_models(self, sha256: str) -> int:
        """Return how many series were analysed with other models only."""
        with self._database.read() as session:
            with_it = select(AnalysisRow.series_id).where(AnalysisRow.model_sha256 == sha256)
            query = select(func.count(func.distinct(AnalysisRow.series_id))).where(
                AnalysisRow.model_sha256.is_not(None), AnalysisRow.series_id.not_in(with_it)
            )
            return int(session.scalar(query) or 0)


def _known(session: Session, sha256: str) -> dict[int, _Series]:
    """Return what the store knows of each series."""
    known: dict[int, _Series] = defaultdict(_Series)
    analyses = (
        select(AnalysisRow.series_id, AnalysisRow.id, AnalysisRow.created, AnalysisRow.geometry)
        .where(AnalysisRow.model_sha256 == sha256)
        .order_by(AnalysisRow.created, AnalysisRow.id)
    )
    for series_id, analysis_id, created, geometry in session.execute(analyses):
        known[series_id].analyses.append((analysis_id, created, geometry))
    newest = {of.analyses[-1][0]: of for of in known.values()}
    findings = (
        select(FindingRow.analysis_id, FindingRow.document)
        .join(AnalysisRow, AnalysisRow.id == FindingRow.analysis_id)
        .where(AnalysisRow.model_sha256 == sha256)
        .order_by(FindingRow.analysis_id, FindingRow.rank)
    )
    for analysis_id, document in session.execute(findings):
        if analysis_id in newest:
            newest[analysis_id].findings.append(document)
    for decision in session.scalars(select(DecisionRow).order_by(DecisionRow.id)):
        known[decision.series_id].decisions.append(stored_decision(decision))
    labels = (
        select(LabelRow, LabelCropRow.grid, LabelCropRow.acquisition)
        .outerjoin(LabelCropRow, LabelCropRow.id == LabelRow.crop_id)
        .order_by(LabelRow.made, LabelRow.id)
    )
    for row, grid, acquisition in session.execute(labels):
        geometry = {} if grid is None else {"spacing_mm": _spacing_mm(grid), "acquisition": acquisition}
        holds = row.label in tuple(Label)
        centre_mm = (row.x_mm, row.y_mm, row.z_mm)
        known[row.series_id].labels.append(
            _Labelled(centre_mm, holds, row.model, row.probability, row.made, geometry)
        )
    return known


def _reading(series_uid: str, patient_key: str, of: _Series, name: str) -> Reading | None:
    """Return what was read of a series with a model; `None` where nothing was."""
    labels = [entry for entry in newest_of_each_place(of.labels) if entry.holds]
    labelled = match([_centre(f) for f in of.findings], [entry.centre_mm for entry in labels])
    besides = [entry for j, entry in enumerate(labels) if j not in labelled.values()]
    pointed_at = [entry for entry in besides if entry.model == name and entry.probability is not None]
    nodules = _suggested(of, set(labelled))
    nodules += [ReadNodule(None, entry.probability, frozenset(), True) for entry in pointed_at]
    if of.analyses:
        when, geometry = of.analyses[0][1], of.analyses[-1][2]
    elif pointed_at:
        when = min(entry.made for entry in pointed_at)
        geometry = next((entry.geometry for entry in pointed_at if entry.geometry), {})
    else:
        return None
    return Reading(series_uid, patient_key, when, geometry, tuple(nodules))


def _suggested(of: _Series, labelled: set[int]) -> list[ReadNodule]:
    current = [d for d in newest_of_each_place(of.decisions) if d.decision is not None]
    decided = match([_centre(f) for f in of.findings], [d.centre_mm for d in current])
    nodules = []
    for i, found in enumerate(of.findings):
        decision = current[decided[i]].decision if i in decided else None
        accepted = decision is Decision.ACCEPTED or i in labelled
        if decision is Decision.REJECTED or not (found.get("shown", True) or accepted):
            continue
        flags = frozenset(str(flag["code"]) for flag in found["flags"])
        nodules.append(ReadNodule(Call(found["call"]), found["probability"], flags, accepted))
    return nodules


def _centre(found: Mapping[str, Any]) -> Point:
    x, y, z = (float(v) for v in found["centre_mm"])
    return (x, y, z)


def _spacing_mm(grid: Mapping[str, Any]) -> list[float]:
    return [math.hypot(*step) for step in grid["steps_mm"]]
