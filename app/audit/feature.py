"""The audit log as the main window holds it: shown by key, and told of what the window itself exports."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.audit.records import AuditRecords
from app.i18n import sentence
from app.message_strip import Level

if TYPE_CHECKING:
    from app.audit.dialog import AuditDialog
    from app.window import MainWindow


class AuditLog(QObject):
    """Joins the parts; the dialog is made when it is first wanted.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    """

    said = Signal(str, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: AuditDialog | None = None
        self.records = AuditRecords(self)
        self.records.failed.connect(self._failed)
        window.looks.saved.connect(self.records.note_picture)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {"audit.show": self.show}

    @property
    def dialog(self) -> AuditDialog:
        """Its window."""
        if self._dialog is None:
            from app.audit.dialog import AuditDialog

            dialog = self._dialog = AuditDialog(self._window)
            dialog.verifyRequested.connect(self.records.verify)
            dialog.shownAgain.connect(self.records.ask)
            self.records.read.connect(dialog.set_entries)
            self.records.verified.connect(dialog.show_verdict)
        return self._dialog

    def show(self) -> None:
        """Show the log."""
        dialog = self.dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        dialog.search.setFocus()
        self.records.ask()

    def close(self) -> None:
        """Close its window, and finish what is being written."""
        if self._dialog is not None:
            self._dialog.close()
        self.records.close()

    def _failed(self, text: str) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.show_problem(sentence(text))
        else:
            self.said.emit(text, Level.WARNING)
