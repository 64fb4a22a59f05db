"""How far a fine-tuning is, as events: done from 0 to 1 over all trainings, and the seconds left.

A resumed run continues the same list of events: an epoch that was reported before the interruption is
repeated, but not reported again.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from training.events import Emit
from training.finetune.tune import Epoch

#: Share of the whole that judging the cases takes at the end.
SCORING = 0.05


def mend_log(log: Path) -> set[tuple[str, int]]:
    """Cut off a line that an interruption left half written; return the epochs reported so far."""
    if not log.is_file():
        return set()
    whole = log.read_bytes()
    kept = whole[: whole.rfind(b"\n") + 1]
    if kept != whole:
        with log.open("rb+") as file:
            file.truncate(len(kept))
    told = set()
    for line in kept.decode("utf-8", errors="replace").splitlines():
        try:
            event = json.loads(line)
            if event.get("event") == "epoch":
                told.add((str(event["name"]), int(event["epoch"])))
        except (ValueError, KeyError, AttributeError):
            continue
    return told


class Progress:
    """Counts trainings and epochs.

    Parameters
    ----------
    emit
        Takes the events.
    cases
        Of each training, by name, in their order.
    epochs
        Of a training at most.
    told
        Epochs that were reported before an interruption.
    paused_s
        Tells how long the process has waited so far.
    """

    def __init__(
        self,
        emit: Emit,
        cases: Mapping[str, int],
        epochs: int,
        told: set[tuple[str, int]],
        paused_s: Callable[[], float],
    ) -> None:
        self._emit = emit
        self._cases = dict(cases)
        self._epochs = epochs
        self._told = told
        self._paused_s = paused_s
        self._finished: set[str] = set()
        self._began: float | None = None
        self._done_before = 0.0

    def already(self, name: str) -> None:
        """Count a training that was finished before."""
        self._finished.add(name)
        self._done_before = self._done()

    def training(self, name: str) -> None:
        """Report that a training begins."""
        if self._began is None:
            self._began = time.monotonic() - self._paused_s()
        self._emit(
            "training", name=name, index=self._index(name), of=len(self._cases), cases=self._cases[name]
        )

    def epoch(self, name: str, epoch: Epoch) -> None:
        """Report an epoch."""
        if (name, epoch.number) in self._told:
            return
        done = self._done(name, epoch.number)
        self._emit(
            "epoch",
            name=name,
            index=self._index(name),
            of=len(self._cases),
            epoch=epoch.number,
            epochs=self._epochs,
            loss=round(epoch.loss, 5),
            val_loss=round(epoch.val_loss, 5),
            val_auc=round(epoch.val_auc, 4) if math.isfinite(epoch.val_auc) else None,
            done=round(done, 4),
            seconds_left=self._left(done),
        )

    def training_done(self, name: str, best_epoch: int) -> None:
        """Report that a training is finished."""
        self._finished.add(name)
        done = self._done()
        self._emit(
            "training_done",
            name=name,
            best_epoch=best_epoch,
            done=round(done, 4),
            seconds_left=self._left(done),
        )

    def _index(self, name: str) -> int:
        return list(self._cases).index(name) + 1

    def _done(self, current: str | None = None, epoch: int = 0) -> float:
        work = float(sum(self._cases[name] for name in self._finished))
        if current is not None:
            work += self._cases[current] * epoch / self._epochs
        return (1 - SCORING) * work / sum(self._cases.values())

    def _left(self, done: float) -> int | None:
        """Seconds left at the pace of this process so far, pauses aside."""
        here = done - self._done_before
        if here <= 0 or self._began is None:
            return None
        active = time.monotonic() - self._began - self._paused_s()
        return round(active / here * (1 - done))
