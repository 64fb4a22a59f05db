"""The history of the benchmarks and its gate, on made-up histories."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bench import command, history
from app.bench.figures import MS, BenchError, Row
from app.bench.rows import PARTS
from app.bench.run import Run

MACHINE = {"processor": "Some CPU", "cores": 2, "system": "Linux x86_64", "python": "3.11.7"}
SLICE = "window.slice_change"


def made(ratio, name=SLICE, machine=MACHINE, date="2026-11-24T00:00:00Z", **more):
    """A run in which one row takes `ratio` times the kernel, on a machine of any speed."""
    rows = {name: Row(7.0, 9.0, 100, MS, {"kernel": ratio})}
    return Run(machine, "synthetic chest", PARTS, rows, date=date, commit="abc", software="1.0", **more)


def test_a_run_as_quick_as_the_earlier_ones_passes():
    verdict = history.check(made(1.05), [made(1.0), made(0.98), made(1.02)])
    assert (verdict.failures, verdict.notes, verdict.judged) == ((), (), 1)


def test_a_slower_run_fails_with_row_ratios_tolerance_and_reason():
    (sentence,) = history.check(made(1.5), [made(1.0), made(0.98), made(1.02)]).failures
    for part in (SLICE, "1.5 times the kernel", "median of 3 earlier runs is 1", "+50%", "+15%", "the least"):
        assert part in sentence


def test_milliseconds_decide_nothing():
    slow = Row(700.0, 900.0, 100, MS, {"kernel": 1.0})
    assert not history.check(replace(made(1.0), rows={SLICE: slow}), [made(1.0)] * 3).failures


def test_a_quicker_run_passes():
    assert not history.check(made(0.2), [made(1.0)] * 3).failures


def test_the_tolerance_follows_from_how_much_the_history_varies():
    # Logarithms -0.1, 0, 0.1: their standard deviation is 0.1, and four of them are exp(0.4) - 1 = 49 %.
    past = [math.exp(-0.1), 1.0, math.exp(0.1)]
    assert history.tolerance(past) == pytest.approx(math.exp(0.4) - 1)
    varied = [made(ratio) for ratio in past]
    assert not history.check(made(1.48), varied).failures
    (sentence,) = history.check(made(1.51), varied).failures
    assert "4 standard deviations of these runs, from 0.905 to 1.11" in sentence


@given(st.lists(st.floats(0.01, 100), min_size=3, max_size=20))
def test_no_run_of_a_history_of_one_speed_fails_and_a_hundredfold_does(ratios):
    quiet = [made(1 + 1e-3 * ratio) for ratio in ratios]
    assert not history.check(made(1.05), quiet).failures
    assert history.check(made(200.0), quiet).failures


def test_a_new_row_is_said_and_not_judged():
    verdict = history.check(
        made(9.0, name="window.plane_change_coronal"), [made(1.0, name="long.memory")] * 3
    )
    assert verdict.judged == 0
    assert "window.plane_change_coronal" in verdict.notes[0]
    assert "0 earlier run(s)" in verdict.notes[0]


def test_a_row_that_went_missing_fails():
    now = replace(made(1.0), rows={})
    (sentence,) = history.check(now, [made(1.0)] * 3).failures
    assert SLICE in sentence
    assert "2026-11-24" in sentence


def test_what_a_row_was_compared_with_went_missing_fails():
    now = replace(made(1.0), rows={SLICE: Row(7.0, 9.0, 100)})
    assert "the kernel" in history.check(now, [made(1.0)] * 3).failures[0]


def test_a_row_taken_away_on_purpose_fails_until_a_run_without_it_is_in_the_history():
    without = replace(made(1.0), rows={})
    assert not history.check(without, [*[made(1.0)] * 3, without]).failures


def test_a_part_that_was_not_asked_for_is_not_missing():
    now = replace(made(1.0), rows={}, parts=("reading",))
    assert not history.check(now, [made(1.0)] * 3).failures


@pytest.mark.parametrize("key", ["processor", "cores", "system"])
def test_another_machine_is_not_compared_with(key):
    other = [made(1.0, machine=MACHINE | {key: "other"})] * 5
    verdict = history.check(made(9.0), other)
    assert (verdict.failures, verdict.judged) == ((), 0)
    assert "Nothing is judged" in verdict.notes[0]
    assert "0 run(s)" in verdict.notes[0]


def test_another_series_is_not_compared_with():
    assert not history.check(replace(made(9.0), series="a series of 133 slices"), [made(1.0)] * 5).judged


def test_only_the_latest_runs_count():
    faster_since = [made(9.0)] * 20 + [made(1.0)] * 20
    assert history.check(made(2.0), faster_since).failures


def test_a_run_comes_back_as_it_was_written_and_names_no_host(tmp_path):
    path = tmp_path / "history.jsonl"
    first, second = made(1.0), made(2.0, left_out=("No torch.",), agreement={"reading.plain_pydicom": 0.0})
    history.append(path, first)
    history.append(path, second)
    assert history.read(path) == [first, second]
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert set(json.loads(lines[0])["machine"]) == {"processor", "cores", "system", "python"}


def test_no_history_is_an_empty_one(tmp_path):
    assert history.read(tmp_path / "none.jsonl") == []


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"rows": {}}', "null", '{"date": NaN}', "\x00", '{"rows": {"a": {"p50": 0}}}']
)
def test_a_broken_line_is_named_with_its_number(tmp_path, line):
    path = tmp_path / "history.jsonl"
    history.append(path, made(1.0))
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(BenchError, match=r"Line 2 of the history .* is broken"):
        history.read(path)


def test_a_figure_that_is_no_time_is_a_broken_line(tmp_path):
    path = tmp_path / "history.jsonl"
    path.write_text(json.dumps(made(0.0).to_json()) + "\n", "utf-8")
    with pytest.raises(BenchError, match="not above zero"):
        history.read(path)


def test_a_line_that_was_cut_off_by_a_kill_does_not_spoil_the_next(tmp_path):
    path = tmp_path / "history.jsonl"
    path.write_text('{"date": "2026', "utf-8")
    history.append(path, made(1.0))
    assert len(path.read_text("utf-8").splitlines()) == 2
    with pytest.raises(BenchError, match="Line 1 "):
        history.read(path)


def test_a_broken_history_is_said_before_anything_is_timed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(command, "run", lambda *_: pytest.fail("timed"))
    path = tmp_path / "history.jsonl"
    path.write_text("{\n", "utf-8")
    for option in ("--check", "--history"):
        assert command.main([option, str(path)]) == 1
        assert "Line 1" in capsys.readouterr().err
    assert command.main(["--history", str(tmp_path / "no folder" / "history.jsonl")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_commands_exit_code_is_the_gates(tmp_path, capsys, monkeypatch):
    path = tmp_path / "history.jsonl"
    for expected in ("0 run(s)", "1 run(s)", "2 run(s)"):
        monkeypatch.setattr(command, "run", lambda *_: made(1.0))
        assert command.main(["--check", str(path), "--history", str(path)]) == 0
        assert expected in capsys.readouterr().err
    assert command.main(["--check", str(path)]) == 0
    assert "1 ratios are what they were" in capsys.readouterr().err
    monkeypatch.setattr(command, "run", lambda *_: made(2.0))
    assert command.main(["--check", str(path), "--history", str(path)]) == 1
    assert SLICE in capsys.readouterr().err
    assert len(history.read(path)) == 3  # what failed is not what later runs are measured by
