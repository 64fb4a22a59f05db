"""The files that a DICOMDIR names (PS3.3 annex F), found on disk whatever the case of their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.dicom.header import read_header
from engine.dicom.sources import Reader, Skipped, Source

RECORDS, FILE_ID = 0x00041220, 0x00041500


def references(reader: Reader, source: Source) -> Iterator[Source | Skipped]:
    """Yield the files named by a DICOMDIR on disk, and those that are not there.

    Raises
    ------
    engine.dicom.errors.DicomError
        If the DICOMDIR itself is damaged.
    """
    root = Path(source.path).parent
    for record in read_header(reader, source, (RECORDS,)).tags.items(RECORDS):
        parts = record.codes(FILE_ID)
        if not parts:
            continue
        if any(part in {"", ".", ".."} or "/" in part or "\0" in part for part in parts):
            yield Skipped(source.label, "The DICOMDIR names a file outside its folder; it is not followed.")
            continue
        path = _find(root, parts)
        if path is None:
            yield Skipped(str(root.joinpath(*parts)), "The DICOMDIR names this file, but it is not there.")
        else:
            yield Source(str(path))


def _find(root: Path, parts: tuple[str, ...]) -> Path | None:
    """Names in a DICOMDIR are upper case; copies of a disc often are not."""
    path = root.joinpath(*parts)
    try:
        if path.is_file():
            return path
        path = root
        for part in parts:
            path = next(entry for entry in path.iterdir() if entry.name.upper() == part.upper())
    except (OSError, ValueError, StopIteration):
        return None
    return path if path.is_file() else None
