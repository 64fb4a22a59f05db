"""What the commands of `app.commands` do in one viewport."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.viewer import window_level

if TYPE_CHECKING:
    from app.viewer.viewport import Viewport

_OPACITY_STEP = 0.1


def commands_of(viewport: Viewport) -> dict[str, Callable[[], object]]:
    """Return what each command that concerns the image alone does."""
    presets = {f"window.{n}": partial(viewport.apply_preset, n) for n in window_level.PRESET_NAMES}
    return {
        "slice.next": partial(viewport.step, 1),
        "slice.previous": partial(viewport.step, -1),
        "slice.next10": partial(viewport.step, 10),
        "slice.previous10": partial(viewport.step, -10),
        "slice.first": viewport.go_first,
        "slice.last": viewport.go_last,
        "view.reset": viewport.reset_view,
        **viewport.slab.commands(),
        "cine.toggle": viewport.toggle_cine,
        "cine.faster": viewport.cine.faster,
        "cine.slower": viewport.cine.slower,
        "overlay.fainter": partial(viewport.change_opacity, -_OPACITY_STEP),
        "overlay.stronger": partial(viewport.change_opacity, _OPACITY_STEP),
        "overlay.contour": viewport.display.toggle_contour,
        **presets,
    }
