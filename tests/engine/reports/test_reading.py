"""A reading that is handed over: what the reader adds, in every format, read back by other programs."""

from __future__ import annotations

import csv
import dataclasses
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import highdicom as hd
import numpy as np
import pytest
from pydicom import Dataset, dcmread

from engine.findings import Decision
from engine.reading import ReadGrowth, Reading, ReadMeasurement, Signature
from engine.reports import FORMATS, Export, write_all
from engine.reports.deidentified import deidentified
from engine.reports.dicom_sr import structured_report
from engine.reports.dicom_sr_reading import ellipse_axes
from engine.reports.slice_picture import slice_picture
from tests.engine.reports import standard
from tests.engine.reports.exports import with_report

IMPRESSION = "Solid nodule in the right upper lobe.\nFollow up in 3 months."
SIGNATURE = Signature("Doe^Jane", "St. Elsewhere", datetime(2026, 3, 5, 6, 7, 8, tzinfo=UTC))
K = 7


def place(export: Export, row: float, column: float) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in export.volume.plane(K).to_patient((0, row, column)))
    return (x, y, z)


def measurements(export: Export) -> tuple[ReadMeasurement, ...]:
    at = lambda r, c: place(export, r, c)  # noqa: E731
    # Pixels are 0.9 mm high and 0.7 mm wide: 20 columns are 14 mm, 10 rows are 9 mm.
    return (
        ReadMeasurement("length", (at(10, 10), at(10, 30)), {"length_mm": 14.0}, K),
        ReadMeasurement(
            "bidirectional",
            (at(20, 10), at(20, 30), at(15, 20), at(25, 20)),
            {"long_axis_mm": 14.0, "short_axis_mm": 9.0},
            K,
        ),
        ReadMeasurement(
            "ellipse",
            (at(30, 10), at(40, 30)),
            {"area_mm2": 98.96, "mean_hu": -812.5, "sd_hu": 20.25, "n_pixels": 150.0},
            K,
        ),
        ReadMeasurement("probe", (at(12, 12),), {"hu": -801.0}, K),
        ReadMeasurement("angle", (at(5, 5), at(10, 10), at(5, 15)), {"angle_deg": 75.75}, K),
        ReadMeasurement("text", (at(50, 50),), {}, K, "old scar"),
    )


GROWTH = ReadGrowth(
    "2025-11-30", 90, 6.1, 8.2, 2.1, 64.0, "grown", "6.1 mm to 8.2 mm: grown.", by_reader=True
)


def with_reading(export: Export, signature: Signature | None = SIGNATURE, token: str = "a") -> Export:
    labels = {f.id: "malignant" for f in export.report.findings[:1]}
    growth = {f.id: GROWTH for f in export.report.findings[:1]}
    reading = Reading(IMPRESSION, measurements(export), (3, K), labels, signature, token, growth)
    return dataclasses.replace(export, reading=reading)


@pytest.fixture(scope="module")
def signed(export: Export) -> Export:
    return with_reading(export)


