"""Edited outlines out of the store and into it; off the window's thread. It knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal

from app.store_thread import StoreThread
from engine.findings import Point
from engine.mask_box import Index, MaskBox
from engine.report import SeriesFacts


@dataclass(frozen=True, eq=False)
class Kept:
    """A nodule's mask, or that it has the program's own again (`None`), on its way to the disk."""

    series: SeriesFacts
    volume: Index
    finding_id: str
    place_mm: Point
    box: MaskBox | None
    reader: str


class OutlineRecords(StoreThread):
    """Reads and writes, one thing after the other.

    Signals
    -------
    read(str, object, int)
        A series UID, its masks (a tuple of `engine.kept_outline.KeptOutline`), and how many are damaged.
    kept(object)
        A `Kept` that is on the disk.
    lost(object, str)
        A `Kept` that could not be kept, and why.
    """

    read = Signal(str, object, int)
    kept = Signal(object)
    lost = Signal(object, str)

    def ask(self, series_uid: str, volume: Index) -> None:
        """Read the masks of a series whose volume has this shape; `read` or `failed` follows."""
        self._do(self._ask, series_uid, volume)

    def write(self, what: Kept) -> None:
        """Write one; `kept` or `lost` follows."""
        self._do(self._write, what)

    # ------------------------------------------------------------ on the thread

    def _ask(self, series_uid: str, volume: Index) -> None:
        with self._telling():
            nothing = ((), 0)
            found, damaged = (
                nothing if self._is_absent() else self._open().outlines.current(series_uid, volume)
            )
            self.read.emit(series_uid, found, damaged)

    def _write(self, what: Kept) -> None:
        with self._telling(partial(self.lost.emit, what)):
            self._open().outlines.add(
                what.series,
                what.finding_id,
                what.place_mm,
                volume=what.volume,
                box=what.box,
                reader=what.reader,
            )
            self.kept.emit(what)
