"""Whether two programs did the same work, which is checked before either is timed.

Times of different work say nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


class DisagreementError(RuntimeError):
    """Two programs that were to do the same work did not, in a sentence."""


def largest_difference(
    ours: npt.NDArray[np.generic], theirs: npt.NDArray[np.generic], allowed: float, whose: str, unit: str
) -> float:
    """Return by how much two results differ.

    Parameters
    ----------
    ours, theirs
        Of any shape.
    allowed
        The largest difference that still counts as the same work.
    whose
        The other program and its work, as a sentence begins: ``VTK's picture``.
    unit
        Of the values.

    Raises
    ------
    DisagreementError
        If their shapes differ, or they differ by more than `allowed` somewhere.
    """
    if ours.shape != theirs.shape:
        raise DisagreementError(f"{whose} has the shape {theirs.shape}, ours {ours.shape}: nothing is timed.")
    found = float(np.abs(ours.astype(np.float64) - theirs.astype(np.float64)).max(initial=0.0))
    if not found <= allowed:
        raise DisagreementError(
            f"{whose} differs from ours by {found:g} {unit}, and {allowed:g} is allowed: that is not the "
            "same work, and nothing is timed."
        )
    return found
