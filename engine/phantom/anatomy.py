"""The synthetic chest as smooth distance fields over patient space: skin, muscle, mediastinum, bones, lungs.

A field is negative inside and about the distance in millimetres near the surface. Sizes are those of an
average adult; patient axes are LPS with the origin in the middle of the chest.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.findings import Point

Field = npt.NDArray[np.floating[Any]]
Size = Field | float

AIR_HU = -1000.0
FAT_HU = -100.0
MUSCLE_HU = 52.0
BLOOD_HU = 42.0
LIVER_HU = 60.0
LUNG_HU = -865.0
CORTEX_HU = 720.0
MARROW_HU = 190.0
DISC_HU = 85.0
CANAL_HU = 20.0

#: Distance between vertebrae, and between ribs at one place of the wall.
LEVEL_MM = 23.0
#: How far a rib descends for each millimetre it comes forward.
RIB_SLOPE = 0.5

_SPINE_Y = 60.0
_CARINA = (0.0, 14.0, 30.0)


@dataclass(frozen=True)
class Fields:
    """The fields at some points, all of one shape."""

    skin: Field
    muscle: Field
    mediastinum: Field
    organs: Field
    abdomen: Field
    bone: Field
    canal: Field
    disc: Field
    lung: Field
    table: Field


def fields(x: Field, y: Field, z: Field) -> Fields:
    """Evaluate all fields at patient positions (mm); the arrays broadcast against each other."""
    cavity = _cavity(x, y, z)
    shoulders = np.clip((z - 40) / 110, 0, 1)
    skin = _ellipse(
        x / (1 + 0.0006 * y), y - 5 - 6 * shoulders, (164 - 16 * shoulders, 113 - 14 * shoulders), 2.4
    )
    spine, disc, canal = _spine(x, y, z)
    organs = _organs(x, y, z)
    septum = _smooth_union(organs - 3, _septum(x, y, z), 8.0)
    mediastinum = np.maximum(septum, skin + 12)
    diaphragm, apex = _diaphragm(x, y, z), _apex(x, y, z)
    # Spine and the muscles beside it push the lungs apart behind.
    between = np.minimum(septum, _ellipse(x, y - 84, (27, 40), 2.2))
    lung = _smooth_union(cavity, _smooth_union(-between, np.maximum(diaphragm, apex), -7.0), -7.0)
    abdomen = np.maximum(cavity, 2 - diaphragm)
    bone = np.minimum(
        np.minimum(spine, _ribs(x, y, z, cavity)), np.minimum(_sternum(x, y, z), _scapulae(x, y, z))
    )
    bone = np.maximum(bone, skin + 7)
    # A sheet of fat parts the ribs from the outer muscles.
    muscle = np.maximum(skin + 13, 2.2 - np.abs(cavity - 15))
    table = np.abs(y - 128 + 34 * (x / 210) ** 2) - 2.2
    return Fields(
        *(np.asarray(f, dtype=np.float32) for f in (skin, muscle, mediastinum, organs, abdomen)),
        *(np.asarray(f, dtype=np.float32) for f in (bone, canal, disc, lung, table)),
    )


def lung_field(points_mm: npt.NDArray[np.float64]) -> Field:
    """Return the lungs' field at patient positions of shape ``(..., 3)``."""
    p = np.asarray(points_mm, dtype=np.float32)
    return fields(p[..., 0], p[..., 1], p[..., 2]).lung


#: Trachea and main bronchi: start, end (patient mm), inner radius at both.
CENTRAL_AIRWAYS = (
    ((0.0, 14.0, 170.0), _CARINA, 8.5, 8.5),
    (_CARINA, (-24.0, 12.0, 12.0), 7.2, 6.4),
    ((-24.0, 12.0, 12.0), (-46.0, 8.0, -4.0), 6.2, 5.0),
    (_CARINA, (30.0, 14.0, 8.0), 6.4, 5.8),
    ((30.0, 14.0, 8.0), (50.0, 12.0, -2.0), 5.6, 4.6),
)

#: Where vessels leave the mediastinum: right and left arteries, right and left veins.
ARTERY_ROOTS = ((-40.0, 2.0, -2.0), (42.0, 6.0, 4.0))
VEIN_ROOTS = ((-38.0, 0.0, -24.0), (40.0, 8.0, -22.0))


