"""Labels in tables: what is read, what is told, whatever program wrote the file."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.labels.csv_file import read_csv
from engine.labels.incoming import Incoming, InPatient, InSeries, LabelFileError, OnSlice, Said
from engine.labels.kinds import Label, LabelSource

NOTHING = Said()
HEADER = "series_uid,x_mm,y_mm,z_mm,label,source,reader,evidence_date,comment"


def read(tmp_path: Path, text: str | bytes, said: Said = NOTHING) -> Incoming:
    path = tmp_path / "labels.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_csv(path, said)


def test_a_row_says_where_what_and_from_what(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEADER}\n1.2.3,-10.5,20,30.25,Malignant,Follow-up,Dr A,2024-05-06,grew\n")
    (label,) = found.labels
    assert (label.origin, label.series_uid, label.place) == (
        "Row 2 of labels.csv", "1.2.3", InPatient((-10.5, 20.0, 30.25)),
    )  # fmt: skip
    assert (label.label, label.source, label.reader, label.evidence_date, label.comment) == (
        Label.MALIGNANT, LabelSource.FOLLOW_UP, "Dr A", date(2024, 5, 6), "grew",
    )  # fmt: skip
    assert found.problems == []


@pytest.mark.parametrize(
    ("word", "source"),
    [("opinion", LabelSource.READER), ("", LabelSource.READER), ("PATHOLOGY", LabelSource.PATHOLOGY),
     ("follow up", LabelSource.FOLLOW_UP), ("followup", LabelSource.FOLLOW_UP)],
)  # fmt: skip
def test_sources_by_their_words(tmp_path: Path, word: str, source: LabelSource) -> None:
    found = read(tmp_path, f"{HEADER}\n1.2.3,1,2,3,benign,{word},A,,\n")
    assert [label.source for label in found.labels] == [source]


def test_a_place_may_be_a_voxel_or_a_pixel_of_a_picture(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "series_uid,slice,row,column,sop_instance_uid,label,reader\n"
        "1.2.3,4,10.5,20,,benign,A\n,,10,20,1.2.3.9,unsure,A\n",
    )
    assert [label.place for label in found.labels] == [
        InSeries((4.0, 10.5, 20.0)), OnSlice("1.2.3.9", 10.0, 20.0),
    ]  # fmt: skip


def test_a_german_excel_writes_semicolons_decimal_commas_and_a_mark(tmp_path: Path) -> None:
    text = "Series_UID;X_mm;Y_mm;Z_mm;Label;Reader;Extra\r\n1.2.3;-10,5;20;30,25;benign;A;x\r\n\r\n;;;;;;\r\n"
    (label,) = read(tmp_path, b"\xef\xbb\xbf" + text.encode()).labels
    assert label.place == InPatient((-10.5, 20.0, 30.25))


def test_what_the_command_line_says_fills_empty_cells_only(tmp_path: Path) -> None:
    said = Said(Label.BENIGN, LabelSource.PATHOLOGY, "Dr B", date(2024, 1, 2))
    found = read(tmp_path, f"{HEADER}\n1.2,1,2,3,,,,,\n1.2,1,2,3,malignant,reader,A,2025-01-01,\n", said)
    assert [(one.label, one.source, one.reader, one.evidence_date) for one in found.labels] == [
        (Label.BENIGN, LabelSource.PATHOLOGY, "Dr B", date(2024, 1, 2)),
        (Label.MALIGNANT, LabelSource.READER, "A", date(2025, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("1.2,1,2,3,cancer,,A,,", "the label is 'cancer'; it can be benign, malignant, unsure."),
        ("1.2,1,2,3,,,A,,", "the label is empty"),
        ("1.2,1,2,,benign,,A,,", "it does not say where the nodule is"),
        ("1.2,1,two,3,benign,,A,,", "y_mm is 'two', which is no number"),
        ("1.2,1,inf,3,benign,,A,,", "y_mm is 'inf', which is no number"),
        (",1,2,3,benign,,A,,", "series_uid is empty"),
        ("1.2,1,2,3,benign,rumour,A,,", "the source is 'rumour'; it can be reader, pathology, follow_up."),
        ("1.2,1,2,3,benign,,,,", "does not say who the reader is"),
        ("1.2,1,2,3,benign,,A,1.2.24,", "evidence_date is '1.2.24'; it has to be YYYY-MM-DD"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_the_others_are_read(
    tmp_path: Path, row: str, sentence: str
) -> None:
    found = read(tmp_path, f"{HEADER}\n{row}\n1.2,1,2,3,benign,,A,,\n")
    assert [label.origin for label in found.labels] == ["Row 3 of labels.csv"]
    (problem,) = found.problems
    assert problem.startswith("Row 2 of labels.csv: ")
    assert sentence in problem


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has no column series_uid and no column label"),
        ("series_uid,x_mm,y_mm,z_mm\n1,2,3,4\n", "has no column label"),
        ("series_uid,x_mm,y_mm,label\n1,2,3,benign\n", "does not say where the nodules are"),
        ("series_uid,x_mm,y_mm,z_mm,label,label\n", "has the column label twice"),
        (f"{HEADER}\n", "holds no labels"),
        (b"\xff\xfes\x00e\x00", "is not text in UTF-8"),
        (b"series_uid,x_mm,y_mm,z_mm,label,reader\n1\x00,2", "has no column|cannot be read|does not|Row"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    if isinstance(text, bytes) and b"\x00," in text:
        assert read(tmp_path, text).labels == []
        return
    with pytest.raises(LabelFileError, match=sentence):
        read(tmp_path, text)


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x85\u2028\u2029"))
numbers = st.floats(-2000, 2000).map(lambda v: round(v, 3))


@given(st.lists(st.tuples(numbers, numbers, numbers, st.sampled_from(Label), texts), min_size=1, max_size=5))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["series_uid", "x_mm", "y_mm", "z_mm", "label", "reader", "comment"])
    writer.writerows(["1.2", x, y, z, label, "A", comment] for x, y, z, label, comment in rows)
    found = read(tmp_path_factory.mktemp("csv"), stream.getvalue())
    assert [(label.place.point_mm, label.label, label.comment) for label in found.labels] == [
        ((x, y, z), label, comment.strip()) for x, y, z, label, comment in rows
    ]
