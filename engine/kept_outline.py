"""A mask that a reader drew or mended, as it is kept: plain data for the store and the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.findings import Point
from engine.mask_box import MaskBox


@dataclass(frozen=True)
class KeptOutline:
    """A nodule's mask as a reader left it.

    Parameters
    ----------
    finding_id, place_mm
        The nodule: its name, and where the program proposed it, or where it was drawn.
    box
        Its voxels.
    reader, made
        Who left it so, and when.
    """

    finding_id: str
    place_mm: Point
    box: MaskBox
    reader: str
    made: datetime
