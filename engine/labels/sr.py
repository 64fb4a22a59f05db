"""Labels in DICOM Structured Reports of imaging measurements (TID 1500): a place and a reader's assessment.

Any writer's will do: content items are looked for by their codes, wherever a measurement group has them. What
a program assessed is no label; its nodules may be labelled by what the user says of all of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.findings import Point
from engine.labels.incoming import Incoming, IncomingLabel, InPatient, LabelFileError, OnSlice, Place, Said
from engine.labels.kinds import Label, LabelSource

if TYPE_CHECKING:
    from pydicom import Dataset

#: TID 1500 has ten levels, and some hundred items a nodule.
MAX_DEPTH, MAX_ITEMS = 32, 100_000
#: Codes by value and scheme (PS3.16).
_GROUP, _TRACKING, _ALGORITHM = ("125007", "DCM"), ("112040", "DCM"), ("111001", "DCM")
_OBSERVER, _SOURCE_SERIES = ("121008", "DCM"), ("121232", "DCM")
#: An assessment's codes: SNOMED CT's and the older SNOMED RT's, and the malignancy scale of the LIDC readings
#: in DICOM (Fedorov et al., Med Phys 47 (2020) 5953-5965), by the rule of `engine.labels.lidc`.
_LABELS = {
    ("30807003", "SCT"): Label.BENIGN, ("G-A249", "SRT"): Label.BENIGN,
    ("21594007", "SCT"): Label.MALIGNANT, ("G-A425", "SRT"): Label.MALIGNANT,
    ("82334004", "SCT"): Label.UNSURE, ("G-A385", "SRT"): Label.UNSURE,
    ("901", "99LIDCQIICR"): Label.BENIGN, ("902", "99LIDCQIICR"): Label.BENIGN,
    ("903", "99LIDCQIICR"): Label.UNSURE,
    ("904", "99LIDCQIICR"): Label.MALIGNANT, ("905", "99LIDCQIICR"): Label.MALIGNANT,
}  # fmt: skip


@dataclass
class _Nodule:
    """What the groups of one tracking UID say together: an outline and a volume are often two groups."""

    number: int
    place: Place | None = None
    area: float = -1.0
    label: Label | None = None
    contradicts: bool = False
    by_program: str = ""
    series: set[str] = field(default_factory=set)


def read_sr(path: Path, said: Said) -> Incoming:
    """Read the labels in a structured report.

    Parameters
    ----------
    path
        The file.
    said
        `Said.label` is that of the nodules whose group holds no reader's assessment; without it they are
        told and left out. `Said.reader` takes the place of the report's observer.

    Raises
    ------
    LabelFileError
        If it is no such report.
    """
    try:
        report = _report(path)
        reader, nodules, series = said.reader or _observer(report), _nodules(report), _series(report)
    except LabelFileError:
        raise
    except Exception as error:  # pydicom decodes on reading a value, and raises many kinds on damaged files
        raise LabelFileError(f"{path.name} is a damaged DICOM file.") from error
    if not nodules:
        raise LabelFileError(f"{path.name} holds no measurement groups (TID 1500), so no nodules.")
    incoming = Incoming()
    for nodule in nodules:
        origin = f"Finding {nodule.number} of {path.name}"
        try:
            incoming.labels.append(_label(origin, nodule, series, reader, said))
        except ValueError as error:
            incoming.problems.append(f"{origin}: {error}")
    return incoming


def _report(path: Path) -> Dataset:
    from engine.dicom.datasets import read_document
    from engine.dicom.errors import DicomError

    try:
        report = read_document(path)
    except DicomError as error:
        said = str(error)
        raise LabelFileError(f"{path.name} {said.removeprefix('It ')}") from error
    if report.get("Modality") != "SR" or "ContentSequence" not in report:
        raise LabelFileError(f"{path.name} is a DICOM file, but not a structured report.")
    return report


def _label(origin: str, nodule: _Nodule, series: str, reader: str, said: Said) -> IncomingLabel:
    if nodule.place is None:
        raise ValueError("it has no coordinates (SCOORD3D or SCOORD), so that its place is not known.")
    if nodule.contradicts:
        raise ValueError("its groups contradict each other about whether it is benign.")
    label = said.label if nodule.by_program or nodule.label is None else nodule.label
    if label is None and nodule.by_program:
        raise ValueError(
            f"what it says is the assessment of a program ({nodule.by_program}), which is no label."
            " Give --label to label all of the report's nodules."
        )
    if label is None:
        raise ValueError("no reader assessed it as benign, malignant or indeterminate.")
    if not reader:
        raise ValueError("the report names no observer; give --reader.")
    named = nodule.series or ({series} if series else set())
    if isinstance(nodule.place, InPatient) and len(named) != 1:
        raise ValueError("it refers to no series or to several, so that the one to use is not known.")
    return IncomingLabel(
        origin=origin,
        series_uid=next(iter(named)) if len(named) == 1 else "",
        place=nodule.place,
        label=label,
        source=said.source or LabelSource.READER,
        reader=reader,
        evidence_date=said.evidence_date,
    )


def _nodules(report: Dataset) -> list[_Nodule]:
    found: dict[str, _Nodule] = {}
    for group in _items(report):
        if _code(group, "ConceptNameCodeSequence") != _GROUP:
            continue
        tracking = next(
            (
                str(i.get("UID", ""))
                for i in _items(group)
                if _code(i, "ConceptNameCodeSequence") == _TRACKING
            ),
            "",
        )
        number = len(found) + 1
        _add(found.setdefault(tracking or f"group {number}", _Nodule(number)), group)
    return list(found.values())


def _add(nodule: _Nodule, group: Dataset) -> None:
    for item in _items(group):
        kind, name = item.get("ValueType"), _code(item, "ConceptNameCodeSequence")
        if name == _ALGORITHM:
            nodule.by_program = str(item.get("TextValue", "")) or "not named"
        elif kind == "CODE":
            label = _LABELS.get(_code(item, "ConceptCodeSequence"))
            nodule.contradicts |= label is not None and nodule.label not in (None, label)
            nodule.label = label or nodule.label
        elif kind in ("SCOORD3D", "SCOORD"):
            place, area = _where(item)
            if place is not None and area > nodule.area:
                nodule.place, nodule.area = place, area
        elif kind == "UIDREF" and name == _SOURCE_SERIES:
            nodule.series.add(str(item.get("UID", "")))


def _where(item: Dataset) -> tuple[Place | None, float]:
    """Return the middle of an outline's bounding box and the box's diagonal: the largest stands for all."""
    flat = np.atleast_1d(np.asarray(item.get("GraphicData", ()), dtype=float))
    width = 3 if item.ValueType == "SCOORD3D" else 2
    if not flat.size or flat.size % width or not np.isfinite(flat).all():
        return None, 0.0
    points = flat.reshape(-1, width)
    if item.get("GraphicType") == "CIRCLE":  # the centre, and a point on the edge
        middle, size = points[0], 2.0 * float(np.linalg.norm(points[-1] - points[0]))
    else:
        middle, size = (points.min(0) + points.max(0)) / 2, float(np.linalg.norm(np.ptp(points, axis=0)))
    if width == 3:
        x, y, z = (float(v) for v in middle)
        point: Point = (x, y, z)
        return InPatient(point, str(item.get("ReferencedFrameOfReferenceUID", ""))), size
    picture = next((i.ReferencedSOPSequence[0] for i in _items(item) if "ReferencedSOPSequence" in i), None)
    if picture is None:
        return None, 0.0
    frame = np.atleast_1d(picture.get("ReferencedFrameNumber", 1))
    # Image coordinates of a report begin at the upper left corner of the first pixel (PS3.3 C.18.6.1.2).
    column, row = (float(v) - 0.5 for v in middle)
    return OnSlice(str(picture.ReferencedSOPInstanceUID), row, column, int(frame[0]) - 1), size


def _series(report: Dataset) -> str:
    """Return the series of pictures that the report is about; empty if it is about several."""
    found = {
        str(series.get("SeriesInstanceUID", ""))
        for study in report.get("CurrentRequestedProcedureEvidenceSequence", ())
        for series in study.get("ReferencedSeriesSequence", ())
        for instance in series.get("ReferencedSOPSequence", ())
        if str(instance.get("ReferencedSOPClassUID", "")) not in _NO_PICTURES
    }
    return found.pop() if len(found) == 1 else ""


#: Objects that a report refers to beside its pictures: Segmentation, real-world values, other reports.
_NO_PICTURES = frozenset(
    {"1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.67"}
    | {f"1.2.840.10008.5.1.4.1.1.88.{n}" for n in (11, 22, 33, 34, 35)}
)


def _observer(report: Dataset) -> str:
    for item in _items(report):
        if _code(item, "ConceptNameCodeSequence") == _OBSERVER:
            family, _, given = str(item.get("PersonName", "")).partition("^")
            return " ".join(f"{given.replace('^', ' ')} {family}".split())
    return ""


def _items(parent: Dataset) -> Iterator[Dataset]:
    """Yield every content item below one, deepest last.

    Raises
    ------
    LabelFileError
        If they are nested deeper, or are more, than in any report: pydicom copies what lies below each level.
    """
    waiting = deque((item, 1) for item in parent.get("ContentSequence", ()))
    seen = 0
    while waiting:
        item, depth = waiting.popleft()
        seen += 1
        if depth > MAX_DEPTH or seen > MAX_ITEMS:
            raise LabelFileError(
                f"The report has more than {MAX_ITEMS} items or {MAX_DEPTH} levels, which no report of"
                " measurements has, and is not read."
            )
        yield item
        waiting.extend((child, depth + 1) for child in item.get("ContentSequence", ()))


def _code(item: Dataset, sequence: str) -> tuple[str, str]:
    codes = item.get(sequence) or ()
    if not codes:
        return ("", "")
    code = codes[0]
    return str(code.get("CodeValue", "")), str(code.get("CodingSchemeDesignator", ""))
