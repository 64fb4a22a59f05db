"""A click becomes a lesion: its mask, its diameters, its volume.

`measure` is the entry. It knows the volume and the position only: no network, no window, no DICOM.
"""

from __future__ import annotations

from engine.lesion.errors import LesionError
from engine.lesion.measure import contours, measure

__all__ = ["LesionError", "contours", "measure"]
