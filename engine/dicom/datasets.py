"""The whole headers of a series' files as pydicom gives them: for writers of objects that refer to them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filereader import read_dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian

from engine.dicom.errors import DicomError
from engine.dicom.header import MAX_INFLATED_BYTES, NOT_DICOM, PIXEL_DATA, deflated_dataset, file_meta
from engine.dicom.instance import SliceInfo
from engine.dicom.series import Series
from engine.dicom.sources import Reader, Source

#: A structured report of a thousand findings has a tenth of it.
MAX_DOCUMENT_BYTES = 64 << 20


def read_headers(series: Series, change: Callable[[Dataset], Dataset] | None = None) -> list[Dataset]:
    """Read the header of each slice's file, without pixels.

    Parameters
    ----------
    series
        From a scan.
    change
        Applied once to each file's header.

    Returns
    -------
    list of Dataset
        In the order of the slices; frames of one file share one dataset.

    Raises
    ------
    DicomError
        If a file is gone or damaged.
    """
    known: dict[Source, Dataset] = {}
    with Reader() as reader:
        for slice_ in series.slices:
            source = slice_.file.source
            if source not in known:
                header = _read(reader, slice_)
                known[source] = change(header) if change else header
    return [known[slice_.file.source] for slice_ in series.slices]


def read_header(slice_: SliceInfo, *, pass_over_above: int | None = None) -> Dataset:
    """Read the header of one slice's file, without pixels.

    Parameters
    ----------
    pass_over_above
        Elements of more bytes are passed over: they stay raw elements with a length and no value.

    Raises
    ------
    DicomError
        If the file is gone or damaged.
    """
    with Reader() as reader:
        return _read(reader, slice_, pass_over_above)


def _read(reader: Reader, slice_: SliceInfo, pass_over_above: int | None = None) -> Dataset:
    source = slice_.file.source
    try:
        if slice_.file.pixels.offset is None:  # deflated: pydicom would inflate whatever is there
            return _parsed(reader.read(source, 0, MAX_INFLATED_BYTES), pass_over_above)
        with reader.open(source) as stream:
            return pydicom.dcmread(stream, stop_before_pixels=True, force=True, defer_size=pass_over_above)
    except DicomError:
        raise
    except Exception as error:
        raise DicomError("The header of one of its files can no longer be read.") from error


def read_document(path: Path) -> Dataset:
    """Read the whole of a file that holds no pictures: a report.

    Raises
    ------
    DicomError
        If it is no DICOM file, is damaged, or larger than any report.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_DOCUMENT_BYTES else b""
    except OSError as error:
        raise DicomError(f"It cannot be read: {error.strerror or 'it is damaged'}.") from error
    if size > MAX_DOCUMENT_BYTES:
        raise DicomError(f"It is larger than {MAX_DOCUMENT_BYTES >> 20} MiB, which no report is.")
    if data[128:132] != b"DICM":
        raise DicomError(NOT_DICOM)
    try:
        return _parsed(data)
    except DicomError:
        raise
    except Exception as error:  # pydicom raises many kinds on damaged files
        raise DicomError("It is a damaged DICOM file.") from error


def _parsed(data: bytes, pass_over_above: int | None = None) -> Dataset:
    """Parse a file in memory; a deflated one is inflated within bounds, as the scan does it."""
    meta = FileMetaDataset(file_meta(data))
    if meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
        return pydicom.dcmread(
            io.BytesIO(data), stop_before_pixels=True, force=True, defer_size=pass_over_above
        )
    inside = io.BytesIO(deflated_dataset(data))
    dataset = read_dataset(inside, False, True, stop_when=lambda tag, _vr, _length: tag >= PIXEL_DATA)
    dataset.file_meta = meta
    return dataset
