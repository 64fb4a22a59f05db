"""The brush as the main window holds it: taken on a nodule, kept by Return, left by Escape."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.findings.entry import Edited, NoduleEntry, PendingNodule
from app.i18n import mark, tr
from app.labelling.nodule import facts_of
from app.masks.brush import Brush
from app.masks.editor import Editor
from app.masks.keeping import Change, Keeping, box_of
from app.masks.layer import BrushLayer
from app.masks.recalling import Recalling
from app.masks.records import Kept, OutlineRecords
from app.message_strip import Level
from app.session import OpenVolume
from engine.findings import Point
from engine.mask_box import MaskBox

if TYPE_CHECKING:
    from app.window import MainWindow

NOT_READ = mark("Outlines are edited once all slices of the series are there.")
UNEVEN = mark("The slices of this series are unevenly spaced, so that no outline can be measured in it.")
PENDING = mark("This nodule is still being assessed. Try again when it is done.")
EMPTY = mark("The outline is empty. Paint the lesion, or press Esc to leave the outline as it was.")
FIRST = mark("Take the brush first ({key}).")
HINT = mark("Return keeps the outline, Esc leaves it as it was")
IN_HAND = mark("The brush is in hand: Return keeps the outline, Esc leaves it as it was.")
LEFT = mark("The outline stays as it was.")
AS_PROPOSED = mark("The selected nodule has the outline that was proposed.")
NO_PROPOSAL = mark("There is no proposal to go back to. {reason}")
MEASURING = mark("Measuring the outline …")
KEPT_UNMEASURED = mark("The outline that was being edited is kept; it is measured when its series is open.")


class Masks(QObject):
    """Joins the parts.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    """

    said = Signal(str, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._grid = window.session, window.grid
        self._assessor, self._measuring = window.assessor, window.measuring
        self._who: Callable[[], str] = lambda: window.label_row.name
        stack = window.labels.actions.stack
        self.brush = Brush(self)
        self.editor = Editor(self.brush, stack, self)
        self.records = OutlineRecords(self)
        self.keeping = Keeping(self._session, self.records, stack, self._who, self)
        self.recalling = Recalling(
            self._session, self._assessor, window.client, self.records, self.keeping, parent=self
        )
        self.layers = []
        for viewport, keys in self._grid.cursors.keys.items():
            layer = BrushLayer(viewport, self.editor, keys.cursor, self.keep)
            keys.add(layer)
            self.layers.append(layer)
        self._nodule = ""
        self._volume: OpenVolume | None = None
        self._brush_key = ""
        self._asking: object | None = None
        self._join(window)

    def _join(self, window: MainWindow) -> None:
        self.editor.told.connect(lambda text: self.said.emit(text, Level.NOTE))
        self.brush.changed.connect(self._tell_mode)
        for part in (self.keeping, self.recalling):
            part.said.connect(self.said)
        self.records.failed.connect(lambda text: self.said.emit(text, Level.ERROR))
        self._measuring.layer.toolChanged.connect(self._tool_taken)
        self._session.volumeChanged.connect(self._volume_changed)
        window.review.removed.connect(self._removed)
        # Not before the series is read: the store's libraries would compete with its first slices.
        window.opening.loaded.connect(self.recalling.ask)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {
            "brush.edit": self.edit,
            "brush.erase": partial(self._with_brush, self.brush.toggle_erasing),
            "brush.ball": partial(self._with_brush, self.brush.toggle_ball),
            "brush.larger": partial(self._with_brush, partial(self.brush.resize, 1)),
            "brush.smaller": partial(self._with_brush, partial(self.brush.resize, -1)),
            "brush.restore": self.restore,
        }

    def set_keys(self, brush_key: str) -> None:
        """Take the key that hints name."""
        self._brush_key = brush_key

    def close(self) -> None:
        """Keep what is being edited, finish what is on its way to the disk."""
        self._keep_unmeasured()
        self.editor.end()
        self.records.close()

    def _warn(self, text: str, **fields: object) -> None:
        self.said.emit(tr(text, **fields), Level.WARNING)

    # ------------------------------------------------------------ the brush in hand

    def edit(self) -> None:
        """Take the brush on the selected nodule, or on nothing yet; in hand already, say how to end."""
        volume, entry = self._session.open, self._session.selected
        if self.editor.active:
            self.said.emit(tr(IN_HAND), Level.NOTE)
        elif volume is None or not volume.complete:
            self._warn(NOT_READ)
        elif not volume.volume.is_regular:
            self._warn(UNEVEN)
        elif isinstance(entry, PendingNodule):
            self._warn(PENDING)
        else:
            if self._measuring.layer.tool:
                self._measuring.layer.take("")
            self._volume, self._nodule = volume, entry.id if entry else ""
            self.editor.begin(volume.volume, box_of(entry, volume.volume) if entry else MaskBox.nothing())
            self._tell_mode()
            self._grid.notice(tr(HINT))
            self._grid.active.setFocus()

    def _with_brush(self, change: Callable[[], object]) -> None:
        if self.editor.active:
            change()
        else:
            self._warn(FIRST, key=self._brush_key)

    def _tell_mode(self) -> None:
        if self.editor.active:
            self._grid.set_mode(self.brush.text)

    def _tool_taken(self, kind: str) -> None:
        if kind and self.editor.active:
            self._measuring.layer.take("")
            self._tell_mode()
            self.said.emit(tr(IN_HAND), Level.NOTE)

    def leave(self) -> bool:
        """Lay the brush down, the outline as it was; return whether it was in hand."""
        if not self.editor.active:
            return False
        touched = self.editor.touched
        self._end()
        if touched:
            self.said.emit(tr(LEFT), Level.NOTE)
        return True

    def _end(self) -> None:
        self._asking = None
        self.editor.end()
        self._grid.set_mode("")
        self._grid.notice("")  # the hint goes with the brush
        self._grid.cursors.leave()

    def _volume_changed(self) -> None:
        if self.editor.active and self._session.open is not self._volume:
            self._keep_unmeasured()
            self._end()

    def _keep_unmeasured(self) -> None:
        """Keep a mask that cannot be measured any more: it is when its series is opened again."""
        volume, box = self._volume, self.editor.box.trimmed()
        if volume is None or not self.editor.active or not self.editor.touched or not box:
            return
        facts, size = facts_of(volume.summary), volume.volume.grid.size
        entry = self._session.nodules_of(facts.series_uid).entries.get(self._nodule)
        place = _middle(box, volume) if entry is None else entry.place_mm
        name = "" if entry is None else entry.identity
        self.records.write(Kept(facts, size, name, place, box, self._who()))
        self.said.emit(tr(KEPT_UNMEASURED), Level.NOTE)

    # ------------------------------------------------------------ keeping

    def keep(self) -> None:
        """Have the mask measured and judged; then it is the nodule's."""
        volume, editor = self._volume, self.editor
        if volume is None or not editor.active or editor.held:
            return
        editor.finish()
        box = editor.box.trimmed()
        if not editor.touched:
            self.leave()
        elif not box:
            self._warn(EMPTY)
        else:
            self._measure(volume, box)

    def _measure(self, volume: OpenVolume, box: MaskBox) -> None:
        entry = self._session.nodules.entries.get(self._nodule)
        self.editor.held = True
        asking = self._asking = object()
        self._grid.set_mode(tr(MEASURING))
        if entry is not None:
            pending = PendingNodule(entry.number, entry.point_mm)
        else:
            pending = self._session.begin(_middle(box, volume))

        def done(seen: NoduleEntry) -> None:
            if self._asking is not asking:  # left meanwhile
                failed("")
                return
            self._end()
            self._keep(volume, box, pending, seen, entry)

        def failed(text: str) -> None:
            if entry is None:
                self._session.finish(volume.summary.series_uid, pending, None)
            if self._asking is asking:
                self.editor.held = False
                self._tell_mode()
            if text:
                self.said.emit(text, Level.ERROR)

        self._assessor.ask(volume, pending, done, failed, box)

    def _keep(
        self,
        volume: OpenVolume,
        box: MaskBox,
        pending: PendingNodule,
        seen: NoduleEntry,
        entry: NoduleEntry | None,
    ) -> None:
        """Make it the nodule's own: of the one that was there (`entry`), or of one drawn from nothing."""
        facts, now = facts_of(volume.summary), datetime.now(UTC)
        before = box_before = None
        if entry is None:
            after = seen.with_outline(seen, Edited(self._who(), now, seen.centre_mm, None))
            self._session.finish(facts.series_uid, pending, after)
        else:
            before = self._session.nodules_of(facts.series_uid).entries.get(entry.id, entry)
            proposal = before.edited.proposal if before.edited else before
            after = before.with_outline(seen, Edited(self._who(), now, before.place_mm, proposal))
            box_before = box_of(before, volume.volume) if before.edited else None
        self.keeping.do(Change(facts, volume.volume.grid.size, before, after, box_before, box))

    def restore(self) -> None:
        """Give the selected nodule the outline back that was proposed."""
        volume, entry = self._session.open, self._session.selected
        if self.editor.active:
            self.said.emit(tr(IN_HAND), Level.NOTE)
            return
        if volume is None or not isinstance(entry, NoduleEntry) or entry.edited is None:
            self.said.emit(tr(AS_PROPOSED), Level.NOTE)
            return
        if entry.edited.proposal is not None:
            self._go_back(volume, entry, entry.edited.proposal)
            return
        pending = PendingNodule(entry.number, entry.edited.place_mm)
        self._assessor.ask(
            volume,
            pending,
            lambda seen: self._go_back(volume, entry, seen.named(entry.identity)),
            lambda text: self._warn(NO_PROPOSAL, reason=text) if text else None,
        )

    def _go_back(self, volume: OpenVolume, entry: NoduleEntry, proposal: NoduleEntry) -> None:
        facts, size = facts_of(volume.summary), volume.volume.grid.size
        box = box_of(entry, volume.volume)
        self.keeping.do(Change(facts, size, entry, proposal, box, None))

    def _removed(self, entry: NoduleEntry) -> None:
        """Forget the outline of a nodule that the reader removed: else it would come back with the series."""
        volume = self._session.open
        if volume is not None and entry.edited is not None:
            facts, size = facts_of(volume.summary), volume.volume.grid.size
            self.keeping.carry_out(Change(facts, size, entry, None, None, None), None)


def _middle(box: MaskBox, volume: OpenVolume) -> Point:
    """Patient position of the voxel of a mask that is nearest to its middle."""
    at = np.argwhere(box.mask) + box.start
    nearest = at[int(np.argmin(((at - at.mean(0)) ** 2).sum(1)))]
    x, y, z = (float(v) for v in volume.volume.grid.to_patient(nearest))
    return (x, y, z)
