"""Choosing the prior: the proposal, the dialog, and a look into another folder. It opens no series."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.comparing.candidates import candidates, proposed
from app.comparing.chooser import PriorChooser
from app.comparing.place import PriorPlace
from app.engine_client import EngineClient
from app.i18n import mark, tr
from app.series.importing import Importer
from app.session import Session
from engine.protocol import SeriesSummary

NO_PROPOSAL = mark("No earlier CT of this patient is in the list.")


class Choosing(QObject):
    """Joins dialog, session and importer.

    Parameters
    ----------
    place
        Keeps the series that are found in another folder.

    Signals
    -------
    chosen(object)
        The `Candidate` to compare with.
    progressed(str, int, int)
        Files looked at in another folder, and in all (0: not known).
    ended()
        Nothing is looked for any more.
    """

    chosen = Signal(object)
    progressed = Signal(str, int, int)
    ended = Signal()

    def __init__(self, client: EngineClient, session: Session, place: PriorPlace, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._place, self._window = session, place, window
        self._dialog: PriorChooser | None = None
        self.importer = Importer(client, place, self)
        self.importer.progressed.connect(lambda n, of, text: self.progressed.emit(text, n, of))
        self.importer.found.connect(lambda _result: self._show_found())
        self.importer.failed.connect(self._tell)
        self.importer.ended.connect(self.ended)

    @property
    def dialog(self) -> PriorChooser:
        """The dialog, made when it is first wanted."""
        if self._dialog is None:
            self._dialog = PriorChooser(self._window)
            self._dialog.chosen.connect(self.chosen)
            self._dialog.folderRequested.connect(self.ask_folder)
            self._dialog.filesRequested.connect(self.ask_files)
            self._dialog.rejected.connect(self.importer.cancel)
        return self._dialog

    def propose(self) -> str:
        """Choose the prior that needs no choice and return why; else show the dialog and return nothing."""
        volume = self._session.open
        found = proposed(volume.summary, self._series()) if volume is not None else None
        if found is None:
            self.show(tr(NO_PROPOSAL))
            return ""
        self.chosen.emit(found[0])
        return found[1]

    def show(self, said: str = "", select: str = "") -> None:
        """Let the reader choose; `said` is told below, the series `select` marked, else the one proposed."""
        volume = self._session.open
        if volume is None:
            return
        found = proposed(volume.summary, self._series()) if not (said or select) else None
        said = found[1] if found is not None else said
        self.dialog.show_candidates(candidates(volume.summary, self._series()), said, select)
        self.dialog.open()

    def ask_folder(self) -> None:
        """Let the reader choose a folder with the prior."""
        folder = QFileDialog.getExistingDirectory(self.dialog, tr("Open a folder with the prior"))
        if folder:
            self.search([folder])

    def ask_files(self) -> None:
        """Let the reader choose files, a ZIP or a DICOMDIR with the prior."""
        files, _ = QFileDialog.getOpenFileNames(self.dialog, tr("Open files, a ZIP or a DICOMDIR"))
        if files:
            self.search(files)

    def search(self, paths: Sequence[str]) -> None:
        """Look for priors in folders or files; the rail stays as it is."""
        self.dialog.say(tr("Looking for series …"))
        self.importer.scan(paths)

    def cancel(self) -> bool:
        """Give the search up; return whether there was one."""
        if not self.importer.scanning:
            return False
        self.importer.cancel()
        self.dialog.say(tr("Cancelled."))
        return True

    def _series(self) -> tuple[SeriesSummary, ...]:
        return (*self._session.series, *self._place.series)

    def _tell(self, text: str) -> None:
        self.dialog.say(text)

    def _show_found(self) -> None:
        volume = self._session.open
        best = (
            next(iter(candidates(volume.summary, self._place.series)), None) if volume is not None else None
        )
        if best is None:
            self.dialog.say(tr("There is no other CT there."))
        else:
            self.show(tr("Found there."), best.summary.series_uid)
