"""From the bytes of a file to its elements before the pixels, and to where the pixels begin.

Reads a short prefix first: that is all most files need, and a file that is no DICOM costs one small read.
Knows the layout of a file (PS3.10), not what its elements mean.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset

from engine.dicom.errors import DicomError
from engine.dicom.sources import FREE_MEMBER_BYTES, MAX_RATIO, ZIP_MAGIC, Reader, Source
from engine.dicom.tags import Tags

PREFIX_BYTES = 1 << 16
#: What is read next where the header is longer; never the stream itself, as a damaged length of an element
#: would then ask for gigabytes.
LONGER_PREFIXES = (1 << 22, 1 << 28)
#: A deflated file may inflate to this much, and beyond `FREE_MEMBER_BYTES` to `MAX_RATIO` times its size, and
#: no more: a multi-frame CT of 1000 slices of 512 x 512 fits.
MAX_INFLATED_BYTES = 1 << 29
UNDEFINED_LENGTH = 0xFFFFFFFF
NOT_DICOM = "It is not a DICOM file."

PIXEL_DATA = 0x7FE00010
TRANSFER_SYNTAX = 0x00020010
SOP_CLASS_IN_META = 0x00020002


@dataclass(frozen=True, slots=True)
class Header:
    """The elements before the pixels.

    Parameters
    ----------
    tags
        The elements asked for.
    sop_class
        SOP class named by the file meta information.
    syntax
        Transfer syntax UID; where the file has no meta information, the one its bytes show.
    pixel_offset
        Where the value of the pixel element begins, in the file or, if deflated, in the inflated dataset;
        `None` where there are no pixels.
    pixel_length
        Length of that value as the file gives it; `UNDEFINED_LENGTH` for encapsulated frames.
    inflated_size
        Length of the inflated dataset of a deflated file, else `None`.
    """

    tags: Tags
    sop_class: str
    syntax: str
    little_endian: bool
    pixel_offset: int | None
    pixel_length: int
    inflated_size: int | None = None


class Archive(DicomError):  # noqa: N818 - says what the file is; the caller goes on with it
    """The file is a ZIP archive."""


def read_header(reader: Reader, source: Source, wanted: Sequence[int]) -> Header:
    """Read the elements `wanted` that stand before the pixels.

    Raises
    ------
    Archive
        If the file is a ZIP archive.
    DicomError
        If it is no DICOM file, or damaged; the message says why.
    """
    prefix = reader.read(source, 0, PREFIX_BYTES)
    if prefix[:4] == ZIP_MAGIC:
        raise Archive("It is a ZIP archive.")
    if not prefix:
        raise DicomError("The file is empty.")
    start, assumed = _start(prefix)
    try:
        header = _from_prefix(prefix, len(prefix) < PREFIX_BYTES, start, assumed, wanted)
        for size in LONGER_PREFIXES:
            if header is None:
                prefix = reader.read(source, 0, size)
                complete = len(prefix) < size or size == LONGER_PREFIXES[-1]
                header = _from_prefix(prefix, complete, start, assumed, wanted)
        if header and header.inflated_size is not None:
            header = _parse_deflated(reader.read(source, 0, MAX_INFLATED_BYTES), start, wanted)
    except DicomError:
        raise
    except Exception as error:
        raise DicomError("The DICOM header is damaged and cannot be read.") from error
    if header is None:
        raise DicomError("The DICOM header is too long.")
    return header


def _from_prefix(
    prefix: bytes, complete: bool, start: int, assumed: str, wanted: Sequence[int]
) -> Header | None:
    """Parse a prefix; `None` if it is not complete and the header goes on behind it."""
    try:
        header = _parse(io.BytesIO(prefix), start, assumed, wanted)
    except Exception:
        if complete:
            raise
        return None
    found = header.pixel_offset is not None or header.inflated_size is not None
    return header if complete or found else None


def count_fragments(reader: Reader, source: Source, offset: int, most: int) -> int:
    """Count the fragments of encapsulated pixels (PS3.5 A.4), without the offset table before them.

    Parameters
    ----------
    offset
        Where the value of the pixel element begins.
    most
        Where to stop counting: a hostile file may be all empty fragments.
    """
    count = -1
    size = reader.size(source)
    with reader.open(source) as stream:
        while offset + 8 <= size and count < most:
            stream.seek(offset)
            head = stream.read(8)
            if head[:4] != b"\xfe\xff\x00\xe0":
                break
            count += 1
            offset += 8 + int.from_bytes(head[4:], "little")
    return max(count, 0)


def inflate(data: bytes) -> bytes:
    """Inflate the dataset of a deflated file.

    Raises
    ------
    DicomError
        If it is damaged, or would fill the memory.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        most = min(MAX_INFLATED_BYTES, max(FREE_MEMBER_BYTES, MAX_RATIO * len(data)))
        result = inflater.decompress(data, most)
    except zlib.error as error:
        raise DicomError("The deflated DICOM dataset is damaged.") from error
    if inflater.unconsumed_tail:
        raise DicomError(
            f"The deflated dataset would unpack to more than {most >> 20} MiB and is not opened."
        )
    return result


