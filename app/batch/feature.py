"""Analyze folder as the main window holds it: the process, its own window, and the way to the viewer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.batch.dialog import BatchDialog
from app.batch.process import BatchProcess
from app.batch.progress import WorkRow
from app.batch.request import BatchRequest
from app.batch.reviewing import BatchReview
from app.findings.review import NoduleReview
from app.i18n import mark, tr
from app.message_strip import Level
from app.series.opening import Opening
from app.session import Session
from app.settings import Settings

UNFINISHED = mark("The last Analyze folder was not finished.")


class AnalyzeFolder(QObject):
    """Joins the parts; the dialog is made when it is first wanted.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self, session: Session, opening: Opening, review: NoduleReview, settings: Settings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._dialog: BatchDialog | None = None
        self.process = BatchProcess(parent=self)
        self.review = BatchReview(session, opening, review, self)
        self.review.said.connect(self.said)
        self.process.ended.connect(self._ended)

    @property
    def unfinished(self) -> bool:
        """Whether the last run left work."""
        return self._settings.batch is not None and self._settings.batch.unfinished

    @property
    def dialog(self) -> BatchDialog:
        """Its window."""
        if self._dialog is None:
            self._dialog = BatchDialog(self.process, self._settings, self._window)
            self._dialog.chosen.connect(self._open)
        return self._dialog

    def show(self, paths: Sequence[str] = ()) -> None:
        """Show the dialog, with images to analyse if some are named."""
        if paths:
            self.dialog.propose(tuple(paths))
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def resume(self) -> None:
        """Go on with the last run."""
        self.show()
        self.dialog.resume()

    def close(self) -> None:
        """End the run, which the next start offers to go on with, and keep what was decided."""
        self.process.close()
        if self._dialog is not None:
            self._dialog.close()
        self.review.close()

    def _ended(self, text: str) -> None:
        if not self.dialog.isVisible():
            self.said.emit(
                tr("Analyze folder has ended. {state}", state=text or self.dialog.state.text()), Level.NOTE
            )

    def _open(self, row: WorkRow, request: BatchRequest) -> None:
        if self.review.show(row, request):
            self._window.activateWindow()
            self._window.raise_()
