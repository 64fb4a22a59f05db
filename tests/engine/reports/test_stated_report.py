"""What readers stated, in every format: comments, corrections, risk with its inputs; no person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydicom import Dataset

from engine.dicom.deidentify import Deidentifier
from engine.findings import Reading
from engine.reports import Export, dicom_sr, pdf
from engine.reports.deidentified import deidentified
from engine.reports.json import write as write_json
from engine.stated_report import reading_lines, with_statements
from engine.statements import COMMENT, Statement
from tests.engine.dicom.test_deidentify import KEY
from tests.engine.reports.exports import with_report
from tests.engine.reports.standard import errors
from tests.engine.reports.test_pdf import text_of

PATIENT = {"family_history": False, "emphysema": True, "ever_smoker": True}
STUDY = {"extrathoracic_cancer": "none", "nodule_count": 2}
NODULE = {"lobe": "right upper", "spiculation": False, "nodule_type": "solid", "long_axis_mm": 12.0}


def statements(export: Export) -> list[Statement]:
    place = export.report.findings[0].nodule.centre_mm
    common = [Statement(name, value, "Dr A") for name, value in {**PATIENT, **STUDY}.items()]
    own = [Statement(name, value, "Dr A", "f", place) for name, value in NODULE.items()]
    return [*common, *own, Statement(COMMENT, "Known since 2019.", "Dr A", "f", place)]


@pytest.fixture
def read(export: Export) -> Export:
    report = with_statements(export.report, statements(export), age_years=65.0, sex="female")
    return with_report(export, findings=report.findings)


def test_json_has_comment_correction_and_risk_with_every_input(read: Export, tmp_path: Path):
    (path,) = write_json(read, tmp_path)
    first, second = json.loads(path.read_text("utf-8"))["findings"]
    assert first["comment"] == {"text": "Known since 2019.", "reader": "Dr A"}
    measured = round(read.report.findings[0].nodule.long_axis_mm, 1)
    assert first["corrections"]["long_axis_mm"] == {"value": 12.0, "was": measured, "reader": "Dr A"}
    assert first["long_axis_mm"] == measured  # the original stays
    brock = first["risk"][0]
    assert brock["computed"]
    assert brock["inputs"]["diameter_mm"] == {"value": 12.0, "source": "reader Dr A"}
    assert brock["inputs"]["age_years"] == {"value": 65.0, "source": "file header"}
    # x = 0.2761 + 0.0287 * 65 + 0.6011 + 0.2953 + 0.6581 - 5.3854 * 0.91287 - 0.0824 * 2 = -1.3849
    assert brock["probability"] == pytest.approx(0.2002, abs=2e-4)
    # The other nodule shares the patient, not the lobe.
    assert second["comment"] is None
    assert not second["risk"][0]["computed"]
    assert "The lobe (upper or not) is missing." in second["risk"][0]["reasons"]


def test_without_statements_a_report_says_nothing_of_risk(export: Export):
    report = with_statements(export.report, [], age_years=65.0, sex="female")
    assert [f.reading for f in report.findings] == [Reading(), Reading()]
    assert reading_lines(Reading()) == []


def test_the_pdf_says_it(read: Export, tmp_path: Path):
    path, _ = pdf.write(read, tmp_path)
    text = " ".join(text_of(path).split())
    assert "Reader's comment (Dr A): Known since 2019." in text
    assert "Long axis according to the reader (Dr A): 12 mm, in the place of" in text
    assert "Brock (PanCan) full model with spiculation, 2013: 20.0%" in text
    assert "Mayo Clinic (Swensen) model, 1997:" in text


def test_the_structured_report_says_it_and_holds_to_the_standard(read: Export, tmp_path: Path):
    from pydicom import dcmread

    (path,) = dicom_sr.write(read, tmp_path)
    dataset = dcmread(path)
    assert errors(dataset) == []
    texts = list(_texts(dataset))
    assert "Reader's comment (Dr A): Known since 2019." in texts
    assert any(text.startswith("Brock (PanCan) full model with spiculation, 2013: 20.0%") for text in texts)


def test_a_comment_makes_it_another_object(export: Export, read: Export):
    plain, commented = (dicom_sr.structured_report(e).SOPInstanceUID for e in (export, read))
    assert plain != commented
    assert dicom_sr.structured_report(read).SOPInstanceUID == commented


def _texts(item: Dataset):
    if "TextValue" in item:
        yield str(item.TextValue)
    for child in item.get("ContentSequence", []):
        yield from _texts(child)


def test_deidentified_it_names_nobody(read: Export, tmp_path: Path):
    clean = deidentified(read, Deidentifier(KEY))
    (path,) = write_json(clean, tmp_path)
    text = path.read_text("utf-8")
    assert "Dr A" not in text
    assert "Known since" not in text
    brock = json.loads(text)["findings"][0]["risk"][0]
    assert brock["inputs"]["age_years"] == {"value": None, "source": "withheld"}
    assert brock["inputs"]["sex"] == {"value": None, "source": "withheld"}
    assert brock["probability"] == pytest.approx(0.2002, abs=2e-4)
    assert "age withheld; sex withheld" in " ".join(reading_lines(clean.report.findings[0].reading))
