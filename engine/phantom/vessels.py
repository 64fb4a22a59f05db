"""Branching vessels and bronchi of the synthetic lungs, as tapering tubes.

A tree is grown by joining points scattered through the lung, nearest to the hilum first, to the tree so that
wire length plus a share of the path back to the root is smallest (the growth rule of Cuntz et al., PLoS
Comput Biol 6 (2010) e1000877). Calibres follow Murray's law from the twigs back to the root.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.findings import Point
from engine.geometry import FloatArray
from engine.phantom.anatomy import ARTERY_ROOTS, CENTRAL_AIRWAYS, VEIN_ROOTS, lung_field

#: Points joined by one tree; there are an artery and a vein tree a lung.
TWIGS = 760
TWIG_RADIUS_MM = 0.5
#: Exponent of Murray's law (r^n of the parent = sum over the children); 3 in theory, a little less in lungs.
MURRAY = 2.6
PATH_SHARE = 0.3
#: Tubes are cut into pieces of about this length and bent at the cuts.
PIECE_MM = 9.0


@dataclass(frozen=True)
class Tube:
    """A tapering tube between two patient positions, radii in mm. `wall_mm` is 0 for a blood vessel."""

    start_mm: Point
    end_mm: Point
    start_radius_mm: float
    end_radius_mm: float
    wall_mm: float = 0.0


def grow_vessels(rng: np.random.Generator) -> list[Tube]:
    """Arteries and veins of both lungs."""
    tubes = []
    for root in (*ARTERY_ROOTS, *VEIN_ROOTS):
        tubes += _tree(np.asarray(root), rng)
    return tubes


def grow_bronchi(vessels: list[Tube]) -> list[Tube]:
    """Trachea, main bronchi, and a bronchus beside each of the larger vessels that run from the arteries."""
    airways = [Tube(a, b, r, s, 1.4) for a, b, r, s in CENTRAL_AIRWAYS]
    arteries = len(vessels) // 2
    for tube in vessels[:arteries]:
        if tube.start_radius_mm < 1.55:
            continue
        beside = tube.start_radius_mm * 1.75 + 0.5
        shift = np.array([0.55 * np.sign(tube.start_mm[0]), -0.55, 0.62]) * beside
        a, b = (_point(np.asarray(p) + shift) for p in (tube.start_mm, tube.end_mm))
        r, s = 0.8 * tube.start_radius_mm, 0.8 * tube.end_radius_mm
        airways.append(Tube(a, b, r, s, 0.35 + 0.2 * r))
    return airways


def feeder(vessels: list[Tube], centre_mm: Point, radius_mm: float) -> list[Tube]:
    """Tubes that lead a vessel from the nearest branch of some calibre past the surface of a nodule."""
    thick = [t for t in vessels if t.end_radius_mm > 1.2] or vessels
    centre = np.asarray(centre_mm)
    nearest = min(thick, key=lambda t: float(np.linalg.norm(np.asarray(t.end_mm) - centre)))
    start = np.asarray(nearest.end_mm)
    way = (centre - start) / max(float(np.linalg.norm(centre - start)), 1e-6)
    side = np.cross(way, (0.3, 0.2, 0.9))
    side /= np.linalg.norm(side)
    # The vessel runs along the nodule's side, half sunk into it.
    touch = centre + side * radius_mm
    end = touch + way * (radius_mm + 14)
    return [
        Tube(_point(start), _point(touch), 1.7, 1.5),
        Tube(_point(touch), _point(end), 1.5, 0.8),
    ]


def distance_to_tubes(tubes: list[Tube], point_mm: Point) -> FloatArray:
    """Distance from a position to the surface of each tube (mm, negative inside)."""
    a = np.array([t.start_mm for t in tubes])
    b = np.array([t.end_mm for t in tubes])
    radius = np.array([max(t.start_radius_mm, t.end_radius_mm) for t in tubes])
    ab, ap = b - a, np.asarray(point_mm) - a
    share = np.clip((ap * ab).sum(1) / np.maximum((ab * ab).sum(1), 1e-9), 0, 1)
    distance: FloatArray = np.linalg.norm(ap - share[:, None] * ab, axis=1) - radius
    return distance


def _point(values: FloatArray) -> Point:
    x, y, z = (float(v) for v in values)
    return (x, y, z)


def _targets(root: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Points scattered through the root's lung, nearest to the root first."""
    side = np.sign(root[0])
    low = np.array([8.0 if side > 0 else -140.0, -95.0, -150.0])
    high = np.array([140.0 if side > 0 else -8.0, 100.0, 140.0])
    points = rng.uniform(low, high, (TWIGS * 12, 3))
    points = points[lung_field(points) < -2.5][:TWIGS]
    order = np.argsort(np.linalg.norm(points - root, axis=1))
    return points[order]


def _tree(root: FloatArray, rng: np.random.Generator) -> list[Tube]:
    targets = _targets(root, rng)
    nodes = np.concatenate([root[None], targets])
    parent = np.zeros(len(nodes), dtype=int)
    path = np.zeros(len(nodes))
    for i in range(1, len(nodes)):
        reach = np.linalg.norm(nodes[:i] - nodes[i], axis=1)
        parent[i] = int(np.argmin(reach + PATH_SHARE * path[:i]))
        path[i] = path[parent[i]] + reach[parent[i]]

    children = np.bincount(parent[1:], minlength=len(nodes))
    load = np.where(children == 0, 1.0, 0.0)  # number of twigs fed
    for i in range(len(nodes) - 1, 0, -1):
        load[parent[i]] += load[i]
    radius = TWIG_RADIUS_MM * load ** (1 / MURRAY)

    # A parent comes before its children, so a bend made here is where they start.
    tubes = []
    for i in range(1, len(nodes)):
        start, end = nodes[parent[i]], nodes[i]
        length = float(np.linalg.norm(end - start))
        pieces = max(1, round(length / PIECE_MM))
        share = np.linspace(0, 1, pieces + 1)[:, None]
        line = start + share * (end - start)
        line[1:-1] += rng.normal(0, 0.07 * PIECE_MM, (pieces - 1, 3))
        tip = radius[i] if children[i] else 0.7 * radius[i]
        calibre = np.linspace(min(radius[parent[i]], 1.25 * radius[i]), tip, pieces + 1)
        tubes += [
            Tube(_point(line[j]), _point(line[j + 1]), float(calibre[j]), float(calibre[j + 1]))
            for j in range(pieces)
        ]
    return tubes
