"""The tag browser in the window, on files with nested, private and long elements, read by the real engine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.engine_client import EngineClient
from app.tags.words import LEFT_OUT, found, text_of
from app.window import MainWindow
from engine.protocol_tags import TagRow
from tests.engine.batch.chests import write_home
from tests.engine.dicom.dicom_maker import Maker, save
from tests.gui.labelling import rig

LONG = "a long remark " * 400
COUNT = 5


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    maker = Maker(rows=64, columns=64)
    for k in range(COUNT):
        ds = maker.dataset(k)
        inner, detector = Dataset(), Dataset()
        inner.PixelSpacing = [0.5, 0.5]
        detector.ImagerPixelSpacing = [0.25, 0.25]
        inner.ContentSequence = Sequence([detector])
        ds.SharedFunctionalGroupsSequence = Sequence([inner])
        ds.PatientComments = LONG
        ds.private_block(0x0011, "ACME 1", create=True).add_new(1, "OB", bytes(1000))
        save(ds, folder / f"{k}.dcm")
    return folder


@pytest.fixture
def printed() -> list[str]:
    """What the engine process prints, which the program writes to its log."""
    return []


@pytest.fixture
def window(qtbot, started, images: Path, printed: list[str]) -> MainWindow:
    write_home(Path(os.environ["NODUSCOPE_HOME"]))
    made = started(EngineClient(on_stderr=lambda line: printed.append(str(line))))
    with qtbot.waitSignal(made.opening.loaded, timeout=30_000):
        made.open_paths([images])
    return made


def show(qtbot, window: MainWindow) -> None:
    rig.press(qtbot, window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: bool(window.tags.dialog.rows), timeout=10_000)


def search(qtbot, window: MainWindow, text: str) -> list[str]:
    line = window.tags.dialog.search
    line.clear()
    qtbot.keyClicks(line, text)
    return [row.name for row in window.tags.dialog.rows if row.name]


def choose(window: MainWindow, name: str) -> None:
    tree = window.tags.dialog.tree
    (item,) = tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive, 2)
    tree.setCurrentItem(item)


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_row_36_a_search_lists_nested_tags_too_and_copying_works(qtbot, window: MainWindow):
    show(qtbot, window)
    dialog = window.tags.dialog
    assert dialog.search.hasFocus()
    assert search(qtbot, window, "spacing") == [
        "Pixel Spacing",
        "Shared Functional Groups Sequence",  # what is found lies in it
        "Pixel Spacing",
        "Content Sequence",
        "Imager Pixel Spacing",
    ]
    assert dialog.counts.text() == "3 found"
    choose(window, "Imager Pixel Spacing")
    assert dialog.tree.currentItem().parent().parent().isExpanded()
    assert dialog.value.toPlainText() == "0.25\\0.25"
    dialog.tree.setFocus()
    qtbot.keyClick(dialog.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied() == "0.25\\0.25"
    dialog.copy_row()
    assert copied() == "(0018,1164) DS Imager Pixel Spacing = 0.25\\0.25"
    dialog.copy_all()
    assert "    (0028,0030) DS Pixel Spacing = 0.5\\0.5\n" in copied()
    assert "Rows" not in copied()
    assert search(qtbot, window, "00280010") == ["Rows"]
    assert search(qtbot, window, "0028,0010") == ["Rows"]
    assert search(qtbot, window, "spacing imager") == [
        "Shared Functional Groups Sequence", "Content Sequence", "Imager Pixel Spacing",
    ]  # fmt: skip
    assert search(qtbot, window, "no such thing") == []


def test_a_copy_of_all_leaves_identifiers_out_unless_asked(qtbot, window: MainWindow):
    show(qtbot, window)
    dialog = window.tags.dialog
    assert any("Planted^Name" in row.value for row in dialog.rows)
    dialog.copy_all()
    for planted in ("Planted^Name", "ID-4711", "a long remark", "20240131"):
        assert planted not in copied()
    assert LEFT_OUT in copied()
    assert "CS Modality = CT" in copied()
    dialog.identifiers.setChecked(True)
    dialog.copy_all()
    assert "PN Patient's Name = Planted^Name" in copied()


def test_a_long_value_is_whole_on_demand_and_copied_whole(qtbot, window: MainWindow):
    show(qtbot, window)
    dialog = window.tags.dialog
    choose(window, "Patient Comments")
    assert dialog.value.toPlainText().endswith(" …")
    assert dialog.whole.isVisible()
    qtbot.mouseClick(dialog.whole, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.value.toPlainText() == LONG.strip(), timeout=5000)
    assert not dialog.whole.isVisible()
    QGuiApplication.clipboard().setText("")
    dialog.copy_value()
    qtbot.waitUntil(lambda: copied() == LONG.strip(), timeout=5000)
    choose(window, "Private, of ACME 1")
    assert dialog.value.toPlainText() == "1000 bytes"


def test_it_follows_the_slice_when_asked(qtbot, window: MainWindow):
    show(qtbot, window)
    dialog = window.tags.dialog
    window.viewport.go_first()
    choose(window, "Instance Number")
    assert dialog.heading.text().startswith(f"Slice 3 of {COUNT} ")
    window.viewport.step(1)
    qtbot.wait(400)
    assert dialog.heading.text().startswith(f"Slice 3 of {COUNT} ")
    dialog.follow.setChecked(True)
    qtbot.waitUntil(lambda: dialog.heading.text().startswith(f"Slice 2 of {COUNT} "), timeout=5000)
    assert dialog.value.toPlainText() == "4"  # from the head down: of five, the second is number 4
    window.viewport.go_last()
    qtbot.waitUntil(lambda: dialog.value.toPlainText() == "1", timeout=5000)


def test_a_file_that_has_gone_is_a_sentence(qtbot, window: MainWindow, images: Path):
    for path in images.iterdir():
        path.unlink()
    rig.press(qtbot, window, Qt.Key.Key_D)
    dialog = window.tags.dialog
    qtbot.waitUntil(lambda: "There is no file or folder of this name." in dialog.notes.text(), timeout=10_000)
    assert dialog.rows == []
    dialog.copy_value()
    dialog.copy_row()


def test_the_engine_prints_nothing_of_it(qtbot, window: MainWindow, images: Path, printed: list[str]):
    show(qtbot, window)
    (images / "2.dcm").write_bytes(b"Planted^Name" * 400)
    window.viewport.set_slice(2)
    rig.press(qtbot, window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: bool(window.tags.dialog.notes.text()), timeout=10_000)
    assert "Planted" not in "".join(printed)
    assert "Planted" not in window.tags.dialog.notes.text()


def test_without_a_series_the_key_says_so(qtbot, started):
    window = started(EngineClient())
    rig.press(qtbot, window, Qt.Key.Key_D)
    assert "Open a series first" in window.strip.text


def test_ten_thousand_lines_are_searched_while_one_types(qtbot):
    rows = [
        TagRow(depth=i % 3, tag="(0028,0030)", vr="DS", name=f"Name {i}", value="0.5", place=(i,))
        for i in range(10_000)
    ]
    shown, count = found(rows, "name 9999")
    assert count == 1
    # 9999 is at depth 0; nothing lies above it.
    assert [i for i, visible in enumerate(shown) if visible] == [9999]
    shown, _ = found(rows, "9998")
    assert [i for i, visible in enumerate(shown) if visible] == [9996, 9997, 9998]


def test_text_to_copy_shows_depth_and_what_was_shortened():
    rows = (
        TagRow(depth=0, tag="(0010,0010)", vr="PN", name="Patient's Name", value="X", identifying=True),
        TagRow(depth=1, tag="Item 1 of 1", vr="", name="", value=""),
        TagRow(depth=2, tag="(0018,0050)", vr="DS", name="Slice Thickness", value="1", cut=True),
    )
    assert text_of(rows, identifiers=False) == (
        "(0010,0010) PN Patient's Name = (left out)\n"
        "  Item 1 of 1\n"
        "    (0018,0050) DS Slice Thickness = 1 …\n"
    )
