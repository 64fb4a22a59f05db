"""A reading as the window sends it becomes files: what was shown, in a new folder; else a sentence."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread

from engine.brush import ball
from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.lesion import EDITED, contours, measure_outline
from engine.mask_box import MaskBox
from engine.messages import ends, grid_model, vector, volume_ref
from engine.protocol import ModelInfo, SharedArray
from engine.protocol_report import (
    ReportedMap,
    ReportedMeasurement,
    ReportedNodule,
    ReportedStatement,
    ReportRequest,
    SignatureModel,
)
from engine.report import finding_json
from engine.report_desk import HandoverError, hand_over
from tests.engine.reports.exports import finding, manifest, write_scan

MODEL = ModelInfo(
    id="lidc", version="1.0.1", sha256="ab" * 32, runtime="OpenVINO", precision="FP32", device="CPU",
    threshold=0.5, cam_shape=(1, 7, 7), cam_limit=10.0,
)  # fmt: skip


@pytest.fixture(scope="module")
def ct(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_scan(tmp_path_factory.mktemp("handed"))


@pytest.fixture(scope="module")
def shown(ct: Path) -> dict[str, Any]:
    """Voxels, and a request as the window makes it of two nodules."""
    (series,) = scan([ct]).series
    volume = load(series).volume
    nodules = []
    for number, decision in ((0, "accepted"), (1, None)):
        found = finding(volume, number, manifest())
        activation = found.assessment.map
        assert activation is not None
        nodules.append(
            ReportedNodule(
                finding=finding_json(found),
                largest_slice=found.nodule.largest_slice,
                long_axis_mm=ends(found.nodule.long_axis),
                short_axis_mm=ends(found.nodule.short_axis),
                contours_mm={
                    k: tuple(tuple(vector(p) for p in polygon) for polygon in polygons)
                    for k, polygons in contours(found.nodule).items()
                },
                map=ReportedMap(
                    values=tuple(float(v) for v in activation.values.ravel()),
                    grid=grid_model(activation.grid),
                ),
                judged_by="lidc-1.0.1",
                decision=decision,
            )
        )
    voxels = SharedArray(name="unused", dtype="int16", shape=series.size)
    request = ReportRequest(
        id=1,
        series_uid=series.series_uid,
        paths=series.paths,
        volume=volume_ref(series, voxels),
        model=MODEL,
        nodules=tuple(nodules),
        measurements=(
            ReportedMeasurement(
                kind="length", points_mm=((0, 0, 0), (3, 4, 0)), values={"length_mm": 5.0}, slice=2
            ),
        ),
        key_images=(2,),
        impression="One nodule.",
        reader="Dr A",
        formats=("json", "seg", "sr", "pdf"),
        folder="",
    )
    mask = finding(volume, 0, manifest()).nodule
    return {"voxels": volume.hu, "request": request, "nodule": mask}


def ask(shown: dict[str, Any], folder: Path, check=lambda: None, **changes: Any):
    request = shown["request"].model_copy(update={"folder": str(folder), **changes})
    steps: list[str] = []
    result = hand_over(
        request,
        shown["voxels"],
        manifest=manifest(),
        progress=lambda _done, _all, text: steps.append(text),
        check=check,
    )
    return result, steps


def test_what_was_shown_is_what_is_written(shown, tmp_path: Path):
    result, steps = ask(shown, tmp_path)
    folder = Path(result.folder)
    assert folder.parent == tmp_path
    assert set(result.files) == {"report.json", "seg.dcm", "report_sr.dcm", "report.pdf", "report_pdf.dcm"}
    assert steps[-1] == "pdf"
    report = json.loads((folder / "report.json").read_text())
    for told, written in zip(shown["request"].nodules, report["findings"], strict=True):
        for key in ("id", "long_axis_mm", "short_axis_mm", "volume_mm3", "mean_hu", "probability", "call"):
            assert written[key] == told.finding[key], key
    assert [f["decision"] for f in report["findings"]] == ["accepted", None]
    assert report["reading"]["state"] == "draft"


def test_the_mask_is_the_outline_that_was_shown(shown, tmp_path: Path):
    result, _ = ask(shown, tmp_path, formats=("seg",))
    frames = dcmread(Path(result.folder) / "seg.dcm")
    pixels = frames.pixel_array
    first = [
        i
        for i, item in enumerate(frames.PerFrameFunctionalGroupsSequence)
        if item.SegmentIdentificationSequence[0].ReferencedSegmentNumber == 1
    ]
    assert int(np.count_nonzero(pixels[first])) == int(shown["nodule"].mask.sum())


def test_a_signature_arrives_in_the_sr(shown, tmp_path: Path):
    signature = SignatureModel(
        name="Dr A", organisation="Ward 3", signed=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    )
    result, _ = ask(shown, tmp_path, signature=signature)
    report = dcmread(Path(result.folder) / "report_sr.dcm")
    assert report.VerificationFlag == "VERIFIED"
    assert str(report.VerifyingObserverSequence[0].VerificationDateTime).startswith("20260102030405")


def test_a_second_export_leaves_the_first_alone(shown, tmp_path: Path):
    one, _ = ask(shown, tmp_path, formats=("sr",))
    before = (Path(one.folder) / "report_sr.dcm").read_bytes()
    two, _ = ask(shown, tmp_path, formats=("sr",))
    assert two.folder != one.folder
    assert (Path(one.folder) / "report_sr.dcm").read_bytes() == before
    uids = {dcmread(Path(r.folder) / "report_sr.dcm").SOPInstanceUID for r in (one, two)}
    assert len(uids) == 2


def test_a_score_of_another_model_is_named_as_such(shown, tmp_path: Path):
    first, second = shown["request"].nodules
    other = first.model_copy(update={"judged_by": "other-2.0"})
    result, _ = ask(shown, tmp_path, formats=("json",), nodules=(other, second))
    findings = json.loads((Path(result.folder) / "report.json").read_text())["findings"]
    assert {"code": "other_model", "text": "Judged by the model other-2.0."} in findings[0]["flags"]
    assert all(flag["code"] != "other_model" for flag in findings[1]["flags"])


def test_a_nodule_without_an_outline_is_outlined_at_its_centre(shown, tmp_path: Path):
    first, _ = shown["request"].nodules
    bare = first.model_copy(update={"contours_mm": {}, "map": None})
    result, _ = ask(shown, tmp_path, formats=("json", "seg"), nodules=(bare,))
    (found,) = json.loads((Path(result.folder) / "report.json").read_text())["findings"]
    assert found["long_axis_mm"] == first.finding["long_axis_mm"]
    assert dcmread(Path(result.folder) / "seg.dcm").pixel_array.any()


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(shown, tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(HandoverError, match=r"cannot be written .* Choose another one"):
        ask(shown, tmp_path / "file" / "below")


def test_a_full_disk_leaves_nothing(shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_args: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("engine.reports.pdf.write", full)
    with pytest.raises(HandoverError, match="no room left"):
        ask(shown, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_files_that_have_gone_are_told_in_a_sentence(shown, ct: Path, tmp_path: Path):
    moved = tmp_path / "moved"
    shutil.move(ct, moved)
    try:
        with pytest.raises(HandoverError, match="moved, changed or removed"):
            ask(shown, tmp_path / "out")
    finally:
        shutil.move(moved, ct)
    assert not (tmp_path / "out").exists()


def test_given_up_in_the_middle_nothing_is_left(shown, tmp_path: Path):
    class GivenUpError(Exception):
        pass

    done = [0]

    def check() -> None:
        done[0] += 1
        if any(tmp_path.rglob("seg.dcm")):
            raise GivenUpError

    with pytest.raises(GivenUpError):
        ask(shown, tmp_path, check)
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_there_is_not_is_refused(shown, tmp_path: Path):
    with pytest.raises(HandoverError, match="cannot write docx"):
        ask(shown, tmp_path, formats=("docx",))
    with pytest.raises(HandoverError, match="No format"):
        ask(shown, tmp_path, formats=())


def test_what_readers_stated_is_in_the_report(shown, tmp_path: Path):
    centre = tuple(shown["request"].nodules[0].finding["centre_mm"])
    stated = (
        ReportedStatement(name="comment", value="Spiculated, I think.", reader="Dr A", centre_mm=centre),
        ReportedStatement(name="sex", value="female", reader="Dr A"),
    )
    result, _ = ask(shown, tmp_path, formats=("json", "pdf"), statements=stated)
    first, second = json.loads((Path(result.folder) / "report.json").read_text())["findings"]
    assert first["comment"] == {"text": "Spiculated, I think.", "reader": "Dr A"}
    assert second["comment"] is None
    assert first["risk"]
    assert all(rule["inputs"] for rule in first["risk"])


# ---------------------------------------------------------------- an outline that the reader edited


@pytest.fixture
def edited(shown: dict[str, Any]) -> dict[str, Any]:
    """The same request, the first nodule's outline grown by a reader."""
    volume = shown["request"].volume.volume(shown["voxels"])
    nodule = shown["nodule"]
    k, r, c = (int(v) for v in np.rint(volume.grid.to_voxel(nodule.mask_grid.origin_mm)))
    dab = ball(volume.grid, nodule.centre_mm, nodule.centre_mm, 7.0)
    box = MaskBox(nodule.mask, (k, r, c)).joined(dab).trimmed()
    grown = measure_outline(volume, box)
    first = shown["request"].nodules[0]
    finding = {**first.finding, "volume_mm3": grown.volume_mm3, "mean_hu": grown.mean_hu}
    finding["flags"] = [{"code": EDITED.code, "text": EDITED.text}]
    told = first.model_copy(
        update={
            "finding": finding,
            "long_axis_mm": ends(grown.long_axis),
            "short_axis_mm": ends(grown.short_axis),
            "largest_slice": grown.largest_slice,
            "contours_mm": {
                k: tuple(tuple(vector(p) for p in polygon) for polygon in polygons)
                for k, polygons in contours(grown).items()
            },
            "outline_edited": True,
            "outline_by": "Dr Brush",
            "outline_made": datetime(2026, 3, 4, 5, 6, tzinfo=UTC),
        }
    )
    request = shown["request"].model_copy(update={"nodules": (told, *shown["request"].nodules[1:])})
    return {**shown, "request": request, "box": box}


