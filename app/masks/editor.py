"""A mask while it is edited: strokes of the brush, each a step that can be undone. It asks nobody."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.i18n import mark, tr
from app.masks.brush import Brush
from engine.brush import ball, disc
from engine.findings import Point
from engine.geometry import Grid
from engine.mask_box import MaskBox
from engine.volume import Volume

UNDONE, REDONE = mark("Undone: a stroke of the brush."), mark("Redone: a stroke of the brush.")


class Editing:
    """One time of editing: over for good once it is left, so that its strokes can be undone no more."""

    def __init__(self, volume: Volume, box: MaskBox) -> None:
        self.volume, self.begun_with, self.box = volume, box, box
        self.over = False


class Editor(QObject):
    """The mask.

    Parameters
    ----------
    stack
        Takes the strokes, in one order with the steps of others.

    Signals
    -------
    changed()
        Other voxels are in the mask, or editing began or ended.
    told(str)
        A sentence.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, brush: Brush, stack: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.brush, self._stack = brush, stack
        self._editing: Editing | None = None
        self._before: MaskBox | None = None
        self.held = False
        """Whether it waits for an answer: nothing is painted meanwhile."""

    @property
    def active(self) -> bool:
        """Whether a mask is being edited."""
        return self._editing is not None

    @property
    def box(self) -> MaskBox:
        """The mask as it is now; empty where none is edited."""
        return MaskBox.nothing() if self._editing is None else self._editing.box

    @property
    def volume(self) -> Volume | None:
        """The volume it is in."""
        return None if self._editing is None else self._editing.volume

    @property
    def touched(self) -> bool:
        """Whether it differs from what it was."""
        return self._editing is not None and not self._editing.box.same(self._editing.begun_with)

    def begin(self, volume: Volume, box: MaskBox) -> None:
        """Edit a mask of a volume."""
        self.end()
        self._editing = Editing(volume, box)
        self.changed.emit()

    def end(self) -> None:
        """Leave it."""
        if self._editing is not None:
            self._editing.over = True
        self._editing = self._before = None
        self.held = False
        self.changed.emit()

    # ------------------------------------------------------------ strokes

    def paint(self, plane: Grid, start_mm: Point, end_mm: Point, *, erase: bool) -> None:
        """Draw the brush from one position to another of a plane; `finish` ends the stroke."""
        editing, brush = self._editing, self.brush
        if editing is None or self.held:
            return
        if self._before is None:
            self._before = editing.box
        grid = editing.volume.grid
        if brush.ball:
            touched = ball(grid, start_mm, end_mm, brush.radius_mm)
        else:
            touched = disc(grid, start_mm, end_mm, brush.radius_mm, plane.normal)
        editing.box = editing.box.without(touched) if erase else editing.box.joined(touched)
        self.changed.emit()

    def finish(self) -> None:
        """End a stroke: from now on it can be undone."""
        editing, before, self._before = self._editing, self._before, None
        if editing is not None and before is not None and not before.same(editing.box):
            self._stack.push(_Stroke(self, editing, before, editing.box))

    def put(self, editing: Editing, box: MaskBox, text: str) -> None:
        """Have another mask, by undo or redo."""
        editing.box = box
        self.changed.emit()
        if text:
            self.told.emit(tr(text))


class _Stroke(QUndoCommand):
    """One stroke; means nothing any more once the mask was kept or left."""

    def __init__(self, editor: Editor, editing: Editing, before: MaskBox, after: MaskBox) -> None:
        super().__init__()
        self._editor, self._editing = editor, editing
        self._before, self._after, self._first = before, after, True

    def redo(self) -> None:
        """Draw it again."""
        self._show(self._after, "" if self._first else REDONE)
        self._first = False

    def undo(self) -> None:
        """Take it back."""
        self._show(self._before, UNDONE)

    def _show(self, box: MaskBox, text: str) -> None:
        if self._editing.over:
            self.setObsolete(True)
        else:
            self._editor.put(self._editing, box, text)
