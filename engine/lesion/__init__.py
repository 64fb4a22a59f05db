"""A click becomes a lesion: its mask, its diameters, its volume.

`measure` is the entry; `measure_outline` measures a mask that a reader drew. It knows the volume and the position only: no network, no window, no DICOM.
"""

from __future__ import annotations

from engine.lesion.errors import LesionError
from engine.lesion.measure import EDITED, contours, measure, measure_outline

__all__ = ["EDITED", "LesionError", "contours", "measure", "measure_outline"]
