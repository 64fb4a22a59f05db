"""Which plane of a volume a viewport shows, and what of it has been read. It must not know widgets."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from app.i18n import mark, tr
from app.viewer.plane_name import plane_name
from app.viewer.slab_view import SlabView, caption
from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Point
from engine.geometry import Grid
from engine.orientation import reading_direction
from engine.planes import Frame, Planes, View, planes_of
from engine.volume import Volume


class PlaneView:
    """A stack of planes, the one in view, and the slices of the volume that are there.

    Parameters
    ----------
    view
        Which way the planes face.
    slab
        Whether a slab is shown instead of the plane.
    """

    def __init__(self, view: View, slab: SlabView) -> None:
        self.view = view
        self.frame = Frame()
        self.tag = ""
        self.k = 0
        self.volume: Volume | None = None
        self.planes: Planes | None = None
        self._slab = slab
        self._ready: npt.NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self._direction = 1

    # ------------------------------------------------------------ volume and view

    def set_volume(self, volume: Volume, ready: Collection[int] | None, start: int | None) -> None:
        """Take a volume with the slices that are there (`None`: all); `start` `None` is the middle plane."""
        self.volume, self.frame = volume, Frame()
        self._ready = np.full(volume.grid.size[0], ready is None)
        if ready is not None:
            self._ready[list(ready)] = True
        planes = self._face()
        self.k = min(max(planes.count // 2 if start is None else start, 0), planes.count - 1)

    def set_view(self, view: View, frame: Frame, point_mm: Point) -> None:
        """Face another way, at the plane nearest to a patient position."""
        self.view, self.frame = view, frame
        if self.volume is not None:
            self.k = self._face().nearest(point_mm)

    def _face(self) -> Planes:
        assert self.volume is not None  # noqa: S101 - its callers have looked
        self.planes = planes_of(self.volume, self.view, self.frame)
        self._direction = reading_direction(self.planes.plane(0))
        return self.planes

    def clear(self) -> None:
        """Have no volume."""
        self.volume = self.planes = None
        self._ready = np.zeros(0, dtype=bool)
        self.k = 0

    def add_ready(self, slices: Collection[int]) -> bool:
        """Take note that slices were read; return whether the picture in view is made of one of them."""
        self._ready[list(slices)] = True
        return not set(self.sources(self.k)).isdisjoint(slices)

    # ------------------------------------------------------------ the stack

    @property
    def count(self) -> int:
        """How many planes there are."""
        return 0 if self.planes is None else self.planes.count

    @property
    def plane(self) -> Grid | None:
        """Where the plane in view lies."""
        return None if self.planes is None else self.planes.plane(self.k)

    @property
    def stored(self) -> bool:
        """Whether planes are slices of the volume."""
        return self.planes is None or self.planes.stored

    @property
    def name(self) -> str:
        """What the plane is called; empty for slices as stored."""
        return plane_name(self.view, self.frame)

    @property
    def what(self) -> str:
        """What one of them is."""
        return mark("slice") if self.stored else mark("plane")

    def index_at(self, position: int) -> int:
        """Plane at a place in reading order; its own inverse."""
        return position if self._direction > 0 else self.count - 1 - position

    def positions(self, points_mm: Collection[Point]) -> list[int]:
        """Places in reading order of the planes nearest to patient positions."""
        return [] if self.planes is None else [self.index_at(self.planes.nearest(p)) for p in points_mm]

    @property
    def position(self) -> int:
        """Place of the plane in view in reading order."""
        return self.index_at(self.k)

    def step(self, n: int) -> int:
        """Plane `n` places on in reading order."""
        return self.k + n * self._direction

    # ------------------------------------------------------------ what is seen, and whether it is there

    def seen(self) -> range:
        """Planes that are seen: the one in view, or those of the slab."""
        slab = self._slab.shown
        if self.planes is None or slab is None:
            return range(self.k, self.k + 1)
        return self.planes.extent(self.k, slab.thickness_mm).slices

    def sees(self, slices: Collection[int]) -> bool:
        """Whether one of these slices of the volume is among them."""
        return self.planes is not None and self.stored and any(k in slices for k in self.seen())

    def sources(self, k: int) -> range:
        """Slices of the volume that the picture at plane `k` is made of."""
        return range(0) if self.planes is None else self.planes.sources(k, self._slab.shown)

    def _all_ready(self, slices: range) -> bool:
        return bool(self._ready[slices.start : slices.stop].all())

    def is_loaded(self, k: int) -> bool:
        """Whether the picture at plane `k` can be made."""
        return self.planes is not None and self._all_ready(self.sources(k))

    def ready_in_order(self) -> list[bool]:
        """Which planes can be shown, in reading order."""
        if self.planes is None:
            return []
        if self.planes.stored:
            return [bool(r) for r in self._ready[:: self._direction]]
        return [bool(self._ready.all())] * self.count

    def loading_text(self) -> str:
        """What is still missing of the picture in view."""
        slices = self.sources(self.k)
        if len(slices) == 1:
            return tr("Loading slice {position} of {count}", position=self.position + 1, count=self.count)
        there = int(self._ready[slices.start : slices.stop].sum())
        if self.stored:
            return tr("Loading the slab: {there} of {n} slices", there=there, n=len(slices))
        return tr("Loading the plane: {there} of {n} slices", there=there, n=len(slices))

    def image(self) -> npt.NDArray[np.int16] | None:
        """HU in view; `None` while they are not there."""
        if self.planes is None or not self.is_loaded(self.k):
            return None
        return self.planes.image(self.k, self._slab.shown)

    def caption(self) -> str:
        """Which scan and what kind of picture it is; empty for a plane alone of the only scan."""
        slab = self._slab.shown
        if self.planes is None or slab is None:
            return self.tag
        kind = caption(slab, self.planes.extent(self.k, slab.thickness_mm), self.what)
        return f"{self.tag} · {kind}" if self.tag else kind

    def measured_slice(self) -> MeasuredSlice | None:
        """Return the plane in view, never the slab, to measure on; `None` while it is not there."""
        planes, k = self.planes, self.k
        if planes is None or not self._all_ready(planes.sources(k, None)):
            return None
        return MeasuredSlice(k, planes.plane(k), planes.image(k, None), exact=planes.exact)

    def to_patient(self, column: float, row: float, *, shown: bool) -> Point | None:
        """Patient position of image coordinates: in a MIP (`shown`) where the voxel lies that is seen."""
        if self.planes is None:
            return None
        k = self.planes.depth(self.k, self._slab.shown, int(row), int(column)) if shown else self.k
        x, y, z = (float(v) for v in self.planes.plane(k).to_patient((0, row - 0.5, column - 0.5)))
        return (x, y, z)