@pytest.fixture(scope="module")
def files(signed: Export, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signed")
    write_all(signed, tuple(FORMATS), folder)
    return folder


def items(dataset: Dataset) -> list[Dataset]:
    found = []
    for item in dataset.get("ContentSequence", []):
        found += [item, *items(item)]
    return found


def _meaning(item: Dataset) -> str:
    return str(item.ConceptNameCodeSequence[0].CodeMeaning)


def pages(path: Path) -> list[str]:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    done = subprocess.run([tool, str(path), "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode().split("")[:-1]


def pdf_text(path: Path) -> str:
    return " ".join(" ".join(pages(path)).split())


def test_a_signed_sr_is_complete_final_and_verified_by_the_reader(files: Path):
    report = dcmread(files / "report_sr.dcm")
    assert (report.CompletionFlag, report.VerificationFlag, report.PreliminaryFlag) == (
        "COMPLETE",
        "VERIFIED",
        "FINAL",
    )
    (observer,) = report.VerifyingObserverSequence
    assert str(observer.VerifyingObserverName) == "Doe^Jane"
    assert observer.VerifyingOrganization == "St. Elsewhere"
    assert str(observer.VerificationDateTime).startswith("20260305060708")


def test_a_draft_sr_is_partial_and_says_so(export: Export):
    report = structured_report(with_reading(export, None))
    flags = (report.CompletionFlag, report.VerificationFlag, report.PreliminaryFlag)
    assert flags == ("PARTIAL", "UNVERIFIED", "PRELIMINARY")
    assert "VerifyingObserverSequence" not in report
    assert "DRAFT" in report.SeriesDescription


def test_measurements_come_back_with_their_figures_and_positions(files: Path, export: Export):
    content = hd.sr.srread(files / "report_sr.dcm").content
    groups = {g.tracking_identifier: g for g in content.get_image_measurement_groups()}
    figures = {
        name: [(m.name.meaning, m.value) for m in group.get_measurements()]
        for name, group in groups.items()
        if name and name.startswith("Measurement")
    }
    assert figures["Measurement 1"] == [("Length", 14.0)]
    assert figures["Measurement 2"] == [("Long axis", 14.0), ("Short axis", 9.0)]
    assert [value for _, value in figures["Measurement 4"]] == [-801.0]
    assert figures["Measurement 5"] == [("Angle", 75.75)]
    lines = [
        np.reshape(i.GraphicData, (-1, 3))
        for i in items(dcmread(files / "report_sr.dcm"))
        if i.ValueType == "SCOORD3D" and i.GraphicType == "POLYLINE"
    ]
    np.testing.assert_allclose(lines[0], [place(export, 10, 10), place(export, 10, 30)], atol=1e-3)
    assert np.linalg.norm(lines[0][1] - lines[0][0]) == pytest.approx(14.0, abs=1e-3)
    assert [len(line) for line in lines] == [2, 2, 2, 3]


def test_the_ellipse_is_a_planar_region_whose_longer_axis_comes_first(files: Path):
    content = hd.sr.srread(files / "report_sr.dcm").content
    (group,) = [
        g for g in content.get_planar_roi_measurement_groups() if g.tracking_identifier == "Measurement 3"
    ]
    ends = group.roi.value
    assert group.roi.graphic_type == hd.sr.GraphicTypeValues3D.ELLIPSE
    assert np.linalg.norm(ends[1] - ends[0]) == pytest.approx(20 * 0.7, abs=1e-3)
    assert np.linalg.norm(ends[3] - ends[2]) == pytest.approx(10 * 0.9, abs=1e-3)
    values = [(m.name.meaning, m.value) for m in group.get_measurements()]
    assert values[0] == ("Area", 98.96)
    assert [value for _, value in values[1:]] == [-812.5, 20.25]


def test_the_sr_has_impression_note_and_label(files: Path):
    texts = [str(i.TextValue) for i in items(dcmread(files / "report_sr.dcm")) if i.ValueType == "TEXT"]
    assert IMPRESSION in texts
    assert "old scar" in texts
    assert "Reader's label: malignant." in texts


@pytest.mark.skipif(shutil.which("dsrdump") is None, reason="dcmtk is not installed")
def test_dsrdump_reads_the_signed_report(files: Path):
    done = subprocess.run(
        ["dsrdump", str(files / "report_sr.dcm")], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Measurement 2" in done.stdout
    assert "VERIFIED" in done.stdout
    assert "E:" not in done.stderr


def test_row_35_key_objects_name_the_readers_slices(files: Path, export: Export):
    found = dcmread(files / "key_objects.dcm")
    assert found.SOPClassUID == "1.2.840.10008.5.1.4.1.1.88.59"
    (study,) = found.CurrentRequestedProcedureEvidenceSequence
    named = {
        item.ReferencedSOPInstanceUID
        for series in study.ReferencedSeriesSequence
        for item in series.ReferencedSOPSequence
    }
    assert named == {export.headers()[k].SOPInstanceUID for k in (3, K)}
    assert study.StudyInstanceUID == export.headers()[0].StudyInstanceUID == found.StudyInstanceUID


def test_key_objects_without_a_reader_name_the_largest_slices(export: Export, tmp_path: Path):
    (path,) = write_all(export, ("ko",), tmp_path)
    (study,) = dcmread(path).CurrentRequestedProcedureEvidenceSequence
    (series,) = study.ReferencedSeriesSequence
    wanted = {export.headers()[f.nodule.largest_slice].SOPInstanceUID for f in export.report.findings}
    assert {item.ReferencedSOPInstanceUID for item in series.ReferencedSOPSequence} == wanted


def test_no_object_has_a_fault(files: Path):
    for name in ("report_sr.dcm", "key_objects.dcm", "report_pdf.dcm"):
        assert standard.errors(dcmread(files / name)) == []


def test_json_has_all_of_it(files: Path):
    reading = json.loads((files / "report.json").read_text())["reading"]
    assert reading["state"] == "signed"
    assert reading["signature"]["name"] == "Doe^Jane"
    assert reading["impression"] == IMPRESSION
    assert reading["key_images"] == [3, K]
    assert [m["kind"] for m in reading["measurements"]] == [
        "length", "bidirectional", "ellipse", "probe", "angle", "text",
    ]  # fmt: skip


def test_growth_since_a_prior_is_in_json_sr_and_pdf(files: Path, export: Export):
    line = "Compared with the scan of 2025-11-30 (paired by the reader): 6.1 mm to 8.2 mm: grown."
    growth = json.loads((files / "report.json").read_text())["reading"]["growth"]
    (first,) = growth
    assert first == export.report.findings[0].id
    assert growth[first] == dataclasses.asdict(GROWTH)
    texts = [str(i.TextValue) for i in items(dcmread(files / "report_sr.dcm")) if "TextValue" in i]
    assert texts.count(line) == 1
    assert line in " ".join(pdf_text(files / "report.pdf").split())


def test_csv_has_a_line_a_figure(files: Path):
    with (files / "measurements.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["number"], r["quantity"], r["value"]) for r in rows][:3] == [
        ("1", "length_mm", "14.0"),
        ("2", "long_axis_mm", "14.0"),
        ("2", "short_axis_mm", "9.0"),
    ]
    assert rows[-1]["text"] == "old scar"


def test_the_pdf_says_who_signed_and_what_was_measured(files: Path):
    text = pdf_text(files / "report.pdf")
    for part in ("Signed by Doe Jane, St. Elsewhere", "Follow up in 3 months.", "14.0 × 9.0 mm", "old scar"):
        assert part in text
    assert "DRAFT" not in text


def test_a_draft_pdf_says_so_on_every_page(export: Export, tmp_path: Path):
    write_all(with_reading(export, None), ("pdf",), tmp_path)
    for page in pages(tmp_path / "report.pdf"):
        assert "DRAFT, not signed" in page


def test_what_was_rejected_stands_in_the_pdf_as_rejected(export: Export, tmp_path: Path):
    first, second = export.report.findings
    rejected = dataclasses.replace(second, decision=Decision.REJECTED)
    write_all(with_reading(with_report(export, findings=(first, rejected))), ("pdf", "json"), tmp_path)
    assert "Rejected by the reader" in pdf_text(tmp_path / "report.pdf")
    findings = json.loads((tmp_path / "report.json").read_text())["findings"]
    assert [f["decision"] for f in findings] == [None, "rejected"]


def test_a_second_export_has_instances_of_its_own_and_the_same_tracking(export: Export):
    one, two = (structured_report(with_reading(export, token=token)) for token in "ab")
    assert one.SOPInstanceUID != two.SOPInstanceUID
    assert one.SeriesInstanceUID != two.SeriesInstanceUID
    tracked = [
        [i.UID for i in items(report) if i.ValueType == "UIDREF" and _meaning(i).startswith("Tracking")]
        for report in (one, two)
    ]
    assert tracked[0]
    assert tracked[0] == tracked[1]


def test_a_deidentified_copy_has_no_word_of_the_reader(signed: Export, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    folder = tmp_path / "out"
    folder.mkdir()
    asked = dataclasses.replace(signed, options=dataclasses.replace(signed.options, deidentify=True))
    written = write_all(deidentified(asked), tuple(FORMATS), folder)
    assert "key_objects.dcm" in {path.name for path in written}
    for path in written:
        content = path.read_bytes()
        for word in (b"Doe", b"Jane", b"Elsewhere", b"right upper lobe", b"old scar", b"2025-11-30"):
            assert word not in content, path.name
    report = dcmread(folder / "report_sr.dcm")
    assert report.VerificationFlag == "UNVERIFIED"
    text = pdf_text(folder / "report.pdf")
    assert "De-identified copy" in text
    assert "Doe" not in text
    assert "2025-11-30" not in text
    assert "Compared with the scan (paired by the reader): 6.1 mm" in " ".join(text.split())
    assert "14.0 mm" in text


def test_a_reading_without_a_finding_is_a_report_too(export: Export, tmp_path: Path):
    empty = with_reading(with_report(export, findings=()))
    names = {path.name for path in write_all(empty, tuple(FORMATS), tmp_path)}
    assert {"report_sr.dcm", "report.pdf", "key_objects.dcm"} <= names
    assert dcmread(tmp_path / "report_sr.dcm").VerificationFlag == "VERIFIED"


def test_an_ellipse_of_a_coronal_plane_lies_in_it_and_on_no_slice(export: Export):
    """Rows are 0.9 mm, columns 0.7 mm; the corners lie two slices and twenty columns apart."""
    grid = export.volume.grid
    corners = grid.to_patient([(K - 1, 30, 10), (K + 1, 30, 30)])
    points = tuple((float(x), float(y), float(z)) for x, y, z in corners)
    measured = ReadMeasurement("ellipse", points, {"area_mm2": 1.0, "n_pixels": 1.0}, K - 1)
    ends = grid.to_voxel(ellipse_axes(export, measured))
    assert ends[:, 1] == pytest.approx(30)
    spans = sorted(np.abs(ends[1::2] - ends[::2]).round(6).tolist())
    assert spans == [[0, 0, 20], [2, 0, 0]]
    alone = dataclasses.replace(export, reading=Reading("", (measured,), (K - 1,), {}, None, "a"))
    none = dataclasses.replace(export, reading=Reading("", (), (K - 1,), {}, None, "a"))
    assert np.array_equal(slice_picture(alone, K - 1), slice_picture(none, K - 1))
