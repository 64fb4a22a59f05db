"""LIDC-IDRI's XML: four readers' outlines and ratings become one label a nodule."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.labels.incoming import Incoming, LabelFileError, OnSlice
from engine.labels.kinds import Label
from engine.labels.lidc import label_of, read_lidc
from engine.labels.lidc_xml import is_lidc
from tests.engine.labels.files import nodule_xml, reading_xml, square


def read(tmp_path: Path, readers: list[list[str]]) -> Incoming:
    path = tmp_path / "069.xml"
    path.write_text(reading_xml("1.2.3", readers), "utf-8")
    assert is_lidc(path)
    return read_lidc(path)


@pytest.mark.parametrize(
    ("ratings", "label"),
    [([1], Label.BENIGN), ([2, 2, 5], Label.BENIGN), ([1, 2, 3, 4], Label.UNSURE), ([3], Label.UNSURE),
     ([3, 4], Label.UNSURE), ([4, 4, 1], Label.MALIGNANT), ([3, 5], Label.MALIGNANT),
     ([1, 2, 2, 3], Label.BENIGN)],
)  # fmt: skip
def test_the_median_rating_decides(ratings: list[int], label: Label) -> None:
    assert label_of(ratings) is label


def test_outlines_that_overlap_are_one_nodule_at_what_half_of_the_readers_share(tmp_path: Path) -> None:
    # Inside: columns 11-20, 13-22, 13-22 and rows 31-40 on "b"; one reader alone has "a".
    found = read(
        tmp_path,
        [
            [nodule_xml(5, [("b", True, square(10, 30, 10)), ("a", True, square(10, 30, 4))])],
            [nodule_xml(4, [("b", True, square(12, 30, 10))])],
            [
                nodule_xml(1, [("b", True, square(12, 30, 10))]),
                nodule_xml(2, [("b", True, square(200, 90, 3))]),
            ],
            [],
        ],
    )
    assert found.problems == []
    first, second = found.labels
    assert (first.label, first.series_uid) == (Label.MALIGNANT, "1.2.3")
    assert first.comment == "3 of 4 readers, malignancy 1, 4, 5"
    assert first.place == OnSlice("b", 35.5, 17.5)  # two of three hold columns 13 to 22
    assert (second.label, second.place) == (Label.BENIGN, OnSlice("b", 92.0, 202.0))


def test_a_reader_does_not_mark_one_nodule_twice(tmp_path: Path) -> None:
    left, right = square(10, 10, 6), square(20, 10, 6)
    both = square(10, 10, 16)
    found = read(
        tmp_path,
        [
            [nodule_xml(1, [("a", True, left)]), nodule_xml(5, [("a", True, right)])],
            [nodule_xml(3, [("a", True, both)])],
        ],
    )
    assert sorted(label.comment for label in found.labels) == [
        "1 of 2 readers, malignancy 5", "2 of 2 readers, malignancy 1, 3",
    ]  # fmt: skip


def test_a_hole_is_taken_out(tmp_path: Path) -> None:
    whole = [("a", True, square(10, 10, 9))]
    other = [("a", True, square(14, 14, 1))]  # lies in the hole of the first reader
    hole = [*whole, ("a", False, square(12, 12, 5))]
    assert len(read(tmp_path, [[nodule_xml(1, hole)], [nodule_xml(5, other)]]).labels) == 2
    assert len(read(tmp_path, [[nodule_xml(1, whole)], [nodule_xml(5, other)]]).labels) == 1


def test_small_nodules_have_no_rating_and_are_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, [[nodule_xml(None, [("a", True, [(5, 5)])])]])
    assert (found.labels, found.problems) == ([], [])


def test_an_outline_of_one_pixel_counts_itself(tmp_path: Path) -> None:
    (label,) = read(tmp_path, [[nodule_xml(2, [("a", True, [(5, 7)])])]]).labels
    assert label.place == OnSlice("a", 7.0, 5.0)


@pytest.mark.parametrize(
    ("malignancy", "outline"),
    [
        ("9", [(1, 1)]),
        ("high", [(1, 1)]),
        (3, [(-4, 1)]),
        (3, [(10**6, 1)]),
        (3, [(1, 1), (8000, 1), (8000, 8000)]),  # 64 million pixels
    ],
)
def test_an_impossible_mark_is_told_and_the_others_are_read(
    tmp_path: Path, malignancy: int | str, outline: list[tuple[int, int]]
) -> None:
    good = nodule_xml(5, [("a", True, square(10, 10, 5))], "good")
    found = read(tmp_path, [[nodule_xml(malignancy, [("a", True, outline)], "odd"), good]])
    assert len(found.labels) == 1
    (problem,) = found.problems
    assert problem.startswith("Nodule odd of reader 1 in 069.xml: its ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<LidcReadMessage><ResponseHeader>", "is not a whole XML file"),
        ("<other/>", "is not a reading of LIDC-IDRI"),
        ("<LidcReadMessage/>", "does not name its series"),
        ('<?xml version="1.0" encoding="cp037"?><LidcReadMessage/>', "does not name its series"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><LidcReadMessage/>', "declares entities"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><LidcReadMessage/>'.encode("utf-16"), "is not text in UTF-8"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LabelFileError, match=sentence):
        read_lidc(path)
