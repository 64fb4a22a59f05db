"""Looks after the store at the start: is it sound, is there a copy of today; and restores one on request.

It knows no widgets. What is in the store, it does not look at.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.i18n import mark, tr
from app.message_strip import Level
from app.store_thread import StoreThread
from engine.paths import store_file

#: After the start; the window and its first series go first.
CARE_MS = 2000

NO_BACKUP = mark(
    "There is no backup of it. Nothing that you decide, label or measure is kept until the store can be used."
)
NO_COPY = mark("Today's backup of the store could not be made. {error}")
RESTORED = mark(
    "The store is the backup of {day} now. What was kept after that copy was made is not in it; the store"
    " that was there is {aside} in the same folder. Open the series again to see what was kept of it."
)


class StoreCare(StoreThread):
    """Checks, copies and restores the store, off the window's thread.

    Signals
    -------
    said(str, object, object)
        A sentence, its `Level`, and text and callable of a button, or `None`.
    sound()
        The store is sound and has a copy of today.
    """

    said = Signal(str, object, object)
    sound = Signal()
    _damaged = Signal(str, str, str)
    _failed = Signal(str)
    _not_copied = Signal(str)
    _restored = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Made into sentences in the window's thread, in its language.
        self._damaged.connect(self._offer)
        self._failed.connect(lambda text: self.said.emit(text, Level.ERROR, None))
        self._not_copied.connect(lambda text: self.said.emit(tr(NO_COPY, error=text), Level.WARNING, None))
        self._restored.connect(self._tell)

    def look(self) -> None:
        """See whether the store can be used, and have a copy of today made."""
        self._do(self._look_after)

    def restore(self) -> None:
        """Put the last sound backup in the store's place."""
        self._do(self._put_back)

    # ------------------------------------------------------------ on the thread

    def _look_after(self) -> None:
        from engine.store import StoreDamagedError, StoreError
        from engine.store.backups import back_up_daily, backups, sound

        try:
            self._open()
        except StoreDamagedError as error:
            good = next((b for b in backups(store_file()) if sound(b.path)), None)
            self._damaged.emit(
                str(error), good.path.name if good else "", good.day.isoformat() if good else ""
            )
            return
        except StoreError as error:
            self._failed.emit(str(error))
            return
        try:
            back_up_daily(store_file())
        except StoreError as error:
            self._not_copied.emit(str(error))
            return
        self.sound.emit()

    def _put_back(self) -> None:
        from engine.store import StoreError
        from engine.store.backups import restore

        try:
            done = restore(store_file())
            self._open()
        except StoreError as error:
            self._failed.emit(str(error))
            return
        self._restored.emit(done.backup.day.isoformat(), done.aside.name if done.aside else "–")

    # ------------------------------------------------------------ on the window's thread

    def _offer(self, text: str, name: str, day: str) -> None:
        action: tuple[str, Callable[[], object]] | None = None
        if name:
            action = (tr("Restore the backup of {day}", day=day), self.restore)
        else:
            text = f"{text} {tr(NO_BACKUP)}"
        self.said.emit(text, Level.ERROR, action)

    def _tell(self, day: str, aside: str) -> None:
        self.said.emit(tr(RESTORED, day=day, aside=aside), Level.NOTE, None)
        self.sound.emit()
