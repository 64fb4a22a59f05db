"""Opening the store: made, brought up to date, refused; nothing is ever lost on the way."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event

from engine import paths
from engine.findings import Decision
from engine.labels.kinds import Review
from engine.report import SeriesFacts
from engine.store import StoreError, open_store, opening
from engine.store.tables import Base

FACTS = SeriesFacts("1.2", "1.2.3", "0123456789ab", "Lung 1.0", "CT", 120)
PLACE = (10.0, -20.0, 30.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "new folder" / "store.sqlite"
    with open_store(path) as store:
        store.decisions.add(FACTS, "abc", PLACE, Decision.REJECTED, reader="reader")
    return path


@pytest.fixture
def on_connect() -> Iterator[list[str]]:
    """SQL that every new connection of SQLAlchemy runs."""
    statements: list[str] = []

    def run(connection: sqlite3.Connection, _record: object) -> None:
        for statement in statements:
            connection.execute(statement)

    event.listen(Engine, "connect", run)
    yield statements
    event.remove(Engine, "connect", run)


def test_it_lies_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path))
    with open_store() as store:
        assert store.path == paths.store_file() == tmp_path / "data" / "store.sqlite"
        assert store.path.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_its_folder_is_this_accounts_alone_and_one_that_is_there_stays(tmp_path: Path) -> None:
    open_store(tmp_path / "a" / "b" / "store.sqlite").close()
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o700, 0o700]
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    open_store(shared / "store.sqlite").close()
    assert shared.stat().st_mode & 0o777 == 0o755


def test_the_migrations_make_the_tables_of_the_code(file: Path) -> None:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(opening.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [opening.HEAD]


def test_it_is_written_ahead_and_to_the_disk(file: Path) -> None:
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_opening_again_needs_no_alembic(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from engine.store import open_store; "
        f"open_store(Path({str(file)!r})).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def later(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Pretend that this program has one more migration."""
    shutil.copytree(opening.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v9999_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = '9999'\n"
        f"down_revision = {opening.HEAD!r}\n"
        f"def upgrade():\n    op.add_column('job', sa.Column('host', sa.String()))\n    {body}\n"
    )
    monkeypatch.setattr(opening, "MIGRATIONS", folder)
    monkeypatch.setattr(opening, "HEAD", "9999")


def job_columns(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    names = [row[1] for row in connection.execute("PRAGMA table_info(job)")]
    connection.close()
    return names


def test_an_older_store_is_copied_and_brought_up_to_date(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(tmp_path / "migrations", monkeypatch, "pass")
    with open_store(file) as store:
        assert [d.finding_id for d in store.decisions.history(FACTS.series_uid)] == ["abc"]
    assert "host" in job_columns(file)
    backup = file.with_name("store.sqlite.before-9999")
    assert "host" not in job_columns(backup)
    connection = sqlite3.connect(backup)
    assert connection.execute("SELECT finding_id FROM decision").fetchall() == [("abc",)]
    connection.close()


def test_labels_of_the_first_version_keep_what_was_said_of_them(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "HEAD", "0001")
        engine = opening._engine(path)
        config = Config()
        config.set_main_option("script_location", str(opening.MIGRATIONS))
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
        engine.dispose()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO series VALUES (1, '1.2.3', '1.2', 'key', 'Lung', 'CT', 9, '2026-01-01T00:00:00+00:00')"
    )
    for row, review in ((1, "draft"), (2, "rejected")):
        connection.execute(
            "INSERT INTO label VALUES (?, 1, 'a', ?, 0, 0, 7.5, 'benign', 'reader', NULL, ?, 'seen', 'first',"
            " '2026-01-02T00:00:00+00:00')",
            (row, 100.0 * row, review),
        )
    connection.commit()
    connection.close()
    with open_store(path) as store:
        assert [(s.review, s.comment, s.has_crop) for s in store.labels.current("1.2.3")] == [
            (Review.DRAFT, "seen", False),
            (Review.FLAGGED, "seen", False),
        ]


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        later(tmp_path / "migrations", patched, "raise MemoryError")
        with pytest.raises(MemoryError):
            open_store(file)
    assert "host" not in job_columns(file)
    with open_store(file) as store:
        assert len(store.decisions.history(FACTS.series_uid)) == 1


def test_a_kill_while_the_tables_are_made_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    code = (
        "import os; from pathlib import Path; from sqlalchemy import Engine, event\n"
        "from engine.store import open_store\n"
        "@event.listens_for(Engine, 'before_cursor_execute')\n"
        "def kill(c, cursor, statement, *rest):\n"
        "    if 'CREATE TABLE decision' in statement: os._exit(9)\n"
        f"open_store(Path({str(path)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 9
    with open_store(path) as store:
        assert store.decisions.history("1") == []


def test_a_store_of_a_later_version_is_refused_and_left_alone(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '0099'")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"written by a later version of Noduscope .* 0099"):
        open_store(file)
    assert file.read_bytes() == before


def test_files_that_are_no_store_are_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "text.sqlite"
    text.write_text("this is not a database, " * 100)
    with pytest.raises(StoreError, match="is not a store of Noduscope"):
        open_store(text)
    assert text.read_text().startswith("this is not a database")
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="is not a store of Noduscope"):
        open_store(other)


def test_a_damaged_store_is_refused_and_left_alone(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged"):
        open_store(file)
    assert file.read_bytes() == content


def test_a_store_in_use_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 50)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(file) as store:
        assert len(store.decisions.history(FACTS.series_uid)) == 1  # reading goes on
        with pytest.raises(StoreError, match="in use by another program"):
            store.decisions.add(FACTS, "abc", PLACE, None, reader="reader")
        other.execute("ROLLBACK")
        store.decisions.add(FACTS, "abc", PLACE, None, reader="reader")
        assert len(store.decisions.history(FACTS.series_uid)) == 2
    other.close()


def test_a_read_only_store_says_so(file: Path, on_connect: list[str]) -> None:
    on_connect.append("PRAGMA query_only = 1")
    with (
        open_store(file) as store,
        pytest.raises(StoreError, match=r"store\.sqlite cannot be written: .* read-only"),
    ):
        store.decisions.add(FACTS, "abc", PLACE, None, reader="reader")


def test_a_full_disk_says_so_and_changes_nothing(file: Path, on_connect: list[str]) -> None:
    pages = sqlite3.connect(file).execute("PRAGMA page_count").fetchone()[0]
    on_connect.append(f"PRAGMA max_page_count = {pages}")
    with open_store(file) as store:
        with pytest.raises(StoreError, match="disk is full"):
            store.decisions.add(FACTS, "abc", PLACE, None, reader="reader", comment="x" * 100_000)
        assert len(store.decisions.history(FACTS.series_uid)) == 1


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"The store .* cannot be used"):
        open_store(tmp_path / "file" / "store.sqlite")
