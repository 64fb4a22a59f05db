"""Series in the window: which one is opened, what the rail shows, what is remembered, how one loads."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl

from app import memory
from app.engine_client import EngineClient, EngineState
from app.series.choose import best_series, size_text
from app.series.importing import Importer, paths_of
from app.series.loading import Loader
from app.series.rail import SeriesRail, lines_of
from app.series.skipped import SkippedDialog
from app.series.thumbnails import SIDE, Thumbnails, grey_image, thumbnail_shape
from app.series.welcome import Welcome
from app.session import Session
from app.settings import FILE, RECENTS, Settings
from engine.protocol import SkippedFile, WarningText
from engine.studies import iso_date
from tests.gui.fake_engine import GRID, SIZE, hu, series

FAKE = Path(__file__).with_name("fake_engine.py")
GAP = (WarningText(code="gap", text="Between slice 4 and 5 a slice is missing."),)


# ---------------------------------------------------------------- which one


def a(uid: str, n: int, mm: float | None, **changes: object):
    spacing = None if mm is None else (mm, 0.7, 0.7)
    return series(uid, "/x", n_slices=n, size=(n, 64, 64), spacing_mm=spacing, **changes)


@pytest.mark.parametrize(
    ("found", "best"),
    [
        ([a("thick", 60, 5.0), a("thin", 300, 1.25), a("mid", 130, 2.5)], "thin"),
        ([a("thin but broken", 300, 1.0, analysable=False), a("thick", 60, 5.0)], "thick"),
        ([a("scout block", 3, 0.6), a("chest", 130, 2.5)], "chest"),
        ([a("pet", 300, 1.0, modality="PT", analysable=False), a("ct", 60, 5.0, analysable=False)], "ct"),
        ([a("short", 100, 1.0), a("long", 300, 1.0)], "long"),
        ([a("no spacing", 300, None, analysable=False)], "no spacing"),
    ],
)
def test_the_thinnest_whole_analysable_ct_is_opened(found, best: str):
    chosen = best_series(found)
    assert chosen is not None
    assert chosen.series.series_uid == best
    assert chosen.why


def test_there_is_no_best_of_none():
    assert best_series([]) is None


def test_sizes_and_dates_read_as_in_a_reading_room():
    assert size_text(a("x", 133, 2.5)) == "133 × 2.5 mm"
    assert size_text(a("x", 1, 2.5)) == "1 slice"
    assert size_text(a("x", 12, None)) == "12 slices"
    assert iso_date("20260131") == "2026-01-31"
    assert iso_date("unknown") == "unknown"


# ---------------------------------------------------------------- the rail


@pytest.fixture
def rail(qtbot) -> SeriesRail:
    widget = SeriesRail()
    qtbot.addWidget(widget)
    widget.resize(200, 500)
    widget.show()
    return widget


def test_the_rail_tells_size_kernel_date_and_what_is_off(rail: SeriesRail):
    rail.set_series([a("one", 133, 2.5), a("two", 60, 5.0, analysable=False, warnings=GAP)], ())
    assert lines_of(a("one", 133, 2.5)) == ["Chest one", "133 × 2.5 mm", "kernel LUNG", "2000-01-01"]
    assert "not analysable" in rail.list.item(1).text()
    assert "slice is missing" in rail.list.item(1).toolTip()
    assert "missing" not in rail.list.item(0).toolTip()
    assert not rail.skipped.isVisible()
    assert not rail.grab().isNull()


def test_a_click_chooses_and_the_neighbours_end_at_the_ends(qtbot, rail: SeriesRail):
    rail.set_series([a("one", 133, 2.5), a("two", 60, 5.0)], ())
    chosen: list[object] = []
    rail.chosen.connect(chosen.append)
    place = rail.list.visualItemRect(rail.list.item(1)).center()
    qtbot.mouseClick(rail.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [s.series_uid for s in chosen] == ["two"]
    rail.set_current("one")
    assert rail.neighbour(-1) is None
    assert rail.neighbour(1).series_uid == "two"


def test_skipped_files_are_a_link_to_a_list_with_reasons(qtbot, rail: SeriesRail):
    reasons = {"/d/a.txt": "It is no DICOM file.", "/d/b": "It is a report."}
    files = [SkippedFile(path=path, reason=reason) for path, reason in reasons.items()]
    rail.set_series([a("one", 133, 2.5)], files)
    assert rail.skipped.isVisible()
    assert "2 files skipped" in rail.skipped.text()
    with qtbot.waitSignal(rail.skippedRequested):
        qtbot.keyClick(rail.skipped, Qt.Key.Key_Space)
    dialog = SkippedDialog(files)
    dialog.show()
    assert not dialog.isModal()
    rows = [dialog.tree.topLevelItem(i) for i in range(dialog.tree.topLevelItemCount())]
    assert {r.text(1): r.text(0) for r in rows} == reasons
    dialog.close()


def test_thumbnails_keep_the_true_proportions_of_the_slice():
    assert thumbnail_shape(a("x", 9, 1.0)) == (SIDE, SIDE)
    wide = series("x", "/x", size=(1, 100, 200), spacing_mm=(1.0, 1.0, 1.0))
    assert thumbnail_shape(wide) == (SIDE // 2, SIDE)
    tall_pixels = series("x", "/x", size=(1, 100, 100), spacing_mm=(1.0, 2.0, 1.0))
    assert thumbnail_shape(tall_pixels) == (SIDE, SIDE // 2)


def test_a_thumbnail_is_in_the_lung_window_where_there_is_lung():
    image = grey_image(np.array([[-2000, 500], [-600, -600]], np.int16))
    grey = [image.pixelColor(c, r).red() for r, c in ((0, 0), (0, 1), (1, 0))]
    assert grey[:2] == [0, 255]
    assert 126 <= grey[2] <= 129
    head = grey_image(np.array([[-1000, 500], [40, 40]], np.int16))
    assert 126 <= head.pixelColor(0, 1).red() <= 129


# ---------------------------------------------------------------- what is remembered


def test_recents_come_back_without_names_the_latest_first(tmp_path: Path):
    settings = Settings(tmp_path)
    for n in range(RECENTS + 3):
        settings.add_recent((f"/scans/{n}",), f"uid{n}", f"Chest {n}", "133 × 2.5 mm")
    settings.add_recent(("/scans/5",), "uid5", "Chest 5", "133 × 2.5 mm")
    again = Settings(tmp_path).recents
    assert len(again) == RECENTS
    assert again[0].series_uid == "uid5"
    assert [r.series_uid for r in again].count("uid5") == 1
    stored = json.loads((tmp_path / FILE).read_text("utf-8"))
    assert set(stored["recents"][0]) == {"paths", "series_uid", "description", "size", "opened", "chosen"}
    settings.clear_recents()
    assert Settings(tmp_path).recents == ()


@pytest.mark.parametrize("content", ["{", "[]", '{"recents": 3}', "\x00\x01", '{"schema_version": 99}'])
def test_broken_settings_start_afresh_say_so_and_are_kept(tmp_path: Path, content: str):
    (tmp_path / FILE).write_text(content, "utf-8")
    settings = Settings(tmp_path)
    assert settings.recents == ()
    assert "could not be read" in settings.problem
    assert (tmp_path / (FILE + ".bad")).read_text("utf-8") == content
    settings.save_place(b"place", b"columns")
    assert (Settings(tmp_path).geometry, Settings(tmp_path).splitter) == (b"place", b"columns")
    assert Settings(tmp_path).problem == ""


def test_a_folder_that_cannot_be_written_costs_the_memory_only(tmp_path: Path):
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "config")
    settings.add_recent(("/x",), "u", "d", "s")
    assert len(settings.recents) == 1


def test_the_start_page_offers_only_what_is_still_there(qtbot, tmp_path: Path):
    settings = Settings(tmp_path)
    settings.add_recent((str(tmp_path / "gone"),), "u1", "Gone", "s")
    settings.add_recent((str(tmp_path),), "u2", "There", "s")
    page = Welcome()
    qtbot.addWidget(page)
    page.show()
    page.set_recents(settings.recents)
    assert page.recents.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert not page.recents.item(1).flags() & Qt.ItemFlag.ItemIsEnabled
    with qtbot.waitSignal(page.recentChosen) as chosen:
        place = page.recents.visualItemRect(page.recents.item(0)).center()
        qtbot.mouseClick(page.recents.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args[0].series_uid == "u2"


def test_only_local_files_are_taken_from_a_drop():
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/scans/é 胸部"), QUrl("https://example.org/x.dcm")])
    assert paths_of(mime) == ["/scans/é 胸部"]


def test_a_series_larger_than_memory_is_refused_in_a_sentence(monkeypatch):
    class Free:
        available = 10 * 1024**3

    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: Free)
    assert memory.why_too_large((500, 512, 512)) is None
    text = memory.why_too_large((40_000, 512, 512))
    assert text is not None
    assert "19.5 GB" in text
    assert "10.0 GB" in text


# ---------------------------------------------------------------- scanning and loading


@pytest.fixture
def engine(qtbot):
    """Makes a started client of the fake engine."""
    clients = []

    def start(*options: str) -> EngineClient:
        client = EngineClient([sys.executable, str(FAKE), *options])
        clients.append(client)
        client.start()
        qtbot.waitUntil(lambda: client.state is EngineState.READY, timeout=10_000)
        return client

    yield start
    for client in clients:
        client.stop()


def test_a_path_that_does_not_exist_is_a_sentence(qtbot, engine):
    importer = Importer(engine(), Session())
    with qtbot.waitSignal(importer.failed) as failed:
        importer.scan(["/no/such/folder"])
    assert "/no/such/folder" in failed.args[0]


def test_a_folder_without_series_keeps_the_list_and_says_why(qtbot, engine, tmp_path: Path):
    session = Session()
    session.set_series((a("old", 60, 5.0),), ())
    importer = Importer(engine(), session)
    folder = tmp_path / "nothing"
    folder.mkdir()
    with qtbot.waitSignal(importer.failed) as failed:
        importer.scan([folder])
    assert "No CT series" in failed.args[0]
    assert "It is no DICOM file." in failed.args[0]
    assert [s.series_uid for s in session.series] == ["old"]


def test_a_scan_survives_the_death_of_the_engine(qtbot, engine, tmp_path: Path):
    importer = Importer(engine("--die-on", "scan", "--once", str(tmp_path / "died")), Session())
    with qtbot.waitSignal(importer.found, timeout=10_000) as found:
        importer.scan([tmp_path])
    assert len(found.args[0].series) == 3


def test_slices_are_readable_before_the_last_is_read(qtbot, engine):
    session = Session()
    loader = Loader(engine("--delay", "0.05"), session)
    seen: list[int] = []
    loader.opened.connect(lambda: seen.append(len(session.open.ready)))
    with qtbot.waitSignal(loader.finished, timeout=10_000):
        loader.load(series("two", "/x"))
        qtbot.waitSignal(loader.opened, timeout=5000).wait()
        assert session.open.ready == {4}
        assert np.array_equal(session.open.volume.hu[4], hu()[4])
    assert seen == [1]
    assert session.open.complete
    assert session.open.ready == set(range(SIZE[0]))
    assert np.array_equal(session.open.volume.hu, hu())
    assert session.open.volume.grid == GRID
    loader.close()
    assert session.open is None


def test_opening_another_series_cancels_the_first_and_frees_its_memory(qtbot, engine):
    session = Session()
    loader = Loader(engine("--delay", "0.2"), session)
    loader.load(series("one.thick", "/x"))
    qtbot.waitSignal(loader.opened, timeout=5000).wait()
    first = session.open.block
    with qtbot.waitSignal(loader.finished, timeout=15_000):
        loader.load(series("two", "/x"))
    assert session.open.summary.series_uid == "two"
    assert session.open.complete
    with pytest.raises(Exception, match="closed"):
        _ = first.array
    loader.close()


def test_cancelling_keeps_what_is_on_screen_and_says_that_it_is_not_all(qtbot, engine):
    session = Session()
    loader = Loader(engine("--delay", "0.2"), session)
    loader.load(series("two", "/x"))
    qtbot.waitSignal(loader.opened, timeout=5000).wait()
    with qtbot.waitSignal(loader.ended):
        loader.cancel()
    assert loader.loading is None
    assert session.open.given_up
    assert np.array_equal(session.open.volume.hu[4], hu()[4])
    loader.close()


def test_an_engine_that_dies_while_reading_is_asked_again_into_the_same_memory(qtbot, engine):
    session = Session()
    client = engine("--delay", "0.1")
    loader = Loader(client, session)
    loader.load(series("two", "/x"))
    qtbot.waitSignal(loader.opened, timeout=5000).wait()
    block = session.open.block
    with qtbot.waitSignal(loader.finished, timeout=15_000):
        os.kill(client.pid, signal.SIGKILL)
    assert session.open.block is block
    assert np.array_equal(session.open.volume.hu, hu())
    loader.close()


def test_a_series_that_does_not_fit_is_refused_before_anything_is_asked(qtbot, engine):
    session = Session()
    loader = Loader(engine(), session, check=lambda _size: "It is too large.")
    with qtbot.waitSignal(loader.failed) as failed:
        loader.load(series("two", "/x"))
    assert failed.args == ["It is too large."]
    assert loader.loading is None


def test_thumbnails_arrive_one_after_another_and_survive_the_engine(qtbot, engine, tmp_path: Path):
    thumbnails = Thumbnails(engine("--die-on", "thumbnail", "--once", str(tmp_path / "died")))
    found = [series(uid, "/x") for uid in ("one.thick", "two", "three.gap")]
    thumbnails.fetch(found)
    qtbot.waitUntil(lambda: len(thumbnails.images) == 3, timeout=10_000)
    assert {(i.width(), i.height()) for i in thumbnails.images.values()} == {(SIDE, SIDE)}
