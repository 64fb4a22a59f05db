"""The report as a PDF for people, and the same PDF as a DICOM object in the source's study.

Patient and study are taken from the source's headers; a de-identified export has clean ones.
"""

from __future__ import annotations

from pathlib import Path

from pydicom import Dataset

from engine.reports import Export, ReportError
from engine.reports.objects import finished, identity, sources
from engine.reports.pdf_pages import pdf

FILE, OBJECT = "report.pdf", "report_pdf.dcm"


def write(export: Export, folder: Path) -> list[Path]:
    """Write the PDF, and the DICOM object that holds it where the source names its study.

    Parameters
    ----------
    export
        The report and its source.
    folder
        Where to.

    Returns
    -------
    list of Path
        One file or two.
    """
    document = pdf(export)
    path = folder / FILE
    path.write_bytes(document)
    try:
        (source,) = sources(export, [0], frame_of_reference=False)
    except ReportError:
        return [path]
    encapsulated(export, source, document).save_as(folder / OBJECT, enforce_file_format=True)
    return [path, folder / OBJECT]


def encapsulated(export: Export, source: Dataset, document: bytes) -> Dataset:
    """Return the PDF as an Encapsulated PDF object (PS3.3 A.45.1)."""
    from highdicom.base import SOPClass
    from pydicom.uid import EncapsulatedPDFStorage, ExplicitVRLittleEndian

    result = SOPClass(
        study_instance_uid=source.StudyInstanceUID,
        sop_class_uid=EncapsulatedPDFStorage,
        modality="DOC",
        transfer_syntax_uid=ExplicitVRLittleEndian,
        patient_id=source.PatientID,
        patient_name=source.PatientName,
        patient_birth_date=source.PatientBirthDate,
        patient_sex=source.PatientSex,
        specific_character_set="ISO_IR 192",
        **identity(export, "pdf", "Nodule report (PDF)", 5),
    )
    result.copy_patient_and_study_information(source)
    result.ConversionType = "WSD"
    result.AcquisitionDateTime = ""
    # The pages name the patient and the study's date, unless the source does not.
    named = bool(source.PatientName or source.PatientID) and not export.options.deidentify
    result.BurnedInAnnotation = "YES" if named else "NO"
    draft = export.reading is not None and export.reading.is_draft
    result.DocumentTitle = "Lung nodules on chest CT" + (" (DRAFT)" if draft else "")
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator = "18748-4", "LN"
    code.CodeMeaning = "Diagnostic imaging study"
    result.ConceptNameCodeSequence = [code]
    result.SourceInstanceSequence = _references(export)
    result.MIMETypeOfEncapsulatedDocument = "application/pdf"
    result.EncapsulatedDocumentLength = len(document)
    result.EncapsulatedDocument = document + b"\0" * (len(document) % 2)
    return finished(result, export, "pdf")


def _references(export: Export) -> list[Dataset]:
    slices = sorted({f.nodule.largest_slice for f in export.report.kept}) or [0]
    references = {}
    for header in sources(export, slices, frame_of_reference=False):
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = header.SOPClassUID, header.SOPInstanceUID
        references[str(header.SOPInstanceUID)] = item
    return list(references.values())
