"""What the plane in a viewport is called. Words only; knows no widgets."""

from __future__ import annotations

from app.i18n import mark, tr
from engine.planes import Frame, View

_NAMES = {View.AXIAL: mark("Axial"), View.CORONAL: mark("Coronal"), View.SAGITTAL: mark("Sagittal")}


def plane_name(view: View, frame: Frame) -> str:
    """Return the name on the screen; none for slices as stored, which are what a series is."""
    if view is View.STORED:
        return ""
    name = tr(_NAMES[view])
    return name if frame.is_straight(view) else tr("{name}, turned", name=name)
