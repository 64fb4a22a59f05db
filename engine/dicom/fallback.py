"""Decode the JPEG processes that pydicom's decoders refuse, with SimpleITK, one frame at a time.

The frame is wrapped into a small DICOM file of its own, without patient and without rescale, in a temporary
folder with an ASCII name: so ITK neither rescales, nor meets a path it cannot open, nor sees other frames.
This is the only module of `engine.dicom` that imports SimpleITK, and only when a frame needs it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, SecondaryCaptureImageStorage, generate_uid

from engine.dicom import uids
from engine.dicom.errors import DicomError
from engine.dicom.instance import PixelLayout

_STDERR_LOCK = threading.Lock()


def is_needed(layout: PixelLayout) -> bool:
    """Whether pydicom's decoders refuse these frames."""
    if layout.syntax == uids.JPEG_EXTENDED:
        return layout.bits_stored > 8
    return layout.syntax in uids.RETIRED_JPEG


def decode(frame: bytes, layout: PixelLayout) -> npt.NDArray[Any]:
    """Decompress one frame to its stored values, shape ``(rows, columns)``.

    Raises
    ------
    DicomError
        If ITK cannot read it either.
    """
    name = uids.syntax_name(layout.syntax)
    try:
        with tempfile.TemporaryDirectory(prefix="noduscope-", dir=_ascii_folder()) as folder:
            path = Path(folder) / "frame.dcm"
            _wrap(frame, layout).save_as(path, enforce_file_format=True)
            pixels = _read(path)
    except OSError as error:
        raise DicomError(
            f"The temporary folder cannot be written, which {name} needs to be decoded."
        ) from error
    except Exception as error:  # ITK raises RuntimeError, pydicom anything
        raise DicomError(
            f"The compression {name} could not be decoded. Export the series uncompressed or as JPEG "
            "Lossless."
        ) from error
    if pixels.shape != (layout.rows, layout.columns):
        raise DicomError("The compressed picture has another size than the file says.")
    return pixels


def _read(path: Path) -> npt.NDArray[Any]:
    import SimpleITK as sitk

    reader = sitk.ImageFileReader()
    reader.SetFileName(str(path))
    reader.SetImageIO("GDCMImageIO")
    with _quiet_stderr():
        pixels = np.asarray(sitk.GetArrayFromImage(reader.Execute()))
    return pixels[0] if pixels.ndim == 3 else pixels


@contextlib.contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Keep GDCM from printing a line for each of its JPEG libraries that it tries before the right one."""
    with _STDERR_LOCK, contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # a windowed program may have no descriptor 2
            kept = os.dup(2)
            stack.callback(os.close, kept)
            stack.callback(os.dup2, kept, 2)
            nothing = os.open(os.devnull, os.O_WRONLY)
            stack.callback(os.close, nothing)
            os.dup2(nothing, 2)
        yield


def _wrap(frame: bytes, layout: PixelLayout) -> Dataset:
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = UID(layout.syntax)
    meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset = Dataset()
    dataset.file_meta = meta
    dataset.SOPClassUID = meta.MediaStorageSOPClassUID
    dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    dataset.Modality = "OT"
    dataset.Rows, dataset.Columns = layout.rows, layout.columns
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = (
        layout.bits_allocated,
        layout.bits_stored,
        layout.high_bit,
    )
    dataset.PixelRepresentation = int(layout.signed)
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.PixelData = encapsulate([frame])
    dataset["PixelData"].VR = "OB"
    dataset["PixelData"].is_undefined_length = True
    return dataset


def _ascii_folder() -> str | None:
    """Return a folder for temporary files that ITK can open; a Windows user's own may have any name."""
    candidates = (tempfile.gettempdir(), os.environ.get("ProgramData", ""), os.environ.get("PUBLIC", ""))  # noqa: SIM112
    return next((c for c in candidates if c and c.isascii() and os.access(c, os.W_OK)), None)
