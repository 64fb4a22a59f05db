"""One frame: decode it, and rescale it to Hounsfield units.

Uncompressed frames are read straight into numpy from the offset that the scan has found. Compressed ones go
through pydicom's decoders, and what those refuse (12-bit JPEG Extended, the retired JPEG processes) through
`engine.dicom.fallback`. Knows nothing of order and geometry.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.encaps import encapsulate, generate_frames
from pydicom.pixels import get_decoder
from pydicom.pixels.decoders.base import Decoder
from pydicom.uid import JPEGLSLossless, JPEGLSNearLossless, RLELossless

from engine.dicom import fallback, uids
from engine.dicom.codestream import checked
from engine.dicom.errors import DicomError
from engine.dicom.header import deflated_dataset, read_header
from engine.dicom.instance import PixelLayout, SliceInfo
from engine.dicom.sources import Reader, Source

Pixels = npt.NDArray[Any]
INT16 = np.iinfo(np.int16)
#: What fragments and their table may add to a compressed frame.
FRAGMENT_BYTES = 1 << 16
#: Rescaled at once; more would need several copies of a large picture.
BLOCK_PIXELS = 1 << 22
#: pydicom's decoder plug-ins in the order in which they are tried: the fastest first.
PLUGINS = ("pyjpegls", "pylibjpeg", "gdcm", "pydicom")
#: GDCM ends the process over some damaged JPEG-LS.
UNSAFE = frozenset({("gdcm", JPEGLSLossless), ("gdcm", JPEGLSNearLossless)})


class FrameReader:
    """Decodes frames. Keeps what the frames of one multi-frame file share; may be used by several threads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._kept: tuple[Source, list[bytes]] | None = None

    def hu(self, slice_: SliceInfo, out: npt.NDArray[np.int16] | None = None) -> npt.NDArray[np.int16]:
        """Decode a frame to Hounsfield units.

        Parameters
        ----------
        slice_
            The frame.
        out
            int16, shape ``(rows, columns)``; where to write. A new array by default.

        Returns
        -------
        numpy.ndarray
            `out`, or the new array.

        Raises
        ------
        DicomError
            If the frame cannot be read or decoded; the message says why.
        """
        layout = slice_.file.pixels
        if out is None:
            out = np.empty((layout.rows, layout.columns), np.int16)
        rescale(self.stored(slice_), slice_.slope, slice_.intercept, out)
        return out

    def stored(self, slice_: SliceInfo) -> Pixels:
        """Return the stored values of a frame, shape ``(rows, columns)``, in whatever integer type they need.

        Raises
        ------
        DicomError
            If the frame cannot be read or decoded.
        """
        layout = slice_.file.pixels
        if layout.syntax in uids.NATIVE_SYNTAXES:
            return _native(self._native_bytes(slice_), layout)
        return decode(self._encapsulated(slice_), layout)

    def encoded(self, slice_: SliceInfo) -> bytes:
        """Return the bytes of a frame as the file holds them."""
        if slice_.file.pixels.syntax in uids.NATIVE_SYNTAXES:
            return self._native_bytes(slice_)
        return self._encapsulated(slice_)

    def _native_bytes(self, slice_: SliceInfo) -> bytes:
        source, layout = slice_.file.source, slice_.file.pixels
        start = slice_.frame * layout.frame_bytes
        if layout.offset is None:
            data = self._whole(source)[0][start : start + layout.frame_bytes]
        else:
            data = self._reader.read(source, layout.offset + start, layout.frame_bytes)
        if len(data) < layout.frame_bytes:
            raise DicomError("The file has become shorter since it was scanned. Open its folder again.")
        return data

    def _whole(self, source: Source) -> list[bytes]:
        """Return the pixel element of a deflated file, as a list of one."""
        with self._lock:
            if self._kept is None or self._kept[0] != source:
                header = read_header(self._reader, source, ())
                data = deflated_dataset(self._reader.read(source))
                self._kept = (source, [data[header.pixel_offset :]])
            return self._kept[1]

    def _encapsulated(self, slice_: SliceInfo) -> bytes:
        source, layout = slice_.file.source, slice_.file.pixels
        if layout.frames == 1:
            return self._split(source, layout)[0]
        with self._lock:
            if self._kept is None or self._kept[0] != source:
                self._kept = (source, self._split(source, layout))
            frames = self._kept[1]
        if slice_.frame >= len(frames):
            raise DicomError(f"The file holds {len(frames)} of the {layout.frames} frames it lists.")
        return frames[slice_.frame]

    def _split(self, source: Source, layout: PixelLayout) -> list[bytes]:
        # Not the rest of the file, which may be anything: no compression makes CT twice as large.
        most = layout.frames * (2 * layout.frame_bytes + FRAGMENT_BYTES)
        data = self._reader.read(source, layout.offset or 0, most)
        try:
            frames = list(generate_frames(data, number_of_frames=layout.frames))
        except Exception as error:  # damaged fragments raise anything
            raise DicomError("The compressed picture is damaged or cut off.") from error
        if not frames or not frames[0]:
            raise DicomError("The compressed picture is missing.")
        return frames