def _ellipse(x: Field, y: Field, half_axes: tuple[Size, Size], power: float) -> Field:
    """Radial distance to a superellipse, near enough to the true one."""
    a, b = half_axes
    q = (np.abs(x / a) ** power + np.abs(y / b) ** power) ** (1 / power)
    radius = np.hypot(x, y)
    return np.asarray(np.where(q > 0.05, radius * (1 - 1 / np.maximum(q, 0.05)), -np.minimum(a, b)))


def _ellipsoid(x: Field, y: Field, z: Field, half_axes: tuple[float, float, float]) -> Field:
    a, b, c = half_axes
    q = np.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2)
    slope = np.sqrt((x / a**2) ** 2 + (y / b**2) ** 2 + (z / c**2) ** 2)
    return np.asarray(q * (q - 1) / np.maximum(slope, 1e-4))


def _capsule(x: Field, y: Field, z: Field, ends: tuple[Point, Point], radius: float) -> Field:
    a, b = (np.asarray(end, dtype=np.float32) for end in ends)
    ab = b - a
    t = np.clip(((x - a[0]) * ab[0] + (y - a[1]) * ab[1] + (z - a[2]) * ab[2]) / float(ab @ ab), 0, 1)
    dx, dy, dz = x - a[0] - t * ab[0], y - a[1] - t * ab[1], z - a[2] - t * ab[2]
    return np.asarray(np.sqrt(dx * dx + dy * dy + dz * dz) - radius)


def _smooth_union(a: Field, b: Field, blend: float) -> Field:
    """Polynomial smooth minimum of two fields; a negative `blend` gives the smooth maximum."""
    h = np.maximum(abs(blend) - np.abs(a - b), 0) / abs(blend)
    extra = h * h * blend * 0.25
    return np.asarray((np.minimum(a, b) if blend > 0 else np.maximum(a, b)) - extra)


def _cavity(x: Field, y: Field, z: Field) -> Field:
    """Inside of the ribs: narrower above and in front."""
    t = np.clip((z + 40) / 160, 0, 1)
    taper = 1 - 0.4 * t**1.8
    return _ellipse(x / (1 + 0.0014 * y), y - 2 - 16 * t, (133 * taper, 88 * taper), 2.3)


def _apex(x: Field, y: Field, z: Field) -> Field:
    """Distance above the two domes of the pleura, positive above."""
    away = ((np.abs(x) - 46) / 52) ** 2 + ((y - 16) / 52) ** 2
    return np.asarray((z - 122 + 40 * away) * 0.6)


def _diaphragm(x: Field, y: Field, z: Field) -> Field:
    """Distance below the two domes, positive below."""
    right = ((x + 70) / 78) ** 2 + ((y + 8) / 96) ** 2
    left = ((x - 72) / 78) ** 2 + ((y + 4) / 96) ** 2
    top = np.maximum(-66 - 62 * right**1.1, -80 - 58 * left**1.1)
    return np.asarray((top - z) * 0.72)


def _septum(x: Field, y: Field, z: Field) -> Field:
    """What lies between the lungs without the organs: a thin sheet in front, thicker in the middle."""
    front = _ellipse(x, y + 62, (8 + 0.02 * np.abs(z), 44), 2.0)
    middle = _ellipse(x, y - 12, (20 + 0.05 * np.maximum(z, 0), 46), 2.0)
    return np.minimum(front, middle)


