"""Paths to series: walk files, folders, archives and DICOMDIRs, and build every series of CT in them.

One file that cannot be used never stops the rest; it is listed with the reason.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.dicom import dicomdir
from engine.dicom.describe import Dicomdir, read_slices
from engine.dicom.errors import Cancelled, DicomError
from engine.dicom.header import NOT_DICOM, Archive
from engine.dicom.instance import SliceInfo
from engine.dicom.pixels import FrameReader
from engine.dicom.series import Series, build_series
from engine.dicom.sources import Reader, Skipped, Source, identity, walk

__all__ = ["Scan", "Skipped", "scan"]


@dataclass(frozen=True)
class Scan:
    """What was found under some paths.

    Parameters
    ----------
    series
        Analysable ones first, then by number of slices.
    skipped
        Files that are part of no series, each with the reason.
    """

    series: tuple[Series, ...]
    skipped: tuple[Skipped, ...]


def scan(
    paths: Sequence[str | Path],
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Scan:
    """Find the CT series under some paths.

    Parameters
    ----------
    paths
        Files, folders (searched to any depth), ZIP archives, DICOMDIRs. A file found twice counts once.
    progress
        Called with the number of files done and known so far.
    cancelled
        Asked before every file.

    Returns
    -------
    Scan

    Raises
    ------
    Cancelled
        If `cancelled` says so. Nothing that a file contains raises anything.
    """
    with Reader() as reader:
        search = _Search(reader, cancelled)
        search.run([os.path.abspath(path) for path in paths], progress)  # noqa: PTH100 - never resolves links
        pictures = _Pictures(FrameReader(reader))

        def same_picture(a: SliceInfo, b: SliceInfo) -> bool:
            search.stop_if_cancelled()
            return pictures.same(a, b)

        series, copies = build_series(search.slices, same_picture)
    return Scan(series, (*search.skipped, *copies))


class _Search:
    """One walk over the paths: what is still to read, and what was found."""

    def __init__(self, reader: Reader, cancelled: Callable[[], bool] | None) -> None:
        self.slices: list[SliceInfo] = []
        self.skipped: list[Skipped] = []
        self._reader = reader
        self._cancelled = cancelled
        self._queue: deque[Source] = deque()
        self._total = 0
        self._seen: set[object] = set()
        self._archives: list[str] = []

    def stop_if_cancelled(self) -> None:
        if self._cancelled and self._cancelled():
            raise Cancelled

    def run(self, paths: Sequence[str], progress: Callable[[int, int], None] | None) -> None:
        for path in paths:
            self._add_folder(path)
        done = 0
        while self._queue:
            self.stop_if_cancelled()
            source = self._queue.popleft()
            key = (identity(source.path), source.member)
            if key not in self._seen:
                self._seen.add(key)
                self._read(source)
            done += 1
            if progress:
                progress(done, self._total)
        self._shorten()

    def _shorten(self) -> None:
        """Say in one line that an archive holds other things: office documents are archives too."""
        empty = dict.fromkeys(self._archives)
        lengths = {len(archive) for archive in empty}

        def archive_of(path: str) -> str:
            return next((path[:n] for n in lengths if path[n : n + 1] == "/" and path[:n] in empty), "")

        # One pass each: an archive may hold 200,000 files, and a folder as many archives.
        for s in self.slices:
            empty.pop(s.file.source.path, None)
        for skipped in self.skipped:
            if skipped.reason != NOT_DICOM:
                empty.pop(archive_of(skipped.path), None)
        self.skipped = [s for s in self.skipped if not archive_of(s.path)]
        self.skipped += [Skipped(archive, "It is a ZIP archive without DICOM files.") for archive in empty]

    def _add(self, entry: Source | Skipped) -> None:
        if isinstance(entry, Skipped):
            self.skipped.append(entry)
        else:
            self._queue.append(entry)
            self._total += 1

    def _add_folder(self, path: str) -> None:
        for entry in walk(path):
            self.stop_if_cancelled()
            self._add(entry)

    def _read(self, source: Source) -> None:
        try:
            self.slices += read_slices(self._reader, source)
        except Archive:
            self._read_archive(source)
        except Dicomdir:
            self._read_dicomdir(source)
        except DicomError as error:
            self.skipped.append(Skipped(source.label, str(error)))
        except MemoryError:
            self.skipped.append(Skipped(source.label, "There is not enough memory to read it."))
        except Exception:  # noqa: BLE001 - one file, whatever it holds, must not stop the rest
            self.skipped.append(Skipped(source.label, "Its DICOM header makes no sense and cannot be read."))

    def _read_archive(self, source: Source) -> None:
        if source.member:
            reason = "It is a ZIP archive inside another one. Unpack it and open it by itself."
            self.skipped.append(Skipped(source.label, reason))
            return
        self._archives.append(source.path)
        first = len(self._queue)
        try:
            for entry in self._reader.members(source.path):
                self._add(entry)
        except DicomError as error:
            self._archives.pop()
            self.skipped.append(Skipped(source.label, str(error)))
            return
        # The members are read at once, so that their archive stays open.
        self._queue.rotate(-first)

    def _read_dicomdir(self, source: Source) -> None:
        if source.member:  # the members of the archive are all read anyway
            return
        try:
            entries = list(dicomdir.references(self._reader, source))
        except DicomError:
            entries = []
        if not any(isinstance(entry, Source) for entry in entries):
            self._add_folder(str(Path(source.path).parent))
        for entry in entries:
            self._add(entry)


class _Pictures:
    """Compares pictures by digests, so that each is read once however many share a position."""

    def __init__(self, frames: FrameReader) -> None:
        self._frames = frames
        self._stored: dict[tuple[Source, int], bytes] = {}
        self._hu: dict[tuple[Source, int], bytes] = {}

    def same(self, a: SliceInfo, b: SliceInfo) -> bool:
        """Whether two slices show the same HU. In one syntax the stored bytes decide, else the values."""
        try:
            if a.file.pixels.syntax == b.file.pixels.syntax:
                same_scale = (a.slope, a.intercept) == (b.slope, b.intercept)
                return same_scale and self._stored_digest(a) == self._stored_digest(b)
            return self._hu_digest(a) == self._hu_digest(b)
        except DicomError:
            return False

    def _stored_digest(self, s: SliceInfo) -> bytes:
        key = (s.file.source, s.frame)
        if key not in self._stored:
            self._stored[key] = hashlib.sha256(self._frames.encoded(s)).digest()
        return self._stored[key]

    def _hu_digest(self, s: SliceInfo) -> bytes:
        key = (s.file.source, s.frame)
        if key not in self._hu:
            self._hu[key] = hashlib.sha256(self._frames.hu(s).tobytes()).digest()
        return self._hu[key]
