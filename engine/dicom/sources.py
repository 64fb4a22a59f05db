"""Where bytes come from: files, folders and ZIP archives. Knows nothing of DICOM.

Walking never follows a loop and opens no pipe or device; a broken link or a locked folder gets a reason.
Archives are read in place, nothing is extracted to disk; sizes are checked before a byte is decompressed, so
that a small archive cannot ask for more memory than the machine has.
"""

from __future__ import annotations

import io
import os
import stat
import threading
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from engine.dicom.errors import DicomError

#: Largest member of an archive, decompressed: a multi-frame CT of 4000 slices of 512 x 512 fits.
MAX_MEMBER_BYTES = 2 << 30
#: A member above `FREE_MEMBER_BYTES` may be this many times larger than its compressed form:
#: CT compresses two- to tenfold, a bomb about a thousandfold.
MAX_RATIO = 100
FREE_MEMBER_BYTES = 64 << 20
MAX_MEMBERS = 200_000
#: Sum over all members, decompressed.
MAX_ARCHIVE_BYTES = 64 << 30
ZIP_MAGIC = b"PK\x03\x04"
OPEN_ARCHIVES = 4
DAMAGED_MEMBER = "This member of the ZIP archive is damaged and cannot be unpacked."


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a member of a ZIP archive."""

    path: str
    member: str = ""

    @property
    def name(self) -> str:
        """File name without folders, as sentences use it."""
        return (self.member or self.path.replace(os.sep, "/")).rstrip("/").rsplit("/", 1)[-1]

    @property
    def label(self) -> str:
        """Full path; of a member, the archive's path and the path inside."""
        return f"{self.path}/{self.member}" if self.member else self.path

    @property
    def folder(self) -> str:
        """Label of the folder that holds it."""
        return self.label.replace(os.sep, "/").rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is part of no series, and why."""

    path: str
    reason: str


def walk(path: str) -> Iterator[Source | Skipped]:
    """Yield every regular file at or under `path`, sorted by name, and every entry that cannot be used.

    Parameters
    ----------
    path
        A file or a folder. Links are followed, each folder once.
    """
    visited: set[tuple[int, int] | str] = set()
    waiting = [path]  # a stack of paths, not recursion: folders may be nested deeper than Python calls may
    while waiting:
        entry = _look_at(waiting.pop(), visited)
        if isinstance(entry, list):
            waiting += reversed(entry)
        else:
            yield entry


def _look_at(path: str, visited: set[tuple[int, int] | str]) -> Source | Skipped | list[str]:
    """Return a file, a reason, or the entries of a folder; none of a folder that was visited before."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        shown = os.fsencode(path).decode("utf-8", "replace")
        return Skipped(shown, "Its name is not valid text (UTF-8). Rename it and open it again.")
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            return _entries(path, status, visited)
    except OSError as error:
        return Skipped(path, _os_reason(path, error))
    except ValueError:
        return Skipped(path.replace("\0", " "), "There is no file or folder of this name.")
    if stat.S_ISREG(status.st_mode):
        return Source(path)
    return Skipped(path, "It is neither a file nor a folder.")


def _entries(path: str, status: os.stat_result, visited: set[tuple[int, int] | str]) -> list[str]:
    folder = identity(path, status)
    if folder in visited:
        return []
    visited.add(folder)
    return sorted(os.path.join(path, name) for name in os.listdir(path))  # noqa: PTH118, PTH208 - much faster


