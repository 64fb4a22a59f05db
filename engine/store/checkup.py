"""Is the store sound, and what is in it: for a support call, without opening it for work or changing it."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from engine.store.backups import Backup, backups
from engine.store.errors import StoreError, sentences
from engine.store.opening import examine, refuse_if_gone

#: What is counted: what a reader would miss.
_COUNTED = ("series", "decision", "label", "measurement", "outline", "statement", "report_signature", "study")


@dataclass(frozen=True)
class Checkup:
    """What was found.

    Parameters
    ----------
    path
        The store's file.
    problem
        A sentence; empty where the store is sound, or there is none yet.
    version
        Of its tables; empty where there are none.
    rows
        How many of what a reader would miss.
    backups
        Its copies, the last one first.
    """

    path: Path
    problem: str
    version: str
    rows: dict[str, int]
    backups: list[Backup]


def check_up(path: Path) -> Checkup:
    """Look through a store, every page of it; nothing is changed."""
    version, rows, problem = "", {}, ""
    try:
        refuse_if_gone(path)
        if path.exists():
            version = examine(path)
            rows = _count(path)
    except StoreError as error:
        problem = str(error)
    return Checkup(path, problem, version, rows, backups(path))


def _count(path: Path) -> dict[str, int]:
    with (
        sentences(path),
        contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection,
    ):
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our names
            for table in _COUNTED
            if table in there
        }
