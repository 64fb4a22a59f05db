"""A series to a report: the pipeline that everything else hangs off, readable on one screen.

Gate, load, lungs, candidates, measure, patch, assess. Each step is timed, and can be the last: a callback
between the steps may raise. It must not know batches, files of reports, the store or the window.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from engine import __version__
from engine.assess import Assessor
from engine.candidates import Candidate, CandidateFilter, propose
from engine.classify import make_finding, make_subject
from engine.dicom.load import Loaded, load
from engine.dicom.series import Series
from engine.findings import Assessment, Decision, Finding, Flag, Nodule, Point, Source
from engine.lesion import LesionError, measure
from engine.lungs import segment_lungs
from engine.matching import match
from engine.report import ModelUsed, Report
from engine.runtimes.base import usable_cores
from engine.selection import refusal
from engine.volume import Volume

#: Candidates that are measured and judged; a reader never sees more. Measuring one takes 0.03 to 0.5 s.
MAX_FINDINGS = 20
#: Suggestions shown by default, where enough of them are worth it; without a filter no more are looked at.
MAX_SHOWN = 10


class AnalysisError(Exception):
    """A series that cannot be analysed, and why, in a sentence."""


@dataclass(frozen=True)
class Decided:
    """What a reader decided at a place of the series, in an earlier run or in the window."""

    centre_mm: Point
    decision: Decision


@dataclass(frozen=True)
class Analysis:
    """A report, and the volume it was made from, for those who write pictures."""

    report: Report
    loaded: Loaded


def analyse(
    series: Series,
    assessor: Assessor,
    filter_: CandidateFilter | None,
    *,
    decided: Sequence[Decided] = (),
    threads: int | None = None,
    on_step: Callable[[str], None] | None = None,
) -> Analysis:
    """Find, measure and judge the nodules of a series.

    Parameters
    ----------
    series
        From a scan.
    assessor
        The model that judges.
    filter_
        The model that tells nodules from vessels; without one the candidates' order is rough.
    decided
        What readers decided before. A rejected suggestion stays rejected; an accepted nodule that is no
        candidate is measured all the same.
    threads
        Nodules measured at a time; by default as many as there are cores, less one.
    on_step
        Called with the name of each step when it begins, and again within the long ones; raises to give up.

    Returns
    -------
    Analysis

    Raises
    ------
    AnalysisError
        If the gate refuses the series.
    engine.dicom.errors.DicomError
        If it cannot be decoded.
    """
    steps = _Steps(on_step)
    if reason := refusal(series):
        raise AnalysisError(reason)
    with steps("load"):
        loaded = load(series, on_slice=lambda _: steps.check())
        volume = loaded.volume
    with steps("lungs"):
        lungs = segment_lungs(volume)
    with steps("candidates"):
        candidates = propose(volume, lungs, filter_, limit=MAX_FINDINGS if filter_ else MAX_SHOWN)
    with steps("measure"):
        nodules = _measured(volume, candidates, decided, threads or usable_cores(), steps.check)
    with steps("patch"):
        subjects = [make_subject(volume, n.nodule, assessor, (), loaded.failed) for n in nodules]
    with steps("assess"):
        assessments = assessor.assess(subjects)
    findings = _findings(volume, nodules, assessments)
    report = Report(
        series=series.facts,
        size=series.size,
        spacing_mm=volume.grid.spacing_mm,
        warnings=(*series.warnings, *loaded.warnings, *lungs.flags, *_unfiltered(filter_)),
        model=_model(assessor, filter_),
        findings=findings,
        timing_ms=steps.timing_ms,
        created=datetime.now(UTC),
        software=__version__,
        shown=_worth_showing(findings, filter_),
        acquisition=series.acquisition,
    )
    return Analysis(report, loaded)


class _Steps:
    """Times the steps and asks between them whether to go on."""

    def __init__(self, on_step: Callable[[str], None] | None) -> None:
        self.timing_ms: dict[str, float] = {}
        self._on_step = on_step
        self._name = ""

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self._name = name
        self.check()
        start = time.perf_counter()
        yield
        self.timing_ms[name] = (time.perf_counter() - start) * 1000

    def check(self) -> None:
        if self._on_step:
            self._on_step(self._name)


@dataclass(frozen=True)
class _Measured:
    nodule: Nodule
    score: float | None
    decision: Decision | None


def _measured(
    volume: Volume,
    candidates: Sequence[Candidate],
    decided: Sequence[Decided],
    threads: int,
    check: Callable[[], None],
) -> list[_Measured]:
    """Measure candidates, each lesion once, and the nodules that readers accepted and no candidate found."""
    found: list[_Measured] = []

    def add(nodule: Nodule | None, score: float | None) -> None:
        if nodule is not None and not any(_same(nodule, m.nodule) for m in found):
            found.append(_Measured(nodule, score, None))

    points = [c.centre_mm for c in candidates]
    for candidate, nodule in zip(candidates, _measure_all(volume, points, threads, check), strict=True):
        add(nodule, candidate.score)
    places = [d.centre_mm for d in decided]
    known = match([m.nodule.centre_mm for m in found], places)
    missed = [
        d.centre_mm
        for j, d in enumerate(decided)
        if d.decision is Decision.ACCEPTED and j not in known.values()
    ]
    for nodule in _measure_all(volume, missed, threads, check):
        add(nodule, None)
    known = match([m.nodule.centre_mm for m in found], places)
    return [
        replace(m, decision=decided[known[i]].decision if i in known else None) for i, m in enumerate(found)
    ]


def _measure_all(
    volume: Volume, points: Sequence[Point], threads: int, check: Callable[[], None]
) -> list[Nodule | None]:
    """Measure at some positions, several at a time; `None` where there is nothing that can be measured."""

    def one(point: Point) -> Nodule | None:
        try:
            return measure(volume, point)
        except LesionError:
            return None

    pool = ThreadPoolExecutor(threads)
    try:
        result = []
        for nodule in pool.map(one, points):
            check()
            result.append(nodule)
        return result
    finally:
        pool.shutdown(cancel_futures=True)


def _same(one: Nodule, other: Nodule) -> bool:
    """Whether two candidates led to one lesion. The middle of a ring is not in its mask."""
    near = min(one.short_axis_mm, other.short_axis_mm) / 2
    return (
        math.dist(one.centre_mm, other.centre_mm) <= near
        or _covers(one, other.centre_mm)
        or _covers(other, one.centre_mm)
    )


def _covers(nodule: Nodule, point: Point) -> bool:
    """Tell whether a position lies in a nodule's mask."""
    index = np.rint(nodule.mask_grid.to_voxel(point)).astype(int)
    inside = bool(((index >= 0) & (index < nodule.mask.shape)).all())
    return inside and bool(nodule.mask[tuple(index)])


