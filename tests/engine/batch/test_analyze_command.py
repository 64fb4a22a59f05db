"""`noduscope analyze` as a user meets it, over processes of its own and over a Dask cluster."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.engine.batch import chests


@pytest.fixture(scope="module")
def unbroken(studies: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The home and the output folder of a run over two processes."""
    root = tmp_path_factory.mktemp("unbroken")
    home, out = chests.write_home(root / "home"), root / "out"
    done = chests.analyze(home, studies, "--out", out, "--workers", 2, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((out / "summary.json").read_text("utf-8"))
    assert "3 series: 3 to analyse, 0 done before, 0 left out." in done.stderr
    return home, out


def test_again_it_does_nothing_and_says_so(unbroken: tuple[Path, Path], studies: Path) -> None:
    home, out = unbroken
    before = chests.files(out)
    done = chests.analyze(home, studies, "--out", out)
    assert done.returncode == 0
    assert "0 to analyse, 3 done before" in done.stderr
    assert done.stdout.count("\nanalysed ") == 3
    assert "Not for sole diagnosis" in done.stdout
    assert chests.files(out) == before


def test_it_writes_only_its_folder_and_the_users(unbroken: tuple[Path, Path]) -> None:
    home, out = unbroken
    assert {p.name for p in home.parent.iterdir()} == {"home", "out"}
    assert {p.name for p in home.iterdir()} <= {"new", "data", "cache", "config", "logs"}
    assert {p.name for p in out.iterdir() if p.is_file()} == {"summary.csv", "summary.json"}


def test_ctrl_c_stops_it_and_it_goes_on(home: Path, studies: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        chests.command(studies, "--out", out, "--workers", 1, "--json-events"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=chests.ROOT, env=chests.environment(home),
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    events = []
    for line in process.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] == "step" and events[-1]["step"] != "model":
            process.send_signal(signal.SIGINT)
            break
    rest, said = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "The same command goes on from here" in said
    last = json.loads(rest.splitlines()[-1])
    assert (last["event"], last["interrupted"]) == ("end", True)
    assert last["series"]["stopped"] >= 2
    assert {p.name for p in out.iterdir() if not p.is_dir()} == {"summary.csv", "summary.json"}
    states = [row["state"] for row in json.loads((out / "summary.json").read_text("utf-8"))["series"]]
    assert "stopped" in states
    assert not (out / ".noduscope").exists()


def test_a_dask_cluster_gives_the_same(
    unbroken: tuple[Path, Path], studies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed", reason="the `cluster` extra is not installed")
    home, out = chests.write_home(tmp_path / "home"), tmp_path / "out"
    for name, value in chests.environment(home).items():
        monkeypatch.setenv(name, value)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        done = chests.analyze(home, studies, "--out", out, "--executor", address)
    assert done.returncode == 0, done.stderr
    assert chests.files(out) == chests.files(unbroken[1])
    assert chests.rows(home) == chests.rows(unbroken[0])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["{studies}/nothing", "--out", "{tmp}/o"], 2, "does not exist"),
        (["{studies}"], 2, "--out"),
        (["{studies}", "--out", "{tmp}/o", "--formats", "json,xls"], 2, "There is no format xls"),
        (["{studies}", "--out", "{tmp}/o", "--formats", ","], 2, "No format is named"),
        (["{studies}", "--out", "{studies}/results"], 2, "must not go into a folder of images"),
        (["{studies}", "--out", "{tmp}/o", "--json", "--json-events"], 2, "not both"),
        (["{studies}", "--out", "{tmp}/o", "--workers", "0"], 2, "greater than or equal to 1"),
        (["{studies}", "--out", "{tmp}/o", "--model", "none"], 1, "There is no model 'none'"),
        (["{studies}", "--out", "{tmp}/o", "--executor", "spark"], 1, "is no address of a cluster"),
        (["{studies}", "--out", "{tmp}/o", "--executor", "dask://127.0.0.1:1"], 1, "No Dask scheduler"),
        (["{studies}", "--out", "{tmp}/file/o"], 1, "cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(
    home: Path, studies: Path, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "file").write_text("")
    done = chests.analyze(home, *(a.format(studies=studies, tmp=tmp_path) for a in arguments))
    assert done.returncode == code, done.stderr
    plain = " ".join(done.stderr.replace("│", " ").split())
    assert said in plain
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "o" / "summary.json").exists()


@pytest.mark.slow
@pytest.mark.shared_data
def test_the_folder_of_real_series(home: Path, shared_ct: Path, tmp_path: Path) -> None:
    before = {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in shared_ct.rglob("*")}
    done = chests.analyze(home, shared_ct, "--out", tmp_path / "out", "--workers", 2, "--json")
    assert done.returncode == 0, done.stderr
    series = json.loads(done.stdout)["series"]
    assert len(series) == 26
    assert [row["state"] for row in series].count("analysed") == 7
    assert all(row["reason"] for row in series)
    assert {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in shared_ct.rglob("*")} == before
    assert {p.name for p in tmp_path.iterdir()} == {"home", "out"}
