"""What is written round a plane: where it lies, which way it faces, how it is shown. No widgets."""

from __future__ import annotations

from app.i18n import tr
from app.viewer import window_level
from app.viewer.hud import Hud
from app.viewer.plane_view import PlaneView
from app.viewer.window_level import WindowLevel
from engine.orientation import edge_letters, slice_position


def hud_of(planes: PlaneView, window: WindowLevel, zoom: float | None) -> Hud:
    """Return the texts of a plane in view; `zoom` in screen pixels for one of its own."""
    plane = planes.plane
    if plane is None:
        return Hud()
    axis, position = slice_position(plane)
    name = window_level.preset_name(window)
    return Hud(
        top_right=(tr("zoom {zoom:.1f}", zoom=zoom) if zoom is not None else "",),
        bottom_left=(f"{window.text}  {tr(name) if name else ''}".rstrip(),),
        bottom_right=(
            tr("{axis} {position:.1f} mm", axis=axis, position=position),
            f"{tr(planes.what)} {planes.position + 1} / {planes.count}",
        ),
        letters=edge_letters(plane),
    )
