"""Going through the nodules: by click, by key, by list. Joins the session, the assessor and the viewport."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QObject, Signal

from app.findings.assessing import Assessor
from app.findings.card import NoduleCard
from app.findings.entry import NoduleEntry, PendingNodule
from app.findings.marks import marks_of
from app.findings.nodule_list import NoduleList
from app.i18n import mark, tr
from app.session import Session
from app.viewer.grid import ViewportGrid
from engine.findings import Point

#: The presses of a double click are no farther apart, whatever the desktop says.
DOUBLE_CLICK_S = 1.0
NO_POINTER = mark("Put the pointer on a nodule in the image first.")


@dataclass(frozen=True)
class _Begun:
    """A nodule that a click began, what was selected before, and when that was."""

    id: str
    selected_before: str | None
    at: float


class NoduleReview(QObject):
    """What the reader does with nodules.

    Signals
    -------
    clicked()
        The reader pointed at the image; earlier remarks are out of date.
    remarked(str)
        A passing sentence for the reader.
    removed(object)
        A `NoduleEntry` that the reader took out of the list.
    """

    clicked = Signal()
    remarked = Signal(str)
    removed = Signal(object)

    def __init__(
        self,
        session: Session,
        assessor: Assessor,
        viewport: ViewportGrid,
        *,
        nodule_list: NoduleList,
        card: NoduleCard,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._assessor = assessor
        self._viewport = viewport
        self._begun: _Begun | None = None
        viewport.pointClicked.connect(self._click)
        viewport.pointSelected.connect(self.select_at)
        viewport.doubleClicked.connect(self._take_back_click)
        nodule_list.chosen.connect(self.go_to)
        card.mapShown.connect(self.show_map)
        card.assessAgain.connect(self.assess_again)
        assessor.failed.connect(self.remarked)
        assessor.assessed.connect(self._show_where_it_looked)
        session.nodulesChanged.connect(self.draw)
        session.selectionChanged.connect(self.draw)

    def assess_at(self, point_mm: Point) -> None:
        """Select the nodule at a position, or have it assessed."""
        self.clicked.emit()
        self._assessor.assess_at(point_mm)

    def _click(self, point_mm: Point) -> None:
        before, selected = set(self._session.nodules.pending), self._session.nodules.selected
        self.assess_at(point_mm)
        new = self._session.selected
        begun = isinstance(new, PendingNodule) and new.id not in before
        self._begun = _Begun(new.id, selected, monotonic()) if new is not None and begun else None

    def _take_back_click(self) -> None:
        """Drop what the first press of a double click asked for: it was about the layout."""
        begun, self._begun = self._begun, None
        volume, nodules = self._session.open, self._session.nodules
        if begun is None or volume is None or monotonic() - begun.at > DOUBLE_CLICK_S:
            return
        if begun.id in nodules.pending:
            self._session.finish(volume.summary.series_uid, nodules.pending[begun.id], None)
        elif begun.id in nodules.entries:
            self._session.remove(begun.id)
        self._session.select(begun.selected_before)

    def select_at(self, point_mm: Point) -> None:
        """Select the nodule at a position, if there is one; nothing is assessed."""
        volume = self._session.open
        nodule = None if volume is None else self._session.nodule_at(point_mm, volume.volume.grid)
        if nodule is not None:
            self._session.select(nodule.id)

    def point_at(self, point_mm: Point) -> None:
        """Bring a position into view and do the same there."""
        self.assess_at(point_mm)
        self._viewport.centre_on(point_mm)

    def assess_under_pointer(self) -> None:
        """Do the same at the mouse pointer."""
        point = self._viewport.position_under_pointer()
        if point is not None:
            self.assess_at(point)
        elif self._session.open is not None:
            self.remarked.emit(tr(NO_POINTER))

    def go_to(self, nodule_id: str) -> None:
        """Select a nodule and bring it into view."""
        self._session.select(nodule_id)
        nodule = self._session.selected
        if nodule is not None:
            point = nodule.centre_mm if isinstance(nodule, NoduleEntry) else nodule.point_mm
            self._viewport.centre_on(point)

    def _show_where_it_looked(self, entry: NoduleEntry) -> None:
        """Turn from the slice that was clicked to the one that was measured and judged, a few slices on.

        Not if the reader has gone elsewhere meanwhile.
        """
        if self._session.selected is entry and self._viewport.sees(entry.contours_mm):
            self._viewport.show_point(entry.centre_mm)

    def step(self, step: int) -> None:
        """Go to the next or previous nodule of the list."""
        nodule = self._session.neighbour(step)
        if nodule is not None:
            self.go_to(nodule.id)

    def remove(self) -> None:
        """Remove the selected nodule."""
        selected = self._session.selected
        if isinstance(selected, NoduleEntry):
            self.removed.emit(selected)
            self._session.remove(selected.id)

    def show_map(self, nodule_id: str, shown: bool) -> None:
        """Show or hide the heat map of a nodule."""
        entry = self._session.nodules.entries.get(nodule_id)
        if entry is not None:
            self._session.update(entry.with_map_shown(shown))

    def assess_again(self, nodule_id: str) -> None:
        """Have the active model judge a nodule."""
        entry = self._session.nodules.entries.get(nodule_id)
        if entry is not None:
            self._assessor.assess_again([entry])

    def draw(self) -> None:
        """Draw the nodules of the open series on the image."""
        volume = self._session.open
        if volume is not None:
            nodules = self._session.nodules
            self._viewport.set_marks(marks_of(nodules, volume.volume), nodules.selected)
