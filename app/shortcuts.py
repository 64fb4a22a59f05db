"""Every key of the window in one table, the reader's changes to it, and the sheet that lists them (F1).

A command has a stable id; the window says what each id does and gets an action for it (`bind`). Knows no
panel and no engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import cast

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

#: Commands that go on while their key is held down.
_REPEATING = {
    "slice.next", "slice.previous", "slice.next10", "slice.previous10", "overlay.fainter", "overlay.stronger",
    "crosshair.left", "crosshair.right", "crosshair.up", "crosshair.down",
    "plane.turn_left", "plane.turn_right",
}  # fmt: skip
#: A key held longer than this is a peek, not a press.
HOLD_S = 0.3


@dataclass(frozen=True)
class Command:
    """One thing a key can do: a stable id, its text, its keys by default, and its group in the sheet."""

    id: str
    text: str
    keys: tuple[str, ...]
    group: str


#: The one place where keys are given out. Keys are written as `QKeySequence` reads them.
COMMANDS: tuple[Command, ...] = (
    Command("slice.next", "Next slice, towards the feet", ("Down",), "Slices"),
    Command("slice.previous", "Previous slice, towards the head", ("Up",), "Slices"),
    Command("slice.next10", "10 slices on", ("Shift+Down",), "Slices"),
    Command("slice.previous10", "10 slices back", ("Shift+Up",), "Slices"),
    Command("slice.first", "First slice", ("Home",), "Slices"),
    Command("slice.last", "Last slice", ("End",), "Slices"),
    Command("slab.toggle", "Slab or slice", ("M",), "Slab and cine"),
    Command("slab.kind", "Next kind of slab: MIP, MinIP, mean", ("Shift+M",), "Slab and cine"),
    Command("slab.thicker", "Thicker slab, up to 30 mm", (".",), "Slab and cine"),
    Command("slab.thinner", "Thinner slab, down to 5 mm", (",",), "Slab and cine"),
    Command("cine.toggle", "Cine; anything else stops it", ("C",), "Slab and cine"),
    Command("cine.faster", "Faster cine", ("+", "="), "Slab and cine"),
    Command("cine.slower", "Slower cine", ("-",), "Slab and cine"),
    Command("series.next", "Next series", ("PgDown",), "Series"),
    Command("series.previous", "Previous series", ("PgUp",), "Series"),
    Command("window.lung", "Lung window, 1500 / -600", ("1",), "Window"),
    Command("window.mediastinum", "Mediastinum window, 350 / 40", ("2",), "Window"),
    Command("window.bone", "Bone window, 2000 / 350", ("3",), "Window"),
    Command("window.emphysema", "Emphysema window, 500 / -850", ("4",), "Window"),
    Command("window.dicom", "Window that the files name", ("5",), "Window"),
    Command("window.auto", "Window fitted to this slice", ("6",), "Window"),
    Command("view.reset", "Whole slice in the lung window", ("0",), "Window"),
    Command("view.invert", "Black and white exchanged", ("I",), "Window"),
    Command("view.flip_horizontal", "Left and right exchanged", ("Shift+H",), "Window"),
    Command("view.flip_vertical", "Top and bottom exchanged", ("Shift+J",), "Window"),
    Command("view.actual", "Pixel for pixel (1:1)", ("Ctrl+0",), "Window"),
    Command("nodule.next", "Next nodule", ("N",), "Nodules"),
    Command("nodule.previous", "Previous nodule", ("Shift+N",), "Nodules"),
    Command("nodule.assess", "Assess the nodule under the pointer", ("Return", "Enter"), "Nodules"),
    Command("nodule.accept", "Accept the selected suggestion", ("A",), "Nodules"),
    Command("nodule.reject", "Reject the selected suggestion; it stays rejected", ("X",), "Nodules"),
    Command("nodule.edit", "Correct type, lobe or axes of the selected nodule", ("F4",), "Nodules"),
    Command("nodule.comment", "Write a comment on the finding, for the report", ("Ctrl+T",), "Nodules"),
    Command("nodule.risk", "Risk models and follow-up: unfold or fold", ("Ctrl+R",), "Nodules"),
    Command("nodule.unread", "Next suggestion that nobody has looked at", ("U",), "Nodules"),
    Command("nodule.mark", "Mark it unread, or read", ("Shift+U",), "Nodules"),
    Command("nodule.order", "Next order: suggested, suspicion, size, position", ("Shift+S",), "Nodules"),
    Command("nodule.remove", "Remove the selected measurement, else the nodule", ("Del",), "Nodules"),
    Command("label.benign", "Label the selected nodule benign; again: take it back", ("Ctrl+1",), "Labels"),
    Command("label.malignant", "Label it malignant; again: take it back", ("Ctrl+2",), "Labels"),
    Command("label.unsure", "Label it unsure; again: take it back", ("Ctrl+3",), "Labels"),
    Command("label.comment", "Write a comment to its label", ("Ctrl+K",), "Labels"),
    Command("label.approve", "Approve another reader's label", ("Ctrl+Return", "Ctrl+Enter"), "Labels"),
    Command("label.flag", "Flag its label: it stays out of training", ("Ctrl+F",), "Labels"),
    Command("label.queue", "Label queue: what the model is least sure of first", ("Ctrl+L",), "Labels"),
    Command("label.next", "Next nodule of the label queue", ("Ctrl+N",), "Labels"),
    Command("label.undo", "Undo the last label or measurement", ("Ctrl+Z",), "Labels"),
    Command("label.redo", "Redo it", ("Ctrl+Y", "Ctrl+Shift+Z"), "Labels"),
    Command("overlay.toggle", "Heat map and outlines on or off; hold to peek", ("O",), "Heat map"),
    Command("overlay.fainter", "Fainter heat map", ("[",), "Heat map"),
    Command("overlay.stronger", "Stronger heat map", ("]",), "Heat map"),
    Command("overlay.contour", "Heat map as colours or as contours", ("Shift+O",), "Heat map"),
    Command("layout.one", "This image alone; again: back", ("F2",), "Planes"),
    Command("layout.planes", "Three planes and a slab", ("F3",), "Planes"),
    Command("viewport.next", "Next image", ("V",), "Planes"),
    Command("viewport.previous", "Image before", ("Shift+V",), "Planes"),
    Command("crosshair.left", "Crosshair a pixel to the left", ("Alt+Left",), "Planes"),
    Command("crosshair.right", "to the right", ("Alt+Right",), "Planes"),
    Command("crosshair.up", "up", ("Alt+Up",), "Planes"),
    Command("crosshair.down", "down", ("Alt+Down",), "Planes"),
    Command("plane.turn_right", "Turn its lines clockwise, 1°", ("Alt+Shift+Right",), "Planes"),
    Command("plane.turn_left", "Turn them back, 1°", ("Alt+Shift+Left",), "Planes"),
    Command("plane.turn_right15", "Turn them clockwise, 15°", ("Ctrl+Shift+Right",), "Planes"),
    Command("plane.turn_left15", "Turn them back, 15°", ("Ctrl+Shift+Left",), "Planes"),
    Command("plane.straight", "Straight planes again", ("R",), "Planes"),
    Command("measure.length", "Length; again or Esc: lay it down", ("L",), "Measure"),
    Command("measure.bidirectional", "Long and short axis; on a nodule: its own", ("B",), "Measure"),
    Command("measure.ellipse", "HU inside an ellipse", ("E",), "Measure"),
    Command("measure.probe", "HU of a pixel", ("P",), "Measure"),
    Command("measure.angle", "Angle: leg, corner, leg", ("G",), "Measure"),
    Command("measure.text", "Note on the slice", ("T",), "Measure"),
    Command("measure.key_image", "Key image, or no longer", ("K",), "Measure"),
    Command("file.open", "Open a folder", ("Ctrl+O",), "General"),
    Command("file.analyze", "Analyze folder", ("Ctrl+B",), "General"),
    Command("network.query", "Ask a node for studies and fetch them", ("Ctrl+G",), "Network"),
    Command("network.send", "Send files to a node", ("Ctrl+Shift+S",), "Network"),
    Command("network.received", "Open what was received", ("Ctrl+Shift+R",), "Network"),
    Command("network.settings", "Network settings: this station, who may send, nodes", (), "Network"),
    Command("report.show", "Report: draft, sign, export", ("Ctrl+E",), "General"),
    Command("view.snapshot", "Save a picture of the image, without names", ("Ctrl+Shift+P",), "General"),
    Command("models.manage", "Models: which there are, which is in use", ("Ctrl+M",), "Models"),
    Command("models.import", "Import a model package", (), "Models"),
    Command("models.drift", "Drift: does the model still fit what is read", (), "Models"),
    Command("general.cancel", "Cancel what is running", ("Esc",), "General"),
    Command("help.keys", "This list", ("F1",), "General"),
)

#: What the mouse does over the image, for the sheet.
MOUSE_MAP: tuple[tuple[str, str], ...] = (
    ("Left click", "Assess the nodule there; in three planes: crosshair there"),
    ("Double click", "This image alone, and back"),
    ("Shift+left drag", "Crosshair"),
    ("Drag of a line's end", "Turn the crosshair: oblique planes"),
    ("Left drag", "Window: right is wider, up is brighter; with Ctrl finer"),
    ("Middle drag", "Pan"),
    ("Right drag", "Zoom about the point"),
    ("Right click", "Menu"),
    ("Wheel", "Slice"),
    ("Ctrl+wheel", "Zoom at the pointer"),
)


class ShortcutError(ValueError):
    """Key changes that cannot be used, in a sentence for each."""


class Bindings:
    """The keys of every command: those of the table, or the reader's."""

    def __init__(self, overrides: Mapping[str, object] | None = None) -> None:
        """Take the reader's changes.

        Parameters
        ----------
        overrides
            As read from JSON: command id to a key, a list of keys, or an empty list for none:
            ``{"overlay.toggle": "H", "slice.next": ["Down", "F"], "view.reset": []}``.

        Raises
        ------
        ShortcutError
            If a command or a key is unknown, or a key would do two things; every fault has its sentence.
        """
        keys = {command.id: command.keys for command in COMMANDS}
        faults: list[str] = []
        for command_id, wanted in (overrides or {}).items():
            if command_id not in keys:
                faults.append(f"There is no command {command_id!r} to give a key to.")
                continue
            listed = [wanted] if isinstance(wanted, str) else wanted
            if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
                faults.append(f"The keys of {command_id!r} must be a text or a list of texts.")
                continue
            faults += [f"{key!r}, for {command_id!r}, is not a key." for key in listed if not _is_key(key)]
            keys[command_id] = tuple(listed)
        faults += _duplicates(keys)
        if faults:
            raise ShortcutError(" ".join(faults))
        self._keys = keys

    def keys(self, command_id: str) -> tuple[str, ...]:
        """Keys of a command, as written in the table."""
        return self._keys[command_id]

    def text(self, command_id: str) -> str:
        """Keys of a command as the desktop writes them."""
        native = QKeySequence.SequenceFormat.NativeText
        return ", ".join(QKeySequence(key).toString(native) for key in self.keys(command_id))


