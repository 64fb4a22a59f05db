"""Which series may be the prior of the one on screen, which is proposed and why. Data to data; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.i18n import tr, trn
from engine.prior.growth import days_between
from engine.protocol import SeriesSummary

#: A series with fewer slices shows no whole chest.
WHOLE_CHEST_SLICES = 30


@dataclass(frozen=True)
class Candidate:
    """A series that could be the prior.

    Parameters
    ----------
    summary
        The series.
    days
        From it to the series on screen; `None` where a date is missing or it is not earlier.
    same_patient
        Whether the files name the same patient; `None` where one of them names none.
    """

    summary: SeriesSummary
    days: int | None
    same_patient: bool | None

    @property
    def objection(self) -> str:
        """Why it is compared only if the reader says that this is meant; empty where nothing is."""
        if self.same_patient:
            return ""
        if self.same_patient is None:
            return tr("The files do not say whether both scans are of one patient.")
        return tr("This scan is of another patient: growth from one person to another means nothing.")

    @property
    def interval(self) -> str:
        """The time between both scans in words."""
        if self.days is None:
            return tr("not known")
        return trn("{n} day before", "{n} days before", self.days)


def candidates(current: SeriesSummary, series: Sequence[SeriesSummary]) -> list[Candidate]:
    """Return the CTs that could be compared with, the likeliest first.

    The patient's own come before others', earlier ones before those that are not, a whole chest before a
    block; then the latest, the one with the most alike slices, and the same kernel.
    """
    keys = {s.series_uid: s for s in reversed(series)}  # a series found twice is one
    found = [
        Candidate(s, days_between(s.date, current.date), _same(s.patient_key, current.patient_key))
        for s in keys.values()
        if s.modality == "CT" and s.series_uid != current.series_uid
    ]

    def key(c: Candidate) -> tuple[bool, bool, bool, bool, int, float, bool, int]:
        s = c.summary
        return (
            not c.same_patient, c.days is None, not s.analysable, s.n_slices < WHOLE_CHEST_SLICES,
            c.days or 0, _off_mm(s, current), s.acquisition.kernel != current.acquisition.kernel, -s.n_slices,
        )  # fmt: skip

    return sorted(found, key=key)


def proposed(current: SeriesSummary, series: Sequence[SeriesSummary]) -> tuple[Candidate, str] | None:
    """Return the prior that needs no choice, and why it is this one; `None` where there is none."""
    best = next(iter(candidates(current, series)), None)
    if best is None or not best.same_patient or best.days is None or not best.summary.analysable:
        return None
    spacing = best.summary.spacing_mm
    kernel = (
        tr("same kernel")
        if best.summary.acquisition.kernel == current.acquisition.kernel
        else tr("another kernel")
    )
    return best, tr(
        "The last earlier CT of this patient ({date}, {interval}); of its series the one most alike: slices"
        " {mm} mm apart, {kernel}.",
        date=best.summary.date,
        interval=best.interval,
        mm=f"{spacing[0]:.3g}" if spacing else "?",
        kernel=kernel,
    )


def _same(one: str, other: str) -> bool | None:
    return one == other if one and other else None


def _off_mm(series: SeriesSummary, current: SeriesSummary) -> float:
    if series.spacing_mm is None or current.spacing_mm is None:
        return float("inf")
    return round(abs(series.spacing_mm[0] - current.spacing_mm[0]), 1)
