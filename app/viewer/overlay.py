"""The heat map over a slice: a signed map in logit units becomes colours on the slice's own pixels.

Pure functions on arrays: resampling goes through `engine.geometry`, colours through one fixed table. Nothing
here looks at the range of the values it is given: the same value has the same colour in every image.
Knows no widgets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from engine.findings import ActivationMap
from engine.geometry import Grid, sample

#: Slack, in slice steps, for a patch plane that lies exactly between two slices.
_HALF_STEP = 0.5 + 1e-6


@dataclass(frozen=True)
class OverlaySettings:
    """How the heat map is shown.

    Parameters
    ----------
    on
        Whether heat map, outlines and diameters are drawn.
    opacity
        Opacity of the strongest colour, 0 to 1.
    threshold
        Absolute map value, in logit units, below which nothing is drawn.
    limit
        Fixed end of the colour scale, in logit units: it runs from ``-limit`` to ``+limit``.
    """

    on: bool = True
    opacity: float = 0.5
    threshold: float = 0.4
    limit: float = 4.0

    def __post_init__(self) -> None:
        if not 0 <= self.opacity <= 1:
            raise ValueError(f"The heat map's opacity lies between 0 and 1; got {self.opacity}.")
        if not self.limit > 0:
            raise ValueError(f"The heat map's scale needs a positive limit; got {self.limit}.")
        if not 0 <= self.threshold <= self.limit:
            raise ValueError(
                f"The heat map's threshold lies between 0 and its limit {self.limit}; got {self.threshold}."
            )

    def with_limit(self, limit: float) -> OverlaySettings:
        """Return the settings on another model's scale, the threshold at the same share of it."""
        return replace(self, limit=limit, threshold=self.threshold / self.limit * limit)


@dataclass(frozen=True)
class OverlayImage:
    """Colours and where they lie on the slice.

    Parameters
    ----------
    rgba
        uint8, shape ``(rows, columns, 4)``, straight (not premultiplied) alpha.
    row, column
        The slice pixel on which the image's first pixel lies.
    """

    rgba: npt.NDArray[np.uint8]
    row: int
    column: int
