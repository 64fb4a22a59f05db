"""The model manager under real events, over the real engine and two small models."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from app.engine_client import EngineClient, EngineState
from app.findings import words
from app.models.dialog import ModelManager
from app.window import MainWindow
from engine.models.package import load_package
from engine.models.registry import Registry
from engine.phantom import Kind, NoduleSpec, PhantomSpec, make_phantom, write_dicom
from tests.engine.models.two_models import OTHER_LIMIT, SHIPPED, write_two

FIRST, SECOND = "tiny-1.0.0", "tiny-2.0.0"
NODULE = NoduleSpec(Kind.SOLID, (-70.0, 48.0, -40.0), 10.0)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two models and a small chest, to be copied."""
    root = tmp_path_factory.mktemp("templates")
    write_two(root / "home")
    spec = PhantomSpec(size=(24, 128, 128), focus_mm=NODULE.near_mm, nodules=(NODULE,))
    write_dicom(make_phantom(spec), root / "chest")
    return root


@pytest.fixture
def home(templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    shutil.copytree(templates / "home", home)
    monkeypatch.setenv("NODUSCOPE_HOME", str(home))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return home


@pytest.fixture
def window(qtbot, started, home: Path):
    made = started(EngineClient())
    qtbot.waitUntil(lambda: made.client.model_known, timeout=30_000)
    return made


def manager_of(qtbot, window: MainWindow) -> ModelManager:
    """Open the manager from the menu and wait for its list."""
    window.actions_by_id["models.manage"].trigger()
    manager = window.models.manager
    qtbot.waitUntil(lambda: manager.list.topLevelItemCount() == 3, timeout=10_000)
    return manager


def select(manager: ModelManager, name: str) -> None:
    (item,) = manager.list.findItems(name, Qt.MatchFlag.MatchExactly)
    manager.list.setCurrentItem(item)


def states(manager: ModelManager) -> dict[str, str]:
    items = (manager.list.topLevelItem(i) for i in range(manager.list.topLevelItemCount()))
    return {item.text(0): item.text(1) for item in items}


def click(qtbot, button: QWidget) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(qtbot, box: QMessageBox, text: str) -> None:
    (button,) = [b for b in box.buttons() if b.text() == text]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def settle(qtbot, manager: ModelManager) -> None:
    qtbot.waitUntil(lambda: not manager.desk.busy, timeout=20_000)


def active_on_disk(home: Path) -> str:
    return Registry(home / "data" / "models").active()[0].manifest.version


def drop(widget: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), action, data, button, key)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(50, 50), action, data, button, key))


# ---------------------------------------------------------------- looking


def test_the_manager_lists_the_models_and_shows_their_cards(qtbot, window: MainWindow):
    manager = manager_of(qtbot, window)
    assert states(manager) == {SHIPPED: "", FIRST: "active", SECOND: ""}
    assert manager.selected_name == FIRST
    assert not manager.use_button.isEnabled()
    assert not manager.remove_button.isEnabled()
    assert "0" * 64 in manager.card.texts()
    select(manager, SHIPPED)
    texts = manager.card.texts()
    assert f"active: {FIRST}" in texts
    assert any("nodules of" in text and "out of fold" in text for text in texts)
    assert not manager.remove_button.isEnabled()
    assert manager.remove_button.toolTip() == "It came with the program."
    assert "Model card" in manager.card.text.toPlainText()
    assert "| ---" not in manager.card.text.toPlainText()  # a table is one
    assert manager.card.text.textCursor().atStart()


def test_a_broken_model_is_shown_with_the_reason_and_cannot_be_used(qtbot, window: MainWindow, home: Path):
    (home / "data" / "models" / SECOND / "model.bin").write_bytes(b"x")
    manager = manager_of(qtbot, window)
    assert states(manager)[SECOND] == "refused"
    select(manager, SECOND)
    assert any("model.bin" in text for text in manager.card.texts())
    assert not manager.use_button.isEnabled()
    assert not manager.verify_button.isEnabled()
    click(qtbot, manager.remove_button)
    (box,) = manager.findChildren(QMessageBox)
    answer(qtbot, box, "Remove")
    qtbot.waitUntil(lambda: SECOND not in states(manager), timeout=10_000)


# ---------------------------------------------------------------- changing


def test_another_model_is_used_and_the_nodule_on_screen_keeps_its_score_until_assessed_again(
    qtbot, window: MainWindow, home: Path, templates: Path
):
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        window.open_paths([templates / "chest"])
    with qtbot.waitSignal(window.assessor.assessed, timeout=20_000):
        window.review.assess_at(NODULE.near_mm)
    (before,) = window.session.nodules.ordered()
    assert window.card.again.isHidden()

    manager = manager_of(qtbot, window)
    select(manager, SECOND)
    click(qtbot, manager.use_button)
    settle(qtbot, manager)
    assert states(manager)[SECOND] == "active"
    assert manager.state.text() == f"{SECOND} is active."
    assert window.status.model.text() == f"model {SECOND}"
    assert active_on_disk(home) == "2.0.0"
    assert window.session.nodules.ordered() == [before], "nothing on screen has changed"
    assert window.viewport.overlay.limit == 2.0, "its map keeps its own scale"
    assert window.card.model.text().startswith(FIRST)
    assert window.card.outdated.text() == f"Judged by {FIRST}. {SECOND} is active now and has not judged it."
    assert "keeps its score by tiny-1.0.0" in window.strip.text

    click(qtbot, window.strip.button)
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=10_000)
    (after,) = window.session.nodules.ordered()
    assert (after.id, after.identity, after.judged_by) == (before.id, before.identity, SECOND)
    assert after.probability > before.probability
    assert window.session.nodules.selected == before.id
    assert window.viewport.overlay.limit == OTHER_LIMIT
    assert window.card.again.isHidden()
    assert window.card.model.text().startswith(SECOND)

    click(qtbot, manager.back_button)
    settle(qtbot, manager)
    assert manager.state.text() == f"{FIRST} is active again."
    assert window.card.outdated.text().startswith(f"Judged by {SECOND}.")
    click(qtbot, window.card.again)
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=10_000)
    (again,) = window.session.nodules.ordered()
    assert again.finding == before.finding, "the old answers return to the last digit"
    assert (again.map.values == before.map.values).all()


