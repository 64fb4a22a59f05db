"""Analyze folder under real events: a fake run for its manners, the real command for the rest."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.batch.process import KILLED, NOT_STARTED, BatchProcess
from app.batch.progress import Progress
from app.batch.request import BatchMemory, BatchRequest, suggested_out
from app.child import why
from app.engine_client import EngineClient
from app.settings import Settings
from app.window import MainWindow
from engine.findings import Decision
from engine.store import open_store
from tests.engine.batch.chests import write_chest, write_home
from tests.gui.batch.fake_analyze import row

HERE = Path(__file__).parent
ENGINE = [sys.executable, str(HERE.parent / "fake_engine.py")]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return tmp_path / "home"


@pytest.fixture
def images(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    return tmp_path / "images"


@pytest.fixture
def windows(started):
    """Makes started windows over one folder of settings, with a fake run."""

    def fake(window: MainWindow) -> None:
        words = [sys.executable, str(HERE / "fake_analyze.py")]
        window.batch.process._command = lambda *more: [*words, *more]

    def make(*, real_run: bool = False, engine: list[str] | None = ENGINE) -> MainWindow:
        return started(EngineClient(engine)) if real_run else started(EngineClient(engine), fake)

    return make


def fill_in(window: MainWindow, images: Path, how: str = "", **changes: object) -> None:
    window.batch.show([str(images)])
    form = window.batch.dialog.form
    form.set_request(form.request().model_copy(update={"observer": how, **changes}))


def run(qtbot, window: MainWindow, images: Path, how: str = "", timeout: int = 10_000) -> None:
    fill_in(window, images, how)
    with qtbot.waitSignal(window.batch.process.ended, timeout=timeout):
        qtbot.mouseClick(window.batch.dialog.start_button, Qt.MouseButton.LeftButton)


def states(window: MainWindow) -> list[tuple[str, str, str]]:
    """Series, state and reason of every line."""
    return [(line[0], line[2], line[5]) for line in window.batch.dialog.list.texts()]


# ---------------------------------------------------------------- what is asked for


def test_a_request_is_the_command_line_that_analyze_understands():
    request = BatchRequest(
        paths=("/a", "-b"), out="/out", formats=("json", "sr"), workers=2, deidentify=True, observer=" Dr A "
    )
    assert request.arguments() == [
        "analyze", "--out", "/out", "--formats", "json,sr", "--json-events", "--workers", "2", "--deidentify",
        "--observer", "Dr A", "--", "/a", "-b",
    ]  # fmt: skip


def test_what_cannot_be_started_is_said_before_it_is_tried(tmp_path: Path):
    here = str(tmp_path)
    assert BatchRequest().fault() == "Choose a folder of images first."
    assert "/no/such" in BatchRequest(paths=("/no/such",), out=here).fault()
    assert BatchRequest(paths=(here,)).fault() == "Choose a folder for the results first."
    assert "must not go into" in BatchRequest(paths=(here,), out=f"{here}/out").fault()
    assert BatchRequest(paths=(here,), out=suggested_out((here,))).fault() == ""


def test_lines_that_are_no_events_are_left_out():
    progress = Progress()
    for line in (b"hello", b"[]", b"{}", b'{"event": "later"}', b'{"event": "scan"}', b'{"event": "series"}'):
        assert not progress.take(line)
    assert progress.rows == {}


def test_the_time_left_and_what_was_done_follow_the_events():
    progress = Progress()
    rows = [row("a", "stopped"), row("b", "analysed", suggestions=2), row("c", "left_out", "thick")]
    assert progress.take(json.dumps({"event": "plan", "rows": rows}).encode())
    assert (progress.done, progress.left, progress.count("left_out")) == (1, 1, 1)
    progress.take(json.dumps({"event": "step", "series_uid": "a", "step": "lungs"}).encode())
    assert (progress.rows["a"].state, progress.rows["a"].step) == ("running", "lungs")
    done = {"event": "series", **row("a", "analysed", suggestions=0), "left": 0, "seconds_left": 12.5}
    progress.take(json.dumps(done).encode())
    assert (progress.done, progress.left, progress.seconds_left) == (2, 0, 12.5)


def test_the_sentence_of_a_failed_command_is_found_in_what_it_printed():
    assert why(["Loading", "", "The disk is full.", " "]) == "The disk is full."
    assert why(["╭─ Error ─╮", "│ Path '/x' does not exist. │", "╰────╯"]) == "Path '/x' does not exist."
    assert why([]) == ""


# ---------------------------------------------------------------- runs


def test_a_run_fills_the_work_list_and_says_what_failed(qtbot, windows, images: Path):
    window = windows()
    run(qtbot, window, images)
    dialog = window.batch.dialog
    assert states(window) == [
        ("Chest one.thick", "analysed", ""),
        ("Chest two", "failed", "It could not be decoded."),
        ("Chest scout", "left out", "It is a scout."),
    ]
    assert dialog.list.texts()[0][3:5] == ["10", "0.81"]
    assert dialog.state.text() == "2 of 2 series analysed, 1 left out"
    assert dialog.message.text() == "1 series could not be analysed; the last column says why."
    assert dialog.start_button.text() == "Start"
    assert not window.settings.batch.unfinished


def test_while_it_runs_progress_and_time_left_are_shown_and_the_window_answers(qtbot, windows, images: Path):
    window = windows()
    fill_in(window, images, "wait")
    dialog = window.batch.dialog
    dialog.start()
    qtbot.waitUntil(lambda: window.batch.process.progress.done == 1, timeout=5000)
    assert dialog.state.text() == "1 of 2 series analysed, 1 left out, about 5 min left"
    assert (dialog.bar.maximum(), dialog.bar.value()) == (2, 1)
    assert not dialog.form.isEnabled()
    assert dialog.isVisible()
    assert not dialog.isModal()
    with qtbot.waitSignal(window.opening.loaded, timeout=5000):
        window.open_paths([images])


@pytest.mark.parametrize("how", ["wait", "wait for note"])
def test_stopped_by_the_reader_it_offers_to_go_on(qtbot, windows, images: Path, how: str):
    window = windows()
    fill_in(window, images, how)
    dialog = window.batch.dialog
    dialog.start()
    qtbot.waitUntil(lambda: window.batch.process.progress.done == 1, timeout=5000)
    with qtbot.waitSignal(window.batch.process.ended, timeout=5000):
        qtbot.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert dialog.start_button.text() == "Resume"
    assert "Resume goes on from here" in dialog.message.text()
    assert states(window)[:2] == [
        ("Chest one.thick", "analysed", ""),
        ("Chest two", "not yet", "It could not be decoded."),
    ]
    dialog.form.observer.clear()
    with qtbot.waitSignal(window.batch.process.ended, timeout=5000):
        qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    assert dialog.start_button.text() == "Start"


def test_a_run_that_does_not_listen_is_ended_by_a_second_press(qtbot, windows, images: Path):
    window = windows()
    fill_in(window, images, "deaf")
    dialog = window.batch.dialog
    dialog.start()
    qtbot.waitUntil(lambda: window.batch.process.progress.done == 1, timeout=5000)
    qtbot.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert dialog.stop_button.text() == "Stop at once"
    with qtbot.waitSignal(window.batch.process.ended, timeout=5000):
        qtbot.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert dialog.start_button.text() == "Resume"


@pytest.mark.parametrize(
    ("how", "sentence"),
    [("full", "The disk is full."), ("die", KILLED)],
)
def test_a_run_that_fails_says_why_and_can_be_resumed(qtbot, windows, images: Path, how: str, sentence: str):
    window = windows()
    run(qtbot, window, images, how)
    assert sentence in window.batch.dialog.message.text()
    assert window.batch.dialog.start_button.text() == "Resume"
    assert window.settings.batch.unfinished


def test_a_run_that_is_refused_says_why_and_leaves_nothing_to_resume(qtbot, windows, images: Path):
    window = windows()
    run(qtbot, window, images, "refuse")
    dialog = window.batch.dialog
    assert dialog.message.text() == "The folder of results cannot be written (Read-only file system)."
    assert dialog.start_button.text() == "Start"
    assert not window.settings.batch.unfinished


def test_another_request_is_a_start_and_the_same_one_again_a_resume(qtbot, windows, images: Path):
    window = windows()
    run(qtbot, window, images, "die")
    dialog = window.batch.dialog
    out = dialog.form.out.text()
    qtbot.keyClicks(dialog.form.out, "2")
    assert dialog.start_button.text() == "Start"
    dialog.form.out.setText(out)
    assert dialog.start_button.text() == "Resume"


def test_the_end_of_a_run_whose_dialog_is_closed_is_told_by_the_window(qtbot, windows, images: Path):
    window = windows()
    fill_in(window, images)
    dialog = window.batch.dialog
    dialog.start()
    dialog.close()
    qtbot.waitSignal(window.batch.process.ended, timeout=5000).wait()
    assert window.strip.text == "Analyze folder has ended. 2 of 2 series analysed, 1 left out"


def test_a_program_that_is_not_there_is_a_sentence(qtbot, images: Path, tmp_path: Path):
    process = BatchProcess(lambda *_: ["/no/such/program"])
    with qtbot.waitSignal(process.ended, timeout=5000) as ended:
        process.start(BatchRequest(paths=(str(images),), out=str(tmp_path / "out")))
    assert ended.args == [NOT_STARTED]
    assert not process.running


def test_closed_in_the_middle_the_next_window_offers_to_resume(qtbot, windows, images: Path):
    first = windows()
    fill_in(first, images, "wait")
    first.batch.dialog.start()
    qtbot.waitUntil(lambda: first.batch.process.progress.done == 1, timeout=5000)
    first.close()
    second = windows()
    assert "not finished" in second.strip.text
    assert second.strip.button.text() == "Resume"
    qtbot.mouseClick(second.strip.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: second.batch.process.progress.done == 1, timeout=5000)
    assert second.batch.dialog.form.request().paths == (str(images),)


# ---------------------------------------------------------------- results in the viewer


def open_result(qtbot, window: MainWindow) -> None:
    work = window.batch.dialog.list
    work.setCurrentItem(work.topLevelItem(0))
    with qtbot.waitSignal(window.opening.loaded, timeout=10_000):
        qtbot.keyClick(work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.selected is not None, timeout=10_000)


def test_enter_on_a_result_opens_its_series_at_the_first_suggestion(qtbot, windows, images: Path):
    window = windows()
    run(qtbot, window, images)
    open_result(qtbot, window)
    assert window.session.open.summary.series_uid == "one.thick"
    assert window.session.selected.probability == 0.9
    assert window.viewport.slice == window.session.selected.largest_slice == 3
    assert len(window.nodule_list.texts()) == 10
    assert window.nodule_list.more.text() == "Show all suggestions (2 more)"
    qtbot.mouseClick(window.nodule_list.more, Qt.MouseButton.LeftButton)
    assert len(window.nodule_list.texts()) == 12
    # The engine draws its outline; the figures stay those of the report.
    qtbot.waitUntil(lambda: not window.session.selected.lacks_outline, timeout=5000)
    assert window.session.selected.probability == 0.9
    assert window.session.selected.model.threshold == 0.5
    assert "Analyze folder with fake-1.2.0" in window.card.model.text()


def test_decisions_are_in_the_store_at_once_and_are_there_again(qtbot, windows, images: Path):
    window = windows()
    run(qtbot, window, images)
    open_result(qtbot, window)
    reviewing = window.batch.review
    with qtbot.waitSignal(reviewing.decided, timeout=5000):
        qtbot.keyClick(window, Qt.Key.Key_A)
    qtbot.keyClick(window, Qt.Key.Key_N)
    with qtbot.waitSignal(reviewing.decided, timeout=5000):
        qtbot.keyClick(window, Qt.Key.Key_X)
    with open_store() as store:
        kept = [(d.finding_id, d.decision) for d in store.decisions.current("one.thick")]
    assert kept == [("3-8-20", Decision.ACCEPTED), ("4-12-44", Decision.REJECTED)]
    assert [text.split()[-1] for text in window.nodule_list.texts()[:2]] == ["accepted", "rejected"]
    # Opened again, the rejected one is among those that are kept back.
    window.batch.show()
    qtbot.waitUntil(window.batch.dialog.isActiveWindow, timeout=2000)
    window.batch.dialog.list.setFocus()
    with qtbot.waitSignal(reviewing.records.read, timeout=5000):
        qtbot.keyClick(window.batch.dialog.list, Qt.Key.Key_Return)
    assert len(window.nodule_list.texts()) == 9
    assert "rejected" not in " ".join(window.nodule_list.texts())
    # The same key takes it back.
    with qtbot.waitSignal(reviewing.decided, timeout=5000):
        qtbot.keyClick(window, Qt.Key.Key_A)
    with open_store() as store:
        assert [d.decision for d in store.decisions.current("one.thick")] == [Decision.REJECTED]


def test_a_decision_that_cannot_be_kept_is_taken_back_on_screen(qtbot, windows, images: Path, home: Path):
    window = windows()
    run(qtbot, window, images)
    (home / "data").mkdir(parents=True)
    (home / "data" / "store.sqlite").write_bytes(b"this is no database at all" * 100)
    open_result(qtbot, window)
    said: list[str] = []  # others, who read the same store, complain of it too
    say = window.strip.say
    window.strip.say = lambda text, *rest, **more: (said.append(text), say(text, *rest, **more))
    with qtbot.waitSignal(window.batch.review.records.lost, timeout=5000):
        qtbot.keyClick(window, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: any("was not kept" in text for text in said), timeout=5000)
    assert window.session.selected.decision is None


def test_only_suggestions_are_decided_on(qtbot, windows, images: Path):
    window = windows()
    with qtbot.waitSignal(window.opening.loaded, timeout=10_000):
        window.open_paths([images])
    qtbot.keyClick(window, Qt.Key.Key_A)
    assert "Select a suggestion first" in window.strip.text


@pytest.mark.parametrize("text", [None, "{", '{"series": 1}'])
def test_results_that_cannot_be_read_are_a_sentence(qtbot, windows, images: Path, text: str | None):
    window = windows()
    run(qtbot, window, images)
    report = Path(window.batch.dialog.form.request().out) / "one.thick" / "report.json"
    report.unlink() if text is None else report.write_text(text, "utf-8")
    work = window.batch.dialog.list
    work.setCurrentItem(work.topLevelItem(0))
    with qtbot.waitSignal(window.batch.review.records.unreadable, timeout=5000):
        qtbot.keyClick(work, Qt.Key.Key_Return)
    assert "Analyze the folder again" in window.strip.text


def test_deidentified_results_say_why_they_are_not_opened(qtbot, windows, images: Path):
    window = windows()
    run(qtbot, window, images)
    batch = window.batch
    request = batch.dialog.form.request().model_copy(update={"deidentify": True})
    row_of = replace(next(iter(batch.process.progress.rows.values())))
    batch.dialog.chosen.emit(row_of, request)
    assert "de-identified" in window.strip.text
    assert window.session.open is None


def test_the_real_command_and_the_real_engine_from_start_to_a_decision(
    qtbot, windows, images: Path, home: Path
):
    write_home(home)
    uid = write_chest(images / "one", 1)
    window = windows(real_run=True, engine=None)
    fill_in(window, images, formats=("json",), workers=1)
    with qtbot.waitSignal(window.batch.process.ended, timeout=60_000):
        window.batch.dialog.start()
    assert window.batch.dialog.message.text() == ""
    assert [line[2] for line in window.batch.dialog.list.texts()] == ["analysed"]
    open_result(qtbot, window)
    qtbot.waitUntil(lambda: not window.session.selected.lacks_outline, timeout=20_000)
    place = window.session.selected.centre_mm
    with qtbot.waitSignal(window.batch.review.decided, timeout=5000):
        qtbot.keyClick(window, Qt.Key.Key_X)
    # Rejected stays rejected in the next run.
    with qtbot.waitSignal(window.batch.process.ended, timeout=60_000):
        window.batch.dialog.start()
    out = Path(window.settings.batch.request.out)
    report = json.loads(next(out.glob("*/report.json")).read_text("utf-8"))
    assert report["series"]["series_uid"] == uid
    rejected = [f["centre_mm"] for f in report["findings"] if f["decision"] == "rejected"]
    assert rejected == [pytest.approx(place)]
    assert [path.name for path in images.iterdir()] == ["one"]


def test_what_is_remembered_of_a_run_survives_a_start(tmp_path: Path):
    memory = BatchMemory(request=BatchRequest(paths=("/a",), out="/b"), unfinished=True)
    Settings(tmp_path).set_batch(memory)
    assert Settings(tmp_path).batch == memory
