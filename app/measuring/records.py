"""Measurements out of the store and into it; off the window's thread. It knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.store_thread import StoreThread
from app.viewer.tools import TOOLS
from app.viewer.tools.drawn import Drawn
from engine.reading import KEY_IMAGE
from engine.report import SeriesFacts

if TYPE_CHECKING:
    from engine.store.measurements import Measurements, StoredMeasurement


@dataclass(frozen=True, eq=False)
class Change:
    """One measurement for another; `None` for none.

    Parameters
    ----------
    series
        Where.
    before, after
        What was there, and what is there now.
    reader
        Who does it.
    """

    series: SeriesFacts
    before: Drawn | None
    after: Drawn | None
    reader: str

    def back(self) -> Change:
        """Return the change that undoes this one."""
        return Change(self.series, self.after, self.before, self.reader)

    def applied(self, drawn: tuple[Drawn, ...]) -> tuple[Drawn, ...]:
        """Return measurements of the series with this change."""
        gone = {d.key for d in (self.before, self.after) if d is not None}
        kept = tuple(d for d in drawn if d.key not in gone)
        return kept if self.after is None else (*kept, self.after)


class MeasurementRecords(StoreThread):
    """Reads and writes, one thing after the other.

    Signals
    -------
    read(str, object)
        A series UID and its measurements, a tuple of `Drawn`.
    kept(object)
        A `Change` that is on the disk.
    lost(object, str)
        A `Change` that could not be kept, and why.
    """

    read = Signal(str, object)
    kept = Signal(object)
    lost = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # On the thread only: which row is which measurement, so that undo finds what was read or made.
        self._rows: dict[int, int] = {}
        self._known: dict[int, Drawn] = {}

    def ask(self, series_uid: str) -> None:
        """Read the measurements of a series; `read` or `failed` follows."""
        self._do(self._ask, series_uid)

    def write(self, change: Change) -> None:
        """Write a change; `kept` or `lost` follows."""
        self._do(self._write, change)

    # ------------------------------------------------------------ on the thread

    def _ask(self, series_uid: str) -> None:
        with self._telling():
            rows = () if self._is_absent() else self._open().measurements.of(series_uid)
            self.read.emit(series_uid, tuple(self._drawn(row) for row in rows if _is_known(row)))

    def _drawn(self, row: StoredMeasurement) -> Drawn:
        if row.id not in self._known:
            self._note(Drawn(row.kind, row.points_mm, row.values, row.text), row.id)
        return self._known[row.id]

    def _note(self, drawn: Drawn, row: int) -> None:
        self._rows[drawn.key], self._known[row] = row, drawn

    def _write(self, change: Change) -> None:
        with self._telling(partial(self.lost.emit, change)):
            self._apply(self._open().measurements, change)
            self.kept.emit(change)

    def _apply(self, store: Measurements, change: Change) -> None:
        # First the new, then the old: what is cut short between them leaves two, never none.
        before, after = change.before, change.after
        if after is not None:
            if after.key in self._rows:
                store.restore(self._rows[after.key])
            else:
                row = store.add(
                    change.series,
                    after.kind,
                    after.points_mm,
                    after.values,
                    reader=change.reader,
                    text=after.text,
                )
                self._note(after, row)
        if before is not None and before.key in self._rows:
            store.remove(self._rows[before.key])


def _is_known(row: StoredMeasurement) -> bool:
    """Whether a row is one of these tools' own; others are left to who made them."""
    if row.kind == KEY_IMAGE:
        return len(row.points_mm) == 1
    return row.kind in TOOLS and len(row.points_mm) == TOOLS[row.kind].n_points
