"""From a click to the lesion's mask on the volume's voxels.

Tries growing surroundings until the lesion lies wholly in them, decides between solid, calcified and
ground-glass, and carries the result back. Why each step is there: docs/nodule-measurement.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.geometry import FloatArray
from engine.lesion.errors import LesionError
from engine.lesion.neighbourhood import Cube
from engine.lesion.pieces import (
    CLICK_REACH_MM,
    MAX_ELONGATION,
    ROOM,
    Piece,
    calcified_piece,
    own_threshold,
    piece_at,
)
from engine.lesion.scene import MIN_CONTRAST_HU, TISSUE_HU, Scale, Scene, scene_at
from engine.morphology import Mask, dilated, distance_to, labels, smoothed
from engine.volume import Volume

SCALES = (Scale(13.0, 0.65, 10.0), Scale(25.0, 0.9, 12.0), Scale(44.0, 1.8, 20.0), Scale(75.0, 3.0, 36.0))
#: Longer than this many times its width, what was clicked is a vessel.
VESSEL_ELONGATION = 3.0
#: A lesion whose middle is farther from the cube's is looked at once more from its own.
RECENTRE_MM = 2.0
#: Smoothing before ground glass is looked for.
SOFT_MM = 1.0
#: Ground glass is not looked for nearer to the wall: there the wall's own blur is.
FAINT_WALL_MM = 1.0
#: Ground glass round a solid lesion begins so far from it, ...
RIM_MM = 1.6
#: ... is looked for where this share of the surroundings is denser than lung, ...
RIM_SHARE = 0.25
#: ... and counts if the solid part's radius is at most this share of the whole.
CORE_SHARE = 0.6
#: A calcified lesion goes before a solid one of up to this many times its radius.
CALCIUM_SHARE = 1.5

ENDLESS = "what is there goes on far beyond it, as vessels and the chest wall do"


@dataclass(frozen=True)
class Segmentation:
    """A lesion on the volume's voxels.

    Parameters
    ----------
    mask, start
        bool, and the volume's voxel at which it begins.
    threshold_hu
        HU of its edge to the lung.
    touches_wall
        Whether it was cut from the chest wall, the mediastinum or the diaphragm.
    leaks
        Whether it could not be freed from what it hangs on.
    """

    mask: Mask
    start: tuple[int, int, int]
    threshold_hu: float
    touches_wall: bool
    leaks: bool


def segment(volume: Volume, voxel: FloatArray) -> Segmentation:
    """Segment the lesion at a voxel position.

    Raises
    ------
    LesionError
        If there is none; the text completes "There is no nodule at this position: ...".
    """
    reason = "no aerated lung is close to it"
    for scale in SCALES:
        scene = scene_at(volume, voxel, voxel, scale)
        if scene is None:
            continue
        piece = _lesion(scene)
        if piece is None:
            if reason == ENDLESS:
                break
            if scene.depth_mm.flat[int(np.argmin(scene.from_click))] > 0:
                raise LesionError(
                    f"nothing denser than lung, and thick enough, lies within {CLICK_REACH_MM:g} mm"
                )
            reason = "it lies in the chest wall, the mediastinum or below the diaphragm"
            continue
        if not piece.contained:
            reason = ENDLESS
            continue
        scene, piece = _recentred(volume, voxel, scale, scene, piece)
        if piece.elongation > VESSEL_ELONGATION:
            reason = "what is there is as long and thin as a vessel"
            break
        return _on_voxels(volume, scene, piece)
    raise LesionError(reason)


def _recentred(
    volume: Volume, click: FloatArray, scale: Scale, scene: Scene, piece: Piece
) -> tuple[Scene, Piece]:
    """Look once more from the lesion's own middle, so that two clicks on it end in the same cube."""
    cube = scene.cube
    middle = cube.voxel(np.argwhere(piece.region).mean(0))
    if np.linalg.norm((middle - cube.middle) * cube.spacing_mm) <= RECENTRE_MM:
        return scene, piece
    again = scene_at(volume, middle, click, scale)
    better = None if again is None else _lesion(again)
    if again is None or better is None or not better.contained:
        return scene, piece
    return again, better


