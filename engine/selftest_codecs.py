"""The self-test's codecs: a slice written in each transfer syntax that a CT comes in, and read back.

What our own libraries cannot write (HTJ2K) is asked for by name. It must know neither
networks nor the window.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset, dcmread, dcmwrite, uid
from pydicom.encaps import encapsulate
from pydicom.pixels import get_decoder

from engine.dicom.load import load
from engine.dicom.scan import scan

#: How far a value may be off after a lossy compression, in parts of the picture's range.
LOSSY_TOLERANCE = 0.05
#: Decoders that must be there, although nothing here can write what they read.
READ_ONLY = (uid.HTJ2KLossless, uid.HTJ2KLosslessRPCL, uid.HTJ2K)

Values = npt.NDArray[np.float64]


class CodecError(Exception):
    """What a decoder did wrong, in a sentence."""


def check(source: Path, scratch: Path) -> str:
    """Write one slice in every syntax and compare what is read with what was written.

    Parameters
    ----------
    source
        A CT slice without compression.
    scratch
        An empty folder to write into.

    Raises
    ------
    CodecError
        If a syntax cannot be read, or is read wrongly.
    """
    for syntax, write in _WRITERS.items():
        folder = scratch / syntax.keyword
        folder.mkdir(parents=True)
        try:
            written = write(dcmread(source), syntax, folder / "slice.dcm")
            (series,) = scan([folder]).series
            found = load(series).volume.hu[0].astype(np.float64)
        except Exception as error:
            raise CodecError(f"{syntax.name} could not be written and read: {error}") from error
        allowed = LOSSY_TOLERANCE * float(np.ptp(written)) if syntax in _LOSSY else 0.0
        if np.abs(found - written).max() > allowed:
            raise CodecError(f"{syntax.name} was not read as it was written.")
    if missing := [syntax.name for syntax in READ_ONLY if not get_decoder(syntax).is_available]:
        raise CodecError(f"There is no decoder for {', '.join(missing)}.")
    return (
        f"{len(_WRITERS)} transfer syntaxes written and read back, "
        f"decoders of {len(READ_ONLY)} more are there."
    )


def _native(dataset: Dataset, syntax: uid.UID, path: Path) -> Values:
    values = _hu(dataset, dataset.pixel_array)
    if not syntax.is_little_endian:
        dataset.PixelData = dataset.pixel_array.astype(">i2").tobytes()
    dataset.file_meta.TransferSyntaxUID = syntax
    # Built anew: a dataset that was read in one byte order is not written in another.
    plain = Dataset()
    plain.update({element.tag: element for element in dataset})
    plain.file_meta = dataset.file_meta
    dcmwrite(path, plain, enforce_file_format=True)
    return values


def _compressed(**options: Any) -> Callable[[Dataset, uid.UID, Path], Values]:
    def write(dataset: Dataset, syntax: uid.UID, path: Path) -> Values:
        values = _hu(dataset, dataset.pixel_array)
        dataset.compress(syntax, generate_instance_uid=False, **options)
        dataset.save_as(path)
        return values

    return write


def _baseline(dataset: Dataset, syntax: uid.UID, path: Path) -> Values:
    from PIL import Image

    grey = _scaled(dataset, bits=8)
    jpeg = io.BytesIO()
    Image.fromarray(grey).save(jpeg, "JPEG", quality=95)
    dataset.PixelData = encapsulate([jpeg.getvalue()])
    dataset["PixelData"].VR = "OB"
    dataset["PixelData"].is_undefined_length = True
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.save_as(path)
    return _hu(dataset, grey)


def _gdcm(bits: int) -> Callable[[Dataset, uid.UID, Path], Values]:
    """Return a writer of the JPEG processes that only GDCM can write."""

    def write(dataset: Dataset, syntax: uid.UID, path: Path) -> Values:
        import gdcm

        grey = _scaled(dataset, bits=bits)
        plain = path.with_name("plain")
        dataset.save_as(plain)
        reader = gdcm.ImageReader()
        reader.SetFileName(str(plain))
        change = gdcm.ImageChangeTransferSyntax()
        change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(str(syntax))))
        writer = gdcm.ImageWriter()
        writer.SetFileName(str(path))
        read = reader.Read()
        change.SetInput(reader.GetImage())
        changed = read and change.Change()
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        if not (changed and writer.Write()):
            raise CodecError("GDCM did not write it.")
        plain.unlink()
        return _hu(dataset, grey)

    return write


def _scaled(dataset: Dataset, bits: int) -> npt.NDArray[Any]:
    """Spread the picture over unsigned values of some bits, in the dataset too; return the stored values."""
    pixels = dataset.pixel_array.astype(np.float64)
    # Room at both ends: a lossy value that overshoots the range would come back at its other end.
    spread = (0.05 + 0.9 * (pixels - pixels.min()) / max(float(np.ptp(pixels)), 1.0)) * (2**bits - 1)
    stored: Values = spread.round().astype(np.uint8 if bits == 8 else np.uint16)
    dataset.PixelData = stored.tobytes()
    dataset["PixelData"].VR = "OB" if bits == 8 else "OW"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = stored.itemsize * 8, bits, bits - 1
    dataset.PixelRepresentation = 0
    if "PixelPaddingValue" in dataset:
        del dataset.PixelPaddingValue
    return stored


def _hu(dataset: Dataset, stored: npt.NDArray[Any]) -> Values:
    return np.asarray(stored * float(dataset.RescaleSlope) + float(dataset.RescaleIntercept), np.float64)


_WRITERS: dict[uid.UID, Callable[[Dataset, uid.UID, Path], Values]] = {
    uid.ImplicitVRLittleEndian: _native,
    uid.ExplicitVRLittleEndian: _native,
    uid.DeflatedExplicitVRLittleEndian: _native,
    uid.ExplicitVRBigEndian: _native,
    uid.RLELossless: _compressed(),
    uid.JPEGLSLossless: _compressed(),
    uid.JPEGLSNearLossless: _compressed(jls_error=2),
    uid.JPEG2000Lossless: _compressed(),
    uid.JPEG2000: _compressed(j2k_cr=[4]),
    uid.JPEGLosslessSV1: _gdcm(bits=14),
    uid.JPEGLossless: _gdcm(bits=14),
    uid.JPEGBaseline8Bit: _baseline,
    # 12 bits, which only SimpleITK reads.
    uid.JPEGExtended12Bit: _gdcm(bits=12),
}
_LOSSY = {uid.JPEGLSNearLossless, uid.JPEG2000, uid.JPEGBaseline8Bit, uid.JPEGExtended12Bit}
