"""The report for support says what helps, and nothing about persons or places."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import pytest

from engine import selftest, support
from engine.checks import CheckResult


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("24 slices were read back.", "24 slices were read back."),
        ("10.0 mm measured, 0.5 mm/pixel.", "10.0 mm measured, 0.5 mm/pixel."),
        ("No file '/home/anna li/ct/a.dcm': gone", "No file 'PATH': gone"),
        (r"No file 'C:\Users\Anna\a.dcm', gone", "No file 'PATH', gone"),
        (r"\\pacs\share\anna, gone", "PATH, gone"),
        ("Series 1.2.840.113619.2.55.3.604 is broken.", "Series UID is broken."),
        ("OpenVINO 2026.4.1 on ward7.", "OpenVINO 2026.4.1 on NAME."),
        ("WARD7 again; seaward70 not.", "NAME again; seaward70 not."),
    ],
)
def test_texts_are_cleaned(text: str, cleaned: str) -> None:
    assert support.clean(text, {"ward7", "a"}) == cleaned


def test_a_report_names_the_installation_but_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "radiologist-4711")
    failed = CheckResult("store", False, f"{tmp_path}/store.sqlite of radiologist-4711 is locked", 2.0)
    support.write_report(
        tmp_path / "new" / "report.json", [CheckResult("map", True, "25 cells.", 1.0), failed]
    )
    text = (tmp_path / "new" / "report.json").read_text("utf-8")
    assert "4711" not in text
    assert str(tmp_path) not in text
    document = json.loads(text)
    assert document["ok"] is False
    assert document["libraries"]["pydicom"]
    assert document["memory_gb"] > 0
    assert [check["ok"] for check in document["checks"]] == [True, False]


def test_a_report_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(selftest, "run", lambda extra: (CheckResult("map", True, "25 cells.", 1.0),))
    (tmp_path / "file").write_text("")
    assert selftest.main(report=tmp_path / "file" / "report.json") == 1
    printed = capfd.readouterr()
    assert "Everything works." in printed.out
    assert "report.json could not be written" in printed.err
    assert selftest.main(report=tmp_path / "report.json") == 0
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["ok"] is True
