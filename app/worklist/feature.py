"""The worklist as the main window holds it: what is opened is listed, and what is listed can be opened.

How far a study is, the store says by itself; here it is only asked again when something has happened.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.i18n import mark, tr, trn
from app.message_strip import Level
from app.series.opening import Opening
from app.session import Session
from app.settings import Settings
from app.worklist import words
from app.worklist.dialog import WorklistDialog
from app.worklist.records import StudyRecords
from app.worklist.table import StudyTable
from app.worklist.words import Line
from engine.protocol import SeriesSummary
from engine.studies import UNREAD, ListedStudy, StudyKey, studies_of

#: How long after something happened the list is read anew, and how often while it is seen: other programs
#: (an analysis at night, the listener, another window) write the same store.
SOON_MS, OFTEN_MS = 300, 10_000
NOTHING_UNREAD = mark("No study is unread. The worklist has them all.")
UNREAD_MISSING = (
    mark("One unread study is not where it was; the worklist says which."),
    mark("{n} unread studies are not where they were; the worklist says which."),
)


class Worklist(QObject):
    """Joins the parts; the dialog is made when it is first wanted.

    Attributes
    ----------
    listing
        Whether what is opened is listed; a benchmark or a self-test is no reading.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    opened(str)
        A series that came on screen from the list: what an analysis suggests in it is wanted.
    """

    said = Signal(str, object)
    opened = Signal(str)

    def __init__(self, session: Session, opening: Opening, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._opening, self._settings = session, opening, settings
        self._window = window
        self._dialog: WorklistDialog | None = None
        self._studies: list[ListedStudy] | None = None
        self._missing: set[int] = set()
        self._noted: object = None
        self._wanted: StudyKey | None = None
        self._next_wanted = self._located = False
        self.listing = True
        self.table = StudyTable()
        self.records = StudyRecords(self)
        self.records.read.connect(self._read)
        self.records.missing.connect(self._found_missing)
        self.records.kept.connect(self.refresh)
        self.records.failed.connect(self._failed)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._ask)
        self._often = QTimer(self, interval=OFTEN_MS)
        self._often.timeout.connect(self.refresh)
        opening.idle.connect(self._note)
        opening.shown.connect(self._shown)
        opening.preferred.connect(self._preferred)
        session.volumeChanged.connect(self._show)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {"worklist.show": self.show, "worklist.next": self.open_next}

    @property
    def dialog(self) -> WorklistDialog:
        """Its window."""
        if self._dialog is None:
            dialog = self._dialog = WorklistDialog(self._window)
            self.table = dialog.table
            dialog.chosen.connect(self.open)
            dialog.nextRequested.connect(self.open_next)
            dialog.removed.connect(self._remove)
            dialog.shownAgain.connect(self.refresh)
            self._show()
        return self._dialog

    def show(self) -> None:
        """Show the worklist."""
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._often.start()
        self._ask()

    def refresh(self) -> None:
        """Read the list anew in a moment, if it is seen."""
        if self._dialog is not None and self._dialog.isVisible():
            if not self._soon.isActive():
                self._soon.start()
        else:
            self._often.stop()

    def close(self) -> None:
        """Write what is not written yet."""
        self._soon.stop()
        self._often.stop()
        if self._dialog is not None:
            self._dialog.close()
        self._note()
        self.records.close()

    # ------------------------------------------------------------ what is listed by itself

    def _note(self) -> None:
        """List what was found, once nothing is being opened any more: the image goes first."""
        volume = self._session.open
        on_screen = StudyKey.of(volume.summary) if volume is not None else None
        state = (self._session.series, on_screen)
        if self.listing and self._session.series and state != self._noted:
            self._noted = state
            self.records.note(studies_of(self._session.series), on_screen)

    def _preferred(self, summary: SeriesSummary) -> None:
        self.records.choose(StudyKey.of(summary), summary.series_uid)

    # ------------------------------------------------------------ the list

    def _ask(self) -> None:
        # Studies of before there was a worklist: where they lie stands among what was opened.
        places = {} if self._located else {r.series_uid: r.paths for r in self._settings.recents}
        self._located = True
        self.records.ask(places)

    def _read(self, studies: list[ListedStudy]) -> None:
        self._studies = studies
        if self._dialog is not None:
            self._dialog.say("")
        self._show()
        if self._next_wanted:
            self._next_wanted = False
            self._open_next()

    def _found_missing(self, missing: set[int]) -> None:
        self._missing = missing
        self._show()

    def _show(self) -> None:
        if self._studies is None:
            return  # nobody has asked yet
        volume = self._session.open
        on_screen = StudyKey.of(volume.summary) if volume is not None else None
        lines = [Line(s, s.found.key == on_screen, s.id in self._missing) for s in self._studies]
        if self._dialog is not None:
            self._dialog.set_lines(lines)
        else:
            self.table.set_lines(lines)

    def _remove(self, ids: list[int]) -> None:
        self.records.remove(ids)
        self._studies = [s for s in self._studies or () if s.id not in ids]
        self._show()
        text = trn(
            "1 study was taken off the list; its files and findings stay.",
            "{n} studies were taken off the list; their files and findings stay.",
            len(ids),
        )
        self.dialog.say(text)

    def _failed(self, text: str) -> None:
        self._next_wanted = False
        self._say(text)

    def _say(self, text: str, level: Level = Level.WARNING) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.say(text)
        else:
            self.said.emit(text, level)

    # ------------------------------------------------------------ opening

    def open(self, study: ListedStudy) -> None:
        """Put a study on screen, or say why it cannot be."""
        paths = [p for p in study.found.paths if os.path.exists(p)]  # noqa: PTH110 - texts, as they are kept
        if not paths:
            line = Line(study, missing=True)
            self._say(words.remark(line))
            return
        self._wanted = study.found.key
        if self._dialog is not None:
            self._dialog.hide()
        self._window.activateWindow()
        self._window.raise_()
        self._opening.open_study(paths, study.found.key, study.series_uid)
        if not self._opening.busy:
            self._shown()  # it is on screen already

    def open_next(self) -> None:
        """Open the next study in the list's order nobody has looked at; after the last comes the first."""
        self._next_wanted = True
        self._ask()

    def _open_next(self) -> None:
        lines = self.table.in_order()
        at = next((n for n, line in enumerate(lines) if line.on_screen), -1)
        unread = [line for line in lines[at + 1 :] + lines[: max(at, 0)] if line.status in UNREAD]
        there = [line for line in unread if not line.missing and _exists(line.study)]
        if there:
            self.open(there[0].study)
        elif unread:
            self._say(trn(*UNREAD_MISSING, len(unread)))
        else:
            self._say(tr(NOTHING_UNREAD), Level.NOTE)

    def _shown(self) -> None:
        volume, wanted = self._session.open, self._wanted
        if volume is not None and wanted is not None:
            self._wanted = None
            if StudyKey.of(volume.summary) == wanted:
                self.opened.emit(volume.summary.series_uid)


def _exists(study: ListedStudy) -> bool:
    return any(os.path.exists(path) for path in study.found.paths)  # noqa: PTH110 - texts, as they are kept
