"""The plan of a batch: which series are analysed, which results still hold, which are left out and why.

It reads the images' headers and the results that are there; it writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import json_text
from engine.analyse import Decided
from engine.batch.job import Job, Settings, make_job, told_facts
from engine.batch.summary import Row, State
from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.report import SCHEMA
from engine.reports.json import NAME
from engine.selection import Selected, select
from engine.store import Store
from engine.studies import FoundStudy, studies_of


@dataclass(frozen=True)
class Plan:
    """What is to be done.

    Parameters
    ----------
    order
        Series UIDs in the order of the summary.
    jobs
        To do, by series UID.
    finished
        Jobs whose results are there and hold, each with its ``report.json``.
    left_out
        Rows of the series that are not analysed.
    skipped
        The reason of each file that is part of no series.
    studies
        The studies that were found, for the worklist.
    """

    order: tuple[str, ...]
    jobs: dict[str, Job]
    finished: dict[str, tuple[Job, dict[str, Any]]]
    left_out: dict[str, Row]
    skipped: tuple[str, ...]
    studies: tuple[FoundStudy, ...]


def make_plan(
    paths: Sequence[Path],
    out: Path,
    store: Store,
    *,
    model_sha256: str,
    settings: Settings,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Plan:
    """Scan, choose, and look at what is done already.

    Parameters
    ----------
    paths
        Where the images are.
    out
        The output folder.
    store
        What readers decided before, and what was recorded.
    model_sha256, settings
        With which the series are to be analysed.
    progress, cancelled
        As of `engine.dicom.scan.scan`.

    Raises
    ------
    engine.dicom.errors.Cancelled
        If `cancelled` says so.
    StoreError
        If the store cannot be read.
    """
    found = scan(paths, progress=progress, cancelled=cancelled)
    selected = select(found.series)
    jobs: dict[str, Job] = {}
    finished: dict[str, tuple[Job, dict[str, Any]]] = {}
    left_out: dict[str, Row] = {}
    for one in selected:
        uid = one.series.series_uid
        if not one.analyse:
            reason = _without_names(one) if settings.options.deidentify else one.reason
            told = told_facts(one.series, settings)
            left_out[uid] = Row(told, one.series.spacing_mm, State.LEFT_OUT, reason)
            continue
        decided = [
            Decided(d.centre_mm, d.decision) for d in store.decisions.current(uid) if d.decision is not None
        ]
        stated = store.statements.current(one.series.facts)
        job = make_job(one.series, model_sha256, settings, decided, one.reason, statements=stated)
        report = result_of(out / job.folder, job.key)
        if report is not None and (not settings.options.deidentify or _recorded(store, one.series, job)):
            finished[uid] = (job, report)
        else:
            jobs[uid] = job
    return Plan(
        tuple(one.series.series_uid for one in selected),
        jobs,
        finished,
        left_out,
        tuple(file.reason for file in found.skipped),
        tuple(studies_of(found.series)),
    )


def result_of(folder: Path, key: str) -> dict[str, Any] | None:
    """Return the ``report.json`` of a folder if it was made under a key."""
    try:
        document = json_text.read(folder / NAME)
    except (OSError, ValueError):
        return None
    if not isinstance(document, dict) or (document.get("schema"), document.get("key")) != (SCHEMA, key):
        return None
    return document


def _without_names(one: Selected) -> str:
    """Return why a series is left out, without the gate's sentences, which name files."""
    if one.series.analysable:
        return "Another series of the same study shows the same part of the body and is analysed instead."
    return f"Not analysable: {', '.join(sorted(flag.code for flag in one.series.warnings))}."


def _recorded(store: Store, series: Series, job: Job) -> bool:
    """Whether the store has the analysis; from a de-identified report it could not be recorded any more."""
    latest = store.findings.latest(series.series_uid)
    return latest is not None and latest.key == job.key
