"""What the reader sees of a series, as data: place, planes, layout, zoom, window, slab, heat map.

Knows the image area and nothing of files, nodules' findings or the engine.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.viewer.grid import Layout, ViewportGrid
from app.viewer.slab_view import SlabView
from app.viewer.view_transform import Look
from app.viewer.window_level import WindowLevel
from engine.findings import Point
from engine.planes import Axes, Frame
from engine.slab import Slab, SlabKind

Vector = tuple[float, float, float]
Vectors = tuple[Vector, Vector, Vector]


class _Part(BaseModel):
    """Frozen; fields of a later version are passed over."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class KeptSlab(_Part):
    """A choice of slab."""

    on: bool = False
    kind: SlabKind = SlabKind.MIP
    thickness_mm: float = Field(default=10, gt=0, le=1000)

    @classmethod
    def of(cls, view: SlabView) -> KeptSlab:
        """Take it from the screen."""
        return cls(on=view.on, kind=view.slab.kind, thickness_mm=view.slab.thickness_mm)

    def apply(self, view: SlabView) -> None:
        """Put it on the screen."""
        view.take(Slab(self.kind, self.thickness_mm), on=self.on)


class KeptLook(_Part):
    """Zoom, pan, flips and inversion of one image."""

    scale: float | None = Field(default=None, gt=0, le=1e4)
    """Screen pixels a millimetre; `None` while the whole image is in view."""
    centre: tuple[float, float] = (0.0, 0.0)
    flipped: tuple[bool, bool] = (False, False)
    inverted: bool = False


class KeptHeat(_Part):
    """How heat map and outlines are shown. The scale itself is the model's."""

    on: bool = True
    opacity: float = Field(default=0.5, ge=0, le=1)
    threshold_share: float = Field(default=0.1, ge=0, le=1)
    """Of the scale's end, below which nothing is drawn."""
    contour: bool = False


class View(_Part):
    """What is on screen of one series."""

    schema_version: Literal[1] = 1
    series_uid: str
    point_mm: Vector
    """The crosshair, which follows the slice where one image is shown."""
    frame: tuple[Vectors, Vectors, Vectors] | None = None
    """Normal, down and right of axial, coronal and sagittal planes; `None` while they are straight."""
    layout: Layout = Layout.ONE
    active: int = Field(default=0, ge=0)
    """Which image the keys go to."""
    looks: tuple[KeptLook, ...] = ()
    window: tuple[float, float] = (1500.0, -600.0)
    """Width (at least 1) and level, HU."""
    slab: KeptSlab = KeptSlab()
    overview_slab: KeptSlab = KeptSlab(on=True)
    heat: KeptHeat = KeptHeat()
    selected: str = ""
    """Identity of the selected nodule, or of none."""
    show_all: bool = False
    """Whether suggestions beyond the first ones are listed."""

    @field_validator("frame")
    @classmethod
    def _stands(cls, frame: tuple[Vectors, ...] | None) -> tuple[Vectors, ...] | None:
        """Planes at right angles to each other, or a volume could not be cut along them."""
        for axes in frame or ():
            if not np.allclose(np.asarray(axes) @ np.asarray(axes).T, np.eye(3), atol=1e-6):
                raise ValueError("axes of a plane must be of length 1 and at right angles")
        return frame

    @property
    def is_mirrored(self) -> bool:
        """Whether one of its images is mirrored."""
        return any(any(look.flipped) for look in self.looks)


def view_of(grid: ViewportGrid, series_uid: str, *, selected: str, show_all: bool) -> View:
    """Take the view from the screen."""
    linked = grid.linked
    frame = linked.crosshair.frame
    overlay = linked.display.overlay
    window = linked.display.window
    looks = [viewport.canvas.look for viewport in linked.all]
    return View(
        series_uid=series_uid,
        point_mm=linked.crosshair.point_mm,
        frame=None if frame == Frame() else _vectors(frame),
        layout=grid.layout_now,
        active=linked.all.index(grid.active) if grid.active in linked.all else 0,
        looks=tuple(
            KeptLook(scale=k.scale, centre=k.centre, flipped=k.flipped, inverted=k.inverted) for k in looks
        ),
        window=(window.width, window.level),
        slab=KeptSlab.of(linked.slab),
        overview_slab=KeptSlab.of(linked.overview.slab),
        heat=KeptHeat(
            on=overlay.on,
            opacity=overlay.opacity,
            threshold_share=overlay.threshold / overlay.limit,
            contour=overlay.contour,
        ),
        selected=selected,
        show_all=show_all,
    )


def _vectors(frame: Frame) -> tuple[Vectors, Vectors, Vectors]:
    axial, coronal, sagittal = ((a.normal, a.down, a.right) for a in frame.axes)
    return axial, coronal, sagittal


def put_place(grid: ViewportGrid, view: View, *, mirrored: bool) -> None:
    """Go where the reader was in the series that is shown: slice, crosshair, planes, zoom.

    A position that no longer lies in the volume is left out: the files have changed.

    Parameters
    ----------
    mirrored
        Mirror and invert the images as they were, too.
    """
    linked = grid.linked
    volume = linked.main.volume
    if volume is None:
        return
    if view.frame is not None:
        axial, coronal, sagittal = (Axes(*vectors) for vectors in view.frame)
        linked.crosshair.turn_to(Frame((axial, coronal, sagittal)))
    if volume.grid.contains(view.point_mm):
        linked.crosshair.move_to(view.point_mm)
    for viewport, look in zip(linked.all, view.looks, strict=False):
        taken = Look(look.scale, look.centre)
        if mirrored:
            taken = replace(taken, flipped=look.flipped, inverted=look.inverted)
        viewport.canvas.take_look(taken)


def put_manner(grid: ViewportGrid, view: View) -> None:
    """Show series as the reader did: layout, window, slab, heat map."""
    linked = grid.linked
    active = linked.all[view.active] if view.active < len(linked.all) else linked.main
    grid.put_layout(view.layout, active)
    width, level = view.window
    linked.display.set_window(WindowLevel(max(width, 1.0), level))
    view.slab.apply(linked.slab)
    view.overview_slab.apply(linked.overview.slab)
    overlay = linked.display.overlay
    linked.display.set_overlay(
        replace(
            overlay,
            on=view.heat.on,
            opacity=view.heat.opacity,
            threshold=view.heat.threshold_share * overlay.limit,
            contour=view.heat.contour,
        )
    )


def is_elsewhere(grid: ViewportGrid, began_mm: Point) -> bool:
    """Whether the reader, or a jump to a nodule, has left the place at which the series was opened."""
    return grid.linked.crosshair.point_mm != began_mm
