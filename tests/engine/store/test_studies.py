"""The worklist in the store: what is listed, and that its status follows from what readers leave behind."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from engine.findings import Decision
from engine.report import SeriesFacts
from engine.statements import READ, Statement
from engine.store import Store, open_store, opening
from engine.store.jobs import JobState
from engine.studies import (
    FoundStudy,
    ListedStudy,
    StudyKey,
    StudyStatus,
    Traces,
    places_of,
    status_of,
    studies_of,
)
from tests.gui.fake_engine import series

KEY = StudyKey("1.2", "0123456789ab")
FACTS = SeriesFacts("1.2", "1.2.1", KEY.patient_key, "Lung 1.0", "CT", 300)
PLACE = (10.0, -20.0, 30.0)
FOUND = FoundStudy(KEY, "2026-11-01", "Lung 1.0", "CT", ("1.2.1", "1.2.2"), ("/scans/a",))


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


def one(store: Store) -> ListedStudy:
    (study,) = store.studies.all()
    return study


def report(uid: str, created: datetime, *findings: tuple[float | None, bool]) -> dict[str, Any]:
    """A report with findings of a probability, shown or not; one without a probability is a mass."""
    return {
        "series": vars(FACTS) | {"series_uid": uid},
        "model": None,
        "created": created.isoformat(),
        "software": "0",
        "geometry": {},
        "findings": [
            {
                "id": f"f{n}", "source": "candidate", "centre_mm": [0.0, 0.0, 10.0 * n], "long_axis_mm": 8.0,
                "short_axis_mm": 6.0, "volume_mm3": 200.0, "mean_hu": 0.0, "detection_score": 0.9,
                "probability": probability, "call": "benign", "shown": shown,
                "flags": [{"code": "mass", "text": "Mass."}] if probability is None else [],
            }
            for n, (probability, shown) in enumerate(findings)
        ],
    }  # fmt: skip


# ---------------------------------------------------------------- the rule


T = [datetime(2026, 11, 1, 8, minute, tzinfo=UTC) for minute in range(9)]


@pytest.mark.parametrize(
    ("traces", "status"),
    [
        (Traces(), StudyStatus.NEW),
        (Traces(analysed=T[0]), StudyStatus.NEW),
        (Traces(failed=T[1]), StudyStatus.FAILED),
        (Traces(failed=T[1], analysed=T[0]), StudyStatus.NEW),
        (Traces(failed=T[1], opened=T[2]), StudyStatus.FAILED),
        (Traces(opened=T[1]), StudyStatus.OPENED),
        (Traces(opened=T[1], failed=T[0], worked=T[2]), StudyStatus.READING),
        (Traces(worked=T[2], drafted=T[1]), StudyStatus.DRAFT),
        (Traces(worked=T[1], drafted=T[2], signed=T[3]), StudyStatus.SIGNED),
        (Traces(worked=T[3], drafted=T[2], signed=T[3]), StudyStatus.SIGNED),
        (Traces(worked=T[4], drafted=T[2], signed=T[3]), StudyStatus.DRAFT),
        (Traces(drafted=T[4], signed=T[3]), StudyStatus.DRAFT),
        (Traces(signed=T[3], opened=T[5]), StudyStatus.SIGNED),
    ],
)
def test_the_status_follows_from_what_was_left_behind(traces: Traces, status: StudyStatus) -> None:
    assert status_of(traces) is status


# ---------------------------------------------------------------- where a study lies


def test_a_study_lies_in_the_folders_of_its_files_and_in_its_archives() -> None:
    files = [f"/scans/p1/s{n}/i{k}.dcm" for n in (1, 2) for k in (1, 2)]
    assert places_of([files[:2], files[2:]]) == ("/scans/p1/s1", "/scans/p1/s2")
    assert places_of([["/in/a.zip"], ["/in/a.zip"]]) == ("/in/a.zip",)
    assert places_of([["/scans/p1/1.dcm", "/scans/p1/2.dcm"], files[:2]]) == ("/scans/p1",)


def test_two_folders_of_like_names_are_not_one_in_the_other() -> None:
    assert places_of([["/s/a/1", "/s/a/2"], ["/s/ab/1", "/s/ab/2"]]) == ("/s/a", "/s/ab")


def test_of_very_many_folders_the_one_above_is_taken() -> None:
    paths = [[f"/scans/p1/s{n}/1", f"/scans/p1/s{n}/2"] for n in range(40)]
    assert places_of(paths) == (os.path.normpath("/scans/p1"),)


def test_series_are_gathered_by_study_and_patient() -> None:
    found = studies_of(
        [
            series("one", "/a/x.zip", date="20261101", description=""),
            series("two", "/a/x.zip", modality="PT"),
            series("three", "/b/x.zip", patient_key="other"),
            series("four", "/c/x.zip", study_uid=""),
            series("five", "/c/x.zip", study_uid=""),
        ]
    )
    assert [f.series_uids for f in found] == [("one", "two"), ("three",), ("four",), ("five",)]
    assert (found[0].date, found[0].description, found[0].modality) == ("2026-11-01", "Chest two", "CT, PT")
    assert found[3].key == StudyKey("series five", "k")


# ---------------------------------------------------------------- the list


def test_an_empty_store_lists_nothing(store: Store) -> None:
    assert store.studies.all() == []


def test_a_study_is_listed_once_and_its_new_place_counts(store: Store) -> None:
    store.studies.note([FOUND])
    moved = FoundStudy(KEY, "2026-11-01", "Lung 1.0", "CT", ("1.2.2", "1.2.3"), ("/new/place",))
    store.studies.note([moved])
    study = one(store)
    assert study.found.paths == ("/new/place",)
    assert study.found.series_uids == ("1.2.1", "1.2.2", "1.2.3")
    assert (study.status, study.nodules, study.suspicion) == (StudyStatus.NEW, None, None)


def test_the_same_study_of_another_patient_is_another_line(store: Store) -> None:
    other = FoundStudy(StudyKey("1.2", "ffff"), "", "", "CT", ("9",), ())
    store.studies.note([FOUND, other])
    assert len(store.studies.all()) == 2


def test_reading_moves_the_status_on_by_itself(store: Store) -> None:
    store.studies.note([FOUND])
    store.studies.note([FOUND], opened=KEY)
    assert one(store).status is StudyStatus.OPENED
    store.statements.add(FACTS, Statement(READ, value=True, reader="A", finding_id="f", centre_mm=PLACE))
    assert one(store).status is StudyStatus.OPENED  # looked at, nothing said
    store.decisions.add(FACTS, "f", PLACE, Decision.ACCEPTED, reader="A")
    assert one(store).status is StudyStatus.READING
    store.reports.keep(FACTS, "One nodule.", reader="A")
    assert one(store).status is StudyStatus.DRAFT
    store.reports.sign(FACTS, name="Dr. A", organisation="", digest="x")
    study = one(store)
    assert (study.status, study.remark) == (StudyStatus.SIGNED, "Dr. A")
    store.measurements.add(FACTS, "length", [PLACE, PLACE], {}, reader="A")
    assert one(store).status is StudyStatus.DRAFT  # the signature no longer holds


def test_a_failed_analysis_is_told_until_one_succeeds(store: Store) -> None:
    store.studies.note([FOUND])
    store.jobs.start("1.2.1", "k")
    assert one(store).status is StudyStatus.NEW
    store.jobs.end("1.2.1", "k", JobState.FAILED, "No lung was found.")
    study = one(store)
    assert (study.status, study.remark) == (StudyStatus.FAILED, "No lung was found.")
    store.jobs.start("1.2.1", "k")
    store.jobs.end("1.2.1", "k", JobState.DONE)
    assert one(store).status is StudyStatus.NEW


def test_suggestions_and_the_highest_score_are_those_of_the_newest_analysis(store: Store) -> None:
    store.studies.note([FOUND])
    store.findings.record(report("1.2.1", T[0], (0.99, True)), "old", {})
    store.findings.record(
        report("1.2.1", T[1], (0.4, True), (0.7, True), (0.95, False), (None, True)), "new", {}
    )
    study = one(store)
    assert (study.nodules, study.suspicion, study.series_uid, study.mass) == (3, 0.7, "1.2.1", True)
    store.findings.record(report("1.2.1", T[2]), "none", {})
    study = one(store)
    assert (study.nodules, study.suspicion, study.mass) == (0, None, False)
    # The same key again replaces the row; what was counted of the old one is not taken for it.
    store.findings.record(report("1.2.1", T[3], (0.2, True)), "none", {})
    assert (one(store).nodules, one(store).suspicion) == (1, 0.2)


def test_the_series_to_show_is_the_readers_then_the_analysed_one(store: Store) -> None:
    store.studies.note([FOUND])
    assert one(store).series_uid == ""
    store.findings.record(report("1.2.1", T[0]), "k", {})
    assert one(store).series_uid == "1.2.1"
    store.studies.choose(KEY, "1.2.2")
    assert one(store).series_uid == "1.2.2"
    store.studies.choose(StudyKey("unknown", ""), "x")  # nothing to keep, no error


def test_what_is_removed_leaves_findings_and_comes_back_when_found_again(store: Store) -> None:
    store.studies.note([FOUND])
    store.decisions.add(FACTS, "f", PLACE, Decision.REJECTED, reader="A")
    store.studies.remove([one(store).id])
    assert store.studies.all() == []
    assert len(store.decisions.history("1.2.1")) == 1
    store.studies.note([FOUND])
    assert one(store).status is StudyStatus.READING


def test_the_last_change_is_the_newest_of_all(store: Store) -> None:
    store.studies.note([FOUND])
    before = one(store).changed
    signed = store.reports.sign(FACTS, name="A", organisation="", digest="x")
    assert before < one(store).changed == signed.signed


def test_a_place_is_only_taken_where_none_is_known(store: Store) -> None:
    lost = FoundStudy(StudyKey("2", ""), "", "", "CT", ("2.1",), ())
    store.studies.note([FOUND, lost])
    store.studies.locate({"2.1": ("/from/recent",), "1.2.1": ("/elsewhere",), "none": ("/x",)})
    assert [s.found.paths for s in store.studies.all()] == [("/scans/a",), ("/from/recent",)]


def test_an_older_stores_series_are_listed_without_a_place(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(opening.MIGRATIONS))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
    engine.dispose()
    connection = sqlite3.connect(path)
    connection.executemany(
        "INSERT INTO series (series_uid, study_uid, patient_key, description, modality, n_slices, first_seen)"
        " VALUES (?, ?, 'k', 'Chest', 'CT', 9, '2026-01-01T00:00:00.000000+00:00')",
        [("1.1", "1"), ("1.2", "1"), ("lone", "")],
    )
    connection.commit()
    connection.close()
    with open_store(path) as store:
        listed = [(s.found.key.study_uid, s.found.series_uids, s.found.paths) for s in store.studies.all()]
        assert listed == [("1", ("1.1", "1.2"), ()), ("series lone", ("lone",), ())]
        assert path.with_name(f"store.sqlite.before-{opening.HEAD}").exists()


def test_thousands_of_studies_are_listed_in_a_moment(store: Store) -> None:
    many = [
        FoundStudy(StudyKey(f"1.{n}", f"p{n}"), "2026-01-01", f"Chest {n}", "CT", (f"1.{n}.1",), (f"/s/{n}",))
        for n in range(3000)
    ]
    store.studies.note(many)
    began = time.perf_counter()
    assert len(store.studies.all()) == 3000
    assert time.perf_counter() - began < 1.5
    store.studies.remove([s.id for s in store.studies.all()][:1200])
    assert len(store.studies.all()) == 1800


def test_a_clock_that_goes_back_does_not_break_the_list(tmp_path: Path) -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    with open_store(tmp_path / "store.sqlite") as store:
        store.studies.note([FOUND])
        store.studies._database.now = lambda: now - timedelta(days=400)
        store.studies.note([FOUND], opened=KEY)
        assert one(store).status is StudyStatus.OPENED


def test_a_kill_in_the_middle_leaves_whole_studies(tmp_path: Path) -> None:
    """Studies are noted in lots, and a lot is there with all its series or not at all."""
    path = tmp_path / "store.sqlite"
    with open_store(path):
        pass
    code = (
        "import sys; from pathlib import Path; from engine.store import open_store\n"
        "from engine.studies import FoundStudy, StudyKey\n"
        "with open_store(Path(sys.argv[1])) as store:\n"
        "    store.studies.note(FoundStudy(StudyKey(f'1.{n}', ''), '', '', 'CT', ('1', '2'), ('/x',))"
        " for n in range(100_000))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path)])
    reader = sqlite3.connect(path)
    end = time.monotonic() + 60
    while not reader.execute("SELECT count(*) FROM study").fetchone()[0]:
        assert time.monotonic() < end
        time.sleep(0.01)
    process.kill()
    process.wait()
    reader.close()
    with open_store(path) as store:
        listed = store.studies.all()
        assert 0 < len(listed) < 100_000
        assert all(len(study.found.series_uids) == 2 for study in listed)
        store.studies.note([FOUND])
        assert len(store.studies.all()) == len(listed) + 1
