"""Two crosshairs that follow one another through an alignment. It knows no widgets, series or nodules."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.viewer.crosshair import Crosshair
from engine.finding_json import point_of
from engine.findings import Point
from engine.prior.alignment import Alignment
from engine.volume import Volume


class Link(QObject):
    """Joins the crosshair of the current scan with that of the prior.

    Whichever the reader moved last leads. `on` says whether the other follows, `by_hand` whether the reader
    set the offset.
    """

    changed = Signal()
    """It was linked, unlinked, or goes through another offset."""

    def __init__(self, current: Crosshair, prior: Crosshair, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current, self._prior = current, prior
        self.alignment = Alignment(np.eye(3), np.zeros(3), 0.0)
        self.on = self.by_hand = False
        self._running = self._moving = False
        self._leader = current
        current.moved.connect(lambda _source: self._follow(current))
        prior.moved.connect(lambda _source: self._follow(prior))

    def start(self, alignment: Alignment) -> None:
        """Begin, linked: the prior goes to where the current scan is."""
        self._running = self.on = True
        self.by_hand = False
        self._leader = self._current
        self.align(alignment)

    def stop(self) -> None:
        """Let each go its own way from now on."""
        self._running = self.on = False

    def align(self, alignment: Alignment) -> None:
        """Take another alignment; who led stays where it is."""
        self.alignment, self.by_hand = alignment, False
        self.changed.emit()
        self._follow(self._leader)

    def pin(self, current_mm: Point, prior_mm: Point) -> None:
        """Shift so that both positions are the same place: a breath moves each place by millimetres more."""
        self.alignment = self.alignment.through(current_mm, prior_mm)
        self._follow(self._leader)

    def toggle(self) -> None:
        """Unlink; or link again, so that what is shown now in both is the same place."""
        self.on = not self.on
        if self.on:
            self.by_hand = True
            self.alignment = self.alignment.through(self._current.point_mm, self._prior.point_mm)
        self.changed.emit()

    def to_prior(self, point_mm: Point) -> Point:
        """Return where a position of the current scan lies in the prior."""
        return point_of(self.alignment.to_prior(point_mm))

    def _follow(self, leader: Crosshair) -> None:
        if not self._running or self._moving:
            return
        self._leader = leader
        if not self.on:
            return
        self._moving = True
        if leader is self._current:
            self._prior.move_to(self.to_prior(leader.point_mm))
        else:
            self._current.move_to(point_of(self.alignment.to_current(leader.point_mm)))
        self._moving = False


def middles(current: Volume, prior: Volume) -> Alignment:
    """Return the offset that lays the middle of one volume on that of the other: all there is at first."""
    straight = Alignment(np.eye(3), np.zeros(3), 0.0)
    ends = [volume.grid.to_patient((np.asarray(volume.grid.size) - 1) / 2) for volume in (current, prior)]
    return straight.through(*ends)
