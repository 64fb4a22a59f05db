"""What the plane in a viewport is called. Words only; knows no widgets."""

from __future__ import annotations

from engine.planes import Frame, View


def plane_name(view: View, frame: Frame) -> str:
    """Return the name on the screen; none for slices as stored, which are what a series is."""
    if view is View.STORED:
        return ""
    name = view.value.capitalize()
    return name if frame.is_straight(view) else f"{name}, turned"
