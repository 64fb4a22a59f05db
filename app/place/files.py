"""Places and nodules on the disk: two small files a series, written whole, on a thread of their own.

`HASH.view.json` has what is on screen, `HASH.nodules.json` the assessed nodules; the hash is that of the
series UID, and neither names a patient or a path. What waits to be written is replaced by what came after it.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.i18n import tr
from app.place import nodules
from app.place.nodules import KeptNodules
from app.place.view import View
from app.store_thread import StoreThread
from engine.files import private_folder, write_whole
from engine.paths import data_dir

T = TypeVar("T")

#: A file that cannot be used is put aside under this ending, in place of an earlier one.
BAD = ".bad"
#: Views kept; of the nodules none is ever cleared away.
VIEWS = 2000
#: No write takes so long.
_LEFT_BEHIND_S = 3600


def folder() -> Path:
    """Where the files lie."""
    return data_dir() / "places"


def file_of(series_uid: str, kind: str) -> Path:
    """Return the file of a series; `kind` is ``view`` or ``nodules``."""
    name = hashlib.sha256(series_uid.encode()).hexdigest()[:32]
    return folder() / f"{name}.{kind}.json"


class PlaceFiles(StoreThread):
    """Reads and writes, one thing after the other; the store itself is not opened for it.

    Signals
    -------
    read(str, object, object)
        A series UID, its `View` and its `KeptNodules`; `None` for what there is none of.
    damaged(str)
        A sentence: something could not be used; what was read follows all the same.
    unreadable(str, str)
        A series UID and a sentence: the disk refused to read, so nothing may be written over it.
    refused(str)
        A sentence: the disk does not take what is to be kept. Said once, until it takes it again.
    taken()
        The disk takes it again.
    """

    read = Signal(str, object, object)
    damaged = Signal(str)
    unreadable = Signal(str, str)
    refused = Signal(str)
    taken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._waiting: dict[Path, Callable[[], str]] = {}
        self._refused = False
        self._tidied = False

    def ask(self, series_uid: str) -> None:
        """Read what is kept of a series; `read` or `unreadable` follows."""
        self._do(self._ask, series_uid)

    def keep_view(self, view: View) -> None:
        """Keep a view."""
        self._put(file_of(view.series_uid, "view"), view.model_dump_json)

    def keep_nodules(self, series_uid: str, kept: KeptNodules) -> None:
        """Keep the nodules of a series."""
        self._put(file_of(series_uid, "nodules"), lambda: nodules.write(kept, series_uid))

    def forget_views(self) -> None:
        """Forget where the reader was in every series; the nodules stay."""
        self._do(self._forget)

    def _put(self, path: Path, content: Callable[[], str]) -> None:
        with self._lock:
            new = path not in self._waiting
            self._waiting[path] = content
        if new:
            self._do(self._write, path)

    # ------------------------------------------------------------ on the thread

    def _write(self, path: Path) -> None:
        with self._lock:
            content = self._waiting.pop(path)
        try:
            private_folder(path.parent)
            write_whole(path, content())
        except OSError as error:
            if not self._refused:
                self._refused = True
                self.refused.emit(
                    tr(
                        "Where you are and what you assess is not being kept: {reason} ({folder}). Make room"
                        " there, or let Noduscope write there.",
                        reason=error.strerror or type(error).__name__,
                        folder=path.parent,
                    )
                )
        else:
            if self._refused:
                self._refused = False
                self.taken.emit()

    def _forget(self) -> None:
        for path in folder().glob("*.view.json*"):
            with contextlib.suppress(OSError):
                path.unlink()

    def _tidy(self) -> None:
        """Clear away what a killed window left half written, and the oldest views."""
        with contextlib.suppress(OSError):
            for part in folder().glob(".*.part"):
                if time.time() - part.stat().st_mtime > _LEFT_BEHIND_S:
                    part.unlink()
            views = sorted(folder().glob("*.view.json"), key=lambda path: path.stat().st_mtime)
            for path in views[:-VIEWS]:
                path.unlink()

    def _ask(self, series_uid: str) -> None:
        if not self._tidied:
            self._tidied = True
            self._tidy()
        try:
            view = self._read(file_of(series_uid, "view"), lambda text: _view(text, series_uid))
            kept = self._read(file_of(series_uid, "nodules"), lambda text: nodules.read(text, series_uid))
        except OSError as error:
            self.unreadable.emit(
                series_uid,
                tr(
                    "What was kept of this series could not be read: {reason} ({folder}). Nothing new is kept"
                    " of it, so that nothing is lost.",
                    reason=error.strerror or type(error).__name__,
                    folder=folder(),
                ),
            )
        else:
            self.read.emit(series_uid, view, kept)

    def _read(self, path: Path, parse: Callable[[str], T]) -> T | None:
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return parse(text.decode())
        except ValueError:
            with contextlib.suppress(OSError):
                path.replace(path.with_name(path.name + BAD))
            self.damaged.emit(
                tr(
                    "What was kept of this series is damaged or of a later version, and is put aside as"
                    " {name}. It starts afresh.",
                    name=path.name + BAD,
                )
            )
            return None


def _view(text: str, series_uid: str) -> View:
    view = View.model_validate_json(text)
    if view.series_uid != series_uid:
        raise ValueError("it is of another series")
    return view
