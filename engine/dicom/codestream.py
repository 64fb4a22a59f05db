"""Check the header of a compressed frame before a native decoder sees it.

Decoders trust the size that a codestream claims: a damaged one then costs minutes, gigabytes or the process.
Here size, precision and components are compared with what the DICOM file says, and the segments of the
header are followed once. Knows JPEG (ITU-T T.81), JPEG-LS (T.87) and JPEG 2000 (T.800), not their pixels.
"""

from __future__ import annotations

import struct

from engine.dicom import uids
from engine.dicom.errors import DicomError
from engine.dicom.instance import PixelLayout

#: Start of frame: JPEG's thirteen, and JPEG-LS's.
START_OF_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}) | {0xF7}
START_OF_SCAN = 0xDA
#: Put after every frame: CharLS reads on beyond the end of one that is cut off, for up to a minute.
END_OF_IMAGE = b"\xff\xd9" * 4
#: Tables of Huffman codes, arithmetic coding, quantisation, restarts, JPEG-LS presets.
TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDD, 0xF8})
#: Application segments and comments: nothing in them matters to grey pixels.
IGNORED = frozenset({*range(0xE0, 0xF0), 0xFE})
MAX_TILES = 4096


class _BrokenError(Exception):
    """The segments of the header do not hold together."""


def checked(frame: bytes, layout: PixelLayout) -> bytes:
    """Refuse a frame whose own header is broken or describes another picture than the file does.

    Returns
    -------
    bytes
        The frame; of JPEG and JPEG-LS without application segments and comments, over which GDCM can end
        the process, and with an end that no decoder can miss. Frames that begin like no known codestream
        pass unchanged: RLE has its own checks.

    Raises
    ------
    DicomError
        If the header does not fit.
    """
    try:
        if frame[:2] == b"\xff\xd8":
            frame, (rows, columns, components, bits) = _jpeg(frame)
        elif frame[:4] == b"\xff\x4f\xff\x51":
            rows, columns, components, bits = _jpeg_2000(frame)
        else:
            return frame
    except (struct.error, IndexError, _BrokenError) as error:
        name = uids.syntax_name(layout.syntax)
        raise DicomError(f"The compressed picture ({name}) is damaged or cut off.") from error
    if (rows, columns) != (layout.rows, layout.columns):
        raise DicomError("The compressed picture has another size than the file says; it may be damaged.")
    if components != 1 or not 1 <= bits <= layout.bits_allocated:
        raise DicomError("The compressed picture has another kind of pixels than the file says.")
    return frame


def _jpeg(frame: bytes) -> tuple[bytes, tuple[int, int, int, int]]:
    """Follow the segments up to the first scan.

    Return the frame without those to ignore, and rows, columns, components and precision.
    """
    at, parts = 2, [frame[:2]]
    found: tuple[int, int, int, int] | None = None
    while True:
        if frame[at] != 0xFF:
            raise _BrokenError
        marker = frame[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        (length,) = struct.unpack_from(">H", frame, at + 2)
        segment = frame[at + 4 : at + 2 + length]
        if len(segment) != length - 2:
            raise _BrokenError
        if marker in START_OF_FRAME and not found:
            found = _frame_header(segment)
        elif marker == START_OF_SCAN and found:
            if segment[0] != found[2] or len(segment) != 4 + 2 * segment[0]:
                raise _BrokenError
            return b"".join(parts) + frame[at:] + END_OF_IMAGE, found
        elif marker not in TABLES | IGNORED:
            raise _BrokenError
        if marker not in IGNORED:
            parts.append(frame[at : at + 2 + length])
        at += 2 + length


def _frame_header(segment: bytes) -> tuple[int, int, int, int]:
    bits, rows, columns, components = struct.unpack_from(">BHHB", segment)
    if len(segment) != 6 + 3 * components:
        raise _BrokenError
    return rows, columns, components, bits


def _jpeg_2000(frame: bytes) -> tuple[int, int, int, int]:
    """Read the SIZ segment; return rows, columns, components and precision."""
    length, _, right, bottom, left, top, tile_width, tile_height, _, _, components = struct.unpack_from(
        ">HHIIIIIIIIH", frame, 4
    )
    precision, *subsampling = struct.unpack_from(">BBB", frame, 42)
    if length != 38 + 3 * components or 0 in {tile_width, tile_height} or subsampling != [1, 1]:
        raise _BrokenError
    if -(-right // tile_width) * -(-bottom // tile_height) > MAX_TILES:
        raise _BrokenError
    return bottom - top, right - left, components, (precision & 0x7F) + 1