def _lesion(scene: Scene) -> Piece | None:
    """Return the solid lesion, the calcified one, or the ground-glass one round it: whichever is there."""
    hu, space = scene.cube.hu, scene.open_space
    solid = piece_at(scene, hu, space, own_threshold(scene, hu, space, TISSUE_HU))
    if solid is not None and solid.radius_mm > ROOM * scene.cube.reach * scene.cube.step_mm:
        return solid  # a larger cube is needed first
    if solid is None or not solid.freed or _touches_wall(scene, solid):
        calcified = calcified_piece(scene)
        if calcified is not None and (solid is None or solid.radius_mm < CALCIUM_SHARE * calcified.radius_mm):
            return calcified
    return _with_ground_glass(scene, solid)


def _with_ground_glass(scene: Scene, solid: Piece | None) -> Piece | None:
    """Return the ground-glass lesion round or instead of a solid one, or that one where there is none."""
    space = scene.open_space
    soft = smoothed(scene.cube.hu, max(SOFT_MM / scene.cube.step_mm, 0.5))
    faint_space = space & (scene.depth_mm > FAINT_WALL_MM)
    faint_hu = scene.lung_hu + MIN_CONTRAST_HU
    if solid is None:
        return piece_at(scene, soft, faint_space, own_threshold(scene, soft, faint_space, faint_hu))
    shell = (solid.apart > RIM_MM) & (solid.apart < 2 * RIM_MM) & space
    if solid.freed and (soft[shell] > faint_hu).sum() < RIM_SHARE * shell.sum():
        return solid
    faint = piece_at(scene, soft, faint_space, faint_hu)
    if faint is None or not faint.freed:
        return solid
    if not solid.freed:
        return solid if solid.contained else faint
    rim = faint.region & (solid.apart > RIM_MM)
    if solid.radius_mm > CORE_SHARE * faint.radius_mm or not rim.any():
        return solid
    # The edge between lung and ground glass, not between lung and the solid part.
    edge = scene.edge_hu(float(np.median(soft[rim])))
    return piece_at(scene, soft, faint_space, edge) or faint


def _touches_wall(scene: Scene, piece: Piece) -> bool:
    return bool(dilated(piece.region)[scene.depth_mm <= 0].any())


def _on_voxels(volume: Volume, scene: Scene, piece: Piece) -> Segmentation:
    """Carry a piece from the cube to the volume's voxels; there the HU decide where lesion meets lung."""
    cube: Cube = scene.cube
    start, stop = cube.voxel_box(volume.hu.shape)
    k, r, c = (slice(a, b) for a, b in zip(start, stop, strict=True))
    smooth = piece.hu is not cube.hu
    hu = cube.at_voxels(piece.hu, start, stop) if smooth else volume.hu[k, r, c]

    def carried(mask: Mask) -> Mask:
        return np.asarray(cube.at_voxels(mask.astype(np.float32), start, stop) >= 0.5)

    # One step more than the region: where it borders on lung the voxels' own HU draw the line. Not so where
    # it was cut from other tissue or from the wall.
    grown = piece.apart <= 1.5 * cube.step_mm
    cut = grown & piece.tissue & ~piece.region
    allowed = carried(grown & piece.open_space & ~cut)
    # Air well inside the lesion is a cavity and belongs to it.
    cavity = carried(piece.region & (distance_to(~piece.tissue, 1.5) > 1.5))
    mask = allowed & ((hu > piece.threshold_hu) | cavity)
    labelled = labels(mask)
    counts = np.bincount(labelled[carried(piece.region)].ravel(), minlength=2)
    counts[0] = 0
    if not counts.any():
        raise LesionError("what is there is smaller than a voxel")
    return Segmentation(
        mask=np.asarray(labelled == int(np.argmax(counts))),
        start=start,
        threshold_hu=piece.threshold_hu,
        touches_wall=_touches_wall(scene, piece),
        leaks=piece.elongation > MAX_ELONGATION,
    )
