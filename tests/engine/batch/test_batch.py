"""A batch in this process: what it writes, what it does again, and how it ends when things go wrong."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine.batch import worker
from engine.batch.desk import NAME, Desk
from engine.batch.executors import Workers
from engine.batch.job import Settings
from engine.batch.run import BatchError, Result, run_batch
from engine.batch.summary import State
from engine.batch.worker import Outcome, Work
from engine.findings import Decision
from engine.models.package import ModelPackage
from engine.report import SeriesFacts
from engine.reports import FORMATS, Options
from engine.store import Store, open_store
from engine.store.jobs import JobState
from engine.studies import StudyStatus
from tests.engine.batch import chests


@dataclass
class Batch:
    """A batch that can be run again and again, and what it told of."""

    paths: list[Path]
    out: Path
    package: ModelPackage
    store: Store
    settings: Settings = field(default_factory=Settings)
    events: list[dict[str, Any]] = field(default_factory=list)
    on_event: Callable[[dict[str, Any]], None] = lambda _event: None
    cancelled: Callable[[], bool] = lambda: False
    executor: Callable[[int], Executor] = ThreadPoolExecutor

    def run(self) -> Result:
        self.events.clear()

        def emit(event: str, **fields: Any) -> None:
            self.events.append({"event": event, **fields})
            self.on_event(self.events[-1])

        return run_batch(
            self.paths, self.out, package=self.package, settings=self.settings, store=self.store,
            workers=Workers(1, 1, self.executor), emit=emit, cancelled=self.cancelled,
        )  # fmt: skip

    def told(self, event: str) -> list[dict[str, Any]]:
        return [e for e in self.events if e["event"] == event]

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.out / "summary.json").read_text("utf-8"))


@pytest.fixture
def batch(
    studies: Path, package: ModelPackage, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Batch]:
    monkeypatch.setenv("NODUSCOPE_HOME", str(home))
    monkeypatch.setattr("engine.analyse.MAX_SHOWN", 3)  # measuring more would take most of the time
    with open_store() as store:
        yield Batch([studies], tmp_path / "out", package, store)


def first_folder(parent: Path) -> Path:
    return min(p for p in parent.iterdir() if p.is_dir())


def digests(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(p): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns)
        for p in folder.rglob("*") if p.is_file()
    }  # fmt: skip


def reject_first(batch: Batch) -> tuple[str, dict[str, Any]]:
    """Reject the first suggestion of the first series; return the series' UID and the suggestion."""
    uid = batch.summary["series"][0]["series_uid"]
    analysis = batch.store.findings.latest(uid)
    assert analysis is not None
    first = analysis.findings[0]
    batch.store.decisions.add(
        analysis.series, first["id"], tuple(first["centre_mm"]), Decision.REJECTED, reader="reader"
    )
    return uid, first


