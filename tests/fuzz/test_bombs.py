"""Small files that ask for much: each ends in a sentence, within 2 s of processor time and 2 GB."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import DeflatedExplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless, RLELossless

from tests.engine.dicom.dicom_maker import Maker, save
from tests.engine.labels.files import group, item, outline_3d, reading_xml, write_sr
from tests.engine.tiny_model import manifest, package_files, write_tiny
from tests.fuzz.measured import Measured, measure
from tests.fuzz.pool import MAX_MB, MAX_SECONDS
from tests.fuzz.targets.models import _name

#: The machine may be busy: what matters is that no case costs minutes.
SECONDS = 2 * MAX_SECONDS


def bounded(name: str, path: Path, seconds: float = SECONDS) -> Measured:
    """Call it, and hold it to the bounds."""
    result = measure(name, path)
    assert result.seconds < seconds, result
    assert result.peak_mb < MAX_MB, result
    assert "memory" not in result.said, result
    return result


def zeros(size: int) -> bytes:
    """Deflate so many zeros without holding them."""
    packer = zlib.compressobj(9, wbits=-15)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def test_a_deflated_dataset_of_gigabytes(tmp_path: Path) -> None:
    data = Maker(syntax=DeflatedExplicitVRLittleEndian).write(tmp_path / "good", 0).read_bytes()
    (length,) = struct.unpack_from("<I", data, 140)
    bomb = data[: 144 + length] + zeros(1 << 30)
    (tmp_path / "bomb").write_bytes(bomb)
    assert len(bomb) < 2 << 20
    (tmp_path / "good").unlink()
    assert "would unpack to more than" in bounded("opened", tmp_path).said
    assert "would unpack to more than" in bounded("report", tmp_path / "bomb").said


def test_a_zip_member_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.dcm", "w") as member:
        member.write(b"\0" * 128 + b"DICM")
        for _ in range(512):
            member.write(bytes(1 << 20))
    assert "times its size, which no CT does" in bounded("opened", path).said
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)  # the size in the directory
    path.write_bytes(data)
    assert bounded("opened", path).said.startswith("0 series")


def packed(path: Path, syntax: str, frame: bytes, **changes: object) -> Path:
    ds = Maker().dataset(0)
    ds.file_meta.TransferSyntaxUID = syntax
    ds.PixelData = encapsulate([frame])
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    for name, value in changes.items():
        setattr(ds, name, value)
    return save(ds, path)


def jpeg_2000(rows: int, columns: int) -> bytes:
    """A codestream of the largest picture that is believed, with no data in it."""
    small = Maker(rows=40, columns=48).dataset(0)
    small.compress(JPEG2000Lossless, generate_instance_uid=False)
    frame = bytearray(next(pydicom.encaps.generate_frames(small.PixelData, number_of_frames=1)))
    struct.pack_into(">IIIIIIII", frame, 8, columns, rows, 0, 0, columns, rows, 0, 0)
    return bytes(frame)


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless, JPEGLSLossless])
def test_absurd_dimensions_of_a_compressed_picture(tmp_path: Path, syntax: str) -> None:
    frame = jpeg_2000(8000, 8000) if syntax == JPEG2000Lossless else struct.pack("<16I", 2, 64, 70, *[0] * 13)
    packed(tmp_path / "a", syntax, frame + bytes(100), Rows=8000, Columns=8000)
    packed(tmp_path / "b", syntax, frame, Rows=65535, Columns=65535)
    said = bounded("opened", tmp_path).said
    assert "is not believed" in said


def test_absurd_frames_and_empty_fragments(tmp_path: Path) -> None:
    frames = Maker().enhanced(tmp_path / "frames", [0, 1])
    ds = pydicom.dcmread(frames)
    ds.NumberOfFrames = 2_000_000_000
    save(ds, frames)
    empty = b"\xfe\xff\x00\xe0\0\0\0\0" * 1_000_000
    path = packed(tmp_path / "fragments", JPEG2000Lossless, b"ab", NumberOfFrames=20_000)
    data = path.read_bytes()
    at = data.rfind(b"\xe0\x7f\x10\0") + 12
    path.write_bytes(data[:at] + empty + b"\xfe\xff\xdd\xe0\0\0\0\0")
    said = bounded("opened", tmp_path, 6).said
    assert "The compressed picture is missing" in said
    assert "claims 2000000000 frames" in said


@pytest.mark.parametrize("undefined", [True, False])
def test_sequences_nested_deeper_than_python_may_call(tmp_path: Path, undefined: bool) -> None:
    tag = struct.pack("<HH", 0x0008, 0x1140)
    inner, depth = b"", 3000
    for _ in range(depth):
        if undefined:
            opening = tag + b"SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff"
            inner = opening + inner + b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
        else:
            inside = b"\xfe\xff\x00\xe0" + struct.pack("<I", len(inner)) + inner
            inner = tag + b"SQ\0\0" + struct.pack("<I", len(inside)) + inside
    data = Maker().write(tmp_path / "deep", 0).read_bytes()
    at = data.find(struct.pack("<HH", 0x0010, 0x0010))
    (tmp_path / "deep").write_bytes(data[:at] + inner + data[at:])
    bounded("opened", tmp_path)


def test_a_report_nested_without_end(tmp_path: Path) -> None:
    inner = group(outline_3d([(0, 0, 0), (1, 1, 1)]))
    for _ in range(60):
        inner = item("CONTAINER", ("125007", "DCM"), ContentSequence=Sequence([inner]))
    said = bounded("report", write_sr(tmp_path / "sr.dcm", [inner], ["1.2"])).said
    assert "levels, which no report" in said


def test_readings_that_outline_a_million_pixels(tmp_path: Path) -> None:
    corners = ((0, 0), (500, 500), (0, 500))
    roi = "".join(f"<edgeMap><xCoord>{x}</xCoord><yCoord>{y}</yCoord></edgeMap>" for x, y in corners)
    mark = (
        "<unblindedReadNodule><noduleID>1</noduleID><characteristics><malignancy>5</malignancy></characteristics>"
        f"<roi><imageSOP_UID>1</imageSOP_UID>{roi}</roi></unblindedReadNodule>"
    )
    path = tmp_path / "large.xml"
    path.write_text(reading_xml("1.2", [[mark] * 2000]))
    assert "more than any reading" in bounded("reading", path).said
    path.write_text(reading_xml("1.2", [[mark.replace("500", "2")] * 9000]))
    assert "more than any reading" in bounded("reading", path).said
    path.write_text(reading_xml("1.2", [["<a/>" * 1_900_000]]))
    bounded("reading", path, 6)


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    path = tmp_path / "a.xml"
    path.write_text(f"<!DOCTYPE x [{entities}]><LidcReadMessage>&a11;</LidcReadMessage>")
    assert "declares entities" in bounded("reading", path).said


def test_a_network_with_entities_is_refused_by_the_runtime_alone(tmp_path: Path) -> None:
    files = package_files()
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    start, _, rest = files["model.xml"].partition(b'<net name="')
    files["model.xml"] = start + f"<!DOCTYPE net [{entities}]>".encode() + b'<net name="&a11;' + rest
    bounded("model", write_tiny(tmp_path / "p", files), 10)


@pytest.mark.parametrize("kind", ["deflate", "shape", "many"])
def test_arrays_of_a_model_that_unpack_to_gigabytes(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "p"
    write_tiny(path)
    header = io.BytesIO()
    shape = (1 << 40,) if kind == "shape" else (1 << 27,)
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": shape})
    with zipfile.ZipFile(path / "parity.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(1000 if kind == "many" else 1):
            with archive.open(f"patch{number or ''}.npy", "w") as member:
                member.write(header.getvalue())
                for _ in range(512 if kind == "deflate" else 0):
                    member.write(bytes(1 << 20))
    files = {p.name: p.read_bytes() for p in path.iterdir()}
    _name(files)
    (path / "manifest.json").write_bytes(files["manifest.json"])
    assert "parity vectors cannot be read" in bounded("model", path, 8).said


def test_names_in_a_package_stay_in_its_folder(tmp_path: Path) -> None:
    for number, name in enumerate(("../x", "/etc/x", "a/b", "model.onnx\n", "nul", "x" * 101, "a\0b", "..")):
        fields = {**manifest(), "created": "2026-01-02T03:04:05Z", "files": {name: "0" * 64}}
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps(fields, default=str))
        assert "may not have a file named" in bounded("model", folder).said


def test_tables_without_end(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("series_uid,x_mm,y_mm,z_mm,label\n" + "1\n" * 2_000_000)
    assert "more than 100000 rows" in bounded("table", path).said
    path.write_text("series_uid,x_mm,y_mm,z_mm,label\n" + "1," * 5_000_000)
    bounded("table", path)
    with path.open("wb") as file:
        file.truncate(10 << 30)
    assert "is larger than" in bounded("table", path).said
    assert "larger than" in bounded("report", path).said


def test_a_sparse_file_of_a_terabyte_is_not_read_whole(tmp_path: Path) -> None:
    path = packed(tmp_path / "a", JPEG2000Lossless, jpeg_2000(12, 16))
    with path.open("r+b") as file:
        file.truncate(1 << 40)
    bounded("opened", tmp_path)
