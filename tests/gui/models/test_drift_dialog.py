"""The drift view under real events: the document of `noduscope drift --json` in words, charts and table."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.engine_client import EngineClient
from app.models.drift_dialog import DriftDialog
from app.window import MainWindow
from engine.models.package import load_package
from engine.store import open_store
from tests.engine.drift.months import MODEL, read
from tests.engine.models.two_models import write_two


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose store has three months: even scores, none, then high ones from a new scanner."""
    home = write_two(tmp_path_factory.mktemp("drift") / "home")
    model = {**MODEL, "sha256": load_package(home / "data" / "models" / "tiny-1.0.0").sha256}
    with open_store(home / "data" / "store.sqlite") as store:
        for k in range(12):
            read(store, f"a{k}", "2026-01-10", [(10 * i + k / 2 + 1) / 110 for i in range(10)], model=model)
            read(store, f"b{k}", "2026-03-10", [0.9, 0.8, 0.95], manufacturer="Acme", model=model)
        read(store, "c", "2026-03-10", [0.1], model={**MODEL, "sha256": "e" * 64})
    return home


@pytest.fixture
def window(qtbot, started, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(template, tmp_path / "home")
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    made = started(EngineClient())
    qtbot.waitUntil(lambda: made.client.model_known, timeout=30_000)
    return made


def dialog_of(qtbot, window: MainWindow) -> DriftDialog:
    window.actions_by_id["models.drift"].trigger()
    dialog = window.models.drift
    qtbot.waitUntil(lambda: dialog.model.text() != "", timeout=15_000)
    return dialog


def test_the_view_says_first_whether_fine_tuning_is_due_and_why(qtbot, window: MainWindow):
    dialog = dialog_of(qtbot, window)
    assert dialog.title.text() == "Fine-tuning is due"
    assert "label at least 50 nodules" in dialog.hint.text()
    assert "12 of 12 series in 2026-03" in dialog.signals.text()
    assert dialog.model.text() == "tiny-1.0.0, 24 series"
    assert dialog.left_out.text() == "1 series were read with other models only and are left out."
    rows = dialog.table.texts()
    assert [row[:5] for row in rows] == [
        ["2026-03", "12", "12", "12", "36"],
        ["2026-02", "0", "0", "", "0"],
        ["2026-01", "12", "12", "0", "120"],
    ]
    assert rows[0][-1] == "scanner Acme"
    assert float(rows[0][7]) > 0.25


def test_a_month_that_is_chosen_shows_its_scores(qtbot, window: MainWindow):
    dialog = dialog_of(qtbot, window)
    assert dialog.period.text() == "Scores, 2026-03"
    assert dialog.recent_button.isHidden()
    january = dialog.table.topLevelItem(2)
    place = dialog.table.visualItemRect(january).center()
    qtbot.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.period.text() == "Scores, 2026-01"
    names = [label.text for _sample, label in dialog.scores.key.items]
    assert "suggested (120)" in names
    assert not any(name.startswith("first months") for name in names), "it is one of them"
    qtbot.mouseClick(dialog.recent_button, Qt.MouseButton.LeftButton)
    assert dialog.period.text() == "Scores, 2026-03"
    assert "first months (120)" in [label.text for _sample, label in dialog.scores.key.items]


def test_a_store_that_cannot_be_read_is_a_sentence(qtbot, window: MainWindow, tmp_path: Path):
    dialog_of(qtbot, window)
    (tmp_path / "home" / "data" / "store.sqlite").write_bytes(b"no database " * 1000)
    window.actions_by_id["models.drift"].trigger()
    dialog = window.models.drift
    qtbot.waitUntil(lambda: dialog.title.text() == "The months could not be counted", timeout=15_000)
    assert "store.sqlite" in dialog.hint.text()


def test_the_window_does_not_load_the_library_of_charts_before_it_is_wanted():
    code = "import sys, app.window; print('pyqtgraph' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
