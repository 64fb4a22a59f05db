"""Comparing by keys over a fake engine: another patient, cancelling, a dead engine, a second run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.comparing import feature, following
from app.engine_client import EngineClient
from app.viewer.grid import Layout
from app.viewer.tools import TOOLS
from engine.shared_memory import SharedMemoryError, attached
from tests.gui.fake_engine import PRIOR_HIGHER_MM
from tests.gui.test_window import FAKE, click_on, open_and_wait, point, press, settle, turn_wheel

SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT, RIGHT = point(3, 30, 40), point(4, 30, 20)
"""Left of the middle, where a nodule was before; right of it, where none was."""


@pytest.fixture
def windows(qtbot, started, tmp_path: Path):
    """Makes windows with the current scan open and two nodules, the left one selected."""

    def make(*options: str, folder: str = "months"):
        window = started(EngineClient([sys.executable, str(FAKE), *options]))
        open_and_wait(qtbot, window, made(tmp_path, folder))
        for place in (RIGHT, LEFT):
            click_on(qtbot, window, place)
            settle(qtbot, window)
        return window

    return make


@pytest.fixture
def window(windows):
    return windows()


def made(root: Path, name: str) -> Path:
    (root / name).mkdir(exist_ok=True)
    return root / name


def key(qtbot, window, which: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    window.activateWindow()  # it is not by itself after a dialog, without a window manager
    qtbot.waitUntil(window.isActiveWindow, timeout=5000)
    press(qtbot, window, which, modifier)


def compare(qtbot, window) -> None:
    key(qtbot, window, Qt.Key.Key_F6)
    compared(qtbot, window)


def compared(qtbot, window) -> None:
    comparing = window.comparing
    qtbot.waitUntil(lambda: comparing.shown and comparing.place.open.complete, timeout=10_000)
    qtbot.waitUntil(lambda: comparing.following.asking.question is None, timeout=10_000)


def prior(window):
    return window.comparing.sides.prior


def test_f6_shows_the_proposed_prior_and_says_why(qtbot, window):
    compare(qtbot, window)
    assert window.grid.layout_now is Layout.PAIR
    assert window.grid.cells.shown == (window.viewport, prior(window).main)
    assert "90 days before" in window.strip.text
    titles = [window.grid.cells._titles[v].toolTip() for v in window.grid.cells.shown]
    assert titles[0].startswith("CURRENT · 2000-01-01 · Chest now")
    assert titles[1].startswith("PRIOR · 90 d before · 1999-10-03 · Chest old")
    assert window.comparing.panel.rows() == [
        ("1", "8.0", "", "", "not found"),
        ("2", "6.0 → 8.0", "▲ +2.0", "72 d", "grown"),
    ]
    assert window.comparing.panel.text.text() == "grown by 2 mm"


def test_the_picture_itself_says_which_scan_it_is(qtbot, window):
    plain = window.viewport.frame()
    compare(qtbot, window)
    assert prior(window).main._planes.caption() == "PRIOR · 90 d before"
    press(qtbot, window, Qt.Key.Key_M)
    assert prior(window).main._planes.caption().startswith("PRIOR · 90 d before · MIP 10 mm")
    press(qtbot, window, Qt.Key.Key_M)
    key(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: window.viewport.frame().size() == plain.size())
    assert window.viewport._planes.caption() == ""


def test_scrolling_either_scrolls_the_other_through_the_alignment(qtbot, window):
    compare(qtbot, window)
    one, other = window.grid.linked.crosshair, prior(window).crosshair
    turn_wheel(window, 1)
    assert other.point_mm[2] == pytest.approx(one.point_mm[2] + PRIOR_HIGHER_MM)
    assert prior(window).main.slice == window.viewport.slice + 2  # 5 mm are two slices
    press(qtbot, window, Qt.Key.Key_V)
    assert window.grid.active is prior(window).main
    before = window.viewport.slice
    press(qtbot, window, Qt.Key.Key_Up if window.viewport.slice > 2 else Qt.Key.Key_Down)
    assert abs(window.viewport.slice - before) == 1


def test_unlinked_each_scrolls_alone_and_linking_keeps_the_offset(qtbot, window):
    compare(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F7)
    assert "NOT LINKED" in window.grid.cells._titles[prior(window).main].toolTip()
    stays = prior(window).main.slice
    press(qtbot, window, Qt.Key.Key_Home)
    press(qtbot, window, Qt.Key.Key_Down)
    assert prior(window).main.slice == stays
    offset = prior(window).main.slice - window.viewport.slice
    press(qtbot, window, Qt.Key.Key_F7)
    assert "NOT LINKED" not in window.grid.cells._titles[prior(window).main].toolTip()
    assert window.comparing.panel.state.text() == "Linked as set by eye"
    press(qtbot, window, Qt.Key.Key_Down)
    assert prior(window).main.slice - window.viewport.slice == offset
    press(qtbot, window, Qt.Key.Key_F7, SHIFT)
    assert prior(window).crosshair.point_mm[2] - window.grid.linked.crosshair.point_mm[2] == pytest.approx(
        5.0
    )


def test_window_slab_and_crosshair_are_the_same_in_both(qtbot, window):
    compare(qtbot, window)
    press(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, Qt.Key.Key_M)
    press(qtbot, window, Qt.Key.Key_Period)
    for viewport in window.grid.cells.shown:
        assert viewport.window_level.text == "W 350  L 40"
        assert viewport.slab.shown == window.viewport.slab.shown
    press(qtbot, window, Qt.Key.Key_V)
    press(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_M)
    assert window.viewport.window_level.text == "W 1500  L -600"
    assert window.viewport.slab.shown is None
    for linked in (window.grid.linked, prior(window)):
        assert linked.layers[linked.main].centre() is not None


def test_n_steps_through_the_pairs_and_centres_both(qtbot, window):
    compare(qtbot, window)
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_N)
        entry = window.session.selected
        assert window.grid.linked.crosshair.point_mm == pytest.approx(entry.centre_mm)
        x, y, z = entry.centre_mm
        assert prior(window).crosshair.point_mm == pytest.approx((x, y, z + PRIOR_HIGHER_MM))
        off, _, _ = prior(window).main.plane.to_voxel(prior(window).crosshair.point_mm)
        assert abs(off) <= 0.5


def test_both_have_one_scale_and_the_crosshairs_lie_at_one_place(qtbot, window):
    compare(qtbot, window)
    one, other = window.viewport, prior(window).main
    layers = window.grid.linked.layers[one], prior(window).layers[other]

    def alike() -> None:
        assert one.canvas.view.scale == pytest.approx(other.canvas.view.scale)
        here, there = (layer.centre() for layer in layers)
        assert (here - there).manhattanLength() < 2

    press(qtbot, window, Qt.Key.Key_N)
    alike()
    one.canvas.zoom_by(2.5, one.canvas.rect().center().toPointF())
    alike()
    other.canvas.zoom_by(0.5)
    other.canvas.pan_by(12, -9)
    alike()
    window.resize(1000, 700)
    qtbot.wait(100)
    alike()
    press(qtbot, window, Qt.Key.Key_V)
    press(qtbot, window, Qt.Key.Key_0)
    assert one.canvas.fitted
    assert one.canvas.view.scale == pytest.approx(other.canvas.view.scale)


def test_f3_shows_three_planes_of_both_and_leaving_gives_the_layout_back(qtbot, window):
    press(qtbot, window, Qt.Key.Key_F3)
    press(qtbot, window, Qt.Key.Key_V)
    was = window.grid.active
    compare(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F3)
    assert window.grid.layout_now is Layout.BOTH_PLANES
    assert len(window.grid.cells.shown) == 6
    press(qtbot, window, Qt.Key.Key_F2)
    press(qtbot, window, Qt.Key.Key_F2)
    assert window.grid.layout_now is Layout.BOTH_PLANES
    press(qtbot, window, Qt.Key.Key_F3)
    assert window.grid.layout_now is Layout.PAIR
    key(qtbot, window, Qt.Key.Key_F6)
    assert window.grid.layout_now is Layout.PLANES
    assert window.grid.active is was
    assert not window.comparing.panel.isVisible()


def test_the_prior_s_memory_is_freed_on_leaving(qtbot, window):
    compare(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F3)
    press(qtbot, window, Qt.Key.Key_F3)
    ref = window.comparing.place.open.block.ref
    key(qtbot, window, Qt.Key.Key_F6)
    assert window.comparing.place.open is None
    with pytest.raises(SharedMemoryError), attached(ref):
        pass
    from engine import shared_memory

    assert not shared_memory._lingering  # nobody holds a view of its voxels


def test_a_second_run_knows_what_was_found_and_corrected(qtbot, window):
    compare(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F8, SHIFT)
    assert window.comparing.panel.rows()[1] == ("2", "8.0", "", "", "unpaired")
    key(qtbot, window, Qt.Key.Key_F6)
    asked = []
    window.comparing.following.asking.answered.connect(lambda *_: asked.append(1))
    compare(qtbot, window)
    assert window.comparing.panel.rows()[1] == ("2", "8.0", "", "", "unpaired")
    assert not asked
    press(qtbot, window, Qt.Key.Key_F8, SHIFT)
    assert window.comparing.panel.rows()[1][4] == "grown"


def test_a_nodule_is_paired_by_hand_where_the_prior_s_crosshair_is(qtbot, window):
    compare(qtbot, window)
    window.review.go_to("nodule-1")
    assert window.comparing.panel.rows()[0][4] == "not found"
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_V)
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    place = prior(window).crosshair.point_mm
    with qtbot.waitSignal(window.comparing.following.asking.answered, timeout=5000):
        press(qtbot, window, Qt.Key.Key_F8)
    assert window.comparing.panel.rows()[0] == ("1", "6.0 → 8.0", "▲ +2.0", "72 d", "grown ✎")
    known = window.comparing.following.comparison.nodules["nodule-1"]
    assert known.by_hand
    assert known.before.centre_mm == pytest.approx(place)


def test_a_nodule_that_comes_later_is_looked_for_too(qtbot, window):
    compare(qtbot, window)
    with qtbot.waitSignal(window.comparing.following.asking.answered, timeout=5000):
        window.review.point_at(point(5, 40, 50))
    states = {row[0]: row[4] for row in window.comparing.panel.rows()}
    assert states == {"1": "not found", "2": "grown", "3": "grown"}


def test_return_over_the_prior_assesses_nothing(qtbot, window):
    compare(qtbot, window)
    qtbot.mouseMove(prior(window).main.canvas, prior(window).main.canvas.rect().center())
    press(qtbot, window, Qt.Key.Key_Return)
    assert not window.assessor.busy


def test_a_click_on_a_nodule_in_the_prior_selects_it(qtbot, window):
    compare(qtbot, window)
    window.session.select(None)
    x, y, z = window.session.nodules.entries["nodule-2"].centre_mm
    view = prior(window).main
    prior(window).crosshair.move_to((x, y, z + PRIOR_HIGHER_MM))
    _, r, c = view.plane.to_voxel((x, y, z + PRIOR_HIGHER_MM))
    from PySide6.QtCore import QPointF

    place = QPointF(*view.canvas.view.to_screen(c + 0.5, r + 0.5)).toPoint()
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert window.session.nodules.selected == "nodule-2"


def test_another_prior_takes_the_place_of_the_first_and_is_the_one_of_the_next_run(qtbot, window):
    compare(qtbot, window)
    first = window.comparing.place.open.block.ref
    now, old = window.session.series
    older = old.model_copy(update={"series_uid": "older", "date": "1998-12-31"})
    window.session.set_series((now, old, older), ())
    window.comparing.begin_with(older)
    qtbot.waitUntil(lambda: window.comparing.place.open.summary is older, timeout=5000)
    compared(qtbot, window)
    assert "366 d before" in window.grid.cells._titles[prior(window).main].toolTip()
    assert window.comparing.panel.rows()[1][4] == "grown"
    with pytest.raises(SharedMemoryError), attached(first):
        pass
    window.comparing.begin_with(older)  # it is there
    key(qtbot, window, Qt.Key.Key_F6)
    assert window.grid.layout_now is Layout.ONE
    compare(qtbot, window)
    assert window.comparing.place.open.summary is older
    assert window.comparing.growth_of(window.session.selected).prior_date == "1998-12-31"


# ---------------------------------------------------------------- choosing


def test_another_patient_is_compared_only_once_that_is_confirmed(qtbot, windows, tmp_path):
    window = windows()
    key(qtbot, window, Qt.Key.Key_F6, SHIFT)
    dialog = window.comparing.choosing.dialog
    qtbot.waitUntil(dialog.isVisible)
    window.comparing.choosing.search([str(made(tmp_path, "stranger"))])
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 2, timeout=5000)
    assert "another patient" in dialog.reason.text()
    assert not dialog.compare.isEnabled()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(dialog.compare.isEnabled)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    compared(qtbot, window)
    assert not dialog.isVisible()
    assert "not look alike" in window.strip.text
    assert "unlink them (F7)" in window.comparing.panel.state.text()
    assert window.comparing.panel.rows()[0][4] == "–"
    assert "NOT ALIGNED" in window.grid.cells._titles[prior(window).main].toolTip()
    assert window.session.series[0].series_uid == "now"  # the rail stays
    # What lies in the other scan can still be pointed at; it goes into no report.
    with qtbot.waitSignal(window.comparing.following.asking.answered, timeout=5000):
        key(qtbot, window, Qt.Key.Key_F8)
    assert window.comparing.panel.rows()[1][4] == "grown ✎"
    assert window.comparing.growth_of(window.session.selected) is None


def test_without_a_proposal_the_dialog_says_so(qtbot, windows):
    window = windows(folder="before")
    key(qtbot, window, Qt.Key.Key_F6)
    dialog = window.comparing.choosing.dialog
    qtbot.waitUntil(dialog.isVisible)
    assert "No earlier CT of this patient" in dialog.reason.text()
    assert "There is no other CT" in dialog.reason.text()
    assert not dialog.compare.isEnabled()
    dialog.reject()
    assert not window.comparing.shown


def test_a_folder_without_series_is_said_to_be_one(qtbot, window, tmp_path):
    key(qtbot, window, Qt.Key.Key_F6, SHIFT)
    dialog = window.comparing.choosing.dialog
    window.comparing.choosing.search([str(made(tmp_path, "nothing"))])
    qtbot.waitUntil(lambda: "No CT series was found" in dialog.reason.text(), timeout=5000)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    compared(qtbot, window)  # the proposal is still there


def test_nothing_open_and_no_comparison_are_said(qtbot, started, window):
    for which in (Qt.Key.Key_F7, Qt.Key.Key_F8):
        key(qtbot, window, which)
        assert window.strip.text == feature.NOT_COMPARED
    empty = started(window.client)
    empty.comparing.toggle()
    assert empty.strip.text == feature.NO_SERIES


def test_nothing_selected_is_said(qtbot, window):
    compare(qtbot, window)
    window.session.select(None)
    press(qtbot, window, Qt.Key.Key_F8)
    assert window.strip.text == following.NOTHING_SELECTED


# ---------------------------------------------------------------- what goes wrong


def test_escape_while_the_prior_is_read_leaves_no_half_prior(qtbot, windows):
    window = windows("--delay", "0.1")
    key(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: window.comparing.shown, timeout=5000)
    assert not window.comparing.place.open.complete
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.comparing.place.open is None
    assert window.grid.layout_now is Layout.ONE
    assert window.strip.text == "Cancelled."
    compare(qtbot, window)


def test_escape_while_aligning_leaves_both_on_screen_and_can_be_made_good(qtbot, windows):
    window = windows("--prior-delay", "0.6")
    key(qtbot, window, Qt.Key.Key_F6)
    following = window.comparing.following
    qtbot.waitUntil(lambda: following.asking.question is not None, timeout=5000)
    assert window.status.activity.text() == "aligning both scans"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.comparing.shown
    assert not window.status.busy
    assert following.comparison.alignment is None
    assert "cancelled" in window.comparing.panel.warning.text()
    press(qtbot, window, Qt.Key.Key_F7, SHIFT)
    compared(qtbot, window)
    assert following.comparison.alignment is not None
    assert window.comparing.panel.warning.text() == ""


@pytest.mark.parametrize("moment", ["load", "prior"])
def test_an_engine_that_dies_once_costs_nothing(qtbot, windows, tmp_path, moment):
    once = tmp_path / "died"
    once.touch()  # not before the current scan is open
    window = windows("--die-on", moment, "--once", str(once))
    once.unlink()
    compare(qtbot, window)
    assert once.exists()
    assert window.comparing.panel.rows()[1][4] == "grown"
    assert window.comparing.following.comparison.alignment is not None


def test_an_engine_that_dies_each_time_is_said_and_the_scans_stay(qtbot, windows):
    window = windows("--die-on", "prior")
    key(qtbot, window, Qt.Key.Key_F6)
    panel = window.comparing.panel
    qtbot.waitUntil(lambda: "unlink them (F7)" in panel.state.text(), timeout=15_000)
    assert window.comparing.shown
    assert "engine stopped" in window.comparing.panel.warning.text()


def test_another_series_ends_the_comparison(qtbot, window):
    compare(qtbot, window)
    ref = window.comparing.place.open.block.ref
    with qtbot.waitSignal(window.opening.loaded, timeout=5000):
        press(qtbot, window, Qt.Key.Key_PageDown)
    assert window.session.open.summary.series_uid == "old"
    assert not window.comparing.shown
    assert window.grid.layout_now is Layout.ONE
    with pytest.raises(SharedMemoryError), attached(ref):
        pass


def test_tools_draw_in_the_current_scan_only(qtbot, window):
    """A measurement of the prior would be kept with the wrong series."""
    compare(qtbot, window)
    assert "length" in TOOLS
    press(qtbot, window, Qt.Key.Key_L)
    canvas = prior(window).main.canvas
    middle = canvas.rect().center()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle / 2)
    QApplication.processEvents()
    assert window.measuring.layer.measurements == ()
    assert window.strip.text == feature.DRAWN_IN_CURRENT


def test_a_prior_for_which_there_is_no_memory_is_said_and_nothing_changes(qtbot, window):
    window.comparing.loader._check = lambda _size: "This series needs 9 GB of memory."
    key(qtbot, window, Qt.Key.Key_F6)
    assert window.strip.text == "The prior could not be opened. This series needs 9 GB of memory."
    assert not window.comparing.shown
    assert window.grid.layout_now is Layout.ONE
    assert not window.status.busy


def test_a_current_scan_that_was_not_read_to_its_end_is_not_aligned_and_that_is_said(
    qtbot, started, tmp_path
):
    window = started(EngineClient([sys.executable, str(FAKE), "--delay", "0.1"]))
    with qtbot.waitSignal(window.opening.shown, timeout=20_000):
        window.open_paths([made(tmp_path, "months")])
    key(qtbot, window, Qt.Key.Key_Escape)
    key(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: window.comparing.place.open is not None and window.comparing.place.open.complete)
    assert window.comparing.panel.warning.text() == following.NOT_READ


def test_the_rail_s_menu_compares_and_asks_where_something_speaks_against_it(qtbot, window):
    now, old = window.session.series
    window.comparing.begin_with(old)
    compared(qtbot, window)
    key(qtbot, window, Qt.Key.Key_F6)
    stranger = old.model_copy(update={"series_uid": "stranger", "patient_key": "another"})
    window.session.set_series((now, old, stranger), ())
    window.comparing.begin_with(stranger)
    dialog = window.comparing.choosing.dialog
    assert dialog.isVisible()
    assert dialog.selected.summary is stranger
    assert not dialog.compare.isEnabled()
    dialog.reject()
    window.comparing.begin_with(now)  # the one on screen
    assert not window.comparing.shown