def _findings(
    volume: Volume, nodules: Sequence[_Measured], assessments: Sequence[Assessment]
) -> tuple[Finding, ...]:
    """Join nodules and assessments: the best suggestion first, what was added by hand next, rejected last."""
    findings = [
        replace(
            make_finding(volume, m.nodule, a, Source.READER if m.score is None else Source.CANDIDATE),
            detection_score=m.score,
            decision=m.decision,
        )
        for m, a in zip(nodules, assessments, strict=True)
    ]
    return tuple(
        sorted(findings, key=lambda f: (f.decision is Decision.REJECTED, -(f.detection_score or 0.0)))
    )


def _worth_showing(findings: Sequence[Finding], filter_: CandidateFilter | None) -> int:
    threshold = filter_.threshold if filter_ else 0.0
    kept = [f for f in findings if f.decision is not Decision.REJECTED]
    return min(MAX_SHOWN, sum((f.detection_score or 0.0) >= threshold for f in kept))


def _unfiltered(filter_: CandidateFilter | None) -> tuple[Flag, ...]:
    if filter_ is not None:
        return ()
    return (
        Flag(
            "no_candidate_filter",
            "The model has no filter for candidates: suggestions are ordered by contrast alone, and many of"
            " them are vessels.",
        ),
    )


def _model(assessor: Assessor, filter_: CandidateFilter | None) -> ModelUsed:
    manifest, runtime = assessor.package.manifest, assessor.runtime
    return ModelUsed(
        id=manifest.id,
        version=manifest.version,
        sha256=assessor.package.sha256,
        runtime=f"{runtime.name} {runtime.version}",
        precision=runtime.precision,
        device=runtime.device,
        detector=filter_.name if filter_ else "",
    )
