"""A change of language with the window at work: same engine, same series, same nodules, same place."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu

from app.engine_client import EngineClient, EngineState
from app.i18n import language, tr
from app.i18n_switch import Desktop, choose_language, hindrance
from app.labelling.words import changed
from app.settings import Settings
from app.shortcuts import Bindings
from app.window import MainWindow
from app.worklist.words import counts
from tests.gui.fake_engine import GRID

FAKE = Path(__file__).parents[1] / "fake_engine.py"


@pytest.fixture(autouse=True)
def english(qapp):
    before = QLocale()
    yield
    choose_language("en")
    QLocale.setDefault(before)


def test_what_was_undone_and_the_keys_are_written_in_chinese_signs(qapp) -> None:
    choose_language("zh_CN")
    assert Bindings().text("slice.next") == "↓"
    assert Bindings().text("slice.next10") == "Shift+↓"
    assert changed(tr("Undone"), None, None) == "已撤销。"
    assert counts([], 0) == "0 个检查，0 个未读"


@pytest.fixture
def desktop(qtbot, tmp_path: Path):
    settings = Settings(tmp_path / "config")
    settings.set_language("en")
    made = Desktop(EngineClient([sys.executable, str(FAKE)]), settings)
    window = made.window
    window.resize(1200, 800)
    window.show()
    window.start()
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        window.open_paths([tmp_path])
    qtbot.waitUntil(lambda: window.client.model_known, timeout=20_000)
    yield made
    made.window.close()
    made.window.deleteLater()


def menus(window: MainWindow) -> list[str]:
    return [m.title() for m in window.menuBar().findChildren(QMenu) if m.title()]


def choose(window: MainWindow, code: str) -> None:
    action = next(
        a for m in window.findChildren(QMenu) for a in m.actions() if a.objectName() == f"language.{code}"
    )
    action.trigger()


def test_the_menu_makes_the_window_speak_chinese_at_once(qtbot, desktop: Desktop) -> None:
    old, engine = desktop.window, desktop.window.client.pid
    old.review.assess_at(GRID.to_patient((3, 32, 32)))
    qtbot.waitUntil(lambda: not old.assessor.busy and len(old.session.nodules.entries) == 1)
    old.viewport.set_slice(5)
    block, place = old.session.open.block, old.grid.linked.crosshair.point_mm
    choose(old, "zh_CN")
    new = desktop.window
    assert new is not old
    assert not old.isVisible()
    assert new.isVisible()
    assert any("文件" in title for title in menus(new))
    assert new.session.open.block is block
    assert new.session.open.complete
    assert int(new.viewport.volume.hu[5, 7, 0]) == -1000 + 50 + 7
    assert new.viewport.slice == 5
    assert new.grid.linked.crosshair.point_mm == place
    assert [n.number for n in new.session.nodules.entries.values()] == [1]
    assert new.client.pid == engine
    assert new.client.state is EngineState.READY
    qtbot.wait(50)  # the old one is deleted, and answers of its requests come
    new.review.assess_at(GRID.to_patient((6, 10, 10)))
    qtbot.waitUntil(lambda: not new.assessor.busy and len(new.session.nodules.entries) == 2)
    choose(new, "en")
    qtbot.waitUntil(lambda: sum(isinstance(w, MainWindow) for w in QApplication.topLevelWidgets()) == 1)
    assert desktop.window.client.pid == engine
    assert any("File" in title for title in menus(desktop.window))
    assert len(desktop.window.session.nodules.entries) == 2


def test_the_choice_is_remembered_and_qts_own_words_follow(qtbot, desktop: Desktop, tmp_path: Path) -> None:
    desktop.switch("zh_CN")
    assert Settings(tmp_path / "config").language == "zh_CN"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"


def test_a_comment_half_typed_is_kept(qtbot, desktop: Desktop) -> None:
    window = desktop.window
    window.review.assess_at(GRID.to_patient((3, 32, 32)))
    qtbot.waitUntil(lambda: not window.assessor.busy and len(window.session.nodules.entries) == 1)
    window.deciding.comment.setFocus()
    qtbot.keyClicks(window.deciding.comment, "spiculated")
    desktop.switch("zh_CN")
    new = desktop.window
    qtbot.waitUntil(lambda: new.deciding.comment.text() == "spiculated")


def test_nothing_under_way_is_lost_to_a_change(qtbot, desktop: Desktop) -> None:
    window = desktop.window
    window.review.assess_at(GRID.to_patient((3, 32, 32)))
    assert hindrance(window)
    desktop.switch("zh_CN")
    assert desktop.window is window
    assert language() == "en"
    assert window.strip.text == hindrance(window)
    qtbot.waitUntil(lambda: not window.assessor.busy)
    assert hindrance(window) == ""


def test_a_run_of_analyze_folder_is_not_cut_off(desktop: Desktop, monkeypatch) -> None:
    window = desktop.window
    monkeypatch.setattr(type(window.batch.process), "running", property(lambda _self: True))
    desktop.switch("zh_CN")
    assert desktop.window is window
    assert window.strip.text.startswith("Analyze folder is running.")


def test_the_last_window_ends_the_engine(desktop: Desktop) -> None:
    client = desktop.window.client
    desktop.switch("zh_CN")
    assert client.state is EngineState.READY
    desktop.window.close()
    assert client.state is EngineState.STOPPED
