"""The model's description of a nodule, and whether readers would differ on it: outputs to data and flags.

It must not know the window's words, nor how a call is made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.findings import SPLIT_LIMIT, Attribute, Flag, ReaderRatings
from engine.models.manifest import AttributeOutput
from engine.runtimes.base import Float32Array


def describe(values: Float32Array, attributes: Sequence[AttributeOutput]) -> tuple[Attribute, ...]:
    """Name the network's attributes of one nodule.

    Parameters
    ----------
    values
        Shape ``(A,)``, in the scales' units. A regression may leave its scale; the end is taken then.
    attributes
        The manifest's names and scales.

    Returns
    -------
    tuple of Attribute
        In the manifest's order.
    """
    return tuple(
        Attribute(a.name, min(max(float(value), a.low), a.high), a.low, a.high)
        for a, value in zip(attributes, values, strict=True)
    )


def reader_ratings(shares: Float32Array) -> ReaderRatings:
    """Return what is expected of readers; rounding of 32 bits is taken out of the five shares."""
    positive = np.maximum(np.asarray(shares, dtype=np.float64), 0)
    one, two, three, four, five = (float(share) for share in positive / positive.sum())
    return ReaderRatings((one, two, three, four, five))


def readers_would_differ(readers: ReaderRatings) -> tuple[Flag, ...]:
    """Flag a nodule on which readers are expected to split."""
    if readers.split <= SPLIT_LIMIT:
        return ()
    return (
        Flag(
            "readers_would_differ",
            f"Readers would probably differ on this nodule: ratings of {readers.mean:.1f} ±"
            f" {readers.deviation:.1f} of 5 are expected, split more evenly than three to one.",
        ),
    )
