"""SR, SEG, Parametric Map and Secondary Capture: read back by pydicom, dcmtk and dicom3tools."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset, dcmread

from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.findings import Call, Decision, Nodule, Segment
from engine.reports import Export, ReportError, dicom_pm, dicom_sc, dicom_seg, dicom_sr
from tests.engine.dicom.dicom_maker import Maker, save
from tests.engine.reports.exports import (
    PROBABILITIES,
    export_of,
    finding,
    make_export,
    manifest,
    with_report,
    write_scan,
)
from tests.engine.reports.standard import errors

WRITERS = (dicom_seg, dicom_sr, dicom_pm, dicom_sc)


@pytest.fixture(scope="module")
def written(export: Export, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    for module in WRITERS:
        module.write(export, folder)
    return folder


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed (Debian: dicom3tools for dciodvfy, dcmtk for dsrdump)")
    return path


def contents(item: Dataset) -> list[Dataset]:
    return list(item.get("ContentSequence", []))


def name(item: Dataset) -> str:
    return str(item.ConceptNameCodeSequence[0].CodeMeaning)


def groups(report: Dataset) -> list[Dataset]:
    (measurements,) = [item for item in contents(report) if name(item) == "Imaging Measurements"]
    return contents(measurements)


def numbers(group: Dataset) -> dict[str, tuple[float, str]]:
    found = {}
    for item in contents(group):
        if item.ValueType == "NUM":
            value = item.MeasuredValueSequence[0]
            found[name(item)] = (
                float(value.NumericValue),
                str(value.MeasurementUnitsCodeSequence[0].CodeValue),
            )
    return found


def mask_points(nodule: Nodule) -> np.ndarray:
    return nodule.mask_grid.to_patient(np.argwhere(nodule.mask))


def frame_points(ds: Dataset, segment: int) -> np.ndarray:
    """Patient positions of a segment's pixels, by the object's own geometry (PS3.3 C.7.6.2.1.1)."""
    shared = ds.SharedFunctionalGroupsSequence[0]
    orientation = np.array(shared.PlaneOrientationSequence[0].ImageOrientationPatient, float)
    row_mm, column_mm = (float(v) for v in shared.PixelMeasuresSequence[0].PixelSpacing)
    points = []
    pixels = ds.pixel_array.reshape(-1, ds.Rows, ds.Columns)
    for frame, group in zip(pixels, ds.PerFrameFunctionalGroupsSequence, strict=True):
        which = group if "SegmentIdentificationSequence" in group else shared
        if which.SegmentIdentificationSequence[0].ReferencedSegmentNumber != segment:
            continue
        origin = np.array(group.PlanePositionSequence[0].ImagePositionPatient, float)
        for row, column in np.argwhere(frame):
            points.append(origin + orientation[:3] * column_mm * column + orientation[3:] * row_mm * row)
    return np.array(points)


def same_points(a: np.ndarray, b: np.ndarray) -> bool:
    def order(points: np.ndarray) -> np.ndarray:
        return points[np.lexsort(np.round(points, 1).T)]

    return a.shape == b.shape and bool(np.abs(order(a) - order(b)).max() < 0.01)


def test_row_18_every_object_belongs_to_the_source_study(export: Export, written: Path) -> None:
    source = export.headers()[0]
    files = sorted(written.glob("*.dcm"))
    assert len(files) == 1 + 1 + 2 + 2
    uids = set()
    for file in files:
        ds = dcmread(file)
        assert ds.StudyInstanceUID == source.StudyInstanceUID
        assert ds.SeriesInstanceUID != source.SeriesInstanceUID
        assert (ds.PatientName, ds.PatientID) == (source.PatientName, source.PatientID)
        uids.add(ds.SOPInstanceUID)
        if "FrameOfReferenceUID" in ds:
            assert ds.FrameOfReferenceUID == source.FrameOfReferenceUID
    assert len(uids) == len(files)
    assert all("FrameOfReferenceUID" in dcmread(f) for f in files if f.name != dicom_sr.FILE)


def test_segments_lie_where_the_masks_lie(export: Export, written: Path) -> None:
    ds = dcmread(written / dicom_seg.FILE)
    for number, found in enumerate(export.report.findings, 1):
        points = frame_points(ds, number)
        assert same_points(points, mask_points(found.nodule))
        assert len(points) * 2.0 * 0.9 * 0.7 == pytest.approx(found.nodule.volume_mm3, rel=1e-4)
    assert [s.SegmentLabel for s in ds.SegmentSequence] == ["Nodule 1", "Nodule 2"]
    references = ds.ReferencedSeriesSequence[0]
    assert references.SeriesInstanceUID == export.series.series_uid
    known = {s.file.sop_uid for s in export.series.slices}
    assert {i.ReferencedSOPInstanceUID for i in references.ReferencedInstanceSequence} <= known


def test_overlapping_masks_stay_whole(export: Export, tmp_path: Path) -> None:
    first = export.report.findings[0]
    twice = with_report(export, findings=(first, dataclasses.replace(first, id="f" * 12)))
    dicom_seg.write(twice, tmp_path)
    ds = dcmread(tmp_path / dicom_seg.FILE)
    for number in (1, 2):
        assert same_points(frame_points(ds, number), mask_points(first.nodule))


def test_the_report_reads_back_to_four_digits(export: Export, written: Path) -> None:
    report = dcmread(written / dicom_sr.FILE)
    found = groups(report)
    assert len(found) == 4
    for number, expected in enumerate(export.report.findings):
        planar, whole = numbers(found[2 * number]), numbers(found[2 * number + 1])
        nodule = expected.nodule
        assert planar["Long axis"] == (pytest.approx(nodule.long_axis_mm, abs=5e-5), "mm")
        assert planar["Short axis"] == (pytest.approx(nodule.short_axis_mm, abs=5e-5), "mm")
        assert whole["Volume"] == (pytest.approx(nodule.volume_mm3, abs=5e-5), "mm3")
        assert whole["Attenuation Coefficient"] == (pytest.approx(nodule.mean_hu, abs=5e-5), "[hnsf'U]")
        assert whole["Probability of cancer"] == (pytest.approx(PROBABILITIES[number], rel=5e-5), "1")


def test_the_outline_in_the_report_is_that_of_the_largest_slice(export: Export, written: Path) -> None:
    found = groups(dcmread(written / dicom_sr.FILE))
    for group, expected in zip(found[::2], export.report.findings, strict=True):
        (region,) = [item for item in contents(group) if item.ValueType == "SCOORD3D"]
        assert region.GraphicType == "POLYGON"
        assert region.ReferencedFrameOfReferenceUID == export.headers()[0].FrameOfReferenceUID
        points = np.array(region.GraphicData, float).reshape(-1, 3)
        np.testing.assert_allclose(points[0], points[-1])
        nodule = expected.nodule
        voxels = export.volume.grid.to_voxel(points)
        np.testing.assert_allclose(voxels[:, 0], nodule.largest_slice, atol=1e-3)
        # The polygon runs along the pixels' edges, so that it holds exactly the mask's area.
        row, column = voxels[:, 1], voxels[:, 2]
        area = abs(np.dot(row[:-1], column[1:]) - np.dot(row[1:], column[:-1])) / 2
        at = nodule.largest_slice - round(export.volume.grid.to_voxel(nodule.mask_grid.origin_mm)[0])
        assert area == pytest.approx(nodule.mask[at].sum(), abs=0.01)


def test_who_and_what_said_it(export: Export, written: Path) -> None:
    report = dcmread(written / dicom_sr.FILE)
    texts = {name(item): item for item in contents(report)}
    assert str(texts["Person Observer Name"].PersonName) == "Doe^Jane"
    assert texts["Device Observer Name"].TextValue == "Noduscope"
    segments = dcmread(written / dicom_seg.FILE).SegmentSequence
    for number, whole in enumerate(groups(report)[1::2]):
        items = contents(whole)
        assert {i.TextValue for i in items if name(i) == "Algorithm Name"} == {"lidc"}
        assert {i.TextValue for i in items if name(i) == "Algorithm Version"} == {"1.0.1"}
        (call,) = [i for i in items if name(i) == "Assessment Category"]
        assert call.ConceptCodeSequence[0].CodeMeaning == ("Malignant", "Benign")[number]
        assert "A remark of the model." in {i.TextValue for i in items if name(i) == "Comment"}
        (tracked,) = [i for i in items if name(i) == "Tracking Unique Identifier"]
        assert segments[number].TrackingUID == tracked.UID
        (segment,) = [i for i in items if name(i) == "Referenced Segment"]
        assert segment.ReferencedSOPSequence[0].ReferencedSegmentNumber == number + 1


def test_without_a_segmentation_the_report_carries_the_outlines(export: Export, tmp_path: Path) -> None:
    dicom_sr.write(export, tmp_path)
    whole = groups(dcmread(tmp_path / dicom_sr.FILE))[1]
    surface = [i for i in contents(whole) if i.ValueType == "SCOORD3D"]
    assert len(surface) == int(export.report.findings[0].nodule.mask.any((1, 2)).sum())


def test_a_lesion_of_one_slice_has_one_group(export: Export, tmp_path: Path) -> None:
    found = export.report.findings[0]
    nodule = found.nodule
    at = nodule.largest_slice - round(export.volume.grid.to_voxel(nodule.mask_grid.origin_mm)[0])
    thin = dataclasses.replace(
        nodule,
        mask=nodule.mask[at : at + 1],
        mask_grid=nodule.mask_grid.crop((at, 0, 0), (1, *nodule.mask.shape[1:])),
    )
    one = with_report(export, findings=(dataclasses.replace(found, nodule=thin),))
    dicom_sr.write(one, tmp_path)
    (group,) = groups(dcmread(tmp_path / dicom_sr.FILE))
    assert set(numbers(group)) == {
        "Long axis", "Short axis", "Volume", "Attenuation Coefficient", "Probability of cancer",
    }  # fmt: skip


def test_no_verdict_is_coded_as_such(export: Export, tmp_path: Path) -> None:
    found = export.report.findings[0]
    silent = dataclasses.replace(
        found,
        assessment=dataclasses.replace(found.assessment, call=Call.OUT_OF_RANGE, probability=None, map=None),
    )
    one = with_report(export, findings=(silent,))
    dicom_sr.write(one, tmp_path)
    whole = groups(dcmread(tmp_path / dicom_sr.FILE))[1]
    assert "Probability of cancer" not in numbers(whole)
    (call,) = [i for i in contents(whole) if name(i) == "Assessment Category"]
    assert call.ConceptCodeSequence[0].CodeMeaning == "Value out of range"
    assert dicom_pm.write(one, tmp_path) == []
    assert len(dicom_sc.write(one, tmp_path)) == 1


def test_rejected_findings_are_left_out_and_numbers_stay_together(export: Export, tmp_path: Path) -> None:
    first, second = export.report.findings
    rejected = with_report(export, findings=(second, dataclasses.replace(first, decision=Decision.REJECTED)))
    for module in WRITERS:
        module.write(rejected, tmp_path)
    assert len(dcmread(tmp_path / dicom_seg.FILE).SegmentSequence) == 1
    assert len(groups(dcmread(tmp_path / dicom_sr.FILE))) == 2
    assert [p.name for p in sorted(tmp_path.glob("key*"))] == ["key_image_01.dcm"]


def test_nothing_found(export: Export, tmp_path: Path) -> None:
    empty = with_report(export, findings=())
    assert dicom_seg.write(empty, tmp_path) == []
    assert dicom_sc.write(empty, tmp_path) == []
    assert dicom_pm.write(empty, tmp_path) == []
    assert dicom_sr.write(empty, tmp_path) == []


def test_maps_are_raw_and_in_place(export: Export, written: Path) -> None:
    for number, found in enumerate(export.report.findings, 1):
        ds = dcmread(written / f"map_{number:02}.dcm")
        activation = found.assessment.map
        assert activation is not None
        values = np.frombuffer(ds.FloatPixelData, np.float32).reshape(activation.values.shape)
        np.testing.assert_array_equal(values, activation.values)
        shared, frame = ds.SharedFunctionalGroupsSequence[0], ds.PerFrameFunctionalGroupsSequence[0]
        origin = np.array(frame.PlanePositionSequence[0].ImagePositionPatient, float)
        orientation = np.array(shared.PlaneOrientationSequence[0].ImageOrientationPatient, float)
        row_mm, column_mm = (float(v) for v in shared.PixelMeasuresSequence[0].PixelSpacing)
        _, row, column = np.unravel_index(int(values.argmax()), values.shape)
        peak = origin + orientation[:3] * column_mm * column + orientation[3:] * row_mm * row
        np.testing.assert_allclose(peak, activation.peak_mm, atol=1e-3)
        mapping = shared if "RealWorldValueMappingSequence" in shared else frame
        (item,) = mapping.RealWorldValueMappingSequence
        assert (item.RealWorldValueSlope, item.RealWorldValueIntercept) == (1.0, 0.0)
        assert item.MeasurementUnitsCodeSequence[0].CodeValue == "1"


def test_key_images_say_what_they_are(export: Export, written: Path) -> None:
    ds = dcmread(written / "key_image_01.dcm")
    assert ds.pixel_array.shape == (ds.Rows, ds.Columns, 3)
    assert (ds.BurnedInAnnotation, ds.PhotometricInterpretation) == ("NO", "RGB")
    k = export.report.findings[0].nodule.largest_slice
    assert ds.SourceImageSequence[0].ReferencedSOPInstanceUID == export.series.slices[k].file.sop_uid
    assert "PixelSpacing" not in ds  # three scales in one picture: there is no one spacing to measure with


def without_dates(path: Path) -> str:
    ds = dcmread(path)
    return str([e for e in ds.iterall() if e.VR not in {"DA", "TM", "DT", "SQ"}])


def test_the_same_report_makes_the_same_objects(
    oblique_scan: Path, export: Export, written: Path, tmp_path: Path
) -> None:
    later = make_export(oblique_scan, observer="Doe^Jane")
    later = with_report(later, created=later.report.created + timedelta(days=3, hours=2))
    for module in WRITERS:
        for path in module.write(later, tmp_path):
            assert without_dates(path) == without_dates(written / path.name), path.name
    assert dcmread(tmp_path / dicom_sr.FILE).ContentDate != dcmread(written / dicom_sr.FILE).ContentDate


def test_another_model_or_another_observer_makes_other_objects(
    export: Export, tmp_path: Path, written: Path
) -> None:
    model = export.report.model
    assert model is not None
    other = with_report(export, model=dataclasses.replace(model, sha256="cd" * 32))
    person = dataclasses.replace(export, options=dataclasses.replace(export.options, observer=""))
    first = dcmread(written / dicom_sr.FILE).SOPInstanceUID
    assert dicom_sr.structured_report(other).SOPInstanceUID != first
    assert dicom_sr.structured_report(person).SOPInstanceUID != first


@pytest.mark.parametrize("keyword", ["FrameOfReferenceUID", "StudyInstanceUID", "SOPInstanceUID"])
def test_a_source_that_cannot_be_referred_to_is_refused(export: Export, tmp_path: Path, keyword: str) -> None:
    def without(header: Dataset) -> Dataset:
        delattr(header, keyword)
        header.file_meta.MediaStorageSOPInstanceUID = ""
        return header

    broken = dataclasses.replace(export, header_filter=without)
    with pytest.raises(ReportError, match=r"Slice \d+ names no .*choose the formats json, csv and pdf"):
        dicom_seg.write(broken, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_impossible_values_of_the_source_do_not_stop_a_report(oblique_scan: Path, tmp_path: Path) -> None:
    for file in oblique_scan.glob("*.dcm"):
        ds = dcmread(file)
        ds.SpecificCharacterSet, ds.PatientName = "GB18030", "王^小明"
        ds.PatientSex, ds.PatientBirthDate, ds.StudyTime = "MALE", "March 1950", "noon"
        del ds.StudyID
        save(ds, tmp_path / "in" / file.name)
    export = make_export(tmp_path / "in")
    out = tmp_path / "out"
    out.mkdir()
    for module in WRITERS:
        for path in module.write(export, out):
            ds = dcmread(path)
            assert str(ds.PatientName) == "王^小明"
            assert (ds.PatientSex, ds.PatientBirthDate, ds.StudyID) == ("", "", "")


def test_a_multi_frame_source(tmp_path: Path) -> None:
    maker = Maker(rows=24, columns=32, spacing_mm=(0.9, 0.7), step_mm=2.0)
    maker.enhanced(tmp_path / "in" / "enhanced.dcm", [3, 0, 4, 1, 2])
    (series,) = scan([tmp_path / "in"]).series
    volume = load(series).volume
    mask = np.zeros((2, 4, 5), bool)
    mask[0, 1:3, 1:4] = mask[1, 1:4, 1:4] = True
    grid = volume.grid.crop((2, 8, 10), mask.shape)
    axis = Segment(tuple(grid.to_patient((1, 1, 1))), tuple(grid.to_patient((1, 1, 3))))
    nodule = Nodule(tuple(grid.to_patient((1, 2, 2))), mask, grid, 3, axis, axis, 10.0, -100.0)
    model = manifest()
    template = finding(load(scan([write_scan(tmp_path / "phantom")]).series[0]).volume, 0, model)
    found = dataclasses.replace(template, nodule=nodule)
    export = export_of(series, volume, (found,))
    out = tmp_path / "out"
    out.mkdir()
    for module in WRITERS:
        module.write(export, out)
    ds = dcmread(out / dicom_seg.FILE)
    assert same_points(frame_points(ds, 1), mask_points(nodule))
    assert dcmread(out / "key_image_01.dcm").SourceImageSequence[0].ReferencedFrameNumber == (
        series.slices[3].frame + 1
    )


def assert_valid(file: Path) -> None:
    done = subprocess.run([tool("dciodvfy"), "-new", str(file)], capture_output=True, text=True, check=False)
    errors = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error")]
    assert errors == [], file.name


def test_dciodvfy_finds_no_error(written: Path) -> None:
    for file in sorted(written.glob("*.dcm")):
        assert_valid(file)


def test_dicom_validator_finds_no_error(written: Path) -> None:
    for file in sorted(written.glob("*.dcm")):
        assert errors(dcmread(file)) == [], file.name


def test_dicom_validator_would_find_one(written: Path) -> None:
    ds = dcmread(written / dicom_seg.FILE)
    del ds.StudyDate
    ds.EchoTime = "3"
    found = " ".join(errors(ds))
    assert "(0008,0020) TagMissing" in found
    assert "(0018,0081) TagUnexpected" in found


def test_dcmtk_reads_the_report(export: Export, written: Path) -> None:
    dump = tool("dsrdump")
    done = subprocess.run(
        [dump, "+Pl", str(written / dicom_sr.FILE)], capture_output=True, text=True, check=True
    )
    first = export.report.findings[0].nodule
    assert f'"Long axis")="{round(first.long_axis_mm, 4):g}' in done.stdout
    assert '"Probability of cancer")="0.9123' in done.stdout
    assert '(21594007,SCT,"Malignant")' in done.stdout
    assert "E:" not in done.stderr
