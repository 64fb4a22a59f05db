"""The worklist under real events: by keys from the list to a study, statuses that move by themselves."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.series.opening import STUDY_GONE
from app.window import MainWindow
from app.worklist import words
from app.worklist.dialog import EMPTY, NOTHING_LEFT, WorklistDialog
from app.worklist.feature import NOTHING_UNREAD
from app.worklist.words import Line
from engine.findings import Decision
from engine.paths import store_file
from engine.report import SeriesFacts
from engine.store import open_store
from engine.store.jobs import JobState
from engine.studies import FoundStudy, ListedStudy, StudyKey, StudyStatus
from tests.gui.batch.fake_analyze import finding
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures
from tests.gui.labelling.test_queue_window import analysed

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def listed(n: int, status: StudyStatus = StudyStatus.NEW, **changes: object) -> Line:
    """A line of study `n`, all of them different."""
    key, uids, place = StudyKey(f"1.{n}", f"p{n:03}"), (f"1.{n}.1",), (f"/s/{n}",)
    found = FoundStudy(key, f"2026-11-{n % 28 + 1:02}", f"Chest {n}", "CT", uids, place)
    values: dict[str, object] = {
        "id": n, "found": found, "series_uid": "", "status": status, "nodules": None, "suspicion": None,
        "mass": False,
        "changed": datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=n),
    }  # fmt: skip
    return Line(ListedStudy(**(values | changes)))  # type: ignore[arg-type]


def column(dialog: WorklistDialog, n: int) -> list[str]:
    return [line[n] for line in dialog.texts()]


@pytest.fixture
def dialog(qtbot) -> WorklistDialog:
    shown = WorklistDialog()
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


@pytest.fixture
def window(windows) -> MainWindow:  # noqa: F811
    return windows()


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Three studies on the disk, listed as if they had been received: nobody has opened them."""
    made = [tmp_path / f"study {name}" for name in ("one", "two", "dreißig")]
    with open_store() as store:
        for folder in made:
            folder.mkdir()
            uids = tuple(f"{folder.name}.{uid}" for uid in ("one.thick", "two", "three.gap"))
            key = StudyKey(folder.name, "k")
            store.studies.note([FoundStudy(key, "2026-11-01", folder.name, "CT", uids, (str(folder),))])
    return made


def show(qtbot, window: MainWindow) -> WorklistDialog:
    with qtbot.waitSignal(window.worklist.records.read, timeout=5000):
        rig.press(qtbot, window, Qt.Key.Key_W, PLAIN)
    return window.worklist.dialog


def next_unread(qtbot, window: MainWindow) -> str:
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        rig.press(qtbot, window, Qt.Key.Key_W, SHIFT)
    return window.session.open.summary.study_uid


def statuses() -> dict[str, StudyStatus]:
    with open_store() as store:
        return {study.found.key.study_uid: study.status for study in store.studies.all()}


# ---------------------------------------------------------------- the list alone


def test_every_column_is_told_in_words(dialog: WorklistDialog) -> None:
    analysed_line = listed(3, nodules=4, suspicion=0.91, status=StudyStatus.SIGNED)
    dialog.set_lines(
        [listed(1, found=FoundStudy(StudyKey("x", ""), "", "", "CT, PT", ("a", "b"), ())), analysed_line]
    )
    changed = analysed_line.study.changed.astimezone().strftime("%Y-%m-%d %H:%M")
    first, second = dialog.texts()
    assert first == ["signed", "p003", "2026-11-04", "Chest 3", "CT", "1", "4", "0.91", changed]
    assert second[:8] == ["new", "(not named)", "", "(no description)", "CT, PT", "2", "", ""]
    assert dialog.counts.text() == "2 studies, 1 unread"


