"""What is open and what was found: the state that the panels share. It asks nobody and draws nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from app.deciding.stated import Stated, is_read
from app.findings.entry import SAME_NODULE_MM, NoduleEntry, PendingNodule
from app.findings.order import Order, ordered
from app.labelling.state import LabelState, nearest
from engine.findings import Decision, Point
from engine.geometry import Grid
from engine.protocol import SeriesSummary, SkippedFile, VolumeRef
from engine.shared_memory import SharedBlock
from engine.statements import Statement
from engine.volume import Volume


@dataclass
class OpenVolume:
    """The series on screen: its voxels, in shared memory that the window owns, and how far it is loaded."""

    summary: SeriesSummary
    volume: Volume
    ref: VolumeRef
    block: SharedBlock
    ready: set[int] = field(default_factory=set)
    complete: bool = False
    given_up: bool = False
    """Reading was cancelled or failed, so that some slices will never come."""


@dataclass
class Nodules:
    """The nodules of one series."""

    entries: dict[str, NoduleEntry] = field(default_factory=dict)
    pending: dict[str, PendingNodule] = field(default_factory=dict)
    selected: str | None = None
    next_number: int = 1
    show_all: bool = False
    """Whether suggestions beyond the first ones are shown too."""

    order: Order = Order.SUGGESTED

    def ordered(self) -> list[NoduleEntry]:
        """Return the assessed nodules in the order in which they are reviewed."""
        shown = [n for n in self.entries.values() if self.show_all or not n.hidden]
        return ordered(shown, self.order)

    @property
    def n_hidden(self) -> int:
        """Suggestions that are kept back while not all are shown."""
        return sum(n.hidden for n in self.entries.values())


class Session(QObject):
    """Series found, the open volume, and the nodules of every series while the window lives.

    Signals
    -------
    seriesChanged()
        Other series are in the list.
    volumeChanged()
        Another series is on screen, or none.
    nodulesChanged()
        A nodule of the open series came, went, or changed.
    selectionChanged()
        Another nodule is selected, or none.
    labelsChanged(str)
        The labels of this series.
    """

    seriesChanged = Signal()
    volumeChanged = Signal()
    nodulesChanged = Signal()
    selectionChanged = Signal()
    labelsChanged = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.series: tuple[SeriesSummary, ...] = ()
        self.skipped: tuple[SkippedFile, ...] = ()
        self.open: OpenVolume | None = None
        self._nodules: dict[str, Nodules] = {}
        self._labels: dict[str, tuple[LabelState, ...]] = {}
        self.stated = Stated(self)
        self.order = Order.SUGGESTED

    # ------------------------------------------------------------ series

    def set_series(self, series: tuple[SeriesSummary, ...], skipped: tuple[SkippedFile, ...]) -> None:
        """Put other series into the list."""
        self.series, self.skipped = series, skipped
        self.seriesChanged.emit()

    def set_open(self, volume: OpenVolume | None) -> None:
        """Put another volume on screen; the caller frees the one before."""
        self.open = volume
        self.volumeChanged.emit()
        self.nodulesChanged.emit()
        self.selectionChanged.emit()

    def move_to(self, other: Session) -> OpenVolume | None:
        """Hand everything over to another session, which does not say so yet; nothing is left here.

        Returns
        -------
        OpenVolume or None
            The open volume, for the other to `set_open`, and for its window to free.
        """
        volume, self.open = self.open, None
        other.series, other.skipped, other.order = self.series, self.skipped, self.order
        other._nodules, self._nodules = self._nodules, {}
        other._labels, self._labels = self._labels, {}
        other.stated.take_from(self.stated)
        return volume

    # ------------------------------------------------------------ nodules

    @property
    def nodules(self) -> Nodules:
        """Nodules of the open series; an empty set that nobody keeps where none is open."""
        if self.open is None:
            return Nodules()
        nodules = self._nodules.setdefault(self.open.summary.series_uid, Nodules())
        nodules.order = self.order
        return nodules

    def nodules_of(self, series_uid: str) -> Nodules:
        """Nodules of a series, open or not."""
        return self._nodules.setdefault(series_uid, Nodules())

    def take_back(self, series_uid: str, entries: Sequence[NoduleEntry]) -> None:
        """Put nodules of an earlier sitting into a series; those that are there already stay as they are.

        Parameters
        ----------
        entries
            With their numbers; one whose number is taken meanwhile gets another.
        """
        nodules = self._nodules.setdefault(series_uid, Nodules())
        there = {n.identity for n in nodules.entries.values()}
        for entry in entries:
            if entry.identity in there:
                continue
            taken = {n.number for n in _all(nodules)}
            new = entry if entry.number not in taken else replace(entry, number=max(taken) + 1)
            nodules.entries[new.id] = new
        nodules.next_number = 1 + max((n.number for n in _all(nodules)), default=0)
        if self.open is not None and self.open.summary.series_uid == series_uid:
            self.nodulesChanged.emit()

    def sort(self, order: Order) -> None:
        """Put the nodules into another order, in every series."""
        self.order = order
        self.nodulesChanged.emit()

    def statements_of_nodules(self) -> dict[str, dict[str, Statement]]:
        """What readers stated of the nodules of the open series: id to name to statement."""
        if self.open is None:
            return {}
        return self.stated.of_nodules(self.open.summary.series_uid, list(self.nodules.entries.values()))

    def unread(self) -> list[NoduleEntry]:
        """The nodules in the list that nobody has looked at or decided, in their order."""
        told = self.statements_of_nodules()
        return [n for n in self.nodules.ordered() if not is_read(told.get(n.id, {}), n)]

    @property
    def selected(self) -> NoduleEntry | PendingNodule | None:
        """The selected nodule of the open series."""
        nodules = self.nodules
        if nodules.selected is None:
            return None
        return nodules.entries.get(nodules.selected) or nodules.pending.get(nodules.selected)

    def nodule_at(self, point_mm: Point, grid: Grid) -> NoduleEntry | PendingNodule | None:
        """Return the nodule that a click means, the nearest one if several cover it; `None` for a new one."""
        nodules = self.nodules
        near = [n for n in nodules.pending.values() if math.dist(n.point_mm, point_mm) <= SAME_NODULE_MM]
        if near:
            return near[0]
        covering = [n for n in nodules.entries.values() if n.covers(point_mm, grid)]
        return min(covering, key=lambda n: math.dist(n.centre_mm, point_mm), default=None)

    def begin(self, point_mm: Point, *, select: bool = True) -> PendingNodule:
        """Note that a nodule was pointed at, and select it unless it comes by itself."""
        nodules = self.nodules
        pending = PendingNodule(nodules.next_number, point_mm)
        nodules.next_number += 1
        nodules.pending[pending.id] = pending
        self.nodulesChanged.emit()
        if select:
            self.select(pending.id)
        return pending

    def finish(self, series_uid: str, pending: PendingNodule, entry: NoduleEntry | None) -> None:
        """Replace a pending nodule by what was found, or drop it (`None`). It may be of a series not open."""
        nodules = self._nodules.setdefault(series_uid, Nodules())
        if nodules.pending.pop(pending.id, None) is None:
            return
        same = next((n for n in nodules.entries.values() if entry and n.identity == entry.identity), None)
        if same is not None:
            # The click lay outside the outline and still found the nodule inside it.
            if nodules.selected == pending.id:
                nodules.selected = same.id
        elif entry is not None:
            nodules.entries[entry.id] = entry
        else:
            # A number is only used up by a nodule that exists.
            nodules.next_number = 1 + max((n.number for n in _all(nodules)), default=0)
            if nodules.selected == pending.id:
                nodules.selected = None
        self._tell(series_uid)

    def suggest(self, series_uid: str, suggestions: list[NoduleEntry]) -> None:
        """Put the suggestions of a batch in the place of earlier ones; what the reader pointed at stays.

        Parameters
        ----------
        series_uid
            The series, open or not.
        suggestions
            With any numbers: they get new ones here, and one that was there before keeps its own.
        """
        nodules = self._nodules.setdefault(series_uid, Nodules())
        before = {n.identity: n for n in nodules.entries.values() if n.suggested_by}
        for old in before.values():
            del nodules.entries[old.id]
        kept = {before[entry.identity].number for entry in suggestions if entry.identity in before}
        number = max({*kept, *(n.number for n in _all(nodules))}, default=0)
        for entry in suggestions:
            known = before.get(entry.identity)
            if known is None:
                number += 1
                known = replace(entry, number=number)
            elif known.suggested_by == entry.suggested_by and (
                known.finding == entry.finding or known.judged_by != known.suggested_by
            ):
                # The same suggestion: its outline stays, or what another model was asked about it since.
                known = replace(known, decision=entry.decision, hidden=entry.hidden)
            else:
                known = replace(entry, number=known.number)
            nodules.entries[known.id] = known
        nodules.next_number = number + 1
        if nodules.selected not in (*nodules.entries, *nodules.pending):
            nodules.selected = None
        self._tell(series_uid)

    def show_all(self, shown: bool) -> None:
        """Show the suggestions of the open series that are kept back, or keep them back again."""
        self.nodules.show_all = shown
        self.nodulesChanged.emit()

    def decide(self, series_uid: str, nodule_id: str, decision: Decision | None) -> None:
        """Note what the reader decided about a suggestion, or that it was taken back (`None`)."""
        nodules = self._nodules.setdefault(series_uid, Nodules())
        entry = nodules.entries.get(nodule_id)
        if entry is not None:
            nodules.entries[nodule_id] = replace(entry, decision=decision)
            self.nodulesChanged.emit()

    def replace(self, series_uid: str, old: NoduleEntry, new: NoduleEntry) -> None:
        """Put a nodule in the place of another, unless that has changed or gone meanwhile."""
        nodules = self._nodules.setdefault(series_uid, Nodules())
        now = nodules.entries.get(old.id)
        if now is None or now.identity != old.identity:
            return
        nodules.entries[old.id] = replace(new, decision=now.decision, hidden=now.hidden)
        if self.open is not None and self.open.summary.series_uid == series_uid:
            self.nodulesChanged.emit()

    def put(self, series_uid: str, entry: NoduleEntry) -> None:
        """Have a nodule of any series like this, by undo or redo; what was decided meanwhile stays."""
        nodules = self._nodules.setdefault(series_uid, Nodules())
        now = nodules.entries.get(entry.id)
        nodules.entries[entry.id] = (
            entry if now is None else replace(entry, decision=now.decision, hidden=now.hidden)
        )
        self._tell(series_uid)

    def drop(self, series_uid: str, nodule_id: str) -> None:
        """Have a nodule of any series no more, by undo."""
        nodules = self._nodules.setdefault(series_uid, Nodules())
        nodules.entries.pop(nodule_id, None)
        if nodules.selected == nodule_id:
            nodules.selected = None
        self._tell(series_uid)

    def _tell(self, series_uid: str) -> None:
        if self.open is not None and self.open.summary.series_uid == series_uid:
            self.nodulesChanged.emit()
            self.selectionChanged.emit()

    def update(self, entry: NoduleEntry) -> None:
        """Replace a nodule of the open series by a changed one."""
        self.nodules.entries[entry.id] = entry
        self.nodulesChanged.emit()

    def remove(self, nodule_id: str) -> None:
        """Remove a nodule of the open series; its neighbour in the list is selected."""
        nodules = self.nodules
        order = [n.id for n in nodules.ordered()]
        if nodule_id not in order:
            return
        at = order.index(nodule_id)
        del nodules.entries[nodule_id]
        rest = order[:at] + order[at + 1 :]
        if nodules.selected == nodule_id:
            nodules.selected = rest[min(at, len(rest) - 1)] if rest else None
        self.nodulesChanged.emit()
        self.selectionChanged.emit()

    def select(self, nodule_id: str | None) -> None:
        """Select a nodule of the open series."""
        nodules = self.nodules
        if nodules.selected != nodule_id:
            nodules.selected = nodule_id
            self.selectionChanged.emit()

    # ------------------------------------------------------------ labels

    def labels(self, series_uid: str) -> tuple[LabelState, ...]:
        """The labels of a series, as far as they were read."""
        return self._labels.get(series_uid, ())

    def set_labels(self, series_uid: str, labels: tuple[LabelState, ...]) -> None:
        """Take the labels of a series as the store has them."""
        if self._labels.get(series_uid) != labels:
            self._labels[series_uid] = labels
            self.labelsChanged.emit(series_uid)

    def put_label(self, series_uid: str, centre_mm: Point, label: LabelState | None) -> None:
        """Put a label in the place of the one at a position; `None` for none."""
        labels = self.labels(series_uid)
        there = nearest([centre_mm], labels).get(0)
        rest = tuple(known for known in labels if known is not there)
        self.set_labels(series_uid, rest if label is None else (*rest, label))

    def labels_of_nodules(self) -> dict[str, LabelState]:
        """Return the nodules of the open series that have a label: id to label."""
        if self.open is None:
            return {}
        entries = list(self.nodules.entries.values())
        found = nearest([n.place_mm for n in entries], self.labels(self.open.summary.series_uid))
        return {entries[i].id: label for i, label in found.items()}

    # ------------------------------------------------------------ going round

    def neighbour(self, step: int) -> NoduleEntry | None:
        """Return the nodule `step` places on in the list, round the end; the first if none is selected."""
        nodules = self.nodules
        order = nodules.ordered()
        if not order:
            return None
        at = next((i for i, n in enumerate(order) if n.id == nodules.selected), None)
        if at is None:
            return order[0 if step > 0 else -1]
        return order[(at + step) % len(order)]


def _all(nodules: Nodules) -> list[NoduleEntry | PendingNodule]:
    return [*nodules.entries.values(), *nodules.pending.values()]