def _organs(x: Field, y: Field, z: Field) -> Field:
    """Heart, great vessels, oesophagus."""
    cos, sin = np.float32(np.cos(0.55)), np.float32(np.sin(0.55))
    hx, hy, hz = x - 20, y + 26, z + 52
    heart = _ellipsoid(hx * cos - hy * sin * 0.6, hy * cos + hx * sin * 0.6, hz + 0.25 * hx, (62, 46, 52))
    arch: tuple[Point, ...] = (
        (24, 40, 44),
        (20, 24, 58),
        (4, 2, 60),
        (-10, -18, 48),
        (-14, -26, 20),
        (-4, -24, -20),
    )
    result = np.minimum(heart, _capsule(x, y, z, ((22, 42, -190), arch[0]), 12.0))
    for start, end in pairwise(arch):
        result = _smooth_union(result, _capsule(x, y, z, (start, end), 14.0), 4.0)
    tubes: tuple[tuple[tuple[Point, Point], float], ...] = (
        (((-24, -10, 120), (-26, -12, -20)), 9.0),  # superior vena cava
        (((12, -30, -10), (14, -14, 14)), 13.5),  # pulmonary trunk
        (((14, -14, 14), ARTERY_ROOTS[1]), 11.0),
        (((14, -14, 12), ARTERY_ROOTS[0]), 10.0),
        (((8, 33, -190), (5, 30, 170)), 6.0),  # oesophagus
        (((-16, -4, 60), (-30, -10, 170)), 6.0),  # vessels of the neck and arms
        (((8, 4, 60), (34, 4, 170)), 5.0),
        (((-2, 0, 60), (-14, 6, 170)), 5.5),
        (((-24, -10, 60), (46, -6, 96)), 6.0),
    )
    for ends, radius in tubes:
        result = _smooth_union(result, _capsule(x, y, z, ends, radius), 4.0)
    return result


def _level(value: Field) -> Field:
    """Signed distance along the axis to the nearest vertebra or rib, within half a level."""
    return np.asarray((value / LEVEL_MM - np.round(value / LEVEL_MM)) * LEVEL_MM)


def _spine(x: Field, y: Field, z: Field) -> tuple[Field, Field, Field]:
    """Vertebrae, the discs between them, the canal."""
    sx, sy = x, y - _SPINE_Y
    along = _level(z)
    waist = 1.5 * np.cos(2 * np.pi * along / LEVEL_MM)
    body = _ellipse(sx, sy, (18 - waist, 15 - waist), 2.3)
    disc = np.maximum(body, LEVEL_MM / 2 - 2.6 - np.abs(along))
    canal = np.hypot(sx, sy - 24) - 8.5
    lamina = np.maximum(canal - 5, -canal)
    lamina = np.maximum(lamina, np.abs(along) - 8)
    spinous = _ellipse(sx, sy - 44, (3.5, 16), 2.5) + np.maximum(np.abs(along + 3) - 6, 0)
    bar = np.hypot(along - 2, sy - 20 - np.abs(sx) * 0.25) - 4.6
    transverse = np.maximum(bar, np.abs(sx) - 33)
    pedicle = np.hypot(np.abs(sx) - 10.5, along - 2) - 4.0
    pedicle = np.maximum(pedicle, np.abs(sy - 18) - 8)
    bone = np.minimum(np.minimum(body, lamina), np.minimum(spinous, np.minimum(transverse, pedicle)))
    return np.maximum(bone, -canal), disc, canal


def _ribs(x: Field, y: Field, z: Field, cavity: Field) -> Field:
    """Ribs in a shell round the cavity, descending to the front, ending before the breastbone."""
    along = _level(z - RIB_SLOPE * y + 6)
    tube = (np.sqrt(((cavity - 6.5) / 3.6) ** 2 + (along / 6.2) ** 2) - 1) * 3.6
    front = np.maximum(-58 - y, 0) * 0.5
    midline = np.maximum(14 - np.abs(x), 0)
    return np.asarray(tube + front + midline)


def _sternum(x: Field, y: Field, z: Field) -> Field:
    """A bar in front, leaning back above."""
    bar = _ellipse(x, y + 93 - 0.16 * np.maximum(z, 0), (17, 5.5), 3.0)
    return np.maximum(bar, np.maximum(z - 92, -70 - z))


def _scapulae(x: Field, y: Field, z: Field) -> Field:
    """A thin blade on each side behind the ribs, in the upper half."""
    side = np.abs(x) - 104
    turned, across = side * 0.78 + (y - 84) * -0.62, side * 0.62 + (y - 84) * 0.78
    height = np.clip((z - 10) / 110, 0, 1)
    blade = np.maximum(np.abs(turned) - (16 + 22 * height), np.abs(across - 4) - 2.8)
    return np.asarray(np.maximum(blade, np.maximum(10 - z, z - 160)))