def test_the_search_looks_in_all_columns_as_one_types(qtbot, dialog: WorklistDialog) -> None:
    def with_text(n: int, text: str) -> Line:
        found = FoundStudy(StudyKey(f"{n}", f"p{n:03}"), "2026-11-02", text, "CT", (), ("/x",))
        return listed(n, found=found)

    dialog.set_lines([with_text(1, "Brustkorb für Größe"), with_text(2, "胸部 CT"), with_text(3, "Thorax é")])
    dialog.search.setFocus()
    qtbot.keyClicks(dialog.search, "FUR grosse")
    assert column(dialog, words.DESCRIPTION) == ["Brustkorb für Größe"]
    dialog.search.setText("胸")
    assert column(dialog, words.DESCRIPTION) == ["胸部 CT"]
    dialog.search.setText("p003 thorax e\u0301")
    assert column(dialog, words.DESCRIPTION) == ["Thorax é"]
    dialog.search.setText("2026-11-02 new")
    assert len(dialog.texts()) == 3
    dialog.search.setText("nowhere")
    assert (dialog.texts(), dialog.note.text()) == ([], NOTHING_LEFT)
    assert not dialog.open_button.isEnabled()


def test_filters_by_status_and_by_date(dialog: WorklistDialog) -> None:
    today = date.today()  # noqa: DTZ011 - the reader's own day
    dates = [today, today - timedelta(days=6), today - timedelta(days=29), today - timedelta(days=400)]
    lines = [
        listed(n, status, found=FoundStudy(StudyKey(f"{n}", f"p{n}"), day.isoformat(), "", "CT", (), ("/x",)))
        for n, (day, status) in enumerate(zip(dates, StudyStatus, strict=False))
    ]
    lines.append(listed(9, found=FoundStudy(StudyKey("9", "p9"), "", "no date", "CT", (), ("/x",))))
    dialog.set_lines(lines)
    counts = []
    for n in range(dialog.period.count()):
        dialog.period.setCurrentIndex(n)
        counts.append(len(dialog.texts()))
    assert counts == [5, 1, 2, 3, 3]
    dialog.period.setCurrentIndex(0)
    dialog.status.setCurrentText("Unread")
    assert set(column(dialog, words.STATUS)) == {"new", "failed analysis"}
    dialog.status.setCurrentText("opened")
    assert column(dialog, words.STATUS) == ["opened"]


def test_numbers_sort_as_numbers_and_what_is_empty_comes_last(dialog: WorklistDialog) -> None:
    dialog.set_lines([listed(1, nodules=9), listed(2, nodules=10), listed(3), listed(4, nodules=0)])
    dialog.view.sortByColumn(words.NODULES, Qt.SortOrder.DescendingOrder)
    assert column(dialog, words.NODULES) == ["10", "9", "0", ""]
    dialog.view.sortByColumn(words.PATIENT, Qt.SortOrder.AscendingOrder)
    assert column(dialog, words.PATIENT) == ["p001", "p002", "p003", "p004"]


def test_a_mass_stands_before_every_probability(dialog: WorklistDialog) -> None:
    dialog.set_lines(
        [listed(1, suspicion=0.99), listed(2, mass=True, suspicion=0.2), listed(3, mass=True), listed(4)]
    )
    dialog.view.sortByColumn(words.SUSPICION, Qt.SortOrder.DescendingOrder)
    assert column(dialog, words.SUSPICION) == ["mass, 0.20", "mass", "0.99", ""]


def test_what_is_chosen_stays_chosen_when_the_list_changes(dialog: WorklistDialog) -> None:
    dialog.set_lines([listed(n) for n in range(5)])
    dialog.view.setCurrentIndex(dialog.table.index(3, 0))
    chosen = dialog.selected()[0].study.id
    dialog.set_lines([listed(n) for n in range(9)])
    assert [line.study.id for line in dialog.selected()] == [chosen]
    dialog.set_lines([listed(n) for n in range(9) if n != chosen])
    assert len(dialog.selected()) == 1


