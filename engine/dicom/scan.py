"""Paths to series: walk files, folders, archives and DICOMDIRs, and build every series of CT in them.

One file that cannot be used never stops the rest; it is listed with the reason.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.dicom import dicomdir
from engine.dicom.describe import Dicomdir, read_slices
from engine.dicom.errors import Cancelled, DicomError
from engine.dicom.header import Archive
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
        frames = FrameReader(reader)

        def same_picture(a: SliceInfo, b: SliceInfo) -> bool:
            search.stop_if_cancelled()
            return _same_picture(frames, a, b)

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
        first = len(self._queue)
        try:
            for entry in self._reader.members(source.path):
                self._add(entry)
        except DicomError as error:
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


def _same_picture(frames: FrameReader, a: SliceInfo, b: SliceInfo) -> bool:
    """Whether two slices show the same HU. In one syntax the stored bytes decide, else the decoded values."""
    try:
        if a.file.pixels.syntax == b.file.pixels.syntax:
            same_scale = (a.slope, a.intercept) == (b.slope, b.intercept)
            return same_scale and frames.encoded(a) == frames.encoded(b)
        return bool(np.array_equal(frames.hu(a), frames.hu(b)))
    except DicomError:
        return False
