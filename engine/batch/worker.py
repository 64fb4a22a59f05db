"""The work of one process of a batch: one series to one folder, whole or not at all.

Runs in any process of any executor. It must not know the store, the summary or other jobs.
"""

from __future__ import annotations

import errno
import functools
import os
import signal
import threading
import traceback
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.analyse import AnalysisError, analyse
from engine.assess import Assessor, open_assessor
from engine.batch.desk import Desk, DeskError
from engine.batch.job import Job, Settings
from engine.candidates import CandidateFilter, open_filter
from engine.dicom.errors import Cancelled, DicomError
from engine.files import replace_folder, sync_folder
from engine.models.package import PackageError
from engine.models.registry import Registry
from engine.report import report_json
from engine.reports import Export, ReportError, write_all
from engine.stated_report import with_statements

#: Errors of the disk that every later job would meet too.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class End(StrEnum):
    """How a job ended."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    NO_ROOM = "no_room"
    """It failed, and so would all others: the disk is full or read-only."""


@dataclass(frozen=True)
class Work:
    """A job with all that a process needs to do it.

    Parameters
    ----------
    job
        What to do.
    settings
        What the user asks for.
    out
        The output folder.
    model_sha256
        Of the model to use; the process looks for it among its own.
    threads
        How many the process may use.
    """

    job: Job
    settings: Settings
    out: Path
    model_sha256: str
    threads: int


@dataclass(frozen=True)
class Outcome:
    """How a job ended.

    Parameters
    ----------
    end
        In a word.
    report
        The content of the ``report.json`` that was written.
    original
        The same before it was de-identified, for the store.
    error
        Why there is none, in a sentence.
    """

    end: End
    report: dict[str, Any] | None = None
    original: dict[str, Any] | None = None
    error: str = ""


def start_process() -> None:
    """Prepare a process of the pool: it ends with its parent, and leaves Ctrl+C to it."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    # A process of a pool waits for work forever, also when the one that gave it was killed.
    threading.Thread(target=end_with_parent, daemon=True).start()


def run_job(work: Work) -> Outcome:
    """Analyse one series and write its folder.

    Returns
    -------
    Outcome
        Whatever happens: what a series holds must not stop the others.
    """
    desk, job = Desk(work.out), work.job
    try:
        return _run(work, desk)
    except Cancelled:
        return Outcome(End.CANCELLED)
    except Exception as error:  # noqa: BLE001 - whatever a series holds must not stop the others
        return _failed(error)
    finally:
        desk.end(job.folder)


def _of_the_system(error: OSError) -> OSError:
    """Return the system's own error behind one: pydicom raises it again without its number."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno is not None:
            return cause
        cause = cause.__cause__ or cause.__context__
    return error


def _failed(error: Exception) -> Outcome:
    if isinstance(error, AnalysisError | DicomError | ReportError | PackageError | DeskError):
        return Outcome(End.FAILED, error=str(error))
    if isinstance(error, MemoryError):
        return Outcome(End.FAILED, error="There is not enough memory to analyse it.")
    if isinstance(error, OSError):
        cause = _of_the_system(error)
        end = End.NO_ROOM if cause.errno in _NO_ROOM else End.FAILED
        return Outcome(end, error=f"The results cannot be written: {cause.strerror or 'unknown error'}.")
    # Its text may quote what a file holds; the type and the place are enough to find a fault.
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"
    return Outcome(End.FAILED, error=f"It could not be analysed because of a fault in the program ({place}).")


def _run(work: Work, desk: Desk) -> Outcome:
    job = work.job
    part = desk.begin(job.folder)
    _one_thread_each()

    on_step = functools.partial(desk.note_step, job.folder)
    on_step("model")
    assessor, filter_ = _models(work.model_sha256, work.threads)
    series = job.series()
    analysis = analyse(series, assessor, filter_, decided=job.decided, threads=work.threads, on_step=on_step)
    report = with_statements(
        replace(analysis.report, key=job.key), job.statements, age_years=series.age_years, sex=series.sex
    )
    on_step("write")
    export = Export(
        report=report,
        series=series,
        volume=analysis.loaded.volume,
        failed_slices=analysis.loaded.failed,
        options=work.settings.options,
        manifest=assessor.package.manifest,
    )
    if work.settings.options.deidentify:
        from engine.reports.deidentified import deidentified

        export = deidentified(export)
    write_all(export, ("json", *work.settings.formats), part)
    sync_folder(part)
    on_step("write")
    replace_folder(part, work.out / job.folder)
    return Outcome(End.DONE, report_json(export.report), report_json(report))


@functools.lru_cache(maxsize=1)
def _models(sha256: str, threads: int) -> tuple[Assessor, CandidateFilter | None]:
    """Open a model once a process."""
    registry = Registry()
    for entry in registry.entries():
        if entry.package is not None and entry.package.sha256 == sha256:
            assessor, _ = open_assessor(registry, entry.name)
            return assessor, open_filter(assessor.package, threads=threads)
    raise PackageError(
        "The model of this run is not installed where this worker runs, or has been removed meanwhile."
    )


def _one_thread_each() -> None:
    """Keep libraries and processes from fighting for the same cores.

    What they are given is small; several nodules are measured at a time instead, which is faster.
    """
    import cv2
    import SimpleITK as sitk

    cv2.setNumThreads(1)
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
