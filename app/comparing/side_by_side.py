"""The prior beside the current scan on the screen: its viewports, titles, marks, and scrolling together.

It knows volumes, viewports and marks; it asks the engine for nothing and decides nothing about nodules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.comparing.link import Link, middles
from app.comparing.pairs import Comparison, Followed
from app.comparing.same_scale import SameScale
from app.findings.entry import NoduleEntry
from app.i18n import mark, tr
from app.series.choose import size_text
from app.session import OpenVolume
from app.viewer.grid import ViewportGrid
from app.viewer.linked import LinkedViewports
from app.viewer.marks import NoduleMark
from app.viewer.slab_view import SlabView
from engine.findings import Point
from engine.protocol import SeriesSummary
from engine.studies import iso_date

BEYOND = mark("The prior does not reach this place.")


class SideBySide(QObject):
    """The viewports of the prior, and how they are joined to those of the current scan.

    Signals
    -------
    pointed(object)
        Patient position in the prior that was clicked.
    menuWanted(object, object)
        Patient position in the prior of a right click, or `None`, and the position on the screen.
    """

    pointed = Signal(object)
    menuWanted = Signal(object, object)

    def __init__(self, grid: ViewportGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.prior = LinkedViewports(self, display=grid.linked.display)
        self.link = Link(grid.linked.crosshair, self.prior.crosshair, self)
        self._titles = ("", "")
        now, before = grid.linked, self.prior
        pairs = ((now.main, before.main), (now.coronal, before.coronal), (now.sagittal, before.sagittal))
        self._scales = [SameScale((a, now.layers[a]), (b, before.layers[b]), self) for a, b in pairs]
        self.prior.clicked.connect(self.pointed)
        self.prior.crosshair.moved.connect(lambda _source: self._tell_ends())
        for moved in (now.crosshair.moved, before.crosshair.moved, grid.layoutChanged):
            moved.connect(lambda *_: self._lie_alike())
        self.link.changed.connect(self._lie_alike)
        for viewport in self.prior.all:
            viewport.contextMenuRequested.connect(self.menuWanted)
        _share(grid.linked.slab, self.prior.slab)
        grid.centred.connect(self._centre)
        self.place_of: Callable[[], Point | None] = lambda: None
        """Where the selected nodule lies in the prior, if that is known."""

    @property
    def shown(self) -> bool:
        """Whether a prior is on screen."""
        return self._grid.companion is not None

    def show(self, current: OpenVolume, prior: OpenVolume, comparison: Comparison) -> None:
        """Show a prior beside the current scan; one before goes."""
        self.link.stop()
        now, before = self._grid.linked, self.prior
        before.slab.on, before.slab.slab = now.slab.on, now.slab.slab
        voi = prior.summary.voi_window
        interval = _interval(comparison)
        before.set_tag(" · ".join(filter(None, (tr("PRIOR"), interval))))
        now.set_tag(tr("CURRENT"))
        before.show_volume(
            prior.volume,
            start_slice=prior.summary.thumbnail_slice,
            ready=prior.ready,
            voi_window=(voi.width, voi.level) if voi else None,
            keep_window=True,
            series_text="\n".join(_texts(prior.summary)),  # in lines: beside them is the letter of the edge
        )
        self._titles = (_name(current.summary), " · ".join(filter(None, (interval, _name(prior.summary)))))
        for scale in self._scales:
            scale.on = True
        self._grid.show_beside(before)
        self.link.start(middles(current.volume, prior.volume))

    def leave(self) -> None:
        """Show the current scan alone, as before, and hold no voxel of the prior."""
        self.link.stop()
        for scale in self._scales:
            scale.on = False
        self.prior.clear()
        self._grid.end_beside()
        self._grid.linked.set_tag("")

    def set_marks(self, known: Sequence[tuple[NoduleEntry, Followed]], selected: str | None) -> None:
        """Draw in the prior what was found of these nodules there."""
        marks = [
            NoduleMark(
                id=entry.id,
                label=str(entry.number),
                contours_mm=before.contours_mm,
                long_axis_mm=before.long_axis_mm,
                short_axis_mm=before.short_axis_mm,
                centre_mm=before.centre_mm,
                largest_slice=before.largest_slice,
            )
            for entry, followed in known
            if (before := followed.before) is not None
        ]
        self.prior.set_marks(marks, selected)

    def position_in_prior(self) -> Point:
        """Patient position under the pointer in the prior, else at its crosshair."""
        shown = [v for v in self._grid.cells.shown if v in self.prior.all]
        points = (viewport.position_under_pointer() for viewport in shown)
        return next((p for p in points if p is not None), self.prior.crosshair.point_mm)

    def notice(self, text: str) -> None:
        """Write a sentence over both images for a moment."""
        for viewport in (self._grid.linked.main, self.prior.main):
            viewport.notice(text)

    def _centre(self, point_mm: Point) -> None:
        """Bring the same place into view in the prior."""
        if self.shown:
            self.prior.centre_on(self.place_of() or self.link.to_prior(point_mm))

    def _lie_alike(self) -> None:
        for scale in self._scales:
            scale.joined = self.link.on
            scale.follow_current()

    def _tell_ends(self) -> None:
        volume, point = self.prior.main.volume, self.prior.crosshair.point_mm
        if self.shown and volume is not None and not bool(volume.grid.contains(point)):
            self.prior.main.notice(tr(BEYOND))

    def say_joined(self, text: str) -> None:
        """Write over the prior what keeps it from showing the same place; empty for nothing."""
        own, other = self._titles
        self._grid.set_titles(
            f"{tr('CURRENT')} · {own}", " · ".join(filter(None, (tr("PRIOR"), text, other)))
        )


def _share(one: SlabView, other: SlabView) -> None:
    """Let both show the same slab."""

    def follow(leader: SlabView, follower: SlabView) -> None:
        if (leader.on, leader.slab) != (follower.on, follower.slab):
            follower.on, follower.slab = leader.on, leader.slab
            follower.changed.emit()

    one.changed.connect(lambda: follow(one, other))
    other.changed.connect(lambda: follow(other, one))


def _interval(comparison: Comparison) -> str:
    return "" if comparison.days is None else tr("{n} d before", n=comparison.days)


def _texts(summary: SeriesSummary) -> list[str]:
    return [t for t in (iso_date(summary.date), summary.description, size_text(summary)) if t]


def _name(summary: SeriesSummary) -> str:
    return " · ".join(_texts(summary))
