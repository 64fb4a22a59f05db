"""Which of two sets of positions are the same nodule: pairs that lie close together, each used once.

What a reader decided belongs to a place in the patient, not to one run of the program: another version may
find the nodule a little off. Needs numpy only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.findings import Point

#: Two positions this close are one nodule (mm). The centre lies in the largest slice, so that it can jump by
#: one slice, at most 5 mm in a series that may be analysed.
SAME_PLACE_MM = 5.0


def match(
    first: Sequence[Point], second: Sequence[Point], within_mm: float = SAME_PLACE_MM
) -> dict[int, int]:
    """Pair positions of two sets, the nearest first.

    Parameters
    ----------
    first, second
        Patient positions ``(x, y, z)``.
    within_mm
        Positions further apart are never a pair.

    Returns
    -------
    dict
        From an index into `first` to one into `second`; no index is used twice. Of equal distances the lower
        indices come first.
    """
    if not first or not second:
        return {}
    distance = np.linalg.norm(np.asarray(first, float)[:, None] - np.asarray(second, float)[None], axis=2)
    close = np.argwhere(distance <= within_mm)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in sorted((tuple(map(int, pair)) for pair in close), key=lambda p: (distance[p], p)):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
