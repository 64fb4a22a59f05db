"""Where series are found, and what is said of files that are none."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import random
import shutil
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.fileset import FileSet
from pydicom.uid import DeflatedExplicitVRLittleEndian, SecondaryCaptureImageStorage, SegmentationStorage

from engine.dicom import Cancelled, DicomError, sources
from engine.dicom.load import load
from engine.dicom.scan import scan
from tests.engine.dicom.dicom_maker import Maker

# pydicom warns of the nonsense that the fuzzing tests make; outside pytest engine.dicom silences it.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def reasons(result) -> dict[str, str]:
    return {Path(s.path).name: s.reason for s in result.skipped}


def digest(paths) -> str:
    (series,) = scan(paths).series
    assert series.analysable
    return hashlib.sha256(load(series).volume.hu.tobytes()).hexdigest()


# ------------------------------------------------------------------ places


def test_row_16_every_way_in_gives_the_same_volume(tmp_path):
    maker = Maker()
    expected = hashlib.sha256(maker.volume().tobytes()).hexdigest()
    plain = maker.series(tmp_path / "plain")
    assert digest([plain]) == expected
    assert digest(sorted(plain.iterdir())) == expected
    assert digest([str(p) for p in plain.iterdir()] + [plain]) == expected  # twice named, once read

    nested = tmp_path / "nested"
    for index, path in enumerate(sorted(plain.iterdir())):
        target = nested / f"a{index % 2}" / "b" / path.stem
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    assert digest([nested]) == expected

    named = tmp_path / "Größe é 患者 影像"
    shutil.copytree(plain, named)
    (named / "000.dcm").rename(named / "切片 ö")
    assert digest([named]) == expected

    for archive, compression in (("平扫.zip", zipfile.ZIP_DEFLATED), ("stored", zipfile.ZIP_STORED)):
        with zipfile.ZipFile(tmp_path / archive, "w", compression) as out:
            for path in plain.iterdir():
                out.write(path, f"患者/deep/{path.stem}")
        assert digest([tmp_path / archive]) == expected


def test_relative_paths_are_made_absolute(tmp_path, monkeypatch):
    Maker().series(tmp_path / "a")
    monkeypatch.chdir(tmp_path)
    (series,) = scan(["a"]).series
    assert all(Path(path).is_absolute() for path in series.paths)


def test_dicomdir(tmp_path):
    maker = Maker(
        extra={
            "PatientName": "A^B",
            "StudyID": "1",
            "StudyTime": "120000",
            "SeriesNumber": "1",
            "AccessionNumber": "1",
        }
    )
    files = FileSet()
    for path in sorted(maker.series(tmp_path / "in").iterdir()):
        files.add(path)
    files.write(tmp_path / "disc")
    expected = hashlib.sha256(maker.volume().tobytes()).hexdigest()
    assert digest([tmp_path / "disc" / "DICOMDIR"]) == expected
    assert digest([tmp_path / "disc"]) == expected
    assert scan([tmp_path / "disc"]).skipped == ()

    # Copied from the disc by a system that writes small letters, and one file lost on the way.
    (tmp_path / "disc" / "DICOMDIR").rename(tmp_path / "disc" / "dicomdir")
    for path in sorted((p for p in (tmp_path / "disc").rglob("*") if p.name != "dicomdir"), reverse=True):
        path.rename(path.with_name(path.name.lower()))
    assert digest([tmp_path / "disc" / "dicomdir"]) == expected
    last = max(p for p in (tmp_path / "disc").rglob("*") if p.is_file() and p.name != "dicomdir")
    last.unlink()
    result = scan([tmp_path / "disc" / "dicomdir"])
    assert result.series[0].size[0] == 4
    assert [s.reason for s in result.skipped] == ["The DICOMDIR names this file, but it is not there."]


def test_a_series_is_found_again_by_its_paths(tmp_path):
    Maker().series(tmp_path / "a")
    Maker().series(tmp_path / "b")
    first = scan([tmp_path])
    for series in first.series:
        (again,) = scan(series.paths).series
        assert again == series


def test_progress_and_cancelling(tmp_path):
    maker = Maker()
    maker.series(tmp_path)
    seen: list[tuple[int, int]] = []
    result = scan([tmp_path], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(i, 5) for i in range(1, 6)]
    with pytest.raises(Cancelled):
        scan([tmp_path], cancelled=lambda: True)
    ready: list[int] = []
    with pytest.raises(Cancelled):
        load(result.series[0], on_slice=ready.append, cancelled=lambda: len(ready) == 2)
    assert ready == [0, 1]


# ------------------------------------------------------------------ bad files


def test_row_03_bad_files_never_stop_the_rest(tmp_path):
    maker = Maker()
    maker.series(tmp_path)
    good = (tmp_path / "000.dcm").read_bytes()
    (tmp_path / "empty.dcm").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "short.dcm").write_bytes(good[:-100])
    (tmp_path / "header.dcm").write_bytes(good[:300])
    (tmp_path / "zeros.dcm").write_bytes(bytes(5000))
    (tmp_path / "folder.dcm").mkdir()
    maker.write(tmp_path / "rows.dcm", 6, Rows=0)
    maker.write(tmp_path / "huge.dcm", 6, Rows=65535, Columns=65535)
    maker.write(tmp_path / "frames.dcm", 6, NumberOfFrames=2_000_000_000)
    maker.write(tmp_path / "stored.dcm", 6, BitsStored=None)
    maker.write(tmp_path / "allocated.dcm", 6, BitsAllocated=None)
    maker.write(tmp_path / "twelve.dcm", 6, BitsAllocated=12)
    maker.write(tmp_path / "mr.dcm", 6, Modality="MR")
    maker.write(tmp_path / "seg.dcm", 6, Modality="SEG", SOPClassUID=SegmentationStorage)
    maker.write(tmp_path / "sr.dcm", 6, Modality="SR", PixelData=None)
    maker.write(
        tmp_path / "dose.dcm",
        6,
        SOPClassUID=SecondaryCaptureImageStorage,
        SamplesPerPixel=3,
        PhotometricInterpretation="RGB",
    )
    result = scan([tmp_path])
    assert [s.size[0] for s in result.series] == [5]
    said = reasons(result)
    assert said["empty.dcm"] == "The file is empty."
    assert said["notes.txt"] == said["zeros.dcm"] == "It is not a DICOM file."
    assert "cut off: 284 of 384 bytes" in said["short.dcm"]
    assert said["header.dcm"] == "It is a CT header without pixel data; the picture is missing."
    assert "rows or columns" in said["rows.dcm"]
    assert "65535 x 65535" in said["huge.dcm"]
    assert "2000000000 frames" in said["frames.dcm"]
    assert "Bits Stored" in said["stored.dcm"]
    assert "Bits Allocated" in said["allocated.dcm"]
    assert "12 bits" not in said["twelve.dcm"]
    assert "in 12" in said["twelve.dcm"]
    assert "MR" in said["mr.dcm"]
    assert "segmentation" in said["seg.dcm"]
    assert "structured report" in said["sr.dcm"]
    assert "dose page" in said["dose.dcm"]
    assert len(said) == 15
    assert all(reason.endswith(".") for reason in said.values())


def test_a_grey_secondary_capture_is_no_slice(tmp_path):
    maker = Maker()
    maker.series(tmp_path)
    maker.write(tmp_path / "capture.dcm", 6, SOPClassUID=SecondaryCaptureImageStorage)
    result = scan([tmp_path])
    assert [s.size[0] for s in result.series] == [5, 1]
    assert [flag.code for flag in result.series[1].warnings] == ["capture"]
    assert not result.series[1].analysable


def test_a_file_without_preamble_is_read(tmp_path):
    maker = Maker()
    for path in maker.series(tmp_path / "with").iterdir():
        data = path.read_bytes()
        # The meta information's group length says where the dataset begins.
        begin = 132 + 12 + int.from_bytes(data[140:144], "little")
        (tmp_path / "without").mkdir(exist_ok=True)
        (tmp_path / "without" / path.name).write_bytes(data[begin:])
    (series,) = scan([tmp_path / "without"]).series
    np.testing.assert_array_equal(load(series).volume.hu, maker.volume())


def test_missing_and_impossible_paths(tmp_path):
    result = scan([tmp_path / "nothing", "with\0null", tmp_path])
    assert result.series == ()
    assert [s.reason for s in result.skipped] == ["There is no file or folder of this name."] * 2


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_links_loops_and_pipes(tmp_path):
    maker = Maker()
    maker.series(tmp_path / "data")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "data" / "again").symlink_to(tmp_path / "data")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "link.dcm").symlink_to(tmp_path / "data" / "000.dcm")
    os.mkfifo(tmp_path / "pipe")
    result = scan([tmp_path])
    assert [s.size[0] for s in result.series] == [5]
    assert result.series[0].warnings == ()
    said = reasons(result)
    assert "does not exist" in said["broken"]
    assert "neither a file nor a folder" in said["pipe"]
    assert set(said) == {"broken", "pipe", "self"}


@pytest.mark.skipif(os.name == "nt", reason="paths there are shorter")
def test_folders_nested_deeper_than_python_may_call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        os.mkdir("d")  # noqa: PTH102 - a relative path, as the absolute one grows too long
        os.chdir("d")
    Maker().write(Path("a.dcm"), 0)
    found = scan([tmp_path])
    Path("a.dcm").unlink()
    for _ in range(1200):  # shutil.rmtree gives up at this depth
        os.chdir("..")
        Path("d").rmdir()
    assert len(found.series) == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_locked_files_are_told(tmp_path):
    Maker().series(tmp_path)
    (tmp_path / "000.dcm").chmod(0)
    assert "denied" in reasons(scan([tmp_path]))["000.dcm"]


@pytest.mark.skipif(os.name == "nt", reason="names there are always text")
def test_names_that_are_no_text_are_told(tmp_path):
    Maker().series(tmp_path)
    (tmp_path / os.fsdecode(b"caf\xe9.dcm")).write_bytes((tmp_path / "000.dcm").read_bytes())
    result = scan([tmp_path])
    (skipped,) = result.skipped
    assert "not valid text" in skipped.reason
    skipped.path.encode()


def test_text_of_other_alphabets_and_control_characters(tmp_path):
    maker = Maker(extra={"SpecificCharacterSet": "GB18030", "SeriesDescription": "胸部 平扫"})
    maker.series(tmp_path / "a", 2)
    assert scan([tmp_path / "a"]).series[0].description == "胸部 平扫"
    maker = Maker(extra={"SeriesDescription": "a\x1b[31m\rb"})
    maker.series(tmp_path / "b", 2)
    assert scan([tmp_path / "b"]).series[0].description.isprintable()


def test_the_patient_is_a_hash_and_never_a_name(tmp_path):
    result = scan([Maker().series(tmp_path / "a")])
    (series,) = result.series
    assert series.patient_key == hashlib.sha256(b"ID-4711\0Planted^Name").hexdigest()[:12]
    assert "Planted" not in repr(result)
    assert "ID-4711" not in repr(result)


# ------------------------------------------------------------------ archives


def archive(tmp_path, members: dict[str, bytes]) -> Path:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


def test_an_archive_inside_an_archive_is_told(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("x", b"y")
    result = scan([archive(tmp_path, {"inner.zip": inner.getvalue()})])
    assert "inside another" in result.skipped[0].reason


def test_an_archive_of_other_things_is_one_line(tmp_path):
    result = scan([archive(tmp_path, {f"word/{i}.xml": b"<a/>" for i in range(20)})])
    assert [(Path(s.path).name, s.reason) for s in result.skipped] == [
        ("a.zip", "It is a ZIP archive without DICOM files.")
    ]


def test_damaged_archives_are_told(tmp_path):
    maker = Maker()
    data = {path.name: path.read_bytes() for path in maker.series(tmp_path / "s").iterdir()}
    path = archive(tmp_path, data)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in scan([path]).skipped[0].reason
    # One member's bytes are spoilt: the others are read.
    with zipfile.ZipFile(io.BytesIO(whole)) as z:
        at = z.getinfo("002.dcm").header_offset + 60
    path.write_bytes(whole[:at] + bytes(40) + whole[at + 40 :])
    result = scan([path])
    assert [Path(s.path).name for s in result.skipped] == ["002.dcm"]
    assert sum(s.size[0] for s in result.series) == 4


def test_bombs_are_refused_before_they_are_unpacked(tmp_path, monkeypatch):
    maker = Maker()
    good = maker.write(tmp_path / "g", 0).read_bytes()
    path = archive(tmp_path, {"good": good, "bomb": good + bytes(4_000_000)})
    monkeypatch.setattr(sources, "FREE_MEMBER_BYTES", 1_000_000)
    result = scan([path])
    assert len(result.series) == 1
    assert "times its size" in result.skipped[0].reason
    monkeypatch.setattr(sources, "MAX_MEMBER_BYTES", 2_000_000)
    assert "would unpack to more" in scan([path]).skipped[0].reason
    monkeypatch.setattr(sources, "MAX_ARCHIVE_BYTES", 3_000_000)
    result = scan([path])
    assert result.series == ()
    assert "would unpack to more" in result.skipped[0].reason
    monkeypatch.setattr(sources, "MAX_ARCHIVE_BYTES", 1 << 40)
    monkeypatch.setattr(sources, "MAX_MEMBERS", 1)
    assert "lists 2 files" in scan([path]).skipped[0].reason


def test_a_deflated_dataset_may_not_fill_the_memory(tmp_path, monkeypatch):
    from engine.dicom import header

    maker = Maker(rows=200, columns=200, syntax=DeflatedExplicitVRLittleEndian)
    maker.write(tmp_path / "a", 0)
    assert len(scan([tmp_path]).series) == 1
    monkeypatch.setattr(header, "MAX_INFLATED_BYTES", 20_000)
    assert "would unpack" in scan([tmp_path]).skipped[0].reason


# ------------------------------------------------------------------ fuzzing


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**32),
    syntax=st.sampled_from(["plain", "enhanced", "deflated"]),
    changes=st.integers(1, 30),
)
def test_no_mutation_of_a_header_raises(seed, syntax, changes):
    source = FUZZ[syntax]
    generator = random.Random(seed)
    data = bytearray(source)
    header = max(300, source.find(b"\xe0\x7f\x10\0") + 12)
    for _ in range(changes):
        data[generator.randrange(min(header, len(data)))] = generator.choice(
            [0, 1, 0xFF, 0x7F, generator.randrange(256)]
        )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.dcm").write_bytes(data)
        (Path(folder) / "b.dcm").write_bytes(source)
        result = scan([folder])
        assert len(result.skipped) + sum(len(s.slices) for s in result.series) >= 2
        for series in result.series:
            with contextlib.suppress(DicomError):
                load(series)


@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(max_size=400),
    prefix=st.sampled_from([b"", bytes(128) + b"DICM", b"PK\x03\x04", b"\x08\0\x05\0CS"]),
)
def test_no_bytes_raise(data, prefix):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x").write_bytes(prefix + data)
        assert len(scan([folder]).skipped) >= 1


def _fuzz_sources() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        maker = Maker(rows=4, columns=4)
        return {
            "plain": maker.write(Path(folder) / "a", 0).read_bytes(),
            "enhanced": maker.enhanced(Path(folder) / "b", [0, 1, 2]).read_bytes(),
            "deflated": Maker(rows=4, columns=4, syntax=DeflatedExplicitVRLittleEndian)
            .write(Path(folder) / "c", 0)
            .read_bytes(),
        }


FUZZ = _fuzz_sources()
