"""Outlines mended with the brush: painted, measured by the engine, kept, undone, read back whole."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.deciding.stated import proposed_for
from app.masks import feature
from app.masks.keeping import box_of
from engine.mask_box import MaskBox
from engine.statements import COMMENT
from engine.store import StoreError, open_store
from engine.store.outlines import Outlines
from tests.gui.fake_engine import GRID, SIZE
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures
from tests.gui.reporting.test_reporting import show, sign
from tests.gui.viewer_tools.test_tools import at

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ROW, COLUMN = rig.BENIGN
#: Radii between pixel centres: the mouse meets whole screen pixels only.
R = 2.1


@pytest.fixture
def window(qtbot, windows, images):  # noqa: F811
    """One nodule, a square of 8 x 8 pixels of 1 mm on slice 4, round row 16 and column 20."""
    made = windows()
    open_read(qtbot, made, images)
    rig.assess(qtbot, made, rig.BENIGN)
    return made


def open_read(qtbot, window, images) -> None:  # noqa: F811
    read = []
    window.masks.records.read.connect(lambda *_: read.append(1))
    rig.open_series(qtbot, window, images)
    qtbot.waitUntil(lambda: bool(read), timeout=20_000)


def take(qtbot, window, radius_mm: float = R) -> None:
    rig.press(qtbot, window, Qt.Key.Key_B, SHIFT)
    assert window.masks.editor.active
    window.masks.brush.radius_mm = radius_mm


def stroke(window, start, end, button=LEFT, modifier=PLAIN, viewport=None) -> None:
    """Drag from one pixel ``(column, row)`` to another."""
    view = viewport or window.viewport
    canvas = view.canvas
    first, last = at(view, *start), at(view, *end)
    QTest.mousePress(canvas, button, modifier, first)
    QTest.mouseMove(canvas, last)
    QTest.mouseRelease(canvas, button, modifier, last)


def keep(qtbot, window) -> None:
    with qtbot.waitSignal(window.masks.records.kept, timeout=10_000):
        rig.press(qtbot, window, Qt.Key.Key_Return, PLAIN)


def press_kept(qtbot, window, key, modifier=rig.CTRL) -> None:
    with qtbot.waitSignal(window.masks.records.kept, timeout=10_000):
        rig.press(qtbot, window, key, modifier)


def whole(box: MaskBox) -> np.ndarray:
    mask = np.zeros(SIZE, dtype=bool)
    mask[tuple(slice(a, b) for a, b in zip(box.start, box.stop, strict=True))] = box.mask
    return mask


def now(window) -> np.ndarray:
    return whole(box_of(window.session.selected, window.session.open.volume))


def in_store() -> list[np.ndarray]:
    with open_store() as store:
        return [whole(outline.box) for outline in store.outlines.current("two", SIZE)[0]]


def square() -> np.ndarray:
    mask = np.zeros(SIZE, dtype=bool)
    mask[4, ROW - 4 : ROW + 4, COLUMN - 4 : COLUMN + 4] = True
    return mask


def disc_at(row: float, column: float, radius: float, k: int = 4) -> np.ndarray:
    mask = np.zeros(SIZE, dtype=bool)
    r, c = np.ogrid[: SIZE[1], : SIZE[2]]
    mask[k] = (r - row) ** 2 + (c - column) ** 2 <= radius**2
    return mask


def widened(qtbot, window) -> np.ndarray:
    """Paint a dab of 2.1 mm at row 16, column 27, and keep it."""
    take(qtbot, window)
    stroke(window, (27.5, 16.5), (27.5, 16.5))
    keep(qtbot, window)
    return square() | disc_at(16, 27, R)


def test_what_is_painted_is_measured_kept_and_said(qtbot, window) -> None:
    before = window.session.selected
    expected = widened(qtbot, window)
    entry = window.session.selected
    assert np.array_equal(now(window), expected)
    assert [np.array_equal(mask, expected) for mask in in_store()] == [True]
    # From the square's left edge at 15.5 to the dab's right one at 29.5.
    assert entry.long_axis.length_mm == pytest.approx(14.2, abs=0.5)
    assert entry.volume_mm3 == pytest.approx(expected.sum() * 2.5)
    hu = window.session.open.volume.hu
    assert entry.mean_hu == pytest.approx(float(hu[expected].mean()))
    assert (entry.id, entry.identity, entry.place_mm) == (before.id, before.identity, before.centre_mm)
    assert (entry.edited.reader, entry.edited.proposal) == ("Dr A", before)
    assert "edited by the reader" in window.card.flags.text()
    shown = window.card._values["outline"].text()
    assert shown.startswith("edited by Dr A\n")
    assert shown.endswith("was 8.0 × 8.0 mm,\nscore 0.25")


def test_the_risk_models_take_the_new_diameter_and_say_whose(qtbot, window) -> None:
    widened(qtbot, window)
    entry = window.session.selected
    known = proposed_for(entry, nodule_count=1, age_years=None, sex="")
    assert known["long_axis_mm"].value == round(entry.long_axis.length_mm, 1)
    assert known["long_axis_mm"].source == "reader's outline"


@pytest.mark.parametrize(("button", "modifier"), [(LEFT, rig.CTRL), (RIGHT, PLAIN)])
def test_ctrl_or_the_right_button_erases(qtbot, window, button, modifier) -> None:
    take(qtbot, window)
    stroke(window, (24.5, 16.5), (24.5, 16.5), button, modifier)
    assert np.array_equal(whole(window.masks.editor.box), square() & ~disc_at(16, 24, R))


def test_the_key_turns_the_brush_into_an_eraser(qtbot, window) -> None:
    take(qtbot, window)
    rig.press(qtbot, window, Qt.Key.Key_E, SHIFT)
    stroke(window, (20.5, 12.5), (20.5, 12.5))
    assert np.array_equal(whole(window.masks.editor.box), square() & ~disc_at(12, 20, R))


def test_a_ball_goes_through_slices(qtbot, window) -> None:
    take(qtbot, window, 3.7)
    rig.press(qtbot, window, Qt.Key.Key_D, SHIFT)
    stroke(window, (40.5, 40.5), (40.5, 40.5))
    box = whole(window.masks.editor.box)
    away = np.linalg.norm(GRID.points_mm() - GRID.to_patient((4, 40, 40)), axis=-1)
    assert np.array_equal(box, square() | (away <= 3.7))


def test_wheel_and_keys_change_its_size(qtbot, window) -> None:
    take(qtbot, window, 2.0)
    canvas = window.viewport.canvas
    middle = QPointF(canvas.rect().center())
    wheel = QWheelEvent(
        middle, QPointF(canvas.mapToGlobal(middle)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        SHIFT, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert (window.masks.brush.radius_mm, window.viewport.slice) == (2.5, 4)
    rig.press(qtbot, window, Qt.Key.Key_BracketLeft)
    rig.press(qtbot, window, Qt.Key.Key_BracketLeft)
    assert window.masks.brush.radius_mm == 1.5


def test_in_a_coronal_plane_a_disc_stands_upright(qtbot, window) -> None:
    rig.press(qtbot, window, Qt.Key.Key_F3, PLAIN)
    take(qtbot, window, 5.2)
    coronal = window.grid.linked.coronal
    row = int(coronal.plane.to_patient((0, 0, 0))[1] - GRID.origin_mm[1])
    place = coronal.plane.to_voxel(GRID.to_patient((4, row, 50)))
    stroke(window, (place[2] + 0.5, place[1] + 0.5), (place[2] + 0.5, place[1] + 0.5), viewport=coronal)
    added = whole(window.masks.editor.box) & ~square()
    assert np.flatnonzero(added.any((0, 2))).tolist() == [row]
    assert np.flatnonzero(added.any((1, 2))).tolist() == [2, 3, 4, 5, 6]  # 2.5 mm apart, within 5 mm
    assert np.flatnonzero(added[4, row]).tolist() == list(range(45, 56))


def test_strokes_and_labels_are_undone_in_one_order(qtbot, window) -> None:
    take(qtbot, window)
    stroke(window, (27.5, 16.5), (27.5, 16.5))
    rig.kept(qtbot, window, Qt.Key.Key_1)
    stroke(window, (20.5, 30.5), (20.5, 30.5))
    rig.press(qtbot, window, Qt.Key.Key_Z)
    assert np.array_equal(whole(window.masks.editor.box), square() | disc_at(16, 27, R))
    assert rig.in_store()
    rig.kept(qtbot, window, Qt.Key.Key_Z)
    assert rig.in_store() == []
    rig.press(qtbot, window, Qt.Key.Key_Z)
    assert not window.masks.editor.touched
    rig.press(qtbot, window, Qt.Key.Key_Y)
    assert np.array_equal(whole(window.masks.editor.box), square() | disc_at(16, 27, R))


def test_once_kept_it_is_one_step(qtbot, window) -> None:
    rig.kept(qtbot, window, Qt.Key.Key_1)
    take(qtbot, window)
    stroke(window, (27.5, 16.5), (27.5, 16.5))
    stroke(window, (27.5, 18.5), (27.5, 18.5))
    keep(qtbot, window)
    kept = now(window)
    press_kept(qtbot, window, Qt.Key.Key_Z)
    assert np.array_equal(now(window), square())
    assert (window.session.selected.edited, in_store()) == (None, [])
    rig.kept(qtbot, window, Qt.Key.Key_Z)  # the strokes mean nothing any more: the label is next
    assert rig.in_store() == []
    rig.kept(qtbot, window, Qt.Key.Key_Y)
    press_kept(qtbot, window, Qt.Key.Key_Y)
    assert np.array_equal(now(window), kept)
    assert len(in_store()) == 1


def test_escape_leaves_the_outline_as_it_was(qtbot, window) -> None:
    before = window.session.selected
    take(qtbot, window)
    assert window.viewport.canvas._hud.notice == feature.HINT
    stroke(window, (27.5, 16.5), (27.5, 16.5))
    rig.press(qtbot, window, Qt.Key.Key_Escape, PLAIN)
    assert not window.masks.editor.active
    assert window.viewport.canvas._hud.notice == ""
    assert window.session.selected is before
    assert window.strip.text == feature.LEFT
    rig.press(qtbot, window, Qt.Key.Key_Z)
    assert window.strip.text == "There is nothing to undo."


def test_from_nothing_a_nodule_is_drawn(qtbot, window) -> None:
    window.session.select(None)
    take(qtbot, window, 3.08)
    stroke(window, (44.5, 20.5), (44.5, 20.5))
    keep(qtbot, window)
    entry = window.session.selected
    assert (entry.number, entry.suggested_by, entry.edited.proposal) == (2, "", None)
    assert np.array_equal(now(window), disc_at(20, 44, 3.08))
    press_kept(qtbot, window, Qt.Key.Key_Z)
    assert [n.number for n in window.session.nodules.ordered()] == [1]
    press_kept(qtbot, window, Qt.Key.Key_Y)
    assert {n.number for n in window.session.nodules.ordered()} == {1, 2}


def test_an_empty_outline_is_not_kept(qtbot, window) -> None:
    take(qtbot, window, 12.0)
    stroke(window, (20.5, 16.5), (20.5, 16.5), RIGHT)
    rig.press(qtbot, window, Qt.Key.Key_Return, PLAIN)
    assert window.strip.text == feature.EMPTY
    assert window.masks.editor.active


def test_back_to_the_proposal_and_again(qtbot, window) -> None:
    mended = widened(qtbot, window)
    press_kept(qtbot, window, Qt.Key.Key_B, rig.CTRL | SHIFT)
    assert (np.array_equal(now(window), square()), in_store()) == (True, [])
    assert window.card._values["outline"].text() == "as proposed"
    press_kept(qtbot, window, Qt.Key.Key_Z)
    assert np.array_equal(now(window), mended)
    assert np.array_equal(in_store()[0], mended)


def test_another_window_has_the_exact_mask_though_nobody_points_there(qtbot, window, windows, images) -> None:  # noqa: F811
    mended = widened(qtbot, window)
    name, place = window.session.selected.identity, window.session.selected.place_mm
    window.close()
    again = windows()
    open_read(qtbot, again, images)
    qtbot.waitUntil(lambda: any(n.edited for n in again.session.nodules.entries.values()), timeout=10_000)
    (entry,) = again.session.nodules.entries.values()
    assert np.array_equal(whole(box_of(entry, again.session.open.volume)), mended)
    assert (entry.identity, entry.place_mm, entry.edited.reader) == (name, place, "Dr A")
    # Underneath is the nodule as it was proposed.
    again.session.select(entry.id)
    press_kept(qtbot, again, Qt.Key.Key_B, rig.CTRL | SHIFT)
    assert np.array_equal(now(again), square())


def test_a_proposal_that_comes_again_gets_the_mended_outline(qtbot, window, windows, images) -> None:  # noqa: F811
    mended = widened(qtbot, window)
    entry = window.session.selected
    window.session.suggest("two", [_suggested(entry.edited.proposal)])
    window.session.drop("two", entry.id)
    qtbot.waitUntil(lambda: any(n.edited for n in window.session.nodules.entries.values()), timeout=10_000)
    (entry,) = window.session.nodules.entries.values()
    assert np.array_equal(whole(box_of(entry, window.session.open.volume)), mended)
    assert entry.suggested_by == "fake-1.2.0"


def _suggested(entry):
    import dataclasses

    return dataclasses.replace(entry, suggested_by="fake-1.2.0")


def test_judged_again_the_outline_stays(qtbot, window) -> None:
    mended = widened(qtbot, window)
    before = window.session.selected
    window.review.assess_again(before.id)
    qtbot.waitUntil(lambda: window.session.selected is not before, timeout=10_000)
    assert np.array_equal(now(window), mended)
    assert window.session.selected.edited == before.edited
    assert window.session.selected.identity == before.identity


def test_a_removed_nodule_does_not_come_back(qtbot, window, windows, images) -> None:  # noqa: F811
    widened(qtbot, window)
    press_kept(qtbot, window, Qt.Key.Key_Delete, PLAIN)
    assert (in_store(), len(window.session.nodules.entries)) == ([], 0)


def test_what_the_disk_refuses_goes_from_the_screen(qtbot, window, monkeypatch) -> None:
    def refuse(*_args, **_more):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Outlines, "add", refuse)
    take(qtbot, window)
    stroke(window, (27.5, 16.5), (27.5, 16.5))
    with qtbot.waitSignal(window.masks.records.lost, timeout=10_000):
        rig.press(qtbot, window, Qt.Key.Key_Return, PLAIN)
    qtbot.waitUntil(lambda: "The disk is full." in window.strip.text, timeout=3000)
    assert np.array_equal(now(window), square())
    assert window.session.selected.edited is None


def test_another_series_keeps_what_was_being_edited(qtbot, window) -> None:
    take(qtbot, window)
    stroke(window, (27.5, 16.5), (27.5, 16.5))
    with qtbot.waitSignal(window.masks.records.kept, timeout=10_000):
        rig.press(qtbot, window, Qt.Key.Key_PageDown, PLAIN)
    assert not window.masks.editor.active
    assert np.array_equal(in_store()[0], square() | disc_at(16, 27, R))


def test_labels_and_comments_stay_with_a_nodule_whose_middle_moves(qtbot, window) -> None:
    rig.kept(qtbot, window, Qt.Key.Key_2)
    take(qtbot, window, 6.0)
    stroke(window, (20.5, 16.5), (44.5, 16.5))
    keep(qtbot, window)
    entry = window.session.selected
    assert abs(entry.centre_mm[0] - entry.place_mm[0]) > 8.0
    assert list(window.session.labels_of_nodules()) == [entry.id]
    with qtbot.waitSignal(window.deciding.records.kept, timeout=5000):
        window.deciding.stating.state(COMMENT, "Scar.", entry)
    assert window.session.statements_of_nodules()[entry.id][COMMENT].centre_mm == entry.place_mm
    show(qtbot, window)
    (said,) = window.reporting.draft().statements
    assert (said.value, said.centre_mm) == ("Scar.", entry.centre_mm)  # where the report looks for it


def test_a_signature_holds_for_the_outline_that_was_signed(qtbot, window) -> None:
    widened(qtbot, window)
    dialog = show(qtbot, window)
    sign(qtbot, window, dialog)
    assert "(outline edited)" in dialog.table.item(0, 3).text()
    take(qtbot, window)
    stroke(window, (20.5, 30.5), (20.5, 30.5))
    keep(qtbot, window)
    assert "Changed since it was signed" in dialog.state.text()
    press_kept(qtbot, window, Qt.Key.Key_Z)
    assert dialog.state.text().startswith("Signed by Dr A")


def test_keys_alone_paint_and_keep(qtbot, window) -> None:
    rig.put_mouse_away(window)
    take(qtbot, window, 1.0)
    canvas = window.viewport.canvas

    def key(name, modifier=PLAIN, times=1):
        for _ in range(times):
            rig.press(qtbot, window, name, modifier)

    key(Qt.Key.Key_Right)  # shows the cursor, in the middle
    place = window.grid.cursors.keys[window.viewport].cursor.place
    key(Qt.Key.Key_Space)
    column, row = (int(v) for v in place)
    painted = disc_at(row, column, 1.0)
    assert np.array_equal(whole(window.masks.editor.box), square() | painted)
    key(Qt.Key.Key_Right, SHIFT)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    key(Qt.Key.Key_Down, times=3)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    for r in range(row, row + 4):
        painted |= disc_at(r, column + 10, 1.0)
    assert np.array_equal(whole(window.masks.editor.box), square() | painted)
    assert window.viewport.slice == 4
    key(Qt.Key.Key_Z, rig.CTRL)  # one held Space is one stroke
    assert np.array_equal(whole(window.masks.editor.box), square() | disc_at(row, column, 1.0))
    keep(qtbot, window)
    assert len(in_store()) == 1
    key(Qt.Key.Key_Down)
    assert window.viewport.slice == 3  # arrows go through slices again


def test_what_needs_the_brush_says_so(qtbot, window) -> None:
    rig.press(qtbot, window, Qt.Key.Key_D, SHIFT)
    assert window.strip.text == "Take the brush first (Shift+B)."
    rig.press(qtbot, window, Qt.Key.Key_B, rig.CTRL | SHIFT)
    assert window.strip.text == feature.AS_PROPOSED
    take(qtbot, window)
    rig.press(qtbot, window, Qt.Key.Key_L, PLAIN)
    assert window.strip.text == feature.IN_HAND
    assert window.measuring.layer.tool == ""


def test_left_while_it_is_measured_nothing_changes(qtbot, windows, images) -> None:  # noqa: F811
    window = windows([*rig.ENGINE, "--assess-delay", "0.4"])
    open_read(qtbot, window, images)
    rig.assess(qtbot, window, rig.BENIGN)
    before = window.session.selected
    take(qtbot, window)
    stroke(window, (27.5, 16.5), (27.5, 16.5))
    rig.press(qtbot, window, Qt.Key.Key_Return, PLAIN)
    assert window.masks.editor.held
    rig.press(qtbot, window, Qt.Key.Key_Escape, PLAIN)
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=5000)
    assert window.session.selected is before
    assert in_store() == []


def test_an_engine_that_dies_leaves_the_brush_in_hand(qtbot, windows, images, tmp_path) -> None:  # noqa: F811
    window = windows([*rig.ENGINE, "--die-on", "outline", "--once", str(tmp_path / "died")])
    open_read(qtbot, window, images)
    rig.assess(qtbot, window, rig.BENIGN)
    take(qtbot, window)
    stroke(window, (27.5, 16.5), (27.5, 16.5))
    rig.press(qtbot, window, Qt.Key.Key_Return, PLAIN)
    qtbot.waitUntil(lambda: not window.masks.editor.held, timeout=10_000)
    assert np.array_equal(whole(window.masks.editor.box), square() | disc_at(16, 27, R))
    qtbot.waitUntil(lambda: window.client.model_known, timeout=20_000)
    keep(qtbot, window)
    assert len(in_store()) == 1


def test_a_damaged_outline_is_told_and_the_proposal_shown(qtbot, window, windows, images) -> None:  # noqa: F811
    widened(qtbot, window)
    window.close()
    with open_store() as store:
        path = store.path
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE outline SET runs = x'00'")
    connection.close()
    again = windows()
    open_read(qtbot, again, images)
    qtbot.waitUntil(lambda: "damaged" in again.strip.text, timeout=5000)
    rig.assess(qtbot, again, rig.BENIGN)
    assert again.session.selected.edited is None
