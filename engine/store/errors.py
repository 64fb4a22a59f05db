"""What can go wrong with the store, in sentences. SQLite's own result codes decide."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

DAMAGED = (
    "is damaged. It was left as it is; put a copy from a backup in its place, or move it away to start with"
    " an empty one."
)
FOREIGN = "is not a store of Noduscope. It was left as it is; move it away to start with an empty one."
_IN_USE = "is in use by another program and did not become free. Try again in a moment."
_READ_ONLY = "cannot be written: the file or its folder is read-only. Nothing was changed."
#: Beginning of SQLite's result code, and what to say of it. The first that fits is taken.
_SENTENCES = (
    ("SQLITE_BUSY", _IN_USE),
    ("SQLITE_LOCKED", _IN_USE),
    ("SQLITE_FULL", "cannot grow: the disk is full. Nothing was changed. Make room and try again."),
    ("SQLITE_IOERR", "could not be read or written: the disk reports an error or is full."),
    ("SQLITE_READONLY", _READ_ONLY),
    ("SQLITE_PERM", _READ_ONLY),
    ("SQLITE_CANTOPEN", "cannot be opened: its folder is missing or may not be written."),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", FOREIGN),
)


class StoreError(Exception):
    """The store cannot be used, or one thing could not be kept in it; a sentence with the file's place."""


@contextlib.contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_sentence(path, error.orig)) from error
    except sqlite3.Error as error:
        raise StoreError(_sentence(path, error)) from error
    except OSError as error:
        raise StoreError(f"The store {path} cannot be used: {error.strerror}.") from error


def _sentence(path: Path, error: BaseException | None) -> str:
    name = getattr(error, "sqlite_errorname", None) or ""
    for code, text in _SENTENCES:
        if name.startswith(code):
            return f"The store {path} {text}"
    return f"The store {path} could not do what was asked: {error}."
