"""From every earlier version of the store to this one with the data, and none of it to a later one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from engine.store import StoreError, open_store, opening

CONFIG = Config()
CONFIG.set_main_option("script_location", str(opening.MIGRATIONS))
VERSIONS = sorted(script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions())
WHEN = "2026-01-01T00:00:00.000000+00:00"


def older(path: Path, version: str) -> None:
    """Make a store of an earlier version with a series and two decisions in it."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(opening.MIGRATIONS))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    engine.dispose()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO series (series_uid, study_uid, patient_key, description, modality, n_slices, first_seen)"
        " VALUES ('1.2.3', '1.2', 'k', 'Chest', 'CT', 9, ?)",
        (WHEN,),
    )
    for n, decision in enumerate(("accepted", "rejected")):
        connection.execute(
            "INSERT INTO decision"
            " (series_id, finding_id, x_mm, y_mm, z_mm, decision, comment, reader, decided)"
            " VALUES (1, ?, ?, 0, 0, ?, 'seen', 'Ng', ?)",
            (f"n{n}", 50.0 * n, decision, WHEN),
        )
    connection.commit()
    connection.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_every_earlier_version_comes_with_its_data(tmp_path: Path, version: str) -> None:
    path = tmp_path / "store.sqlite"
    older(path, version)
    with open_store(path) as store:
        kept = [(d.finding_id, d.decision, d.comment, d.reader) for d in store.decisions.current("1.2.3")]
    assert kept == [("n0", "accepted", "seen", "Ng"), ("n1", "rejected", "seen", "Ng")]
    before = path.with_name(f"store.sqlite.before-{opening.HEAD}")
    assert before.exists() is (version != opening.HEAD)
    if before.exists():  # what an older program can go on with
        connection = sqlite3.connect(before)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (version,)
        assert connection.execute("SELECT count(*) FROM decision").fetchone() == (2,)
        connection.close()


def test_an_earlier_program_refuses_this_store_politely_and_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.sqlite"
    older(path, opening.HEAD)
    before = path.read_bytes()
    monkeypatch.setattr(opening, "HEAD", "0003")
    with pytest.raises(StoreError, match=r"was written by a later version .* use the later version"):
        open_store(path)
    # The first look switches on write-ahead logging, two bytes of the header; nothing else changes.
    assert path.read_bytes()[100:] == before[100:]
