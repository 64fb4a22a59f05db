"""Undo and redo over steps of which some mean nothing any more: those are passed over. Knows no step."""

from __future__ import annotations

from PySide6.QtGui import QUndoStack


def undo(stack: QUndoStack) -> bool:
    """Take back the last step that still means something; return whether there was one.

    A step that means nothing any more says so (`QUndoCommand.setObsolete`), and the stack drops it.
    """
    while stack.canUndo():
        before = stack.count()
        stack.undo()
        if stack.count() == before:
            return True
    return False


def redo(stack: QUndoStack) -> bool:
    """Do the next such step again; return whether there was one."""
    while stack.canRedo():
        before = stack.count()
        stack.redo()
        if stack.count() == before:
            return True
    return False
