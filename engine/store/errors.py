"""What can go wrong with the store, in sentences. SQLite's own result codes decide."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

DAMAGED = (
    "The store {path} is damaged. It was left as it is; restore a backup (noduscope store restore), or move"
    " it and the folder backups away to start with an empty one."
)
FOREIGN = (
    "The store {path} is not a store of Noduscope. It was left as it is; restore a backup (noduscope store"
    " restore), or move it and the folder backups away to start with an empty one."
)
GONE = (
    "The store {path} is missing or empty, though there are backups of it. Restore one (noduscope store"
    " restore), or move the folder backups away to start with an empty store."
)
_IN_USE = "The store {path} is in use by another program and did not become free. Try again in a moment."
_READ_ONLY = "The store {path} cannot be written: the file or its folder is read-only. Nothing was changed."
_FULL = "The store {path} cannot grow: the disk is full. Nothing was changed. Make room and try again."
_DISK = "The store {path} could not be read or written: the disk reports an error or is full."
_CLOSED = "The store {path} cannot be opened: its folder is missing or may not be written."
#: Beginning of SQLite's result code, and what to say of it. The first that fits is taken.
_SENTENCES = (
    ("SQLITE_BUSY", _IN_USE),
    ("SQLITE_LOCKED", _IN_USE),
    ("SQLITE_FULL", _FULL),
    ("SQLITE_IOERR", _DISK),
    ("SQLITE_READONLY", _READ_ONLY),
    ("SQLITE_PERM", _READ_ONLY),
    ("SQLITE_CANTOPEN", _CLOSED),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", FOREIGN),
)


class StoreError(Exception):
    """The store cannot be used, or one thing could not be kept in it; a sentence with the file's place."""


class StoreDamagedError(StoreError):
    """The store's file is damaged, none of ours, or gone: a backup can take its place.

    Parameters
    ----------
    path
        The file.
    text
        `DAMAGED`, `FOREIGN` or `GONE`.
    """

    def __init__(self, path: object, text: str = DAMAGED) -> None:
        super().__init__(text.format(path=path))


@contextlib.contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences."""
    try:
        yield
    except DBAPIError as error:
        raise _error(path, error.orig) from error
    except sqlite3.Error as error:
        raise _error(path, error) from error
    except OSError as error:
        raise StoreError(f"The store {path} cannot be used: {error.strerror}.") from error


def _error(path: Path, error: BaseException | None) -> StoreError:
    name = getattr(error, "sqlite_errorname", None) or ""
    for code, text in _SENTENCES:
        if name.startswith(code):
            if text in (DAMAGED, FOREIGN):
                return StoreDamagedError(path, text)
            return StoreError(text.format(path=path))
    return StoreError(f"The store {path} could not do what was asked: {error}.")
