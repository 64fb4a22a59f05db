"""Candidates, their order, and what counts as the same place. It must not know networks or voxels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.candidates.blobs import DIAMETER_PER_SIGMA, Blobs
from engine.findings import Point
from engine.geometry import FloatArray

#: A blob is the same place as a stronger one within this share of that one's radius, or this many mm.
SAME_BLOB_SHARE, SAME_BLOB_MM = 0.8, 3.0
#: The same for scored candidates, whose positions and widths are rougher.
SAME_SHARE, SAME_MM = 1.0, 6.0
#: Roundness below this is not told apart: noise.
LEAST_ROUNDNESS = 0.01


@dataclass(frozen=True)
class Candidate:
    """A place where there may be a nodule.

    Parameters
    ----------
    centre_mm
        Patient position.
    diameter_mm
        How wide, roughly; measuring is `engine.lesion`'s work.
    score
        Calibrated probability that it is a nodule, or without a filter a strength between 0 and 1.
    """

    centre_mm: Point
    diameter_mm: float
    score: float


def strength(blobs: Blobs) -> FloatArray:
    """How much blobs look like nodules, by shape alone, between 0 and 1.

    The root of the answer, so that ground glass is not drowned by calcium, times the roundness.
    """
    result: FloatArray = np.sqrt(np.clip(blobs.answer_hu / 1000, 0, 1)) * np.clip(
        blobs.roundness, LEAST_ROUNDNESS, 1
    )
    return result


def thinned(blobs: Blobs, most: int) -> list[Candidate]:
    """Return the strongest blobs, one a place, as candidates scored by `strength`."""
    score = strength(blobs)
    width = blobs.sigma_mm * DIAMETER_PER_SIGMA
    same = {"share": SAME_BLOB_SHARE, "least_mm": SAME_BLOB_MM}
    kept = _one_a_place(blobs.centre_mm, width, score, most, **same)
    return [_candidate(blobs.centre_mm[i], width[i], score[i]) for i in kept]


def merged(candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    """Return the best candidates, one a place, best first."""
    if not candidates:
        return []
    centre = np.array([c.centre_mm for c in candidates], dtype=float)
    width = np.array([c.diameter_mm for c in candidates], dtype=float)
    score = np.array([c.score for c in candidates], dtype=float)
    return [
        candidates[i] for i in _one_a_place(centre, width, score, most, share=SAME_SHARE, least_mm=SAME_MM)
    ]


def _candidate(centre: FloatArray, width: float, score: float) -> Candidate:
    x, y, z = (float(v) for v in centre)
    return Candidate((x, y, z), float(width), float(score))


def _one_a_place(
    centre: FloatArray, width: FloatArray, score: FloatArray, most: int, *, share: float, least_mm: float
) -> list[int]:
    """Indices in descending order of score, without those too near a better one; ties go by index."""
    kept: list[int] = []
    places = np.empty((most, 3))
    reach = np.empty(most)
    for i in np.argsort(-score, kind="stable"):
        if len(kept) == most:
            break
        n = len(kept)
        if n and (((places[:n] - centre[i]) ** 2).sum(1) < reach[:n]).any():
            continue
        places[n], reach[n] = centre[i], max(share * width[i] / 2, least_mm) ** 2
        kept.append(int(i))
    return kept
