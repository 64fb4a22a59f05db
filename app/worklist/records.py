"""The worklist out of the store and into it; off the window's thread. It knows no widgets."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from app.i18n import mark, tr
from app.store_thread import StoreThread
from engine.studies import FoundStudy, ListedStudy, StudyKey


class StudyRecords(StoreThread):
    """Reads and writes, one thing after the other; where images lie is looked at on another thread.

    Signals
    -------
    read(object)
        The list of `ListedStudy`.
    missing(object)
        Ids of the studies, of those read last, whose images are not where they were.
    kept()
        Something was written.
    """

    read = Signal(object)
    missing = Signal(object)
    kept = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking: threading.Thread | None = None

    def ask(self, places: Mapping[str, Sequence[str]] | None = None) -> None:
        """Read the list; `read` or `failed` follows. `places` may say where series lie, by UID."""
        self._do(self._ask, dict(places or {}))

    def note(self, studies: Sequence[FoundStudy], opened: StudyKey | None) -> None:
        """List studies, one of them on screen; `kept` or `failed` follows."""
        self._do(self._note, studies, opened)

    def choose(self, study: StudyKey, series_uid: str) -> None:
        """Keep the reader's choice of a series; `kept` or `failed` follows."""
        self._do(self._choose, study, series_uid)

    def remove(self, ids: Sequence[int]) -> None:
        """Take studies off the list; `kept` or `failed` follows."""
        self._do(self._remove, list(ids))

    # ------------------------------------------------------------ on the thread

    def _ask(self, places: dict[str, Sequence[str]]) -> None:
        if self._is_absent():
            self.read.emit([])
            return
        with self._telling():
            studies = self._open().studies
            if places:
                studies.locate(places)
            found = studies.all()
            self.read.emit(found)
            self._look_for(found)

    def _note(self, studies: Sequence[FoundStudy], opened: StudyKey | None) -> None:
        self._write(
            mark("The worklist was not kept."), lambda: self._open().studies.note(studies, opened=opened)
        )

    def _choose(self, study: StudyKey, series_uid: str) -> None:
        self._write(mark("The choice was not kept."), lambda: self._open().studies.choose(study, series_uid))

    def _remove(self, ids: Sequence[int]) -> None:
        self._write(mark("Nothing was removed."), lambda: self._open().studies.remove(ids))

    def _write(self, otherwise: str, task: Callable[[], None]) -> None:
        with self._telling(lambda error: self.failed.emit(f"{tr(otherwise)} {error}")):
            task()
            self.kept.emit()

    # ------------------------------------------------------------ on yet another

    def _look_for(self, studies: Sequence[ListedStudy]) -> None:
        """Look whether the images are there: a share that hangs must hold up neither window nor store."""
        if self._looking is not None and self._looking.is_alive():
            return
        self._looking = threading.Thread(target=self._look_at, args=(studies,), name="places", daemon=True)
        self._looking.start()

    def _look_at(self, studies: Sequence[ListedStudy]) -> None:
        known: dict[str, bool] = {}
        gone = set()
        for study in studies:
            for path in study.found.paths:
                if self._closed:
                    return
                if path not in known:
                    known[path] = os.path.exists(path)  # noqa: PTH110 - of thousands
            if study.found.paths and not any(known[path] for path in study.found.paths):
                gone.add(study.id)
        with contextlib.suppress(RuntimeError):  # the window was closed meanwhile
            self.missing.emit(gone)
