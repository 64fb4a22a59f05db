"""What all DICOM objects of a report have in common: the source's headers, identifiers, equipment and dates.

Identifiers follow from the series, the model, the software and what is said, so that the same report gives
the same objects. It must not know what any one object holds.
"""

from __future__ import annotations

import copy
import hashlib
import logging
import math
import uuid
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from pydicom import Dataset, config
from pydicom.dataset import FileMetaDataset
from pydicom.uid import CTImageStorage
from pydicom.valuerep import DA, TM

from engine.findings import Decision, Finding
from engine.reports import Export, ReportError
from engine.stated_report import reading_lines

if TYPE_CHECKING:
    from highdicom import AlgorithmIdentificationSequence

# highdicom's warnings quote names of patients, so they are kept out of the log, as pydicom's are.
warnings.filterwarnings("ignore", category=UserWarning, module=r"highdicom\.")
logging.getLogger("highdicom").setLevel(logging.CRITICAL)

#: Root of all identifiers made here (UUIDs of version 5 below it, written as PS3.5 B.2 wants: 2.25.<number>).
_NAMESPACE = uuid.UUID("6b0c2f5e-51b5-5d0a-9d4b-0d3f2c1f7a61")
MANUFACTURER = "Noduscope"
NO_SUGGESTION = "There is no suggestion. This does not say that there is no nodule."
NOT_FOR_SOLE_DIAGNOSIS = "Not for sole diagnosis."
#: What a reader decided, in a word.
DECISIONS = {None: "not yet", Decision.ACCEPTED: "accepted", Decision.REJECTED: "rejected"}
#: Attributes of patient and study that PS3.3 wants present, if empty (type 2).
_TYPE_2 = (
    "PatientName", "PatientID", "PatientBirthDate", "PatientSex",
    "StudyDate", "StudyTime", "StudyID", "AccessionNumber", "ReferringPhysicianName",
)  # fmt: skip
_NEEDED = {
    "StudyInstanceUID": "study UID",
    "SeriesInstanceUID": "series UID",
    "SOPInstanceUID": "instance UID",
}
_FRAME = {"FrameOfReferenceUID": "frame of reference"}
_READERS = {"DA": DA, "TM": TM}


def derived_uid(*parts: object) -> str:
    """Return a UID that follows from some values, and from nothing else."""
    return f"2.25.{uuid.uuid5(_NAMESPACE, chr(0).join(map(str, parts))).int}"


def sources(export: Export, slices: Iterable[int], *, frame_of_reference: bool = True) -> list[Dataset]:
    """Return headers of some slices, fit to be copied from: public elements, legal dates, in UTF-8.

    Frames of one file give the same header.

    Parameters
    ----------
    frame_of_reference
        Whether the object holds positions, so that the source must name its frame of reference.

    Raises
    ------
    ReportError
        If the files lack an identifier without which no object can refer to them.
    """
    done: dict[int, Dataset] = {}
    result = []
    needed = _NEEDED | (_FRAME if frame_of_reference else {})
    for k in slices:
        header = export.headers()[k]
        if id(header) not in done:
            clean = done[id(header)] = _clean(header, f"Slice {k + 1}", needed)
            if "NumberOfFrames" not in clean and "SliceThickness" not in clean:
                clean.SliceThickness = f"{export.report.spacing_mm[0]:.6g}"
        result.append(done[id(header)])
    return result


def unique(headers: Iterable[Dataset]) -> list[Dataset]:
    """Return each header once, in order."""
    return list({id(header): header for header in headers}.values())


def _clean(header: Dataset, name: str, needed: dict[str, str]) -> Dataset:
    result = _readable(header)
    meta = getattr(header, "file_meta", FileMetaDataset())
    if not result.get("SOPInstanceUID"):
        result.SOPInstanceUID = meta.get("MediaStorageSOPInstanceUID", "")
    for keyword, words in needed.items():
        if not result.get(keyword):
            raise ReportError(
                f"{name} names no {words}, so no DICOM object can refer to it. Export the series from the"
                " archive again, or choose the formats json, csv and pdf."
            )
    result.file_meta = meta
    result.SpecificCharacterSet = "ISO_IR 192"
    result.SOPClassUID = result.get("SOPClassUID") or CTImageStorage
    for keyword in _TYPE_2:
        if keyword not in result or result[keyword].value is None or not _legal(result, keyword):
            setattr(result, keyword, "")
    if str(result.PatientSex) not in {"M", "F", "O", ""}:
        result.PatientSex = ""
    return result


def _readable(header: Dataset) -> Dataset:
    """Return the public elements that hold something readable, as text where they are text.

    They are written in UTF-8; of the empty ones those that must be present are added later.
    """
    result = Dataset()
    for tag in list(header.keys()):
        if tag.is_private:
            continue
        try:
            element = copy.copy(header[tag])
            nested = [_readable(item) for item in element.value] if element.VR == "SQ" else None
        except Exception:  # noqa: BLE001, S112 - pydicom raises many kinds over broken values
            continue
        if nested is not None:
            element.value = nested
        if element.VR != "UN" and not element.is_empty:
            result[tag] = element
    return result


def _legal(dataset: Dataset, keyword: str) -> bool:
    """Whether a date or time of the source can be copied; real files hold others."""
    element = dataset[keyword]
    reader = _READERS.get(element.VR)
    if reader is None or not element.value:
        return True
    try:
        reader(str(element.value), validation_mode=config.RAISE)
    except (ValueError, TypeError):
        return False
    return True


