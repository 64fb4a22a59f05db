"""Suggestions out of a run's folder or the store, and decisions into the store; off the window's thread.

It knows no widgets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from app.findings.entry import BadFindingError, NoduleEntry
from app.i18n import tr
from app.store_thread import StoreThread
from engine import json_text
from engine.findings import Decision, Point
from engine.matching import match
from engine.report import SeriesFacts


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


class Records(StoreThread):
    """Reads and writes, one thing after the other, on a thread of its own.

    Signals
    -------
    read(str, object)
        A series UID and its `Suggestions`.
    absent(str)
        A series UID: the store has no analysis of it.
    unreadable(str, str)
        A series UID, and a sentence.
    kept(str, str, object)
        A series UID, a nodule's id, and the `Decision` that is in the store now.
    lost(str, str, object, str)
        The same and a sentence: it could not be kept.
    """

    read = Signal(str, object)
    absent = Signal(str)
    unreadable = Signal(str, str)
    kept = Signal(str, str, object)
    lost = Signal(str, str, object, str)

    def ask(self, series_uid: str, folder: Path) -> None:
        """Read the suggestions of a series; `read` or `unreadable` follows."""
        self._do(self._read, series_uid, folder)

    def recall(self, series_uid: str) -> None:
        """Read the suggestions that the store keeps; `read`, `absent` or `unreadable` follows."""
        self._do(self._recall, series_uid)

    def keep(self, facts: SeriesFacts, entry: NoduleEntry, decision: Decision | None, reader: str) -> None:
        """Write a decision; `kept` or `lost` follows."""
        self._do(self._keep, facts, entry, decision, reader)

    # ------------------------------------------------------------ on the thread

    def _read(self, series_uid: str, folder: Path) -> None:
        try:
            report = json_text.read(folder / "report.json")
            facts = _facts(report["series"])
            decided, problem = self._decided(facts.series_uid)
            entries = _entries(report["model"], report["findings"], decided)
            found = Suggestions(facts, tuple(entries), problem)
        except OSError as error:
            self.unreadable.emit(
                series_uid,
                tr(
                    "The results of this series could not be read ({strerror}). Analyze the folder again.",
                    strerror=error.strerror,
                ),
            )
        except BadFindingError as error:
            self.unreadable.emit(series_uid, tr("{error} Analyze the folder again.", error=error))
        except (ValueError, KeyError, TypeError, OverflowError):
            self.unreadable.emit(series_uid, tr("Its report is damaged. Analyze the folder again."))
        else:
            self.read.emit(series_uid, found)

    def _recall(self, series_uid: str) -> None:
        from engine.store import StoreError

        try:
            analysis = self._open().findings.latest(series_uid)
            if analysis is None:
                self.absent.emit(series_uid)
                return
            decided, problem = self._decided(series_uid)
            model = {"id": analysis.model_id, "version": analysis.model_version}
            entries = _entries(model if analysis.model_id else None, analysis.findings, decided)
        except StoreError as error:
            self.unreadable.emit(series_uid, str(error))
        except (BadFindingError, ValueError, KeyError, TypeError, OverflowError):
            self.unreadable.emit(series_uid, tr("Its stored findings are damaged. Analyze the folder again."))
        else:
            self.read.emit(series_uid, Suggestions(analysis.series, tuple(entries), problem))

    def _decided(self, series_uid: str) -> tuple[dict[Point, Decision] | None, str]:
        """Return what the store knows; `None` and why where it cannot be asked."""
        from engine.store import StoreError

        try:
            current = self._open().decisions.current(series_uid)
        except StoreError as error:
            return None, str(error)
        return {d.centre_mm: d.decision for d in current if d.decision is not None}, ""

    def _keep(self, facts: SeriesFacts, entry: NoduleEntry, decision: Decision | None, reader: str) -> None:
        change = (facts.series_uid, entry.id, decision)
        with self._telling(partial(self.lost.emit, *change)):
            self._open().decisions.add(facts, entry.identity, entry.place_mm, decision, reader=reader)
            self.kept.emit(*change)


def _facts(series: Mapping[str, Any]) -> SeriesFacts:
    """Return the facts of a report's series: texts, and one number."""
    told = {name: str(value) for name, value in dict(series).items()}
    return SeriesFacts(**{**told, "n_slices": int(series["n_slices"])})  # type: ignore[arg-type]


def _entries(
    model: Mapping[str, Any] | None,
    findings: Sequence[Mapping[str, Any]],
    decided: dict[Point, Decision] | None,
) -> list[NoduleEntry]:
    """Return the suggestions with the decisions that hold now: those of the store, if it could be asked."""
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
