"""The site's dataset: what was labelled and nothing that names a patient, the same every time."""

from __future__ import annotations

import json
import stat
import sys
import zipfile

import numpy as np
import pytest

from engine.geometry import Grid
from engine.labels.crop import crop_of
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import LabelledNodule
from engine.patch import PatchSpec, make_patch
from engine.report import SeriesFacts
from engine.store import open_store
from engine.volume import Acquisition, Volume
from training.cases import DatasetError, read_dataset, write_dataset
from training.datasets.site import import_site, site_salt

SALT = bytes(range(32))
SHAPE, STEP_MM = (15, 100, 120), (2.0, 0.7, 0.7)
CENTRE = (5.0, -120.0, -250.0)
#: Planted in the store; none of it may come out again.
SECRETS = ("1.2.840.777.1", "1.2.840.777.100", "patientkey0", "Dr Reader", "biopsy of Mr X", "Chest of X")


def volume_of(number: int, manufacturer: str = "SCANCO") -> Volume:
    random = np.random.default_rng(number)
    hu = random.normal(-800, 40, SHAPE).round().astype(np.int16)
    hu[6:9, 44:56, 54:66] = 30
    half = [(n - 1) / 2 * s for n, s in zip(SHAPE, STEP_MM, strict=True)]
    origin = (CENTRE[0] - half[2], CENTRE[1] - half[1], CENTRE[2] - half[0])
    grid = Grid.axial(SHAPE, STEP_MM, origin)
    return Volume(
        hu, grid, f"1.2.840.777.1.{number}", Acquisition("CT", manufacturer, "B50", 2.0, contrast=True)
    )


@pytest.fixture
def store_file(tmp_path):
    """Six labelled nodules of three patients: one unsure, one flagged, one approved, one without voxels."""
    file = tmp_path / "store.sqlite"
    with open_store(file) as store:
        for number in range(6):
            facts = SeriesFacts(
                f"1.2.840.777.100.{number}", f"1.2.840.777.1.{number}", f"patientkey0{number // 2}",
                "Chest of X", "CT", 15,
            )  # fmt: skip
            volume = volume_of(number)
            mask = np.ones((3, 12, 12), dtype=bool)
            crop = crop_of(volume, mask, (6, 44, 54), CENTRE) if number != 5 else None
            label = Label.UNSURE if number == 2 else (Label.MALIGNANT if number % 2 else Label.BENIGN)
            store.labels.add(
                facts, LabelledNodule("f1", CENTRE, 9.3, 0.7, "lidc-1.1.0", crop), label,
                source=LabelSource.PATHOLOGY, reader="Dr Reader", comment="biopsy of Mr X",
            )  # fmt: skip
        store.labels.review("1.2.840.777.1.3", "f1", Review.FLAGGED, "Dr Second")
        store.labels.review("1.2.840.777.1.0", "f1", Review.APPROVED, "Dr Second")
    return file


def test_row_40_what_was_labelled_comes_out(store_file):
    dataset = import_site(store_file, salt=SALT)
    assert len(dataset) == 4
    assert dataset.left_out == {"flagged": 1, "no_voxels": 1}
    assert sorted(str(case.label) for case in dataset.cases) == ["0", "0", "1", "None"]
    assert len({case.patient_id for case in dataset.cases}) == 3
    assert {case.source for case in dataset.cases} == {"pathology"}
    assert sum(case.reportable for case in dataset.cases) == 3
    case = dataset.cases[0]
    assert case.edge_diameter_mm == pytest.approx(9.3)
    assert (case.manufacturer, case.kernel, case.slice_thickness_mm, case.contrast) == (
        "SCANCO", "B50", 2.0, True,
    )  # fmt: skip


def test_a_patch_of_the_dataset_is_the_one_that_the_engine_cuts(store_file):
    dataset = import_site(store_file, salt=SALT)
    spec = PatchSpec((3, 41, 41), (1.0, 0.8, 0.8))
    expected = {round(float(make_patch(volume_of(n), CENTRE, spec).hu.sum()), 1) for n in (0, 1, 2, 4)}
    got = {round(float(dataset.patch(i, spec).hu.sum()), 1) for i in range(len(dataset))}
    assert got == expected
    lesion = dataset.lesion(0, spec)
    assert lesion[0, 20, 20] == 1
    assert lesion[0, 0, 0] == 0


