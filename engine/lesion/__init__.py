"""A click becomes a lesion: its mask, its diameters, its volume.

`measure` is the entry; `measure_outline` measures a mask that a reader drew. No network, no window, no DICOM.
"""

from __future__ import annotations

from engine.lesion.errors import LesionError
from engine.lesion.measure import EDITED, contours, measure, measure_outline

__all__ = ["EDITED", "LesionError", "contours", "measure", "measure_outline"]
