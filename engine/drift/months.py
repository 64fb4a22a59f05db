"""Readings counted month by month: scores, calls, abstentions, and how the scans were made.

It counts; it compares nothing. Months are UTC, so that two workstations count alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.drift.shift import Values
from engine.envelope import maker
from engine.findings import Call
from engine.models.manifest import Envelope
from engine.store.readings import Reading, ReadNodule

#: Flags of nodules that no model of nodules may judge; leaving them out is no sign of drift.
_NO_NODULE = frozenset({"mass", "incomplete", "outside"})
#: The longest view, in months.
MONTHS = 24

#: What a series can be outside of, in the order of telling.
OUTSIDE = {
    "thick_slices": "slices thicker than in training",
    "coarse_pixels": "pixels coarser than in training",
    "manufacturer": "scanners of a manufacturer not trained on",
    "kernel": "reconstruction kernels not trained on",
}


@dataclass(frozen=True)
class Population:
    """Some nodules as the model saw them."""

    nodules: tuple[ReadNodule, ...] = ()

    @property
    def scores(self) -> Values:
        """Probabilities of those that were judged."""
        return np.array([n.probability for n in self.nodules if n.probability is not None], float)

    @property
    def calls(self) -> dict[str, int]:
        """How many got which call."""
        counts = Counter(nodule.call for nodule in self.nodules)
        return {call.value: counts[call] for call in Call}

    @property
    def judgeable(self) -> int:
        """Nodules with a call, without masses and those that the scan cuts off."""
        return sum(n.call is not None and not (n.flags & _NO_NODULE) for n in self.nodules)

    @property
    def abstained(self) -> int:
        """Those of `judgeable` on which the model took no side."""
        undecided = (Call.INDETERMINATE, Call.OUT_OF_RANGE)
        return sum(n.call in undecided and not (n.flags & _NO_NODULE) for n in self.nodules)


@dataclass(frozen=True)
class Period:
    """What was read in a time.

    Parameters
    ----------
    name
        ``YYYY-MM`` of a month.
    readings
        The series.
    """

    name: str
    readings: tuple[Reading, ...] = field(default=(), repr=False)

    @property
    def patients(self) -> int:
        """How many different ones; series that name none count one each."""
        return len({reading.patient_key or reading.series_uid for reading in self.readings})

    @property
    def suggested(self) -> Population:
        """All that the program suggested and readers did not reject."""
        return Population(tuple(n for r in self.readings for n in r.nodules if n.suggested))

    @property
    def accepted(self) -> Population:
        """What readers accepted as nodules, or pointed at and labelled."""
        return Population(tuple(n for r in self.readings for n in r.nodules if n.accepted))


def by_month(readings: Sequence[Reading]) -> list[Period]:
    """Return the months from the first reading to the last, empty ones too, at most the last `MONTHS`."""
    if not readings:
        return []
    months: dict[str, list[Reading]] = {}
    first, last = min(r.when for r in readings), max(r.when for r in readings)
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        months[f"{year:04d}-{month:02d}"] = []
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    for reading in readings:
        months[f"{reading.when:%Y-%m}"].append(reading)
    return [Period(name, tuple(of)) for name, of in months.items()][-MONTHS:]


def pooled(periods: Iterable[Period]) -> Period:
    """Return several months as one."""
    listed = list(periods)
    name = "" if not listed else listed[0].name
    if len(listed) > 1:
        name = f"{listed[0].name} to {listed[-1].name}"
    return Period(name, tuple(r for p in listed for r in p.readings))


def outside(reading: Reading, envelope: Envelope) -> tuple[str, ...]:
    """Return what a series is outside of, as keys of `OUTSIDE`; what was not recorded counts as inside."""
    acquisition = reading.geometry.get("acquisition") or {}
    manufacturer, kernel = acquisition.get("manufacturer") or "", acquisition.get("kernel") or ""
    known = {maker(name) for name in envelope.manufacturers}
    found = {
        "thick_slices": (thickness_mm(reading) or 0) > envelope.slice_thickness_mm.high,
        "coarse_pixels": (pixel_mm(reading) or 0) > envelope.pixel_spacing_mm.high,
        "manufacturer": bool(manufacturer.strip()) and maker(manufacturer) not in known,
        "kernel": bool(kernel and envelope.kernels) and kernel not in envelope.kernels,
    }
    return tuple(key for key in OUTSIDE if found[key])


def thickness_mm(reading: Reading) -> float | None:
    """Slice thickness as recorded, else the distance between slices; `None` where nothing is known."""
    recorded = (reading.geometry.get("acquisition") or {}).get("slice_thickness_mm")
    spacing = reading.geometry.get("spacing_mm")
    return float(recorded) if recorded else float(spacing[0]) if spacing else None


def pixel_mm(reading: Reading) -> float | None:
    """Size of a pixel, the larger side; `None` where nothing is known."""
    spacing = reading.geometry.get("spacing_mm")
    return float(max(spacing[1:])) if spacing else None


def recorded(readings: Iterable[Reading], field_name: str) -> dict[str, int]:
    """Count what the scans say of their manufacturer or kernel; the most frequent first."""
    values = ((r.geometry.get("acquisition") or {}).get(field_name) or "" for r in readings)
    return dict(Counter(str(value).strip() or "not recorded" for value in values).most_common())
