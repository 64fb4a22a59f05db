"""Whether the viewport shows a slab, which kind and how thick; what it then shows of a volume, in words too.

The numbers come from `engine.slab`. It must not know widgets or which slices are loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from engine.slab import THICKNESSES_MM, Slab, SlabKind, Slabs
from engine.volume import Volume

_OFF = "The slab is off."


class SlabView(QObject):
    """The reader's choice of slab; with the slab off, every answer is that of the slice alone."""

    changed = Signal()
    said = Signal(str)
    """A sentence to show for a moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._volume: Volume | None = None
        self._slabs: Slabs | None = None
        self.slab = Slab()
        self.on = False

    def set_volume(self, volume: Volume | None, *, keep: bool) -> None:
        """Take another volume; unless `keep`, the slab is off and of the usual kind."""
        self._volume = volume
        self._slabs = None if volume is None else Slabs(volume)
        if not keep:
            self.on, self.slab = False, Slab()

    # ------------------------------------------------------------ the reader's choice

    def toggle(self) -> None:
        """Show the slab or the slice."""
        self.on = not self.on
        self.changed.emit()

    def show(self, slab: Slab) -> None:
        """Show this slab."""
        self.on, self.slab = True, slab
        self.changed.emit()

    def next_kind(self) -> None:
        """Go on from MIP to MinIP to mean."""
        kinds = list(SlabKind)
        self._set(replace(self.slab, kind=kinds[(kinds.index(self.slab.kind) + 1) % len(kinds)]))

    def thicker(self) -> None:
        """Take the next thickness up."""
        self._set_thickness([mm for mm in THICKNESSES_MM if mm > self.slab.thickness_mm][:1])

    def thinner(self) -> None:
        """Take the next thickness down."""
        self._set_thickness([mm for mm in THICKNESSES_MM if mm < self.slab.thickness_mm][-1:])

    def _set_thickness(self, wanted: list[int]) -> None:
        self._set(replace(self.slab, thickness_mm=wanted[0]) if wanted else self.slab)

    def _set(self, slab: Slab) -> None:
        if not self.on:
            self.said.emit(_OFF)
        elif slab != self.slab:
            self.show(slab)

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what each of its commands in `app.shortcuts` does."""
        return {
            "slab.toggle": self.toggle,
            "slab.kind": self.next_kind,
            "slab.thicker": self.thicker,
            "slab.thinner": self.thinner,
        }

    # ------------------------------------------------------------ what is shown

    def slices(self, k: int) -> range:
        """Indices of the slices that are seen at slice `k`."""
        if self._slabs is None or not self.on:
            return range(k, k + 1)
        return self._slabs.extent(k, self.slab.thickness_mm).slices

    def image(self, k: int) -> npt.NDArray[np.int16] | None:
        """HU to show at slice `k`, shape ``(rows, columns)``; `None` without a volume."""
        if self._volume is None or self._slabs is None:
            return None
        return self._slabs.image(k, self.slab) if self.on else self._volume.hu[k]

    def depth(self, k: int, row: int, column: int) -> int:
        """Slice that the pixel seen at slice `k` comes from."""
        if self._slabs is None or not self.on:
            return k
        return self._slabs.depth(k, self.slab, row, column)

    def caption(self, k: int) -> str:
        """Kind, thickness, and what of it there is at slice `k`; empty with the slab off."""
        if self._slabs is None or not self.on:
            return ""
        extent = self._slabs.extent(k, self.slab.thickness_mm)
        count = f"{len(extent.slices)} slice{'s' if len(extent.slices) > 1 else ''}"
        name = f"{self.slab.kind} {self.slab.thickness_mm:g} mm"
        if extent.cut_off:
            return f"{name}, cut off by the volume's end: {extent.covered_mm:.1f} mm, {count}"
        return f"{name}, {count}"
