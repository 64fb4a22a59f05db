"""The elements of a file as lines: nested, private, of one frame; and what no file may do to the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ImplicitVRLittleEndian

from engine.dicom import elements
from engine.dicom.elements import Element, elements_of, value_at
from engine.dicom.errors import DicomError
from engine.dicom.instance import SliceInfo
from engine.dicom.scan import scan
from tests.engine.dicom.dicom_maker import Maker, save


def slices(folder: Path) -> tuple[SliceInfo, ...]:
    return tuple(slice_ for series in scan([folder]).series for slice_ in series.slices)


def written(folder: Path, change=lambda _ds: None, **maker: object) -> SliceInfo:
    """Write three slices, the first one changed, and return the first."""
    made = Maker(**maker)
    for k in range(3):
        dataset = made.dataset(k)
        if k == 0:
            change(dataset)
        save(dataset, folder / f"{k}.dcm")
    return next(s for s in slices(folder) if s.file.source.name == "0.dcm")


def by_name(rows: tuple[Element, ...]) -> dict[str, Element]:
    return {row.name: row for row in rows if row.name}


def nested(depth: int) -> Dataset:
    dataset = Dataset()
    dataset.PatientComments = f"bottom of {depth}"
    for _ in range(depth):
        outer = Dataset()
        outer.ContentSequence = Sequence([dataset])
        dataset = outer
    return dataset


def test_plain_nested_and_private_elements_are_lines_with_their_place(tmp_path: Path):
    def change(ds: Dataset) -> None:
        ds.PatientName = "Doe^Jane"
        measures = Dataset()
        measures.PixelSpacing = [0.5, 0.25]
        ds.SharedFunctionalGroupsSequence = Sequence([Dataset(), measures])
        ds.private_block(0x0011, "ACME 1", create=True).add_new(1, "LO", "secret recipe")

    rows = elements_of(written(tmp_path, change)).rows
    named = by_name(rows)
    assert named["Patient's Name"] == Element(
        (0x00100010,), 0, "(0010,0010)", "PN", "Patient's Name", "Doe^Jane", identifying=True
    )
    assert named["Transfer Syntax UID"].tag == "(0002,0010)"
    assert named["Rows"].value == "12"
    assert not named["Rows"].identifying
    sequence = named["Shared Functional Groups Sequence"]
    assert (sequence.value, sequence.depth) == ("2 items", 0)
    at = rows.index(sequence)
    assert [(r.tag, r.depth) for r in rows[at + 1 : at + 3]] == [("Item 1 of 2", 1), ("Item 2 of 2", 1)]
    inner = rows[at + 3]
    assert (inner.name, inner.depth, inner.value) == ("Pixel Spacing", 2, "0.5\\0.25")
    assert inner.place == (0x52009229, 1, 0x00280030)
    private = named["Private, of ACME 1"]
    assert (private.value, private.identifying) == ("secret recipe", True)
    assert rows[-1].name == "Pixel Data"
    assert rows[-1].value == "16 × 12 pixels of 16 bits"


def test_a_long_value_is_shortened_and_whole_on_demand(tmp_path: Path):
    text = "one\r\ntwo " + "x" * 5000

    def change(ds: Dataset) -> None:
        inner = Dataset()
        inner.TextValue = text
        ds.ContentSequence = Sequence([inner])

    first = written(tmp_path, change)
    row = by_name(elements_of(first).rows)["Text Value"]
    assert row.cut
    assert row.value == ("one two " + "x" * 5000)[: elements.SHORT]
    assert value_at(first, row.place) == ("one\ntwo " + "x" * 5000, False)
    assert value_at(first, (0x00280010,)) == ("12", False)
    assert value_at(first, (0x00020010,))[0].startswith("1.2.840.10008.1.2")


def test_binary_values_are_lengths_and_text_of_unknown_type_is_text(tmp_path: Path):
    def change(ds: Dataset) -> None:
        block = ds.private_block(0x0011, "ACME 1", create=True)
        block.add_new(1, "LO", "in words")
        block.add_new(2, "OB", bytes(10_000_000))
        ds.RedPaletteColorLookupTableData = bytes(range(256)) * 2

    # Without explicit types private elements come back as of unknown type.
    first = written(tmp_path, change, syntax=ImplicitVRLittleEndian)
    rows = elements_of(first).rows
    private = [(row.vr, row.value) for row in rows if row.name == "Private, of ACME 1"]
    assert private == [("UN", "in words"), ("UN", "10000000 bytes")]
    assert by_name(rows)["Red Palette Color Lookup Table Data"].value == "512 bytes"
    assert not any(row.cut for row in rows)


def test_of_a_multi_frame_file_the_functional_groups_of_the_slice(tmp_path: Path):
    Maker().enhanced(tmp_path / "m.dcm", [2, 0, 3, 1])
    shown = slices(tmp_path)[2]
    found = elements_of(shown)
    positions = [row for row in found.rows if row.name == "Image Position (Patient)"]
    (position,) = positions
    assert [float(v) for v in position.value.split("\\")] == pytest.approx(shown.position_mm)
    assert position.place[:2] == (0x52009230, shown.frame)
    assert found.left_out == "Of the functional groups of 4 frames, those of this slice are listed."
    assert "4 frames" in found.rows[-1].value


def test_absurd_files_come_to_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = written(tmp_path / "deep", lambda ds: ds.update(nested(60)))
    found = elements_of(first)
    assert max(row.depth for row in found.rows) <= 2 * elements.MAX_DEPTH
    assert f"deeper than {elements.MAX_DEPTH} sequences is not listed" in found.left_out
    assert not any("bottom" in row.value for row in found.rows)

    many = written(
        tmp_path / "many",
        lambda ds: setattr(ds, "ContentSequence", Sequence([nested(0) for _ in range(700)])),
    )
    found = elements_of(many)
    assert sum(row.name == "Patient Comments" for row in found.rows) == elements.MAX_ITEMS
    assert "the first 500 items are listed" in found.left_out

    monkeypatch.setattr(elements, "MAX_ROWS", 10)
    found = elements_of(many)
    assert len(found.rows) == 10
    assert found.left_out == "Only the first 10 elements are listed."


def test_an_element_too_long_to_be_read_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(elements, "MAX_ELEMENT_BYTES", 1000)
    first = written(tmp_path, lambda ds: setattr(ds, "PatientComments", "y" * 4000))
    row = by_name(elements_of(first).rows)["Patient Comments"]
    assert (row.value, row.cut) == ("4000 bytes", False)
    with pytest.raises(DicomError, match="too long to be shown"):
        value_at(first, row.place)


def test_a_value_that_cannot_be_read_is_said_and_stops_nothing(tmp_path: Path):
    first = written(tmp_path, lambda ds: setattr(ds, "AcquisitionNumber", 7))
    path = tmp_path / "0.dcm"
    raw = path.read_bytes()
    at = raw.index(b"\x20\x00\x12\x00IS")
    path.write_bytes(raw[: at + 8] + b"x?" + raw[at + 10 :])
    rows = elements_of(first).rows
    named = by_name(rows)
    assert named["Acquisition Number"].value in (elements.UNREADABLE, "x?")
    assert named["Rows"].value == "12"


def test_a_file_gone_or_garbled_is_a_sentence(tmp_path: Path):
    first = written(tmp_path)
    path = tmp_path / "0.dcm"
    with pytest.raises(DicomError, match="has changed: this element is no longer in it"):
        value_at(first, (0x00104000,))
    path.write_bytes(b"\x07" * 5000)
    with pytest.raises(DicomError):
        elements_of(first)
    path.write_bytes(b"")
    with pytest.raises(DicomError, match=r"0\.dcm is damaged, or another file"):
        elements_of(first)
    path.unlink()
    with pytest.raises(DicomError, match="There is no file"):
        elements_of(first)


@pytest.mark.shared_data
def test_of_real_files_every_element_is_listed(shared_ct: Path):
    for name in ("lidc_0063_chest", "abdomen_j2k_series", "zoo/multiframe"):
        for series in scan([shared_ct / name]).series:
            found = elements_of(series.slices[0])
            assert {"Modality", "Pixel Data"} <= set(by_name(found.rows))
            assert all("\n" not in row.value for row in found.rows)
