"""Opening the store's file: its settings, its check, its migrations. It does not know what is in them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from engine import paths
from engine.files import private_folder
from engine.store.backups import backups
from engine.store.errors import FOREIGN, GONE, StoreDamagedError, StoreError, sentences
from engine.store.store import Store

#: The newest migration; a test holds it against the files.
HEAD = "0007"
#: How long to wait for another program that is writing.
BUSY_TIMEOUT_MS = 5000
#: SQLite's smallest page: no database is smaller.
LEAST_BYTES = 512
MIGRATIONS = Path(__file__).with_name("migrations")


def open_store(path: Path | None = None) -> Store:
    """Open the store, make it if there is none, and bring it to this version's tables.

    A store of an older version is copied to ``NAME.before-VERSION`` first. None is made where there are
    backups of one: that it is gone is no reason to begin anew unseen.

    Parameters
    ----------
    path
        The file; by default the user's.

    Returns
    -------
    Store

    Raises
    ------
    StoreError
        If it cannot be used: locked, damaged, read-only, no room, or written by a later version. The file is
        left as it is. A `StoreDamagedError` where a backup can take its place.
    """
    path = path or paths.store_file()
    refuse_if_gone(path)
    engine = _engine(path)
    try:
        with sentences(path):
            private_folder(path.parent)
            with engine.connect() as connection:
                version = _version(connection)
                _check(connection, path)
            if version != HEAD:
                _migrate(engine, path, version)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, path)


def examine(path: Path) -> str:
    """Look through an existing file, every page and index of it, and return the version of its tables.

    Raises
    ------
    StoreError
        As `open_store` does.
    """
    engine = _engine(path)
    try:
        with sentences(path), engine.connect() as connection:
            version = _version(connection)
            _check(connection, path, "integrity_check")
            return version or ""
    finally:
        engine.dispose()


def refuse_if_gone(path: Path) -> None:
    """Raise `StoreDamagedError` for what SQLite would take for an empty file and write over.

    That is a store missing or empty while there are backups of it, or the first bytes of one.
    """
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    if size == 0 and backups(path):
        raise StoreDamagedError(path, GONE)
    if 0 < size < LEAST_BYTES:
        raise StoreDamagedError(path)


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: Any) -> None:
        # SQLAlchemy begins the transactions itself, below: the driver's own would leave CREATE TABLE outside.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")  # a decision must survive a power cut
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that will write says so at once: one that turns to writing later can be refused.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _version(connection: Connection) -> str | None:
    """Return the migration the file is at; `None` for an empty one.

    Raises
    ------
    StoreError
        If it was written by a later version of Noduscope.
    """
    tables = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    if not tables:
        return None
    path = connection.engine.url.database
    if "alembic_version" not in tables:
        raise StoreDamagedError(path, FOREIGN)
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    version = str(found or "")
    if version > HEAD:
        raise StoreError(
            f"The store {path} was written by a later version of Noduscope (its tables are of version"
            f" {version}, this program knows {HEAD}). It was left as it is: use the later version, or move"
            " the file away to start with an empty one."
        )
    return version


def _check(connection: Connection, path: Path, check: str = "quick_check") -> None:
    """Refuse a damaged file: what SQLite finds wrong would otherwise turn up in the middle of a day."""
    found = connection.execute(text(f"PRAGMA {check}(1)")).scalar_one()
    if found != "ok":
        raise StoreDamagedError(path)


def _migrate(engine: Engine, path: Path, version: str | None) -> None:
    """Run the missing migrations, all or none."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    if version is not None:
        _back_up(path)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        # Another program may have done it while this one waited for its turn.
        if _version(connection) != HEAD:
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:  # its version is none that ever was
                raise StoreDamagedError(path, FOREIGN) from error


def _back_up(path: Path) -> None:
    target = path.with_name(f"{path.name}.before-{HEAD}")
    part = target.with_name(target.name + ".part")
    source, copy = sqlite3.connect(path), sqlite3.connect(part)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    part.replace(target)
