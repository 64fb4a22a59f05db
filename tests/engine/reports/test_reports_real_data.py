"""All formats of a real chest with four reader-marked nodules, by the code path of `noduscope classify`."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread

from engine.assess import open_assessor
from engine.classify import classify
from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.models.registry import DEFAULT, Registry
from engine.reports import dicom_pm, dicom_sc, dicom_seg, dicom_sr, pdf
from tests.engine.reports.exports import export_of
from tests.engine.reports.standard import errors

pytestmark = pytest.mark.shared_data


def test_every_format_of_a_real_chest(shared_ct: Path, tmp_path: Path) -> None:
    folder = shared_ct / "lidc_0063_chest"
    marked = json.loads((folder / "annotations.json").read_text())["nodules"]
    (series,) = scan([folder]).series
    volume = load(series).volume
    assessor, _ = open_assessor(Registry(), DEFAULT)
    findings = tuple(classify(volume, tuple(n["centre_lps_mm"]), assessor) for n in marked)
    export = export_of(series, volume, findings)
    paths = [p for m in (dicom_seg, dicom_sr, dicom_pm, dicom_sc, pdf) for p in m.write(export, tmp_path)]
    assert len(paths) == 1 + 1 + 4 + 4 + 2
    for path in paths:
        if path.suffix != ".dcm":
            continue
        ds = dcmread(path)
        assert ds.StudyInstanceUID == series.study_uid
        assert errors(ds) == []
        if shutil.which("dciodvfy"):
            done = subprocess.run(["dciodvfy", "-new", path], capture_output=True, text=True, check=False)
            assert "Error" not in done.stdout + done.stderr, path.name

    # The readers' centres lie in the segments, by the object's own geometry.
    seg = dcmread(tmp_path / dicom_seg.FILE)
    pixels = seg.pixel_array
    spacing = seg.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].PixelSpacing
    for number, nodule in enumerate(marked, 1):
        centre = np.array(nodule["centre_lps_mm"])
        distances = []
        for frame, group in zip(pixels, seg.PerFrameFunctionalGroupsSequence, strict=True):
            if group.SegmentIdentificationSequence[0].ReferencedSegmentNumber == number:
                origin = np.array(group.PlanePositionSequence[0].ImagePositionPatient, float)
                rows, columns = np.nonzero(frame)
                x, y = origin[0] + columns * spacing[1], origin[1] + rows * spacing[0]
                distances.append(
                    np.sqrt((x - centre[0]) ** 2 + (y - centre[1]) ** 2 + (origin[2] - centre[2]) ** 2).min()
                )
        # One is a thin ring, whose middle is air.
        assert min(distances) < max(2.5, nodule["mean_diameter_mm"] / 2)
