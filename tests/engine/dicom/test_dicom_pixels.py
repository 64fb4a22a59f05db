"""Transfer syntaxes, stored bits and the way to Hounsfield units."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pydicom
import pytest
from pydicom.encaps import encapsulate
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from engine.dicom import DicomError
from engine.dicom.load import load, load_slice
from engine.dicom.pixels import rescale
from engine.dicom.scan import scan
from tests.engine.dicom.dicom_maker import Maker, save

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def read(path: Path) -> np.ndarray:
    (series,) = scan([path]).series
    return load(series).volume.hu


def flags(path: Path) -> set[str]:
    return {flag.code for series in scan([path]).series for flag in series.warnings}


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize(
    "syntax",
    [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian],
)
def test_uncompressed_syntaxes(tmp_path, syntax, signed):
    maker = Maker(syntax=syntax, signed=signed)
    maker.series(tmp_path)
    np.testing.assert_array_equal(read(tmp_path), maker.volume())


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless])
def test_row_17_lossless_compression(tmp_path, syntax, signed):
    maker = Maker(rows=40, columns=48, signed=signed)
    for k in range(3):
        ds = maker.dataset(k)
        ds.compress(syntax, generate_instance_uid=False)
        save(ds, tmp_path / str(k))
    np.testing.assert_array_equal(read(tmp_path), maker.volume(3))
    assert "lossy" not in flags(tmp_path)


def test_jpeg_lossless(tmp_path):
    gdcm = pytest.importorskip("gdcm")
    maker = Maker(rows=40, columns=48, signed=False)
    plain = maker.write(tmp_path / "plain", 0)
    reader = gdcm.ImageReader()
    reader.SetFileName(str(plain))
    assert reader.Read()
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.JPEGLosslessProcess14_1))
    change.SetInput(reader.GetImage())
    assert change.Change()
    writer = gdcm.ImageWriter()
    writer.SetFileName(str(tmp_path / "lossless"))
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    assert writer.Write()
    assert pydicom.dcmread(tmp_path / "lossless").file_meta.TransferSyntaxUID == JPEGLosslessSV1
    np.testing.assert_array_equal(read(tmp_path / "lossless"), maker.volume(1))


def jpeg_8_bit(path: Path, slope: float = 10.0) -> np.ndarray:
    """Write one slice as 8-bit baseline JPEG; return its stored values before compression."""
    ramp = np.add.outer(np.arange(64), np.arange(64)).astype(np.uint8)
    maker = Maker(slope=slope)
    ds = maker.dataset(0, pixels=ramp)
    ds.PixelData = encapsulate([cv2.imencode(".jpg", ramp, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()])
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    save(ds, path)
    return ramp


def test_jpeg_baseline_is_read_and_called_lossy(tmp_path):
    ramp = jpeg_8_bit(tmp_path / "a")
    difference = read(tmp_path / "a")[0].astype(int) - (ramp.astype(int) * 10 - 1024)
    assert np.abs(difference).max() <= 20  # two grey levels of slope 10
    assert "lossy" in flags(tmp_path / "a")


def test_near_lossless_is_called_lossy(tmp_path):
    ds = Maker(rows=40, columns=48).dataset(0)
    ds.compress(JPEGLSNearLossless, jls_error=2, generate_instance_uid=False)
    save(ds, tmp_path / "a")
    assert "lossy" in flags(tmp_path / "a")


def test_the_fallback_decodes_a_frame_without_rescaling_it_twice(tmp_path, monkeypatch):
    """The retired processes cannot be written here; a baseline frame goes the same way through ITK."""
    from engine.dicom import fallback

    ramp = jpeg_8_bit(tmp_path / "患者 é")
    monkeypatch.setattr(fallback, "is_needed", lambda layout: True)
    difference = read(tmp_path / "患者 é")[0].astype(int) - (ramp.astype(int) * 10 - 1024)
    assert np.abs(difference).max() <= 20


def test_simpleitk_is_not_imported_where_it_is_not_needed(tmp_path):
    Maker().series(tmp_path)
    code = (
        "import sys; from engine.dicom.scan import scan; from engine.dicom.load import load; "
        f"load(scan([{str(tmp_path)!r}]).series[0]); sys.exit('SimpleITK' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, env=os.environ).returncode == 0


def test_an_unknown_compression_is_named(tmp_path):
    ds = Maker().dataset(0)
    ds.PixelData = encapsulate([b"12345678"])
    ds["PixelData"].is_undefined_length = True
    ds.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.100"  # MPEG2
    save(ds, tmp_path / "a")
    (series,) = scan([tmp_path]).series
    with pytest.raises(DicomError, match="MPEG2"):
        load(series)


def test_one_slice_that_cannot_be_decoded_never_stops_the_rest(tmp_path):
    maker = Maker(rows=40, columns=48)
    for k in range(5):
        ds = maker.dataset(k)
        ds.compress(JPEG2000Lossless, generate_instance_uid=False)
        if k == 2:
            ds.PixelData = encapsulate([b"\xff\x4f\xff\x51 this is no codestream"])
            ds["PixelData"].is_undefined_length = True
        save(ds, tmp_path / f"{k}.dcm")
    (series,) = scan([tmp_path]).series
    assert series.analysable
    ready: list[int] = []
    loaded = load(series, first_slice=3, on_slice=ready.append)
    assert ready == [3, 4, 2, 1, 0]
    assert loaded.failed == (2,)
    assert (loaded.volume.hu[2] == -1024).all()
    np.testing.assert_array_equal(loaded.volume.hu[[0, 1, 3, 4]], maker.volume()[[0, 1, 3, 4]])
    (flag,) = loaded.warnings
    assert flag.code == "undecodable_slices"
    assert "2.dcm" in flag.text
    assert "JPEG 2000" in flag.text
    assert "not measured or judged" in flag.text
    with pytest.raises(DicomError, match=r"2\.dcm"):
        load_slice(series, 2)
    np.testing.assert_array_equal(load_slice(series, 1), maker.hu(1))


def test_a_file_that_vanishes_after_the_scan_is_one_failed_slice(tmp_path):
    maker = Maker()
    maker.series(tmp_path)
    (series,) = scan([tmp_path]).series
    (tmp_path / "003.dcm").unlink()
    (tmp_path / "004.dcm").write_bytes((tmp_path / "004.dcm").read_bytes()[:-50])
    loaded = load(series)
    assert loaded.failed == (3, 4)
    assert len(loaded.warnings) == 2


def test_loading_writes_into_the_given_array(tmp_path):
    maker = Maker()
    (series,) = scan([maker.series(tmp_path)]).series
    out = np.zeros(series.size, np.int16)
    assert load(series, out).volume.hu is out
    np.testing.assert_array_equal(out, maker.volume())
    for wrong in (np.zeros(series.size, np.int32), np.zeros((1, 2, 3), np.int16)):
        with pytest.raises(DicomError, match="int16 of shape"):
            load(series, wrong)


# ------------------------------------------------------------------ HU


@pytest.mark.parametrize(
    ("stored", "slope", "intercept", "expected"),
    [
        ([0, 1, 2, 3], 0.5, 0.0, [0, 1, 1, 2]),  # 0.5 and 1.5 go away from zero
        ([-1, -3, 1, 3], 0.5, 0.0, [-1, -2, 1, 2]),
        ([0, 100, 2000, 4095], 2.0002442, -4047.0, [-4047, -3847, -47, 4144]),
        ([-32768, -31744, 32767], 1.0, -1024.0, [-32768, -32768, 31743]),
        ([32767, 0], 1.0, 1024.0, [32767, 1024]),
        ([0, 1000], -1.0, 100.0, [100, -900]),
        ([0, 10], 1.0, -1024.25, [-1024, -1014]),
    ],
)
def test_rescale_rounds_half_away_from_zero_and_clips(stored, slope, intercept, expected):
    out = np.empty((1, len(stored)), np.int16)
    rescale(np.array([stored], np.int16), slope, intercept, out)
    assert out[0].tolist() == expected


def test_rescale_of_large_unsigned_values():
    out = np.empty((1, 3), np.int16)
    rescale(np.array([[0, 33000, 65535]], np.uint16), 1.0, -32768.0, out)
    assert out[0].tolist() == [-32768, 232, 32767]
    rescale(np.array([[0, 1, 65535]], np.uint16), 1.0, 0.0, out)
    assert out[0].tolist() == [0, 1, 32767]


def test_rescale_is_per_slice(tmp_path):
    maker = Maker()
    for k in range(3):
        maker.slope, maker.intercept = 1.0 + k, -1000.0 - k
        maker.write(tmp_path / str(k), k)
    hu = read(tmp_path)
    for k in range(3):
        np.testing.assert_array_equal(hu[k], maker.stored(k).astype(int) * (1 + k) - 1000 - k)


def test_bits_outside_the_stored_ones_are_cut_off(tmp_path):
    maker = Maker(signed=False)
    values = np.arange(12 * 16, dtype=np.uint16).reshape(12, 16) * 20  # fits 12 bits
    maker.write(tmp_path / "overlay", 0, pixels=values | 0xF000, BitsStored=12, HighBit=11)
    np.testing.assert_array_equal(read(tmp_path / "overlay")[0], values.astype(int) - 1024)
    maker.write(tmp_path / "left", 0, pixels=values << 4, BitsStored=12, HighBit=15)
    np.testing.assert_array_equal(read(tmp_path / "left")[0], values.astype(int) - 1024)


def test_the_sign_is_taken_from_the_highest_stored_bit(tmp_path):
    maker = Maker(intercept=0.0)
    values = np.arange(-96, 96, dtype=np.int16).reshape(12, 16) * 20
    maker.write(tmp_path / "a", 0, pixels=values & 0x0FFF, BitsStored=12, HighBit=11)
    np.testing.assert_array_equal(read(tmp_path / "a")[0], values)


def test_padding_stays_what_it_is(tmp_path):
    maker = Maker()
    pixels = maker.stored(0)
    pixels[:2] = -2000
    maker.write(tmp_path / "a", 0, pixels=pixels, PixelPaddingValue=-2000)
    assert (read(tmp_path / "a")[0, :2] == -3024).all()


def test_32_and_8_bits(tmp_path):
    wide = np.arange(192, dtype=np.int32).reshape(12, 16) * 300
    Maker().write(tmp_path / "32", 0, pixels=wide)
    np.testing.assert_array_equal(read(tmp_path / "32")[0], np.minimum(wide - 1024, 32767))
    narrow = np.arange(192, dtype=np.uint8).reshape(12, 16)
    Maker().write(tmp_path / "8", 0, pixels=narrow)
    np.testing.assert_array_equal(read(tmp_path / "8")[0], narrow.astype(int) - 1024)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"RescaleSlope": None}, "no_rescale"),
        ({"RescaleIntercept": None}, "no_rescale"),
        ({"RescaleSlope": "0"}, "no_rescale"),
        ({"RescaleType": "US"}, "unspecified_unit"),
        ({"RescaleType": "US", "RescaleIntercept": "0"}, "not_hu"),
        ({"RescaleType": "PCT"}, "not_hu"),
        ({"ImageType": ["DERIVED", "PRIMARY", "PERFUSION", "RCBF"]}, "not_hu"),
        ({"Modality": None}, "no_modality"),
    ],
)
def test_doubtful_values_are_told(tmp_path, change, code):
    (series,) = scan([Maker(extra=change).series(tmp_path)]).series
    assert code in {flag.code for flag in series.warnings}
    assert series.analysable is (code in {"unspecified_unit", "no_modality"})
    load(series)


# ------------------------------------------------------------------ multi-frame


def test_enhanced_frames_in_random_order_sort_right(tmp_path):
    maker = Maker(spacing_mm=(0.6, 0.8))
    path = maker.enhanced(tmp_path / "enhanced", [3, 0, 4, 1, 2])
    (series,) = scan([path]).series
    assert series.analysable
    assert series.warnings == ()
    assert series.spacing_mm == pytest.approx((2.5, 0.6, 0.8))
    assert [s.frame for s in series.slices] == [1, 3, 4, 0, 2]
    np.testing.assert_array_equal(load(series).volume.hu, maker.volume())
    np.testing.assert_array_equal(load_slice(series, 4), maker.hu(4))


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless, DeflatedExplicitVRLittleEndian])
def test_compressed_enhanced_ct(tmp_path, syntax):
    maker = Maker(rows=40, columns=48)
    path = maker.enhanced(tmp_path / "plain", [2, 1, 0])
    ds = pydicom.dcmread(path)
    if syntax == DeflatedExplicitVRLittleEndian:
        ds.file_meta.TransferSyntaxUID = syntax
    else:
        ds.compress(syntax, generate_instance_uid=False)
    save(ds, tmp_path / "packed")
    np.testing.assert_array_equal(read(tmp_path / "packed"), maker.volume(3))


def test_frames_that_are_claimed_but_not_there_are_told_at_once(tmp_path):
    ds = pydicom.dcmread(Maker(rows=40, columns=48).enhanced(tmp_path / "plain", [2, 1, 0]))
    ds.compress(JPEG2000Lossless, generate_instance_uid=False)
    ds.NumberOfFrames = 20_000
    result = scan([save(ds, tmp_path / "packed")])
    assert result.series == ()
    assert "claims 20000 frames but holds 3" in result.skipped[0].reason


def test_a_long_header_is_read_to_its_end(tmp_path):
    maker = Maker()
    for k in range(3):
        maker.write(tmp_path / str(k), k, ImageComments="x" * 10_000, TextString="y" * 200_000)
    np.testing.assert_array_equal(read(tmp_path), maker.volume(3))


def test_a_classic_multi_frame_file_has_no_positions(tmp_path):
    maker = Maker()
    path = maker.write(
        tmp_path / "a", 0, pixels=np.stack([maker.stored(k) for k in range(3)]), NumberOfFrames=3
    )
    (series,) = scan([path]).series
    assert {flag.code for flag in series.warnings} == {"no_position"}
    np.testing.assert_array_equal(load(series).volume.hu, maker.volume(3))


def test_a_gap_in_a_multi_frame_file_names_the_frames(tmp_path):
    path = Maker().enhanced(tmp_path / "e.dcm", [0, 1, 2, 4, 5, 6])
    (series,) = scan([path]).series
    assert "between e.dcm, frame 3 and e.dcm, frame 4" in series.warnings[0].text


@pytest.mark.parametrize("unit", ["HU", "Houndsfield Unit", ""])
def test_units_as_scanners_spell_them(tmp_path, unit):
    (series,) = scan([Maker(extra={"RescaleType": unit}).series(tmp_path)]).series
    assert series.warnings == ()


@pytest.mark.parametrize("syntax", [RLELossless, JPEGLSLossless, JPEG2000Lossless])
def test_damaged_compressed_pixels_end_in_a_sentence(tmp_path, syntax):
    """Among others, RLE segments that run over their end, where one decoder panics instead of raising."""
    ds = Maker(rows=40, columns=48).dataset(0)
    ds.compress(syntax, generate_instance_uid=False)
    path = save(ds, tmp_path / "a")
    data = path.read_bytes()
    begin = data.rindex(b"\xfe\xff\x00\xe0") + 8  # the frame's fragment
    generator = np.random.default_rng(5)
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(6):
            broken[begin + generator.integers(64, len(data) - begin - 64)] = generator.integers(256)
        path.write_bytes(broken)
        (series,) = scan([path]).series
        try:
            load(series)
        except DicomError as error:
            assert "damaged" in str(error)  # noqa: PT017 - some damages still decode


@pytest.mark.parametrize("where", ["size", "marker", "components", "length"])
def test_a_damaged_jpeg_header_is_refused_before_a_decoder_sees_it(tmp_path, where):
    jpeg_8_bit(tmp_path / "a")
    data = bytearray((tmp_path / "a").read_bytes())
    frame = data.index(b"\xff\xd8\xff")
    start = data.index(b"\xff\xc0", frame)
    tables = data.index(b"\xff\xdb", frame)
    if where == "size":
        data[start + 5 : start + 9] = b"\xff\xff\xff\xff"
    elif where == "marker":
        data[tables + 1] = 0  # GDCM would end the process
    elif where == "components":
        data[start + 9] = 3
    else:
        data[tables + 2 : tables + 4] = b"\xff\xff"
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(DicomError, match="compressed picture"):
        read(tmp_path / "a")


def test_a_jpeg_2000_header_that_asks_for_gigabytes_is_refused(tmp_path):
    ds = Maker(rows=40, columns=48).dataset(0)
    ds.compress(JPEG2000Lossless, generate_instance_uid=False)
    path = save(ds, tmp_path / "a")
    data = bytearray(path.read_bytes())
    siz = data.index(b"\xff\x4f\xff\x51")
    data[siz + 8 : siz + 12] = b"\x7f\xff\xff\xff"
    path.write_bytes(data)
    with pytest.raises(DicomError, match="compressed picture"):
        read(path)


def test_application_segments_do_not_reach_the_decoder(tmp_path):
    ramp = jpeg_8_bit(tmp_path / "a")
    data = (tmp_path / "a").read_bytes()
    at = data.index(b"JFIF") + 5
    (tmp_path / "a").write_bytes(data[:at] + b"\x7f\x7f" + data[at + 2 :])  # GDCM would end the process
    assert np.abs(read(tmp_path / "a")[0].astype(int) - (ramp.astype(int) * 10 - 1024)).max() <= 20
