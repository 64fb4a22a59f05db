"""Folders and discs that go round in circles or hold too much: read once, told once, in bounded time."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, MediaStorageDirectoryStorage

from engine.dicom.scan import scan
from tests.engine.dicom.dicom_maker import Maker
from tests.fuzz.measured import measure
from tests.fuzz.pool import MAX_MB


def dicomdir(folder: Path, records: list[Dataset]) -> Path:
    """Write a DICOMDIR of these records, whatever they say."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.MediaStorageSOPClassUID = MediaStorageDirectoryStorage
    ds.file_meta.MediaStorageSOPInstanceUID = "1.2.3"
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity = 300
    ds.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity = 300
    ds.DirectoryRecordSequence = Sequence(records)
    pydicom.dcmwrite(folder / "DICOMDIR", ds, enforce_file_format=True)
    return folder / "DICOMDIR"


def record(*names: str, following: int = 300, below: int = 300) -> Dataset:
    """An entry that says it is followed by, and holds, the entry at these offsets: the first one."""
    one = Dataset()
    one.OffsetOfTheNextDirectoryRecord, one.OffsetOfReferencedLowerLevelDirectoryEntity = following, below
    one.RecordInUseFlag, one.DirectoryRecordType = 0xFFFF, "IMAGE"
    one.ReferencedFileID = list(names)
    return one


def test_a_dicomdir_whose_entries_hold_each_other(tmp_path: Path) -> None:
    Maker().series(tmp_path / "IMG", 2)
    for number, path in enumerate(sorted((tmp_path / "IMG").iterdir())):
        path.rename(path.with_name(f"I{number}"))
    path = dicomdir(tmp_path, [record("IMG", "I0"), record("DICOMDIR"), *[record("IMG", "I1")] * 2])
    found = scan([path])
    assert [len(series.slices) for series in found.series] == [2]
    assert found.skipped == ()


def test_a_dicomdir_that_names_what_it_must_not(tmp_path: Path) -> None:
    names = (("..", "X"), ("A", "..", "X"), ("C:", "X"), ("A/B",), ("A" * 300,), ("IMG",) * 60)
    found = scan([dicomdir(tmp_path, [record(*one) for one in names])])
    assert found.series == ()
    reasons = {skipped.reason for skipped in found.skipped}
    assert "The DICOMDIR names a file outside its folder; it is not followed." in reasons
    assert all(reason.endswith(".") for reason in reasons)


def test_five_thousand_lost_names_in_a_folder_of_as_many_files(tmp_path: Path) -> None:
    (tmp_path / "IMG").mkdir()
    for number in range(5000):
        (tmp_path / "IMG" / f"f{number}").touch()
    path = dicomdir(tmp_path, [record("IMG", f"G{number}") for number in range(5000)])
    result = measure("opened", path)
    assert "5000 x The DICOMDIR names this file, but it is not there." in result.said
    assert result.seconds < 20


def test_links_that_go_round(tmp_path: Path) -> None:
    Maker().series(tmp_path / "a", 2)
    for number in range(50):
        (tmp_path / "a" / f"up{number}").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    (tmp_path / "one").symlink_to(tmp_path / "two")
    found = scan([tmp_path])
    assert [len(series.slices) for series in found.series] == [2]
    assert all("cannot read it" in skipped.reason for skipped in found.skipped)
    assert len(found.skipped) == 3


def test_names_as_long_as_the_system_takes_and_odd_ones(tmp_path: Path) -> None:
    maker = Maker()
    for name in ("x" * 255, "a\nb", "\u202egnp", "  ", "-rf", "%s%n", "CON"):
        maker.write(tmp_path / name, 0)
    found = scan([tmp_path, str(tmp_path / ("y" * 5000)), "a\0b"])
    assert len(found.series) == 1
    assert {skipped.reason for skipped in found.skipped if "copy" not in skipped.reason} <= {
        "The system cannot read it: File name too long.", "There is no file or folder of this name.",
    }  # fmt: skip


def test_an_archive_of_twenty_thousand_texts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(20_000):
            archive.writestr(f"d/{number}.txt", "text")
    result = measure("opened", tmp_path / "a.zip")
    assert result.said == "0 series | 1 x It is a ZIP archive without DICOM files."
    assert result.seconds < 20


def test_ten_thousand_files_in_one_folder(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.txt").write_bytes(b"text")
    Maker().series(tmp_path, 5)
    result = measure("opened", tmp_path)
    assert result.said == "1 series | decoded | 10000 x It is not a DICOM file."
    assert result.seconds < 20
    assert result.peak_mb < MAX_MB


@pytest.mark.slow
def test_a_hundred_thousand_files_in_a_tree(tmp_path: Path) -> None:
    data = Maker().write(tmp_path / "slice", 0).read_bytes()
    for folder in range(1000):
        (tmp_path / f"{folder % 10}" / f"{folder}").mkdir(parents=True)
        for number in range(100):
            path = tmp_path / f"{folder % 10}" / f"{folder}" / f"{number}"
            path.write_bytes(data if number == 0 else b"text")
    result = measure("opened", tmp_path)
    print(result)
    assert "99000 x It is not a DICOM file." in result.said
    assert result.seconds < 120
    assert result.peak_mb < MAX_MB
