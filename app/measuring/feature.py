"""Measuring as the main window holds it: tools over the image, the store, one undo with the labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.findings.entry import NoduleEntry
from app.i18n import tr
from app.labelling.nodule import facts_of
from app.measuring.names import name_of
from app.measuring.records import Change, MeasurementRecords
from app.message_strip import Level
from app.series.opening import Opening
from app.session import Session
from app.viewer.canvas import Canvas
from app.viewer.grid import ViewportGrid
from app.viewer.tools import TOOLS
from app.viewer.tools.bidirectional import axes_of
from app.viewer.tools.by_keys import ToolByKeys
from app.viewer.tools.drawn import Drawn
from app.viewer.tools.layers import ToolLayers
from app.viewer.tools.note import NoteLine
from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Point
from engine.orientation import slice_number
from engine.reading import KEY_IMAGE, TEXT


class Measuring(QObject):
    """Joins the parts.

    Parameters
    ----------
    stack
        Takes the steps, in one order with those of others.
    reader
        Says who reads now.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    changed()
        Other measurements or key images are shown.
    """

    said = Signal(str, object)
    changed = Signal()

    def __init__(
        self,
        grid: ViewportGrid,
        *,
        session: Session,
        opening: Opening,
        stack: QUndoStack,
        reader: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._grid, self._session, self._stack, self._who = grid, session, stack, reader
        self._drawn: dict[str, tuple[Drawn, ...]] = {}
        self._begun: dict[Change, _Step] = {}
        self.layer = ToolLayers(grid.linked.all, self)
        for viewport, layer in self.layer.pairs():
            keys = grid.cursors.keys[viewport]
            keys.add(ToolByKeys(layer, keys.cursor))
        self.records = MeasurementRecords(self)
        self.layer.made.connect(lambda drawn: self._change(None, drawn))
        self.layer.changed.connect(self._change)
        self.layer.toolChanged.connect(self._tell_tool)
        self.layer.textWanted.connect(self._ask_text)
        self.layer.set_proposer(self._propose)
        self.records.kept.connect(lambda change: self._begun.pop(change, None))
        self.records.lost.connect(self._lost)
        self.records.read.connect(self._read)
        self.records.failed.connect(lambda text: self.said.emit(text, Level.ERROR))
        session.volumeChanged.connect(self._show)
        session.selectionChanged.connect(lambda: self.layer.select(None))
        # Not before the series is read: the store's libraries would compete with its first slices.
        opening.loaded.connect(self._ask)
        opening.gaveUp.connect(self._ask)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        tools = {f"measure.{kind}": partial(self.layer.take, kind) for kind in TOOLS}
        return {**tools, "measure.key_image": self.toggle_key_image}

    def remove_selected(self) -> bool:
        """Remove the selected measurement; return whether there is one."""
        selected = self.layer.selection
        if selected is None:
            return False
        self._change(selected, None)
        return True

    def close(self) -> None:
        """Finish what is on its way to the disk."""
        self.records.close()

    # ------------------------------------------------------------ key images, notes, proposals

    def toggle_key_image(self) -> None:
        """Make the slice shown, with planes the one at the crosshair, a key image, or one no longer."""
        volume = self._session.open
        if volume is None:
            return
        k = volume.volume.nearest_slice(self._grid.linked.crosshair.point_mm)
        there = next((d for at, d in self.drawn() if at == k and d.kind == KEY_IMAGE), None)
        if there is not None:
            self._change(there, None)
            self.said.emit(tr("Slice {k} is a key image no longer.", k=self._number(k)), Level.NOTE)
            return
        plane = volume.volume.plane(k)
        _, rows, columns = plane.size
        x, y, z = (float(v) for v in plane.to_patient((0, (rows - 1) / 2, (columns - 1) / 2)))
        self._change(None, Drawn(KEY_IMAGE, ((x, y, z),), {}))
        self.said.emit(tr("Slice {k} is a key image.", k=self._number(k)), Level.NOTE)

    def _number(self, k: int) -> int:
        """Number of a slice as the reader counts."""
        volume = self._session.open
        return k + 1 if volume is None else slice_number(volume.volume.grid, k)

    def _ask_text(self, canvas: Canvas, point_mm: Point, at: QPointF, before: Drawn | None) -> None:
        def keep(text: str) -> None:
            self._change(before, Drawn(TEXT, (point_mm,), {}, text))

        NoteLine(canvas, at, before.text if before else "", keep)

    def _propose(self, kind: str, point_mm: Point, on: MeasuredSlice) -> tuple[Point, ...] | None:
        """Return the axes of the nodule under a click, as its outline on this slice has them.

        Outlines are drawn on slices as they are stored; a plane that cuts them has none to take axes from.
        """
        volume = self._session.open
        if kind != "bidirectional" or volume is None:
            return None
        found = self._session.nodule_at(point_mm, volume.volume.grid)
        if not isinstance(found, NoduleEntry):
            return None
        k = volume.volume.nearest_slice(point_mm)
        axes = (found.long_axis, found.short_axis)
        ends = tuple(p for axis in axes for p in (axis.start_mm, axis.end_mm))
        if found.largest_slice == k and on.holds(ends):
            return ends
        outlines = [p for p in found.contours_mm.get(k, ()) if on.holds(p)]
        return next(filter(None, (axes_of(p, on) for p in sorted(outlines, key=len)[::-1])), None)

    # ------------------------------------------------------------ changes

    def _change(self, before: Drawn | None, after: Drawn | None) -> None:
        volume = self._session.open
        if volume is not None:
            self._stack.push(_Step(self, Change(facts_of(volume.summary), before, after, self._who())))

    def carry_out(self, change: Change, step: _Step, what: str = "") -> None:
        """Show a change and write it; `what` names an undo or a redo."""
        self._begun[change] = step
        self._put(change)
        self.records.write(change)
        if what:
            drawn = change.after or change.before
            of = (name_of(drawn.kind).lower() if drawn else "") + self._where(change)
            self.said.emit(tr("{what}: {of}.", what=what, of=of), Level.NOTE)

    def _where(self, change: Change) -> str:
        volume, series = self._session.open, change.series
        if volume is not None and volume.summary.series_uid == series.series_uid:
            return ""
        return tr(" in {series}", series=series.description or tr("another series"))

    def _put(self, change: Change) -> None:
        uid = change.series.series_uid
        self._drawn[uid] = change.applied(self._drawn.get(uid, ()))
        self._show()

    def _lost(self, change: Change, text: str) -> None:
        step = self._begun.pop(change, None)
        if step is not None:
            step.setObsolete(True)
        self._put(change.back())
        self.said.emit(tr("The measurement was not kept. {text}", text=text), Level.ERROR)

    # ------------------------------------------------------------ the open series

    def _ask(self) -> None:
        if self._session.open is not None:
            self.records.ask(self._session.open.summary.series_uid)

    def _read(self, series_uid: str, drawn: tuple[Drawn, ...]) -> None:
        for change in self._begun:  # still on its way to the disk
            if change.series.series_uid == series_uid:
                drawn = change.applied(drawn)
        self._drawn[series_uid] = drawn
        self._show()

    def drawn(self) -> list[tuple[int, Drawn]]:
        """Return what is drawn in the open series, each with its slice: key images too."""
        volume = self._session.open
        if volume is None:
            return []
        drawn = self._drawn.get(volume.summary.series_uid, ())
        return [(volume.volume.nearest_slice(d.points_mm[0]), d) for d in drawn]

    def _show(self) -> None:
        drawn = [d for _, d in self.drawn()]
        self.layer.set_measurements([d for d in drawn if d.kind != KEY_IMAGE])
        self._grid.linked.main.set_key_images([d.points_mm[0] for d in drawn if d.kind == KEY_IMAGE])
        self.changed.emit()

    def _tell_tool(self, kind: str) -> None:
        if kind:
            self._grid.active.setFocus()  # arrows and Space go to the image from now on
        self._grid.set_mode(tr("{tool}: left button draws, Esc ends", tool=name_of(kind)) if kind else "")


class _Step(QUndoCommand):
    """One change."""

    def __init__(self, measuring: Measuring, change: Change) -> None:
        super().__init__()
        self._measuring, self._change, self._first = measuring, change, True

    def redo(self) -> None:
        """Carry it out, the first time or again."""
        # A copy: the first one may still be on its way to the disk.
        self._measuring.carry_out(replace(self._change), self, "" if self._first else tr("Redone"))
        self._first = False

    def undo(self) -> None:
        """Carry out its opposite."""
        self._measuring.carry_out(self._change.back(), self, tr("Undone"))
