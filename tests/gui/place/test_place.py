"""Where the reader was is there again: after a kill, at the next start, in a window built anew."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.engine_client import EngineClient
from app.place import files, nodules
from app.place.feature import AUTOSAVE_MS, Place
from app.place.nodules import KeptNodules
from app.settings import Settings
from app.viewer.grid import Layout
from app.viewer.view_transform import Look
from app.window import MainWindow
from engine.findings import Decision
from engine.slab import SlabKind
from engine.store import open_store
from tests.gui.batch.fake_analyze import finding
from tests.gui.labelling import rig
from tests.gui.labelling.rig import BENIGN, ENGINE, LIKELY, NEAR, point
from tests.gui.labelling.test_queue_window import analysed, facts

ROOT = Path(__file__).parents[3]
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def windows(started):
    """Makes started windows on the fake engine; they share one home."""

    def make(*options: str) -> MainWindow:
        return started(EngineClient([*ENGINE, *options]))

    return make


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    return folder


def open_series(qtbot, window: MainWindow, path: Path) -> None:
    with qtbot.waitSignals([window.opening.loaded, window.place.restored], timeout=20_000):
        window.open_paths([path])
    qtbot.waitUntil(lambda: window.client.model_known, timeout=20_000)


def assess(qtbot, window: MainWindow, *places: tuple[int, int], k: int = 4) -> None:
    for r, c in places:
        window.review.assess_at(point(k, r, c))
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=10_000)


def press(qtbot, window: MainWindow, key: Qt.Key, modifier=PLAIN) -> None:
    qtbot.keyClick(window.grid.active.canvas, key, modifier)


def leave(qtbot, window: MainWindow) -> None:
    """Close the window as a reader does; what it was keeping is on the disk then."""
    window.close()


def test_row_30_killed_all_that_was_on_screen_and_every_nodule_is_back(qtbot, windows, images, tmp_path):
    home = Path(os.environ["NODUSCOPE_HOME"])
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.gui.place.reader", str(images)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        process.kill()
    assert said == "ready"
    (home / "config").rename(tmp_path / "config")  # where the windows of these tests have theirs
    window = windows()
    window.place.begin()
    assert window.welcome.go_on_button.isVisible()
    assert "Chest two" in window.welcome.go_on_button.text()
    qtbot.waitUntil(window.welcome.go_on_button.hasFocus, timeout=2000)
    with qtbot.waitSignals([window.opening.loaded, window.place.restored], timeout=20_000):
        qtbot.keyClick(window.welcome.go_on_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=10_000)

    entries = window.session.nodules.entries
    assert [(n.number, n.identity, n.probability) for n in entries.values()] == [
        (1, "4-44-20", 0.6875),
        (2, "4-33-20", 0.5156),
        (3, "6-20-40", 0.3125),  # was pointed at and had no answer: assessed now
    ]
    first = entries["nodule-1"]
    assert first.model is not None
    assert first.judged_by == "fake-1.2.0"
    assert first.map is not None
    assert np.array_equal(first.map.values, np.full((1, 4, 4), 1.5, dtype=np.float32))
    assert first.contours_mm[4]
    assert first.answered_ms > 0
    assert window.session.nodules.selected == "nodule-1"
    assert window.card.isVisible()
    assert window.strip.text == (
        "You are where you were in this series. 2 nodules are back. 1 nodule has no answer that fits these"
        " images and is assessed again. The image is mirrored, as it was."
    )

    viewport = window.viewport
    assert viewport.slice == 3  # one on from slice 4, towards the feet
    assert viewport.window_level.text == "W 350  L 40"
    assert viewport.canvas.look.inverted
    assert viewport.canvas.look.flipped == (True, False)
    assert min(viewport.canvas.view.pixel_screen) == pytest.approx(1.0)
    assert viewport.overlay.contour
    assert viewport.overlay.opacity == 0.4
    assert (viewport.slab.on, viewport.slab.slab.kind, viewport.slab.slab.thickness_mm) == (
        True, SlabKind.MIP, 12,
    )  # fmt: skip


def test_planes_their_turn_and_the_active_image_come_back(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    press(qtbot, window, Qt.Key.Key_F3)
    window.grid.linked.crosshair.move_to(point(5, 10, 50))
    press(qtbot, window, Qt.Key.Key_V)
    press(
        qtbot,
        window,
        Qt.Key.Key_Right,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    frame = window.grid.linked.crosshair.frame
    leave(qtbot, window)
    again = windows()
    open_series(qtbot, again, images)
    linked = again.grid.linked
    assert again.grid.layout_now is Layout.PLANES
    assert again.grid.active is linked.coronal
    assert linked.crosshair.point_mm == pytest.approx(point(5, 10, 50))
    assert linked.crosshair.frame == frame
    press(qtbot, again, Qt.Key.Key_F2)
    leave(qtbot, again)
    third = windows()
    open_series(qtbot, third, images)
    assert third.grid.layout_now is Layout.ONE
    assert third.grid.active is third.grid.linked.coronal


def test_a_series_keeps_its_place_and_the_reader_the_manner(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    window.viewport.set_slice(6)
    press(qtbot, window, Qt.Key.Key_2)
    with qtbot.waitSignals([window.opening.loaded, window.place.restored], timeout=5000):
        press(qtbot, window, Qt.Key.Key_PageDown)
    assert window.viewport.slice == 4
    press(qtbot, window, Qt.Key.Key_3)
    with qtbot.waitSignals([window.opening.loaded, window.place.restored], timeout=5000):
        press(qtbot, window, Qt.Key.Key_PageUp)
    assert window.viewport.slice == 6
    assert window.viewport.window_level.text == "W 2000  L 350"


def test_opened_in_another_way_an_image_is_not_mirrored(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    press(qtbot, window, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, window, Qt.Key.Key_I)
    leave(qtbot, window)
    again = windows()
    open_series(qtbot, again, images)
    assert again.viewport.canvas.look == Look(None, again.viewport.canvas.view.centre)


def test_a_nodule_is_on_the_disk_at_once_and_one_removed_stays_away(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY, BENIGN)
    path = files.file_of("two", "nodules")
    qtbot.waitUntil(path.exists, timeout=2000)
    qtbot.waitUntil(lambda: len(nodules.read(path.read_text(), "two").entries) == 2, timeout=2000)
    window.session.select("nodule-1")
    press(qtbot, window, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(nodules.read(path.read_text(), "two").entries) == 1, timeout=2000)
    again = windows()
    open_series(qtbot, again, images)
    assert [n.identity for n in again.session.nodules.entries.values()] == ["4-16-20"]
    assert [n.number for n in again.session.nodules.entries.values()] == [2]


def test_what_another_model_judged_is_marked(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY)
    leave(qtbot, window)
    again = windows("--later-model")
    open_series(qtbot, again, images)
    entry = again.session.selected
    assert entry is not None
    assert entry.judged_by == "fake-1.2.0"
    assert entry.outdated(again.client.model)
    assert again.card.again.isVisible()


def test_who_leaves_a_series_gives_up_what_has_no_answer(qtbot, windows, images):
    window = windows("--silent-slice", "6")
    open_series(qtbot, window, images)
    window.review.assess_at(point(6, 20, 40))
    with qtbot.waitSignals([window.opening.loaded, window.place.restored], timeout=5000):
        press(qtbot, window, Qt.Key.Key_PageDown)
    leave(qtbot, window)
    left = nodules.read(files.file_of("two", "nodules").read_text(), "two")
    assert (left.entries, left.asked_mm) == ((), ())


def test_another_window_of_the_process_goes_on(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY, NEAR)
    press(qtbot, window, Qt.Key.Key_F3)
    press(qtbot, window, Qt.Key.Key_3)
    window.grid.linked.crosshair.move_to(point(2, 30, 30))
    state = Place.capture(window)
    leave(qtbot, window)
    again = windows()
    with qtbot.waitSignals([again.opening.loaded, again.place.restored], timeout=20_000):
        Place.restore(again, state)
    assert again.session.open.summary.series_uid == "two"
    assert len(again.session.nodules.entries) == 2
    assert again.session.nodules.selected == "nodule-2"
    assert again.grid.layout_now is Layout.PLANES
    assert again.viewport.window_level.text == "W 2000  L 350"
    assert again.grid.linked.crosshair.point_mm == pytest.approx(point(2, 30, 30))


def test_the_state_of_a_window_with_nothing_open_opens_nothing(qtbot, windows):
    window = windows()
    Place.restore(window, Place.capture(window))
    assert not window.opening.busy


def test_a_reader_who_has_moved_on_is_not_pulled_back(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    window.viewport.set_slice(6)
    leave(qtbot, window)
    again = windows()
    again.opening.shown.connect(lambda: again.viewport.set_slice(1))
    open_series(qtbot, again, images)
    assert again.viewport.slice == 1


def test_suggestions_come_back_with_the_decisions_that_hold_now(qtbot, windows, images):
    analysed("two", finding(3, 8, 20, 0.95, True), finding(4, 30, 40, 0.5, True))
    window = windows()
    open_series(qtbot, window, images)
    with qtbot.waitSignal(window.batch.review.recalled, timeout=10_000):
        window.batch.review.recall("two", "Dr A")
    assess(qtbot, window, LIKELY)  # number 3
    window.review.go_to("nodule-2")
    qtbot.waitUntil(
        lambda: bool(window.session.selected.contours_mm), timeout=5000
    )  # its outline was asked for
    with qtbot.waitSignal(window.batch.review.decided, timeout=5000):
        press(qtbot, window, Qt.Key.Key_A)
    leave(qtbot, window)
    with open_store() as store:  # meanwhile somebody decides elsewhere
        store.decisions.add(facts("two"), "x", point(3, 8, 20), Decision.REJECTED, reader="Dr B")
    again = windows()
    with qtbot.waitSignal(again.batch.review.recalled, timeout=20_000):
        open_series(qtbot, again, images)
    entries = again.session.nodules.entries
    assert {n.number: (n.identity, n.decision, bool(n.suggested_by)) for n in entries.values()} == {
        1: ("3-8-20", Decision.REJECTED, True),
        2: ("4-30-40", Decision.ACCEPTED, True),
        3: ("4-44-20", None, False),
    }
    assert again.session.nodules.selected == "nodule-2"
    assert again.session.selected.contours_mm
    with qtbot.waitSignal(again.batch.review.decided, timeout=5000):
        press(qtbot, again, Qt.Key.Key_A)  # the same again takes it back
    assert again.session.selected.decision is None


def test_a_suggestion_that_a_newer_run_no_longer_has_does_not_come_back(qtbot, windows, images):
    analysed("two", finding(3, 8, 20, 0.95, True))
    window = windows()
    open_series(qtbot, window, images)
    with qtbot.waitSignal(window.batch.review.recalled, timeout=10_000):
        window.batch.review.recall("two", "Dr A")
    leave(qtbot, window)
    analysed("two", finding(5, 40, 40, 0.7, True))
    again = windows()
    with qtbot.waitSignal(again.batch.review.recalled, timeout=20_000):
        open_series(qtbot, again, images)
    assert [n.identity for n in again.session.nodules.entries.values()] == ["5-40-40"]


# ---------------------------------------------------------------- what may be wrong


@pytest.mark.parametrize("kind", ["view", "nodules"])
@pytest.mark.parametrize("content", ["", '{"schema_version": 99, "series_uid": "two"}', "\x00\xff"])
def test_a_damaged_file_is_a_sentence_and_a_fresh_start(qtbot, windows, images, kind: str, content: str):
    path = files.file_of("two", kind)
    path.parent.mkdir(parents=True)
    path.write_text(content, "latin-1")
    window = windows()
    said: list[str] = []
    window.place.said.connect(lambda text, _level: said.append(text))
    open_series(qtbot, window, images)
    assert len(said) == 1
    assert f"put aside as {path.name}.bad. It starts afresh." in said[0]
    assert path.with_name(path.name + ".bad").read_text("latin-1") == content
    assess(qtbot, window, LIKELY)
    qtbot.waitUntil(files.file_of("two", "nodules").exists, timeout=2000)


def test_a_nodule_that_cannot_be_read_is_assessed_again_at_its_place(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY, NEAR)
    leave(qtbot, window)
    path = files.file_of("two", "nodules")
    document = json.loads(path.read_text())
    del document["nodules"][0]["assessed"]["finding"]["centre_mm"]
    document["nodules"][1]["assessed"]["of_a_later_version"] = 1
    document["of_a_later_version"] = 1
    path.write_text(json.dumps(document))
    again = windows()
    open_series(qtbot, again, images)
    qtbot.waitUntil(lambda: len(again.session.nodules.entries) == 2, timeout=5000)
    assert {n.identity for n in again.session.nodules.entries.values()} == {"4-44-20", "4-33-20"}
    assert "1 nodule is back. 1 nodule has no answer that fits these images" in again.strip.text


@pytest.mark.parametrize("change", [{"size": [9, 64, 64]}, {"origin_mm": [-32, -32, -97.5]}])
def test_in_a_series_that_has_other_slices_now_nodules_are_assessed_again(qtbot, windows, images, change):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY)
    leave(qtbot, window)
    path = files.file_of("two", "nodules")
    document = json.loads(path.read_text())
    document["grid"].update(change)
    document["nodules"][0]["assessed"]["finding"]["probability"] = 0.01  # what must not come back
    path.write_text(json.dumps(document))
    again = windows()
    open_series(qtbot, again, images)
    qtbot.waitUntil(lambda: len(again.session.nodules.entries) == 1, timeout=5000)
    assert again.session.nodules.entries["nodule-1"].probability == 0.6875
    assert "1 nodule has no answer that fits these images and is assessed again." in again.strip.text


def test_what_a_killed_window_left_and_the_oldest_views_are_cleared_away(qtbot, windows, images, monkeypatch):
    monkeypatch.setattr(files, "VIEWS", 2)
    files.folder().mkdir(parents=True)
    for n, name in enumerate(("a.view.json", "b.view.json", "c.view.json", ".a.1.part", "a.nodules.json")):
        (files.folder() / name).write_text("{}")
        os.utime(files.folder() / name, (n + 1, n + 1))
    (files.folder() / ".b.2.part").write_text("")  # of a window that is writing now
    window = windows()
    open_series(qtbot, window, images)
    left = {path.name for path in files.folder().iterdir()}
    assert {"b.view.json", "c.view.json", "a.nodules.json", ".b.2.part"} <= left
    assert not {"a.view.json", ".a.1.part"} & left


def test_a_view_that_no_longer_fits_is_left_out(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    leave(qtbot, window)
    path = files.file_of("two", "view")
    document = json.loads(path.read_text())
    document.update(point_mm=[9e9, 0, 0], active=17, looks=[])
    path.write_text(json.dumps(document))
    again = windows()
    open_series(qtbot, again, images)
    assert again.viewport.slice == 4


def test_planes_that_do_not_stand_at_right_angles_are_damage(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    leave(qtbot, window)
    path = files.file_of("two", "view")
    document = json.loads(path.read_text())
    document["frame"] = [[[0, 0, 0], [0, 1, 0], [1, 0, 0]]] * 3
    path.write_text(json.dumps(document))
    again = windows()
    open_series(qtbot, again, images)
    assert "It starts afresh." in again.strip.text


def test_a_full_disk_is_said_once_and_again_when_there_is_room(qtbot, windows, images, monkeypatch):
    window = windows()
    open_series(qtbot, window, images)
    said: list[str] = []
    window.place.said.connect(lambda text, _level: said.append(text))

    def full(_path: Path, _text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", full)
        assess(qtbot, window, LIKELY)
        qtbot.waitUntil(lambda: bool(said), timeout=5000)
        assess(qtbot, window, NEAR)
        qtbot.wait(2 * AUTOSAVE_MS)
    assert len(said) == 1
    assert "is not being kept: No space left on device" in said[0]
    assert len(window.session.nodules.entries) == 2
    assess(qtbot, window, BENIGN)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=5000)
    assert said[1] == "Where you are and what you assess is being kept again."


def test_what_the_disk_does_not_give_is_not_written_over(qtbot, windows, images, monkeypatch):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY)
    leave(qtbot, window)
    path = files.file_of("two", "nodules")
    before = path.read_bytes()
    again = windows()

    def refuse(_self: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        with qtbot.waitSignals([again.opening.loaded, again.place.files.unreadable], timeout=20_000):
            again.open_paths([images])
    assert "could not be read: Permission denied" in again.strip.text
    qtbot.waitUntil(lambda: again.client.model_known, timeout=20_000)
    assess(qtbot, again, NEAR)
    leave(qtbot, again)
    assert path.read_bytes() == before


# ---------------------------------------------------------------- the start


def test_it_opens_by_itself_only_where_the_reader_wants_it_and_not_after_it_ended_the_program(
    qtbot, windows, images, tmp_path
):
    window = windows()
    open_series(qtbot, window, images)
    window.viewport.set_slice(6)
    assert not window.settings.go_on
    window.settings.set_go_on(True)
    leave(qtbot, window)
    again = windows()
    with qtbot.waitSignals([again.opening.loaded, again.place.restored], timeout=20_000):
        again.place.begin()
    assert again.viewport.slice == 6
    assert not again.settings.opening_itself
    again.settings.set_opening_itself(True)  # as a program leaves it that ended while it opened
    leave(qtbot, again)
    third = windows()
    third.place.begin()
    assert not third.opening.busy
    assert "This time it is not opened by itself" in third.strip.text
    assert not third.settings.opening_itself


def test_with_nothing_to_go_on_with_the_key_says_so(qtbot, windows, images):
    window = windows()
    window.place.begin()
    assert not window.welcome.go_on_button.isVisible()
    rig.press(qtbot, window, Qt.Key.Key_J)
    assert "nothing was opened before" in window.strip.text
    open_series(qtbot, window, images)
    images.rmdir()
    leave(qtbot, window)
    again = windows()
    assert not again.welcome.go_on_button.isVisible()


def test_in_private_neither_description_nor_folder_is_listed(qtbot, windows, images, tmp_path):
    window = windows()
    open_series(qtbot, window, images)
    window.set_private(True)
    listed = [window.welcome.recents.item(i).text() for i in range(window.welcome.recents.count())]
    listed += [action.text() for action in window.recent_menu.actions()]
    listed += [window.welcome.go_on_button.text()]
    assert len(listed) > 3
    assert not any("Chest" in text or str(images) in text for text in listed)
    leave(qtbot, window)
    assert "Chest" not in (tmp_path / "config" / "window.json").read_text()
    again = windows()
    open_series(qtbot, again, images)
    leave(qtbot, again)
    assert "Chest" not in (tmp_path / "config" / "window.json").read_text()


def test_the_files_name_nobody_and_no_folder(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY)
    leave(qtbot, window)
    written = list(files.folder().iterdir())
    assert len(written) == 2
    for path in written:
        assert "two" not in path.name
        assert str(images) not in path.read_text()
        assert "Chest" not in path.read_text()


def test_forgetting_what_was_opened_forgets_places_and_keeps_nodules(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY)
    leave(qtbot, window)
    again = windows()
    again.forget_recents()
    leave(qtbot, again)
    assert [path.suffixes[0] for path in files.folder().iterdir()] == [".nodules"]


def test_settings_of_an_earlier_version_are_read(tmp_path: Path):
    (tmp_path / "window.json").write_text('{"schema_version": 1, "recents": []}')
    settings = Settings(tmp_path)
    assert not settings.problem
    assert (settings.go_on, settings.private, settings.opening_itself) == (False, False, False)


def test_two_nodules_of_one_number_are_both_there(qtbot, windows, images):
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, LIKELY)
    kept = tuple(window.session.nodules.entries.values())
    other = windows()
    open_series(qtbot, other, images)
    other.session.nodules.entries.clear()
    assess(qtbot, other, NEAR)
    other.session.take_back("two", kept)
    assert sorted(n.number for n in other.session.nodules.entries.values()) == [1, 2]


def test_a_document_of_another_series_is_refused():
    text = nodules.write(KeptNodules((), ((1.0, 2.0, 3.0),)), "two")
    assert nodules.read(text, "two").asked_mm == ((1.0, 2.0, 3.0),)
    with pytest.raises(ValueError, match="another series"):
        nodules.read(text, "one")
