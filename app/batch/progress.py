"""The state of a run, made of the events of ``analyze --json-events`` (docs/batch.md). No Qt here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.i18n import mark
from engine import json_text

WAITING = "waiting"
RUNNING = "running"
NOT_YET = mark("The next run goes on with it.")
#: States in which work is left.
_LEFT = {WAITING, RUNNING, "stopped"}


@dataclass(frozen=True)
class WorkRow:
    """A series in the work list.

    Parameters
    ----------
    state
        One of the summary's, or `WAITING`, `RUNNING`.
    step
        What is being done to it while it runs.
    """

    series_uid: str
    description: str
    n_slices: int
    state: str
    reason: str = ""
    step: str = ""
    folder: str = ""
    suggestions: int | None = None
    highest_probability: float | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> WorkRow:
        """Take a row of the summary.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is none.
        """
        count, probability = row["suggestions"], row["highest_probability"]
        return cls(
            series_uid=str(row["series_uid"]),
            description=str(row["description"]),
            n_slices=int(row["n_slices"]),
            state=str(row["state"]),
            reason=str(row["reason"]),
            folder=str(row["folder"] or ""),
            suggestions=None if count is None else int(count),
            highest_probability=None if probability is None else float(probability),
        )


@dataclass
class Progress:
    """What is known of a run.

    Parameters
    ----------
    rows
        By series UID, in the order of the plan.
    scanned, known_files
        Files looked at, and known of, while the folders are searched.
    planned
        Whether the search is over.
    seconds_left
        `None` while nothing is known.
    ended, interrupted
        Whether the run said that it ended, and that it was stopped.
    """

    rows: dict[str, WorkRow] = field(default_factory=dict)
    scanned: int = 0
    known_files: int = 0
    planned: bool = False
    seconds_left: float | None = None
    ended: bool = False
    interrupted: bool = False

    def take(self, line: bytes) -> bool:
        """Take one line of the process; return whether it was an event.

        A library may print, and a later version may know more events: what is not understood is left out.
        """
        try:
            event = json_text.parse(line)
            return self._take(event["event"], event)
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
            return False

    def _take(self, kind: str, event: Mapping[str, Any]) -> bool:
        if kind == "scan":
            self.scanned, self.known_files = int(event["done"]), int(event["known"])
        elif kind == "plan":
            self.planned = True
            self.put(event["rows"])
            for uid, row in self.rows.items():
                if row.state == "stopped":
                    self.rows[uid] = replace(row, state=WAITING, reason="")
        elif kind == "step":
            uid = str(event["series_uid"])
            if uid in self.rows:
                self.rows[uid] = replace(self.rows[uid], state=RUNNING, step=str(event["step"]))
        elif kind == "series":
            self.put([event])
            left = event["seconds_left"]
            self.seconds_left = None if left is None else float(left)
        elif kind == "end":
            self.ended, self.interrupted = True, bool(event["interrupted"])
            self.stop()
        else:
            return False
        return True

    def put(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows of the summary, or replace them."""
        for row in map(WorkRow.of, rows):
            self.rows[row.series_uid] = row

    def stop(self) -> None:
        """Note that nothing runs any more."""
        self.seconds_left = None
        for uid, row in self.rows.items():
            if row.state in (WAITING, RUNNING):
                self.rows[uid] = replace(row, state="stopped", step="", reason=NOT_YET)

    @property
    def left(self) -> int:
        """Series that have still to be analysed."""
        return sum(row.state in _LEFT for row in self.rows.values())

    @property
    def done(self) -> int:
        """Series that were analysed, or tried."""
        return sum(row.state in ("analysed", "failed") for row in self.rows.values())

    def count(self, state: str) -> int:
        """Return the number of series in a state."""
        return sum(row.state == state for row in self.rows.values())


def read_summary(out: Path) -> list[dict[str, Any]]:
    """Return the rows of a run's ``summary.json`` that can be shown; none where it cannot be read."""
    try:
        rows = json_text.read(out / "summary.json")["series"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [row for row in rows if _is_row(row)] if isinstance(rows, list) else []


def _is_row(row: Any) -> bool:
    try:
        WorkRow.of(row)
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
    return True
