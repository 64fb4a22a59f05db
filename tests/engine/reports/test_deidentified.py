"""A de-identified export: every format is clean, and belongs to the copies that `anonymise` makes."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from pydicom import dcmread

from engine.dicom.anonymise import anonymise
from engine.dicom.deidentify import Deidentifier
from engine.findings import Flag
from engine.reports import dicom_pm, dicom_sc, dicom_seg, dicom_sr, pdf
from engine.reports.deidentified import deidentified, deidentified_facts
from tests.engine.dicom.dicom_maker import save
from tests.engine.dicom.test_deidentify import KEY, PLANTED
from tests.engine.reports.exports import make_export, with_report

WRITERS = (dicom_seg, dicom_sr, dicom_pm, dicom_sc, pdf)


def unpacked(data: bytes) -> bytes:
    """A PDF with its streams inflated beside it, as far as they can be."""
    parts = [data]
    for piece in data.split(b"stream")[1::2]:
        try:
            parts.append(zlib.decompressobj().decompress(piece.lstrip(b"\r\n")))
        except zlib.error:
            continue
    return b"".join(parts)


def test_no_format_names_the_person(oblique_scan: Path, tmp_path: Path) -> None:
    for number, file in enumerate(sorted(oblique_scan.glob("*.dcm"))):
        ds = dcmread(file)
        ds.PatientName, ds.PatientID, ds.PatientBirthDate = "Musterfrau^Erika", "4711-0815", "19500607"
        ds.AccessionNumber, ds.StudyDate, ds.InstitutionName = "ACC778899", "20190314", "St. Example"
        ds.StudyDescription = ds.SeriesDescription = "Erika Musterfrau"
        ds.ReferringPhysicianName = "DOCTORNO"
        save(ds, tmp_path / "in" / f"Musterfrau_{number}.dcm")
    export = make_export(tmp_path / "in", observer="DOCTORNO^Julius", deidentify=True)
    told = Flag("undecodable_slices", "1 slice could not be decoded (Musterfrau_3.dcm).")
    export = with_report(export, warnings=(told,))
    rules = Deidentifier(KEY)
    clean = deidentified(export, rules)
    out = tmp_path / "out"
    out.mkdir()
    paths = [path for module in WRITERS for path in module.write(clean, out)]
    assert len(paths) == 8
    for path in paths:
        data = path.read_bytes()
        found = data + unpacked(data)
        for word in PLANTED:
            assert word.encode() not in found, (path.name, word)
        for uid in (export.series.series_uid, export.series.study_uid, export.series.slices[0].file.sop_uid):
            assert uid.encode() not in data, path.name
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", str(out / "report.pdf"), "-"], capture_output=True, check=True)
        text = done.stdout.decode()
        assert "ANON-" in text
        assert "could not be decoded (slice" in " ".join(text.split())
        assert not any(word in text for word in (*PLANTED, "Musterfrau_3"))

    # The results belong to the copies of the images.
    copies = anonymise([tmp_path / "in"], tmp_path / "copies", rules).written
    image = dcmread(copies[0])
    known = {dcmread(path).SOPInstanceUID for path in copies}
    for path in out.glob("*.dcm"):
        ds = dcmread(path)
        assert ds.StudyInstanceUID == image.StudyInstanceUID
        assert (ds.PatientID, ds.StudyDate) == (image.PatientID, image.StudyDate)
    segments = dcmread(out / dicom_seg.FILE)
    assert segments.FrameOfReferenceUID == image.FrameOfReferenceUID
    references = segments.ReferencedSeriesSequence[0].ReferencedInstanceSequence
    assert {r.ReferencedSOPInstanceUID for r in references} <= known


def test_the_report_itself_is_clean(oblique_scan: Path) -> None:
    export = make_export(oblique_scan)
    rules = Deidentifier(KEY)
    clean = deidentified(export, rules).report
    header = export.headers()[0]
    assert clean.series.study_uid == rules.uid(export.report.series.study_uid)
    assert clean.series.series_uid == rules.uid(export.report.series.series_uid)
    assert clean.series.description == ""
    assert clean.series.patient_key not in ("", export.report.series.patient_key)
    assert {f.id for f in clean.findings}.isdisjoint({f.id for f in export.report.findings})
    assert clean.created - export.report.created == rules.shift(header)
    assert [f.nodule.centre_mm for f in clean.findings] == [
        f.nodule.centre_mm for f in export.report.findings
    ]


def test_the_key_comes_from_the_users_folder(
    oblique_scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path))
    export = make_export(oblique_scan)
    first, second = deidentified(export), deidentified(export)
    assert first.report.series == second.report.series == deidentified_facts(export.series)
    assert (tmp_path / "data" / "deidentification.key").is_file()
