"""From a patient position to the slice that shows it. It must not know the screen."""

from __future__ import annotations

import numpy as np

from engine.findings import Point
from engine.volume import Volume


def nearest_slice(volume: Volume, point_mm: Point) -> int:
    """Index of the slice whose plane lies nearest to a patient position, in an uneven stack too."""
    count = volume.grid.size[0]
    if volume.is_regular:
        return min(max(round(float(volume.grid.to_voxel(point_mm)[0])), 0), count - 1)
    distances = [abs(float(volume.plane(k).to_voxel(point_mm)[0])) for k in range(count)]
    return int(np.argmin(distances))
