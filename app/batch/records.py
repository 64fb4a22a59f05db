"""Suggestions out of a run's folder and the store, and decisions into the store; off the window's thread.

The store is opened when it is first needed: SQLAlchemy takes a moment to load. It knows no widgets.
"""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.findings.entry import BadFindingError, NoduleEntry
from engine.findings import Decision, Point
from engine.matching import match
from engine.report import SeriesFacts

if TYPE_CHECKING:
    from engine.store import Store


@dataclass(frozen=True)
class Suggestions:
    """What a run suggested in a series.

    Parameters
    ----------
    facts
        Of the series, as the store knows it.
    entries
        The best suggestion first.
    problem
        Why earlier decisions are not in it, in a sentence; empty where they are.
    """

    facts: SeriesFacts
    entries: tuple[NoduleEntry, ...]
    problem: str = ""


class Records(QObject):
    """Reads and writes, one thing after the other, on a thread of its own.

    Signals
    -------
    read(str, object)
        A series UID and its `Suggestions`.
    unreadable(str, str)
        A series UID, and a sentence.
    kept(str, str, object)
        A series UID, a nodule's id, and the `Decision` that is in the store now.
    lost(str, str, object, str)
        The same and a sentence: it could not be kept.
    """

    read = Signal(str, object)
    unreadable = Signal(str, str)
    kept = Signal(str, str, object)
    lost = Signal(str, str, object, str)
    _broke = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._broke.connect(self._raise)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._store: Store | None = None

    def ask(self, series_uid: str, folder: Path) -> None:
        """Read the suggestions of a series; `read` or `unreadable` follows."""
        self._thread.submit(self._read, series_uid, folder).add_done_callback(self._look)

    def keep(self, facts: SeriesFacts, entry: NoduleEntry, decision: Decision | None, reader: str) -> None:
        """Write a decision; `kept` or `lost` follows."""
        self._thread.submit(self._keep, facts, entry, decision, reader).add_done_callback(self._look)

    def close(self) -> None:
        """Finish what was begun, and close the store."""
        self._thread.submit(self._close)
        self._thread.shutdown()

    @staticmethod
    def _raise(error: BaseException) -> None:
        raise error  # in the window's thread: the log and the strip hear of it

    # ------------------------------------------------------------ on the thread

    def _look(self, done: Future[None]) -> None:
        error = done.exception()
        if error is not None:
            self._broke.emit(error)

    def _open(self) -> Store:
        if self._store is None:
            from engine.store import open_store

            self._store = open_store()
        return self._store

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()

    def _read(self, series_uid: str, folder: Path) -> None:
        try:
            report = json.loads((folder / "report.json").read_text("utf-8"))
            facts = SeriesFacts(**report["series"])
            decided, problem = self._decided(facts.series_uid)
            found = Suggestions(facts, tuple(_entries(report, decided)), problem)
        except OSError as error:
            self.unreadable.emit(
                series_uid,
                f"The results of this series could not be read ({error.strerror}). Analyze the folder again.",
            )
        except BadFindingError as error:
            self.unreadable.emit(series_uid, f"{error} Analyze the folder again.")
        except (ValueError, KeyError, TypeError):
            self.unreadable.emit(series_uid, "Its report is damaged. Analyze the folder again.")
        else:
            self.read.emit(series_uid, found)

    def _decided(self, series_uid: str) -> tuple[dict[Point, Decision] | None, str]:
        """Return what the store knows; `None` and why where it cannot be asked."""
        from engine.store import StoreError

        try:
            current = self._open().decisions.current(series_uid)
        except StoreError as error:
            return None, str(error)
        return {d.centre_mm: d.decision for d in current if d.decision is not None}, ""

    def _keep(self, facts: SeriesFacts, entry: NoduleEntry, decision: Decision | None, reader: str) -> None:
        from engine.store import StoreError

        try:
            self._open().decisions.add(facts, entry.identity, entry.centre_mm, decision, reader=reader)
        except StoreError as error:
            self.lost.emit(facts.series_uid, entry.id, decision, str(error))
        else:
            self.kept.emit(facts.series_uid, entry.id, decision)


def _entries(report: dict[str, Any], decided: dict[Point, Decision] | None) -> list[NoduleEntry]:
    """Return the suggestions with the decisions that hold now: those of the store, if it could be asked."""
    model, findings = report["model"], report["findings"]
    name = f"{model['id']}-{model['version']}" if model else ""
    centres = [(float(x), float(y), float(z)) for x, y, z in (f["centre_mm"] for f in findings)]
    places = list(decided or ())
    pairs = match(centres, places)
    entries = []
    for i, found in enumerate(findings):
        if decided is None:
            decision = Decision(found["decision"]) if found["decision"] else None
        else:
            decision = decided[places[pairs[i]]] if i in pairs else None
        entries.append(NoduleEntry.from_report(i + 1, found, name, decision))
    return entries
