"""Importing crops: counts, geometry, and a sentence for everything that is wrong with a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.patch import PatchSpec
from tests.training.synthetic_crops import read_table, write_table
from training.cases import CROPS, INDEX, DatasetError, read_dataset, write_dataset
from training.datasets.lidc_crops import NEVER_TRAIN, import_lidc_crops

SPEC = PatchSpec((1, 97, 97), (1.0, 0.4, 0.4))


def test_every_row_becomes_a_case_with_its_own_spacing(dataset):
    assert len(dataset) == 40
    assert sum(case.reportable for case in dataset.cases) == 40
    case = dataset.cases[3]
    assert case.grid.spacing_mm == pytest.approx((1.25, 0.63, 0.63))
    assert case.acquisition.manufacturer == "SIEMENS"
    assert case.acquisition.contrast is False
    assert case.attributes == {"spiculation": 2.0, "calcification_absent": 1.0}


def test_the_patch_is_centred_on_the_crops_middle_pixel(dataset):
    patch = dataset.patch(0, SPEC)
    assert patch.hu[0, 48, 48] == dataset.hu[0][0, 35, 35]
    # One patch pixel is 0.4 mm, one crop pixel 0.6 mm: three of the first are two of the second.
    assert patch.hu[0, 48, 51] == pytest.approx(dataset.hu[0][0, 35, 37], abs=1e-3)
    assert patch.hu[0, 51, 48] == pytest.approx(dataset.hu[0][0, 37, 35], abs=1e-3)


def test_outlines_are_the_share_of_readers_on_the_patchs_grid(crops, tmp_path):
    folder = shutil.copytree(crops, tmp_path / "one_reader")
    with np.load(folder / "lidc_maxslice.npz") as arrays:
        changed = {name: arrays[name].copy() for name in arrays}
    changed["reader_mask"][0] //= 4
    np.savez(folder / "lidc_maxslice.npz", **changed)
    lesion = import_lidc_crops(folder).lesion(0, SPEC)
    assert lesion.shape == (1, 97, 97)
    assert lesion[0, 48, 48] == pytest.approx(0.25)
    assert lesion[0, 0, 0] == 0


def test_patients_kept_out_of_training_are_marked(dataset):
    assert dataset.never_train == NEVER_TRAIN
    assert {"LIDC-IDRI-0001", "LIDC-IDRI-0002", "LIDC-IDRI-0003", "LIDC-IDRI-0063"} == set(NEVER_TRAIN)
    kept_out = [case.patient_id for case, ok in zip(dataset.cases, dataset.trainable, strict=True) if not ok]
    assert kept_out == ["LIDC-IDRI-0003"] * 2


def test_a_dataset_is_read_back_as_it_was_written(dataset, tmp_path):
    again = read_dataset(write_dataset(dataset, tmp_path / "d"))
    assert again.sha256 == dataset.sha256
    assert again.cases == dataset.cases
    assert all((a == b).all() for a, b in zip(again.hu, dataset.hu, strict=True))
    # A second import replaces the first.
    assert read_dataset(write_dataset(dataset, tmp_path / "d")).sha256 == dataset.sha256


def test_a_changed_dataset_is_refused(dataset, tmp_path):
    folder = write_dataset(dataset, tmp_path / "d")
    index = json.loads((folder / INDEX).read_text())
    index["cases"][0]["label"] = 1 - index["cases"][0]["label"]
    (folder / INDEX).write_text(json.dumps(index))
    with pytest.raises(DatasetError, match="was changed after it was made"):
        read_dataset(folder)


def test_changed_pixels_are_refused(dataset, tmp_path):
    folder = write_dataset(dataset, tmp_path / "d")
    with np.load(folder / CROPS) as arrays:
        changed = {name: arrays[name].copy() for name in arrays}
    changed["hu"][0] += 1
    np.savez(folder / CROPS, **changed)
    with pytest.raises(DatasetError, match="was changed after it was made"):
        read_dataset(folder)


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (lambda folder: (folder / CROPS).write_bytes(b"no zip"), "crops of the dataset .* cannot be read"),
        (lambda folder: (folder / INDEX).write_text("{"), "cannot be read as a dataset"),
        (lambda folder: (folder / INDEX).write_text('{"schema_version": 9}'), "schema 9"),
        (lambda folder: (folder / INDEX).unlink(), "is not a dataset"),
    ],
)
def test_a_damaged_dataset_is_refused(dataset, tmp_path, break_it, sentence):
    folder = write_dataset(dataset, tmp_path / "d")
    break_it(folder)
    with pytest.raises(DatasetError, match=sentence):
        read_dataset(folder)


def test_another_folder_is_never_overwritten(dataset, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(DatasetError, match="is not a dataset, so it was not replaced"):
        write_dataset(dataset, tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("label", "2", "label must be 0, 1 or -1, not 2"),
        ("label", "x", "label 'x' is not a number"),
        ("malignancy_scores", "4;5", "4 readers need as many malignancy_scores"),
        ("malignancy_scores", "1;2;3;9", "from 1 to 5"),
        ("malignancy_scores", "a;b", "are not numbers"),
        ("pixel_spacing_mm", "0", "pixel_spacing_mm must be above zero"),
        ("diameter_mm", "nan", "is not a finite number"),
        ("patient_id", "", "it names no patient"),
        ("n_readers", "2.5", "n_readers '2.5' is not a whole number"),
        ("nodule_id", "other", "the crop at this place belongs to 'P01_n2'"),
        ("fold", "first", "fold 'first' is not a number"),
    ],
)
def test_a_bad_row_is_named_in_a_sentence(crops, tmp_path, column, value, sentence):
    folder = shutil.copytree(crops, tmp_path / "bad")
    rows = read_table(folder)
    rows[2][column] = value
    write_table(folder, [{**dict.fromkeys(rows[2], ""), **row} for row in rows])
    with pytest.raises(DatasetError) as refused:
        import_lidc_crops(folder)
    assert "line 4" in str(refused.value)
    assert sentence in str(refused.value)


def test_all_bad_rows_are_named_at_once(crops, tmp_path):
    folder = shutil.copytree(crops, tmp_path / "bad")
    rows = read_table(folder)
    rows[1]["label"] = rows[5]["label"] = "7"
    write_table(folder, rows)
    with pytest.raises(DatasetError) as refused:
        import_lidc_crops(folder)
    assert str(refused.value).count("\n") == 1


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (lambda folder: (folder / "lidc_nodules.csv").unlink(), "holds no lidc_nodules.csv"),
        (lambda folder: (folder / "lidc_maxslice.npz").unlink(), "holds no lidc_maxslice.npz"),
        (lambda folder: (folder / "lidc_maxslice.npz").write_bytes(b"x"), "cannot be read"),
        (lambda folder: write_table(folder, read_table(folder)[:-1]), "39 rows, but .* 40 crops"),
        (
            lambda folder: write_table(
                folder, [{k: v for k, v in row.items() if k != "label"} for row in read_table(folder)]
            ),
            "lacks the column.* label",
        ),
    ],
)
def test_a_folder_of_another_layout_is_refused(crops, tmp_path, break_it, sentence):
    folder = shutil.copytree(crops, tmp_path / "bad")
    break_it(folder)
    with pytest.raises(DatasetError, match=sentence):
        import_lidc_crops(folder)


@pytest.mark.shared_data
def test_the_real_folder(shared_data: Path):
    data = import_lidc_crops(shared_data)
    counted = [case for case in data.cases if case.reportable]
    assert len(data) == 2066
    assert len(counted) == 687
    assert len({case.patient_id for case in counted}) == 421
    assert int((~data.trainable).sum()) == 7
    assert {case.fold for case in data.cases} == {0, 1, 2, 3, 4}
