"""What the window says of a damaged store at its start, and its button that restores the backup."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from app.message_strip import Level, MessageStrip
from app.store_care import StoreCare
from engine.store import opening
from engine.store.backups import back_up, backups
from tests.faults.kept import decided, nodules

DAY = date(2026, 5, 4)


@pytest.fixture
def care(qtbot, windows):
    """A window, and its care of the store as `app.application` joins them."""
    window = windows()
    made = StoreCare()
    made.said.connect(lambda text, level, action: window.strip.say(text, level, action=action))
    made.strip = window.strip
    yield made
    made.close()


def look(qtbot, care: StoreCare) -> MessageStrip:
    with qtbot.waitSignal(care.said, timeout=10_000):
        care.look()
    return care.strip


def test_a_sound_store_has_a_copy_of_today_and_nothing_is_said(qtbot, store: Path, care: StoreCare):
    for _ in range(2):
        with qtbot.waitSignal(care.sound, timeout=10_000):
            care.look()
    assert len(backups(store)) == 1
    assert "store" not in care.strip.text


def test_a_damaged_store_is_said_and_the_button_restores_it(qtbot, store: Path, care: StoreCare):
    back_up(store, DAY)
    store.write_bytes(store.read_bytes()[:20_000])
    strip = look(qtbot, care)
    assert f"The store {store} is damaged. It was left as it is" in strip.text
    assert strip.level is Level.ERROR
    assert strip.button.text() == "Restore the backup of 2026-05-04"
    with qtbot.waitSignal(care.sound, timeout=10_000):
        strip.button.click()
    assert "The store is the backup of 2026-05-04 now." in strip.text
    assert "store.sqlite.aside-1" in strip.text
    assert decided(store) == nodules()


def test_without_a_backup_the_reader_knows_that_nothing_is_kept(qtbot, store: Path, care: StoreCare):
    store.write_bytes(store.read_bytes()[:20_000])
    strip = look(qtbot, care)
    assert "There is no backup of it. Nothing that you decide, label or measure is kept" in strip.text
    assert not strip.button.isVisible()


def test_a_later_version_s_store_is_refused_politely_and_left_alone(qtbot, store: Path, care: StoreCare):
    connection = sqlite3.connect(store)
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.commit()
    connection.close()
    before = store.read_bytes()
    strip = look(qtbot, care)
    assert "was written by a later version of Noduscope" in strip.text
    assert "use the later version" in strip.text
    assert store.read_bytes() == before
    assert backups(store) == []


def test_a_locked_store_is_said_and_used_when_it_is_free(qtbot, store: Path, care: StoreCare, monkeypatch):
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 50)
    other = sqlite3.connect(store, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    strip = look(qtbot, care)
    assert "is in use by another program and did not become free. Try again in a moment." in strip.text
    other.execute("ROLLBACK")
    other.close()
    with qtbot.waitSignal(care.sound, timeout=10_000):
        care.look()
    assert decided(store) == nodules()


def test_a_copy_that_cannot_be_made_is_said_and_the_store_is_used(qtbot, store: Path, care: StoreCare):
    (store.parent / "backups").write_text("a file where the folder should be")
    strip = look(qtbot, care)
    assert "Today's backup of the store could not be made." in strip.text
    assert strip.level is Level.WARNING
    assert decided(store) == nodules()
