"""Studies that came over the network go on the worklist, whether a window is open or not.

The receiving command calls it with folders; a thread scans them and notes their studies in the store. It must
not know sockets. What goes wrong is a sentence without a name: the images are there all the same.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Takes events of the receiving command (docs/network.md).
Tell = Callable[[dict[str, Any]], None]
#: Series of one study come one after the other: so long nothing must have come before it is scanned.
PAUSE_S = 0.5
NOT_LISTED = "What came is not on the worklist yet; opening it lists it."


def list_folders(folders: set[Path]) -> int:
    """Note the studies in some folders; return how many there are.

    Raises
    ------
    engine.store.errors.StoreError
        If they could not be kept.
    """
    from engine.dicom.scan import scan
    from engine.store import open_store
    from engine.studies import studies_of

    studies = studies_of(scan(sorted(folders)).series)
    if studies:
        with open_store() as store:
            store.studies.note(studies)
    return len(studies)


class Lister:
    """Notes the studies of received series. A context manager: at its end what is waiting is still noted.

    Parameters
    ----------
    tell
        Told ``listed`` with the number of studies, or ``not_listed`` with a sentence.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._queue: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="worklist", daemon=True)

    def __enter__(self) -> Lister:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Note what is waiting, and end."""
        self._queue.put(None)
        self._thread.join(timeout=30)

    def take(self, event: dict[str, Any]) -> None:
        """Take an event of the listener; the series that it says was received is noted in a moment."""
        if event.get("event") == "received":
            # The folder above holds all series of the study: they are opened together.
            self._queue.put(Path(event["folder"]).parent)

    def _run(self) -> None:
        ended = False
        while not ended:
            folder = self._queue.get()
            folders: set[Path] = set()
            while folder is not None:
                folders.add(folder)
                try:
                    folder = self._queue.get(timeout=PAUSE_S)
                except queue.Empty:
                    break
            ended = folder is None
            if folders:
                self._list(folders)

    def _list(self, folders: set[Path]) -> None:
        from engine.store import StoreError

        try:
            event: dict[str, Any] = {"event": "listed", "studies": list_folders(folders)}
        except StoreError as error:
            event = {"event": "not_listed", "text": f"{NOT_LISTED} {error}"}
        with contextlib.suppress(OSError):  # whoever read our lines is gone
            self._tell(event)
