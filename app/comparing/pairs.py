"""What is known of a comparison: how the scans lie, and what the prior shows of each nodule. Plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from app.findings.entry import NoduleEntry
from app.i18n import mark, tr
from engine.finding_json import point_of
from engine.findings import Point
from engine.prior.alignment import Alignment
from engine.prior.growth import Change
from engine.protocol import AlignmentModel, PriorNodule, PriorPair, SeriesSummary
from engine.protocol_report import ReportedGrowth

DENIED = mark("Not the same nodule, the reader says: it is not paired.")
_CHANGES = {
    Change.GROWN: mark("grown"),
    Change.GROWN_SLOWLY: mark("grown slowly"),
    Change.STABLE: mark("stable"),
    Change.SMALLER: mark("smaller"),
}


@dataclass(frozen=True)
class Followed:
    """A nodule of the current scan and what the prior shows of it.

    Parameters
    ----------
    centre_mm
        Of the nodule when it was looked for: elsewhere it is another one.
    found
        The engine's answer.
    by_hand
        Whether the reader said where it lies in the prior.
    denied
        Whether the reader said that what was found is another nodule.
    """

    centre_mm: Point
    found: PriorPair
    by_hand: bool = False
    denied: bool = False

    @property
    def before(self) -> PriorNodule | None:
        """The nodule in the prior, if there is one."""
        return None if self.denied else self.found.before

    @property
    def place_mm(self) -> Point | None:
        """Where it lies in the prior, or would."""
        return self.before.centre_mm if self.before is not None else self.found.expected_mm

    @property
    def grown(self) -> bool:
        """Whether it is larger by more than the 1.5 mm of Lung-RADS, in whatever time."""
        change = self.found.change
        larger = change is None or change in (Change.GROWN, Change.GROWN_SLOWLY)
        return self.before is not None and larger

    @property
    def state(self) -> str:
        """What has become of it, in a word or two."""
        if self.denied:
            return tr("unpaired")
        if self.before is None:
            return tr("not found")
        change = self.found.change
        return tr("larger") if change is None else tr(_CHANGES[Change(change)])

    @property
    def text(self) -> str:
        """The growth in words, or why there is none."""
        return tr(DENIED) if self.denied else self.found.text


@dataclass
class Comparison:
    """A series, its prior, and what has been found out.

    Parameters
    ----------
    current_uid
        The series on screen.
    prior
        The earlier one.
    days
        Between them; `None` where that is not known.
    same_patient
        Whether the files say so. What is found in another's scan goes into no report.
    alignment
        As the engine found it; `None` until then.
    failure
        Why the scans are not aligned, in a sentence.
    """

    current_uid: str
    prior: SeriesSummary
    days: int | None
    same_patient: bool
    alignment: AlignmentModel | None = None
    failure: str = ""
    nodules: dict[str, Followed] = field(default_factory=dict)

    def of(self, entry: NoduleEntry) -> Followed | None:
        """What is known of a nodule, unless it is another one by now."""
        known = self.nodules.get(entry.id)
        return known if known is not None and known.centre_mm == entry.centre_mm else None

    def told(self, entry: NoduleEntry) -> ReportedGrowth | None:
        """What a report says of a nodule; `None` where that is nothing, as of two patients."""
        known = self.of(entry)
        if known is None or not self.same_patient:
            return None
        found, paired = known.found, known.before is not None
        return ReportedGrowth(
            prior_date=self.prior.date,
            days=self.days,
            before_mm=found.before_mm if paired else None,
            now_mm=found.now_mm if paired else None,
            change_mm=found.change_mm if paired else None,
            doubling_days=found.doubling_days if paired else None,
            change=found.change if paired else None,
            text=DENIED if known.denied else found.text,
            by_reader=known.by_hand or known.denied,
        )

    def missing(self, entries: Iterable[NoduleEntry]) -> list[NoduleEntry]:
        """Those that have not been looked for in the prior."""
        return [entry for entry in entries if self.of(entry) is None]

    def deny(self, entry: NoduleEntry) -> None:
        """Take a nodule's pairing back, or give it back."""
        known = self.nodules[entry.id]
        self.nodules[entry.id] = replace(known, denied=not known.denied)


def alignment_of(told: AlignmentModel) -> Alignment:
    """Return the alignment that a message describes."""
    return Alignment(np.asarray(told.rotation), np.asarray(told.shift_mm), told.correlation)


def told_alignment(alignment: Alignment) -> AlignmentModel:
    """Return the message that describes an alignment."""
    first, second, third = (point_of(row) for row in alignment.rotation)
    return AlignmentModel(
        rotation=(first, second, third),
        shift_mm=point_of(alignment.shift_mm),
        correlation=alignment.correlation,
    )
