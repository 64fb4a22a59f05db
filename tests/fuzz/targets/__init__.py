"""The parsers that are fuzzed, by name; each has a corpus that is made when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.fuzz.targets import broken, dicom, documents, labels, models, protocol
from tests.fuzz.targets.base import Target

TARGETS: dict[str, Callable[[Path], Target]] = {
    "dicom": dicom.DicomTarget,
    "zip": dicom.ZipTarget,
    "dicomdir": dicom.DicomdirTarget,
    "package": models.PackageTarget,
    "graph": models.GraphTarget,
    "csv": labels.csv_target,
    "lidc": labels.lidc_target,
    "sr": labels.sr_target,
    "bundle": labels.BundleTarget,
    "protocol": protocol.ProtocolTarget,
    "documents": documents.DocumentTarget,
    "broken": broken.BrokenTarget,
}
