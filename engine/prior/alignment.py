"""How a scan lies in an earlier one: a rigid transform, and what it takes to trust it. Needs numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.geometry import FloatArray

#: Correlation of the aligned lungs below which an alignment is not to be trusted.
ENOUGH_CORRELATION = 0.5


class AlignmentError(ValueError):
    """Two scans that cannot be brought together, in a sentence."""


@dataclass(frozen=True)
class Alignment:
    """A rigid transform from the patient coordinates of a scan to those of an earlier one.

    Parameters
    ----------
    rotation
        Shape ``(3, 3)``.
    shift_mm
        ``earlier = rotation @ current + shift_mm``.
    correlation
        Of HU within the lungs, once aligned: 1 is perfect.
    """

    rotation: FloatArray
    shift_mm: FloatArray
    correlation: float

    @property
    def trusted(self) -> bool:
        """Whether the lungs agree well enough for positions to be followed."""
        return self.correlation >= ENOUGH_CORRELATION

    def to_prior(self, points_mm: npt.ArrayLike) -> FloatArray:
        """Return where positions of the current scan lie in the earlier one, shape ``(..., 3)``."""
        result: FloatArray = np.asarray(points_mm, dtype=float) @ self.rotation.T + self.shift_mm
        return result

    def to_current(self, points_mm: npt.ArrayLike) -> FloatArray:
        """Return where positions of the earlier scan lie in the current one, shape ``(..., 3)``."""
        result: FloatArray = (np.asarray(points_mm, dtype=float) - self.shift_mm) @ self.rotation
        return result

    def through(self, current_mm: npt.ArrayLike, prior_mm: npt.ArrayLike) -> Alignment:
        """Return the same rotation, shifted so that one position falls on the other."""
        shift: FloatArray = np.asarray(prior_mm, dtype=float) - self.rotation @ np.asarray(current_mm, float)
        return Alignment(self.rotation, shift, self.correlation)