def test_thousands_of_studies_are_searched_and_sorted_without_a_stutter(dialog: WorklistDialog) -> None:
    dialog.set_lines([listed(n, suspicion=n / 5000) for n in range(5000)])
    for act in (
        lambda: dialog.search.setText("chest 49"),
        dialog.search.clear,
        lambda: dialog.view.sortByColumn(words.SUSPICION, Qt.SortOrder.DescendingOrder),
    ):
        began = time.perf_counter()
        act()
        QApplication.processEvents()
        assert time.perf_counter() - began < 0.5
    assert dialog.texts()[0][words.DESCRIPTION] == "Chest 4999"


def test_enter_in_the_search_goes_to_the_lines_and_enter_there_opens(qtbot, dialog: WorklistDialog) -> None:
    dialog.set_lines([listed(1), listed(2)])
    dialog.activateWindow()
    dialog.search.setFocus()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.view.hasFocus)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert chosen.args[0].id == 2
    with qtbot.waitSignal(dialog.chosen) as chosen:
        place = dialog.view.visualRect(dialog.table.index(1, 3)).center()
        qtbot.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args[0].id == 1


# ---------------------------------------------------------------- in the window


def test_an_empty_worklist_says_how_it_fills(qtbot, window: MainWindow) -> None:
    dialog = show(qtbot, window)
    assert dialog.note.text() == EMPTY
    with qtbot.waitSignal(window.worklist.records.read, timeout=5000):
        rig.press(qtbot, window, Qt.Key.Key_W, SHIFT)
    assert dialog.trouble.text() == NOTHING_UNREAD


def test_the_start_page_leads_to_it(qtbot, window: MainWindow) -> None:
    button = window.welcome.worklist_button
    window.activateWindow()
    button.setFocus()
    with qtbot.waitSignal(window.worklist.records.read, timeout=5000):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert window.worklist.dialog.isVisible()


def test_what_is_opened_is_listed_and_being_read_while_it_is_on_screen(qtbot, windows, images) -> None:  # noqa: F811
    window = windows()
    with qtbot.waitSignal(window.worklist.records.kept, timeout=20_000):
        window.open_paths([images])
    dialog = show(qtbot, window)
    qtbot.waitUntil(lambda: len(dialog.texts()) == 1, timeout=5000)
    (line,) = dialog.texts()
    assert line[: words.NODULES] == ["being read", "k", "2000-01-01", "Chest one.thick", "CT", "3"]
    window.close()
    assert statuses() == {"1.2": StudyStatus.OPENED}
    again = windows()
    dialog = show(qtbot, again)
    assert column(dialog, words.STATUS) == ["opened"]


def test_a_study_is_opened_by_keys_and_the_next_unread_ones_follow(
    qtbot, window: MainWindow, folders
) -> None:
    dialog = show(qtbot, window)
    assert set(column(dialog, words.STATUS)) == {"new"}
    dialog.search.setText("dreissig")
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert window.session.open.summary.series_uid == "study dreißig.two"  # the thin one of that study
    assert not dialog.isVisible()
    seen = {"study dreißig", next_unread(qtbot, window), next_unread(qtbot, window)}
    assert seen == {folder.name for folder in folders}
    qtbot.waitUntil(lambda: set(statuses().values()) == {StudyStatus.OPENED}, timeout=5000)
    with qtbot.waitSignal(window.worklist.said, timeout=5000) as said:
        rig.press(qtbot, window, Qt.Key.Key_W, SHIFT)
    assert said.args[0] == NOTHING_UNREAD


def test_the_next_unread_passes_by_what_is_missing(qtbot, window: MainWindow, folders) -> None:
    folders[2].rmdir()
    folders[1].rmdir()
    assert next_unread(qtbot, window) == "study one"
    qtbot.waitUntil(lambda: statuses()["study one"] is StudyStatus.OPENED, timeout=5000)
    with qtbot.waitSignal(window.worklist.said, timeout=5000) as said:
        rig.press(qtbot, window, Qt.Key.Key_W, SHIFT)
    assert said.args[0].startswith("2 unread studies are not where they were")