def test_nothing_in_the_folder_names_a_patient(store_file, tmp_path):
    write_dataset(import_site(store_file, salt=SALT), tmp_path / "d")
    content = (tmp_path / "d" / "dataset.json").read_bytes()
    with zipfile.ZipFile(tmp_path / "d" / "crops.npz") as archive:
        content += b"".join(archive.read(name) for name in archive.namelist())
    for secret in SECRETS:
        assert secret.encode() not in content
    # Nor where the patient lay: positions are told from the nodule's centre.
    assert json.loads((tmp_path / "d" / "dataset.json").read_text())["cases"][0]["centre_mm"] == [0, 0, 0]


def test_the_same_store_and_secret_give_the_same_dataset(store_file, tmp_path):
    first, again = (import_site(store_file, salt=SALT) for _ in range(2))
    assert first.sha256 == again.sha256
    write_dataset(first, tmp_path / "d")
    read = read_dataset(tmp_path / "d")
    assert read.sha256 == first.sha256
    assert read.left_out == first.left_out
    elsewhere = import_site(store_file, salt=bytes(32))
    assert elsewhere.sha256 != first.sha256
    assert not {c.patient_id for c in elsewhere.cases} & {c.patient_id for c in first.cases}


def test_another_label_is_another_dataset(store_file):
    before = import_site(store_file, salt=SALT).sha256
    with open_store(store_file) as store:
        store.labels.take_back("1.2.840.777.1.1", "f1", "Dr Reader")
    after = import_site(store_file, salt=SALT)
    assert len(after) == 3
    assert after.sha256 != before


def test_approved_labels_alone(store_file):
    dataset = import_site(store_file, salt=SALT, approved_only=True)
    assert len(dataset) == 1
    assert dataset.left_out == {"flagged": 1, "not_approved": 4}


def test_the_synthetic_chest_teaches_nothing(store_file):
    before = import_site(store_file, salt=SALT)
    volume = volume_of(9, manufacturer="Noduscope")  # as the synthetic chest's files say
    crop = crop_of(volume, np.ones((3, 12, 12), dtype=bool), (6, 44, 54), CENTRE)
    facts = SeriesFacts("1.2.9", "1.2.9.1", "tryout", "Phantom", "CT", 15)
    with open_store(store_file) as store:
        store.labels.add(
            facts, LabelledNodule("f1", CENTRE, 9.3, crop=crop), Label.BENIGN,
            source=LabelSource.READER, reader="Dr Reader",
        )  # fmt: skip
    after = import_site(store_file, salt=SALT)
    assert after.cases == before.cases
    assert after.left_out == {"flagged": 1, "no_voxels": 1, "synthetic": 1}


def test_a_store_without_labels_is_said(tmp_path):
    with pytest.raises(DatasetError, match="nothing has been labelled here yet"):
        import_site(tmp_path / "none.sqlite", salt=SALT)
    assert not (tmp_path / "none.sqlite").exists()
    with open_store(tmp_path / "store.sqlite"):
        pass
    with pytest.raises(DatasetError, match="can be learned from"):
        import_site(tmp_path / "store.sqlite", salt=SALT)


def test_a_store_that_is_none_is_said(tmp_path):
    (tmp_path / "store.sqlite").write_text("no database " * 100)
    with pytest.raises(DatasetError):
        import_site(tmp_path / "store.sqlite", salt=SALT)


def test_the_secret_is_made_once_and_is_this_users_own(tmp_path):
    file = tmp_path / "data" / "salt"
    assert site_salt(file) == site_salt(file)
    assert site_salt(file) != site_salt(tmp_path / "other")
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("short")
    with pytest.raises(DatasetError, match="does not hold this installation's secret"):
        site_salt(file)
