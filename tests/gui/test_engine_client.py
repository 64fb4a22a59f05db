"""The window's end of the engine process, against an engine that misbehaves in many ways."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import qInstallMessageHandler, qWarning

from app import engine_client, log
from app.engine_client import EngineClient, EngineState
from app.lines import LineSplitter
from engine import protocol

FAKE = Path(__file__).with_name("fake_engine.py")


@pytest.fixture
def make(qtbot):
    """Makes a client of a fake engine with the given options; stops it at the end."""
    clients = []

    def client(*options: str, on_stderr=None, command=None) -> EngineClient:
        made = EngineClient(command or [sys.executable, str(FAKE), *options], on_stderr)
        clients.append(made)
        return made

    yield client
    for made in clients:
        made.stop()


def ready(qtbot, client: EngineClient) -> EngineClient:
    client.start()
    qtbot.waitUntil(lambda: client.state is EngineState.READY and client.model_known, timeout=10_000)
    return client


def scan(client: EngineClient, path: str = "/x"):
    return client.send(lambda i: protocol.ScanRequest(id=i, paths=(path,)))


class Outcome:
    """What became of a job."""

    def __init__(self, job) -> None:
        self.results: list[object] = []
        self.failures: list[tuple[str, str]] = []
        job.result.connect(self.results.append)
        job.failed.connect(lambda code, text: self.failures.append((code, text)))

    @property
    def ended(self) -> bool:
        return bool(self.results or self.failures)


def test_a_request_is_answered_with_the_validated_result(qtbot, make):
    client = ready(qtbot, make())
    outcome = Outcome(scan(client))
    qtbot.waitUntil(lambda: outcome.ended, timeout=5000)
    assert isinstance(outcome.results[0], protocol.ScanResult)
    assert [s.series_uid for s in outcome.results[0].series] == ["one.thick", "two", "three.gap"]
    assert client.model is not None
    assert client.model.id == "fake"


def test_requests_made_before_the_engine_is_there_wait_for_it(qtbot, make):
    client = make()
    client.start()
    outcomes = [Outcome(scan(client)) for _ in range(20)]
    qtbot.waitUntil(lambda: all(o.ended for o in outcomes), timeout=10_000)
    assert all(len(o.results) == 1 and not o.failures for o in outcomes)


def test_noise_pieces_and_a_line_of_three_megabytes_lose_no_message(qtbot, make):
    lines: list[str] = []
    client = ready(qtbot, make("--noise", on_stderr=lines.append))
    outcome = Outcome(scan(client))
    qtbot.waitUntil(lambda: outcome.ended, timeout=5000)
    assert outcome.results
    assert client.model is not None
    assert any("no message" in line for line in lines)
    assert not any("xxx" in line for line in lines)


def test_an_error_is_a_code_and_a_sentence(qtbot, make):
    client = ready(qtbot, make())
    block = protocol.SharedArray(name="none", dtype="float32", shape=(1,))
    grid = protocol.GridModel(size=(1, 1, 1), origin_mm=(0, 0, 0), steps_mm=((0, 0, 1), (0, 1, 0), (1, 0, 0)))
    volume = protocol.VolumeRef(
        voxels=block, grid=grid, series_uid="u", acquisition=protocol.AcquisitionModel()
    )
    job = client.send(
        lambda i: protocol.AssessRequest(id=i, volume=volume, point_mm=(0, 0, -100), map_values=block)
    )
    outcome = Outcome(job)
    qtbot.waitUntil(lambda: outcome.ended, timeout=5000)
    assert outcome.failures == [("no_lesion", "There is no nodule at this point: it is air.")]


def test_a_cancelled_job_fails_as_cancelled_and_never_delivers(qtbot, make):
    client = ready(qtbot, make())
    job = scan(client)
    outcome = Outcome(job)
    job.cancel()
    job.cancel()
    qtbot.waitUntil(lambda: outcome.ended, timeout=5000)
    qtbot.wait(100)
    assert not outcome.results
    assert [code for code, _ in outcome.failures] == ["cancelled"]


def test_row_15_a_killed_engine_is_reported_restarted_and_answers_again(qtbot, make):
    client = ready(qtbot, make("--assess-delay", "0"))
    died: list[str] = []
    client.engineDied.connect(died.append)
    first_pid = client.pid
    # The engine is stopped first, so that the request is surely under way when it is killed.
    os.kill(first_pid, signal.SIGSTOP)
    outcome = Outcome(scan(client))
    qtbot.wait(50)
    os.kill(first_pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(died), timeout=5000)
    assert [code for code, _ in outcome.failures] == ["engine_died"]
    assert outcome.failures[0][1].endswith(".")
    qtbot.waitUntil(lambda: client.state is EngineState.READY and client.pid != first_pid, timeout=10_000)
    again = Outcome(scan(client))
    qtbot.waitUntil(lambda: again.ended, timeout=5000)
    assert again.results
    assert len(died) == 1


def test_a_request_made_between_death_and_restart_is_answered_by_the_next_engine(qtbot, make):
    client = ready(qtbot, make())
    late: list[Outcome] = []
    client.engineDied.connect(lambda _text: late.append(Outcome(scan(client))))
    os.kill(client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(late) and late[0].ended, timeout=10_000)
    assert late[0].results


def test_an_engine_that_keeps_dying_is_given_up_until_it_is_asked_for(qtbot, make, monkeypatch):
    monkeypatch.setattr(engine_client, "BACK_OFF_MS", (10, 10, 10))
    client = make("--die-at-start")
    died: list[str] = []
    client.engineDied.connect(died.append)
    client.start()
    waiting = Outcome(scan(client))
    qtbot.waitUntil(lambda: client.state is EngineState.FAILED, timeout=15_000)
    assert len(died) == 1 + engine_client.MAX_RESTARTS
    assert waiting.failures
    refused = Outcome(scan(client))
    assert not refused.ended  # there is time to connect
    qtbot.waitUntil(lambda: refused.ended, timeout=1000)
    assert refused.failures[0][0] == "engine_died"
    client.start()
    assert client.state is EngineState.STARTING


def test_a_program_that_does_not_exist_is_a_sentence_not_an_exception(qtbot, make, monkeypatch):
    monkeypatch.setattr(engine_client, "BACK_OFF_MS", (10, 10, 10))
    client = make(command=["/no/such/program"])
    died: list[str] = []
    client.engineDied.connect(died.append)
    client.start()
    qtbot.waitUntil(lambda: client.state is EngineState.FAILED, timeout=5000)
    assert died[0].startswith("The engine could not be started.")


def test_another_protocol_is_refused_in_words_and_not_restarted(qtbot, make):
    client = make("--protocol", "99")
    died: list[str] = []
    client.engineDied.connect(died.append)
    client.start()
    qtbot.waitUntil(lambda: client.state is EngineState.FAILED, timeout=10_000)
    assert "99" in died[0]
    assert "install" in died[0]


def test_stopping_ends_a_stubborn_engine_within_two_seconds(qtbot, make):
    client = ready(qtbot, make("--stubborn"))
    pid = client.pid
    outcome = Outcome(scan(client))
    begin = time.monotonic()
    client.stop()
    assert time.monotonic() - begin < 2.0
    assert outcome.ended
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_good_engine_leaves_by_itself(qtbot, make):
    client = ready(qtbot, make())
    died: list[str] = []
    client.engineDied.connect(died.append)
    begin = time.monotonic()
    client.stop()
    assert time.monotonic() - begin < 1.0
    assert client.state is EngineState.STOPPED
    assert not died


# ---------------------------------------------------------------- lines


@given(st.lists(st.binary(min_size=1, max_size=40).filter(lambda b: b.strip() and b"\n" not in b)), st.data())
def test_lines_come_out_whole_however_the_bytes_arrive(lines: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(line + b"\n" for line in lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    splitter = LineSplitter()
    got: list[bytes] = []
    for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        got += splitter.feed(stream[a:b])
    assert got == [line.strip() for line in lines]


def test_a_line_over_the_limit_is_dropped_and_the_next_one_read():
    splitter = LineSplitter(limit=10)
    assert list(splitter.feed(b"x" * 8)) == []
    assert list(splitter.feed(b"x" * 8)) == []
    assert list(splitter.feed(b"xx\nok\n")) == [b"ok"]


# ---------------------------------------------------------------- the log


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Invalid value for VR UI: '1.2.Smith^John'.", "Invalid value for VR UI: '…'."),
        ("cannot open /data/Smith John/IM 1.dcm", "cannot open <path>"),
        (r"cannot open C:\data\Smith\IM1", "cannot open <path>"),
        (r"cannot open \\server\share\Smith", "cannot open <path>"),
        ("patient 19520431 was read", "patient # was read"),
        ("12 slices, 0.7 mm, 1.5/2", "12 slices, 0.7 mm, 1.5/2"),
    ],
)  # fmt: skip
def test_foreign_lines_lose_what_could_name_a_patient(line: str, expected: str) -> None:
    assert log.scrub(line) == expected


def test_a_place_in_the_program_stays_readable():
    assert (
        log.scrub(f'  File "{engine_client.__file__}", line 7, in start') == "  app/engine_client.py:7 start"
    )


def test_an_error_is_logged_without_its_message(tmp_path):
    logger = log.open_log(tmp_path, "window")
    told: list[str] = []
    before = sys.excepthook
    try:
        log.install_excepthook(logger, told.append)
        try:
            Path("/data/Smith^John/1.dcm").read_bytes()
        except OSError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.excepthook = before
    text = (tmp_path / "window.log").read_text("utf-8")
    assert "FileNotFoundError" in text
    assert "test_engine_client.py" in text
    assert "Smith" not in text
    assert "FileNotFoundError" in told[0]
    assert "Smith" not in told[0]


def test_what_qt_says_goes_to_the_log_without_paths(tmp_path, capfd):
    before = qInstallMessageHandler(None)
    try:
        log.install_qt_handler(log.open_log(tmp_path, "window"))
        qWarning("cannot read /data/Smith^John/1.png")
    finally:
        qInstallMessageHandler(before)
    text = (tmp_path / "window.log").read_text("utf-8")
    assert "cannot read" in text
    assert "Smith" not in text
    assert capfd.readouterr().err == ""


def test_the_engines_log_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "ENGINE_LINES", 5)
    write = log.engine_log(tmp_path)
    for n in range(100):
        write(f"line {n}")
    assert len((tmp_path / "engine.log").read_text("utf-8").splitlines()) == 5


def test_a_log_folder_that_cannot_be_made_costs_the_log_only(tmp_path):
    (tmp_path / "file").write_text("")
    log.open_log(tmp_path / "file" / "logs", "window").error("nothing happens")
