"""What the store keeps: findings with their provenance, decisions by place, measurements, labels, jobs."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.findings import Decision
from engine.matching import SAME_PLACE_MM, match
from engine.report import SeriesFacts
from engine.store import Store, StoreError, open_store
from engine.store.jobs import JobState

FACTS = SeriesFacts("1.2", "1.2.3", "0123456789ab", "Lung 1.0", "CT", 120)
UID = FACTS.series_uid


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


def finding(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": name, "source": "candidate", "centre_mm": [1.5, -2.25, 3.0], "centre_voxel": [4.0, 5.0, 6.0],
        "long_axis_mm": 8.1, "short_axis_mm": 6.0, "volume_mm3": 200.5, "mean_hu": -30.0,
        "detection_score": 0.75, "probability": 0.25, "call": "benign",
        "flags": [{"code": "manufacturer", "text": "No."}], "cam_peak_mm": None, "percentile_benign": 50.0,
        "percentile_malignant": None, "decision": None, **changes,
    }  # fmt: skip


def report(*findings: dict[str, Any], created: str = "2026-01-02T03:04:05+00:00") -> dict[str, Any]:
    return {
        "schema": 1, "software": "0.1.0", "created": created,
        "series": {
            "study_uid": "1.2", "series_uid": UID, "patient_key": "0123456789ab", "description": "Lung 1.0",
            "modality": "CT", "n_slices": 120,
        },
        "geometry": {"spacing_mm": [2.5, 0.7, 0.7], "size": [120, 512, 512], "warnings": []},
        "model": {"id": "lidc", "version": "1.0.1", "sha256": "f" * 64, "runtime": "OpenVINO 2025"},
        "findings": list(findings), "timing_ms": {},
    }  # fmt: skip


# ------------------------------------------------------------ findings


def test_an_analysis_is_kept_with_its_provenance(store: Store) -> None:
    assert store.findings.latest(UID) is None
    first, second = finding("a"), finding("b", probability=None, call="out_of_range")
    store.findings.record(report(first, second), "key", {"formats": ["json"]})
    kept = store.findings.latest(UID)
    assert kept is not None
    assert kept.series == FACTS
    assert kept.findings == (first, second)
    assert (kept.software, kept.model_id, kept.model_version, kept.model_sha256) == (
        "0.1.0", "lidc", "1.0.1", "f" * 64,
    )  # fmt: skip
    assert kept.settings == {"formats": ["json"]}
    assert kept.geometry["spacing_mm"] == [2.5, 0.7, 0.7]
    assert kept.created == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_the_same_analysis_again_replaces_it_and_another_is_kept_beside_it(store: Store) -> None:
    store.findings.record(report(finding("a"), finding("b")), "one", {})
    store.findings.record(report(finding("a")), "one", {})
    assert [f["id"] for f in store.findings.latest(UID).findings] == ["a"]
    store.findings.record(report(finding("c"), created="2026-01-03T00:00:00+00:00"), "two", {})
    assert [f["id"] for f in store.findings.latest(UID).findings] == ["c"]
    store.findings.record(report(finding("d")), "one", {})
    assert store.findings.latest(UID).key == "two"  # the newest, not the last written


def test_an_analysis_without_a_model_is_kept(store: Store) -> None:
    store.findings.record({**report(finding("a")), "model": None}, "key", {})
    assert store.findings.latest(UID).model_sha256 is None


def test_half_an_analysis_is_never_kept(store: Store) -> None:
    broken = finding("b")
    del broken["mean_hu"]
    with pytest.raises(KeyError):
        store.findings.record(report(finding("a"), broken), "key", {})
    assert store.findings.latest(UID) is None


# ------------------------------------------------------------ decisions


def decide(
    store: Store, place: tuple[float, float, float], decision: Decision | None, name: str = "a"
) -> None:
    store.decisions.add(FACTS, name, place, decision, reader="reader", comment="why")


def test_the_last_decision_at_a_place_holds_and_the_others_are_history(store: Store) -> None:
    decide(store, (0.0, 0.0, 0.0), Decision.ACCEPTED)
    decide(store, (40.0, 0.0, 0.0), Decision.REJECTED, "b")
    # Another version of the program finds the first one 3 mm on, and calls it otherwise.
    decide(store, (0.0, 0.0, 3.0), Decision.REJECTED, "c")
    current = store.decisions.current(UID)
    assert [(d.finding_id, d.decision) for d in current] == [
        ("c", Decision.REJECTED), ("b", Decision.REJECTED),
    ]  # fmt: skip
    history = store.decisions.history(UID)
    assert [d.decision for d in history] == [Decision.ACCEPTED, Decision.REJECTED, Decision.REJECTED]
    assert {(d.reader, d.comment) for d in history} == {("reader", "why")}
    assert history[0].decided <= history[1].decided <= history[2].decided
    assert history[0].decided.tzinfo is not None


def test_a_decision_can_be_taken_back(store: Store) -> None:
    decide(store, (0.0, 0.0, 0.0), Decision.REJECTED)
    decide(store, (0.0, 0.0, 0.0), None)
    assert store.decisions.current(UID) == []
    assert [d.decision for d in store.decisions.history(UID)] == [Decision.REJECTED, None]


def test_decisions_belong_to_their_series(store: Store) -> None:
    decide(store, (0.0, 0.0, 0.0), Decision.REJECTED)
    assert store.decisions.current("1.2.4") == []


def test_the_newest_analysis_of_every_series_is_listed_in_the_order_of_the_series(store: Store) -> None:
    assert store.findings.newest() == []
    late = report(finding("late"), created="2026-02-01T00:00:00+00:00")
    early = report(finding("early"))
    other = {**report(finding("other")), "series": {**early["series"], "series_uid": "9.9"}}
    for key, document in (("late", late), ("other", other), ("early", early)):
        store.findings.record(document, key, {})
    newest = [(a.series.series_uid, [f["id"] for f in a.findings]) for a in store.findings.newest()]
    assert newest == [(UID, ["late"]), ("9.9", ["other"])]


# ------------------------------------------------------------ measurements


def test_measurements_can_be_removed_and_restored(store: Store) -> None:
    points = ((0.0, 0.0, 1.0), (3.0, 4.0, 1.0))
    number = store.measurements.add(FACTS, "length", points, {"length_mm": 5.0}, reader="reader")
    other = store.measurements.add(FACTS, "ellipse", points, {"mean_hu": 3.0}, reader="x", finding_id="a")
    first, second = store.measurements.of(UID)
    assert (first.points_mm, first.values, first.kind) == (points, {"length_mm": 5.0}, "length")
    assert (second.id, second.finding_id) == (other, "a")
    store.measurements.remove(number)
    assert [m.id for m in store.measurements.of(UID)] == [other]
    store.measurements.restore(number)
    assert [m.id for m in store.measurements.of(UID)] == [number, other]
    with pytest.raises(StoreError, match="no measurement 99"):
        store.measurements.remove(99)


# ------------------------------------------------------------ jobs


def test_a_job_has_one_row_however_often_it_is_run(store: Store) -> None:
    store.jobs.start(UID, "key")
    assert [job.state for job in store.jobs.all()] == [JobState.RUNNING]
    store.jobs.end(UID, "key", JobState.STOPPED)
    assert [job.state for job in store.jobs.all()] == [JobState.STOPPED]
    store.jobs.start(UID, "key")
    store.jobs.end(UID, "key", JobState.FAILED, "A sentence.")
    (job,) = store.jobs.all()
    assert (job.state, job.error) == (JobState.FAILED, "A sentence.")
    store.jobs.start(UID, "key")
    store.jobs.end(UID, "key", JobState.DONE)
    (job,) = store.jobs.all()
    assert (job.state, job.error) == (JobState.DONE, None)
    assert job.finished >= job.started


def test_many_threads_lose_nothing(store: Store) -> None:
    def write(number: int) -> None:
        for k in range(5):
            decide(store, (number * 100.0, k * 100.0, 0.0), Decision.ACCEPTED, f"{number}-{k}")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.decisions.history(UID)) == 20


def test_no_name_has_a_column_and_paths_have_but_the_worklists(store: Store) -> None:
    from engine.store.tables import Base

    columns = {str(column) for table in Base.metadata.tables.values() for column in table.columns}
    told = {c for c in columns if any(word in c for word in ("path", "name", "file", "folder"))}
    assert told == {"study.paths"}  # docs/decisions/0029


# ------------------------------------------------------------ matching

points = st.lists(st.tuples(*[st.floats(-50, 50)] * 3), max_size=8)


def test_match_takes_the_nearest_first_and_each_once() -> None:
    first = [(0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (100.0, 0.0, 0.0)]
    second = [(3.0, 0.0, 0.0), (50.0, 0.0, 0.0)]
    # (3, 0, 0) is 1 mm from the second and 3 mm from the first: the second takes it.
    assert match(first, second) == {1: 0}
    assert match([(0.0, 0.0, 0.0)], [(0.0, 0.0, SAME_PLACE_MM)]) == {0: 0}
    assert match([(0.0, 0.0, 0.0)], [(0.0, 0.0, SAME_PLACE_MM + 0.01)]) == {}
    assert match([], second) == match(first, []) == {}


@given(points, points)
def test_match_is_one_to_one_close_and_complete(first: list, second: list) -> None:
    pairs = match(first, second)
    assert len(set(pairs.values())) == len(pairs)
    assert all(math.dist(first[i], second[j]) <= SAME_PLACE_MM + 1e-9 for i, j in pairs.items())
    left = [p for i, p in enumerate(first) if i not in pairs]
    right = [p for j, p in enumerate(second) if j not in pairs.values()]
    assert match(left, right) == {}


@given(points)
def test_match_finds_itself(places: list) -> None:
    distinct = list(dict.fromkeys(places))
    assert {(i, tuple(distinct[j])) for i, j in match(distinct, distinct).items()} == set(enumerate(distinct))
