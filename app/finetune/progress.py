"""The state of a fine-tuning, made of the events in ``progress.jsonl`` (docs/fine-tuning.md). No Qt here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.i18n import tr

#: The training whose weights are installed; the others serve the verdict.
FINAL = "final"
#: Lines of the log kept.
LOG_LINES = 2000


@dataclass
class Curve:
    """How one training went, epoch by epoch; `nan` is not used, a missing value is `None`."""

    name: str
    index: int
    of: int
    epochs: list[int] = field(default_factory=list)
    loss: list[float | None] = field(default_factory=list)
    val_loss: list[float | None] = field(default_factory=list)
    val_auc: list[float | None] = field(default_factory=list)
    best_epoch: int | None = None

    def put(self, epoch: int, loss: float | None, val_loss: float | None, val_auc: float | None) -> None:
        """Add an epoch; one that was repeated after an interruption replaces what was there."""
        while self.epochs and self.epochs[-1] >= epoch:
            for series in (self.epochs, self.loss, self.val_loss, self.val_auc):
                series.pop()
        self.epochs.append(epoch)
        self.loss.append(loss)
        self.val_loss.append(val_loss)
        self.val_auc.append(val_auc)

    @property
    def title(self) -> str:
        """What it is, for people. It is named ``0``, ``1`` or ``final``, that of a second network ``0.1``."""
        part, _, network = self.name.partition(".")
        what = (
            tr("final model")
            if part == FINAL
            else tr("fold {part}", part=int(part) + 1 if part.isdecimal() else part)
        )
        return (
            tr("{what}, network {network}", what=what, network=int(network) + 1)
            if network.isdecimal()
            else what
        )


@dataclass
class TuneProgress:
    """What is known of a run.

    Parameters
    ----------
    curves
        By training, in the order in which they began.
    fraction
        Share of the work that is done, 0 to 1.
    last
        Kind of the last event that changed what the run is doing: ``start``, ``paused``, ``resumed``,
        ``stopped``, ``done``, ``error``; empty before the first.
    error
        The sentence of the last ``error``.
    """

    trainings: int = 0
    mode: str = ""
    curves: dict[str, Curve] = field(default_factory=dict)
    current: str = ""
    epoch: int = 0
    epochs: int = 0
    fraction: float = 0.0
    seconds_left: float | None = None
    last: str = ""
    error: str = ""
    log: list[str] = field(default_factory=list)

    def take(self, line: bytes) -> bool:
        """Take one line; return whether it was an event.

        The last line of a killed run may be cut, and a later version may know more events: what is not
        understood is left out.
        """
        try:
            event = json.loads(line)
            text = self._take(event["event"], event)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
            return False
        if text is None:
            return False
        if text:
            self.log.append(f"{_clock(event)}  {text}")
            del self.log[:-LOG_LINES]
        return True

    def _take(self, kind: str, event: Mapping[str, Any]) -> str | None:
        """Take an event and return its line of the log; `None` for one that is not known."""
        if kind == "training":
            curve = Curve(str(event["name"]), int(event["index"]), int(event["of"]))
            self.curves.setdefault(curve.name, curve)
            self.current, self.epoch, self.trainings = curve.name, 0, curve.of
            return tr(
                "Training {index} of {of} ({title}) on {n} nodules.",
                index=curve.index,
                of=curve.of,
                title=curve.title,
                n=int(event["cases"]),
            )
        if kind == "epoch":
            return self._take_epoch(event)
        if kind == "training_done":
            return self._take_done(event)
        texts = {
            "start": tr("Started."),
            "paused": tr("Paused."),
            "resumed": tr("Goes on."),
            "stopped": tr("Stopped; everything up to the last epoch is kept."),
            "done": tr("Done."),
        }
        if kind == "start":
            self.trainings, self.mode = int(event["trainings"]), str(event["mode"])
            self.epochs = int(event.get("epochs") or 0)
            self._left(event.get("estimated_seconds"))
            self.error = ""
        elif kind == "error":
            self.error = str(event["text"])
        elif kind not in texts:
            return None
        if kind in ("paused", "stopped", "error", "done"):
            self.seconds_left = None
        if kind == "done":
            self.fraction = 1.0
        self.last = kind
        return texts.get(kind, self.error)

    def _take_epoch(self, event: Mapping[str, Any]) -> str:
        name = str(event["name"])
        curve = self.curves.setdefault(name, Curve(name, int(event["index"]), int(event["of"])))
        loss, val_loss, val_auc = (_number(event.get(key)) for key in ("loss", "val_loss", "val_auc"))
        self.epoch, self.epochs = int(event["epoch"]), int(event["epochs"])
        curve.put(self.epoch, loss, val_loss, val_auc)
        self.current = name
        # A part that is repeated after an interruption must not make the bar go back.
        self.fraction = min(max(self.fraction, float(event["done"])), 1.0)
        self._left(event.get("seconds_left"))
        figures = [
            f"{word} {value:.3f}"
            for word, value in ((tr("loss"), loss), (tr("validation loss"), val_loss), (tr("AUC"), val_auc))
            if value is not None
        ]
        return tr(
            "{title}, epoch {epoch} of at most {epochs}: {figures}",
            title=_capital(curve.title),
            epoch=self.epoch,
            epochs=self.epochs,
            figures=tr(", ").join(figures),
        )

    def _take_done(self, event: Mapping[str, Any]) -> str:
        curve, best = self.curves[str(event["name"])], int(event["best_epoch"])
        curve.best_epoch = best
        # It may have stopped early: what was saved counts as done.
        self.fraction = max(self.fraction, _number(event.get("done")) or 0.0)
        self._left(event.get("seconds_left"))
        kept = (
            tr("epoch {best} is kept", best=best)
            if best
            else tr("no epoch was better than the old weights, which are kept")
        )
        return tr("{title} is done; {kept}.", title=_capital(curve.title), kept=kept)

    @property
    def scoring(self) -> bool:
        """Whether every training is done, and both models are judging the nodules."""
        done = sum(curve.best_epoch is not None for curve in self.curves.values())
        return bool(self.trainings) and done == self.trainings

    def _left(self, seconds: object) -> None:
        self.seconds_left = _number(seconds)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _clock(event: Mapping[str, Any]) -> str:
    try:
        return datetime.fromisoformat(str(event.get("time"))).astimezone().strftime("%H:%M:%S")
    except ValueError:
        return "--:--:--"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
