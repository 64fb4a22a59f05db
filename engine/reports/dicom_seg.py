"""Lesion masks as a DICOM Segmentation: one segment a finding, pixel for pixel on the source's slices.

It must not know what a model said.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from engine.findings import Finding
from engine.reports import Export
from engine.reports.objects import algorithm, finished, identity, sources, tracking, unique

if TYPE_CHECKING:
    from highdicom.seg import SegmentDescription
    from pydicom import Dataset

FILE = "seg.dcm"
#: Colour that the segments ask viewers for (sRGB); it is that of the outlines in the window.
COLOUR = (255, 176, 0)


def write(export: Export, folder: Path) -> list[Path]:
    """Write the masks of the findings; nothing where there are none.

    Parameters
    ----------
    export
        The report and its source.
    folder
        Where to.

    Returns
    -------
    list of Path
        The file, or nothing.

    Raises
    ------
    ReportError
        If the source's files cannot be referred to.
    """
    if not export.report.kept:
        return []
    path = folder / FILE
    segmentation(export).save_as(path, enforce_file_format=True)
    return [path]


def segmentation(export: Export) -> Dataset:
    """Return the Segmentation of the findings, at least one; segments are numbered in their order."""
    from highdicom.seg import Segmentation

    findings = export.report.kept
    used, masks = _masks(export, findings)
    images = sources(export, used)
    geometry: dict[str, Any] = {}
    if "NumberOfFrames" in images[0]:
        images, geometry = unique(images), _geometry(export, used)
    result = Segmentation(
        source_images=images[:1] if geometry else images,
        further_source_images=images[1:] if geometry and len(images) > 1 else None,
        pixel_array=masks,
        segmentation_type="BINARY",
        segment_descriptions=[_segment(export, finding, i + 1) for i, finding in enumerate(findings)],
        content_label="NODULES",
        content_description="Lung nodules, outlines edited by a reader"
        if any(finding.reading.outline for finding in findings)
        else "Lung nodules, outlined automatically",
        omit_empty_frames=True,
        **geometry,
        **identity(export, "seg", "Nodule outlines", 2),
    )
    return finished(result, export, "seg")


def _masks(export: Export, findings: tuple[Finding, ...]) -> tuple[list[int], npt.NDArray[np.uint8]]:
    """Indices of the slices that hold mask, and the masks there.

    Numbers of segments on whole slices; where masks overlap, one layer for each segment behind each other.
    """
    boxes = []
    for finding in findings:
        nodule = finding.nodule
        start = np.rint(export.volume.grid.to_voxel(nodule.mask_grid.origin_mm)).astype(int)
        boxes.append(tuple(slice(int(a), int(a) + n) for a, n in zip(start, nodule.mask.shape, strict=True)))
    used = sorted(
        {
            box[0].start + int(k)
            for box, f in zip(boxes, findings, strict=True)
            for k in np.flatnonzero(f.nodule.mask.any((1, 2)))
        }
    )
    low, plane = used[0], export.volume.grid.size[1:]
    labels = np.zeros((used[-1] - low + 1, *plane), np.uint8)
    overlap = len(findings) > 255
    for i, (box, finding) in enumerate(zip(boxes, findings, strict=True)):
        if overlap:
            break
        part = labels[box[0].start - low : box[0].stop - low, box[1], box[2]]
        overlap = bool(part[finding.nodule.mask].any())
        part[finding.nodule.mask] = i + 1
    chosen = np.asarray(used) - low
    if not overlap:
        return used, labels[chosen]
    layers = np.zeros((*labels.shape, len(findings)), np.uint8)
    for i, (box, finding) in enumerate(zip(boxes, findings, strict=True)):
        layers[box[0].start - low : box[0].stop - low, box[1], box[2], i] = finding.nodule.mask
    return used, layers[chosen]


def _geometry(export: Export, used: list[int]) -> dict[str, Any]:
    """Where the frames lie, for a source whose files hold several slices each."""
    from highdicom import PixelMeasuresSequence, PlaneOrientationSequence, PlanePositionSequence

    grid = export.volume.grid
    _, row, column = (np.asarray(step) for step in grid.steps_mm)
    slice_mm, row_mm, column_mm = grid.spacing_mm
    return {
        "pixel_measures": PixelMeasuresSequence((row_mm, column_mm), slice_mm, slice_mm),
        "plane_orientation": PlaneOrientationSequence("PATIENT", [*(column / column_mm), *(row / row_mm)]),
        "plane_positions": [
            PlanePositionSequence("PATIENT", list(export.volume.plane(k).to_patient((0, 0, 0)))) for k in used
        ],
    }


def _segment(export: Export, finding: Finding, number: int) -> SegmentDescription:
    from highdicom.color import CIELabColor
    from highdicom.seg import SegmentDescription
    from pydicom.sr.codedict import codes

    name, uid = tracking(export, finding)
    edited = finding.reading.outline is not None
    return SegmentDescription(
        segment_number=number,
        segment_label=f"Nodule {number}, outline edited by the reader" if edited else f"Nodule {number}",
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=codes.SCT.Nodule,
        algorithm_type="SEMIAUTOMATIC" if edited or finding.source == "reader" else "AUTOMATIC",
        algorithm_identification=algorithm(
            export, "Noduscope lesion outline", codes.DCM.MorphologicalOperations
        ),
        tracking_uid=uid,
        tracking_id=name,
        anatomic_regions=[codes.SCT.Lung],
        display_color=CIELabColor.from_rgb(*COLOUR),
    )
