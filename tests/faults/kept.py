"""What a reader has in the store before a fault, and whether it is all there after it."""

from __future__ import annotations

from pathlib import Path

from engine.findings import Decision
from engine.report import SeriesFacts
from engine.store import Store, open_store

FACTS = SeriesFacts("1.2", "1.2.3", "0123456789ab", "Lung 1.0", "CT", 120)
COUNT = 60


def keep(store: Store, first: int = 0, count: int = COUNT) -> None:
    """Decide on `count` nodules, each at a place of its own."""
    for n in range(first, first + count):
        decision = Decision.ACCEPTED if n % 2 else Decision.REJECTED
        store.decisions.add(
            FACTS, f"n{n}", (10.0 * n, -20.0, 30.0), decision, reader="Ng", comment="spiculated " * 20
        )


def decided(path: Path) -> list[str]:
    """Return the nodules with a decision, in the order in which they were decided."""
    with open_store(path) as store:
        history = store.decisions.history(FACTS.series_uid)
    for item in history:
        n = int(item.finding_id[1:])
        assert item.decision is (Decision.ACCEPTED if n % 2 else Decision.REJECTED)
        assert item.centre_mm == (10.0 * n, -20.0, 30.0)
        assert item.comment == "spiculated " * 20
    return [item.finding_id for item in history]


def nodules(first: int = 0, count: int = COUNT) -> list[str]:
    """Return what `decided` answers where nothing is lost."""
    return [f"n{n}" for n in range(first, first + count)]
