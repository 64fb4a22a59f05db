"""Every key of the window in one table, the reader's changes to it, and the sheet that lists them (F1).

A command has a stable id; the window says what each id does (`bind`). Knows no panel and no engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

#: A key held longer than this is a peek, not a press.
HOLD_MS = 300


@dataclass(frozen=True)
class Command:
    """One thing a key can do: a stable id, its text, its keys by default, and the group it is listed under."""

    id: str
    text: str
    keys: tuple[str, ...]
    group: str


COMMANDS: tuple[Command, ...] = (
    Command("slice.next", "Next slice (towards the feet)", ("Down",), "Slices"),
    Command("slice.previous", "Previous slice (towards the head)", ("Up",), "Slices"),
    Command("slice.next10", "10 slices on", ("Shift+Down",), "Slices"),
    Command("slice.previous10", "10 slices back", ("Shift+Up",), "Slices"),
    Command("slice.first", "First slice", ("Home",), "Slices"),
    Command("slice.last", "Last slice", ("End",), "Slices"),
    Command("series.next", "Next series", ("PgDown",), "Series"),
    Command("series.previous", "Previous series", ("PgUp",), "Series"),
    Command("window.lung", "Lung window 1500 / -600", ("1",), "Window"),
    Command("window.mediastinum", "Mediastinum window 350 / 40", ("2",), "Window"),
    Command("window.bone", "Bone window 2000 / 350", ("3",), "Window"),
    Command("window.emphysema", "Emphysema window 500 / -850", ("4",), "Window"),
    Command("window.dicom", "Window from the files", ("5",), "Window"),
    Command("window.auto", "Window fitted to this slice", ("6",), "Window"),
    Command("view.reset", "Whole image, lung window", ("0",), "Window"),
    Command("nodule.next", "Next nodule", ("N",), "Nodules"),
    Command("nodule.previous", "Previous nodule", ("Shift+N",), "Nodules"),
    Command("nodule.assess", "Assess the nodule under the pointer", ("Return", "Enter"), "Nodules"),
    Command("nodule.remove", "Remove the selected nodule", ("Delete",), "Nodules"),
    Command("overlay.toggle", "Heat map and outlines on or off; hold to peek", ("O",), "Heat map"),
    Command("overlay.fainter", "Fainter heat map", ("[",), "Heat map"),
    Command("overlay.stronger", "Stronger heat map", ("]",), "Heat map"),
    Command("file.open", "Open a folder", ("Ctrl+O",), "General"),
    Command("general.cancel", "Cancel what is running", ("Esc",), "General"),
    Command("help.keys", "This list", ("F1",), "General"),
)

#: What the mouse does over the image, for the sheet.
MOUSE_MAP: tuple[tuple[str, str], ...] = (
    ("Click", "Assess the nodule there"),
    ("Left drag", "Window (right: wider; up: brighter); Ctrl: finer"),
    ("Middle drag", "Pan"),
    ("Right drag", "Zoom about the point"),
    ("Right click", "Menu"),
    ("Wheel", "Slice"),
    ("Ctrl + wheel", "Zoom at the pointer"),
)


class ShortcutError(ValueError):
    """A key table that cannot be used, in a sentence."""


class Bindings:
    """Skeleton: the keys of every command, defaults with the reader's changes over them."""

    @classmethod
    def defaults(cls) -> Bindings: ...

    @classmethod
    def with_overrides(cls, overrides: Mapping[str, object]) -> Bindings:
        """{"overlay.toggle": "H", "slice.next": ["Down", "F"], "view.reset": []}; raises ShortcutError with sentences."""

    def keys(self, command_id: str) -> tuple[str, ...]: ...


def bind(
    window: QWidget,
    bindings: Bindings,
    handlers: Mapping[str, Callable[[], object]],
    holds: Mapping[str, tuple[Callable[[], object], Callable[[bool], object]]] | None = None,
) -> dict[str, QAction]:
    """Skeleton: one QAction per handler, added to `window` (WindowShortcut), usable in menus.

    `holds`: id -> (pressed, released(was_held: bool)). For the overlay use `viewport.press_overlay`
    and `viewport.release_overlay`.
    """
    raise NotImplementedError
