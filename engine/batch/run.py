"""Runs a batch: hands jobs to an executor, records what comes back; may be stopped or killed at any moment.

One process writes the store and the summary. What a kill leaves is either a finished folder, which the next
run finds and records, or nothing.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import __version__
from engine.batch.desk import Desk, DeskError
from engine.batch.executors import Workers
from engine.batch.job import Job, Settings
from engine.batch.plan import Plan, make_plan
from engine.batch.summary import Row, State, write_summary
from engine.batch.worker import End, Outcome, Work, run_job
from engine.models.package import ModelPackage
from engine.store import Store
from engine.store.audit import Action, Done, account
from engine.store.jobs import JobState

#: How often the batch looks for steps and for a wish to stop (s).
POLL_S = 0.2
DIED = "The process that analysed it ended unexpectedly; it may have run out of memory."
NOT_BEGUN = "The run was stopped before it was analysed; the next run goes on with it."

#: Takes the event's kind and its fields; the kinds are listed in docs/batch.md.
Emit = Callable[..., None]


class BatchError(Exception):
    """The batch as a whole cannot go on, in a sentence. What was finished stays."""


@dataclass(frozen=True)
class Result:
    """What a batch came to.

    Parameters
    ----------
    rows
        Of the summary.
    stopped
        Whether it was stopped before its end.
    """

    rows: tuple[Row, ...]
    stopped: bool

    def count(self, state: State) -> int:
        """Return the number of series in a state."""
        return sum(row.state is state for row in self.rows)


def run_batch(
    paths: Sequence[Path],
    out: Path,
    *,
    package: ModelPackage,
    settings: Settings,
    workers: Workers,
    store: Store,
    emit: Emit = lambda _event, **_fields: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Result:
    """Analyse the series under some paths that are worth it, each into a folder of its own.

    What is there already from the same files, model, software, settings and decisions is not done again.

    Parameters
    ----------
    paths
        Where the images are.
    out
        The output folder; made if missing.
    package
        The model.
    settings
        What is asked for.
    workers
        What runs the jobs.
    store
        Gets findings and jobs.
    emit
        Told what happens.
    cancelled
        Asked all the time; what was begun ends at its next step and is not kept.

    Returns
    -------
    Result

    Raises
    ------
    BatchError
        If the output folder cannot be used, or the disk is full.
    StoreError
        If the store can no longer be used.
    engine.dicom.errors.Cancelled
        If it was stopped before a plan was made.
    """
    desk = Desk(out)
    try:
        desk.open()
    except DeskError as error:
        raise BatchError(str(error)) from error

    def stopped() -> bool:
        return cancelled() or desk.asked_to_stop()

    try:
        plan = make_plan(
            paths, out, store, model_sha256=package.sha256, settings=settings,
            progress=_scanning(emit), cancelled=stopped,
        )  # fmt: skip
        store.studies.note(plan.studies)
        run = _Run(
            plan, desk, model_sha256=package.sha256, settings=settings, workers=workers, store=store,
            emit=emit, cancelled=stopped,
        )  # fmt: skip
        try:
            run.record_finished()
            run.work()
        except BaseException:
            with contextlib.suppress(BatchError):  # the first error is the one to tell
                run.write_summary(package)
            raise
        run.write_summary(package)
    finally:
        desk.close()
    return Result(run.rows(), run.stopped)


def _scanning(emit: Emit) -> Callable[[int, int], None]:
    """Tell of the scan a few times a second, not for each file."""
    told = 0.0

    def progress(done: int, known: int) -> None:
        nonlocal told
        if time.monotonic() - told >= POLL_S:
            told = time.monotonic()
            emit("scan", done=done, known=known)

    return progress


class _Run:
    """One run over a plan."""

    def __init__(
        self,
        plan: Plan,
        desk: Desk,
        *,
        model_sha256: str,
        settings: Settings,
        workers: Workers,
        store: Store,
        emit: Emit,
        cancelled: Callable[[], bool],
    ) -> None:
        self.stopped = False
        self._plan, self._desk, self._settings = plan, desk, settings
        self._model_sha256, self._workers, self._store = model_sha256, workers, store
        self._emit, self._cancelled = emit, cancelled
        self._rows = dict(plan.left_out)
        self._waiting = deque(plan.jobs.values())
        self._suspects: deque[Job] = deque()
        self._running: dict[Future[Outcome], Job] = {}
        self._steps: dict[str, str] = {}
        self._slices_left = sum(job.n_slices for job in self._waiting)
        self._slices_done = 0
        self._began = time.monotonic()

    # ------------------------------------------------------------ what is known

    def rows(self) -> tuple[Row, ...]:
        """Return the rows of all series in the plan's order."""
        return tuple(
            self._rows.get(uid) or _row(self._plan.jobs[uid], State.STOPPED, NOT_BEGUN)
            for uid in self._plan.order
        )

    def write_summary(self, package: ModelPackage) -> None:
        """Write what is known by now."""
        manifest = package.manifest
        settings = self._settings.document()
        if settings["deidentify"]:
            del settings["observer"]  # the reader is a person too, and the objects do not name them either
        about = {
            "software": __version__,
            "model": {"id": manifest.id, "version": manifest.version, "sha256": package.sha256},
            "settings": settings,
        }
        try:
            write_summary(self._desk.out, self.rows(), about, self._plan.skipped)
        except OSError as error:
            raise BatchError(
                f"The summary could not be written to {self._desk.out}: {error.strerror}. What was analysed"
                " is there; run the same command again when there is room."
            ) from error

    # ------------------------------------------------------------ the work

    def record_finished(self) -> None:
        """Note the results that are there already, those of a killed run too."""
        for uid, (job, report) in self._plan.finished.items():
            if not self._settings.options.deidentify:
                self._record(job, report)
            self._rows[uid] = _row(job, State.ANALYSED, report=report)
        self._emit(
            "plan",
            series=len(self._plan.order),
            to_analyse=len(self._plan.jobs),
            finished=len(self._plan.finished),
            left_out=len(self._plan.left_out),
            rows=[row.document() for row in self.rows()],
        )

    def work(self) -> None:
        """Do all jobs."""
        if not self._waiting:
            return
        executor = self._workers.make(min(self._workers.count, len(self._waiting)))
        try:
            while self._waiting or self._suspects or self._running:
                if self._cancelled():
                    self.stopped = True
                    self._desk.stop()
                    self._waiting.clear()
                    self._suspects.clear()
                try:
                    self._submit(executor)
                    self._collect()
                except BrokenExecutor:
                    executor.shutdown(wait=False)
                    self._suspect_all()
                    executor = self._workers.make(self._workers.count)
        finally:
            self._desk.stop()
            executor.shutdown()

    def _submit(self, executor: Executor) -> None:
        """Begin as many jobs as there are workers; one that may kill its process is alone."""
        while len(self._running) < (1 if self._suspects else self._workers.count):
            queue = self._suspects or self._waiting
            if not queue or (self._suspects and self._running):
                return
            job = queue.popleft()
            self._store.jobs.start(job.series_uid, job.key)
            work = Work(
                job, self._settings, self._desk.out.absolute(), self._model_sha256, self._workers.threads
            )
            try:
                self._running[executor.submit(run_job, work)] = job
            except BrokenExecutor:
                queue.appendleft(job)
                raise

    def _collect(self) -> None:
        ready, _ = wait(self._running, timeout=POLL_S, return_when=FIRST_COMPLETED)
        self._tell_steps()
        for future in ready:
            job = self._running[future]
            try:
                outcome = future.result()
            except BrokenExecutor:
                if len(self._running) > 1:
                    raise
                outcome = Outcome(End.FAILED, error=DIED)  # it was alone: it is the one
                del self._running[future]
                self._end(job, outcome)
                raise
            except Exception as error:  # noqa: BLE001 - an executor has errors of its own, Dask's KilledWorker for one
                outcome = Outcome(End.FAILED, error=f"{DIED} ({type(error).__name__})")
            del self._running[future]
            self._end(job, outcome)

    def _suspect_all(self) -> None:
        """After a process died: whichever job killed it is found by running each of them alone."""
        self._suspects.extend(self._running.values())
        self._running.clear()

    def _end(self, job: Job, outcome: Outcome) -> None:
        uid = job.series_uid
        if outcome.end is End.CANCELLED:
            self._store.jobs.end(uid, job.key, JobState.STOPPED)
            return
        if outcome.end is End.NO_ROOM:
            self._store.jobs.end(uid, job.key, JobState.STOPPED)
            raise BatchError(
                f"{outcome.error} What was analysed is in {self._desk.out}; run the same command again when"
                " there is room."
            )
        if outcome.report is not None and outcome.original is not None:
            self._record(job, outcome.original)
            self._note_export(uid)
            self._rows[uid] = _row(job, State.ANALYSED, report=outcome.report)
        else:
            self._store.jobs.end(uid, job.key, JobState.FAILED, outcome.error)
            self._rows[uid] = _row(job, State.FAILED, outcome.error)
        self._slices_done += job.n_slices
        self._slices_left -= job.n_slices
        self._emit(
            "series",
            **self._rows[uid].document(),
            left=len(self._waiting) + len(self._suspects) + len(self._running),
            seconds_left=self._seconds_left(),
        )

    def _record(self, job: Job, report: Mapping[str, Any]) -> None:
        self._store.findings.record(report, job.key, self._settings.document())
        self._store.jobs.end(job.series_uid, job.key, JobState.DONE)

    def _note_export(self, uid: str) -> None:
        how = " ".join(self._settings.document()["formats"])
        how += ", de-identified" if self._settings.options.deidentify else ""
        self._store.audit.add(Done(Action.EXPORT, account(), uid, "report", how))

    def _tell_steps(self) -> None:
        for job in self._running.values():
            step = self._desk.step_of(job.folder)
            if step and self._steps.get(job.folder) != step:
                self._steps[job.folder] = step
                self._emit("step", series_uid=job.facts.series_uid, step=step)

    def _seconds_left(self) -> float | None:
        """Estimate from the slices done so far: an analysis takes time in proportion to them."""
        if not self._slices_done:
            return None
        return round((time.monotonic() - self._began) * self._slices_left / self._slices_done, 1)


def _row(job: Job, state: State, reason: str = "", report: Mapping[str, Any] | None = None) -> Row:
    if report is not None:
        reason = " ".join([job.reason, *(flag["text"] for flag in report["geometry"]["warnings"])])
    return Row(job.facts, job.spacing_mm, state, reason, job.folder if report is not None else "", report)
