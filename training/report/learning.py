"""Learning curves out of a run's `progress.jsonl`; whatever else is in it is passed over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

#: Fields of an event that are no losses.
_NAMES = frozenset({"event", "time", "fold", "member", "epoch", "epochs", "seconds"})


@dataclass(frozen=True)
class Learning:
    """Mean training losses of every epoch.

    Parameters
    ----------
    curves
        For each part of the loss and each training: the epochs and the values.
    """

    curves: dict[str, dict[str, tuple[tuple[int, ...], tuple[float, ...]]]]


def learning_of(log: Path) -> Learning | None:
    """Read the losses.

    Parameters
    ----------
    log
        Progress events as JSON lines. A training that began anew replaces what was before; one that was
        taken up goes on.

    Returns
    -------
    Learning or None
        `None` where there are none.
    """
    if not log.is_file():
        return None
    trainings: dict[str, dict[int, dict[str, float]]] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            event = json.loads(line)
            if event["event"] != "epoch":
                continue
            name = " ".join(str(event[part]) for part in ("fold", "member") if part in event)
            epoch = int(event["epoch"])
        except (ValueError, KeyError, TypeError):
            continue  # a line that was cut off in the middle
        if epoch == 1:
            trainings[name] = {}
        losses = {
            key: float(value)
            for key, value in event.items()
            if key not in _NAMES and isinstance(value, int | float)
        }
        trainings.setdefault(name, {})[epoch] = losses
    parts = dict.fromkeys(part for epochs in trainings.values() for of in epochs.values() for part in of)
    curves = {
        part: {
            name: (
                tuple(sorted(epoch for epoch, of in epochs.items() if part in of)),
                tuple(of[part] for _, of in sorted(epochs.items()) if part in of),
            )
            for name, epochs in trainings.items()
        }
        for part in parts
    }
    return Learning(curves) if curves else None