def _digest(export: Export) -> str:
    """Hash of what a report says, without its dates and timings."""
    parts = hashlib.sha256(export.options.observer.encode())
    if export.reading is not None:
        parts.update(repr(export.reading).encode())
    for f in export.report.findings:
        a = f.assessment
        said = (
            f.id, f.decision, f.detection_score, f.nodule.centre_mm, f.nodule.long_axis, f.nodule.short_axis,
            f.nodule.volume_mm3, f.nodule.mean_hu, a.call, a.probability, f.flags, a.size_probability,
            a.percentile_benign, a.percentile_malignant, a.description, a.readers,
        )  # fmt: skip
        parts.update(repr(said).encode())
        parts.update("".join(reading_lines(f.reading)).encode())
        parts.update(np.packbits(f.nodule.mask).tobytes())
        if a.map is not None:
            parts.update(np.ascontiguousarray(a.map.values).tobytes())
    return parts.hexdigest()


def uid_for(export: Export, *what: object) -> str:
    """Return the UID of a part of this report: equal for equal series, model, software and content."""
    model = export.report.model
    return derived_uid(
        export.report.series.series_uid, model.sha256 if model else "", export.report.software, *what,
        _digest(export),
    )  # fmt: skip


def numbered(export: Export) -> list[tuple[int, Finding]]:
    """Return the findings that are shown, with the numbers by which every format calls them."""
    shown = {finding.id for finding in export.report.suggestions}
    return [(n, finding) for n, finding in enumerate(export.report.kept, 1) if finding.id in shown]


def tracking(export: Export, finding: Finding) -> tuple[str, str]:
    """Return identifier and UID by which a lesion is followed: whatever the model, the same."""
    return f"Noduscope {finding.id}", derived_uid("tracking", export.report.series.study_uid, finding.id)


def identity(export: Export, kind: str, description: str, series: int, instance: int = 1) -> dict[str, Any]:
    """Return what highdicom's constructors want to know of an object: identifiers, equipment, dates.

    Parameters
    ----------
    kind
        Short name of the format.
    description
        Of its series.
    series
        Number added to the source's own, so that viewers list the results behind it.
    instance
        Number of the object in its series, from 1.
    """
    first = export.headers()[0]
    created = export.report.created.astimezone()
    model = export.report.model
    versions = [export.report.software] + ([f"{model.id} {model.version}"] if model else [])
    return {
        "series_instance_uid": derived_uid(uid_for(export, kind), "series"),
        "series_number": min(max(_whole(first.get("SeriesNumber")), 0), 9_000_000) * 100 + 9000 + series,
        "sop_instance_uid": uid_for(export, kind, instance),
        "instance_number": instance,
        "manufacturer": MANUFACTURER,
        "manufacturer_model_name": MANUFACTURER,
        "software_versions": tuple(versions),
        "device_serial_number": export.report.software,
        "series_description": description,
        "content_date": DA(created.date()),
        "content_time": TM(created.time().replace(microsecond=0)),
    }


def _whole(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0


def person_name(name: str) -> str:
    """Return a name as DICOM writes one; what has no parts becomes the family name."""
    return name if "^" in name else f"{name}^"


def observers(export: Export) -> tuple[Any, Any]:
    """Return who observed: the person, where one was named, else `None`; and the program."""
    from highdicom import sr
    from pydicom.sr.codedict import codes

    software = export.report.software
    device = sr.ObserverContext(
        codes.DCM.Device,
        sr.DeviceObserverIdentifyingAttributes(
            uid=derived_uid("device", software),
            name=MANUFACTURER,
            manufacturer_name=MANUFACTURER,
            model_name=MANUFACTURER,
            serial_number=software,
        ),
    )
    name = export.options.observer.strip()
    if not name:
        return None, device
    person = sr.PersonObserverIdentifyingAttributes(person_name(name))
    return sr.ObserverContext(codes.DCM.Person, person), device


def algorithm(export: Export, name: str, family: Any) -> AlgorithmIdentificationSequence:
    """Return who made a segment or a map, as a sequence."""
    from highdicom import AlgorithmIdentificationSequence

    return AlgorithmIdentificationSequence(
        name=name, version=export.report.software, family=family, source=MANUFACTURER
    )


def finished(dataset: Dataset, export: Export, *names: object) -> Dataset:
    """Replace what highdicom takes from the clock or from chance, and return the object."""
    created = export.report.created.astimezone()
    dataset.InstanceCreationDate = dataset.SeriesDate = DA(created.date())
    dataset.InstanceCreationTime = dataset.SeriesTime = TM(created.time().replace(microsecond=0))
    organization = uid_for(export, *names, "dimensions")
    for item in _items(dataset):
        if "DimensionOrganizationUID" in item:
            item.DimensionOrganizationUID = organization
        for keyword in ("ContributionDateTime",):
            if keyword in item:
                delattr(item, keyword)
    return dataset


def _items(dataset: Dataset) -> Iterator[Dataset]:
    yield dataset
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                yield from _items(item)


def finite(value: float) -> float:
    """Return a figure as decimal strings can hold it: 4 decimals, or as many digits as a small one needs."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    return round(value, max(4, 4 - math.floor(math.log10(abs(value)))))
