"""`noduscope bench --analysis`: a series timed in a process of its own, and what cannot be timed."""

from __future__ import annotations

import json

import pytest

from app.bench import command
from app.bench.analysis import table
from engine.phantom import PhantomSpec, make_phantom, write_dicom


def test_a_series_is_timed_step_by_step(tmp_path, capsys):
    series = tmp_path / "series"
    write_dicom(make_phantom(PhantomSpec(size=(56, 128, 128), spacing_mm=(5.0, 2.8, 2.8))), series)
    files = sorted(series.iterdir())
    assert command.main(["--analysis", "--series", str(series), "--json"]) == 0
    row = json.loads(capsys.readouterr().out)["analysis"][0]
    assert row["slices"] == 56
    assert {"load", "lungs", "candidates", "measure", "assess"} <= set(row["steps_ms"])
    # The steps are within the whole, and one process within all of them.
    assert 0 < sum(row["steps_ms"].values()) / 1000 < row["seconds"]
    assert 50 < row["largest_process_mib"] <= row["all_processes_mib"]
    assert row["cpu_seconds"] > 0
    assert sorted(series.iterdir()) == files
    assert table([row]).splitlines()[1].split()[0] == "56"


def test_a_folder_without_a_series_is_said(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("no scan")
    assert command.main(["--analysis", "--series", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_that_is_not_there_is_bad_use(tmp_path):
    with pytest.raises(SystemExit) as raised:
        command.main(["--analysis", "--series", str(tmp_path / "none")])
    assert raised.value.code == 2
