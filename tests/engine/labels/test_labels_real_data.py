"""A real chest of LIDC-IDRI with four readers' outlines, through its XML into the store."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from engine.dicom.scan import scan
from engine.labels.importing import import_labels
from engine.labels.kinds import Label
from engine.labels.lidc import read_lidc
from engine.store import open_store
from tests.engine.labels.files import nodule_xml, reading_xml

pytestmark = pytest.mark.shared_data


def test_a_chest_with_its_xml(shared_ct: Path, tmp_path: Path) -> None:
    folder = shared_ct / "lidc_0063_chest"
    known = json.loads((folder / "annotations.json").read_text("utf-8"))
    readers: list[list[str]] = [[] for _ in range(4)]
    for nodule in known["nodules"]:
        for reader, mark in zip(readers, nodule["marks"], strict=False):
            outlines = [
                (c["sop_instance_uid"], c["inclusion"], [(x, y) for y, x in c["row_col"]])
                for c in mark["contours"]
            ]
            reader.append(nodule_xml(mark["ratings"]["malignancy"], outlines))
    xml = tmp_path / "readings.xml"
    xml.write_text(reading_xml(known["series_instance_uid"], readers), "utf-8")
    found = read_lidc(xml)
    assert (len(found.labels), found.problems) == (len(known["nodules"]), [])
    with open_store(tmp_path / "store.sqlite") as store:
        done = import_labels(store, found.labels, scan([folder / "dicom"]))
        labels = store.labels.everything()
    assert done.problems == []
    expected = {1: Label.BENIGN, 2: Label.UNSURE, 3: Label.MALIGNANT, 4: Label.UNSURE}
    for nodule in known["nodules"]:
        nearest = min(labels, key=lambda one: math.dist(one.centre_mm, nodule["centre_lps_mm"]))
        assert math.dist(nearest.centre_mm, nodule["centre_lps_mm"]) < 4.0
        assert nearest.label is expected[nodule["nodule"]]
        assert nearest.has_crop
