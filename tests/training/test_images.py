"""Labelled X-rays: hostile paths, missing files, policies, depths, shards that survive a kill."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from tests.training.xray_files import HEADER, picture, write_rows, write_xrays
from training import cli
from training.cases import DatasetError
from training.datasets import images as module
from training.datasets.image_set import read_images
from training.datasets.image_table import UNKNOWN, Policy, read_table
from training.datasets.images import PictureError, import_images, judged_patients, read_picture

SALT = b"x" * 32


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_xrays(tmp_path / "CheXpert-v1.0-small", patients=6)


def test_pictures_labels_and_patients_are_kept_and_no_path_or_name(table: Path, tmp_path: Path) -> None:
    found = import_images(table, tmp_path / "x", side=64, salt=SALT)
    images = found.images
    assert found.problems == ()
    assert (len(images), images.index.labels, len(set(images.patients))) == (12, ("Disc", "Shade"), 6)
    assert images.labels[:6].tolist() == [[1, 1], [1, 1], [0, 1], [0, 1], [1, 0], [1, 0]]
    for path in (tmp_path / "x").iterdir():
        assert b"patient0" not in path.read_bytes()
    assert sorted(path.name for path in (tmp_path / "x").iterdir()) == [
        "images.json", "pictures-00000.npy", "rows.npz",
    ]  # fmt: skip
    # 60 x 50 fills 64 x 53, in the middle; the rest is black.
    first = images.pictures([0])[0]
    assert first.shape == (64, 64)
    assert first[:, :5].max() == 0
    assert first[:, 6:58].min() > 0
    assert not (tmp_path / "x.parts").exists()


def test_no_patient_is_both_taught_and_judged(table: Path, tmp_path: Path) -> None:
    images = import_images(table, tmp_path / "x", side=64, salt=SALT).images
    judged = set(images.patients[images.judged])
    assert len(judged) == 1
    assert not judged & set(images.patients[~images.judged])
    names = np.array([f"p{n // 3}" for n in range(300)])
    assert judged_patients(names).sum() == 30
    assert (judged_patients(names[::-1])[::-1] == judged_patients(names)).all()
    assert not judged_patients(np.array(["one", "one"])).any()


@pytest.mark.parametrize(
    ("uncertain", "blank", "expected"),
    [
        (Policy.IGNORE, Policy.IGNORE, [UNKNOWN, UNKNOWN, 1, 0]),
        (Policy.ZEROS, Policy.IGNORE, [0, UNKNOWN, 1, 0]),
        (Policy.ONES, Policy.ZEROS, [1, 0, 1, 0]),
    ],
)
def test_the_policy_says_what_uncertain_and_blank_labels_are(
    table: Path, uncertain: Policy, blank: Policy, expected: list[int]
) -> None:
    path = "train/patient00001/study1/view1_frontal.jpg"
    about = ["", "", "", ""]
    rows = [[path, *about, value, "0"] for value in ("-1.0", "", "1", "0.0")]
    found = read_table(write_rows(table.parent / "four.csv", rows), None, uncertain, blank)
    assert [row.labels[0] for row in found.rows] == expected
    assert (found.uncertain, found.blank) == (1, 1)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/etc/passwd", "is not one inside the folder"),
        ("train/patient00001/../../../secret.png", "is not one inside the folder"),
        ("train\\patient00001\\view.png", "is not one inside the folder"),
        ("", "is not one inside the folder"),
        ("train/study1/view1_frontal.jpg", "names no patient"),
        ("train/patient00009/link.png", "leads out of the folder"),
    ],
)
def test_hostile_and_nameless_paths_are_refused_by_line(
    table: Path, tmp_path: Path, path: str, sentence: str
) -> None:
    (tmp_path / "secret.png").write_bytes(b"")
    place = table.parent / "train" / "patient00009"
    place.mkdir()
    (place / "link.png").symlink_to(tmp_path / "secret.png")
    good = ["train/patient00001/study1/view1_frontal.jpg", "", "", "", "", "1", "0"]
    bad = write_rows(table.parent / "bad.csv", [good, [path, "", "", "", "", "1", "0"]])
    with pytest.raises(DatasetError, match=rf"bad\.csv cannot be imported\. line 3: .*{sentence}"):
        import_images(bad, tmp_path / "x", salt=SALT)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("header", "row", "sentence"),
    [
        (["File", "Disc"], ["a", "1"], "has no column Path"),
        (["Path", "Sex"], ["a", "M"], "no column of labels"),
        (["Path", "Disc", "Disc"], ["a", "1", "0"], "two columns of one name"),
        (["Path", "Disc"], ["train/patient1/a.png", "1", "0"], "line 2: it has more values"),
        (["Path", "Disc"], ["train/patient1/a.png", "maybe"], "line 2: Disc is 'maybe', not 1, 0, -1"),
        (["Path", "Disc"], ["train/patient1/a.png", "1"], "None of the 1 pictures .* --images"),
    ],
)
def test_a_table_that_cannot_be_is_told(
    tmp_path: Path, header: list[str], row: list[str], sentence: str
) -> None:
    path = write_rows(tmp_path / "t.csv", [row], header)
    with pytest.raises(DatasetError, match=sentence):
        import_images(path, tmp_path / "x", salt=SALT)


def test_missing_and_unusable_pictures_are_listed_and_the_rest_is_taken(table: Path, tmp_path: Path) -> None:
    train = table.parent / "train"
    (train / "patient00000" / "study1" / "view1_frontal.jpg").unlink()
    (train / "patient00001" / "study1" / "view1_frontal.jpg").write_bytes(b"\xff\xd8 no")
    colour = np.zeros((20, 20, 3), np.uint8)
    colour[..., 0] = 200
    Image.fromarray(colour).save(train / "patient00002" / "study2" / "view2_lateral.png")
    found = import_images(table, tmp_path / "x", side=64, salt=SALT)
    assert found.images.index.left_out == {"missing": 1, "unusable": 2}
    assert found.problems == (
        "1 pictures that train.csv names are not there (lines 2).",
        "Line 4: its picture is not a PNG or JPEG that can be read. It is left out.",
        "Line 7: its picture is in colour. It is left out.",
    )
    assert len(found.images) == 9


def test_a_label_with_one_answer_teaches_nothing(table: Path, tmp_path: Path) -> None:
    found = import_images(table, tmp_path / "x", side=64, blank=Policy.IGNORE, salt=SALT)
    assert found.images.index.labels == ("Disc",)
    assert found.problems == ("Shade: all its known labels are 1, so it is left out.",)
    rows = [["train/patient00001/study1/view1_frontal.jpg", "", "", "", "", "1", ""]]
    with pytest.raises(DatasetError, match="No label has pictures with 1 and with 0"):
        import_images(write_rows(table.parent / "one.csv", rows), tmp_path / "y", salt=SALT)


@pytest.mark.parametrize("depth", [8, 16])
def test_8_bit_grays_stay_and_16_bit_ones_are_stretched(tmp_path: Path, depth: int) -> None:
    gray = np.linspace(20, 200, 64 * 64).reshape(64, 64)
    values = gray.astype(np.uint8) if depth == 8 else (gray * 16).astype(np.uint16)
    Image.fromarray(values).save(tmp_path / "a.png")
    read = read_picture(tmp_path / "a.png", 64)
    if depth == 8:
        np.testing.assert_array_equal(read, values)
    else:
        assert (int(read.min()), int(read.max())) == (0, 255)
        assert np.abs(read.astype(float) - (gray - 20) / 180 * 255).max() < 3


def test_equal_channels_are_gray_and_other_pictures_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gray = picture(disc=True, shade=False)
    Image.fromarray(np.repeat(gray[..., None], 3, -1)).save(tmp_path / "a.png")
    Image.fromarray(gray).save(tmp_path / "b.png")
    np.testing.assert_array_equal(read_picture(tmp_path / "a.png", 64), read_picture(tmp_path / "b.png", 64))
    Image.fromarray(gray).convert("P").save(tmp_path / "c.png")
    Image.fromarray(gray).save(tmp_path / "d.bmp")
    for name, sentence in (("c.png", "8- or 16-bit gray"), ("d.bmp", "PNG or JPEG that can be read")):
        with pytest.raises(PictureError, match=sentence):
            read_picture(tmp_path / name, 64)
    monkeypatch.setattr(module, "MAX_SIDE", 40)
    with pytest.raises(PictureError, match="larger than 40"):
        read_picture(tmp_path / "b.png", 64)


def test_a_killed_import_goes_on_and_a_second_one_gives_the_same(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHARD", 4)
    read, done = module.read_picture, []

    def counted(path: Path, side: int) -> np.ndarray:
        done.append(path)
        if len(done) == kill_at:
            raise KeyboardInterrupt
        return read(path, side)

    monkeypatch.setattr(module, "read_picture", counted)
    kill_at = 7
    with pytest.raises(KeyboardInterrupt):
        import_images(table, tmp_path / "x", side=64, salt=SALT)
    kill_at = 0
    done.clear()
    first = import_images(table, tmp_path / "x", side=64, salt=SALT).images
    assert len(done) == 8  # the finished shard of four is not read again
    assert [len(shard) for shard in first.shards] == [4, 4, 4]
    assert (first.pictures([5])[0] == first.shards[1][1]).all()
    again = import_images(table, tmp_path / "x", side=64, salt=SALT).images
    assert again.index == first.index
    assert len(done) == 20
    other = import_images(table, tmp_path / "x", side=64, uncertain=Policy.ONES, salt=SALT).images
    assert other.index.sha256 != first.index.sha256


def test_a_changed_set_and_a_foreign_folder_are_refused(table: Path, tmp_path: Path) -> None:
    import_images(table, tmp_path / "x", side=64, salt=SALT)
    np.save(tmp_path / "x" / "pictures-00000.npy", np.zeros((12, 32, 32), np.uint8))
    with pytest.raises(DatasetError, match="was changed after it was made"):
        read_images(tmp_path / "x")
    with pytest.raises(DatasetError, match="no set of pictures"):
        read_images(table.parent)
    with pytest.raises(DatasetError, match="was not replaced"):
        import_images(table, table.parent, salt=SALT)


def test_the_command(table: Path, tmp_path: Path) -> None:
    (table.parent / "train" / "patient00000" / "study1" / "view1_frontal.jpg").unlink()
    arguments = ["import", "images", str(table), "--out", str(tmp_path / "x"), "--side", "64"]
    result = CliRunner().invoke(cli.app, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert (document["pictures"], document["patients"], document["uncertain"]) == (11, 6, "ignore")
    assert document["labels"]["Shade"] == {"1": 7, "0": 4}
    assert "1 pictures that train.csv names are not there" in result.stderr
    result = CliRunner().invoke(cli.app, ["import", "images", str(tmp_path / "no.csv"), "--out", "x"])
    assert result.exit_code == 2
    assert HEADER[0] == "Path"
