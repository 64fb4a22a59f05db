"""The zoo of awkward real files and a real chest: every row behaves as its README says."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest

from engine.dicom import DicomError
from engine.dicom.load import load, load_slice
from engine.dicom.scan import scan

pytestmark = [pytest.mark.shared_data, pytest.mark.filterwarnings("ignore::UserWarning")]


@pytest.fixture(scope="module")
def zoo(shared_ct: Path) -> Path:
    return shared_ct / "zoo"


def codes(series) -> set[str]:
    return {flag.code for flag in series.warnings}


def one(path: Path):
    result = scan([path])
    assert len(result.series) == 1
    return result.series[0]


def test_the_real_chest_equals_an_independent_computation(shared_ct):
    folder = shared_ct / "lidc_0063_chest" / "dicom"
    files = [pydicom.dcmread(path) for path in folder.iterdir()]
    files.sort(key=lambda ds: float(ds.ImagePositionPatient[2]))
    expected = np.stack(
        [ds.pixel_array.astype(int) * int(ds.RescaleSlope) + int(ds.RescaleIntercept) for ds in files]
    )
    series = one(folder)
    assert series.warnings == ()
    assert series.analysable
    assert series.size == (133, 512, 512)
    assert series.spacing_mm == pytest.approx((2.5, 0.78125, 0.78125), abs=1e-6)
    assert series.grid.to_patient((0, 0, 0))[2] == pytest.approx(-368)
    assert series.grid.to_patient((132, 0, 0))[2] == pytest.approx(-38)
    hu = load(series, first_slice=66).volume.hu
    np.testing.assert_array_equal(hu, expected)


def test_the_real_chest_opens_alike_from_a_zip_and_from_renamed_shuffled_files(shared_ct, tmp_path):
    folder = shared_ct / "lidc_0063_chest" / "dicom"
    expected = load(one(folder)).volume.hu
    names = sorted(folder.iterdir())
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for index, path in enumerate(names):
            out.write(path, f"深/{(index * 50) % 133}")
    np.testing.assert_array_equal(load(one(tmp_path / "a.zip")).volume.hu, expected)


@pytest.mark.parametrize(
    ("name", "tolerance"),
    [
        ("explicit_big_endian", 0),
        ("deflated", 0),
        ("rle", 0),
        ("jpeg_lossless_sv1", 0),
        ("jpegls_lossless", 0),
        ("jpeg2000_lossless", 0),
        ("jpeg2000_lossy", 5),
        ("jpeg_extended_12bit", 36),
        ("jpeg_baseline_8bit", 65),
        ("jpeg_process6_8_retired", 36),
        ("jpeg_process10_12_retired", 36),
    ],
)
def test_one_slice_in_many_syntaxes(zoo, name, tolerance):
    folder = zoo / "one_slice_many_syntaxes"
    original = load_slice(one(folder / "implicit_le_original.dcm"), 0).astype(int)
    series = one(folder / f"{name}.dcm")
    assert ("lossy" in codes(series)) is (tolerance > 0)
    assert np.abs(load_slice(series, 0) - original).max() <= tolerance


def test_decoding_12_bit_jpeg_prints_nothing(zoo, capfd):
    load_slice(one(zoo / "one_slice_many_syntaxes" / "jpeg_extended_12bit.dcm"), 0)
    assert capfd.readouterr() == ("", "")


def test_12_bit_jpeg_from_a_path_of_any_alphabet_and_from_a_zip(zoo, tmp_path):
    source = zoo / "one_slice_many_syntaxes" / "jpeg_extended_12bit.dcm"
    expected = load_slice(one(source), 0)
    named = tmp_path / "患者 é"
    named.mkdir()
    shutil.copy(source, named / "影像")
    np.testing.assert_array_equal(load_slice(one(named), 0), expected)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        out.write(source, "影像")
    np.testing.assert_array_equal(load_slice(one(tmp_path / "a.zip"), 0), expected)


def test_gantry_tilt(zoo):
    series = one(zoo / "gantry_tilt_head_ge")
    assert codes(series) == {"gantry_tilt", "uneven_spacing", "thick_slices"}
    assert "18.5 degrees" in series.warnings[0].text
    assert not series.analysable
    assert len(series.slice_origins_mm) == 4


def test_scout_and_dose_page(zoo):
    result = scan([zoo / "localizer_and_capture"])
    (scout,) = result.series
    assert codes(scout) == {"localizer"}
    assert not scout.analysable
    assert [Path(s.path).name for s in result.skipped] == ["secondary_capture_no_rescale_no_ext"]


def test_multi_frame(zoo):
    perfusion = one(zoo / "multiframe" / "enhanced_ct_jpeg_fragmented_no_bot.dcm")
    assert {"not_hu", "lossy"} <= codes(perfusion)
    assert load(perfusion).failed == ()
    legacy = one(zoo / "multiframe" / "legacy_converted_enhanced_ct_3frames.dcm")
    assert legacy.size == (3, 38, 24)
    assert legacy.spacing_mm == pytest.approx((2.5, 0.7, 0.7))
    assert [s.frame for s in legacy.slices] == [0, 1, 2]
    frames = pydicom.dcmread(zoo / "multiframe" / "legacy_converted_enhanced_ct_3frames.dcm").pixel_array
    np.testing.assert_array_equal(load(legacy).volume.hu, frames)


def test_seg_pet_and_planes_stay_out(zoo):
    result = scan([zoo / "ct_with_seg"])
    assert [s.size[0] for s in result.series] == [3]
    assert "segmentation" in result.skipped[0].reason
    result = scan([zoo / "mixed_ct_and_pet"])
    assert [(s.size, s.analysable) for s in result.series] == [((5, 202, 198), True)]
    assert len(result.skipped) == 5
    assert all("PET" in s.reason for s in result.skipped)
    result = scan([zoo / "mixed_planes"])
    assert sorted(s.description for s in result.series) == ["CHEST 5X5", "COR 3MM", "SAG 3MM"]
    assert not any("not_hu" in codes(s) for s in result.series)


def test_dicomdir(zoo):
    by_index = scan([zoo / "dicomdir_fileset" / "DICOMDIR"])
    by_walk = scan([zoo / "dicomdir_fileset"])
    assert by_index.series == by_walk.series
    assert sum(len(s.slices) for s in by_index.series) + len(by_index.skipped) == 31
    assert not any("not there" in s.reason for s in by_index.skipped)
    scouts = [s for s in by_index.series if "localizer" in codes(s)]
    assert scouts[0].spacing_mm[1:] == pytest.approx((0.545455, 0.596847))


def test_objects_that_are_no_images(zoo):
    result = scan([zoo / "non_image"])
    assert result.series == ()
    said = {Path(s.path).stem: s.reason for s in result.skipped}
    assert "structured report" in said["sr_comprehensive"]
    assert "plan" in said["rtplan"]
    assert "dose" in said["rtdose_multiframe"]
    assert "value map" in said["real_world_value_map"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("mr_truncated_pixeldata", "cut off: 8130 of 8192 bytes"),
        ("ct_header_only_702_bytes", "without pixel data"),
        ("no_file_meta", "not a DICOM file"),
    ],
)
def test_corrupt_files_are_refused_clearly(zoo, name, reason):
    result = scan([zoo / "corrupt_or_odd" / f"{name}.dcm"])
    assert result.series == ()
    assert reason in result.skipped[0].reason


@pytest.mark.parametrize(
    ("name", "low", "high", "code"),
    [
        ("ct_rle_split_fragments", -3024, 1254, "single_slice"),
        ("ct_head_j2k_pixelrep_mismatch_tilt22", -2000, 1896, "gantry_tilt"),
        ("ct_pancreas_vr_un_j2k", -1024, 1186, "single_slice"),
        ("ct_8bit_bad_pixelspacing_3values", 0, 255, "capture"),
        ("chest_slice_no_modality_no_patient", -2048, 1502, "no_modality"),
    ],
)
def test_odd_files_open(zoo, name, low, high, code):
    series = one(zoo / "corrupt_or_odd" / f"{name}.dcm")
    assert code in codes(series)
    hu = load(series).volume.hu
    assert (hu.min(), hu.max()) == (low, high)


def test_three_pixel_spacings_give_no_millimetres(zoo):
    series = one(zoo / "corrupt_or_odd" / "ct_8bit_bad_pixelspacing_3values.dcm")
    assert (series.grid, series.spacing_mm) == (None, None)


def test_an_upside_down_picture_lies_right_in_the_patient(zoo):
    grid = one(zoo / "corrupt_or_odd" / "ct_pancreas_vr_un_j2k.dcm").grid
    # Rows run towards -y: the next row lies one pixel in front.
    assert grid.to_patient((0, 1, 0)) - grid.to_patient((0, 0, 0)) == pytest.approx((0, -0.859375, 0))


def test_the_other_cases(shared_ct):
    result = scan([shared_ct / "ibsi_lung_rtstruct"])
    (series,) = result.series
    assert (series.size, series.analysable) == ((60, 201, 204), True)
    assert "structure set" in result.skipped[0].reason
    assert load(series).volume.hu.min() == -1000  # unsigned, intercept -1000
    abdomen = one(shared_ct / "abdomen_j2k_series")
    assert (abdomen.size[0], abdomen.spacing_mm[0], abdomen.analysable) == (4, pytest.approx(2.0), True)
    assert abdomen.acquisition.kernel == "Br38f 3"
    block = one(shared_ct / "lidc_0003_block" / "dicom")
    assert (block.size[0], block.spacing_mm[0]) == (11, pytest.approx(2.5))


def test_edits_of_the_real_chest(shared_ct, tmp_path):
    source = sorted((shared_ct / "lidc_0063_chest" / "dicom").iterdir())[:8]
    for path in source:
        shutil.copy(path, tmp_path / path.name)
    cut = tmp_path / source[3].name
    cut.write_bytes(cut.read_bytes()[:-1000])
    result = scan([tmp_path])
    assert "cut off" in result.skipped[0].reason
    text = result.series[0].warnings[0].text
    assert "1 slice is missing" in text
    assert source[2].name in text
    assert source[4].name in text
    assert "5.00 mm apart" in text

    whole = tmp_path / "multi" / "a.dcm"
    whole.parent.mkdir()
    ds = pydicom.dcmread(source[0])
    del ds.RescaleSlope
    ds.save_as(whole)
    series = one(whole)
    assert "no_rescale" in codes(series)


def test_the_whole_folder_is_scanned_without_a_word_of_exceptions(shared_ct):
    result = scan([shared_ct])
    assert len(result.series) == 26
    assert all(flag.text.endswith(".") for series in result.series for flag in series.warnings)
    assert all(s.reason.endswith(".") for s in result.skipped)
    for series in result.series:
        try:
            load(series)
        except DicomError as error:
            pytest.fail(f"{series.series_uid}: {error}")
