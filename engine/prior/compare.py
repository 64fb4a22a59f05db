"""A scan's nodules in an earlier scan: paired by position, measured there, and what has become of them.

The pipeline of a comparison; how scans are aligned and what growth means is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from engine.findings import Nodule, Point
from engine.lesion import LesionError
from engine.lesion.measure import measure
from engine.matching import match
from engine.prior.alignment import Alignment, AlignmentError
from engine.prior.growth import Growth, Size
from engine.prior.register import align, follow
from engine.volume import Volume

#: A nodule that was known there and lies farther from where it is expected is another one.
PAIR_MM = 10.0
#: The same for one that no one has pointed at: a vessel may be as near.
FOUND_MM = 6.0
#: What no one has pointed at in the earlier scan and is less than this share as wide may be a vessel where
#: the nodule had not been yet.
SAME_SHARE = 0.5


@dataclass(frozen=True)
class Pair:
    """A nodule of the current scan and what the earlier one shows at its place.

    Parameters
    ----------
    now
        The nodule.
    expected_mm
        Where it would lie in the earlier scan.
    before
        The nodule there, if there is one.
    growth
        What has become of it, if it was there.
    reason
        Why there is no nodule there, in a sentence.
    """

    now: Nodule
    expected_mm: Point
    before: Nodule | None
    growth: Growth | None
    reason: str = ""


@dataclass(frozen=True)
class Comparison:
    """How two scans lie, and their nodules."""

    alignment: Alignment
    pairs: tuple[Pair, ...]


def compare(
    current: Volume,
    prior: Volume,
    nodules: Sequence[Nodule],
    *,
    known: Sequence[Point] = (),
    held: Mapping[int, Point] = MappingProxyType({}),
    days: int | None = None,
    alignment: Alignment | None = None,
    between_steps: Callable[[], None] = lambda: None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Comparison:
    """Look for a scan's nodules in an earlier scan.

    Parameters
    ----------
    current, prior
        CTs of one patient's chest.
    nodules
        Of the current one.
    known
        Positions in the earlier one that a reader or an earlier analysis holds for nodules. Where one lies
        near the expected position it is measured, else what lies at the expected position.
    held
        Index of a nodule to where a reader says that it lies in the earlier scan, however far from where it
        is expected.
    days
        From the earlier scan to the current one.
    alignment
        How the scans lie, where that is known already, or a reader's own word for it; not judged again.
    between_steps
        Called now and then; may raise to give up.
    progress
        Told how many nodules are done.

    Returns
    -------
    Comparison

    Raises
    ------
    AlignmentError
        If the scans cannot be brought together.
    """
    told = alignment is not None
    alignment = alignment or align(current, prior, between_steps)
    if not told and not alignment.trusted:
        raise AlignmentError(
            "The scans cannot be compared by position: their lungs do not look alike (correlation "
            f"{alignment.correlation:.2f}). Are both of this patient, and both of the chest?"
        )
    expected = []
    for done, nodule in enumerate(nodules):
        between_steps()
        progress(done)
        expected.append(follow(current, prior, alignment, nodule.centre_mm))
    paired = match(expected, list(known), PAIR_MM)
    return Comparison(
        alignment,
        tuple(
            _pair(
                prior,
                nodule,
                expected[i],
                held.get(i, known[paired[i]] if i in paired else None),
                days,
                by_reader=i in held,
            )
            for i, nodule in enumerate(nodules)
        ),
    )


def _pair(
    prior: Volume, now: Nodule, expected: Point, known: Point | None, days: int | None, *, by_reader: bool
) -> Pair:
    if not bool(prior.grid.contains(known or expected)):
        return Pair(now, expected, None, None, "The earlier scan does not reach this place.")
    try:
        before = measure(prior, known or expected)
    except LesionError as error:
        return Pair(now, expected, None, None, f"No nodule was measured in the earlier scan. {error}")
    away = float(np.linalg.norm(np.subtract(before.centre_mm, expected)))
    if not by_reader and away > (FOUND_MM if known is None else PAIR_MM):
        return Pair(
            now,
            expected,
            None,
            None,
            f"What lies nearest in the earlier scan is {away:.0f} mm off: no nodule was seen at this place.",
        )
    growth = Growth(_size(now), _size(before), days)
    if known is None and growth.before.mean_mm < SAME_SHARE * growth.now.mean_mm:
        return Pair(
            now,
            expected,
            None,
            None,
            f"What lies at this place in the earlier scan is {growth.before.mean_mm:.1f} mm wide, less than "
            "half: the nodule may be new. Point it out there if it is the same.",
        )
    return Pair(now, expected, before, growth)


def _size(nodule: Nodule) -> Size:
    return Size(nodule.long_axis_mm, nodule.short_axis_mm, nodule.volume_mm3)
