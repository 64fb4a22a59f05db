"""Files and folders that appear whole or not at all. Standard library only."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path


def private_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for this account alone; one that is there stays.

    Windows has no such modes: there a user's folders are the user's own.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    for folder in reversed([path, *path.parents]):
        if folder.is_dir():
            continue
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except FileExistsError:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None


def replace_folder(fresh: Path, target: Path) -> None:
    """Put a folder in another's place by renaming; the old one is kept beside it until the new one stands."""
    if not target.exists():
        fresh.rename(target)
        return
    old = fresh.with_name("old")
    target.rename(old)
    try:
        fresh.rename(target)
    except BaseException:
        old.rename(target)
        raise


def write_whole(path: Path, text: str) -> None:
    """Write a file of text in UTF-8; a reader, or a crash, finds the old content or the new one."""
    write_whole_bytes(path, text.encode())


def write_whole_bytes(path: Path, content: bytes) -> None:
    """Write a file; a reader, or a crash, finds the old content or the new one."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Put all files of a folder on the disk, so that a rename after it survives a power cut with them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield a path to write a large file to; it takes the place of `path` when all of it is on the disk."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
