"""The audit log in the window: opened by key, searched, verified; what the window exports is in it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.audit.dialog import AuditDialog
from app.window import MainWindow
from engine.findings import Decision
from engine.paths import store_file
from engine.report import SeriesFacts
from engine.store import open_store
from engine.store.audit import Action, Done, Entry, Verdict
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures

FACTS = SeriesFacts("1.2", "1.2.3", "0123456789ab", "Lung 1.0", "CT", 120)


def entry(number: int, reader: str, action: str, detail: str) -> Entry:
    made = datetime(2026, 5, 1, 10, number, tzinfo=UTC)
    return Entry(number, made, reader, action, "1.2.3", "abc", detail, "1.0", "d" * 64)


@pytest.fixture
def dialog(qtbot) -> AuditDialog:
    made = AuditDialog()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def window(windows) -> MainWindow:  # noqa: F811
    return windows()


def test_rows_are_told_and_searched_in_all_columns(dialog: AuditDialog) -> None:
    dialog.set_entries([entry(2, "Wu", "export", "pdf"), entry(1, "Lee", "decision", "rejected")])
    assert [row[1:5] for row in dialog.texts()] == [
        ["Wu", "export", "abc", "pdf"],
        ["Lee", "decision", "abc", "rejected"],
    ]
    assert dialog.counts.text() == "2 rows"
    dialog.search.setText("LEE rej")
    assert [row[1] for row in dialog.texts()] == ["Lee"]
    assert dialog.counts.text() == "one row"


def test_an_action_of_a_later_version_is_shown_as_it_is(dialog: AuditDialog) -> None:
    dialog.set_entries([entry(1, "Lee", "teleported", "")])
    assert dialog.texts()[0][2] == "teleported"


def test_the_verdict_is_said(qtbot, dialog: AuditDialog) -> None:
    with qtbot.waitSignal(dialog.verifyRequested):
        dialog.verify_button.click()
    dialog.show_verdict(Verdict(2, "ab12"))
    assert dialog.verdict.text() == "The log is whole: 2 rows. Hash of the last: ab12"
    dialog.show_verdict(Verdict(2, "ab12", "Row 2 of the audit log is missing."))
    assert dialog.verdict.text() == "Row 2 of the audit log is missing."


def test_the_key_opens_it_with_what_the_store_has(qtbot, window: MainWindow) -> None:
    with open_store() as store:
        store.decisions.add(FACTS, "abc", (0.0, 0.0, 0.0), Decision.ACCEPTED, reader="Lee")
        store.audit.add(Done(Action.MODEL, "root", subject="m-1", detail="active"))
    qtbot.keyClick(
        window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = window.audit.dialog
    qtbot.waitUntil(lambda: len(dialog.texts()) == 2)
    assert [row[2] for row in dialog.texts()] == ["model", "decision"]
    dialog.verify_button.click()
    qtbot.waitUntil(lambda: "The log is whole: 2 rows." in dialog.verdict.text())


def test_a_picture_of_the_image_is_noted(qtbot, window: MainWindow, tmp_path: Path) -> None:
    window.looks.save_snapshot(tmp_path / "picture.png")
    qtbot.waitUntil(lambda: store_file().exists() and bool(noted()))
    assert noted() == [("export", "picture", "png")]


def noted() -> list[tuple[str, ...]]:
    connection = sqlite3.connect(store_file())
    try:
        return connection.execute("SELECT action, subject, detail FROM audit").fetchall()
    except sqlite3.OperationalError:  # not made yet
        return []
    finally:
        connection.close()
