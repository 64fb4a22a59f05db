"""How the window shows the heat map: its settings, and the colours of a map with them.

The colours and the resampling themselves are `engine.heat_map`'s, which reports use too. Knows no widgets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from engine import heat_map


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
    contour
        Whether lines of equal value are drawn instead of colours.
    """

    on: bool = True
    opacity: float = 0.5
    threshold: float = 0.4
    limit: float = 4.0
    contour: bool = False

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


def contour_levels(settings: OverlaySettings) -> tuple[float, ...]:
    """Return the absolute values that have a contour: where colour begins, and where it is fully there."""
    begins = settings.threshold or settings.limit / 20
    return tuple(sorted({begins, max(begins, settings.limit / 2)}))


def colour(values: npt.NDArray[np.float32], settings: OverlaySettings) -> npt.NDArray[np.uint8]:
    """Colour map values as `engine.heat_map.colour` does, with these settings; `on` is not looked at."""
    return heat_map.colour(
        values, limit=settings.limit, threshold=settings.threshold, opacity=settings.opacity
    )
