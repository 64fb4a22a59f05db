"""What a reader adds to the structured report: measurements as groups of their own, impression, signature.

Lengths, bidirectional axes, angles and probes are groups after TID 1501 whose measurements carry their
positions (SCOORD3D); an ellipse is a planar region (TID 1410). What a reader wrote on a slice is a comment.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.findings import Point
from engine.planes import in_plane
from engine.reading import TEXT, ReadMeasurement, Signature
from engine.reports import Export
from engine.reports.objects import derived_uid, finite, person_name, sources

if TYPE_CHECKING:
    from pydicom import Dataset

#: What stands for an organisation that nobody named (the attribute must not be empty).
NO_ORGANISATION = "not stated"


def reading_groups(export: Export) -> list[Any]:
    """Return a group for each measurement of the reader's, in their order."""
    reading = export.reading
    if reading is None:
        return []
    return [_group(export, m, number) for number, m in enumerate(reading.measurements, 1)]


def impression(text: str) -> Any:
    """Return the reader's own words as an item of the document's root."""
    from highdicom import sr
    from pydicom.sr.codedict import codes

    return sr.TextContentItem(codes.DCM.Impression, text, relationship_type="CONTAINS")


def flags_of(export: Export) -> dict[str, Any]:
    """Return whether the document is complete, final and verified, as highdicom wants to know it."""
    if export.reading is None:
        return {"is_complete": True}
    signature = export.reading.signature
    if signature is None:
        return {"is_complete": False}
    return {
        "is_complete": True,
        "is_final": True,
        "is_verified": True,
        "verifying_observer_name": person_name(signature.name),
        "verifying_organization": _organisation(export, signature),
    }


def date_signature(dataset: Dataset, signature: Signature) -> None:
    """Put in when it was signed: highdicom takes the time of writing."""
    for item in dataset.get("VerifyingObserverSequence", []):
        item.VerificationDateTime = _moment(signature.signed)


def _moment(when: datetime) -> str:
    return f"{when:%Y%m%d%H%M%S%z}" if when.tzinfo else f"{when:%Y%m%d%H%M%S}"


def _organisation(export: Export, signature: Signature) -> str:
    # LO holds 64 characters, and no backslash.
    named = signature.organisation or str(export.headers()[0].get("InstitutionName") or "")
    return named.replace("\\", "/").strip()[:64] or NO_ORGANISATION


def _group(export: Export, measured: ReadMeasurement, number: int) -> Any:
    from highdicom import sr
    from pydicom.sr.codedict import codes

    (source,) = sources(export, [measured.slice])
    frames = [export.series.slices[measured.slice].frame + 1] if "NumberOfFrames" in source else None
    study = export.report.series.study_uid
    tracking = sr.TrackingIdentifier(
        uid=derived_uid("measurement", study, measured.kind, measured.points_mm, measured.text),
        identifier=f"Measurement {number}",
    )
    frame_of_reference = str(export.headers()[0].FrameOfReferenceUID)
    if measured.kind == "ellipse":
        return sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=tracking,
            referenced_region=sr.ImageRegion3D("ELLIPSE", ellipse_axes(export, measured), frame_of_reference),
            measurements=_ellipse(measured),
        )
    group = sr.MeasurementsAndQualitativeEvaluations(
        tracking_identifier=tracking,
        measurements=_measurements(measured, frame_of_reference),
        source_images=[sr.SourceImageForMeasurementGroup.from_source_image(source, frames)],
    )
    if measured.kind == TEXT:
        group[0].ContentSequence.append(
            sr.TextContentItem(codes.DCM.Comment, measured.text, relationship_type="CONTAINS")
        )
    return group


def ellipse_axes(export: Export, measured: ReadMeasurement) -> np.ndarray:
    """Ends of the major axis, then of the minor one (PS3.3 C.18.9), shape ``(4, 3)``, mm.

    The tool keeps two opposite corners of the box round it, along two of the volume's axes: rows and columns
    of a slice, or one of them and the slices in a straight coronal or sagittal plane.
    """
    plane = export.volume.plane(measured.slice)
    first, last = plane.to_voxel(measured.points_mm)
    # The third axis is the one along which both corners are at the same place.
    across = 0 if in_plane(plane, measured.points_mm) else int(np.argmin(np.abs(last - first)[1:])) + 1
    found = []
    for axis in (2, 1, 0):
        if axis != across:
            ends = np.stack([(first + last) / 2] * 2)
            ends[:, axis] = first[axis], last[axis]
            found.append(plane.to_patient(ends))
    axes = sorted(found, key=lambda ends: -float(np.linalg.norm(ends[1] - ends[0])))
    return np.vstack(axes)


def _ellipse(measured: ReadMeasurement) -> list[Any]:
    from highdicom import sr
    from pydicom.sr.codedict import codes

    values = measured.values
    found = [sr.Measurement(codes.SCT.Area, finite(values["area_mm2"]), codes.UCUM.SquareMillimeter)]
    for key, derivation in (("mean_hu", codes.SCT.Mean), ("sd_hu", codes.SCT.StandardDeviation)):
        if key in values:
            found.append(
                sr.Measurement(
                    codes.DCM.AttenuationCoefficient,
                    finite(values[key]),
                    codes.UCUM.HounsfieldUnit,
                    derivation=derivation,
                )
            )
    return found


def _measurements(measured: ReadMeasurement, frame_of_reference: str) -> list[Any] | None:
    from highdicom import sr
    from pydicom.sr.codedict import codes

    points, values = measured.points_mm, measured.values

    def one(name: Any, key: str, unit: Any, kind: str, where: tuple[Point, ...]) -> Any:
        place = sr.CoordinatesForMeasurement3D(kind, np.asarray(where, dtype=float), frame_of_reference)
        return sr.Measurement(name, finite(values[key]), unit, referenced_coordinates=[place])

    mm, hu = codes.UCUM.Millimeter, codes.UCUM.HounsfieldUnit
    match measured.kind:
        case "length":
            return [one(codes.SCT.Length, "length_mm", mm, "POLYLINE", points)]
        case "bidirectional":
            return [
                one(codes.SCT.LongAxis, "long_axis_mm", mm, "POLYLINE", points[:2]),
                one(codes.SCT.ShortAxis, "short_axis_mm", mm, "POLYLINE", points[2:]),
            ]
        case "angle":
            return [one(codes.SCT.Angle, "angle_deg", codes.UCUM.Degree, "POLYLINE", points)]
        case "probe":
            return [one(codes.DCM.AttenuationCoefficient, "hu", hu, "POINT", points)]
    return None
