"""The heat map over a slice: a signed map in logit units becomes colours on the slice's own pixels.

Pure functions on arrays, for the window and for reports: resampling goes through `engine.geometry`, colours
through one fixed table. Nothing here looks at the range of the values it is given: the same value has the
same colour in every image. Needs numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from engine.findings import ActivationMap
from engine.geometry import Grid, sample

#: Slack, in slice steps, for a patch plane that lies exactly between two slices.
_HALF_STEP = 0.5 + 1e-6
#: Cosine to the patch's normal from which on a plane faces as the patch does: 45 degrees.
_FACING = 0.7071
#: Red, green, blue at 0, at half the limit and at the limit.
_BENIGN_RGB = np.array([(140, 190, 255), (70, 150, 255), (20, 100, 255)], dtype=float)
_MALIGNANT_RGB = np.array([(255, 190, 120), (255, 145, 40), (255, 100, 0)], dtype=float)


@dataclass(frozen=True)
class MapOnSlice:
    """Map values on the pixels of a slice.

    Parameters
    ----------
    values
        float32, shape ``(rows, columns)``, logit units; NaN where the model did not look.
    row, column
        The slice pixel on which the first value lies.
    """

    values: npt.NDArray[np.float32]
    row: int
    column: int


@dataclass(frozen=True)
class MapOnPlane:
    """Map values over a rectangle of a plane.

    Parameters
    ----------
    values
        float32, shape ``(rows, columns)``, logit units; NaN where the model did not look.
    extent
        Top, left, bottom, right in the plane's pixels, counted from its first pixel's corner.
    """

    values: npt.NDArray[np.float32]
    extent: tuple[float, float, float, float]


@cache
def colour_table() -> npt.NDArray[np.float64]:
    """Return the one colour scale: blue for benign, transparent at 0, orange for malignant.

    Blue and orange are told apart under every common colour deficiency, and neither is a grey of the image.
    Opacity grows evenly up to half the limit, where the colour is fully there; from there on it deepens.

    Returns
    -------
    numpy.ndarray
        Shape ``(255, 4)``: red, green, blue and alpha from 0 to 1, from ``-limit`` to ``+limit``; an odd
        number, so that 0 has an entry of its own, and the same steps to either side.
    """
    t = np.arange(-127, 128) / 127
    strength = np.abs(t)
    table = np.zeros((255, 4))
    for side, anchors in ((t < 0, _BENIGN_RGB), (t > 0, _MALIGNANT_RGB)):
        for channel in range(3):
            table[side, channel] = np.interp(strength[side], (0, 0.5, 1), anchors[:, channel]) / 255
    table[:, 3] = np.minimum(1, strength / 0.5)
    table.flags.writeable = False
    return table


def map_on_slice(heat_map: ActivationMap, patch_grid: Grid, plane: Grid) -> MapOnSlice | None:
    """Resample a map onto the pixels of a slice, if this is a slice that the model looked at.

    The model looked at a slice if one of the patch's planes lies within half a slice step of it, judged at
    the middle of the patch. On a slice tilted against the patch the map is seen along the patch's normal.

    Parameters
    ----------
    heat_map
        The map and its grid.
    patch_grid
        The pixels that the model was given.
    plane
        The slice: a grid of one slice whose slice step is the distance to the next one.

    Returns
    -------
    MapOnSlice or None
        `None` where the model did not look at this slice, or the patch lies beside it.
    """
    depth, height, width = patch_grid.size
    middles = [(k, (height - 1) / 2, (width - 1) / 2) for k in range(depth)]
    slices_away = np.abs(plane.to_voxel(patch_grid.to_patient(middles))[:, 0])
    if slices_away.min() > _HALF_STEP:
        return None

    corners = [(k, r, c) for k in (0, depth - 1) for r in (-0.5, height - 0.5) for c in (-0.5, width - 0.5)]
    on_plane = plane.to_voxel(patch_grid.to_patient(corners))[:, 1:]
    first = np.clip(np.floor(on_plane.min(0)).astype(int), 0, None)
    last = np.minimum(np.ceil(on_plane.max(0)).astype(int), np.asarray(plane.size[1:]) - 1)
    if (last < first).any():
        return None
    rows, columns = (int(n) for n in last - first + 1)
    row, column = int(first[0]), int(first[1])

    points = plane.crop((0, row, column), (1, rows, columns)).points_mm()[0]
    values = sample(heat_map.values, heat_map.grid, points)
    in_patch = patch_grid.to_voxel(points)[..., 1:]
    looked_at = ((in_patch >= -0.5) & (in_patch <= np.asarray((height, width)) - 0.5)).all(-1)
    return MapOnSlice(np.where(looked_at, values, np.float32(np.nan)), row, column)


def map_across(
    heat_map: ActivationMap, patch_grid: Grid, plane: Grid, slice_mm: float, pixel_mm: float = 0.5
) -> MapOnPlane | None:
    """Resample a map onto a plane that cuts across what the model looked at.

    It is there as far from the patch's planes as it is seen on slices: half the way to the next slice.

    Parameters
    ----------
    heat_map, patch_grid
        As for `map_on_slice`.
    plane
        Any plane, a grid of one slice.
    slice_mm
        Between the slices of the volume.
    pixel_mm
        How fine the result is: a patch of one slice is a band no thicker than the plane's pixels.

    Returns
    -------
    MapOnPlane or None
        `None` where the plane passes by the patch.
    """
    depth, height, width = patch_grid.size
    step_mm = patch_grid.spacing_mm[0]
    reach = max(slice_mm, step_mm if depth > 1 else 0.0) / 2
    ends = [
        (k, r, c)
        for k in (-reach / step_mm, depth - 1 + reach / step_mm)
        for r in (-0.5, height - 0.5)
        for c in (-0.5, width - 0.5)
    ]
    on_plane = plane.to_voxel(patch_grid.to_patient(ends))
    if on_plane[:, 0].min() > 0 or on_plane[:, 0].max() < 0:
        return None
    sizes = np.asarray(plane.size[1:])
    low = np.maximum(on_plane[:, 1:].min(0), -0.5)
    high = np.minimum(on_plane[:, 1:].max(0), sizes - 0.5)
    count = np.ceil((high - low) * plane.spacing_mm[1:] / pixel_mm).astype(int)
    if (count < 1).any():
        return None
    per_pixel = (high - low) / count
    rows, columns = (low[i] + (np.arange(count[i]) + 0.5) * per_pixel[i] for i in (0, 1))
    grid = np.stack(np.broadcast_arrays(np.zeros(1), rows[:, None], columns[None]), axis=-1)
    points = plane.to_patient(grid)
    values = sample(heat_map.values, heat_map.grid, points)
    in_patch = patch_grid.to_voxel(points)
    away = np.maximum(np.maximum(-in_patch[..., 0], in_patch[..., 0] - (depth - 1)), 0) * step_mm
    looked_at = (away <= reach + 1e-6) & (
        (in_patch[..., 1:] >= -0.5) & (in_patch[..., 1:] <= np.asarray((height, width)) - 0.5)
    ).all(-1)
    if not looked_at.any():
        return None
    top, left = float(low[0]) + 0.5, float(low[1]) + 0.5
    extent = (top, left, float(high[0]) + 0.5, float(high[1]) + 0.5)
    return MapOnPlane(np.where(looked_at, values, np.float32(np.nan)), extent)


def on_plane(heat_map: ActivationMap, patch_grid: Grid, plane: Grid, slice_mm: float) -> MapOnPlane | None:
    """Resample a map onto any plane: `map_on_slice` where it faces as the patch does, else `map_across`."""
    if abs(float(plane.normal @ patch_grid.normal)) < _FACING:
        return map_across(heat_map, patch_grid, plane, slice_mm)
    found = map_on_slice(heat_map, patch_grid, plane)
    if found is None:
        return None
    rows, columns = found.values.shape
    return MapOnPlane(found.values, (found.row, found.column, found.row + rows, found.column + columns))


def colour(
    values: npt.NDArray[np.float32], *, limit: float, threshold: float, opacity: float
) -> npt.NDArray[np.uint8]:
    """Colour map values on the fixed scale.

    Parameters
    ----------
    values
        Any shape, logit units; NaN is transparent. Values beyond the limit take the colour of the limit.
    limit
        Fixed end of the colour scale, in logit units: it runs from ``-limit`` to ``+limit``.
    threshold
        Absolute map value, in logit units, below which nothing is drawn.
    opacity
        Opacity of the strongest colour, 0 to 1.

    Returns
    -------
    numpy.ndarray
        uint8, shape ``(*values.shape, 4)``: red, green, blue and straight alpha. Alpha is 0 where the
        absolute value is below the threshold.
    """
    shown = np.abs(values) >= threshold
    scaled = np.clip(np.nan_to_num(values) / limit, -1, 1)
    table = colour_table().copy()
    table[:, 3] *= opacity
    entries = np.rint((scaled + 1) * 127).astype(np.intp)
    rgba: npt.NDArray[np.uint8] = np.rint(table * 255).astype(np.uint8)[entries]
    rgba[..., 3] = np.where(shown, rgba[..., 3], 0)
    return rgba
