"""Lines of equal value through an array: outlines of masks and contours of maps in any plane. numpy only.

Marching squares: in each square of four neighbouring values the line is straight, and where it crosses the
square's sides is interpolated.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: A line from one crossing to another: shape ``(n, 2, 2)``, (start, end) x (row, column).
Lines = npt.NDArray[np.float64]
#: Pairs of sides that a line joins, by which corners lie above: bits 1, 2, 4, 8 for top left, top right,
#: bottom right, bottom left; sides 0 top, 1 right, 2 bottom, 3 left. Of the saddles, with a low middle.
_SIDES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 6: ((0, 2),), 7: ((3, 2),), 8: ((2, 3),),
    9: ((0, 2),), 11: ((1, 2),), 12: ((1, 3),), 13: ((0, 1),), 14: ((0, 3),),
    5: ((3, 0), (1, 2)), 10: ((0, 1), (2, 3)),
}  # fmt: skip
#: The same of the saddles (5 and 10) whose middle lies above: the high corners are joined.
_JOINED = {5: ((0, 1), (2, 3)), 10: ((3, 0), (1, 2))}


def isolines(values: npt.ArrayLike, level: float) -> Lines:
    """Return the lines on which bilinear values equal a level.

    Parameters
    ----------
    values
        Shape ``(rows, columns)``, finite. What should have closed lines must be below the level at its rim.
    level
        A value at the level counts as below it.

    Returns
    -------
    numpy.ndarray
        Shape ``(n, 2, 2)``: from where to where, as fractional (row, column); whole numbers are the places
        of the array's values.
    """
    v = np.asarray(values, dtype=float)
    if min(v.shape) < 2:
        return np.zeros((0, 2, 2))
    corners = np.stack((v[:-1, :-1], v[:-1, 1:], v[1:, 1:], v[1:, :-1]))
    case = np.einsum("i,irc->rc", (1, 2, 4, 8), (corners > level).astype(np.intp))
    rows, columns = np.nonzero((case > 0) & (case < 15))
    case, (a, b, c, d) = case[rows, columns], corners[:, rows, columns]
    with np.errstate(divide="ignore", invalid="ignore"):
        top, right, bottom, left = ((level - p) / (q - p) for p, q in ((a, b), (b, c), (d, c), (a, d)))
    zero, one = np.zeros(len(rows)), np.ones(len(rows))
    sides = (
        np.stack(
            [np.stack(pair, -1) for pair in ((zero, top), (right, one), (one, bottom), (left, zero))], axis=1
        )
        + np.stack((rows, columns), -1)[:, None]
    )
    high = (a + b + c + d) / 4 > level
    found = []
    for which, pairs in _SIDES.items():
        for is_high in (False, True) if which in _JOINED else (None,):
            at = case == which if is_high is None else (case == which) & (high == is_high)
            found += [sides[at][:, list(pair)] for pair in (_JOINED[which] if is_high else pairs)]
    return np.concatenate(found)
