"""What has become of a nodule between two scans: millimetres, volume, doubling time, and what they mean.

Numbers only: it must not know volumes, files or the window.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Growth in mean diameter, in mm, within `WITHIN_DAYS` (ACR Lung-RADS v2022).
GROWTH_MM = 1.5
#: Twelve months.
WITHIN_DAYS = 366
#: A change of volume up to this share lies within what two measurements of an unchanged nodule may differ
#: by, and gives no doubling time (the growth criterion of the NELSON trial).
VOLUME_ERROR = 0.25


class Change(StrEnum):
    """What has become of a nodule."""

    GROWN = "grown"
    """Its mean diameter grew by more than `GROWTH_MM` within twelve months."""
    GROWN_SLOWLY = "grown_slowly"
    """It grew by more than `GROWTH_MM`, over more than twelve months."""
    STABLE = "stable"
    SMALLER = "smaller"
    """Its mean diameter is less by more than `GROWTH_MM`."""


@dataclass(frozen=True)
class Size:
    """A nodule's size in one scan.

    Parameters
    ----------
    long_axis_mm, short_axis_mm
        In the slice where it is largest.
    volume_mm3
        Of its mask.
    """

    long_axis_mm: float
    short_axis_mm: float
    volume_mm3: float

    @property
    def mean_mm(self) -> float:
        """Mean of both axes to one decimal, as Lung-RADS v2022 has it (halves are rounded up)."""
        return math.floor((self.long_axis_mm + self.short_axis_mm) / 2 * 10 + 0.5 + 1e-9) / 10


@dataclass(frozen=True)
class Growth:
    """A nodule then and now.

    Parameters
    ----------
    now, before
        Its sizes.
    days
        From the earlier scan to the later one; at least 1. `None` where a date is not known.
    """

    now: Size
    before: Size
    days: int | None

    @property
    def change_mm(self) -> float:
        """Growth of the mean diameter, to one decimal."""
        return round(self.now.mean_mm - self.before.mean_mm, 1)

    @property
    def volume_share(self) -> float:
        """Growth of the volume as a share of what it was."""
        return self.now.volume_mm3 / self.before.volume_mm3 - 1

    @property
    def change(self) -> Change | None:
        """What has become of it; `None` where it has grown in a time that is not known."""
        if self.change_mm > GROWTH_MM:
            if self.days is None:
                return None
            return Change.GROWN if self.days <= WITHIN_DAYS else Change.GROWN_SLOWLY
        return Change.SMALLER if self.change_mm < -GROWTH_MM else Change.STABLE

    @property
    def doubling_days(self) -> float | None:
        """Volume-doubling time, ``days * ln 2 / ln(volume now / volume before)``.

        `None` where the volume has not grown by more than `VOLUME_ERROR`, or the time is not known.
        """
        if self.days is None or self.volume_share <= VOLUME_ERROR:
            return None
        return self.days * math.log(2) / math.log(self.now.volume_mm3 / self.before.volume_mm3)

    @property
    def text(self) -> str:
        """Say it in words."""
        when = "in a time that is not known" if self.days is None else f"in {self.days} days"
        # One template, so that the window can recognise it in another language.
        return (
            f"{self.before.mean_mm:.1f} mm to {self.now.mean_mm:.1f} mm mean diameter "
            f"({self.change_mm:+.1f} mm) {when}: {_WORDS[self.change]}; {self._volume_text}."
        )

    @property
    def _volume_text(self) -> str:
        share, doubling = f"{self.volume_share:+.0%}", self.doubling_days
        if doubling is not None:
            return f"volume {share}, doubling time {doubling:.0f} days"
        if abs(self.volume_share) > VOLUME_ERROR:
            return f"volume {share}"
        if self.change in (Change.STABLE, None):
            return f"volume {share}, within the error of measuring"
        return (
            f"volume {share}, within the error of measuring: the volume does not confirm it, "
            "look at both outlines"
        )


_WORDS = {
    Change.GROWN: "grown (more than 1.5 mm within 12 months)",
    Change.GROWN_SLOWLY: "grown by more than 1.5 mm, over more than 12 months",
    Change.STABLE: "not grown by more than 1.5 mm",
    Change.SMALLER: "smaller by more than 1.5 mm",
    None: "larger by more than 1.5 mm, but without both dates growth within 12 months cannot be told",
}


def days_between(before: str, now: str) -> int | None:
    """Return the days from one date to a later one.

    Parameters
    ----------
    before, now
        As ``YYYY-MM-DD``; empty where the files do not say.

    Returns
    -------
    int or None
        `None` where a date is missing or is none, or the scans are not in this order.
    """
    try:
        days = (date.fromisoformat(now) - date.fromisoformat(before)).days
    except ValueError:
        return None
    return days if days >= 1 else None
