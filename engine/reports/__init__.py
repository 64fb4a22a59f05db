"""The formats a report is written in: a registry of writers, and what each of them is given.

A writer is a module here with one function ``write(export, folder)``; it is imported when its format is asked
for, so that JSON and CSV never load a DICOM or PDF library. It must not know batches, stores or the window.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from engine.dicom.series import Series
from engine.models.manifest import Manifest
from engine.reading import Reading
from engine.report import Report
from engine.volume import Volume

if TYPE_CHECKING:
    from pydicom import Dataset

#: Module of each format, in the order in which they are written: the SR refers to the SEG. JSON is always
#: written: a folder with a ``report.json`` is a finished one.
FORMATS = {
    "json": "json",
    "csv": "csv",
    "seg": "dicom_seg",
    "sr": "dicom_sr",
    "sc": "dicom_sc",
    "ko": "dicom_ko",
    "pm": "dicom_pm",
    "pdf": "pdf",
}


class ReportError(Exception):
    """A report that cannot be written in a format, for a reason of its series, in a sentence."""


@dataclass(frozen=True)
class Options:
    """What the user asks of all formats.

    Parameters
    ----------
    deidentify
        Replace what identifies a patient in every file that is written.
    observer
        Name of the person who reads; empty if the program alone made the report.
    """

    deidentify: bool = False
    observer: str = ""


@dataclass(frozen=True)
class Export:
    """One report and all that a format may need of its series.

    Parameters
    ----------
    report
        What is to be written.
    series
        Its files: ``series.slices[k]`` is slice `k` of the volume.
    volume
        Its voxels.
    failed_slices
        Slices that hold air because they could not be decoded.
    options
        What the user asks for.
    header_filter
        Changes each header before a writer sees it; `None` leaves them as they are.
    manifest
        Of the model that answered.
    reading
        What a reader adds; `None` where the program alone made the report.
    """

    report: Report
    series: Series
    volume: Volume
    failed_slices: tuple[int, ...] = ()
    options: Options = Options()
    header_filter: Callable[[Dataset], Dataset] | None = None
    manifest: Manifest | None = None
    reading: Reading | None = None

    def headers(self) -> list[Dataset]:
        """Return the header of each slice's file without pixels, in the volume's order.

        Frames of one file share one dataset. The files are read at the first call.

        Raises
        ------
        engine.dicom.errors.DicomError
            If a file is gone or damaged.
        """
        return self._headers

    @cached_property
    def _headers(self) -> list[Dataset]:
        from engine.dicom.datasets import read_headers

        return read_headers(self.series, self.header_filter)


class Writer(Protocol):
    """Writes a report in one format."""

    def __call__(self, export: Export, folder: Path) -> list[Path]:
        """Write into a folder that is there, and return the files written.

        Raises
        ------
        ReportError
            If this report cannot be written so.
        OSError
            If the folder cannot be written.
        """
        ...


def missing(formats: Sequence[str]) -> list[str]:
    """Those of some formats that this installation cannot write, unknown ones among them."""
    return [
        name
        for name in formats
        if name not in FORMATS or importlib.util.find_spec(f"{__name__}.{FORMATS[name]}") is None
    ]


def writer(name: str) -> Writer:
    """Return the writer of a format."""
    return cast("Writer", importlib.import_module(f"{__name__}.{FORMATS[name]}").write)


def write_all(export: Export, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write a report in some formats, in the registry's order, whatever order they are named in.

    Parameters
    ----------
    export
        The report.
    formats
        Names of `FORMATS`.
    folder
        Where to; it must be there.

    Returns
    -------
    list of Path
        The files written.
    """
    return [path for name in FORMATS if name in formats for path in writer(name)(export, folder)]