def test_a_missing_folder_is_a_sentence_and_a_new_one_is_recognised(qtbot, window, folders, tmp_path) -> None:
    folders[0].rename(tmp_path / "moved")
    dialog = show(qtbot, window)
    qtbot.waitUntil(lambda: "new, folder missing" in column(dialog, words.STATUS), timeout=5000)
    dialog.search.setText("study one")
    assert "not at" in dialog.about.text()
    assert str(folders[0]) in dialog.about.text()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert "open their new folder" in dialog.trouble.text()
    assert window.session.open is None
    new = tmp_path / "new" / "study one"
    new.parent.mkdir()
    (tmp_path / "moved").rename(new)
    with qtbot.waitSignal(window.worklist.records.kept, timeout=20_000):
        window.open_paths([new])
    with open_store() as store:
        places = {s.found.key.study_uid: s.found.paths for s in store.studies.all()}
    assert places["study one"] == (str(new),)
    assert len(places) == 3


def test_del_takes_studies_off_the_list_and_never_touches_files(qtbot, window: MainWindow, folders) -> None:
    kept_file = folders[0] / "slice.dcm"
    kept_file.write_bytes(b"x")
    dialog = show(qtbot, window)
    dialog.view.selectAll()
    with qtbot.waitSignal(window.worklist.records.kept, timeout=5000):
        qtbot.keyClick(dialog.view, Qt.Key.Key_Delete)
    assert statuses() == {}
    assert dialog.texts() == []
    assert "files and findings stay" in dialog.trouble.text()
    assert kept_file.read_bytes() == b"x"


def test_a_report_moves_the_status_on_by_itself(qtbot, windows, images) -> None:  # noqa: F811
    window = windows()
    rig.open_series(qtbot, window, images)
    rig.assess(qtbot, window, rig.BENIGN)
    with qtbot.waitSignal(window.reporting.records.read, timeout=5000):
        rig.press(qtbot, window, Qt.Key.Key_E)
    dialog = show(qtbot, window)
    assert column(dialog, words.STATUS) == ["being read"]
    qtbot.keyClicks(window.reporting.dialog.impression, "One nodule.")
    qtbot.waitUntil(lambda: column(dialog, words.STATUS) == ["draft report"], timeout=5000)
    window.reporting.dialog.activateWindow()
    qtbot.waitUntil(window.reporting.dialog.isActiveWindow, timeout=2000)
    qtbot.keyClick(window.reporting.dialog, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: column(dialog, words.STATUS) == ["signed"], timeout=5000)
    assert "Signed by Dr A." in dialog.about.text()


def test_suggestions_of_the_night_come_with_the_study(qtbot, window: MainWindow, images) -> None:  # noqa: F811
    with open_store() as store:
        key = StudyKey("1.2", "k")
        store.studies.note(
            [FoundStudy(key, "2026-11-01", "Chest", "CT", ("one.thick", "two"), (str(images),))]
        )
    analysed("one.thick", finding(3, 8, 20, 0.25, True), finding(4, 30, 40, 0.75, True))
    dialog = show(qtbot, window)
    (line,) = dialog.texts()
    assert (line[words.STATUS], line[words.NODULES], line[words.SUSPICION]) == ("new", "2", "0.75")
    with qtbot.waitSignal(window.batch.review.recalled, timeout=20_000):
        qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    # The series that was analysed, though another one is thinner.
    assert window.session.open.summary.series_uid == "one.thick"
    assert [n.probability for n in window.session.nodules.entries.values()] == [0.25, 0.75]


def test_a_failed_analysis_says_why(qtbot, window: MainWindow, folders) -> None:
    with open_store() as store:
        store.jobs.start("study one.two", "k")
        store.jobs.end("study one.two", "k", JobState.FAILED, "No lung was found.")
    dialog = show(qtbot, window)
    dialog.status.setCurrentText("failed analysis")
    assert column(dialog, words.DESCRIPTION) == ["study one"]
    assert "No lung was found." in dialog.about.text()


def test_another_program_that_writes_is_seen_when_the_list_is_looked_at_again(qtbot, window, folders) -> None:
    dialog = show(qtbot, window)
    with open_store() as store:
        facts = SeriesFacts("study one", "study one.two", "k", "", "CT", 8)
        store.decisions.add(facts, "f", (0.0, 0.0, 0.0), Decision.ACCEPTED, reader="B")
    dialog.shownAgain.emit()
    qtbot.waitUntil(lambda: "being read" in column(dialog, words.STATUS), timeout=5000)


