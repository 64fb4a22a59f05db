"""Copies of the store beside it, one a day, and putting one back. It does not know what is in them."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import sys
import threading
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import psutil

from engine.files import private_folder
from engine.store.errors import StoreDamagedError, StoreError, sentences

#: Folder beside the store, and how many copies stay in it; the largest one stays besides.
FOLDER = "backups"
KEEP = 7
#: Numbered, since a computer's clock may go back; the day is for the reader.
_NAME = re.compile(r"store-(\d{6})-(\d{4}-\d\d-\d\d)\.sqlite")
#: What SQLite keeps beside a file that is written ahead. Read into another file, they would damage it.
_SIDES = ("", "-wal", "-shm")
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Backup:
    """A copy of the store: where, which in the order they were made, and of which day."""

    path: Path
    number: int
    day: date

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.path.stat().st_size


@dataclass(frozen=True)
class Restored:
    """A backup that was put in the store's place, and where what was there before is kept now."""

    backup: Backup
    aside: Path | None


def today() -> date:
    """Return the day by this computer's clock."""
    return datetime.now().astimezone().date()


def backups(store: Path) -> list[Backup]:
    """Return the copies of a store, the one made last first."""
    found = []
    with contextlib.suppress(OSError):
        for path in (store.parent / FOLDER).iterdir():
            name = _NAME.fullmatch(path.name)
            if name:
                with contextlib.suppress(ValueError):
                    found.append(Backup(path, int(name[1]), date.fromisoformat(name[2])))
    return sorted(found, key=lambda backup: backup.number, reverse=True)


def back_up_daily(store: Path, day: date | None = None) -> Backup | None:
    """Copy the store unless the last copy is of this day; return the copy, `None` where there was one.

    Raises
    ------
    StoreError
        If the copy could not be made; the earlier ones are as they were.
    """
    day = day or today()
    with _one_at_a_time:
        last = next(iter(backups(store)), None)
        return None if last is not None and last.day == day else _copy(store, day)


def back_up(store: Path, day: date | None = None) -> Backup:
    """Copy the store now, whatever is being written to it, and remove copies beyond `KEEP`.

    Raises
    ------
    StoreError
        If there is no sound store, or no room; the earlier copies are as they were.
    """
    with _one_at_a_time:
        return _copy(store, day or today())


def _copy(store: Path, day: date) -> Backup:
    folder = store.parent / FOLDER
    earlier = backups(store)
    number = earlier[0].number + 1 if earlier else 1
    target = folder / f"store-{number:06d}-{day.isoformat()}.sqlite"
    part = folder / f"{target.name}.{os.getpid()}.part"
    try:
        with sentences(store):
            private_folder(folder)
            _forget_parts(folder)
            _copy_content(store, part)
            _sync(part)
            if not sound(part):
                raise StoreDamagedError(store)
            part.replace(target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    _thin_out(store)
    return Backup(target, number, day)


def _copy_content(store: Path, part: Path) -> None:
    # Through SQLite: what is still in the -wal file is part of it, and writers need not wait.
    with (
        contextlib.closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(part)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole in itself


def _thin_out(store: Path) -> None:
    """Remove the oldest copies; the largest stays, for the case that the store was begun anew."""
    kept = backups(store)
    largest = max(kept, key=lambda backup: backup.size, default=None)
    for backup in kept[KEEP:]:
        if backup != largest:
            with contextlib.suppress(OSError):
                backup.path.unlink()


def _forget_parts(folder: Path) -> None:
    """Remove what processes that are gone have left half made."""
    for part in folder.glob("*.part"):
        owner = part.name.split(".")[-2]
        if owner.isdigit() and int(owner) != os.getpid() and not psutil.pid_exists(int(owner)):
            with contextlib.suppress(OSError):
                part.unlink()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sound(path: Path) -> bool:
    """Whether a file that nobody writes to is a whole store of Noduscope, of whatever version."""
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            return (
                whole and connection.execute("SELECT version_num FROM alembic_version").fetchone() is not None
            )
    except sqlite3.Error:
        return False


def restore(store: Path, name: str | None = None) -> Restored:
    """Put a backup in the store's place; what was there is kept under another name.

    Killed in between, there is either the old store, or none: then `open_store` makes no empty one while
    there are backups, and this can be called again.

    Parameters
    ----------
    store
        The store's file, sound, damaged or missing.
    name
        File name of the backup; by default the last one that is sound.

    Raises
    ------
    StoreError
        If there is no such backup, a program has the store open, or there is no room. Nothing was changed.
    """
    chosen = _chosen(store, name)
    if used_by_others(store):
        raise StoreError(
            f"The store {store} is open in another window or program. Close it there and try again; nothing"
            " was changed."
        )
    part = store.with_name(f"{store.name}.{os.getpid()}.restoring")
    try:
        with sentences(store):
            part.write_bytes(chosen.path.read_bytes())
            _sync(part)
            if not sound(part):
                raise StoreError(f"The backup {chosen.path} could not be read whole. Nothing was changed.")
            aside = _put_aside(store)
            part.replace(store)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return Restored(chosen, aside)


def _chosen(store: Path, name: str | None) -> Backup:
    there = backups(store)
    if name is not None:
        there = [backup for backup in there if backup.path.name == name]
        if not there:
            raise StoreError(
                f"There is no backup {name} of the store {store}; `noduscope store check` lists them."
            )
    for backup in there:
        if sound(backup.path):
            return backup
    raise StoreError(f"The store {store} has no backup that could be read. Nothing was changed.")


def _put_aside(store: Path) -> Path | None:
    """Rename the store with what belongs to it; itself first, so that nobody opens it again."""
    number = 1
    while any(store.with_name(f"{store.name}.aside-{number}{side}").exists() for side in _SIDES):
        number += 1
    aside = store.with_name(f"{store.name}.aside-{number}")
    for side in _SIDES:
        with contextlib.suppress(FileNotFoundError):
            store.with_name(store.name + side).replace(aside.with_name(aside.name + side))
    return aside if aside.exists() else None


def used_by_others(store: Path) -> bool:
    """Whether a program of this user, this one included, has the store open.

    POSIX lets a file be replaced under a program that goes on writing to the old one; Windows refuses it.
    """
    if sys.platform == "win32" or not store.exists():
        return False
    place = os.path.realpath(store)
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if any(file.path == place for file in process.open_files()):
                return True
    return False
