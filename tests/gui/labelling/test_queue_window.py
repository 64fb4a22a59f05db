"""The label queue under real events: its lines, its filters, and the way from a line to the nodule."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.batch.request import BatchMemory, BatchRequest
from app.labelling.going import UNKNOWN
from app.labelling.queue import QueueItem
from app.labelling.queue_dialog import EMPTY
from app.window import MainWindow
from engine.findings import Decision
from engine.labels.kinds import Label, LabelSource
from engine.labels.label import LabelledNodule
from engine.report import SeriesFacts
from engine.store import open_store
from tests.engine.batch.chests import NODULE_MM, write_chest, write_home
from tests.gui.batch.fake_analyze import finding
from tests.gui.labelling.rig import kept, open_series, point, press


def facts(uid: str, patient: str = "k") -> SeriesFacts:
    return SeriesFacts("1.2", uid, patient, f"Chest {uid}", "CT", 8)


def analysed(uid: str, *findings: dict[str, object], model: str = "fake", patient: str = "k") -> None:
    """Put an analysis into the store, as a batch does."""
    report = {
        "software": "0", "created": "2026-01-02T03:04:05+00:00", "series": vars(facts(uid, patient)),
        "geometry": {}, "model": {"id": model, "version": "1.2.0", "sha256": "f", "runtime": "r"},
        "findings": list(findings),
    }  # fmt: skip
    with open_store() as store:
        store.findings.record(report, uid, {})


@pytest.fixture
def stocked(home: Path) -> None:
    """Two series of two patients: the surest nodule first, the least sure last; one of an older model."""
    analysed("one.thick", finding(3, 8, 20, 0.95, True), finding(4, 30, 40, 0.5, True))
    analysed("three.gap", finding(3, 8, 20, 0.6, True), patient="q")
    analysed("else.where", finding(3, 8, 20, 0.5, True), model="older")


def show_queue(qtbot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.labels.records.queued, timeout=5000):
        press(qtbot, window, Qt.Key.Key_L)


def lines(window: MainWindow, *columns: int) -> list[list[str]]:
    return [[line[c] for c in columns] for line in window.labels.queue.dialog.texts()]


def enter(qtbot, window: MainWindow, row: int) -> None:
    view = window.labels.queue.dialog.view
    view.setCurrentIndex(window.labels.queue.dialog.table.index(row, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)


def arrived(window: MainWindow, uid: str, place: tuple[int, int, int]) -> bool:
    volume, selected = window.session.open, window.session.selected
    return (
        volume is not None
        and volume.summary.series_uid == uid
        and selected is not None
        and getattr(selected, "centre_mm", None) == point(*place)
        and window.viewport.slice == place[0]
    )


def test_the_queue_has_suggestions_and_own_nodules_the_least_sure_first(qtbot, stocked, window: MainWindow):
    show_queue(qtbot, window)
    assert lines(window, 0, 3, 4) == [
        ["Chest one.thick", "0.50", "1.00"],
        ["Chest two", "0.52", "1.00"],
        ["Chest three.gap", "0.60", "0.97"],
        ["Chest two", "0.69", "0.90"],
        ["Chest two", "0.25", "0.81"],
        ["Chest one.thick", "0.95", "0.29"],
        ["Chest else.where", "0.50", "1.00"],  # another model's score says less
    ]
    assert window.labels.queue.dialog.counts.text().startswith("0 of 7 nodules labelled")


def test_a_label_moves_its_nodule_out_of_what_is_left(qtbot, stocked, window: MainWindow):
    show_queue(qtbot, window)
    with qtbot.assertNotEmitted(window.labels.records.queued, wait=600):  # it is not read again for that
        kept(qtbot, window, Qt.Key.Key_2)
    assert ["Chest two", "0.52"] not in lines(window, 0, 3)
    dialog = window.labels.queue.dialog
    assert dialog.counts.text().startswith("1 of 7 nodules labelled · 0 benign · 1 malignant")
    # A reader who types there has the dialog before them; the window has keys of its own.
    window.hide()
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClicks(dialog.which, "M")
    assert not window.viewport.slab.on
    assert dialog.which.currentText() == "Malignant"
    assert lines(window, 0, 5, 6, 7, 8) == [["Chest two", "Malignant", "Opinion", "Dr A", "draft"]]
    dialog.which.setCurrentText("All")
    qtbot.keyClicks(dialog.search, "gap")
    assert lines(window, 0) == [["Chest three.gap"]]
    dialog.search.setText("nothing of the kind")
    assert "Choose “All”" in dialog.note.text()


def test_enter_goes_to_the_nodule_in_another_series_with_its_suggestions(qtbot, stocked, window: MainWindow):
    show_queue(qtbot, window)
    enter(qtbot, window, 0)
    qtbot.waitUntil(lambda: arrived(window, "one.thick", (4, 30, 40)), timeout=10_000)
    assert len(window.nodule_list.texts()) == 2
    # They are suggestions like any other: accepted here, they are in the store.
    with qtbot.waitSignal(window.batch.review.decided, timeout=5000):
        press(qtbot, window, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    with open_store() as store:
        assert [(d.decision, d.reader) for d in store.decisions.current("one.thick")] == [
            (Decision.ACCEPTED, "Dr A")
        ]


def test_the_next_key_goes_from_one_to_the_next_least_sure(qtbot, stocked, window: MainWindow):
    window.session.select(None)
    press(qtbot, window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: arrived(window, "one.thick", (4, 30, 40)), timeout=10_000)
    kept(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: arrived(window, "two", (4, 33, 20)), timeout=10_000)  # pointed at before
    press(qtbot, window, Qt.Key.Key_N)  # passed over
    qtbot.waitUntil(lambda: arrived(window, "three.gap", (3, 8, 20)), timeout=10_000)
    # A new analysis has brought a nodule that is less sure than all.
    analysed("three.gap", finding(3, 8, 20, 0.6, True), finding(5, 20, 20, 0.5, True), patient="q")
    window.batch.process.ended.emit("")
    window.session.select(None)
    press(qtbot, window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: arrived(window, "three.gap", (5, 20, 20)), timeout=10_000)


def test_a_suggestion_labelled_before_its_outline_is_there_gets_its_voxels_later(
    qtbot, stocked, windows, images: Path
):
    window = windows()
    open_series(qtbot, window, images)
    window.labels.queue.go_to(QueueItem("one.thick", "k", "", "", point(4, 30, 40), None, None, ""))
    qtbot.waitUntil(lambda: arrived(window, "one.thick", (4, 30, 40)), timeout=10_000)
    kept(qtbot, window, Qt.Key.Key_1)

    def has_crop() -> bool:
        with open_store() as store:
            return [label.has_crop for label in store.labels.current("one.thick")] == [True]

    qtbot.waitUntil(has_crop, timeout=10_000)
    with open_store() as store:
        assert len(store.labels.history("one.thick")) == 1
        (label,) = store.labels.everything()
    assert (label.probability, label.model) == (0.5, "fake-1.2.0")


def test_a_nodule_pointed_at_in_an_earlier_session_is_measured_anew(qtbot, windows, images: Path):
    nodule = LabelledNodule("old", point(4, 33, 20), 8.0, 0.5, "fake-1.2.0")
    with open_store() as store:
        store.labels.add(facts("two"), nodule, Label.MALIGNANT, source=LabelSource.READER, reader="Dr B")
    window = windows()
    open_series(qtbot, window, images)
    show_queue(qtbot, window)
    window.labels.queue.dialog.which.setCurrentText("Labelled")
    enter(qtbot, window, 0)
    qtbot.waitUntil(lambda: arrived(window, "two", (4, 33, 20)), timeout=10_000)
    assert window.label_row.buttons[Label.MALIGNANT].isChecked()
    assert "Dr B" in window.label_row.says.text()
    # The label was made without voxels, by an import; now they are there.
    with open_store() as store:
        qtbot.waitUntil(lambda: store.labels.everything()[0].has_crop, timeout=5000)


def test_a_series_whose_images_are_not_known_waits_for_its_folder(qtbot, stocked, windows, images: Path):
    window = windows()
    show_queue(qtbot, window)
    enter(qtbot, window, 0)
    assert window.strip.text == UNKNOWN
    with qtbot.waitSignal(window.opening.loaded, timeout=10_000):
        window.open_paths([images])  # which shows another series first
    with qtbot.waitSignal(window.opening.loaded, timeout=10_000):
        press(qtbot, window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: arrived(window, "one.thick", (4, 30, 40)), timeout=10_000)


def test_the_folder_of_the_last_analysis_is_looked_in(qtbot, stocked, windows, images: Path, tmp_path: Path):
    out = tmp_path / "out"
    out.mkdir()
    row = {
        "series_uid": "one.thick", "description": "", "n_slices": 8, "state": "analysed", "reason": "",
        "folder": None, "suggestions": 1, "highest_probability": 0.5,
    }  # fmt: skip
    (out / "summary.json").write_text(json.dumps({"series": [row]}), "utf-8")
    window = windows()
    request = BatchRequest(paths=(str(images),), out=str(out))
    window.settings.set_batch(BatchMemory(request=request, unfinished=False))
    show_queue(qtbot, window)
    enter(qtbot, window, 0)
    qtbot.waitUntil(lambda: arrived(window, "one.thick", (4, 30, 40)), timeout=10_000)


def test_with_nothing_to_label_it_says_where_nodules_come_from(qtbot, windows):
    window = windows()
    show_queue(qtbot, window)
    assert window.labels.queue.dialog.note.text() == EMPTY
    window.labels.queue.dialog.close()
    press(qtbot, window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: "no other nodule" in window.strip.text, timeout=5000)


def test_a_store_that_cannot_be_read_is_a_sentence(qtbot, windows, home: Path):
    (home / "data").mkdir(parents=True)
    (home / "data" / "store.sqlite").write_bytes(b"this is no database at all" * 100)
    window = windows()
    with qtbot.waitSignal(window.labels.records.failed, timeout=5000):
        press(qtbot, window, Qt.Key.Key_L)
    assert "is not a store of Noduscope" in window.strip.text


def test_a_rejected_suggestion_is_not_to_be_labelled(qtbot, stocked, windows):
    with open_store() as store:
        store.decisions.add(facts("one.thick"), "x", point(4, 30, 40), Decision.REJECTED, reader="Dr A")
    window = windows()
    show_queue(qtbot, window)
    assert ["Chest one.thick", "0.50"] not in lines(window, 0, 3)
    assert len(lines(window, 0)) == 3


# ---------------------------------------------------------------- the real engine


def test_with_the_real_engine_the_voxels_kept_are_those_that_were_measured(
    qtbot, windows, images: Path, home: Path
):
    write_home(home)
    uid = write_chest(images / "one", 1)
    window = windows(engine=None)
    open_series(qtbot, window, images)
    window.review.assess_at(NODULE_MM)
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=20_000)
    kept(qtbot, window, Qt.Key.Key_2)
    entry, volume = window.session.selected, window.session.open.volume
    with open_store() as store:
        (label,) = store.labels.current(uid)
        crop = store.labels.crop(label)
    assert crop.mask.sum() * volume.grid.voxel_volume_mm3 == pytest.approx(entry.volume_mm3, abs=0.06)
    start = np.rint(volume.grid.to_voxel(crop.grid.origin_mm)).astype(int)
    box = tuple(slice(a, a + n) for a, n in zip(start, crop.hu.shape, strict=True))
    np.testing.assert_array_equal(crop.hu, volume.hu[box])
    inside = crop.hu[crop.mask > 0]
    assert float(inside.mean()) == pytest.approx(entry.mean_hu, abs=0.5)


@pytest.mark.shared_data
def test_on_a_real_chest_labels_stand_on_its_nodules(qtbot, windows, home: Path, shared_ct: Path):
    write_home(home)
    window = windows(engine=None)
    open_series(qtbot, window, shared_ct / "lidc_0063_chest")
    # Two nodules that readers of LIDC-IDRI marked (shared/ct, annotations.json).
    for place in ((-21.1, 34.8, -142.0), (-88.4, 20.3, -103.5)):
        window.review.assess_at(place)
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=30_000)
    for _ in range(2):
        window.review.step(1)
        kept(qtbot, window, Qt.Key.Key_1)
    with open_store() as store:
        labels = store.labels.everything()
        crops = [store.labels.crop(label) for label in labels]
    assert len(labels) == 2
    for crop in crops:
        assert crop.mask.any()
        assert crop.acquisition.manufacturer == "GE MEDICAL SYSTEMS"
        sides = np.multiply(crop.hu.shape, crop.grid.spacing_mm)
        assert sides[1:].min() >= 64