def test_a_store_that_is_in_use_is_a_sentence_and_works_again_afterwards(
    qtbot, window, folders, monkeypatch
) -> None:
    monkeypatch.setattr("engine.store.opening.BUSY_TIMEOUT_MS", 100)
    other = sqlite3.connect(store_file(), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    dialog = show(qtbot, window)
    with qtbot.waitSignal(window.worklist.records.failed, timeout=10_000):
        dialog.view.selectAll()
        qtbot.keyClick(dialog.view, Qt.Key.Key_Delete)
    assert "Nothing was removed." in dialog.trouble.text()
    assert "in use by another program" in dialog.trouble.text()
    other.execute("ROLLBACK")
    other.close()
    qtbot.waitUntil(lambda: len(dialog.texts()) == 3, timeout=5000)  # they are still listed, and shown again


def test_a_damaged_store_is_a_sentence(qtbot, window: MainWindow) -> None:
    store_file().parent.mkdir(parents=True, exist_ok=True)
    store_file().write_bytes(b"no database at all" * 100)
    window.worklist.show()
    with qtbot.waitSignal(window.worklist.records.failed, timeout=5000):
        pass
    assert "is not a store" in window.worklist.dialog.trouble.text()


def test_studies_of_before_the_worklist_are_found_by_what_was_opened(qtbot, windows, images) -> None:  # noqa: F811
    window = windows()
    rig.open_series(qtbot, window, images)
    window.close()
    connection = sqlite3.connect(store_file())
    connection.execute("UPDATE study SET paths = '[]'")
    connection.commit()
    connection.close()
    again = windows()
    dialog = show(qtbot, again)
    assert dialog.about.text() == str(images)


def test_c22_a_study_that_cannot_be_opened_is_a_sentence_and_stays_listed(qtbot, window, tmp_path) -> None:
    """A bad file in the library must not spoil the next start."""
    (tmp_path / "nothing").mkdir()
    with open_store() as store:
        key = StudyKey("broken", "k")
        store.studies.note([FoundStudy(key, "", "broken", "CT", ("1",), (str(tmp_path / "nothing"),))])
    for _ in range(2):
        dialog = show(qtbot, window)
        with qtbot.waitSignal(window.opening.said, timeout=20_000) as said:
            qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
        assert "No CT series was found there." in said.args[0]
    assert column(dialog, words.DESCRIPTION) == ["broken"]


def test_a_study_that_moved_out_of_its_folder_is_said(qtbot, window, images) -> None:  # noqa: F811
    with open_store() as store:
        found = FoundStudy(StudyKey("another", "k"), "", "another", "CT", ("1",), (str(images),))
        store.studies.note([found])
    dialog = show(qtbot, window)
    with qtbot.waitSignal(window.opening.said, timeout=20_000) as said:
        qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert said.args[0] == STUDY_GONE
    assert window.session.open is None


def test_what_the_listener_lists_is_shown_at_once(qtbot, window, folders) -> None:
    dialog = show(qtbot, window)
    with open_store() as store:
        store.studies.note([FoundStudy(StudyKey("new", "k"), "", "just came", "CT", ("n",), ("/x",))])
    window.network.receiving._take({"event": "listed", "studies": 1})
    qtbot.waitUntil(lambda: "just came" in column(dialog, words.DESCRIPTION), timeout=5000)
    with qtbot.waitSignal(window.network.receiving.remarked) as said:
        window.network.receiving._take({"event": "not_listed", "text": "It is not listed."})
    assert said.args[0] == "It is not listed."


def test_a_benchmark_or_a_self_test_lists_nothing(qtbot, windows, images) -> None:  # noqa: F811
    window = windows()
    window.worklist.listing = False
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        window.open_paths([images])
    window.close()
    assert statuses() == {}
