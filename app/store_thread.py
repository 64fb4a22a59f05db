"""The store on a thread of its own, so that no write and no wait for the disk stops the window.

The store is opened when it is first needed: SQLAlchemy takes a moment to load. It knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.paths import store_file

if TYPE_CHECKING:
    from engine.store import Store


class StoreThread(QObject):
    """Does one thing after the other; a subclass says what, and emits what came of it.

    Signals
    -------
    failed(str)
        A sentence: something could not be read or kept.
    """

    failed = Signal(str)
    _broke = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._broke.connect(self._raise)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._store: Store | None = None
        self._closed = False

    def close(self) -> None:
        """Finish what was begun, and close the store."""
        self._closed = True
        self._thread.submit(self._close)
        self._thread.shutdown()

    def _do(self, task: Callable[..., None], *arguments: object) -> None:
        """Have something done on the thread; what it raises reaches the window's log and strip.

        After `close` it is not done: what still arrives then only wanted to show something.
        """
        if not self._closed:
            self._thread.submit(task, *arguments).add_done_callback(self._look)

    @staticmethod
    def _raise(error: BaseException) -> None:
        raise error  # in the window's thread

    # ------------------------------------------------------------ on the thread

    def _look(self, done: Future[None]) -> None:
        error = done.exception()
        if error is not None:
            self._broke.emit(error)

    def _is_absent(self) -> bool:
        """Whether there is no store yet; looking at a series makes none."""
        return self._store is None and not store_file().exists()

    @contextmanager
    def _telling(self, tell: Callable[[str], object] | None = None) -> Iterator[None]:
        """End what is done where the store raises, and tell its sentence: by `failed`, or by `tell`."""
        from engine.store import StoreError

        try:
            yield
        except StoreError as error:
            (tell or self.failed.emit)(str(error))

    def _open(self) -> Store:
        if self._store is None:
            from engine.store import open_store

            self._store = open_store()
        return self._store

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