def _is_key(key: str) -> bool:
    sequence = QKeySequence(key)
    return sequence.count() == 1 and _key_of(sequence) != Qt.Key.Key_unknown


def _key_of(sequence: QKeySequence) -> Qt.Key:
    """Return the key of a sequence of one, without its modifiers."""
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # left out of PySide6's stubs
    return combination.key()


def _duplicates(keys: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return a sentence for every key that two commands ask for."""
    texts = {command.id: command.text for command in COMMANDS}
    owners: dict[str, str] = {}
    sentences = []
    for command_id, listed in keys.items():
        for key in {QKeySequence(key).toString() for key in listed}:
            if not key:
                continue
            if key in owners:
                sentences.append(
                    f"The key {key} would do two things: "
                    f"“{texts[owners[key]]}” ({owners[key]}) and “{texts[command_id]}” ({command_id})."
                )
            owners.setdefault(key, command_id)
    return sentences


def bind(
    window: QWidget,
    bindings: Bindings,
    handlers: Mapping[str, Callable[[], object]],
    holds: Mapping[str, tuple[Callable[[], object], Callable[[bool], object]]] | None = None,
) -> dict[str, QAction]:
    """Make the keys work in a window.

    Parameters
    ----------
    window
        The keys work wherever the focus is in it, except where text is typed.
    bindings
        Which keys.
    handlers
        Command id to what it does.
    holds
        Command id to what happens when its key goes down, and when it comes up again; the latter is told
        whether the key was held for longer than `HOLD_S`. Chosen from a menu, it is a press.

    Returns
    -------
    dict of QAction
        By command id, added to the window, with text and keys, ready for menus and buttons.

    Raises
    ------
    KeyError
        If a command id is not in the table.
    """
    actions: dict[str, QAction] = {}
    for command_id, handler in handlers.items():
        action = QAction(window)
        action.setAutoRepeat(command_id in _REPEATING)
        action.triggered.connect(partial(_call, handler))
        actions[command_id] = action
    for command_id, (pressed, released) in (holds or {}).items():
        actions[command_id] = _HeldAction(window, pressed, released)
    texts = {command.id: command.text for command in COMMANDS}
    for command_id, action in actions.items():
        action.setText(texts[command_id])
        action.setObjectName(command_id)
        action.setShortcuts([QKeySequence(key) for key in bindings.keys(command_id)])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        window.addAction(action)
    return actions


def _call(handler: Callable[[], object], _checked: bool = False) -> None:
    handler()


class _HeldAction(QAction):
    """Tells a press from a hold: a shortcut says only that a key went down, so the way up is watched."""

    def __init__(
        self, window: QWidget, pressed: Callable[[], object], released: Callable[[bool], object]
    ) -> None:
        super().__init__(window)
        self.setAutoRepeat(False)
        self._app = cast("QApplication", QApplication.instance())
        self._pressed = pressed
        self._released = released
        self._by_key = False
        self._watching = False
        self._since: float | None = None
        self.triggered.connect(self._begin)

    def event(self, event: QEvent) -> bool:
        """Note whether a key, and not a menu, is behind what follows."""
        self._by_key = event.type() == QEvent.Type.Shortcut
        try:
            return super().event(event)
        finally:
            self._by_key = False

    def _begin(self) -> None:
        if self._since is not None:
            return
        self._since = monotonic()
        self._pressed()
        if self._by_key:
            self._watching = True
            self._app.installEventFilter(self)
            self._app.focusWindowChanged.connect(self._lose_keyboard)
        else:
            self._end(held=False)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Wait for the key to come up."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease:
            keys = {_key_of(sequence) for sequence in self.shortcuts()}
            if event.key() in keys and not event.isAutoRepeat():
                self._end(held=self._since is not None and monotonic() - self._since > HOLD_S)
        return False

    def _lose_keyboard(self, _focus_window: object) -> None:
        # The key's way up will go to another window.
        self._end(held=True)

    def _end(self, *, held: bool) -> None:
        if self._since is None:
            return
        self._since = None
        if self._watching:
            self._watching = False
            self._app.removeEventFilter(self)
            self._app.focusWindowChanged.disconnect(self._lose_keyboard)
        self._released(held)


class KeySheet(QDialog):
    """The list of all keys and of what the mouse does."""

    def __init__(self, bindings: Bindings, parent: QWidget | None = None, *, note: str = "") -> None:
        """List `bindings`; `note` is written below, such as where the keys can be changed."""
        super().__init__(parent)
        self.setWindowTitle("Keys and mouse")
        columns = QHBoxLayout()
        columns.setSpacing(40)
        for groups in _SHEET_COLUMNS:
            column = QVBoxLayout()
            for group in groups:
                column.addLayout(_sheet_group(group, bindings))
            column.addStretch(1)
            columns.addLayout(column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(14)
        layout.addLayout(columns)
        if note:
            label = QLabel(note)
            label.setProperty("quiet", True)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(label)
        layout.addWidget(buttons)


_MOUSE = "Mouse over the image"
_SHEET_COLUMNS = (
    ("Slices", "Slab and cine", "Series", "Nodules"),
    ("Labels", "Heat map", "Measure", "Planes"),
    ("Window", "Models", "Network", "General", _MOUSE),
)


def _sheet_group(group: str, bindings: Bindings) -> QGridLayout:
    """Lay out a heading and its rows: the key, and what it does."""
    rows = (
        list(MOUSE_MAP)
        if group == _MOUSE
        else [(bindings.text(c.id) or "no key", c.text) for c in COMMANDS if c.group == group]
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, 90)
    heading = QLabel(group)
    heading.setProperty("heading", True)
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, (key, text) in enumerate(rows, start=1):
        name = QLabel(key)
        name.setProperty("key", True)
        grid.addWidget(name, row, 0)
        grid.addWidget(QLabel(text), row, 1)
    grid.setRowMinimumHeight(len(rows) + 1, 12)
    return grid