def identity(path: str, status: os.stat_result | None = None) -> tuple[int, int] | str:
    """Return what is equal for two names of one file: device and inode, else the resolved path."""
    try:
        status = status or Path(path).stat()
        if status.st_ino:
            return (status.st_dev, status.st_ino)
        return os.path.normcase(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def _os_reason(path: str, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "Access is denied; ask for permission to read it."
    if isinstance(error, FileNotFoundError):
        if Path(path).is_symlink():
            return "It is a link to something that does not exist."
        return "There is no file or folder of this name."
    return f"The system cannot read it: {error.strerror or 'unknown error'}."


class Reader:
    """Opens sources and keeps the last few archives open; may be shared by threads. A context manager."""

    def __init__(self) -> None:
        self._archives: OrderedDict[str, zipfile.ZipFile] = OrderedDict()
        self._lock = threading.RLock()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the archives."""
        with self._lock:
            while self._archives:
                self._archives.popitem()[1].close()

    def _archive(self, path: str) -> zipfile.ZipFile:
        archive = self._archives.get(path)
        if archive is None:
            archive = self._archives[path] = zipfile.ZipFile(path)
            while len(self._archives) > OPEN_ARCHIVES:
                self._archives.popitem(last=False)[1].close()
        self._archives.move_to_end(path)
        return archive

    def members(self, path: str) -> Iterator[Source | Skipped]:
        """Yield the files of an archive, and the members that cannot be used.

        Raises
        ------
        DicomError
            If the archive as a whole is damaged or suspicious.
        """
        with self._lock:
            try:
                infos = sorted(self._archive(path).infolist(), key=lambda info: info.filename)
            except Exception as error:  # the library raises many kinds over damaged directories
                raise DicomError("The ZIP archive is damaged or incomplete and cannot be opened.") from error
        if len(infos) > MAX_MEMBERS:
            raise DicomError(f"The ZIP archive lists {len(infos)} files; at most {MAX_MEMBERS} are read.")
        if sum(info.file_size for info in infos) > MAX_ARCHIVE_BYTES:
            raise DicomError(
                f"The ZIP archive would unpack to more than {MAX_ARCHIVE_BYTES >> 30} GiB and is not opened."
            )
        for info in infos:
            if not info.filename:
                yield Skipped(path, "A member of the ZIP archive has no name and is not read.")
                continue
            if info.is_dir():
                continue
            source = Source(path, info.filename)
            reason = _member_reason(info)
            yield Skipped(source.label, reason) if reason else source

    def open(self, source: Source) -> BinaryIO:
        """Open a source for reading from its start.

        Raises
        ------
        DicomError
            If it cannot be opened; the message is a sentence.
        """
        try:
            if not source.member:
                return Path(source.path).open("rb")
            with self._lock:
                return io.BufferedReader(self._archive(source.path).open(source.member), 1 << 16)  # type: ignore[type-var]
        except OSError as error:
            raise DicomError(_os_reason(source.path, error)) from error
        except (
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            KeyError,
            EOFError,
            ValueError,
        ) as error:
            raise DicomError(DAMAGED_MEMBER) from error

    def read(self, source: Source, offset: int = 0, size: int = -1) -> bytes:
        """Return `size` bytes from `offset` on, fewer at the end of the file; all of them for -1."""
        with self.open(source) as stream:
            try:
                stream.seek(offset)
                return stream.read(size)
            except OSError as error:
                raise DicomError(_os_reason(source.path, error)) from error
            except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
                raise DicomError(
                    "This member of the ZIP archive is damaged and cannot be unpacked."
                ) from error

    def size(self, source: Source) -> int:
        """Length of a source in bytes."""
        try:
            if not source.member:
                return Path(source.path).stat().st_size
            with self._lock:
                return self._archive(source.path).getinfo(source.member).file_size
        except OSError as error:
            raise DicomError(_os_reason(source.path, error)) from error
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise DicomError(DAMAGED_MEMBER) from error


def _member_reason(info: zipfile.ZipInfo) -> str:
    """Return why a member is not read; empty if it may be."""
    if info.flag_bits & 1:
        return "It is encrypted in the ZIP archive. Unpack the archive with its password first."
    if info.file_size > MAX_MEMBER_BYTES:
        return f"It would unpack to more than {MAX_MEMBER_BYTES >> 30} GiB and is not opened."
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > FREE_MEMBER_BYTES and ratio > MAX_RATIO:
        return f"It would unpack to {ratio:.0f} times its size, which no CT does, and is not opened."
    return ""
