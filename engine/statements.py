"""What readers state about a patient, a study or a nodule: risk inputs, corrections, comments, what was read.

Plain data, for the store, the window and reports. A statement is never changed: a later one takes over, and
one without a value takes the earlier back. It must not know who keeps or shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.findings import Point
from engine.matching import match
from engine.risk.facts import FACTS, Known, Scope, Value

#: Statements about a nodule that no rule asks for: free text, and whether it was looked at.
COMMENT, READ = "comment", "read"


def scope_of(name: str) -> Scope | None:
    """Return what a statement is about; `None` for one that this version does not know."""
    if name in (COMMENT, READ):
        return Scope.NODULE
    return FACTS[name].scope if name in FACTS else None


def is_valid(name: str, value: object) -> bool:
    """Whether a value may be stated under a name; `None` takes back."""
    if value is None:
        return scope_of(name) is not None
    if name == COMMENT:
        return isinstance(value, str)
    if name == READ:
        return isinstance(value, bool)
    return name in FACTS and FACTS[name].accepts(value)


@dataclass(frozen=True)
class Statement:
    """One statement.

    Parameters
    ----------
    name
        Of a fact (`engine.risk.facts.FACTS`), `COMMENT` or `READ`.
    value
        What is stated; `None` takes back what was stated before.
    reader
        Who states it.
    finding_id, centre_mm
        The nodule, where it is about one: the place tells it, the id names it.
    made
        When; `None` while it is being written.
    """

    name: str
    value: Value | None
    reader: str
    finding_id: str = ""
    centre_mm: Point | None = None
    made: datetime | None = None


def holding(history: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements that hold: the last of each name and place, unless it takes back.

    Parameters
    ----------
    history
        The oldest first. Two places are the same if they are close (`engine.matching`).
    """
    holds: list[Statement] = []
    for said in history:
        holds = [*without(holds, said.name, said.centre_mm), said]
    return tuple(said for said in holds if said.value is not None)


def without(statements: Sequence[Statement], name: str, centre_mm: Point | None) -> list[Statement]:
    """Return statements without the one of a name and place."""
    there = found(statements, name, centre_mm)
    return [said for said in statements if said is not there]


def found(statements: Sequence[Statement], name: str, centre_mm: Point | None) -> Statement | None:
    """Return the statement of a name and place, of several the nearest."""
    named = [said for said in statements if said.name == name]
    if centre_mm is None:
        return next((said for said in named if said.centre_mm is None), None)
    placed = [said for said in named if said.centre_mm is not None]
    pair = match([centre_mm], [said.centre_mm for said in placed if said.centre_mm is not None])
    return placed[pair[0]] if pair else None


def of_nodules(statements: Sequence[Statement], centres_mm: Sequence[Point]) -> list[dict[str, Statement]]:
    """Return the statements of each of some nodules, by name; each statement is of one nodule only."""
    result: list[dict[str, Statement]] = [{} for _ in centres_mm]
    for name in dict.fromkeys(said.name for said in statements):
        placed = [said for said in statements if said.name == name and said.centre_mm is not None]
        pairs = match(centres_mm, [said.centre_mm for said in placed if said.centre_mm is not None])
        for i, j in pairs.items():
            result[i][name] = placed[j]
    return result


def of_series(statements: Iterable[Statement]) -> dict[str, Statement]:
    """Return the statements about the patient and the study, by name."""
    return {said.name: said for said in statements if said.centre_mm is None}


def stated_facts(*statements: dict[str, Statement]) -> dict[str, Known]:
    """Return the facts among statements, each with its reader as the source."""
    return {
        name: Known(said.value, f"reader {said.reader}")
        for group in statements
        for name, said in group.items()
        if name in FACTS
    }
