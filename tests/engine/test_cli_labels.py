"""`noduscope labels` as a user meets it: what is answered, what is told, with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from typer.testing import CliRunner

from engine.cli import app
from engine.dicom.scan import scan
from tests.engine.labels.files import nodule_xml, reading_xml, square
from tests.engine.reports.exports import CENTRES, write_scan

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_scan(tmp_path_factory.mktemp("images") / "ct")


@pytest.fixture(scope="module")
def uid(images: Path) -> str:
    return scan([images]).series[0].series_uid


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


class Command(Protocol):
    def __call__(self, home: Path, *arguments: object) -> Done: ...


@pytest.fixture
def labels(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The sub-command in this process: what it answers goes to descriptor 1, as from a process of its own."""

    def run(home: Path, *arguments: object) -> Done:
        monkeypatch.setenv("NODUSCOPE_HOME", str(home))
        capfd.readouterr()
        done = CliRunner().invoke(app, ["labels", *map(str, arguments)])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Done(done.exit_code, capfd.readouterr().out, done.stderr)

    return run


def table(path: Path, uid: str, *rows: str) -> Path:
    path.write_text("series_uid,x_mm,y_mm,z_mm,label,reader\n" + "".join(f"{uid},{row}\n" for row in rows))
    return path


def place(number: int) -> str:
    return ",".join(map(str, CENTRES[number]))


def test_from_a_table_to_another_workstation(labels: Command, images: Path, uid: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    file = table(tmp_path / "a.csv", uid, f"{place(0)},malignant,Dr A", f"{place(1)},benign,Dr A")
    done = labels(here, "import", file, "--images", images, "--source", "pathology")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Labels: 2 new, 0 unchanged.\n"
    listed = json.loads(labels(here, "list", "--json").stdout)
    assert (listed["counts"], listed["patients"]) == ({"benign": 1, "malignant": 1, "unsure": 0}, 1)
    first = listed["labels"][0]
    assert (first["label"], first["source"], first["voxels"], first["series_uid"]) == (
        "malignant", "pathology", True, uid,
    )  # fmt: skip
    bundle = tmp_path / "labels.zip"
    assert labels(here, "export", "--out", bundle).stdout == f"2 labels are in {bundle}.\n"
    assert labels(there, "merge", bundle).stdout == "2 labels and 0 reviews are new.\n"
    again = json.loads(labels(there, "merge", bundle, "--json").stdout)
    assert again == {"labels": 0, "reviews": 0, "conflicts": [], "problems": []}
    text = labels(there, "list").stdout
    assert "Labels: 2, patients: 1; benign 1, malignant 1, unsure 0." in text
    assert uid not in text


def test_some_that_are_not_taken_are_told_and_the_others_kept(
    labels: Command, images: Path, uid: str, tmp_path: Path
) -> None:
    file = table(tmp_path / "a.csv", uid, f"{place(0)},malignant,A", "0,0,9000,benign,A", "1,2,3,odd,A")
    done = labels(tmp_path, "import", file, "--images", images, "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert (answer["added"], len(answer["problems"])) == (1, 2)
    assert "Row 4 of a.csv: the label is 'odd'" in done.stderr
    assert "Row 3 of a.csv: its place is not in series" in done.stderr
    assert "Not taken: 2 (see above)." in done.stderr


def test_a_folder_of_lidc_brings_its_own_images(
    labels: Command, images: Path, uid: str, tmp_path: Path
) -> None:
    series = scan([images]).series[0]
    assert series.grid is not None
    k, r, c = (round(float(v)) for v in series.grid.to_voxel(CENTRES[0]))
    outline = [(series.slices[k].file.sop_uid, True, square(c - 4, r - 4, 7))]
    folder = tmp_path / "lidc"
    write_scan(folder / "ct")
    (folder / "069.xml").write_text(reading_xml(uid, [[nodule_xml(1, outline)]]), "utf-8")
    (folder / "other.xml").write_text("<CXRReadMessage/>", "utf-8")
    done = labels(tmp_path, "import", folder)
    assert (done.returncode, done.stdout) == (0, "Labels: 1 new, 0 unchanged.\n"), done.stderr


def test_a_damaged_reading_does_not_stop_the_others(
    labels: Command, images: Path, uid: str, tmp_path: Path
) -> None:
    series = scan([images]).series[0]
    outline = [(series.slices[0].file.sop_uid, True, square(4, 4, 7))]
    folder = tmp_path / "lidc"
    folder.mkdir()
    whole = reading_xml("9.9", [[nodule_xml(1, outline)]])
    (folder / "a.xml").write_text(whole[:-30], "utf-8")
    (folder / "b.xml").write_text(whole, "utf-8")
    done = labels(tmp_path, "import", folder, "--images", images)
    assert (done.returncode, done.stdout) == (1, "Labels: 0 new, 0 unchanged.\n")
    assert "a.xml is not a whole XML file" in done.stderr
    assert "Nodule 1 of b.xml: series 9.9 is not among the images." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("import", "EMPTY"), 1, "holds no XML file of LIDC-IDRI"),
        (("import", "EMPTY", "--evidence-date", "soon"), 2, "--evidence-date is 'soon'"),
        (("import", "EMPTY", "--label", "cancer"), 2, "cancer"),
        (("import", "FILE"), 1, "a.dcm is not a DICOM file"),
        (("merge", "FILE"), 1, "a.dcm is no file of labels"),
        (("export", "--out", "OUT"), 1, "There are no labels to export"),
        (("export", "--out", "OUT", "--key", "FILE"), 1, "holds no key"),
    ],
)
def test_wrong_use_is_told(
    labels: Command, tmp_path: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.dcm").write_text("text")
    places = {"EMPTY": tmp_path / "empty", "FILE": tmp_path / "a.dcm", "OUT": tmp_path / "out.zip"}
    done = labels(tmp_path / "home", *(places.get(a, a) for a in arguments))
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.zip").exists()


def test_an_empty_store_lists_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "engine", "labels", "list"],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
        env={**os.environ, "NODUSCOPE_HOME": str(tmp_path), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Labels: 0, patients: 0; benign 0, malignant 0, unsure 0.\n")
