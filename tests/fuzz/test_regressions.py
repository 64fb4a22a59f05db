"""What fuzzing has found, each in its smallest form; a mutation alone would find it again only by chance."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.uid import JPEGLSLossless

from app.batch.progress import Progress, read_summary
from app.finetune.lock import locked_pid
from app.finetune.progress import TuneProgress
from app.settings import FILE, Settings
from engine import json_text
from engine.batch.plan import NAME, result_of
from engine.dicom.errors import DicomError
from engine.dicom.load import load_slice
from engine.dicom.scan import scan
from engine.models.arrays import read_arrays
from engine.models.package import PackageError, load_package
from engine.models.registry import Registry
from engine.models.signature import SignatureError, check_signature
from tests.engine.dicom.dicom_maker import Maker, save
from tests.engine.tiny_model import write_tiny
from tests.fuzz.measured import measure

DEEP = b"[" * 100_000


def test_a_jpeg_ls_frame_that_is_cut_off_ends_at_once(tmp_path: Path) -> None:
    ds = Maker(rows=34, columns=36, signed=False).dataset(0)
    ds.compress(JPEGLSLossless, generate_instance_uid=False)
    frame = next(pydicom.encaps.generate_frames(ds.PixelData, number_of_frames=1))
    for cut in range(390, 410):
        ds.PixelData = pydicom.encaps.encapsulate([frame[: len(frame) - cut]])
        ds.SOPInstanceUID = f"1.2.{cut}"
        ds.ImagePositionPatient = [0, 0, cut]
        save(ds, tmp_path / f"{cut}.dcm")
    result = measure("opened", tmp_path)
    assert "is damaged or cut off and cannot be decoded" in result.said
    assert result.seconds < 3


def test_a_whole_jpeg_ls_frame_is_read_with_its_end_doubled(tmp_path: Path) -> None:
    ds = Maker(rows=34, columns=36, signed=False).dataset(0)
    expected = ds.pixel_array.copy()
    ds.compress(JPEGLSLossless, generate_instance_uid=False)
    (series,) = scan([save(ds, tmp_path / "a")]).series
    np.testing.assert_array_equal(load_slice(series, 0), expected.astype(int) - 1024)


def test_an_archive_member_without_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", b"text")
    path.write_bytes(path.read_bytes().replace(b"x", b"\0"))
    assert any("has no name" in skipped.reason for skipped in scan([path]).skipped)


def test_a_zip_of_a_model_whose_data_are_damaged(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "p")
    path = tmp_path / "p.noduscope"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    data = bytearray(path.read_bytes())
    data[200:260] = b"\xff" * 60
    path.write_bytes(data)
    with pytest.raises(PackageError, match="not a readable zip file"):
        load_package(path)


@pytest.mark.parametrize(
    "header",
    [
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (1,",  # TokenError
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (1,), f: {}}",
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,)}",
        b"{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",
        b"(" * 500,
    ],
)
def test_headers_of_arrays_that_make_numpy_raise_anything(tmp_path: Path, header: bytes) -> None:
    size = len(header) + 1
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("a.npy", b"\x93NUMPY\1\0" + size.to_bytes(2, "little") + header + b"\n" + b"\0" * 4)
    with pytest.raises(ValueError, match="is damaged"):
        read_arrays(tmp_path / "a.npz")


def test_arrays_are_read_as_numpy_writes_them(tmp_path: Path) -> None:
    table = np.arange(12.0).reshape(3, 4)
    arrays = {"a": table, "b": np.asfortranarray(table), "c": np.float32(1)}
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    (tmp_path / "a.npz").write_bytes(file.getvalue())
    read = read_arrays(tmp_path / "a.npz")
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)


@pytest.mark.parametrize("text", [DEEP, b"[NaN]", b"[1e999]", b"[-Infinity]", b"", b"\xff"])
def test_json_that_makes_the_library_raise_other_errors(text: bytes) -> None:
    with pytest.raises(ValueError):
        json_text.parse(text)


def test_documents_nested_without_end_are_put_aside(tmp_path: Path) -> None:
    for name in (FILE, NAME, "summary.json", "lock.json", "active.json"):
        (tmp_path / name).write_bytes(DEEP)
    assert "start afresh" in Settings(tmp_path).problem
    assert result_of(tmp_path, "key") is None
    assert read_summary(tmp_path) == []
    assert locked_pid(tmp_path) is None
    assert Registry(tmp_path).active()[1].startswith("The choice of model could not be read")
    with pytest.raises(SignatureError, match="cannot be read"):
        check_signature(DEEP[:1000], b"")


def test_lines_that_no_process_writes(tmp_path: Path) -> None:
    for line in (
        DEEP,
        b'{"event": "scan", "done": 1e999, "known": 1}',
        b'{"event": "plan", "rows": [1]}',
        b'{"event": "start", "trainings": Infinity, "mode": ""}',
    ):
        assert not Progress().take(line)
        assert not TuneProgress().take(line)


def test_a_row_of_a_summary_that_cannot_be_shown_is_left_out(tmp_path: Path) -> None:
    good = {
        "series_uid": "1", "description": "", "n_slices": 3, "state": "done", "reason": "", "folder": None,
        "suggestions": None, "highest_probability": None,
    }  # fmt: skip
    (tmp_path / "summary.json").write_text(json.dumps({"series": [good, 1, {}, {**good, "n_slices": "x"}]}))
    rows = read_summary(tmp_path)
    assert rows == [good]
    Progress().put(rows)


def test_a_deflated_file_is_inflated_once_and_within_bounds_for_its_elements(tmp_path: Path) -> None:
    from engine.dicom.datasets import read_headers

    path = Maker(syntax="1.2.840.10008.1.2.1.99").write(tmp_path / "a", 0)
    (series,) = scan([path]).series
    (header,) = read_headers(series)
    assert header.Modality == "CT"
    assert header.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.1.99"
    assert "PixelData" not in header
    data = path.read_bytes()
    meta = int.from_bytes(data[140:144], "little")
    path.write_bytes(data[: 144 + meta] + b"\xff" * 40)  # a block of a kind that deflate does not know
    with pytest.raises(DicomError):
        read_headers(series)


def test_an_archive_of_a_later_version(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", b"text")
    data = bytearray(path.read_bytes())
    data[data.rfind(b"PK\x01\x02") + 6] = 255  # the version that it needs
    path.write_bytes(data)
    assert [skipped.reason for skipped in scan([path]).skipped] == [
        "The ZIP archive is damaged or incomplete and cannot be opened."
    ]


@pytest.mark.parametrize("change", [{"series_uid": 10**30}, {"n_slices": 10**400}, {"n_slices": None}])
def test_a_report_with_numbers_in_place_of_texts(tmp_path: Path, monkeypatch, change: dict) -> None:
    from app.batch.records import Records

    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))

    series = {
        "study_uid": "1", "series_uid": "2", "patient_key": "", "description": "", "modality": "CT",
        "n_slices": 3,
    }  # fmt: skip
    finding = {"centre_mm": [10**400, 0, 0], "decision": None}
    ended: list[str] = []
    records = Records()
    records.read.connect(lambda uid, _found: ended.append(uid))
    records.unreadable.connect(lambda uid, _text: ended.append(uid))
    for findings in ([], [finding]):
        document = {"series": {**series, **change}, "model": None, "findings": findings}
        (tmp_path / "report.json").write_text(json.dumps(document))
        records._read("2", tmp_path)
    assert ended == ["2", "2"]


def test_a_network_whose_names_are_no_text(tmp_path: Path) -> None:
    from engine.runtimes.choose import choose

    folder = write_tiny(tmp_path / "p")
    broken = (folder / "model.xml").read_bytes().replace(b'names="logit"', b'names="\x8alogit"')
    assert broken != (folder / "model.xml").read_bytes()
    package = write_tiny(tmp_path / "q", {"model.xml": broken})
    with pytest.raises(PackageError, match="OpenVINO cannot use this model"):
        choose(load_package(package), "openvino")


@pytest.mark.parametrize("place", [(), (1 << 63,), (-1,), (0x00081140, 1 << 63, 0x00080018), (0x00100010, 0)])
def test_a_place_in_a_file_that_cannot_be(tmp_path: Path, place: tuple[int, ...]) -> None:
    from engine.dicom.elements import value_at

    (series,) = scan([Maker().write(tmp_path / "a", 0)]).series
    with pytest.raises(DicomError, match="no longer in it"):
        value_at(series.slices[0], place)
