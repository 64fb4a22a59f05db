"""Progress of a training as JSON lines for whoever started it, in the run folder and on standard output.

An event never names a patient, a case or a path.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

#: Takes the event's kind and its fields.
Emit = Callable[..., None]


def silent(event: str, **fields: Any) -> None:
    """Drop an event."""


def emitter(log: Path | None = None, *, stdout: bool = False) -> Emit:
    """Make a function that writes events.

    Parameters
    ----------
    log
        File that lines are appended to.
    stdout
        Whether to print them too.

    Returns
    -------
    Callable
        ``emit(event, **fields)``; every line has ``event`` and ``time`` (UTC, ISO 8601) first.
    """

    def emit(event: str, **fields: Any) -> None:
        line = json.dumps(
            {"event": event, "time": datetime.now(UTC).isoformat(timespec="milliseconds"), **fields}
        )
        if log is not None:
            with log.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        if stdout:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    return emit