def test_row_14_every_series_has_a_row_a_folder_and_stored_findings(batch: Batch, studies: Path) -> None:
    before = digests(studies)
    result = batch.run()
    assert result.count(State.ANALYSED) == len(result.rows) == 3
    assert digests(studies) == before
    folders = sorted(p.name for p in batch.out.iterdir() if p.is_dir())
    assert folders == sorted(row.folder for row in result.rows)
    with (batch.out / "summary.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    for row, line, document in zip(result.rows, lines, batch.summary["series"], strict=True):
        uid = row.facts.series_uid
        report = json.loads((batch.out / row.folder / "report.json").read_text("utf-8"))
        assert report["series"]["series_uid"] == line["series_uid"] == document["series_uid"] == uid
        assert document["suggestions"] == int(line["suggestions"]) == len(report["findings"]) >= 2
        assert document["largest_mm"] == max(f["long_axis_mm"] for f in report["findings"])
        assert document["reason"].startswith("It is the only axial series")
        kept = batch.store.findings.latest(uid)
        assert kept is not None
        assert list(kept.findings) == report["findings"]
        assert kept.key == report["key"]
    assert batch.summary["skipped_files"] == [{"reason": "It is not a DICOM file.", "files": 1}]
    assert [job.state for job in batch.store.jobs.all()] == [JobState.DONE] * 3
    listed = {study.series_uid: study for study in batch.store.studies.all()}
    for document in batch.summary["series"]:
        study = listed[document["series_uid"]]
        told = (study.nodules, study.suspicion, study.status)
        assert told == (document["suggestions"], document["highest_probability"], StudyStatus.NEW)
    assert not (batch.out / NAME).exists()

    (plan,) = batch.told("plan")
    assert (plan["to_analyse"], plan["finished"]) == (3, 0)
    assert [e["left"] for e in batch.told("series")] == [2, 1, 0]
    assert batch.told("series")[0]["seconds_left"] > 0
    assert batch.told("series")[-1]["seconds_left"] == 0

    # Again: nothing is done twice.
    kept_files = digests(batch.out)
    again = batch.run()
    assert again.rows == result.rows
    assert (batch.told("series"), batch.told("step")) == ([], [])
    reports = {k: v for k, v in digests(batch.out).items() if "summary" not in k}
    assert reports == {k: v for k, v in kept_files.items() if "summary" not in k}

    # A store that was lost learns from the folders.
    batch.store.close()
    batch.store.path.unlink()
    with open_store() as fresh:
        batch.store = fresh
        batch.run()
        assert batch.told("series") == []
        assert [job.state for job in fresh.jobs.all()] == [JobState.DONE] * 3
        assert fresh.findings.latest(result.rows[0].facts.series_uid) is not None


def test_a_rejected_suggestion_stays_rejected_and_only_its_series_is_done_again(batch: Batch) -> None:
    batch.run()
    uid, first = reject_first(batch)
    batch.run()
    assert [e["series_uid"] for e in batch.told("series")] == [uid]
    report = json.loads((batch.out / uid / "report.json").read_text("utf-8"))
    (rejected,) = [f for f in report["findings"] if f["decision"] == "rejected"]
    assert (rejected["id"], rejected["shown"]) == (first["id"], False)
    assert batch.told("series")[0]["suggestions"] == len(report["findings"]) - 1
    batch.run()
    assert batch.told("series") == []


def test_other_formats_and_more_slices_are_another_job(batch: Batch, studies: Path, tmp_path: Path) -> None:
    source = first_folder(studies)
    shutil.copytree(source, tmp_path / "images")
    late = min((tmp_path / "images").iterdir())
    late.rename(tmp_path / "late")
    batch.paths = [tmp_path / "images"]
    first = batch.run()
    assert first.count(State.ANALYSED) in {0, 1}  # a missing slice in the middle is refused by the gate
    (tmp_path / "late").rename(late)
    assert batch.run().count(State.ANALYSED) == 1
    assert len(batch.told("series")) == 1
    batch.settings = Settings(formats=("json",))
    batch.run()
    assert len(batch.told("series")) == 1
    (folder,) = [p for p in batch.out.iterdir() if p.is_dir()]
    assert [p.name for p in folder.iterdir()] == ["report.json"]  # the old folder was replaced as a whole


def test_a_series_whose_files_vanish_is_a_row_and_the_next_run_tries_again(
    batch: Batch, studies: Path, tmp_path: Path
) -> None:
    shutil.copytree(studies, tmp_path / "images")
    batch.paths = [tmp_path / "images"]
    victim = first_folder(tmp_path / "images")
    batch.on_event = lambda e: victim.rename(tmp_path / "away") if e["event"] == "plan" else None
    result = batch.run()
    assert (result.count(State.FAILED), result.count(State.ANALYSED)) == (1, 2)
    (failed,) = [row for row in result.rows if row.state is State.FAILED]
    assert failed.reason.startswith("Not one of its 4 slices could be decoded.")
    assert not (batch.out / failed.facts.series_uid).exists()
    states = {job.state: job.error for job in batch.store.jobs.all()}
    assert states[JobState.FAILED] == failed.reason
    batch.on_event = lambda _event: None
    (tmp_path / "away").rename(victim)
    assert batch.run().count(State.ANALYSED) == 3
    assert len(batch.told("series")) == 1


def test_a_fault_of_the_program_costs_one_series_and_quotes_nothing(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = worker.analyse

    def analyse(series: Any, *args: Any, **more: Any) -> Any:
        if series.series_uid == uid:
            raise ValueError("Planted^Name")
        return real(series, *args, **more)

    uid = ""
    batch.on_event = lambda _event: None
    result = batch.run()
    uid = result.rows[1].facts.series_uid
    shutil.rmtree(batch.out)
    monkeypatch.setattr(worker, "analyse", analyse)
    result = batch.run()
    assert [row.state for row in result.rows] == [State.ANALYSED, State.FAILED, State.ANALYSED]
    assert "a fault in the program (ValueError, test_batch.py:" in result.rows[1].reason
    assert "Planted" not in (batch.out / "summary.json").read_text("utf-8")


@pytest.mark.parametrize("raised_again", [False, True], ids=["by the system", "raised again by a library"])
def test_a_full_disk_ends_the_run_and_breaks_nothing(
    batch: Batch, monkeypatch: pytest.MonkeyPatch, raised_again: bool
) -> None:
    real = worker.write_all
    calls: list[int] = []

    def full(export: Any, formats: Any, folder: Path) -> list[Path]:
        calls.append(1)
        if len(calls) == 2:
            (folder / "report.json").write_text("half")
            no_room = OSError(errno.ENOSPC, "No space left on device")
            if raised_again:  # as pydicom does, without the number
                raise OSError(f"With tag (7FE0,0010) got exception: {no_room}") from no_room
            raise no_room
        return real(export, formats, folder)

    monkeypatch.setattr(worker, "write_all", full)
    with pytest.raises(BatchError, match=r"No space left on device.* run the same command again"):
        batch.run()
    assert [row["state"] for row in batch.summary["series"]] == ["analysed", "stopped", "stopped"]
    assert len([p for p in batch.out.iterdir() if p.is_dir()]) == 1
    assert batch.run().count(State.ANALYSED) == 3
    assert len(batch.told("series")) == 2


def test_it_stops_when_asked_and_goes_on_the_next_time(batch: Batch) -> None:
    batch.cancelled = lambda: bool(batch.told("series"))
    result = batch.run()
    assert result.stopped
    assert [row.state for row in result.rows] == [State.ANALYSED, State.STOPPED, State.STOPPED]
    assert result.rows[1].reason.startswith("The run was stopped before")
    batch.cancelled = lambda: False
    result = batch.run()
    assert not result.stopped
    assert result.count(State.ANALYSED) == 3
    assert len(batch.told("series")) == 2


def test_another_program_stops_it_with_a_note_and_knows_the_rows_from_the_plan(batch: Batch) -> None:
    def note(event: dict[str, Any]) -> None:
        if event["event"] == "series":
            (batch.out / ".noduscope" / "stop").touch()

    batch.on_event = note
    result = batch.run()
    assert result.stopped
    assert [row.state for row in result.rows] == [State.ANALYSED, State.STOPPED, State.STOPPED]
    assert [row["state"] for row in batch.told("plan")[0]["rows"]] == ["stopped"] * 3
    batch.on_event = lambda _event: None
    assert batch.run().count(State.ANALYSED) == 3  # the note is gone with the run that it was for
    assert [row["state"] for row in batch.told("plan")[0]["rows"]] == ["analysed", "stopped", "stopped"]


class Dying(Executor):
    """Runs jobs here; at one series its processes die, as under the memory killer, and with them all jobs."""

    victim = ""

    def __init__(self, _count: int) -> None:
        self._broken = False
        self._waiting: list[tuple[Future[Outcome], Callable[[Work], Outcome], Work]] = []

    def submit(self, run: Any, work: Any) -> Any:  # type: ignore[override]
        if self._broken:
            raise BrokenProcessPool
        future: Future[Outcome] = Future()
        if work.job.series_uid == Dying.victim:
            self._broken = True
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(run(work))
        return future


def test_a_process_that_dies_costs_its_series_alone(batch: Batch) -> None:
    batch.run()
    Dying.victim = batch.summary["series"][0]["series_uid"]
    shutil.rmtree(batch.out)
    batch.executor = Dying
    result = batch.run()
    assert [row.state for row in result.rows] == [State.FAILED, State.ANALYSED, State.ANALYSED]
    assert result.rows[0].reason.startswith("The process that analysed it ended unexpectedly")


def test_a_folder_that_cannot_be_used_says_so(batch: Batch, tmp_path: Path) -> None:
    batch.out = tmp_path / "file" / "out"
    (tmp_path / "file").write_text("")
    with pytest.raises(BatchError, match="cannot be written"):
        batch.run()
    batch.out = tmp_path / "busy"
    other = Desk(batch.out)
    other.open()
    with pytest.raises(BatchError, match="Another run of Noduscope is writing to"):
        batch.run()
    other.close()
    assert batch.run().count(State.ANALYSED) == 3


def test_nothing_that_names_a_patient_is_written(batch: Batch, tmp_path: Path) -> None:
    batch.run()
    batch.store.close()
    written = [p for root in (batch.out, batch.store.path.parent) for p in root.rglob("*") if p.is_file()]
    for path in written:
        content = path.read_bytes()
        for secret in (b"Noduscope^Phantom", b"PHANTOM\x00", "患者".encode()):
            assert secret not in content, path


def test_a_description_cannot_become_a_formula(batch: Batch, studies: Path, tmp_path: Path) -> None:
    import pydicom

    source = first_folder(studies)
    (tmp_path / "images").mkdir()
    for path in source.iterdir():
        ds = pydicom.dcmread(path)
        ds.SeriesDescription = "=HYPERLINK(1)"
        ds.save_as(tmp_path / "images" / path.name)
    batch.paths = [tmp_path / "images"]
    batch.run()
    with (batch.out / "summary.csv").open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["description"] == "'=HYPERLINK(1)"
    assert batch.summary["series"][0]["description"] == "=HYPERLINK(1)"


def test_no_series_at_all_is_an_empty_summary(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    batch.paths = [tmp_path / "empty"]
    assert batch.run().rows == ()
    assert batch.summary["series"] == []
    header = (batch.out / "summary.csv").read_text("utf-8")
    assert header.startswith("series_uid,study_uid,")


def test_decisions_of_another_series_change_nothing(batch: Batch) -> None:
    batch.run()
    other = SeriesFacts("1", "not there", "", "", "CT", 1)
    batch.store.decisions.add(other, "x", chests.NODULE_MM, Decision.REJECTED, reader="reader")
    batch.run()
    assert batch.told("series") == []


def test_de_identified_results_name_no_one_and_are_found_again(
    batch: Batch, studies: Path, tmp_path: Path
) -> None:
    import pydicom

    source = first_folder(studies)
    (tmp_path / "images").mkdir()
    for path in source.iterdir():
        ds = pydicom.dcmread(path)
        ds.SeriesDescription = "for Dr Planted"
        ds.save_as(tmp_path / "images" / f"Planted_{path.name}")
    scout = pydicom.dcmread(path)  # one slice by itself: it is left out, by a reason that names its file
    scout.SeriesInstanceUID, scout.PatientName = "1.2.3.4", "Planted^Name"
    scout.save_as(tmp_path / "images" / "Planted_scout.dcm")
    batch.paths = [tmp_path / "images"]
    batch.settings = Settings(tuple(FORMATS), Options(deidentify=True, observer="Dr Planted Reader"))
    result = batch.run()
    assert [row.state for row in result.rows] == [State.ANALYSED, State.LEFT_OUT]
    uid = ds.SeriesInstanceUID
    written = [p for p in batch.out.rglob("*") if p.is_file()]
    assert {p.suffix for p in written} == {".json", ".csv", ".dcm", ".pdf"}
    for path in written:
        content = path.read_bytes()
        for secret in (
            b"Planted",
            b"Noduscope^Phantom",
            uid.encode(),
            ds.StudyInstanceUID.encode(),
            b"1.2.3.4\0",
        ):
            assert secret not in content, (path.name, secret)
        assert uid not in path.as_posix()
    assert batch.summary["series"][0]["folder"] == batch.summary["series"][0]["series_uid"]
    # The store knows the series by its own name: the window asks by it.
    kept = batch.store.findings.latest(uid)
    assert kept is not None
    assert len(kept.findings) == batch.summary["series"][0]["suggestions"]
    assert batch.run().rows == result.rows
    assert batch.told("series") == []


def test_every_format_is_written_and_named_once(batch: Batch, studies: Path) -> None:
    batch.paths = [first_folder(studies)]
    batch.settings = Settings(tuple(reversed(FORMATS)))
    batch.run()
    (folder,) = [p for p in batch.out.iterdir() if p.is_dir()]
    names = {p.name for p in folder.iterdir()}
    assert {"report.json", "findings.csv", "report.pdf", "seg.dcm"} <= names
    first = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix == ".csv"}
    batch.run()
    assert {name: (folder / name).read_bytes() for name in first} == first
