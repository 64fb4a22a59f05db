"""Suggestions of nodules in a CT: places found by shape, scored by the package's network, told apart.

`propose` is the one way in; `open_filter` opens what a model package brings for it. A suggestion is not a
finding: nobody has looked yet.
"""

from __future__ import annotations

from engine.candidates.blobs import find_blobs
from engine.candidates.filter import CandidateFilter, open_filter
from engine.candidates.merge import Candidate, merged, thinned
from engine.candidates.noise import quieter
from engine.lungs import Lungs
from engine.volume import Volume

__all__ = ["MAX_PLACES", "Candidate", "CandidateFilter", "by_shape", "merged", "open_filter", "propose"]

#: Suggestions returned at most, shown or not.
LIMIT = 100
#: Places given to a filter at most: of 319 inserted nodules, 97.5 % were among the first 2,000 of their scan.
MAX_PLACES = 2000


def propose(
    volume: Volume, lungs: Lungs, filter_: CandidateFilter | None = None, *, limit: int = LIMIT
) -> list[Candidate]:
    """Suggest nodules.

    Parameters
    ----------
    volume
        The CT.
    lungs
        Of the same volume, from `engine.lungs.segment_lungs`.
    filter_
        From `open_filter`. Without one the score tells how dense and round a place is; it is no probability.
    limit
        How many at most.

    Returns
    -------
    list of Candidate
        Best first, one a place; empty where no lungs were found. The same input gives the same list.
    """
    if not lungs.found:
        return []
    found = filter_.find(volume, lungs) if filter_ else by_shape(volume, lungs)
    return merged(found, limit)


def by_shape(volume: Volume, lungs: Lungs) -> list[Candidate]:
    """Return places scored by shape alone; neighbours on several scales are one already."""
    return thinned(find_blobs(quieter(volume), lungs), MAX_PLACES)
