"""Has the engine align two scans and look for nodules in the prior: one question at a time, asked again once.

It knows messages and no widgets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.engine_client import EngineClient, Job
from app.findings.entry import NoduleEntry
from app.i18n import tr
from engine.findings import Point
from engine.protocol import AlignmentModel, PriorRequest, PriorResult, ProgressEvent, VolumeRef


@dataclass(frozen=True)
class Question:
    """What is asked.

    Parameters
    ----------
    current, prior
        Both volumes.
    entries
        Nodules of the current one.
    known_mm
        Nodules of the prior that are known.
    held_mm
        Where the reader says that the only entry lies in the prior.
    days
        Between the scans.
    alignment
        How they lie, where that is known.
    """

    current: VolumeRef
    prior: VolumeRef
    entries: tuple[NoduleEntry, ...]
    known_mm: Sequence[Point] = ()
    held_mm: Point | None = None
    days: int | None = None
    alignment: AlignmentModel | None = None

    def request(self, number: int) -> PriorRequest:
        """Return the engine's request of an id."""
        return PriorRequest(
            id=number,
            current=self.current,
            prior=self.prior,
            centres_mm=tuple(entry.centre_mm for entry in self.entries),
            known_mm=tuple(self.known_mm),
            held_mm=() if self.held_mm is None else (self.held_mm,),
            days=self.days,
            alignment=self.alignment,
        )


class Asking(QObject):
    """One question on its way.

    Signals
    -------
    progressed(int, int)
        Nodules done and in all.
    answered(object, object)
        The `Question` and the `PriorResult`.
    failed(object, str)
        The `Question` and a sentence.
    """

    progressed = Signal(int, int)
    answered = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._job: Job | None = None
        self.question: Question | None = None

    def ask(self, question: Question) -> None:
        """Ask; a question before is given up."""
        self.cancel()
        self.question = question
        self._send(retry=True)

    def cancel(self) -> bool:
        """Give the question up, without an answer; return whether there was one."""
        job, self._job, self.question = self._job, None, None
        if job is not None:
            job.cancel()
        return job is not None

    def _send(self, *, retry: bool) -> None:
        question = self.question
        if question is None:
            return
        job = self._job = self._client.send(question.request)

        def progress(event: ProgressEvent) -> None:
            if job is self._job:
                self.progressed.emit(event.done, event.total)

        def result(answer: object) -> None:
            if job is self._job:
                self._job = self.question = None
                if isinstance(answer, PriorResult) and len(answer.pairs) == len(question.entries):
                    self.answered.emit(question, answer)
                else:
                    self.failed.emit(question, tr("The engine answered something else than a comparison."))

        def failed(code: str, text: str) -> None:
            if job is not self._job:
                return
            self._job = None
            if code == "engine_died" and retry:
                self._send(retry=False)
                return
            self.question = None
            self.failed.emit(question, text)

        job.progress.connect(progress)
        job.result.connect(result)
        job.failed.connect(failed)
