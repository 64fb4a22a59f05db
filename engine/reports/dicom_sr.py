"""Findings as a DICOM Structured Report: Comprehensive 3D SR after TID 1500.

Two groups a finding, with one tracking identifier: the outline of its largest slice with the diameters
(TID 1410), and the whole lesion with volume, density and what the model says (TID 1411). All codes are
DICOM's, SNOMED's or UCUM's. Positions are millimetres in the source's frame of reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.findings import Call, Finding
from engine.lesion import contours
from engine.reports import Export
from engine.reports.dicom_seg import FILE as SEG_FILE
from engine.reports.dicom_sr_reading import date_signature, flags_of, impression, reading_groups
from engine.reports.objects import (
    DECISIONS,
    MANUFACTURER,
    NOT_FOR_SOLE_DIAGNOSIS,
    finished,
    finite,
    identity,
    observers,
    sources,
    tracking,
    unique,
)
from engine.stated_report import reading_lines

if TYPE_CHECKING:
    from pydicom import Dataset

FILE = "report_sr.dcm"


def write(export: Export, folder: Path) -> list[Path]:
    """Write the structured report; nothing where there are no findings.

    A report without any would be read as one that says that there is no nodule.

    Parameters
    ----------
    export
        The report and its source.
    folder
        Where to. Where it holds the Segmentation already, the report refers to its segments; otherwise it
        carries the outlines of every slice itself.

    Returns
    -------
    list of Path
        The file, or nothing.

    Raises
    ------
    ReportError
        If the source's files cannot be referred to.
    """
    from pydicom import dcmread

    if not export.report.kept and export.reading is None:
        return []
    seg = folder / SEG_FILE
    path = folder / FILE
    report = structured_report(export, dcmread(seg) if seg.exists() else None)
    report.save_as(path, enforce_file_format=True)
    return [path]


def structured_report(export: Export, segmentation: Dataset | None = None) -> Dataset:
    """Return the report as an object.

    Parameters
    ----------
    export
        The report and its source.
    segmentation
        The Segmentation of the same export, to refer to.
    """
    from highdicom import sr
    from pydicom.sr.codedict import codes

    images = unique(sources(export, range(len(export.series.slices))))
    groups = [
        group
        for number, finding in enumerate(export.report.kept, 1)
        for group in _groups(export, finding, number, segmentation)
    ]
    groups += reading_groups(export)
    person, device = observers(export)
    content = sr.MeasurementReport(
        observation_context=sr.ObservationContext(
            observer_person_context=person, observer_device_context=device
        ),
        procedure_reported=codes.SCT.ChestImaging,
        imaging_measurements=groups,
        title=codes.DCM.ImagingMeasurementReport,
        language_of_content_item_and_descendants=sr.LanguageOfContentItemAndDescendants(
            sr.CodedConcept("en", "RFC5646", "English")
        ),
    )
    reading = export.reading
    if reading is not None and reading.impression:
        content[0].ContentSequence.append(impression(reading.impression))
    draft = reading is not None and reading.is_draft
    result = sr.Comprehensive3DSR(
        evidence=images + ([segmentation] if segmentation is not None else []),
        content=content,
        transfer_syntax_uid="1.2.840.10008.1.2.1",
        specific_character_set="ISO_IR 192",
        **flags_of(export),
        **identity(export, "sr", "Nodule report (DRAFT)" if draft else "Nodule report", 1),
    )
    if reading is not None and reading.signature is not None:
        date_signature(result, reading.signature)
    return finished(result, export, "sr")


def _groups(export: Export, finding: Finding, number: int, segmentation: Dataset | None) -> list[Any]:
    """The groups of a finding: its largest slice, and the whole of it where there is more than that."""
    from highdicom import sr
    from pydicom.sr.codedict import codes

    outlines = contours(finding.nodule)
    whole = _region(export, outlines, number, segmentation)
    planar, lesion = _diameters(finding), _whole_lesion(finding)
    common: dict[str, Any] = {
        "finding_type": codes.SCT.Mass if _is_mass(finding) else codes.SCT.Nodule,
        "finding_category": codes.SCT.MorphologicallyAbnormalStructure,
        "finding_sites": [sr.FindingSite(codes.SCT.Lung)],
        "algorithm_id": _algorithm(export),
    }
    largest = sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=_tracking(export, finding),
        referenced_region=sr.ImageRegion3D(
            "POLYGON",
            _closed(max(outlines[finding.nodule.largest_slice], key=len)),
            str(export.headers()[0].FrameOfReferenceUID),
        ),
        measurements=planar if whole else planar + lesion,
        qualitative_evaluations=None if whole else _call(finding),
        **common,
    )
    groups: list[Any] = [largest]
    if whole:
        groups.append(
            sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
                tracking_identifier=_tracking(export, finding),
                measurements=lesion,
                qualitative_evaluations=_call(finding),
                **whole,
                **common,
            )
        )
    for text in (
        *(flag.text for flag in finding.flags),
        *reading_lines(finding.reading),
        *_by_the_reader(export, finding),
        NOT_FOR_SOLE_DIAGNOSIS,
    ):
        groups[-1][0].ContentSequence.append(_comment(text))
    return groups


def _by_the_reader(export: Export, finding: Finding) -> Iterator[str]:
    if export.reading is not None:
        yield f"Reader's decision: {DECISIONS[finding.decision]}."
        if label := export.reading.labels.get(finding.id):
            yield f"Reader's label: {label}."
        if growth := export.reading.growth.get(finding.id):
            yield growth.line


def _comment(text: str) -> Any:
    from highdicom import sr
    from pydicom.sr.codedict import codes

    return sr.TextContentItem(codes.DCM.Comment, text, relationship_type="CONTAINS")


def _tracking(export: Export, finding: Finding) -> Any:
    from highdicom import sr

    name, uid = tracking(export, finding)
    return sr.TrackingIdentifier(uid=uid, identifier=name)


def _region(
    export: Export, outlines: dict[int, list[Any]], number: int, segmentation: Dataset | None
) -> dict[str, Any]:
    """The whole lesion: its segment, or its outlines on two slices or more, which make a surface."""
    from highdicom import sr

    series = sr.SourceSeriesForSegmentation(str(export.headers()[0].SeriesInstanceUID))
    if segmentation is not None:
        segment = sr.ReferencedSegment(
            segmentation.SOPClassUID, segmentation.SOPInstanceUID, number, source_series=series
        )
        return {"referenced_segment": segment}
    if len(outlines) < 2:
        return {}
    return {
        "referenced_volume_surface": sr.VolumeSurface(
            "POLYGON",
            [_closed(max(polygons, key=len)) for _, polygons in sorted(outlines.items())],
            str(export.headers()[0].FrameOfReferenceUID),
            source_series=series,
        )
    }


def _closed(polygon: Any) -> Any:
    """Repeat the first corner at the end, as POLYGON wants (PS3.3 C.18.9)."""
    return np.vstack([polygon, polygon[:1]])


def _is_mass(finding: Finding) -> bool:
    return any(flag.code == "mass" for flag in finding.flags)


def _diameters(finding: Finding) -> list[Any]:
    from highdicom import sr
    from pydicom.sr.codedict import codes

    nodule = finding.nodule
    return [
        sr.Measurement(codes.SCT.LongAxis, finite(nodule.long_axis_mm), codes.UCUM.Millimeter),
        sr.Measurement(codes.SCT.ShortAxis, finite(nodule.short_axis_mm), codes.UCUM.Millimeter),
    ]


def _whole_lesion(finding: Finding) -> list[Any]:
    from highdicom import sr
    from pydicom.sr.codedict import codes

    nodule, assessment = finding.nodule, finding.assessment
    found = [
        sr.Measurement(codes.SCT.Volume, finite(nodule.volume_mm3), codes.UCUM.CubicMillimeter),
        sr.Measurement(
            codes.DCM.AttenuationCoefficient,
            finite(nodule.mean_hu),
            codes.UCUM.HounsfieldUnit,
            derivation=codes.SCT.Mean,
        ),
    ]
    if assessment.probability is not None:
        found.append(
            sr.Measurement(codes.DCM.ProbabilityOfCancer, finite(assessment.probability), codes.UCUM.NoUnits)
        )
    return found


def _call(finding: Finding) -> list[Any]:
    from highdicom import sr
    from pydicom.sr.codedict import codes

    values = {
        Call.BENIGN: codes.SCT.Benign,
        Call.MALIGNANT: codes.SCT.Malignant,
        Call.INDETERMINATE: codes.SCT.Indeterminate,
        Call.OUT_OF_RANGE: codes.DCM.ValueOutOfRange,
    }
    return [sr.QualitativeEvaluation(codes.DCM.AssessmentCategory, values[finding.assessment.call])]


def _algorithm(export: Export) -> Any:
    from highdicom import sr

    model = export.report.model
    if model is None:
        return sr.AlgorithmIdentification(MANUFACTURER, export.report.software, manufacturer=MANUFACTURER)
    return sr.AlgorithmIdentification(
        model.id, model.version, parameters=[f"SHA-256 {model.sha256}"], manufacturer=MANUFACTURER
    )
