"""Whether viewports show a slab, which kind and how thick, and the words for it.

It must not know widgets, volumes or which slices are loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.i18n import mark, tr, trn
from engine.slab import THICKNESSES_MM, Extent, Slab, SlabKind

_KINDS = {SlabKind.MIP: mark("MIP"), SlabKind.MINIP: mark("MinIP"), SlabKind.MEAN: mark("mean")}
_OFF = mark("The slab is off.")


class SlabView(QObject):
    """The reader's choice of slab."""

    changed = Signal()
    said = Signal(str)
    """A sentence to show for a moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.slab = Slab()
        self.on = False

    @property
    def shown(self) -> Slab | None:
        """The slab that is shown; `None` for the slice alone."""
        return self.slab if self.on else None

    def reset(self) -> None:
        """Turn it off, and of the usual kind; nobody is told."""
        self.on, self.slab = False, Slab()

    def toggle(self) -> None:
        """Show the slab or the slice."""
        self.on = not self.on
        self.changed.emit()

    def show(self, slab: Slab) -> None:
        """Show this slab."""
        self.on, self.slab = True, slab
        self.changed.emit()

    def take(self, slab: Slab, *, on: bool) -> None:
        """Have this choice, shown or not."""
        if (slab, on) != (self.slab, self.on):
            self.on, self.slab = on, slab
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
            self.said.emit(tr(_OFF))
        elif slab != self.slab:
            self.show(slab)

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what each of its commands in `app.commands` does."""
        return {
            "slab.toggle": self.toggle,
            "slab.kind": self.next_kind,
            "slab.thicker": self.thicker,
            "slab.thinner": self.thinner,
        }


def caption(slab: Slab, extent: Extent, what: str = "slice") -> str:
    """Kind, thickness, and what of it there is; `what` it is made of, in the singular."""
    n = len(extent.slices)
    count = trn("1 plane", "{n} planes", n) if what == "plane" else trn("1 slice", "{n} slices", n)
    name = tr("{kind} {thickness_mm:g} mm", kind=tr(_KINDS[slab.kind]), thickness_mm=slab.thickness_mm)
    if extent.cut_off:
        return tr(
            "{name}, cut off by the volume's end: {covered_mm:.1f} mm, {count}",
            name=name,
            covered_mm=extent.covered_mm,
            count=count,
        )
    return tr("{name}, {count}", name=name, count=count)
