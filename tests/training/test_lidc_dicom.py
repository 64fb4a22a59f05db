"""LIDC-IDRI from its DICOM and XML: cases with counted outlines, and a reason for all that is left out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from engine.patch import PatchSpec
from tests.training.lidc_files import WrittenSeries, nodule, reading, rectangle, write_series
from training import cli
from training.cases import DatasetError, hashed_identifier, read_dataset
from training.datasets import lidc_case
from training.datasets.lidc_dicom import Imported, import_lidc, write_lidc
from training.recipe import Recipe
from training.samples import LargePatches

SALT = b"s" * 32


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> WrittenSeries:
    """Tests must not change it."""
    return write_series(tmp_path_factory.mktemp("lidc") / "LIDC-IDRI-0900" / "dicom")


@pytest.fixture
def series(written: WrittenSeries, tmp_path: Path) -> WrittenSeries:
    """A series in a folder of its own."""
    folder = tmp_path / "lidc" / "dicom"
    shutil.copytree(written.folder, folder)
    files = tuple(folder / path.name for path in written.files)
    return WrittenSeries(
        folder, written.series_uid, written.study_uid, written.pictures, written.z_mm, written.volume, files
    )


def imported(series: WrittenSeries, tmp_path: Path) -> Imported:
    return import_lidc(series.folder.parent, tmp_path / "parts", salt=SALT)


def read_with(series: WrittenSeries, tmp_path: Path, *readers: list[str], **choices: object) -> Imported:
    options = {"series_uid": series.series_uid, "study_uid": series.study_uid} | choices
    reading(series.folder.parent / "069.xml", readers, **options)  # type: ignore[arg-type]
    return imported(series, tmp_path)


def test_four_readers_become_one_case_with_hand_computed_figures(
    series: WrittenSeries, tmp_path: Path
) -> None:
    # Slice 5: columns 40-50 and rows 60-64 by two readers, columns 44-50 by the third; slice 4 smaller.
    wide, narrow, small = rectangle(40, 60, 50, 64), rectangle(44, 60, 50, 64), rectangle(44, 61, 47, 63)
    found = read_with(
        series,
        tmp_path,
        [nodule(series, {5: wide, 4: small}, 5, spiculation=1, calcification=6)],
        [nodule(series, {5: wide}, 4, spiculation=4, calcification=3)],
        [nodule(series, {5: narrow}, 2, spiculation=3, calcification=6)],
        [],
        non_nodules=2,
    )
    assert found.problems == ()
    (case,) = found.dataset.cases
    assert (case.readers, case.scores, case.label) == (3, (2, 4, 5), 1)
    assert case.patient_id == "LIDC-IDRI-0900"  # public, and the same as in the crops
    assert case.id.startswith("LIDC-IDRI-0900_")
    assert case.attributes["spiculation"] == 3.0
    assert case.attributes["calcification_absent"] == 1.0
    # 10 columns of 0.8 mm by 4 rows of 0.5 mm twice, 6 columns by 4 rows once.
    expected = (2 * np.hypot(8.0, 2.0) + np.hypot(4.8, 2.0)) / 3
    assert case.diameter_mm == pytest.approx(expected, abs=2e-3)
    counts = found.dataset.outlines[0]
    k = round(float(case.grid.to_voxel((0.0, 0.0, 0.0))[0]))
    assert counts[k].sum() == 11 * 5 * 2 + 7 * 5  # the lines themselves belong to the nodule
    assert counts[k].max() == 3
    assert counts[k - 1].sum() == 4 * 3
    # Half of three readers: columns 40 to 50, so the centre is column 45, row 62 of slice 5.
    row, column = (case.grid.to_voxel((0.0, 0.0, 0.0))[1:]).round(6)
    window = found.dataset.hu[0][k]
    assert window[int(row), int(column)] == series.volume.hu[5, 62, 45]
    assert found.dataset.left_out == {"non_nodule": 2}
    assert found.dataset.volume(0).grid.spacing_mm == pytest.approx((2.0, 0.5, 0.8))
    patch = found.dataset.patch(0, PatchSpec((3, 33, 33), (1.0, 0.8, 0.8)))
    assert np.isfinite(patch.hu).all()


def test_the_consensus_is_what_half_of_the_readers_cover(series: WrittenSeries, tmp_path: Path) -> None:
    # One of three reaches far to the right: two of three cover columns 40 to 44 only.
    near, far = rectangle(40, 60, 44, 64), rectangle(40, 60, 60, 64)
    marks = [[nodule(series, {5: outline}, 1)] for outline in (near, near, far)]
    (case,) = read_with(series, tmp_path, *marks).dataset.cases
    centre = series.volume.grid.to_patient((5, 62, 42))
    origin = np.asarray(case.origin_mm) + centre
    assert series.volume.grid.to_voxel(origin) == pytest.approx(
        np.round(series.volume.grid.to_voxel(origin)), abs=1e-5
    )


@pytest.mark.parametrize(
    ("ratings", "label"), [((2, 3), 0), ((3, 4), 1), ((1, 3, 5), None), ((3,), None), ((2, 2, 5), 0)]
)
def test_the_label_is_the_median_with_3_left_undecided(
    series: WrittenSeries, tmp_path: Path, ratings: tuple[int, ...], label: int | None
) -> None:
    outline = {5: rectangle(40, 60, 48, 68)}
    found = read_with(series, tmp_path, *[[nodule(series, outline, rating)] for rating in ratings])
    assert [case.label for case in found.dataset.cases] == [label]


def test_a_training_cuts_its_patches_and_outlines(
    series: WrittenSeries, tmp_path: Path, recipe: Recipe
) -> None:
    outline = {k: rectangle(40, 60, 50, 76) for k in (4, 5, 6)}
    dataset = read_with(series, tmp_path, *[[nodule(series, outline, 5)] for _ in range(3)]).dataset
    patches = LargePatches(dataset, recipe)
    middle = np.array(patches.hu.shape[-2:]) // 2
    assert patches.lesion[0, 0, middle[0], middle[1]] == 1.0
    # 11 columns of 0.8 mm by 17 rows of 0.5 mm, on pixels of 0.8 mm.
    assert float(patches.lesion[0].sum()) * 0.8**2 == pytest.approx(11 * 0.8 * 17 * 0.5, rel=0.1)
    # All equally large slices: the middle one is not preferred, the lowest is.
    k = round(float(dataset.cases[0].grid.to_voxel((0.0, 0.0, 0.0))[0]))
    np.testing.assert_array_equal(dataset.outlines[0][k : k + 3].max((1, 2)), 3)


def test_a_cavity_belongs_to_the_nodule(series: WrittenSeries, tmp_path: Path) -> None:
    found = read_with(
        series,
        tmp_path,
        [nodule(series, {5: rectangle(40, 60, 50, 70)}, 5, holes={5: rectangle(43, 63, 47, 67)})],
    )
    assert found.dataset.outlines[0].sum() == 11 * 11


def test_points_and_outlines_without_ratings_are_counted(series: WrittenSeries, tmp_path: Path) -> None:
    found = read_with(
        series,
        tmp_path,
        [
            nodule(series, {5: rectangle(40, 60, 50, 70)}, 5),
            nodule(series, {2: [(9, 9)]}, None),
            nodule(series, {3: rectangle(9, 9, 12, 12)}, None),
        ],
    )
    assert found.dataset.left_out == {"below_3_mm": 1, "not_rated": 1}


@pytest.mark.parametrize(
    ("change", "reason", "sentence"),
    [
        ({"series_uid": "1.2.3"}, "uid_mismatch", r"names the series 1\.2\.3, but its outlines lie on"),
        ({"study_uid": "1.2.4"}, "uid_mismatch", r"names the study 1\.2\.4"),
    ],
)
def test_a_reading_of_other_identifiers_is_told(
    series: WrittenSeries, tmp_path: Path, change: dict[str, str], reason: str, sentence: str
) -> None:
    mark = nodule(series, {5: rectangle(40, 60, 50, 70)}, 5)
    with pytest.raises(DatasetError, match=sentence) as raised:
        read_with(series, tmp_path, [mark], **change)
    assert f"1 left out: {reason.replace('_', ' ')}" in str(raised.value)
    assert "069.xml: it" in str(raised.value)


def test_what_cannot_be_used_is_told_and_the_rest_is_imported(series: WrittenSeries, tmp_path: Path) -> None:
    outline = {5: rectangle(40, 60, 50, 70)}
    root = series.folder.parent
    reading(root / "z" / "missing.xml", [[nodule(series, outline, 5, picture="1.9.9")]], series_uid="1.9")
    reading(root / "z" / "second.xml", [[nodule(series, outline, 1)]], series_uid=series.series_uid)
    (root / "cxr.xml").write_text('<IdriReadMessage xmlns="http://www.nih.gov/idri"/>', "utf-8")
    (root / "broken.xml").write_text("<LidcReadMessage>", "utf-8")
    (root / "entity.xml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><LidcReadMessage/>', "utf-8")
    (root / "other.xml").write_text("<settings/>", "utf-8")
    found = read_with(
        series,
        tmp_path,
        [
            nodule(series, outline, 4),
            nodule(series, {2: rectangle(100, 60, 112, 70)}, 3, name="wide"),  # 112 columns: 0 to 111
            nodule(series, {2: rectangle(10, 60, 20, 70)}, 3, name="moved", z_off_mm=2.0),
            nodule(series, {2: rectangle(60, 60, 70, 70)}, 3, name="gone", picture="1.2.9"),
            nodule(series, {2: rectangle(60, 90, 70, 99)}, 3, name="odd", margin=0).replace(
                "<malignancy>3", "<malignancy>7"
            ),
        ],
    )
    assert [case.scores for case in found.dataset.cases] == [(4,)]
    assert found.dataset.left_out == {
        "chest_x_ray": 1, "mark_not_readable": 1, "nodule_not_located": 3, "second_reading": 1,
        "series_missing": 1, "unreadable_xml": 2,
    }  # fmt: skip
    told = "\n".join(found.problems)
    for sentence in (
        "z/missing.xml: its series 1.9 is not there. Put that patient's DICOM files into the folder",
        "z/second.xml: it is a second reading of the series of 069.xml",
        "cxr.xml: it is a reading of chest X-rays",
        "broken.xml: broken.xml is not a whole XML file",
        "entity.xml: entity.xml declares entities",
        "Nodule wide of reader 1 in 069.xml: its outline leaves the picture of 112 x 120 pixels",
        "Nodule moved in 069.xml: its picture lies at z",
        "Nodule gone in 069.xml: 1 of its 1 pictures are not in the series",
        "Nodule odd of reader 1 in 069.xml: its malignancy is '7'",
    ):
        assert sentence in told
    assert "other.xml" not in told


def test_a_series_with_missing_slices_is_left_out_in_the_gates_words(
    series: WrittenSeries, tmp_path: Path
) -> None:
    series.files[3].unlink()
    with pytest.raises(DatasetError, match=r"its series cannot be used\..*missing") as raised:
        read_with(series, tmp_path, [nodule(series, {5: rectangle(40, 60, 50, 70)}, 5)])
    assert "series not usable" in str(raised.value)


def test_a_folder_without_readings_says_what_is_needed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<IdriReadMessage/>", "utf-8")
    with pytest.raises(DatasetError, match=r"no XML file with readings.*1 left out: chest x ray"):
        import_lidc(tmp_path, tmp_path / "parts")


def test_patients_of_the_site_are_hashed_and_those_of_the_collection_are_not(tmp_path: Path) -> None:
    root = tmp_path / "lidc"
    for number, patient in enumerate(("Doe^Jane 4711", "LIDC-IDRI-0063")):
        series = write_series(root / str(number), patient, suffix=f".{number}")
        mark = nodule(series, {5: rectangle(40, 60, 50, 70)}, 5)
        reading(root / f"{number}.xml", [[mark]], series_uid=series.series_uid)
    dataset = write_lidc(root, tmp_path / "d", salt=SALT).dataset
    content = (tmp_path / "d" / "dataset.json").read_text("utf-8")
    assert "Doe" not in content
    assert "4711" not in content
    public, hashed = sorted((case.patient_id for case in dataset.cases), key=len)
    assert public == "LIDC-IDRI-0063"
    assert len(hashed) == 24
    assert hashed_identifier("LIDC-IDRI-0063") == hashed_identifier(public)
    assert list(dataset.trainable) == [case.patient_id != public for case in dataset.cases]
    assert dataset.licence == "this site's own; not for distribution"


def test_two_series_of_one_patient_stay_one_patient(tmp_path: Path) -> None:
    root = tmp_path / "lidc"
    for number in range(2):
        series = write_series(root / str(number), "LIDC-IDRI-0901", suffix=f".{number}")
        mark = nodule(series, {5: rectangle(40, 60, 50, 70)}, 5)
        reading(root / f"{number}.xml", [[mark]], series_uid=series.series_uid)
    dataset = import_lidc(root, tmp_path / "parts", salt=SALT).dataset
    assert len(dataset) == 2
    assert {case.patient_id for case in dataset.cases} == {"LIDC-IDRI-0901"}
    assert len({case.series_uid for case in dataset.cases}) == 2


def test_a_killed_import_goes_on_and_a_second_run_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = tmp_path / "lidc", tmp_path / "d"
    for number in range(2):
        series = write_series(root / str(number), f"LIDC-IDRI-090{number}", suffix=f".{number}")
        mark = nodule(series, {5: rectangle(40, 60, 50, 70)}, 5)
        reading(root / f"{number}.xml", [[mark]], series_uid=series.series_uid)
    decoded: list[str] = []
    load = lidc_case.load_slice

    def counted(series, k):
        decoded.append(series.series_uid)
        if kill_at is not None and len(decoded) == kill_at:
            raise KeyboardInterrupt
        return load(series, k)

    monkeypatch.setattr(lidc_case, "load_slice", counted)
    kill_at: int | None = 15  # the first reading needs 10 slices
    with pytest.raises(KeyboardInterrupt):
        write_lidc(root, out)
    assert not out.exists()
    # As if the kill had come while a part was written.
    (half,) = (tmp_path / "d.parts").iterdir()
    broken = tmp_path / "d.parts" / "x"
    shutil.copytree(half, broken)
    kill_at = None
    decoded.clear()
    first = write_lidc(root, out).dataset
    assert len(set(decoded)) == 1  # only the second reading
    assert not (tmp_path / "d.parts").exists()
    assert write_lidc(root, out).dataset.sha256 == first.sha256 == read_dataset(out).sha256


@pytest.mark.parametrize("name", ["dataset.json", "crops.npz"])
def test_a_part_that_was_half_written_is_made_again(series: WrittenSeries, tmp_path: Path, name: str) -> None:
    first = read_with(series, tmp_path, [nodule(series, {5: rectangle(40, 60, 50, 70)}, 5)])
    (part,) = (tmp_path / "parts").iterdir()
    (part / name).write_bytes(b"")
    (part / ".new.abc").mkdir()
    assert imported(series, tmp_path).dataset.sha256 == first.dataset.sha256


def test_the_command(series: WrittenSeries, tmp_path: Path) -> None:
    path = series.folder.parent / "a.xml"
    reading(path, [[nodule(series, {5: rectangle(40, 60, 50, 70)}, 5)]], series_uid=series.series_uid)
    (series.folder.parent / "cxr.xml").write_text("<IdriReadMessage/>", "utf-8")
    arguments = ["import", "lidc", str(series.folder.parent), "--out", str(tmp_path / "d"), "--json"]
    result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code == 0, result.output
    assert "cxr.xml: it is a reading of chest X-rays" in result.stderr
    assert json.loads(result.stdout)["left_out"] == {"chest_x_ray": 1}
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "note.txt").write_text("mine")
    arguments[4] = str(tmp_path / "other")
    result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code == 1
    assert "is not a dataset, so it was not replaced" in result.stderr


@pytest.mark.shared_data
def test_real_readings_give_the_crops_of_the_same_nodules(
    shared_ct: Path, shared_data: Path, tmp_path: Path
) -> None:
    """The DICOM and the readers' outlines of a real chest, against the crops made of the same nodules."""
    from training.datasets.lidc_crops import import_lidc_crops

    folder = shared_ct / "lidc_0063_chest"
    known = json.loads((folder / "annotations.json").read_text("utf-8"))
    root = tmp_path / "lidc"
    root.mkdir()
    (root / "dicom").symlink_to(folder / "dicom")
    readers: list[list[str]] = [[] for _ in range(4)]
    for found in known["nodules"]:
        for reader, mark in zip(readers, found["marks"], strict=False):
            contours = mark["contours"]
            heights = tuple(c["z_mm"] for c in contours)
            pictures = tuple(c["sop_instance_uid"] for c in contours)
            around = WrittenSeries(folder, "", "", pictures, heights, None, ())  # type: ignore[arg-type]
            drawn = {
                inside: {
                    k: [(x, y) for y, x in c["row_col"]]
                    for k, c in enumerate(contours)
                    if c["inclusion"] is inside
                }
                for inside in (True, False)
            }
            ratings = dict(mark["ratings"])
            rating = ratings.pop("malignancy")
            reader.append(nodule(around, drawn[True], rating, holes=drawn[False], **ratings))
    reading(root / "069.xml", readers, series_uid=known["series_instance_uid"])
    imported = import_lidc(root, tmp_path / "parts")
    assert imported.problems == ()
    crops = import_lidc_crops(shared_data)
    theirs = [i for i, case in enumerate(crops.cases) if case.patient_id == "LIDC-IDRI-0063"]
    ours = imported.dataset
    assert len(ours) == len(theirs) == 4
    assert not ours.trainable.any()
    same = 0
    for i in theirs:
        case = crops.cases[i]
        (j,) = [n for n, other in enumerate(ours.cases) if other.scores == case.scores]
        mine = ours.cases[j]
        assert (mine.label, mine.readers, mine.series_uid) == (case.label, case.readers, case.series_uid)
        assert mine.diameter_mm == pytest.approx(case.diameter_mm, abs=0.06)
        assert mine.attributes == pytest.approx(case.attributes)
        # The crop's middle is in our slices, value for value, within two pixels of our centre.
        middle = crops.hu[i][0][30:41, 30:41]
        windows = np.lib.stride_tricks.sliding_window_view(ours.hu[j], middle.shape, axis=(1, 2))
        ((k, row, column),) = np.argwhere((windows == middle).all((3, 4)))
        centre = mine.grid.to_voxel(mine.centre_mm)
        assert np.abs(centre[1:] - (row + 5, column + 5)).max() <= 2
        if k == round(float(centre[0])):  # one nodule's crop was taken from another of its slices
            same += 1
            counts = [np.bincount(one.ravel())[1:] for one in (ours.outlines[j][k], crops.outlines[i][0])]
            np.testing.assert_array_equal(*counts)
    assert same == 3