def deflated_dataset(data: bytes) -> bytes:
    """Return the inflated dataset of a whole deflated file: what the pixel offset of its header counts in."""
    stream = io.BytesIO(data)
    stream.seek(_start(data)[0])
    _read_meta(stream)
    return inflate(data[stream.tell() :])


def file_meta(data: bytes) -> Dataset:
    """Return the file meta information at the beginning of a file.

    Raises
    ------
    DicomError
        If it is no DICOM file.
    """
    stream = io.BytesIO(data)
    stream.seek(_start(data)[0])
    return read_dataset(stream, False, True, stop_when=lambda tag, _vr, _length: tag >> 16 != 2)


def _start(prefix: bytes) -> tuple[int, str]:
    """Return where the first element stands, and the syntax to assume if the file names none."""
    if prefix[128:132] == b"DICM":
        return 132, str(uid.ImplicitVRLittleEndian)
    # Old files have no preamble and begin with group 8 (or with group 2, the meta information).
    group, element, vr = prefix[:2], prefix[2:4], prefix[4:6]
    explicit = vr.isalpha() and vr.isupper()
    if group in {b"\x08\0", b"\x02\0"} and len(prefix) > 8 and (explicit or element < b"\x20\0"):
        return 0, str(uid.ExplicitVRLittleEndian if explicit else uid.ImplicitVRLittleEndian)
    if group in {b"\0\x08", b"\0\x02"} and explicit:
        return 0, str(uid.ExplicitVRBigEndian)
    raise DicomError(NOT_DICOM)


def _read_meta(stream: BinaryIO) -> Tags:
    return Tags(read_dataset(stream, False, True, stop_when=lambda tag, _vr, _length: tag >> 16 != 2))


def _parse(stream: BinaryIO, start: int, assumed: str, wanted: Sequence[int]) -> Header:
    stream.seek(start)
    meta = _read_meta(stream)
    syntax = meta.code(TRANSFER_SYNTAX) or assumed
    sop_class = meta.code(SOP_CLASS_IN_META)
    if syntax == uid.DeflatedExplicitVRLittleEndian:
        return Header(meta, sop_class, syntax, True, None, 0, inflated_size=0)
    return _parse_dataset(stream, syntax, sop_class, wanted)


def _parse_deflated(data: bytes, start: int, wanted: Sequence[int]) -> Header:
    stream = io.BytesIO(data)
    stream.seek(start)
    sop_class = _read_meta(stream).code(SOP_CLASS_IN_META)
    inflated = inflate(data[stream.tell() :])
    syntax = str(uid.DeflatedExplicitVRLittleEndian)
    header = _parse_dataset(io.BytesIO(inflated), syntax, sop_class, wanted)
    return Header(
        header.tags, sop_class, syntax, True, header.pixel_offset, header.pixel_length, len(inflated)
    )


def _parse_dataset(stream: BinaryIO, syntax: str, sop_class: str, wanted: Sequence[int]) -> Header:
    implicit = syntax == uid.ImplicitVRLittleEndian
    little = syntax != uid.ExplicitVRBigEndian
    dataset = read_dataset(
        stream,
        implicit,
        little,
        stop_when=lambda tag, _vr, _length: tag >= PIXEL_DATA,
        specific_tags=[*wanted],
    )
    offset, length = _pixel_element(stream, little=little)
    return Header(Tags(dataset, little_endian=little), sop_class, syntax, little, offset, length)


def _pixel_element(stream: BinaryIO, *, little: bool) -> tuple[int | None, int]:
    """Return offset and length of the pixel element's value, which begins where `stream` stands."""
    at = stream.tell()
    head = stream.read(12)
    order = "little" if little else "big"
    if len(head) < 8 or head[:4] != (b"\xe0\x7f\x10\0" if little else b"\x7f\xe0\0\x10"):
        return None, 0
    if head[4:6] in {b"OB", b"OW", b"UN"}:
        return at + 12, int.from_bytes(head[8:12], order)  # type: ignore[arg-type]
    return at + 8, int.from_bytes(head[4:8], order)  # type: ignore[arg-type]
