"""Files of labels as other programs write them: LIDC-IDRI's XML, and structured reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import ExplicitVRLittleEndian

COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34"
CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"

Point = tuple[int, int]
#: One outline: the picture's SOP UID, whether it includes, and its ``(x, y)`` points.
Outline = tuple[str, bool, Sequence[Point]]


def square(left: int, top: int, side: int) -> list[Point]:
    """The outline of a square of `side` pixels inside it: the outline is the first pixel outside."""
    right, bottom = left + side + 1, top + side + 1
    return [
        *((x, top) for x in range(left, right)), *((right, y) for y in range(top, bottom)),
        *((x, bottom) for x in range(right, left, -1)), *((left, y) for y in range(bottom, top, -1)),
    ]  # fmt: skip


def nodule_xml(malignancy: int | str | None, outlines: Sequence[Outline], name: str = "1") -> str:
    rois = "".join(
        f"<roi><imageZposition>0</imageZposition><imageSOP_UID>{sop}</imageSOP_UID>"
        f"<inclusion>{'TRUE' if inside else 'FALSE'}</inclusion>"
        + "".join(f"<edgeMap><xCoord>{x}</xCoord><yCoord>{y}</yCoord></edgeMap>" for x, y in points)
        + "</roi>"
        for sop, inside, points in outlines
    )
    rating = (
        ""
        if malignancy is None
        else f"<characteristics><malignancy>{malignancy}</malignancy></characteristics>"
    )
    return f"<unblindedReadNodule><noduleID>{name}</noduleID>{rating}{rois}</unblindedReadNodule>"


def reading_xml(series_uid: str, readers: Sequence[Sequence[str]]) -> str:
    """A patient's file: for each reader the nodules of `nodule_xml`."""
    sessions = "".join(f"<readingSession>{''.join(nodules)}</readingSession>" for nodules in readers)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<LidcReadMessage uid="1" xmlns="http://www.nih.gov">'
        f"<ResponseHeader><SeriesInstanceUid>{series_uid}</SeriesInstanceUid></ResponseHeader>"
        f"{sessions}</LidcReadMessage>"
    )


def code(value: str, scheme: str, meaning: str = "a meaning") -> Items:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return Items([item])


def item(kind: str, concept: tuple[str, str], relation: str = "CONTAINS", **elements: object) -> Dataset:
    """A content item."""
    one = Dataset()
    one.RelationshipType, one.ValueType = relation, kind
    one.ConceptNameCodeSequence = code(*concept)
    for name, value in elements.items():
        setattr(one, name, value)
    return one


def group(*children: Dataset) -> Dataset:
    """A measurement group of TID 1500."""
    return item("CONTAINER", ("125007", "DCM"), ContentSequence=Items(children))


def assessed(value: str, scheme: str) -> Dataset:
    return item("CODE", ("RID36042", "RadLex"), ConceptCodeSequence=code(value, scheme))


def by_program(name: str) -> Dataset:
    return item("TEXT", ("111001", "DCM"), "HAS CONCEPT MOD", TextValue=name)


def outline_3d(points: Sequence[Sequence[float]], kind: str = "POLYGON") -> Dataset:
    return item(
        "SCOORD3D", ("111030", "DCM"), GraphicType=kind,
        GraphicData=[float(v) for point in points for v in point], ReferencedFrameOfReferenceUID="1.2.9",
    )  # fmt: skip


def outline_2d(sop_uid: str, points: Sequence[Sequence[float]], kind: str = "POLYLINE") -> Dataset:
    picture = Dataset()
    picture.ReferencedSOPClassUID, picture.ReferencedSOPInstanceUID = CT_IMAGE, sop_uid
    image = Dataset()
    image.RelationshipType, image.ValueType = "SELECTED FROM", "IMAGE"
    image.ReferencedSOPSequence = Items([picture])
    return item(
        "SCOORD", ("111030", "DCM"), GraphicType=kind,
        GraphicData=[float(v) for point in points for v in point], ContentSequence=Items([image]),
    )  # fmt: skip


def write_sr(path: Path, groups: Sequence[Dataset], series_uids: Sequence[str], observer: str = "") -> Path:
    """Write a report on some series."""
    report = Dataset()
    report.SOPClassUID, report.SOPInstanceUID, report.Modality = COMPREHENSIVE_3D_SR, "1.2.3.4.5", "SR"
    children = [item("CONTAINER", ("126010", "DCM"), ContentSequence=Items(groups))]
    if observer:
        children.insert(0, item("PNAME", ("121008", "DCM"), "HAS OBS CONTEXT", PersonName=observer))
    report.ValueType, report.ContentSequence = "CONTAINER", Items(children)
    evidence = Dataset()
    evidence.StudyInstanceUID = "1.2"
    evidence.ReferencedSeriesSequence = Items()
    for uid in series_uids:
        series, picture = Dataset(), Dataset()
        picture.ReferencedSOPClassUID, picture.ReferencedSOPInstanceUID = CT_IMAGE, uid + ".1"
        series.SeriesInstanceUID, series.ReferencedSOPSequence = uid, Items([picture])
        evidence.ReferencedSeriesSequence.append(series)
    report.CurrentRequestedProcedureEvidenceSequence = Items([evidence])
    report.file_meta = FileMetaDataset()
    report.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    report.save_as(path, enforce_file_format=True)
    return path