def decode(frame: bytes, layout: PixelLayout) -> Pixels:
    """Decompress one frame.

    Raises
    ------
    DicomError
        If no decoder can.
    """
    frame = checked(frame, layout)
    if fallback.is_needed(layout):
        return fallback.decode(frame, layout)
    options: dict[str, Any] = {
        "rows": layout.rows,
        "columns": layout.columns,
        "number_of_frames": 1,
        "samples_per_pixel": 1,
        "photometric_interpretation": "MONOCHROME2",
        "bits_allocated": layout.bits_allocated,
        "bits_stored": layout.bits_stored,
        "pixel_representation": int(layout.signed),
        "pixel_keyword": "PixelData",
    }
    try:
        decoder = get_decoder(layout.syntax)
    except (NotImplementedError, ValueError) as error:
        raise DicomError(f"The compression {uids.syntax_name(layout.syntax)} is not supported.") from error
    try:
        pixels = _decode_with(decoder, encapsulate([frame]), options)
    except DicomError as error:
        name = uids.syntax_name(layout.syntax)
        raise DicomError(
            f"The compressed picture ({name}) is damaged or cut off and cannot be decoded."
        ) from error
    if pixels.shape != (layout.rows, layout.columns):
        raise DicomError("The compressed picture has another size than the file says.")
    return _stored_bits(pixels, layout) if layout.syntax == RLELossless else pixels


def _decode_with(decoder: Decoder, data: bytes, options: dict[str, Any]) -> Pixels:
    plugins = [p for p in PLUGINS if p in decoder.available_plugins and (p, decoder.UID) not in UNSAFE]
    for plugin in plugins:
        try:
            return decoder.as_array(data, index=0, raw=True, decoding_plugin=plugin, **options)[0]
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001, S112 - damaged data raise anything; the next may be able
            continue
    raise DicomError("No decoder can read it.")


def _native(data: bytes, layout: PixelLayout) -> Pixels:
    order = "<" if layout.little_endian else ">"
    kind = "i" if layout.signed else "u"
    pixels = np.frombuffer(data, f"{order}{kind}{layout.bits_allocated // 8}")
    return _stored_bits(pixels.reshape(layout.rows, layout.columns), layout)


def _stored_bits(pixels: Pixels, layout: PixelLayout) -> Pixels:
    """Cut the stored bits out of the allocated ones and extend the sign (PS3.5 section 8.1.1)."""
    above = layout.bits_allocated - 1 - layout.high_bit
    below = layout.high_bit + 1 - layout.bits_stored
    if above or below:
        # Shifting up and back drops the bits on both sides; on signed types it copies the sign down.
        pixels = pixels.astype(pixels.dtype.newbyteorder("=")) << above >> (above + below)
    return pixels


def rescale(stored: Pixels, slope: float, intercept: float, out: npt.NDArray[np.int16]) -> None:
    """Write ``slope * stored + intercept`` to `out`, rounded half away from zero and clipped to int16.

    Parameters
    ----------
    stored
        Integers, shape ``(rows, columns)``.
    out
        int16, same shape.
    """
    if slope == 1 and intercept == int(intercept) and abs(intercept) <= INT16.max:
        low, high = int(stored.min()) + int(intercept), int(stored.max()) + int(intercept)
        if INT16.min <= low and high <= INT16.max:
            # Values up to 65535 may leave int16 on the way, but wrap back into it: no wider type is needed.
            shift = np.int16(intercept)
            np.add(stored.astype(np.int16, copy=False), shift, out=out)
            return
    rows = max(1, BLOCK_PIXELS // stored.shape[1])
    for first in range(0, len(stored), rows):
        part = slice(first, first + rows)
        values = stored[part].astype(np.float64) * slope + intercept
        values = np.trunc(values + np.copysign(0.5, values))
        out[part] = np.clip(values, INT16.min, INT16.max).astype(np.int16)
