"""What the directed tests call in a process of their own: one way in each, its outcome as text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from engine.dicom.errors import DicomError
from engine.dicom.load import load_slice
from engine.dicom.scan import scan
from engine.labels.csv_file import read_csv
from engine.labels.incoming import Incoming, LabelFileError, Said
from engine.labels.kinds import Label
from engine.labels.lidc import read_lidc
from engine.labels.sr import read_sr
from engine.models.package import PackageError, load_package
from engine.runtimes.choose import choose

SAID = Said(Label.BENIGN, reader="reader")


def opened(path: str) -> str:
    """Scan a path and decode the first slice of each series: what was read, and each reason why not."""
    found = scan([path])
    said = [f"{len(found.series)} series"]
    for series in found.series[:3]:
        try:
            load_slice(series, 0)
            said.append("decoded")
        except DicomError as error:
            said.append(str(error))
    reasons = Counter(skipped.reason for skipped in found.skipped)
    return " | ".join([*said, *(f"{n} x {reason}" for reason, n in reasons.most_common(5))])


def table(path: str) -> str:
    """Read a table of labels."""
    return _labels(lambda: read_csv(Path(path), SAID))


def reading(path: str) -> str:
    """Read an XML file of LIDC-IDRI."""
    return _labels(lambda: read_lidc(Path(path)))


def report(path: str) -> str:
    """Read a structured report."""
    return _labels(lambda: read_sr(Path(path), SAID))


def model(path: str) -> str:
    """Load a model package and compile it."""
    try:
        choose(load_package(Path(path)))
    except PackageError as error:
        return str(error)
    return "used"


def _labels(read: object) -> str:
    try:
        found: Incoming = read()  # type: ignore[operator]
    except LabelFileError as error:
        return str(error)
    return f"{len(found.labels)} labels, {len(found.problems)} problems"
