"""The commands: `nodes`, `query`, `retrieve`, `send` and `receive`, with their exit codes and sentences."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from engine.cli import app
from engine.network.config import Network, load, save
from engine.network.intake import hashed
from tests.engine.dicom.dicom_maker import Maker
from tests.engine.network.rig import HERE, Archive, free_port, seen


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd):
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))

    def command(*arguments: object) -> SimpleNamespace:
        done = CliRunner().invoke(app, [str(a) for a in arguments])
        out, err = capfd.readouterr()
        return SimpleNamespace(code=done.exit_code, out=out, err=err + done.stderr)

    return command


def test_nodes_are_added_changed_listed_and_removed(run) -> None:
    assert run("nodes", "add", "PACS", "ARCHIVE", "10.0.0.7", "104").code == 0
    assert run("nodes", "add", "pacs", "ARCHIVE2", "10.0.0.7", "104", "--move").code == 0
    assert run("nodes", "allow", "CT1", "10.0.0.0/24").code == 0
    assert run("nodes", "own", "--ae-title", "READING1", "--receive").code == 0
    document = json.loads(run("nodes", "list", "--json").out)
    assert document["nodes"] == [
        {"name": "pacs", "ae_title": "ARCHIVE2", "host": "10.0.0.7", "port": 104, "tls": False, "move": True}
    ]
    assert "CT1 from 10.0.0.0/24" in run("nodes", "list").out
    assert run("nodes", "remove", "PACS").code == 0
    assert run("nodes", "forbid", "CT1").code == 0
    assert load() == Network(receive=True, ae_title="READING1")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("receive",), 1, "Receiving is off"),
        (("nodes", "remove", "x"), 1, "There is no node called 'x'"),
        (("nodes", "forbid", "x"), 1, "was not allowed"),
        (("nodes", "add", "x", "A" * 17, "h", "104"), 1, "is no AE title"),
        (("nodes", "add", "x", "A", "h", "0"), 2, "Invalid value"),
        (("nodes", "own",), 2, "Name something to change"),
        (("query", "x", "--modality", "CT"), 1, "There is no node called 'x'"),
        (("query", "x", "--since", "1.2.2026"), 2, "does not match the format"),
        (("send", "x", "no-such-file"), 2, "does not exist"),
    ],
)  # fmt: skip
def test_faults_are_sentences(run, arguments, code: int, sentence: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (code, "")
    assert sentence in " ".join(done.err.split())


def test_nobody_allowed_is_said(run) -> None:
    run("nodes", "own", "--receive")
    done = run("receive")
    assert done.code == 1
    assert "Nobody may send here yet" in done.err


def test_query_retrieve_and_send(run, tmp_path: Path) -> None:
    maker = Maker()
    held = maker.series(tmp_path / "held", 3)
    archive = Archive(sorted(held.iterdir()))
    with archive.running() as node:
        run("nodes", "add", node.name, node.ae_title, node.host, node.port)
        assert "archive answers" in run("nodes", "echo", "archive").out
        studies = json.loads(run("query", "archive", "--name", "Planted", "--json").out)
        assert [s["study_uid"] for s in studies["studies"]] == [maker.study_uid]
        assert maker.series_uid in run("query", "archive", "--study", maker.study_uid).out
        done = run("retrieve", "archive", "--study", maker.study_uid, "--json-events")
        events = [json.loads(line) for line in done.out.splitlines()]
        assert events[-1]["event"] == "done"
        assert seen(tmp_path / "home" / "data" / "received") == {hashed(maker.series_uid): 3}
        assert json.loads(run("send", "archive", held, "--json").out)["sent"] == 3
        archive.store_status = [0xC000]
        done = run("send", "archive", held)
        assert (done.code, "3 files were not sent" in done.err) == (1, True)
        assert run("query", "archive", "--patient-id", "x", "--json").code == 0
    assert run("nodes", "echo", "archive").code == 1


def test_receive_ends_with_the_pipe_of_whoever_started_it(run) -> None:
    """A window that dies leaves no listener behind."""
    port = free_port()
    save(Network().changed(receive=True, port=port, peers=[{"ae_title": "CT1", "address": HERE}]))
    process = subprocess.Popen(
        [sys.executable, "-m", "engine", "receive", "--stop-on-eof"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["port"] == port
    process.stdin.close()
    assert process.wait(10) == 0
    assert [json.loads(line)["event"] for line in process.stdout] == ["stopped"]
