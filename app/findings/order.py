"""The orders in which nodules are read. Data to data; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from app.findings.entry import NoduleEntry
from app.i18n import mark


class Order(StrEnum):
    """An order of the list."""

    SUGGESTED = mark("as suggested")
    SUSPICION = mark("by suspicion")
    SIZE = mark("by size")
    POSITION = mark("by position")

    @property
    def next(self) -> Order:
        """The one after it, round the end."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


def ordered(entries: Sequence[NoduleEntry], order: Order) -> list[NoduleEntry]:
    """Sort nodules.

    Parameters
    ----------
    entries
        The nodules.
    order
        As suggested: those the reader pointed at by suspicion, then a batch's suggestions, the surest find
        first. By suspicion: masses by size, then by falling probability, then those without one by size. By
        size: the longest axis first. By position: from the head down.
    """

    def suspicion(entry: NoduleEntry) -> tuple[int, float, float]:
        size = entry.long_axis.length_mm
        if entry.is_mass:
            return (0, -size, 0.0)
        if entry.probability is not None:
            return (1, -entry.probability, -size)
        return (2, -size, 0.0)

    def suggested(entry: NoduleEntry) -> tuple[int, float, float]:
        return (3, entry.number, 0.0) if entry.suggested_by else suspicion(entry)

    def size(entry: NoduleEntry) -> tuple[int, float, float]:
        return (0, -entry.long_axis.length_mm, entry.number)

    def position(entry: NoduleEntry) -> tuple[int, float, float]:
        return (0, -entry.centre_mm[2], entry.number)

    keys = {
        Order.SUGGESTED: suggested,
        Order.SUSPICION: suspicion,
        Order.SIZE: size,
        Order.POSITION: position,
    }
    return sorted(entries, key=keys[order])
