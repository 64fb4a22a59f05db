"""The benchmarks as a table: goals beside figures, and its place in a document."""

from __future__ import annotations

import pytest

from app.bench import command, table
from app.bench.figures import MIB, BenchError, Row, row
from app.bench.rows import ANALYSIS, LONG, PARTS, READING, SIMPLEITK, WINDOW, with_ratios
from app.bench.run import Run

MACHINE = {"processor": "Some CPU", "cores": 2, "system": "Linux x86_64", "python": "3.11.7"}
VOLUME = f"{READING}.scan_and_volume"


def made(rows, series="synthetic chest"):
    return Run(
        MACHINE,
        series,
        PARTS,
        with_ratios(rows),
        ("VTK is not here.",),
        {SIMPLEITK: 0.0},
        "2026-11-24T00:00:00Z",
    )


def cells(run, label):
    (line,) = [line for line in table.markdown(run).splitlines() if line.startswith(f"| {label}")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_figure_is_the_median_and_the_95th_percentile():
    figure = row([float(n) for n in range(1, 101)])
    assert (figure.p50, figure.p95, figure.runs) == (50.5, 95.0, 100)


def test_a_ratio_is_of_medians_of_one_run_and_stands_beside_its_goal():
    run = made({VOLUME: Row(60, 70, 10), SIMPLEITK: Row(200, 210, 10)})
    _, p50, p95, ratio, goal = cells(run, "open a series")
    assert (p50, p95) == ("60 ms", "70 ms")
    assert ratio == "**0.3** x `SimpleITK.ImageSeriesReader` (200 ms)"
    assert goal == "at most 0.5 x `SimpleITK.ImageSeriesReader`"


def test_what_is_not_reached_is_said():
    run = made({VOLUME: Row(120, 130, 10), SIMPLEITK: Row(200, 210, 10), f"{LONG}.memory": Row(
        1500, 1500, 1, MIB, {"volume": 3.0})})  # fmt: skip
    assert cells(run, "open a series")[-1].endswith("**not reached**")
    assert cells(run, "1,000 slices: peak memory")[-1] == "at most 2.5 x the volume: **not reached**"
    assert f"{WINDOW}.slice_change" not in run.rows


def test_a_goal_without_what_it_compares_with_is_neither_reached_nor_missed():
    assert cells(made({VOLUME: Row(60, 70, 10)}), "open a series")[-1].endswith("not compared here")


def test_a_limit_in_ms_is_of_the_percentile_it_names():
    run = made(
        {f"{WINDOW}.slice_change_with_heat_map": Row(5, 17, 300), f"{ANALYSIS}.wall": Row(7, 9, 2, "s")}
    )
    assert cells(run, "slice change with heat map")[-1] == "p95 < 16 ms: **not reached**"
    assert cells(run, "whole series analysed")[-1] == "p50 < 8 s"


def test_the_table_takes_the_place_between_its_marks_and_no_other(tmp_path):
    begin, end = table.MARKS["synthetic"]
    document = tmp_path / "benchmarks.md"
    document.write_text(f"before\n{begin}\nold\n{end}\nafter {table.MARKS['series'][0]}\n", "utf-8")
    run = made({VOLUME: Row(60, 70, 10)})
    for _ in range(2):  # a second run replaces the first
        table.write(run, document)
    text = document.read_text("utf-8")
    assert text == f"before\n{begin}\n{table.markdown(run)}\n{end}\nafter {table.MARKS['series'][0]}\n"
    for part in ("Some CPU, 2 cores", "2026-11-24", "VTK is not here."):
        assert part in text


def test_a_document_without_a_place_for_the_table_is_left_alone(tmp_path):
    document = tmp_path / "letter.md"
    document.write_text("Dear all", "utf-8")
    with pytest.raises(BenchError, match="no place for the table"):
        table.write(made({VOLUME: Row(60, 70, 10)}, series="a series of 3 slices"), document)
    assert document.read_text("utf-8") == "Dear all"


def test_lines_for_the_screen_name_every_row_ours_and_others():
    text = table.text(made({VOLUME: Row(60, 70, 10), SIMPLEITK: Row(200, 210, 10)}))
    assert "open a series: scan + HU volume" in text
    assert "SimpleITK.ImageSeriesReader" in text
    assert "0.3 x" in text


@pytest.mark.parametrize(
    "option", [["--only", "reading"], ["--check", "x"], ["--table", "x"], ["--history", "x"]]
)
def test_the_analysis_table_stands_alone(option):
    with pytest.raises(SystemExit) as raised:
        command.main(["--analysis", *option])
    assert raised.value.code == 2
