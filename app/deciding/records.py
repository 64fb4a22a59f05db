"""Statements out of the store and into it; off the window's thread. It knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal

from app.store_thread import StoreThread
from engine.report import SeriesFacts
from engine.statements import Statement


@dataclass(frozen=True, eq=False)
class Change:
    """One statement after another; one without a value takes the earlier back.

    Parameters
    ----------
    series
        Where.
    before
        What held before; `None` for nothing.
    after
        What is stated now.
    """

    series: SeriesFacts
    before: Statement | None
    after: Statement

    def back(self, reader: str) -> Change:
        """Return the change with which somebody undoes this one."""
        value = None if self.before is None else self.before.value
        after = Statement(self.after.name, value, reader, self.after.finding_id, self.after.centre_mm)
        return Change(self.series, self.after, after)


class StatementRecords(StoreThread):
    """Reads and writes, one thing after the other, on a thread of its own.

    Signals
    -------
    read(str, object)
        A series UID and the statements that hold there, a tuple.
    kept(object)
        A `Change` that is on the disk.
    lost(object, str)
        A `Change` that could not be kept, and why.
    """

    read = Signal(str, object)
    kept = Signal(object)
    lost = Signal(object, str)

    def ask(self, series: SeriesFacts) -> None:
        """Read the statements of a series; `read` or `failed` follows."""
        self._do(self._ask, series)

    def write(self, change: Change) -> None:
        """Write a change; `kept` and `read` follow, or `lost`."""
        self._do(self._write, change)

    # ------------------------------------------------------------ on the thread

    def _ask(self, series: SeriesFacts) -> None:
        with self._telling():
            holding = () if self._is_absent() else self._open().statements.current(series)
            self.read.emit(series.series_uid, holding)

    def _write(self, change: Change) -> None:
        with self._telling(partial(self.lost.emit, change)):
            self._open().statements.add(change.series, change.after)
            self.kept.emit(change)
            self._ask(change.series)
