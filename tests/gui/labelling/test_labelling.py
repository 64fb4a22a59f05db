"""Labels made, changed, approved and undone in the window, under real events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.labelling import words
from app.labelling.history import HistoryDialog
from app.labelling.state import LabelState
from app.window import MainWindow
from engine.labels.kinds import Label, LabelSource, Review
from engine.store import open_store
from tests.gui.labelling.rig import (
    BENIGN,
    CTRL,
    ENGINE,
    assess,
    choose_reader,
    in_store,
    kept,
    open_series,
    point,
    press,
)

SHIFT_CTRL = CTRL | Qt.KeyboardModifier.ShiftModifier


def state(window: MainWindow) -> LabelState | None:
    return window.session.labels_of_nodules().get(window.session.selected.id)


# ---------------------------------------------------------------- one key each


@pytest.mark.parametrize(
    ("key", "label"),
    [(Qt.Key.Key_1, "benign"), (Qt.Key.Key_2, "malignant"), (Qt.Key.Key_3, "unsure")],
)
def test_one_key_labels_the_selected_nodule_and_the_store_has_it(qtbot, window: MainWindow, key, label: str):
    kept(qtbot, window, key)
    assert in_store() == [(label, "reader", "Dr A")]
    assert window.label_row.buttons[Label(label)].isChecked()
    assert f"labelled {label}" in " ".join(window.nodule_list.texts())
    assert "Dr A, 20" in window.label_row.says.text()
    assert "draft" in window.label_row.says.text()


def test_the_label_carries_the_score_the_place_and_the_voxels(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_2)
    with open_store() as store:
        (label,) = store.labels.everything()
    assert label.centre_mm == point(4, 33, 20)
    assert label.probability == pytest.approx(33 / 64, abs=1e-4)
    assert label.model == "fake-1.2.0"
    assert label.long_axis_mm == pytest.approx(8.0)
    assert state(window).has_crop


def test_another_key_is_another_label_and_the_same_key_takes_it_back(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_1)
    kept(qtbot, window, Qt.Key.Key_2)
    assert in_store() == [("malignant", "reader", "Dr A")]
    kept(qtbot, window, Qt.Key.Key_2)
    assert in_store() == []
    assert not any(button.isChecked() for button in window.label_row.buttons.values())
    assert window.strip.text == words.TAKEN_BACK


def test_the_mouse_does_the_same_and_the_keys_stay_with_the_image(qtbot, window: MainWindow):
    window.viewport.setFocus()
    with qtbot.waitSignal(window.labels.records.read, timeout=5000):
        qtbot.mouseClick(window.label_row.buttons[Label.MALIGNANT], Qt.MouseButton.LeftButton)
    assert in_store() == [("malignant", "reader", "Dr A")]
    assert not window.label_row.buttons[Label.MALIGNANT].hasFocus()


def test_without_a_nodule_a_sentence_says_what_to_do(qtbot, window: MainWindow):
    window.session.select(None)
    press(qtbot, window, Qt.Key.Key_1)
    assert window.strip.text == words.NOTHING_SELECTED
    assert window.label_row.isHidden()


def test_labels_are_there_again_in_the_next_window(qtbot, windows, window: MainWindow, images: Path):
    kept(qtbot, window, Qt.Key.Key_2)
    window.close()
    again = windows()
    open_series(qtbot, again, images)
    # Its nodules are there again too, the second one selected.
    qtbot.waitUntil(lambda: state(again) is not None, timeout=5000)
    assert state(again).label is Label.MALIGNANT
    assert [text.split()[-1] for text in again.nodule_list.texts()] == ["0.69", "malignant", "0.25"]


def test_a_label_that_cannot_be_kept_goes_from_the_screen(qtbot, windows, images: Path, home: Path):
    (home / "data").mkdir(parents=True)
    (home / "data" / "store.sqlite").write_bytes(b"this is no database at all" * 100)
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, BENIGN)
    with qtbot.waitSignal(window.labels.records.lost, timeout=5000):
        press(qtbot, window, Qt.Key.Key_1)
    assert "The label was not kept." in window.strip.text
    assert "store.sqlite" in window.strip.text
    assert state(window) is None
    assert not window.label_row.buttons[Label.BENIGN].isChecked()
    press(qtbot, window, Qt.Key.Key_Z)  # there is nothing to undo
    assert state(window) is None


def test_a_nodule_that_is_being_measured_is_not_labelled_yet(qtbot, windows, images: Path):
    window = windows([*ENGINE, "--assess-delay", "0.5"])
    open_series(qtbot, window, images)
    window.review.assess_at(point(4, 16, 20))
    press(qtbot, window, Qt.Key.Key_1)
    assert window.strip.text == words.BEING_MEASURED


def test_the_readers_own_key_does_it(qtbot, windows, images: Path, tmp_path: Path):
    (tmp_path / "config").mkdir()
    keys = {"label.malignant": "F12", "label.undo": []}
    (tmp_path / "config" / "window.json").write_text(json.dumps({"keys": keys}), "utf-8")
    window = windows()
    open_series(qtbot, window, images)
    assess(qtbot, window, BENIGN)
    kept(qtbot, window, Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier)
    assert in_store() == [("malignant", "reader", "Dr A")]
    assert "F12" in window.label_row.buttons[Label.MALIGNANT].toolTip()


# ---------------------------------------------------------------- source, date, comment


def test_source_date_and_comment_are_kept_as_they_are_given(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_2)
    row = window.label_row
    assert row.date.isHidden()  # an opinion has no evidence
    row.source.setFocus()
    with qtbot.waitSignal(window.labels.records.read, timeout=5000):
        qtbot.keyClick(row.source, Qt.Key.Key_Down)
    assert row.date.hasFocus()
    qtbot.keyClicks(row.date, "2026-03-31")
    with qtbot.waitSignal(window.labels.records.read, timeout=5000):
        qtbot.keyClick(row.date, Qt.Key.Key_Return)
    assert window.viewport.canvas.hasFocus() or window.viewport.hasFocus()
    press(qtbot, window, Qt.Key.Key_K)
    assert row.comment.hasFocus()
    qtbot.keyClicks(row.comment, "CT-guided biopsy, lobe n1")
    with qtbot.waitSignal(window.labels.records.read, timeout=5000):
        qtbot.keyClick(row.comment, Qt.Key.Key_Return)
    with open_store() as store:
        (label,) = store.labels.current("two")
    assert (label.source, str(label.evidence_date)) == (LabelSource.PATHOLOGY, "2026-03-31")
    assert label.comment == "CT-guided biopsy, lobe n1"
    assert label.label is Label.MALIGNANT
    assert state(window).has_crop


def test_letters_typed_into_the_comment_are_no_commands(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_K)
    qtbot.keyClicks(window.label_row.comment, "nax1")
    assert window.label_row.comment.text() == "nax1"


def test_escape_gives_up_what_was_typed(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_K)
    qtbot.keyClicks(window.label_row.comment, "never mind")
    qtbot.keyClick(window.label_row.comment, Qt.Key.Key_Escape)
    assert window.label_row.comment.text() == ""
    assert not window.label_row.comment.hasFocus()
    assert window.session.selected is not None  # Escape belonged to the line
    window.close()
    with open_store() as store:
        assert [s.comment for s in store.labels.history("two")] == [""]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("31.3.2026", words.NO_DATE.format(text="31.3.2026")), ("2126-01-01", words.LATER)],
)
def test_what_is_no_date_is_refused_in_a_sentence(qtbot, window: MainWindow, typed: str, sentence: str):
    kept(qtbot, window, Qt.Key.Key_2)
    row = window.label_row
    row.source.setFocus()
    with qtbot.waitSignal(window.labels.records.read, timeout=5000):
        qtbot.keyClick(row.source, Qt.Key.Key_Down)
    qtbot.keyClicks(row.date, typed)
    qtbot.keyClick(row.date, Qt.Key.Key_Return)
    assert sentence in window.strip.text
    assert row.date.text() == ""
    assert state(window).evidence_date is None


@pytest.mark.parametrize("how", ["next nodule", "another label", "closed", "another series"])
def test_a_comment_that_was_not_ended_with_enter_is_kept_with_its_nodule(
    qtbot, windows, window: MainWindow, images: Path, how: str
):
    kept(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, Qt.Key.Key_K)
    qtbot.keyClicks(window.label_row.comment, "half")
    if how == "next nodule":
        window.review.step(1)
    elif how == "another label":
        qtbot.keyClick(window.label_row.comment, Qt.Key.Key_3, CTRL)
    elif how == "another series":
        with qtbot.waitSignal(window.opening.loaded, timeout=5000):
            qtbot.keyClick(window.label_row.comment, Qt.Key.Key_PageDown)
    window.close()
    with open_store() as store:
        (label,) = store.labels.current("two")
    assert label.comment == "half"
    assert label.label is (Label.UNSURE if how == "another label" else Label.MALIGNANT)


# ---------------------------------------------------------------- undo


def test_undo_and_redo_go_back_and_forth_and_the_history_has_it_all(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_1)
    kept(qtbot, window, Qt.Key.Key_2)
    kept(qtbot, window, Qt.Key.Key_Z)
    assert in_store() == [("benign", "reader", "Dr A")]
    assert "malignant, draft → benign, draft" in window.strip.text
    kept(qtbot, window, Qt.Key.Key_Z)
    assert in_store() == []
    kept(qtbot, window, Qt.Key.Key_Y)
    kept(qtbot, window, Qt.Key.Key_Z, SHIFT_CTRL)
    assert in_store() == [("malignant", "reader", "Dr A")]
    assert state(window).has_crop
    with open_store() as store:
        said = [s.label.value if s.label else "none" for s in store.labels.history("two")]
    assert said == ["benign", "malignant", "benign", "none", "benign", "malignant"]


def test_undo_after_another_series_was_opened_says_where(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_1)
    with qtbot.waitSignal(window.opening.loaded, timeout=5000):
        press(qtbot, window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier)
    qtbot.wait(50)
    with qtbot.waitSignal(window.labels.records.kept, timeout=5000):
        press(qtbot, window, Qt.Key.Key_Z)
    assert window.strip.text == "Undone in Chest two: benign, draft → no label."
    assert in_store() == []


def test_keys_pressed_faster_than_the_disk_end_in_the_last_one(qtbot, window: MainWindow):
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Z):
        press(qtbot, window, key)
    assert state(window).label is Label.MALIGNANT
    window.close()
    assert in_store() == [("malignant", "reader", "Dr A")]


def test_the_history_lists_who_said_what_the_newest_first(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_1)
    kept(qtbot, window, Qt.Key.Key_2)
    choose_reader(qtbot, window, "Dr B")
    kept(qtbot, window, Qt.Key.Key_F)
    with qtbot.waitSignal(window.labels.records.told, timeout=5000):
        qtbot.mouseClick(window.label_row.history, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(HistoryDialog)
    lines = [
        [dialog.list.topLevelItem(i).text(c) for c in (1, 2, 3)]
        for i in range(dialog.list.topLevelItemCount())
    ]
    assert lines == [["Dr B", "flagged", ""], ["Dr A", "Malignant", "Opinion"], ["Dr A", "Benign", "Opinion"]]
    dialog.close()


# ---------------------------------------------------------------- the second reader


def test_a_second_reader_approves_and_takes_it_back(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_2)
    assert not window.label_row.approve.isEnabled()
    choose_reader(qtbot, window, "Dr B")
    assert window.settings.readers == ("Dr B", "Dr A")
    with qtbot.waitSignal(window.labels.records.read, timeout=5000):
        qtbot.mouseClick(window.label_row.approve, Qt.MouseButton.LeftButton)
    assert state(window).review is Review.APPROVED
    assert "approved by Dr B" in window.label_row.says.text()
    kept(qtbot, window, Qt.Key.Key_Return)
    assert state(window).review is Review.DRAFT
    assert "not yet seen" in window.label_row.says.text()
    kept(qtbot, window, Qt.Key.Key_Z)
    assert state(window).review is Review.APPROVED


@pytest.mark.parametrize("name", ["Dr A", "  dr  a "])
def test_nobody_approves_an_own_label(qtbot, window: MainWindow, name: str):
    kept(qtbot, window, Qt.Key.Key_2)
    choose_reader(qtbot, window, name)
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.strip.text == words.OWN_LABEL
    assert state(window).review is Review.DRAFT


def test_a_flag_keeps_the_label_and_says_what_it_means(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_2)
    choose_reader(qtbot, window, "Dr B")
    kept(qtbot, window, Qt.Key.Key_F)
    assert window.strip.text == words.FLAGGED_STAYS_OUT
    press(qtbot, window, Qt.Key.Key_K)
    qtbot.keyClicks(window.label_row.comment, "wrong side")
    with qtbot.waitSignal(window.labels.records.read, timeout=5000):
        qtbot.keyClick(window.label_row.comment, Qt.Key.Key_Return)
    with open_store() as store:
        (label,) = store.labels.current("two")
    assert (label.label, label.review, label.reader) == (Label.MALIGNANT, Review.FLAGGED, "Dr A")
    assert (label.reviewer, label.review_comment, label.comment) == ("Dr B", "wrong side", "")
    assert "flagged by Dr B: “wrong side”" in window.label_row.says.text()


def test_what_a_label_rests_on_is_changed_by_its_own_reader_only(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_2)
    choose_reader(qtbot, window, "Dr B")
    assert not window.label_row.source.isEnabled()
    press(qtbot, window, Qt.Key.Key_2)
    assert "Dr A has labelled it malignant already" in window.strip.text
    assert window.label_row.buttons[Label.MALIGNANT].isChecked()
    kept(qtbot, window, Qt.Key.Key_1)
    assert in_store() == [("benign", "reader", "Dr B")]
    kept(qtbot, window, Qt.Key.Key_Z)
    assert in_store() == [("malignant", "reader", "Dr A")]


def test_undo_of_another_label_brings_the_approval_back(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_2)
    choose_reader(qtbot, window, "Dr B")
    kept(qtbot, window, Qt.Key.Key_Return)
    kept(qtbot, window, Qt.Key.Key_1)
    assert state(window).review is Review.DRAFT
    kept(qtbot, window, Qt.Key.Key_Z)
    assert (state(window).label, state(window).reader) == (Label.MALIGNANT, "Dr A")
    assert (state(window).review, state(window).reviewer) == (Review.APPROVED, "Dr B")


def test_the_wheel_over_the_row_changes_nothing(qtbot, window: MainWindow):
    kept(qtbot, window, Qt.Key.Key_2)
    for box in (window.label_row.source, window.label_row.reader):
        at = QPointF(box.rect().center())
        wheel = QWheelEvent(
            at, box.mapToGlobal(at), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(box, wheel)
    assert state(window).source is LabelSource.READER
    assert window.settings.readers[0] == "Dr A"