def test_every_format_has_the_edited_mask_and_says_so(edited, tmp_path: Path):
    result, _ = ask(edited, tmp_path)
    folder = Path(result.folder)
    first, second = json.loads((folder / "report.json").read_text())["findings"]
    assert first["outline"] == {"edited": True, "reader": "Dr Brush", "made": "2026-03-04T05:06:00+00:00"}
    assert second["outline"] == {"edited": False, "reader": "", "made": None}
    assert first["flags"][0] == {"code": "outline_edited", "text": EDITED.text}
    seg = dcmread(folder / "seg.dcm")
    assert [s.SegmentLabel for s in seg.SegmentSequence] == [
        "Nodule 1, outline edited by the reader",
        "Nodule 2",
    ]
    assert [s.SegmentAlgorithmType for s in seg.SegmentSequence] == ["SEMIAUTOMATIC", "AUTOMATIC"]
    numbers = [
        f.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        for f in seg.PerFrameFunctionalGroupsSequence
    ]
    frames = np.asarray(seg.pixel_array)
    of_first = sum(int(frame.sum()) for frame, n in zip(frames, numbers, strict=True) if n == 1)
    assert of_first == edited["box"].n_voxels
    texts = " ".join(str(i.TextValue) for i in _items(dcmread(folder / "report_sr.dcm")) if "TextValue" in i)
    for said in (EDITED.text, "Outline by Dr Brush, 2026-03-04 05:06 UTC."):
        assert said in texts
        assert said in _words(folder / "report.pdf")


def test_a_deidentified_copy_says_that_but_not_by_whom(edited, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    result, _ = ask(edited, tmp_path / "out", deidentify=True)
    folder = Path(result.folder)
    first = json.loads((folder / "report.json").read_text())["findings"][0]
    assert first["outline"] == {"edited": True, "reader": "", "made": None}
    assert EDITED.text in _words(folder / "report.pdf")
    for file in folder.iterdir():
        assert b"Dr Brush" not in file.read_bytes()


def _words(file: Path) -> str:
    """Text of a PDF in one line; where its reader is missing, that part is not looked at."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    done = subprocess.run([tool, str(file), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def _items(dataset):
    for item in dataset.get("ContentSequence", []):
        yield item
        yield from _items(item)
