"""What one row of the benchmarks holds. It must not know what is timed."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

#: Units of rows.
MS, SECONDS, MIB = "ms", "s", "MiB"


class BenchError(RuntimeError):
    """A part that could not be timed, in a sentence."""


@dataclass(frozen=True)
class Row:
    """A figure.

    Parameters
    ----------
    p50, p95
        Median and 95th percentile; of a memory, its peak both times.
    runs
        How often it was taken.
    unit
        Of both.
    ratios
        The median as a multiple of other medians of the same run, by their names. Below 1 ours is quicker
        or smaller.
    """

    p50: float
    p95: float
    runs: int
    unit: str = MS
    ratios: dict[str, float] = field(default_factory=dict)

    def beside(self, name: str, other: float) -> Row:
        """Return this row with its ratio to another figure of the same unit."""
        ratios = {**self.ratios, name: round(self.p50 / other, 4)}
        return Row(self.p50, self.p95, self.runs, self.unit, ratios)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Row:
        """Read plain data.

        Raises
        ------
        ValueError
            If it is no row.
        """
        try:
            ratios = {str(name): float(value) for name, value in data["ratios"].items()}
            row = cls(float(data["p50"]), float(data["p95"]), int(data["runs"]), str(data["unit"]), ratios)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError("it holds a row without median, 95th percentile, unit or ratios") from error
        if min([row.p50, row.p95, *ratios.values()]) <= 0:
            raise ValueError("it holds a figure that is not above zero")
        return row


Rows = dict[str, Row]


def row(taken: Sequence[float], unit: str = MS) -> Row:
    """Sum up what was taken; nothing counts as less than the last digit that is kept."""
    ordered = sorted(taken)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return Row(
        max(round(statistics.median(ordered), 3), 0.001), max(round(p95, 3), 0.001), len(ordered), unit
    )
