"""`labels export` and `labels merge` as a user meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from engine.labels.bundle import export_labels
from engine.labels.kinds import Label, Review
from tests.engine.labels.bundle_maker import FACTS, OPINION, UID, a_nodule, workstation

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "data").mkdir(parents=True)
    with workstation(tmp_path / "home" / "data" / "store.sqlite", 8) as store:
        store.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="Dr First")
    return tmp_path / "home"


def labels(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engine", "labels", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
        env={**os.environ, "NODUSCOPE_HOME": str(home), "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip


def test_from_one_workstation_to_another(home: Path, tmp_path: Path) -> None:
    file, other, secret = tmp_path / "labels.zip", tmp_path / "other.sqlite", tmp_path / "secret"
    exported = labels(home, "export", "--out", file, "--key", secret, "--json")
    assert exported.returncode == 0, exported.stderr
    assert json.loads(exported.stdout) == {"labels": 1, "file": str(file)}
    with workstation(other, 10) as store:
        store.labels.add(FACTS, a_nodule(), Label.MALIGNANT, source=OPINION, reader="Dr Second")
    merged = labels(home, "merge", file, "--store", other, "--key", secret)
    assert merged.returncode == 0, merged.stderr
    assert merged.stdout == (
        "1 labels and 0 reviews are new.\n"
        f"Series {UID}, nodule at 1.0, 2.0, 0.3 mm: malignant by Dr Second here, benign by Dr First in the"
        " file; the newer one, malignant, holds.\n"
    )


def test_conflicts_and_what_was_not_taken_as_json(home: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "labels.zip", tmp_path / "other.sqlite"
    with workstation(home / "data" / "store.sqlite", 9) as store:
        store.labels.review(UID, "a", Review.APPROVED, "Dr Second")
        export_labels(store, file)
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content["labels.json"] = content["labels.json"].replace(b"Dr Second", b"Dr First")
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    with workstation(other, 6) as store:
        store.labels.add(FACTS, a_nodule(), Label.MALIGNANT, source=OPINION, reader="Dr Third")
    merged = labels(home, "merge", file, "--store", other, "--json")
    assert merged.returncode == 1
    problem = (
        f"In series {UID} Dr First approved a label of their own; the label is taken, the approval is not."
    )
    assert merged.stderr == problem + "\n"
    assert json.loads(merged.stdout) == {
        "labels": 1,
        "reviews": 0,
        "conflicts": [
            {
                "series_uid": UID,
                "centre_mm": [1.0, 2.0, 0.3],
                "here": "malignant",
                "there": "benign",
                "holds": "benign",
            }
        ],
        "problems": [problem],
    }


def test_a_file_of_another_kind(home: Path, tmp_path: Path) -> None:
    (tmp_path / "labels.zip").write_text("no")
    done = labels(home, "merge", tmp_path / "labels.zip")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "labels.zip is no file of labels, or it is damaged.\n"
