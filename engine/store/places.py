"""Entries of the store that belong to a place in the patient, not to one run of the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from engine.findings import Point
from engine.matching import match


class Placed(Protocol):
    """Something at a place."""

    @property
    def centre_mm(self) -> Point:
        """Patient position."""
        ...


_Placed = TypeVar("_Placed", bound=Placed)


def newest_of_each_place(history: Sequence[_Placed]) -> list[_Placed]:
    """Return the last entry of each place, the oldest place first.

    Entries are the same place if they are close (`engine.matching`); a nodule found a little off by another
    version of the program keeps its history.
    """
    current: list[_Placed] = []
    for entry in history:
        place = match([entry.centre_mm], [known.centre_mm for known in current])
        if place:
            current[place[0]] = entry
        else:
            current.append(entry)
    return current
