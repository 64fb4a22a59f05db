"""The whole headers of a series' files as pydicom gives them: for writers of objects that refer to them."""

from __future__ import annotations

from collections.abc import Callable

import pydicom
from pydicom.dataset import Dataset

from engine.dicom.errors import DicomError
from engine.dicom.instance import SliceInfo
from engine.dicom.series import Series
from engine.dicom.sources import Reader, Source


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
                header = _read(reader, source)
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
        return _read(reader, slice_.file.source, pass_over_above)


def _read(reader: Reader, source: Source, pass_over_above: int | None = None) -> Dataset:
    try:
        with reader.open(source) as stream:
            return pydicom.dcmread(stream, stop_before_pixels=True, force=True, defer_size=pass_over_above)
    except DicomError:
        raise
    except Exception as error:
        raise DicomError("The header of one of its files can no longer be read.") from error
