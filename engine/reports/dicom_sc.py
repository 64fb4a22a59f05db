"""Key images as DICOM Secondary Captures, one a finding: for workstations that show nothing else of a report.

The pictures are `engine.reports.key_image`'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.findings import Finding
from engine.orientation import edge_letters
from engine.reports import Export
from engine.reports.key_image import key_image
from engine.reports.objects import NOT_FOR_SOLE_DIAGNOSIS, finished, identity, numbered, sources

if TYPE_CHECKING:
    from pydicom import Dataset


def write(export: Export, folder: Path) -> list[Path]:
    """Write a key image of every finding that is shown by default.

    Parameters
    ----------
    export
        The report and its source.
    folder
        Where to.

    Returns
    -------
    list of Path
        One file a finding.

    Raises
    ------
    ReportError
        If the source's files cannot be referred to.
    """
    paths = []
    for number, finding in numbered(export):
        paths.append(folder / f"key_image_{number:02}.dcm")
        secondary_capture(export, finding, number).save_as(paths[-1], enforce_file_format=True)
    return paths


def secondary_capture(export: Export, finding: Finding, number: int) -> Dataset:
    """Return one key image as an object."""
    from highdicom.sc import SCImage
    from pydicom import Dataset as Item
    from pydicom.sr.codedict import codes

    k = finding.nodule.largest_slice
    (source,) = sources(export, [k])
    letters = edge_letters(export.volume.grid)
    result = SCImage.from_ref_dataset(
        source,
        key_image(export, finding, number),
        photometric_interpretation="RGB",
        bits_allocated=8,
        coordinate_system="PATIENT",
        patient_orientation=(letters.right[0], letters.bottom[0]),
        transfer_syntax_uid="1.2.840.10008.1.2.1",
        specific_character_set="ISO_IR 192",
        **identity(export, "sc", "Nodule key images", 4, number),
    )
    reference = Item()
    reference.ReferencedSOPClassUID = source.SOPClassUID
    reference.ReferencedSOPInstanceUID = source.SOPInstanceUID
    if "NumberOfFrames" in source:
        reference.ReferencedFrameNumber = export.series.slices[k].frame + 1
    result.SourceImageSequence = [reference]
    result.FrameOfReferenceUID = source.FrameOfReferenceUID
    result.PositionReferenceIndicator = source.get("PositionReferenceIndicator", "")
    result.PatientOrientation = [letters.right, letters.bottom]
    result.ImageType = ["DERIVED", "SECONDARY"]
    result.DerivationDescription = (
        f"Nodule {number} with outline, diameters and class activation map. {NOT_FOR_SOLE_DIAGNOSIS}"
    )
    # PS3.3 C.7.6.1: whether the pixels name the patient and the date. The writing in these names neither.
    result.BurnedInAnnotation = "NO"
    result.RecognizableVisualFeatures = "NO"
    result.BodyPartExamined = "CHEST"
    region = Item()
    region.CodeValue, region.CodingSchemeDesignator = codes.SCT.Chest.value, codes.SCT.Chest.scheme_designator
    region.CodeMeaning = codes.SCT.Chest.meaning
    result.AnatomicRegionSequence = [region]
    return finished(result, export, "sc", number)
