"""Cuts lesions out of a scene: at a threshold, freed from vessels by opening; or by their calcium.

Lengths are millimetres. Why each step is there: docs/nodule-measurement.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.lesion.scene import MAX_LEVEL_HU, Scene
from engine.morphology import (
    Block,
    Mask,
    box_round,
    component_at,
    depth_in,
    dilated,
    distance_to,
    enclosed,
    eroded,
    labels,
    on_border,
)

#: How far from the click the lesion may lie.
CLICK_REACH_MM = 5.0
#: A thinner lesion is none; and it must be this many of the cube's steps thick.
MIN_RADIUS_MM = 0.9
MIN_RADIUS_STEPS = 1.25
#: Opening radius as shares of the lesion's inner radius, the first at most so many millimetres.
OPENINGS = (0.35, 0.45, 0.55, 0.65, 0.75, 0.85)
MAX_FIRST_OPENING_MM = 1.2
#: What reaches the border of the volume is taken for a vessel if an opening up to this share removes it.
END_OPENINGS = (0.45, 0.55)
#: Longer than this many times its width (standard deviations), a piece still hangs on a vessel.
MAX_ELONGATION = 2.2
#: What the opening took away is given back if it ends within this share of the radius, at most so far.
SPUR_SHARE, SPUR_MM = 0.6, 6.0
#: Nobody asks for distances to a lesion from here on.
FAR_MM = 8.0
#: A lesion whose inner radius is a larger share of the cube's half edge needs a larger cube.
ROOM = 0.42
#: Steps that must be free between a lesion and the cube's faces.
MARGIN = slice(3, -3)
#: Calcium: denser than this, at least so much of it, and the soft edge that belongs to it.
CALCIUM_HU, MIN_CALCIUM_MM3, CALCIUM_EDGE_MM = 250.0, 8.0, 1.2

Index = tuple[int, int, int]


@dataclass(frozen=True)
class Piece:
    """A lesion in a scene.

    Parameters
    ----------
    region
        The lesion.
    step_mm
        Distance between positions.
    radius_mm
        Of the largest ball in it.
    elongation
        First to second principal standard deviation.
    contained
        Whether it lies wholly in the cube, with room round it.
    tissue
        All that is denser than the threshold, the lesion and what it was cut from.
    open_space
        Where a lesion was looked for.
    hu, threshold_hu
        The HU that were used (smoothed, for ground glass) and the edge.
    """

    region: Mask
    step_mm: float
    radius_mm: float
    elongation: float
    contained: bool
    tissue: Mask
    open_space: Mask
    hu: Block
    threshold_hu: float

    @cached_property
    def apart(self) -> Block:
        """Distance of each position to the lesion, mm; inf from `FAR_MM` on."""
        return distance_to(self.region, FAR_MM / self.step_mm) * self.step_mm

    @property
    def freed(self) -> bool:
        """Whether it stands alone: wholly seen, and no longer part of something long."""
        return self.contained and self.elongation <= MAX_ELONGATION


def piece_at(scene: Scene, hu: Block, open_space: Mask, threshold_hu: float) -> Piece | None:
    """Return the lesion that was clicked, at a threshold; `None` if there is nothing."""
    step = scene.cube.step_mm
    tissue = ~_without_pockets(hu < threshold_hu) & open_space
    depth = depth_in(tissue) * step
    seed = _climb(depth, scene)
    if seed is None:
        return None
    radius = float(depth[seed])
    fits = radius <= ROOM * scene.cube.reach * step
    end = dilated(~scene.cube.inside)
    best: Piece | None = None
    for share in OPENINGS:
        opening = share * radius
        if share == OPENINGS[0]:
            opening = min(opening, MAX_FIRST_OPENING_MM)
        region = _opened(tissue, depth, seed, opening, step)
        if not (region & (scene.from_click <= CLICK_REACH_MM + step)).any():
            continue
        region = _with_spurs(region, tissue, end, radius, step)
        if (region & end).any():
            region = _without_ends(
                region, end, [_opened(tissue, depth, seed, s * radius, step) for s in END_OPENINGS]
            )
        contained = fits and not on_border(region[MARGIN, MARGIN, MARGIN])
        piece = Piece(
            region=region,
            step_mm=step,
            radius_mm=radius,
            elongation=_elongation(region),
            contained=contained,
            tissue=tissue,
            open_space=open_space,
            hu=hu,
            threshold_hu=threshold_hu,
        )
        if best is None or (piece.contained, -piece.elongation) > (best.contained, -best.elongation):
            best = piece
        if piece.freed or not fits:
            break
    return best


def _opened(tissue: Mask, depth: Block, seed: Index, opening_mm: float, step_mm: float) -> Mask:
    """Part of the tissue round `seed` that a ball of this radius reaches, and its soft edge."""
    core = component_at(depth > opening_mm, seed)
    reach = opening_mm / step_mm + 0.75
    return tissue & (distance_to(core, reach) <= reach)


def _without_ends(region: Mask, end: Mask, smaller: list[Mask]) -> Mask:
    """Drop what reaches the border of the volume by something thinner than the lesion."""
    for inner in smaller:
        if not (inner & end).any():
            loose = labels(region & ~inner)
            return region & ~np.isin(loose, np.setdiff1d(loose[end], [0]))
    return region


def own_threshold(scene: Scene, hu: Block, open_space: Mask, first_hu: float) -> float:
    """Edge of the lesion that a first threshold finds, from the HU in its middle."""
    depth = depth_in((hu >= first_hu) & open_space) * scene.cube.step_mm
    seed = _climb(depth, scene)
    if seed is None:
        return first_hu
    middle = scene.cube.distance_mm(scene.cube.voxel(seed)) <= 0.6 * float(depth[seed])
    return scene.edge_hu(float(np.median(hu[middle])))


def calcified_piece(scene: Scene) -> Piece | None:
    """Return a calcified lesion by its calcium and the soft edge round it, whatever it lies against."""
    cube = scene.cube
    dense = (cube.hu > CALCIUM_HU) & cube.inside
    near = np.where(dense, scene.from_click, np.inf)
    seed = _index(np.unravel_index(int(np.argmin(near)), near.shape))
    if not near[seed] <= CLICK_REACH_MM:
        return None
    core = component_at(dense, seed)
    if on_border(core[MARGIN, MARGIN, MARGIN]) or core.sum() * cube.step_mm**3 < MIN_CALCIUM_MM3:
        return None
    threshold = scene.edge_hu(MAX_LEVEL_HU)
    tissue = (cube.hu >= threshold) & cube.inside
    edge = CALCIUM_EDGE_MM / cube.step_mm
    region = tissue & (distance_to(core, edge) <= edge)
    radius = float(depth_in(region).max()) * cube.step_mm
    piece = Piece(
        region, cube.step_mm, radius, _elongation(region), True, tissue, cube.inside, cube.hu, threshold
    )
    return piece if piece.freed else None


def _without_pockets(air: Mask) -> Mask:
    """Air without the pockets (cavities) that tissue encloses but for leaks two steps wide."""
    opened = eroded(air)
    pockets = enclosed(opened)
    main = dilated(opened & ~pockets) & air
    return air & ~(dilated(pockets) & ~main) & ~enclosed(air)


def _climb(depth: Block, scene: Scene) -> Index | None:
    """Return the deepest position uphill from the one near the click that is deepest for its distance."""
    near = (scene.from_click <= CLICK_REACH_MM) & (depth > 0)
    score = np.where(near, depth - 0.5 * scene.from_click, -np.inf)
    seed = _index(np.unravel_index(int(np.argmax(score)), score.shape))
    if not near[seed]:
        return None
    while True:
        box = tuple(slice(max(i - 1, 0), i + 2) for i in seed)
        around = depth[box]
        offset = np.unravel_index(int(np.argmax(around)), around.shape)
        following = _index(tuple(b.start + o for b, o in zip(box, offset, strict=True)))
        if depth[following] <= depth[seed]:
            break
        seed = following
    thick = max(MIN_RADIUS_MM, MIN_RADIUS_STEPS * scene.cube.step_mm)
    return seed if depth[seed] >= thick else None


def _with_spurs(region: Mask, tissue: Mask, end: Mask, radius_mm: float, step_mm: float) -> Mask:
    """Give back what the opening took where it ends nearby: a spur or a lobe. What goes on is a vessel."""
    reach = min(SPUR_SHARE * radius_mm, SPUR_MM) / step_mm
    # What leaves this box goes on: it does so farther than the reach.
    box = box_round(region, int(np.ceil(max(reach, 1.01))) + 1)
    apart = distance_to(region[box], max(reach, 1.01))
    rest = labels(tissue[box] & ~region[box])
    ends_nearby = np.zeros(int(rest.max()) + 1, dtype=bool)
    ends_nearby[rest[(apart > 0) & (apart <= 1.01)]] = True
    # Where the volume ends nobody knows whether it goes on.
    ends_nearby[rest[(apart > reach) | end[box]]] = False
    ends_nearby[0] = False
    result = region.copy()
    result[box] |= ends_nearby[rest]
    return result


def _elongation(region: Mask) -> float:
    """Ratio of the first to the second principal standard deviation."""
    points = np.argwhere(region)
    if len(points) < 4:
        return 1.0
    # A single layer of positions is as thick as a step: variance 1/12 at least.
    variance = np.maximum(np.linalg.eigvalsh(np.cov(points.T.astype(float))), 1 / 12)
    return float(np.sqrt(variance[2] / variance[1]))


def _index(values: tuple[np.intp, ...] | tuple[int, ...]) -> Index:
    k, r, c = (int(v) for v in values)
    return (k, r, c)