def test_import_verify_export_and_remove(qtbot, window: MainWindow, home: Path, monkeypatch, tmp_path: Path):
    manager = manager_of(qtbot, window)
    select(manager, SECOND)
    click(qtbot, manager.remove_button)
    (box,) = manager.findChildren(QMessageBox)
    assert SECOND in box.text()
    answer(qtbot, box, "Remove")
    qtbot.waitUntil(lambda: SECOND not in states(manager), timeout=10_000)

    package = str(home / f"{SECOND}.noduscope")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (package, ""))
    click(qtbot, manager.import_button)
    qtbot.waitUntil(lambda: SECOND in states(manager), timeout=20_000)
    settle(qtbot, manager)
    assert (manager.selected_name, states(manager)[FIRST]) == (SECOND, "active")
    assert manager.state.text() == f"{SECOND} is installed."

    click(qtbot, manager.verify_button)
    assert manager.state.text().startswith("Checking its answers")
    settle(qtbot, manager)
    assert "its files are as they were exported; it is not signed." in manager.state.text()

    target = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    click(qtbot, manager.export_button)
    settle(qtbot, manager)
    assert load_package(tmp_path / "mine.noduscope").manifest.version == "2.0.0"


def test_keeping_a_model_keeps_it(qtbot, window: MainWindow):
    manager = manager_of(qtbot, window)
    select(manager, SECOND)
    click(qtbot, manager.remove_button)
    (box,) = manager.findChildren(QMessageBox)
    assert box.defaultButton().text() == "Keep"
    answer(qtbot, box, "Keep")
    qtbot.wait(100)
    assert SECOND in states(manager)


@pytest.mark.parametrize("onto", ["window", "manager"])
def test_a_package_that_is_dropped_is_installed(qtbot, window: MainWindow, home: Path, onto: str):
    shutil.rmtree(home / "data" / "models" / SECOND)
    window.models.show()
    manager = window.models.manager
    qtbot.waitUntil(lambda: manager.list.topLevelItemCount() == 2, timeout=10_000)
    drop(window if onto == "window" else manager, home / f"{SECOND}.noduscope")
    qtbot.waitUntil(lambda: SECOND in states(manager), timeout=20_000)
    assert states(manager)[FIRST] == "active"


def test_a_package_that_is_refused_changes_nothing_and_says_why(
    qtbot, window: MainWindow, home: Path, tmp_path: Path
):
    manager = manager_of(qtbot, window)
    bad = tmp_path / "bad.noduscope"
    bad.write_bytes(b"PK no zip at all")
    before = states(manager)
    drop(manager, bad)
    qtbot.waitUntil(lambda: "not a readable zip" in manager.state.text(), timeout=10_000)
    assert states(manager) == before
    assert window.status.model.text() == f"model {FIRST}"


def test_a_choice_made_outside_the_window_is_told_and_taken_up_on_request(
    qtbot, window: MainWindow, home: Path
):
    Registry(home / "data" / "models", check=lambda _: None).activate(SECOND)
    manager = manager_of(qtbot, window)
    qtbot.waitUntil(lambda: not manager.reload_button.isHidden())
    assert manager.outside.text() == (
        f"{SECOND} was chosen outside this window, which still judges with {FIRST}."
    )
    click(qtbot, manager.reload_button)
    settle(qtbot, manager)
    assert window.status.model.text() == f"model {SECOND}"
    assert manager.reload_button.isHidden()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("delay_ms", [0, 40])
def test_an_engine_killed_while_it_changes_models_leaves_one_of_the_two(
    qtbot, window: MainWindow, home: Path, delay_ms: int
):
    manager = manager_of(qtbot, window)
    select(manager, SECOND)
    click(qtbot, manager.use_button)
    qtbot.wait(delay_ms + 1)
    if window.client.pid:
        os.kill(window.client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not manager.desk.busy, timeout=10_000)
    qtbot.waitUntil(
        lambda: window.client.state is EngineState.READY and window.client.model is not None, timeout=30_000
    )
    version = active_on_disk(home)
    assert version in ("1.0.0", "2.0.0")
    assert window.status.model.text() == f"model tiny-{version}"
    qtbot.waitUntil(lambda: states(manager)[f"tiny-{version}"] == "active", timeout=10_000)


def test_words_on_a_nodule_of_a_model_that_is_not_active_anymore(qtbot, window: MainWindow, templates: Path):
    with qtbot.waitSignal(window.opening.loaded, timeout=20_000):
        window.open_paths([templates / "chest"])
    with qtbot.waitSignal(window.assessor.assessed, timeout=20_000) as assessed:
        window.review.assess_at(NODULE.near_mm)
    (entry,) = assessed.args
    active = window.client.model
    assert words.outdated(entry, active) == ""
    assert words.outdated(entry, None) == ""
    newer = active.model_copy(update={"version": "9.0.0", "sha256": "9" * 64})
    assert (
        words.outdated(entry, newer) == f"Judged by {FIRST}. tiny-9.0.0 is active now and has not judged it."
    )
