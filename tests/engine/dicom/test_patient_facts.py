"""Age and sex as the files say them: proposals for risk models, never guesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.dicom.describe import age_years
from engine.dicom.scan import scan
from engine.messages import summary
from tests.engine.dicom.dicom_maker import Maker, save


@pytest.mark.parametrize(
    ("age", "born", "studied", "years"),
    [
        ("065Y", "", "", 65.0),
        ("018M", "", "", 1.5),
        ("000Y", "", "", None),
        ("", "19500607", "20190314", 68.0),
        ("", "19500607", "20190607", 69.0),
        ("065Y", "19000101", "20190314", 65.0),
        ("65", "", "20190314", None),
        ("", "19500607", "", None),
        ("", "20190607", "20190314", None),
        ("999Y", "", "", None),
    ],
)
def test_age(age: str, born: str, studied: str, years: float | None):
    assert age_years(age, born, studied) == years


@pytest.mark.parametrize(
    ("sex", "told"), [("F", "female"), ("M ", "male"), ("O", ""), ("", ""), ("female", "")]
)
def test_age_and_sex_reach_the_window(tmp_path: Path, sex: str, told: str):
    from pydicom import dcmread

    folder = Maker(series_uid="1.2.3").series(tmp_path / "in")
    for file in folder.iterdir():
        ds = dcmread(file)
        ds.PatientAge, ds.PatientSex = "071Y", sex
        save(ds, tmp_path / "out" / file.name)
    (series,) = scan([tmp_path / "out"]).series
    assert (summary(series).age_years, summary(series).sex) == (71.0, told)
