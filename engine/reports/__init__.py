"""Reports in files: what a writer of a format gets, and which formats there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from engine.dicom.series import Series
from engine.models.manifest import Manifest
from engine.report import Report
from engine.volume import Volume

if TYPE_CHECKING:
    from pydicom import Dataset

FORMATS = {
    "seg": "dicom_seg",
    "sr": "dicom_sr",
    "sc": "dicom_sc",
    "pm": "dicom_pm",
    "pdf": "pdf",
}


class ReportError(Exception):
    """A report that cannot be written for a reason of its series, in a sentence."""


@dataclass(frozen=True)
class Options:
    """What the user asked of the reports."""

    deidentify: bool = False
    observer: str = ""
    shown: int = 10


@dataclass(frozen=True)
class Export:
    """Everything a writer may use."""

    report: Report
    series: Series
    volume: Volume
    failed_slices: tuple[int, ...] = ()
    options: Options = field(default_factory=Options)
    manifest: Manifest | None = None
    header_filter: Callable[[Dataset], Dataset] | None = None

    @cached_property
    def _headers(self) -> list[Dataset]:
        from pydicom import dcmread

        from engine.dicom.sources import Reader

        done: dict[object, Dataset] = {}
        result = []
        with Reader() as reader:
            for s in self.series.slices:
                source = s.file.source
                if source not in done:
                    with reader.open(source) as stream:
                        header = dcmread(stream, stop_before_pixels=True, force=True)
                    done[source] = self.header_filter(header) if self.header_filter else header
                result.append(done[source])
        return result

    def headers(self) -> list[Dataset]:
        """Header of each slice's file, in the volume's slice order."""
        return self._headers
