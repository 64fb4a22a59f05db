"""The command line as a user meets it: one JSON document on standard output, sentences on standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.models.package import pack, write_package
from engine.models.registry import Registry
from engine.phantom import MASS, Kind, NoduleSpec, PhantomSpec, make_phantom, write_dicom
from tests.engine import tiny_model

ROOT = Path(__file__).resolve().parents[2]
SOLID = NoduleSpec(Kind.SOLID, (-70.0, 48.0, -40.0), 10.0)
NEIGHBOUR = NoduleSpec(Kind.CALCIFIED, (-70.0, 20.0, -40.0), 8.0)
KEYS = [
    "id", "source", "centre_mm", "centre_voxel", "long_axis_mm", "short_axis_mm", "volume_mm3", "mean_hu",
    "detection_score", "probability", "call", "flags", "cam_peak_mm", "percentile_benign",
    "percentile_malignant", "description", "readers", "novelty",
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("home")
    registry = Registry(root / "data" / "models", check=lambda _: None)
    registry.install(write_package(root / "new", tiny_model.manifest(), tiny_model.package_files()))
    registry.activate("tiny-1.0.0")
    return root


@pytest.fixture(scope="module")
def ct(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ct")
    spec = PhantomSpec(size=(24, 160, 160), focus_mm=(-70.0, 36.0, -40.0), nodules=(SOLID, NEIGHBOUR))
    write_dicom(make_phantom(spec), root / "胸部")
    (root / "notes.txt").write_text("not an image")
    return root


def noduscope(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engine", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False,
        env={**os.environ, "NODUSCOPE_HOME": str(home), "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip


def document(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# ------------------------------------------------------------ scan


def test_scan_prints_series_and_skipped_files(home: Path, ct: Path) -> None:
    found = document(noduscope(home, "scan", ct, "--json"))
    (series,) = found["series"]
    assert list(series) == [
        "series_uid", "description", "modality", "n_slices", "spacing_mm", "analysable", "warnings",
    ]  # fmt: skip
    assert (series["modality"], series["n_slices"], series["spacing_mm"]) == ("CT", 24, [2.5, 0.7, 0.7])
    assert series["analysable"] is True
    assert [Path(file["path"]).name for file in found["skipped"]] == ["notes.txt"]
    assert all(file["reason"] for file in found["skipped"])


def test_scan_of_nothing_is_no_error(home: Path, tmp_path: Path) -> None:
    assert document(noduscope(home, "scan", tmp_path, "--json")) == {"series": [], "skipped": []}


def test_scan_for_people(home: Path, ct: Path) -> None:
    done = noduscope(home, "scan", ct)
    assert done.returncode == 0
    assert "2.5 x 0.7 x 0.7" in done.stdout
    assert "notes.txt" in done.stdout


# ------------------------------------------------------------ classify


@pytest.mark.parametrize("at", [["--at", "-70,48,-40"], ["--at=-70,48.0,-40.5"]])
def test_classify_prints_one_finding(home: Path, ct: Path, at: list[str]) -> None:
    finding = document(noduscope(home, "classify", ct, *at, "--json"))
    assert list(finding) == KEYS
    assert finding["long_axis_mm"] == pytest.approx(10, rel=0.25)
    assert finding["centre_mm"] == pytest.approx([-70, 48, -40], abs=1.5)
    assert finding["source"] == "reader"
    assert 0 <= finding["probability"] <= 1
    assert finding["call"] in ("benign", "malignant")
    assert finding["cam_peak_mm"] == pytest.approx([-70, 48, -40], abs=3)


def test_several_positions_give_a_list_in_reading_order(home: Path, ct: Path) -> None:
    done = noduscope(home, "classify", ct, "--at", "-70,48,-40", "--at", "-70,20,-40", "--json")
    findings = document(done)
    assert len(findings) == 2
    assert [f["probability"] for f in findings] == sorted((f["probability"] for f in findings), reverse=True)


def test_both_runtimes_give_the_same_finding(home: Path, ct: Path) -> None:
    first, second = (
        document(noduscope(home, "classify", ct, "--at", "-70,48,-40", "--json", "--runtime", name))
        for name in ("openvino", "onnxruntime")
    )
    assert first["probability"] == pytest.approx(second["probability"], abs=1e-4)
    assert {**first, "probability": 0} == {**second, "probability": 0}


def test_classify_for_people(home: Path, ct: Path) -> None:
    done = noduscope(home, "classify", ct, "--at", "-70,48,-40")
    assert done.returncode == 0
    assert "Model tiny 1.0.0" in done.stdout
    assert "Not for sole diagnosis" in done.stdout
    assert "probability of malignancy" in done.stdout


def test_a_mass_is_out_of_range_and_listed_first(home: Path, tmp_path: Path) -> None:
    other = NoduleSpec(Kind.SOLID, (88.0, 22.0, -22.0), 8.0)
    spec = PhantomSpec(size=(36, 180, 180), focus_mm=(80.0, 30.0, -45.0), nodules=(MASS, other))
    write_dicom(make_phantom(spec), tmp_path)
    findings = document(
        noduscope(home, "classify", tmp_path, "--at", "88,22,-22", "--at", "72,40,-62", "--json")
    )
    assert findings[0]["long_axis_mm"] > 30
    assert (findings[0]["call"], findings[0]["probability"], findings[0]["cam_peak_mm"]) == (
        "out_of_range", None, None,
    )  # fmt: skip
    (flag,) = [f for f in findings[0]["flags"] if f["code"] == "mass"]
    assert flag["text"].endswith("mm: suspicious by size, no score.")
    assert findings[1]["probability"] is not None


def test_without_a_usable_model_the_measurements_still_come(ct: Path, tmp_path: Path) -> None:
    models = tmp_path / "data" / "models"
    models.mkdir(parents=True)
    script = (
        "import sys; from pathlib import Path; from engine import paths\n"
        f"paths.resources_dir = lambda: Path({str(tmp_path)!r})\n"
        "from engine.cli import app; app(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "classify", str(ct), "--at", "-70,48,-40", "--json"],
        capture_output=True, text=True, cwd=ROOT, check=False,
        env={**os.environ, "NODUSCOPE_HOME": str(tmp_path)},
    )  # fmt: skip
    finding = document(done)
    assert (finding["call"], finding["probability"]) == ("out_of_range", None)
    assert [flag["code"] for flag in finding["flags"]] == ["no_model"]
    assert finding["long_axis_mm"] == pytest.approx(10, rel=0.25)
    assert "only measurements" in done.stderr


@pytest.mark.parametrize("at", ["1,2", "a,b,c", "1,2,3,4", "nan,0,0", "inf,0,0", ""])
def test_a_position_that_is_none_is_bad_use(home: Path, ct: Path, at: str) -> None:
    done = noduscope(home, "classify", ct, f"--at={at}", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["classify", "{ct}", "--json"], 2, "--at"),
        (["classify", "{ct}/nothing", "--at", "1,2,3"], 2, "does not exist"),
        (["classify", "{ct}", "--at", "1,2,3", "--runtime", "tpu"], 2, "no runtime 'tpu'"),
        (["classify", "{ct}", "--at", "0,0,9999"], 1, "No CT series here holds the position"),
        (["classify", "{ct}", "--at", "-70,48,-40", "--series", "1.2"], 1, "no series 1.2"),
        (["classify", "{ct}", "--at", "-70,48,-40", "--model", "other"], 1, "no model 'other'"),
        (["scan", "{ct}/nothing", "--json"], 2, "does not exist"),
        (["models", "show", "other", "--json"], 1, "no model 'other'"),
        (["models", "activate", "other"], 1, "no model 'other'"),
        (["models", "install", "{ct}/notes.txt"], 1, "not a readable zip"),
        (["models", "install", "{ct}"], 1, "not a model package"),
        (["dance"], 2, "No such command"),
    ],
)
def test_errors_go_to_standard_error(
    home: Path, ct: Path, arguments: list[str], code: int, said: str
) -> None:
    done = noduscope(home, *(a.replace("{ct}", str(ct)) for a in arguments))
    assert (done.returncode, done.stdout if "--json" in arguments else "") == (code, "")
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_what_worked_is_printed_beside_what_did_not(home: Path, ct: Path) -> None:
    done = noduscope(home, "classify", ct, "--at", "0,0,9999", "--at", "-70,48,-40", "--json")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)) == 1
    assert "At 0,0,9999: No CT series here holds the position." in done.stderr


# ------------------------------------------------------------ models


def test_models_from_install_to_remove(tmp_path: Path) -> None:
    folder = write_package(
        tmp_path / "new", tiny_model.manifest(id="local", version="2.0.0"), tiny_model.package_files()
    )
    archive = pack(folder, tmp_path / "local-2.0.0.noduscope")
    home = tmp_path / "home"

    def names(active: bool) -> list[str]:
        listed = document(noduscope(home, "models", "list", "--json"))["models"]
        return [m["name"] for m in listed if not m["bundled"] and (m["active"] or not active)]

    assert noduscope(home, "models", "install", archive).stdout == "local-2.0.0 is installed.\n"
    assert (names(active=False), names(active=True)) == (["local-2.0.0"], [])
    assert noduscope(home, "models", "activate", "local").returncode == 0
    assert names(active=True) == ["local-2.0.0"]
    shown = document(noduscope(home, "models", "show", "--json"))
    assert (shown["id"], shown["version"], shown["threshold"]) == ("local", "2.0.0", 0.5)
    checked = document(noduscope(home, "models", "verify", "local", "--json"))
    assert checked["ok"] is True
    assert [check["name"] for check in checked["checks"]] == ["openvino", "onnxruntime"]
    again = tmp_path / "again.noduscope"
    assert noduscope(home, "models", "export", "local", "--out", again).returncode == 0
    assert again.read_bytes() == archive.read_bytes()
    refused = noduscope(home, "models", "remove", "local-2.0.0")
    assert refused.returncode == 1
    assert "is active" in refused.stderr


def test_verify_says_which_runtime_is_wrong(home: Path, tmp_path: Path) -> None:
    wrong = tiny_model.parity()
    wrong["cam"] = wrong["cam"] + 1
    files = {**tiny_model.package_files(), "parity.npz": tiny_model.npz(wrong)}
    folder = write_package(tmp_path / "wrong", tiny_model.manifest(), files)
    done = noduscope(home, "models", "verify", folder, "--json")
    assert done.returncode == 1
    assert [check["ok"] for check in json.loads(done.stdout)["checks"]] == [False, False]
    (folder / "card.md").write_text("changed")
    done = noduscope(home, "models", "verify", folder)
    assert done.returncode == 1
    assert "card.md" in done.stderr


# --------------------------------------------------------- phantom


def test_the_synthetic_chest_in_so_many_slices_is_as_long_as_ever(home: Path, tmp_path: Path):
    done = noduscope(home, "phantom", "--out", tmp_path, "--slices", 6)
    assert done.returncode == 0, done.stderr
    series = document(noduscope(home, "scan", tmp_path / "dicom", "--json"))["series"][0]
    assert series["n_slices"] == 6
    assert series["spacing_mm"][0] == pytest.approx(50.0)  # 120 slices of 2.5 mm are 300 mm
    assert noduscope(home, "phantom", "--out", tmp_path, "--slices", 1).returncode == 2


def test_the_synthetic_chest_of_90_days_earlier_is_a_study_of_the_same_patient(home: Path, tmp_path: Path):
    for name, words in (("now", ()), ("before", ("--earlier",))):
        done = noduscope(home, "phantom", "--out", tmp_path / name, "--slices", 6, *words)
        assert done.returncode == 0, done.stderr
    found = document(noduscope(home, "scan", tmp_path, "--json"))["series"]
    assert len({s["series_uid"] for s in found}) == 2
    now, before = (
        {n["kind"]: n for n in json.loads((tmp_path / name / "nodules.json").read_text())["nodules"]}
        for name in ("now", "before")
    )
    assert now["spiculated"]["diameter_mm"] - before["spiculated"]["diameter_mm"] == 2.0
    assert before["spiculated"]["centre_mm"][2] - now["spiculated"]["centre_mm"][2] == 20.0
    assert set(now) - set(before) == {"ground_glass"}
