"""The audit log out of the store, and what the window itself writes into it; off the window's thread."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.store_thread import StoreThread

#: Rows shown, the newest ones; `noduscope audit` shows all.
NEWEST = 5000


class AuditRecords(StoreThread):
    """Reads, verifies and adds.

    Signals
    -------
    read(object)
        A list of `engine.store.audit.Entry`, the newest first.
    verified(object)
        An `engine.store.audit.Verdict`.
    """

    read = Signal(object)
    verified = Signal(object)

    def ask(self) -> None:
        """Read the newest rows; `read` or `failed` follows."""
        self._do(self._ask)

    def verify(self) -> None:
        """Check that the log is whole; `verified` or `failed` follows."""
        self._do(self._verify)

    def note_picture(self) -> None:
        """Note that a picture of the image was saved."""
        self._do(self._note_picture)

    # ------------------------------------------------------------ on the thread

    def _ask(self) -> None:
        with self._telling():
            found = [] if self._is_absent() else self._open().audit.entries(newest=NEWEST)
            self.read.emit(found[::-1])

    def _verify(self) -> None:
        with self._telling():
            self.verified.emit(self._open().audit.verify())

    def _note_picture(self) -> None:
        from engine.store.audit import Action, Done, account

        with self._telling():
            self._open().audit.add(Done(Action.EXPORT, account(), subject="picture", detail="png"))
