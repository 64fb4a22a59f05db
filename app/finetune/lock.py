"""Which process works in a run folder, as its ``lock.json`` says. It starts and ends none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import psutil

from engine import json_text

#: The time in a lock is in whole seconds, and that of a process depends on when the clock was set.
CLOCK_S = 60.0


def locked_pid(run: Path) -> int | None:
    """Return the process that holds a run folder; `None` where there is none, or it is gone."""
    try:
        lock = json_text.read(run / "lock.json")
        pid, started = int(lock["pid"]), datetime.fromisoformat(lock["started"]).timestamp()
        process = psutil.Process(pid)
        # A later process may have the same number.
        later = process.create_time() > started + CLOCK_S
        return None if later or process.status() == psutil.STATUS_ZOMBIE else pid
    except (OSError, ValueError, KeyError, TypeError, OverflowError, psutil.Error):
        return None
