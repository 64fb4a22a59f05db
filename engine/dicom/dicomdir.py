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
    folders: dict[Path, dict[str, Path]] = {}
    for record in read_header(reader, source, (RECORDS,)).tags.items(RECORDS):
        parts = record.codes(FILE_ID)
        if not parts:
            continue
        if any(part in {"", ".", ".."} or set(part) & set("/\0:") for part in parts):
            yield Skipped(source.label, "The DICOMDIR names a file outside its folder; it is not followed.")
            continue
        path = _find(root, parts, folders)
        if path is None:
            yield Skipped(str(root.joinpath(*parts)), "The DICOMDIR names this file, but it is not there.")
        else:
            yield Source(str(path))


def _find(root: Path, parts: tuple[str, ...], folders: dict[Path, dict[str, Path]]) -> Path | None:
    """Names in a DICOMDIR are upper case; copies of a disc often are not.

    Each folder is listed once and kept in `folders`: many names may be missing in a folder of many files.
    """
    path = root.joinpath(*parts)
    try:
        if path.is_file():
            return path
        path = root
        for part in parts:
            if path not in folders:
                folders[path] = {entry.name.upper(): entry for entry in path.iterdir()}
            path = folders[path][part.upper()]
        return path if path.is_file() else None
    except (OSError, ValueError, KeyError):
        return None
