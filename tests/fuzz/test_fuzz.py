"""A few damaged inputs to every parser in each run of the tests; `make fuzz` tries more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import json_text
from engine.labels.csv_file import read_csv
from engine.labels.incoming import LabelFileError
from tests.fuzz.__main__ import SHARES, cases
from tests.fuzz.hostile import SAID
from tests.fuzz.mutate import mutated, mutated_json
from tests.fuzz.pool import Worker
from tests.fuzz.targets import broken
from tests.fuzz.targets.base import generator, refused

CASES = 25


@pytest.fixture(scope="module")
def worker():
    with Worker() as one:
        yield one


@pytest.mark.parametrize("target", [name for name in SHARES if name != "graph"])
def test_damaged_inputs_end_in_a_sentence(worker: Worker, target: str) -> None:
    assert worker.run(target, 0).outcome == "read", "the undamaged corpus must be read"
    results = [worker.run(target, 1_000_000 + seed) for seed in range(CASES)]
    assert [one.problem for one in results if one.problem and not one.problem.startswith("slow")] == []
    assert {one.outcome for one in results} <= {"read", "refused"}


@pytest.mark.slow
def test_ten_thousand_damaged_inputs(worker: Worker) -> None:
    found = [worker.run(*case) for case in cases(2_000_000, 10_000, list(SHARES))]
    assert [(one.target, one.seed, one.problem) for one in found if one.problem] == []


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (broken.RAISES, "KeyError"),
        (broken.NO_SENTENCE, "NoSentenceError"),
        (broken.SLOW, "slow: 2"),
        (broken.GREEDY, "MemoryError"),
        (broken.FILLS, "NoSentenceError"),
        (broken.HANGS, "hangs for more than 2 s"),
        (broken.DIES, "the process died with -6: Fatal Python error: Aborted"),
    ],
)
def test_every_fault_is_seen_and_the_next_case_goes_on(fault: int, told: str) -> None:
    with Worker(hang_seconds=2 if fault == broken.HANGS else 30) as one:
        assert one.run("broken", broken.FINE).outcome == "read"
        assert one.run("broken", fault).problem.startswith(told)
        assert one.run("broken", broken.FINE).outcome == "read"


def test_a_case_is_the_same_each_time() -> None:
    data, document = bytes(range(256)) * 4, {"a": [1, {"b": "c"}], "d": None}
    assert len({mutated(data, generator(7, "x"), [data]) for _ in range(3)}) == 1
    assert len({mutated_json(document, generator(7, "x")) for _ in range(3)}) == 1
    assert len({mutated(data, generator(seed, "x"), [data]) for seed in range(200)}) > 150


def test_shares_are_kept() -> None:
    counts = dict.fromkeys(SHARES, 0)
    for name, _ in cases(1, 1000, list(SHARES)):
        counts[name] += 1
    assert counts == {name: 10 * share for name, share in SHARES.items()}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(JSON)
def test_json_is_read_as_the_library_reads_it_or_refused(value: object) -> None:
    text = json.dumps(value)
    try:
        assert json_text.parse(text) == json.loads(text)
    except ValueError:
        assert "NaN" in text or "Infinity" in text


@settings(max_examples=60, deadline=None)
@given(
    columns=st.lists(
        st.sampled_from(["series_uid", "x_mm", "y_mm", "z_mm", "label", "row", "column", "reader", ""]),
        max_size=12,
    ),
    rows=st.lists(st.lists(st.text(max_size=8), max_size=12), max_size=4),
    delimiter=st.sampled_from(",;\t"),
)
def test_tables_of_any_cells(tmp_path_factory: pytest.TempPathFactory, columns, rows, delimiter) -> None:
    path = Path(tmp_path_factory.mktemp("csv")) / "labels.csv"
    lines = [delimiter.join(columns), *(delimiter.join(row) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    try:
        for problem in read_csv(path, SAID).problems:
            refused(problem)
    except LabelFileError as error:
        refused(error)
