"""LIDC-IDRI's XML as it stands: ratings, outlines with and without their line, marks without a label."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.labels import lidc_xml
from engine.labels.incoming import LabelFileError
from engine.labels.lidc_xml import kind_of, read_reading
from tests.engine.labels.files import nodule_xml, reading_xml, square


@given(left=st.integers(0, 500), top=st.integers(0, 500), side=st.integers(1, 40))
def test_an_outline_is_the_first_pixel_outside_and_covers_itself(left: int, top: int, side: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xml"
        path.write_text(
            reading_xml("1.2", [[nodule_xml(3, [("b", True, square(left, top, side))])]]), "utf-8"
        )
        (mark,) = read_reading(path).marks
    assert len(mark.pixels["b"]) == side**2
    assert len(mark.covered["b"]) == (side + 2) ** 2
    assert mark.pixels["b"] < mark.covered["b"]


@given(text=st.text(st.characters(exclude_characters="<>&", exclude_categories=("C",)), max_size=8))
def test_no_coordinate_or_rating_stops_the_file(text: str) -> None:
    good = nodule_xml(5, [("a", True, square(10, 10, 5))], "good")
    odd = nodule_xml(text, [("a", True, [(1, 1)])]).replace("<xCoord>1<", f"<xCoord>{text}<")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xml"
        path.write_text(reading_xml("1.2", [[odd, good]]), "utf-8")
        reading = read_reading(path)
    assert [mark.name for mark in reading.marks if mark.name == "good"] == ["good"]
    assert len(reading.marks) + len(reading.problems) + reading.small == 2


def test_ratings_outside_their_scale_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    rated = "<calcification>6</calcification><margin>6</margin><texture>0</texture><subtlety>2</subtlety>"
    text = nodule_xml(4, [("a", True, square(1, 1, 2))]).replace("<malignancy>", f"{rated}<malignancy>")
    path.write_text(reading_xml("1.2", [[text]]), "utf-8")
    assert read_reading(path).marks[0].ratings == {"calcification": 6, "subtlety": 2}


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xml"
    path.write_text(reading_xml("1.2", []), "utf-8")
    monkeypatch.setattr(lidc_xml, "MAX_BYTES", 20)
    with pytest.raises(LabelFileError, match=r"a\.xml is larger than"):
        read_reading(path)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("<LidcReadMessage/>", "ct"), ("<IdriReadMessage/>", "x-ray"), ("<settings/>", "other")],
)
def test_what_a_file_looks_like(tmp_path: Path, text: str, kind: str) -> None:
    (tmp_path / "a.xml").write_text(text, "utf-8")
    assert kind_of(tmp_path / "a.xml") == kind
    assert kind_of(tmp_path / "missing.xml") == "other"
