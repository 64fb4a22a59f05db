"""What the model says beyond its score, back from a finding's JSON. Plain data only.

`engine.report` writes the JSON; this reads those parts of it that have a form of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.findings import Attribute, Novelty, Point, ReaderRatings


def point_of(value: Any) -> Point:
    """Return a position.

    Raises
    ------
    ValueError
        If it has not three numbers.
    """
    x, y, z = (float(v) for v in value)
    return (x, y, z)


def optional(value: Any) -> float | None:
    """Return a number, or `None` where there is none."""
    return None if value is None else float(value)


def described(found: Mapping[str, Mapping[str, float]] | None) -> tuple[Attribute, ...]:
    """Return what the nodule looks like to the model.

    Raises
    ------
    ValueError
        If a value is not on its scale.
    """
    described = tuple(
        Attribute(name, float(of["value"]), float(of["low"]), float(of["high"]))
        for name, of in dict(found or {}).items()
    )
    for attribute in described:
        if not attribute.low <= attribute.value <= attribute.high or attribute.low == attribute.high:
            raise ValueError(f"the scale of {attribute.name}")
    return described


def readers_of(found: Mapping[str, Any] | None) -> ReaderRatings | None:
    """Return the ratings that are expected of readers."""
    if found is None:
        return None
    one, two, three, four, five = (float(share) for share in found["ratings"])
    return ReaderRatings((one, two, three, four, five))


def novelty_of(found: Mapping[str, float] | None) -> Novelty | None:
    """Return how unlike the training nodules it is."""
    return None if found is None else Novelty(float(found["distance"]), float(found["percentile"]))
