"""Incoming labels into the store: the series found, the nodule measured, its voxels kept, nothing twice."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.dicom.scan import Scan, scan
from engine.findings import Point
from engine.labels.importing import import_labels
from engine.labels.incoming import IncomingLabel, InPatient, InSeries, OnSlice, Place
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import LabelledNodule
from engine.labels.lidc import read_lidc
from engine.report import SeriesFacts
from engine.store import Store, open_store
from tests.engine.labels.files import nodule_xml, reading_xml, square
from tests.engine.reports.exports import CENTRES, DIAMETERS, write_scan


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    return scan([write_scan(tmp_path_factory.mktemp("images"))])


@pytest.fixture
def uid(images: Scan) -> str:
    return images.series[0].series_uid


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


def incoming(
    uid: str, place: Place | Point, label: Label = Label.BENIGN, origin: str = "Row 2", **said: object
) -> IncomingLabel:
    where = InPatient(place) if isinstance(place, tuple) else place
    return IncomingLabel(
        origin, uid, where, label, LabelSource.PATHOLOGY, str(said.pop("reader", "A")), **said
    )


def test_a_label_keeps_the_measured_nodule_and_its_voxels(store: Store, images: Scan, uid: str) -> None:
    x, y, z = CENTRES[0]
    done = import_labels(store, [incoming(uid, (x + 1, y - 1, z), Label.MALIGNANT)], images)
    assert (done.added, done.unchanged, done.without_voxels, done.problems) == (1, 0, 0, [])
    (label,) = store.labels.everything()
    assert (label.label, label.source, label.reader, label.review) == (
        Label.MALIGNANT, LabelSource.PATHOLOGY, "A", Review.DRAFT,
    )  # fmt: skip
    assert label.series == images.series[0].facts
    assert math.dist(label.centre_mm, CENTRES[0]) < 2.0
    assert label.long_axis_mm == pytest.approx(DIAMETERS[0], abs=1.0)
    crop = store.labels.crop(label)
    assert crop is not None
    at = tuple(np.rint(crop.grid.to_voxel(label.centre_mm)).astype(int))
    assert crop.mask[at] == 1
    assert crop.mask.sum() * crop.grid.voxel_volume_mm3 == pytest.approx(math.pi / 6 * 9**3, rel=0.3)


def test_places_in_voxels_and_pixels_are_the_same_place(images: Scan, uid: str, tmp_path: Path) -> None:
    series = images.series[0]
    assert series.grid is not None
    k, r, c = (float(v) for v in np.rint(series.grid.to_voxel(CENTRES[0])))
    picture = series.slices[int(k)].file.sop_uid
    found = []
    for number, place in enumerate((InPatient(CENTRES[0]), InSeries((k, r, c)), OnSlice(picture, r, c))):
        with open_store(tmp_path / f"{number}.sqlite") as store:
            named = "" if isinstance(place, OnSlice) else uid
            assert import_labels(store, [incoming(named, place)], images).problems == []
            found.append(store.labels.everything()[0].centre_mm)
    assert found[0] == found[1] == found[2]


def test_millimetres_of_another_frame_of_reference_are_another_place(
    store: Store, images: Scan, uid: str
) -> None:
    own = images.series[0].slices[0].file.frame_of_reference
    done = import_labels(store, [incoming(uid, InPatient(CENTRES[0], own + ".1"))], images)
    assert done.problems == [f"Row 2: its place is not in series {uid}."]
    assert import_labels(store, [incoming(uid, InPatient(CENTRES[0], own))], images).added == 1


def test_a_second_run_changes_nothing(store: Store, images: Scan, uid: str) -> None:
    rows = [incoming(uid, CENTRES[0]), incoming(uid, CENTRES[1], Label.UNSURE, "Row 3", comment="a scar")]
    assert import_labels(store, rows, images).added == 2
    again = import_labels(store, rows, images)
    assert (again.added, again.unchanged) == (0, 2)
    assert len(store.labels.history(uid)) == 2
    rows[1] = incoming(uid, CENTRES[1], Label.BENIGN, "Row 3")
    changed = import_labels(store, rows, images)
    assert (changed.added, changed.unchanged) == (1, 1)
    assert len(store.labels.history(uid)) == 3
    assert {label.label for label in store.labels.current(uid)} == {Label.BENIGN}


def test_a_file_read_again_does_not_undo_what_readers_changed_since(
    store: Store, images: Scan, uid: str
) -> None:
    rows = [incoming(uid, CENTRES[0]), incoming(uid, CENTRES[1], origin="Row 3")]
    import_labels(store, rows, images)
    first, second = store.labels.current(uid)
    nodule = LabelledNodule(first.finding_id, first.centre_mm)
    store.labels.add(
        images.series[0].facts, nodule, Label.MALIGNANT, source=LabelSource.PATHOLOGY, reader="Dr B"
    )
    store.labels.take_back(uid, second.finding_id, "Dr B")
    again = import_labels(store, rows, images)
    assert (again.added, again.unchanged, again.problems) == (0, 2, [])
    assert again.notes == [
        "Row 2: Dr B labelled this nodule malignant since; that was left.",
        "Row 3: this label was taken back since; it was left so.",
    ]
    assert [(one.label, one.reader) for one in store.labels.current(uid)] == [(Label.MALIGNANT, "Dr B")]


def test_what_matches_nothing_is_told_and_the_others_are_kept(store: Store, images: Scan, uid: str) -> None:
    x, y, z = CENTRES[0]
    rows = [
        incoming("9.9.9", CENTRES[0], origin="Row 2"),
        incoming(uid, (500.0, 0.0, 0.0), origin="Row 3"),
        incoming(uid, CENTRES[0], origin="Row 4"),
        incoming(uid, (x + 1, y, z), Label.MALIGNANT, origin="Row 5"),
        incoming("", OnSlice("9.9.9.1", 3.0, 4.0), origin="Row 6"),
        incoming(uid, (-60.0, 70.0, -40.0), origin="Row 7"),
    ]
    done = import_labels(store, rows, images)
    assert done.added == 1
    told = dict(sorted(problem.split(": ", 1) for problem in done.problems))
    assert told["Row 2"] == "series 9.9.9 is not among the images."
    assert told["Row 3"] == f"its place is not in series {uid}."
    assert told["Row 5"] == "it is the nodule of Row 4, which was taken."
    assert told["Row 6"] == "its place is not in the images."
    assert told["Row 7"].startswith("There is no nodule at this position")
    assert [label.label for label in store.labels.current(uid)] == [Label.BENIGN]


def test_a_series_that_cannot_be_measured_says_why(store: Store, tmp_path: Path) -> None:
    write_scan(tmp_path / "ct")
    files = sorted((tmp_path / "ct").iterdir())
    for file in files[4:9]:
        file.unlink()
    images = scan([tmp_path / "ct"])
    done = import_labels(store, [incoming(images.series[0].series_uid, CENTRES[0])], images)
    assert done.added == 0
    assert "nothing can be measured in series" in done.problems[0]


def test_without_images_a_known_series_keeps_the_label_and_later_the_voxels(
    store: Store, images: Scan, uid: str
) -> None:
    row = incoming(uid, CENTRES[0])
    unknown = import_labels(store, [row])
    assert unknown.problems == [
        f"Row 2: the store does not know series {uid}; name the folder of its images with --images."
    ]
    facts: SeriesFacts = images.series[0].facts
    store.findings.record(
        {"series": vars(facts), "created": "2026-01-01T00:00:00+00:00", "software": "0", "model": None,
         "geometry": {}, "findings": []},
        "key", {},
    )  # fmt: skip
    assert import_labels(store, [incoming(uid, InSeries((1.0, 2.0, 3.0)))]).problems == [
        "Row 2: it gives its place in voxels; name the folder of its images with --images."
    ]
    done = import_labels(store, [row])
    assert (done.added, done.without_voxels) == (1, 1)
    assert store.labels.current(uid)[0].has_crop is False
    later = import_labels(store, [row], images)
    assert (later.added, later.unchanged, later.without_voxels) == (0, 1, 0)
    assert store.labels.current(uid)[0].has_crop


def test_a_reading_of_lidc_finds_its_nodule(store: Store, images: Scan, uid: str, tmp_path: Path) -> None:
    series = images.series[0]
    assert series.grid is not None
    k, r, c = (int(v) for v in np.rint(series.grid.to_voxel(CENTRES[0])))
    outline = [(series.slices[k].file.sop_uid, True, square(c - 4, r - 4, 7))]
    path = tmp_path / "a.xml"
    path.write_text(reading_xml(uid, [[nodule_xml(5, outline)], [nodule_xml(4, outline)], [], []]), "utf-8")
    assert import_labels(store, read_lidc(path).labels, images).problems == []
    (label,) = store.labels.everything()
    assert (label.label, label.reader, label.comment) == (
        Label.MALIGNANT, "LIDC-IDRI", "2 of 4 readers, malignancy 4, 5",
    )  # fmt: skip
    assert math.dist(label.centre_mm, CENTRES[0]) < 2.0
