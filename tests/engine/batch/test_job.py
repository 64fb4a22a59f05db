"""Names and keys of jobs, tables that are safe to open: properties that hold for anything a file may say."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analyse import Decided
from engine.batch.job import Settings, folder_name, make_job
from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.findings import Decision
from engine.reports import Options
from engine.reports.csv import csv_text
from engine.statements import READ, Statement
from tests.engine.dicom.dicom_maker import Maker

REJECTED = Decided((1.0, 2.0, 3.0), Decision.REJECTED)
ACCEPTED = Decided((4.0, 5.0, 6.0), Decision.ACCEPTED)


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Series:
    (found,) = scan([Maker(series_uid="1.2.3").series(tmp_path_factory.mktemp("ct"))]).series
    return found


def test_the_key_changes_with_all_that_decides_the_result(series: Series) -> None:
    base = make_job(series, "model", Settings())
    assert base.folder == "1.2.3"
    fewer = replace(series, slices=series.slices[:-1], size=(4, *series.size[1:]))
    others = [
        make_job(series, "other", Settings()),
        make_job(fewer, "model", Settings()),
        make_job(series, "model", Settings(("json",))),
        make_job(series, "model", Settings(options=Options(observer="somebody"))),
        make_job(series, "model", Settings(), [REJECTED]),
        make_job(series, "model", Settings(), [ACCEPTED]),
        make_job(series, "model", Settings(), statements=[Statement("sex", "female", "Dr A")]),
    ]
    assert len({base.key, *(job.key for job in others)}) == len(others) + 1


def test_what_was_looked_at_does_not_make_a_result_old(series: Series) -> None:
    seen = make_job(
        series, "model", Settings(), statements=[Statement(READ, True, "A", "f", (1.0, 2.0, 3.0))]
    )
    assert seen.key == make_job(series, "model", Settings()).key
    assert seen.statements == ()


def test_the_key_does_not_change_with_orders_and_places(series: Series, tmp_path: Path) -> None:
    one = make_job(series, "model", Settings(("json", "csv")), [REJECTED, ACCEPTED])
    two = make_job(series, "model", Settings(("csv", "json")), [ACCEPTED, REJECTED], reason="another")
    assert one.key == two.key
    moved = tmp_path / "moved"
    moved.mkdir()
    for slice_ in series.slices:
        source = Path(slice_.file.source.path)
        (moved / f"other {source.name}").write_bytes(source.read_bytes())
    (again,) = scan([moved]).series
    assert make_job(again, "model", Settings()).key == make_job(series, "model", Settings()).key


@given(st.text(max_size=80))
def test_a_folder_name_is_safe_whatever_the_uid(uid: str) -> None:
    name = folder_name(uid)
    assert name
    assert not set(name) & set('/\\:*?"<>|\0')
    assert not name.startswith(".")
    assert not name.endswith((".", " "))
    assert name.isascii()


@pytest.mark.parametrize("uid", ["../../etc", "..", "", "a/b", "C:\\x", "1.2.", "con\n", ".noduscope"])
def test_a_uid_that_is_no_name_gets_another(uid: str) -> None:
    assert folder_name(uid).startswith("series-")


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_text_is_a_formula_and_nothing_is_lost(rows: list[list[str]]) -> None:
    text = csv_text(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(read) == len(rows)
    for got, given_ in zip(read, rows, strict=True):
        for cell, original in zip(got, given_, strict=True):
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
            assert cell in (original, f"'{original}")


def test_numbers_stay_numbers() -> None:
    assert csv_text(("a", "b", "c"), [[-1.5, None, [2.5, 0.7]]]) == "a,b,c\r\n-1.5,,2.5 x 0.7\r\n"
