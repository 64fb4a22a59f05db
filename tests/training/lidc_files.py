"""A small LIDC-IDRI: a phantom's DICOM series, and XML files of readers' outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pydicom

from engine.phantom import make_phantom
from engine.phantom.dicom import write_dicom
from engine.phantom.spec import Kind, NoduleSpec, PhantomSpec
from engine.volume import Volume

SPEC = PhantomSpec(
    size=(10, 120, 112),
    spacing_mm=(2.0, 0.5, 0.8),
    focus_mm=(-70.0, 0.0, 0.0),
    nodules=(NoduleSpec(Kind.SOLID, (-70.0, 0.0, 0.0), 9.0),),
    table=False,
)

RATED = {
    "subtlety": 5, "internalStructure": 1, "calcification": 6, "sphericity": 4, "margin": 3, "lobulation": 2,
    "spiculation": 1, "texture": 5,
}  # fmt: skip


@dataclass(frozen=True)
class WrittenSeries:
    """A series on disk: its identifiers, and of each slice the picture's UID and z."""

    folder: Path
    series_uid: str
    study_uid: str
    pictures: tuple[str, ...]
    z_mm: tuple[float, ...]
    volume: Volume
    files: tuple[Path, ...]


def write_series(folder: Path, patient: str = "LIDC-IDRI-0900", suffix: str = "") -> WrittenSeries:
    """Write the phantom as a series of `patient`; `suffix` makes its UIDs others."""
    phantom = make_phantom(SPEC)
    paths = write_dicom(phantom, folder)
    pictures, heights = [], []
    for path in paths:
        header = pydicom.dcmread(path)
        header.PatientID = patient
        for name in ("SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID"):
            setattr(header, name, f"{getattr(header, name)[:50]}{suffix}")
        header.file_meta.MediaStorageSOPInstanceUID = header.SOPInstanceUID
        header.save_as(path)
        pictures.append(str(header.SOPInstanceUID))
        heights.append(float(header.ImagePositionPatient[2]))
    return WrittenSeries(
        folder, str(header.SeriesInstanceUID), str(header.StudyInstanceUID), tuple(pictures), tuple(heights),
        phantom.volume, tuple(paths),
    )  # fmt: skip


def rectangle(left: int, top: int, right: int, bottom: int) -> list[tuple[int, int]]:
    """The outline ``(x, y)`` that runs along these columns and rows."""
    return [
        *((x, top) for x in range(left, right)), *((right, y) for y in range(top, bottom)),
        *((x, bottom) for x in range(right, left, -1)), *((left, y) for y in range(bottom, top, -1)),
    ]  # fmt: skip


def nodule(
    series: WrittenSeries,
    outlines: dict[int, Sequence[tuple[int, int]]],
    malignancy: int | None,
    *,
    name: str = "1",
    holes: dict[int, Sequence[tuple[int, int]]] | None = None,
    z_off_mm: float = 0.0,
    picture: str | None = None,
    **ratings: int,
) -> str:
    """One reader's nodule: outlines by slice of the series."""
    rated = RATED | ratings
    rois = "".join(
        f"<roi><imageZposition>{series.z_mm[k] + z_off_mm}</imageZposition>"
        f"<imageSOP_UID>{picture or series.pictures[k]}</imageSOP_UID>"
        f"<inclusion>{'TRUE' if inside else 'FALSE'}</inclusion>"
        + "".join(f"<edgeMap><xCoord>{x}</xCoord><yCoord>{y}</yCoord></edgeMap>" for x, y in points)
        + "</roi>"
        for inside, drawn in ((True, outlines), (False, holes or {}))
        for k, points in drawn.items()
    )
    characteristics = "".join(f"<{key}>{value}</{key}>" for key, value in rated.items())
    if malignancy is None:
        characteristics = ""
    else:
        characteristics = (
            f"<characteristics>{characteristics}<malignancy>{malignancy}</malignancy></characteristics>"
        )
    return f"<unblindedReadNodule><noduleID>{name}</noduleID>{characteristics}{rois}</unblindedReadNodule>"


def reading(
    path: Path,
    readers: Sequence[Sequence[str]],
    *,
    series_uid: str,
    study_uid: str = "",
    non_nodules: int = 0,
) -> Path:
    """Write a patient's XML file."""
    other = "<nonNodule><nonNoduleID>9</nonNoduleID></nonNodule>" * non_nodules
    sessions = "".join(
        f"<readingSession>{''.join(marks)}{other if not number else ''}</readingSession>"
        for number, marks in enumerate(readers)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<LidcReadMessage uid="1" xmlns="http://www.nih.gov">'
        f"<ResponseHeader><SeriesInstanceUid>{series_uid}</SeriesInstanceUid>"
        f"<StudyInstanceUID>{study_uid}</StudyInstanceUID></ResponseHeader>{sessions}</LidcReadMessage>",
        "utf-8",
    )
    return path
