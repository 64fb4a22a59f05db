"""The PDF: readable text in any script, figures with their limits, and its DICOM object."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread

from engine.findings import Attribute, Decision, ReaderRatings
from engine.report import SeriesFacts
from engine.reports import Export, pdf
from engine.reports.fonts import markup
from tests.engine.reports.exports import with_report
from tests.engine.reports.standard import errors


def text_of(path: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    return subprocess.run(
        [tool, "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


def test_row_37_what_it_says(export: Export, tmp_path: Path) -> None:
    first, second = export.report.findings
    seen = dataclasses.replace(
        first.assessment,
        description=(Attribute("spiculation", 3.2, 1, 5),),
        readers=ReaderRatings((0.0, 0.0, 0.0, 1.0, 0.0)),
    )
    first = dataclasses.replace(first, decision=Decision.ACCEPTED, assessment=seen)
    decided = with_report(export, findings=(first, second))
    path, _ = pdf.write(decided, tmp_path)
    text = text_of(path)
    for expected in (
        "Noduscope Phantom", "PHANTOM", "2026-01-01", "15 slices every 2.00 mm, 0.90 × 0.70 mm",
        "lidc 1.0.1", "Doe Jane", "Not for sole diagnosis.", "probability of malignancy 0.91",
        f"{first.nodule.long_axis_mm:.1f} × {first.nodule.short_axis_mm:.1f} mm", "A remark of the model.",
        "Reader's decision: accepted.", "Reader's decision: not yet.", "Area under the ROC curve",
        "The same by the readers' diameter alone", "95 % interval", "Page 1 of",
        "Readers would rate it 4.0 ± 0.0", "As the model sees it: spiculation 3.2 of 5.",
    ):  # fmt: skip
        assert expected in text, expected
    assert "< 0.01" in text  # 0.003 is not shown as a certainty


def test_nothing_found_is_not_no_nodule(export: Export, tmp_path: Path) -> None:
    path, _ = pdf.write(with_report(export, findings=()), tmp_path)
    assert "There is no suggestion. This does not say that there is no nodule." in text_of(path)


def test_only_what_is_worth_showing_is_shown(export: Export, tmp_path: Path) -> None:
    path, _ = pdf.write(with_report(export, shown=1), tmp_path)
    text = text_of(path)
    assert "Nodule 1" in text
    assert "Nodule 2" not in text
    assert "1 more suggestion is in the work list" in text


def test_without_a_model_there_are_measurements(export: Export, tmp_path: Path) -> None:
    none = dataclasses.replace(with_report(export, model=None), manifest=None)
    path, _ = pdf.write(none, tmp_path)
    assert "No model was used: there are measurements only." in text_of(path)


def test_scripts_get_a_font_that_has_them() -> None:
    assert markup("Müller & Søn <3>") == "Müller &amp; Søn &lt;3&gt;"
    assert markup("王小明 Wang") == '<font name="STSong-Light">王小明</font> Wang'
    assert markup("やまだ") == '<font name="HeiseiKakuGo-W5">やまだ</font>'
    assert markup("김") == '<font name="HYSMyeongJo-Medium">김</font>'
    assert markup("Ω≥Ж") == '<font name="STSong-Light">Ω≥Ж</font>' or markup("Ω≥Ж").endswith("</font>")
    assert "□" in markup("a\N{GRINNING FACE}b")
    assert markup("one\ntwo\0\x07") == "one<br/>two"


def test_chinese_names_do_not_break_it(export: Export, tmp_path: Path) -> None:
    def named(header: Dataset) -> Dataset:
        header.SpecificCharacterSet, header.PatientName = "ISO_IR 192", "Wang^XiaoMing=王^小明"
        return header

    facts = export.report.series
    chinese = dataclasses.replace(
        with_report(
            export,
            series=SeriesFacts(facts.study_uid, facts.series_uid, facts.patient_key, "胸部平扫", "CT", 15),
        ),
        header_filter=named,
    )
    path, encapsulated = pdf.write(chinese, tmp_path)
    assert b"STSong-Light" in path.read_bytes()
    assert "Wang XiaoMing, " in text_of(path)
    assert str(dcmread(encapsulated).PatientName) == "Wang^XiaoMing=王^小明"


def test_the_object_holds_the_same_pages(export: Export, tmp_path: Path) -> None:
    path, encapsulated = pdf.write(export, tmp_path)
    ds = dcmread(encapsulated)
    assert ds.EncapsulatedDocument[: ds.EncapsulatedDocumentLength] == path.read_bytes()
    assert len(ds.EncapsulatedDocument) % 2 == 0
    assert ds.StudyInstanceUID == export.headers()[0].StudyInstanceUID
    assert ds.MIMETypeOfEncapsulatedDocument == "application/pdf"
    assert ds.BurnedInAnnotation == "YES"  # the pages name the patient
    assert errors(ds) == []
    tool = shutil.which("dciodvfy")
    if tool is None:
        pytest.skip("dciodvfy is not installed (Debian: dicom3tools)")
    done = subprocess.run([tool, "-new", str(encapsulated)], capture_output=True, text=True, check=False)
    assert [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error")] == []


def test_the_same_report_gives_the_same_bytes(export: Export, tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
        pdf.write(export, folder)
    assert (first / "report.pdf").read_bytes() == (second / "report.pdf").read_bytes()
    assert (first / "report_pdf.dcm").read_bytes() == (second / "report_pdf.dcm").read_bytes()


def test_a_source_without_study_still_gives_a_pdf(export: Export, tmp_path: Path) -> None:
    def without(header: Dataset) -> Dataset:
        del header.StudyInstanceUID
        return header

    broken = dataclasses.replace(export, header_filter=without)
    assert [path.name for path in pdf.write(broken, tmp_path)] == ["report.pdf"]
