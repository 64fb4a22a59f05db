"""Structured reports of measurements: their places and assessments, whoever wrote them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from engine.labels.incoming import InPatient, LabelFileError, OnSlice, Said
from engine.labels.kinds import Label, LabelSource
from engine.labels.sr import read_sr
from engine.reports import Export
from engine.reports.dicom_sr import write
from tests.engine.labels.files import (
    assessed,
    by_program,
    group,
    item,
    outline_2d,
    outline_3d,
    write_sr,
)
from tests.engine.reports.exports import make_export, write_scan

MALIGNANT, BENIGN = ("21594007", "SCT"), ("30807003", "SCT")
BOX = [(0, 0, 5), (4, 0, 5), (4, 8, 5), (0, 8, 5), (0, 0, 5)]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return make_export(write_scan(tmp_path_factory.mktemp("scan")), observer="Doe^Jane")


def tracked(uid: str):
    return item("UIDREF", ("112040", "DCM"), UID=uid)


def test_what_our_own_report_says_is_a_models_and_no_label(export: Export, tmp_path: Path) -> None:
    (path,) = write(export, tmp_path)
    found = read_sr(path, Said())
    assert found.labels == []
    assert len(found.problems) == 2
    assert (
        "Finding 1 of report_sr.dcm: what it says is the assessment of a program (lidc)" in found.problems[0]
    )


def test_the_nodules_of_our_own_report_can_be_labelled(export: Export, tmp_path: Path) -> None:
    (path,) = write(export, tmp_path)
    found = read_sr(path, Said(Label.MALIGNANT, LabelSource.PATHOLOGY))
    assert found.problems == []
    assert [(n.label, n.source, n.reader, n.series_uid) for n in found.labels] == [
        (Label.MALIGNANT, LabelSource.PATHOLOGY, "Jane Doe", export.series.series_uid)
    ] * 2
    for label, finding in zip(found.labels, export.report.kept, strict=True):
        assert isinstance(label.place, InPatient)
        assert math.dist(label.place.point_mm, finding.nodule.centre_mm) < 1.0
        frame = export.series.slices[0].file.frame_of_reference
        assert label.place.frame_of_reference == frame != ""


@pytest.mark.parametrize(
    ("code", "label"),
    [
        (BENIGN, Label.BENIGN), (MALIGNANT, Label.MALIGNANT), (("82334004", "SCT"), Label.UNSURE),
        (("G-A249", "SRT"), Label.BENIGN), (("G-A425", "SRT"), Label.MALIGNANT),
        (("902", "99LIDCQIICR"), Label.BENIGN), (("903", "99LIDCQIICR"), Label.UNSURE),
        (("905", "99LIDCQIICR"), Label.MALIGNANT),
    ],
)  # fmt: skip
def test_a_readers_assessment_by_its_code(tmp_path: Path, code: tuple[str, str], label: Label) -> None:
    path = write_sr(tmp_path / "a.dcm", [group(assessed(*code), outline_3d(BOX))], ["1.2.3"], "Roe^Rita^M")
    (found,) = read_sr(path, Said()).labels
    assert (found.label, found.reader, found.series_uid) == (label, "Rita M Roe", "1.2.3")
    assert found.place == InPatient((2.0, 4.0, 5.0), "1.2.9")
    assert found.source is LabelSource.READER


def test_the_largest_outline_of_all_groups_of_one_nodule_is_its_place(tmp_path: Path) -> None:
    small = [(10, 10, 0), (11, 10, 0), (11, 11, 0)]
    path = write_sr(
        tmp_path / "a.dcm",
        [
            group(tracked("1.9"), outline_3d(small), outline_3d(BOX)),
            group(tracked("1.9"), assessed(*MALIGNANT)),
            group(tracked("1.8"), outline_3d([(7, 8, 9)], "POINT"), assessed(*BENIGN)),
        ],
        ["1.2.3"], "A^B",
    )  # fmt: skip
    found = read_sr(path, Said())
    assert [(n.place.point_mm, n.label) for n in found.labels] == [
        ((2.0, 4.0, 5.0), Label.MALIGNANT), ((7.0, 8.0, 9.0), Label.BENIGN),
    ]  # fmt: skip


def test_pixels_of_a_picture_begin_at_the_first_pixels_corner(tmp_path: Path) -> None:
    circle = outline_2d("1.2.3.7", [(30.5, 20.5), (33.5, 20.5)], "CIRCLE")
    path = write_sr(tmp_path / "a.dcm", [group(assessed(*BENIGN), circle)], ["1.2.3", "1.2.4"], "A^B")
    (found,) = read_sr(path, Said()).labels
    assert found.place == OnSlice("1.2.3.7", 20.0, 30.0)
    assert found.series_uid == ""  # the picture names it


@pytest.mark.parametrize(
    ("children", "series", "observer", "sentence"),
    [
        ([assessed(*BENIGN)], ["1.2"], "A^B", "has no coordinates"),
        ([outline_3d(BOX)], ["1.2"], "A^B", "no reader assessed it"),
        ([outline_3d(BOX), assessed(*BENIGN), assessed(*MALIGNANT)], ["1.2"], "A^B", "contradict"),
        ([outline_3d(BOX), assessed(*BENIGN)], ["1.2"], "", "names no observer; give --reader"),
        ([outline_3d(BOX), assessed(*BENIGN)], ["1.2", "1.3"], "A^B", "to no series or to several"),
        ([outline_3d(BOX), assessed(*BENIGN), by_program("Other CAD")], ["1.2"], "A^B", "Other CAD"),
    ],
)
def test_a_finding_that_is_no_label_is_told(
    tmp_path: Path, children: list, series: list[str], observer: str, sentence: str
) -> None:
    good = group(tracked("1.5"), outline_3d(BOX), assessed(*BENIGN))
    path = write_sr(tmp_path / "a.dcm", [group(*children), good], series, observer)
    (problem, *_) = read_sr(path, Said()).problems
    assert problem.startswith("Finding 1 of a.dcm: ")
    assert sentence in problem


def test_other_files_are_refused(tmp_path: Path, export: Export) -> None:
    text = tmp_path / "a.dcm"
    text.write_text("text")
    with pytest.raises(LabelFileError, match=r"a\.dcm is not a DICOM file"):
        read_sr(text, Said())
    image = Path(export.series.paths[0])
    with pytest.raises(LabelFileError, match="not a structured report"):
        read_sr(image, Said())
    empty = write_sr(tmp_path / "b.dcm", [], ["1.2"])
    with pytest.raises(LabelFileError, match="no measurement groups"):
        read_sr(empty, Said())
    damaged = tmp_path / "c.dcm"
    damaged.write_bytes(write_sr(tmp_path / "d.dcm", [group(outline_3d(BOX))], ["1.2"]).read_bytes()[:-40])
    with pytest.raises(LabelFileError):
        read_sr(damaged, Said())
