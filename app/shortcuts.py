"""The reader's keys, and keys that work: what each command of `app.commands` does is the window's own affair.

A command has a stable id; the window says what each id does and gets an action for it (`bind`). Knows no
panel and no engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from time import monotonic
from typing import cast

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.commands import COMMANDS, CURSOR_COMMANDS, REPEATING
from app.i18n import tr

#: A key held longer than this is a peek, not a press.
HOLD_S = 0.3
#: Qt's Chinese has half a word for the arrow keys; the key itself shows its sign.
_ARROWS = {"上方向": "↑", "下方向": "↓", "左方向": "←", "右方向": "→"}


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
        keys = {command.id: command.keys for command in (*COMMANDS, *CURSOR_COMMANDS)}
        faults: list[str] = []
        for command_id, wanted in (overrides or {}).items():
            if command_id not in keys:
                faults.append(
                    tr("There is no command {command_id!r} to give a key to.", command_id=command_id)
                )
                continue
            listed = [wanted] if isinstance(wanted, str) else wanted
            if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
                faults.append(
                    tr("The keys of {command_id!r} must be a text or a list of texts.", command_id=command_id)
                )
                continue
            faults += [
                tr("{key!r}, for {command_id!r}, is not a key.", key=key, command_id=command_id)
                for key in listed
                if not _is_key(key)
            ]
            keys[command_id] = tuple(listed)
        # Keys of the cursor may be those of other commands: while there is one, they go first.
        faults += _duplicates({command.id: keys[command.id] for command in COMMANDS})
        faults += _duplicates({command.id: keys[command.id] for command in CURSOR_COMMANDS})
        if faults:
            raise ShortcutError(" ".join(faults))
        self._keys = keys
        self._of_cursor = {
            QKeySequence(key)[0]: command.id  # type: ignore[index]  # left out of PySide6's stubs
            for command in CURSOR_COMMANDS
            for key in keys[command.id]
        }

    def of_cursor(self, event: QKeyEvent) -> str:
        """Command of the cursor that a key stands for; empty for none."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Backtab:  # what Qt makes of Tab with Shift
            key = Qt.Key.Key_Tab
        return self._of_cursor.get(QKeyCombination(modifiers, key), "")

    def keys(self, command_id: str) -> tuple[str, ...]:
        """Keys of a command, as written in the table."""
        return self._keys[command_id]

    def text(self, command_id: str) -> str:
        """Keys of a command as the desktop writes them."""
        native = QKeySequence.SequenceFormat.NativeText
        # Return and Enter have one name in some languages.
        texts = (_with_arrows(QKeySequence(key).toString(native)) for key in self.keys(command_id))
        return ", ".join(dict.fromkeys(texts))


def _with_arrows(text: str) -> str:
    for word, sign in _ARROWS.items():
        text = text.replace(word, sign)
    return text


def _is_key(key: str) -> bool:
    sequence = QKeySequence(key)
    return sequence.count() == 1 and _key_of(sequence) != Qt.Key.Key_unknown


def _key_of(sequence: QKeySequence) -> Qt.Key:
    """Return the key of a sequence of one, without its modifiers."""
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # left out of PySide6's stubs
    return combination.key()


def _duplicates(keys: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return a sentence for every key that two commands ask for."""
    texts = {command.id: command.text for command in (*COMMANDS, *CURSOR_COMMANDS)}
    owners: dict[str, str] = {}
    sentences = []
    for command_id, listed in keys.items():
        for key in {QKeySequence(key).toString() for key in listed}:
            if not key:
                continue
            if key in owners:
                sentences.append(
                    tr(
                        "The key {key} would do two things: “{key2}” ({key3}) and “{command_id}” "
                        "({command_id2}).",
                        key=key,
                        key2=texts[owners[key]],
                        key3=owners[key],
                        command_id=texts[command_id],
                        command_id2=command_id,
                    )
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
        action.setAutoRepeat(command_id in REPEATING)
        action.triggered.connect(partial(_call, handler))
        actions[command_id] = action
    for command_id, (pressed, released) in (holds or {}).items():
        actions[command_id] = _HeldAction(window, pressed, released)
    texts = {command.id: command.text for command in COMMANDS}
    for command_id, action in actions.items():
        action.setText(tr(texts[command_id]))
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
