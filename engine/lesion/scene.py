"""The surroundings of a click: a cube of HU, how deep in the lung each position lies, how dense the lung is.

Lengths are millimetres. Why each step is there: docs/nodule-measurement.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.geometry import FloatArray
from engine.lesion.neighbourhood import Cube, cut_cube
from engine.morphology import Block, Mask, dilated, distance_to, enclosed, eroded, labels
from engine.volume import Volume

#: Between aerated lung and soft tissue.
TISSUE_HU = -400.0
#: Aerated lung is below this.
LUNG_HU = -650.0
#: The edge lies this share of the way from the lung's HU to the lesion's.
EDGE = 0.4
#: A lesion's level counts up to here: calcium must not pull the edge inwards.
MAX_LEVEL_HU = 100.0
#: Least contrast to the lung that counts as an edge.
MIN_CONTRAST_HU = 120.0
#: How far from the click the lung that is meant may begin.
LUNG_REACH_MM = 15.0
#: Fewer positions of aerated lung than this say nothing of its HU.
MIN_LUNG_POSITIONS = 50


@dataclass(frozen=True)
class Scale:
    """One size of surroundings.

    Parameters
    ----------
    half_mm, step_mm
        Half the cube's edge, and the distance between its positions.
    rolling_mm
        Radius of the ball that rolls along the chest wall: what it cannot enter belongs to the lung.
    """

    half_mm: float
    step_mm: float
    rolling_mm: float


def edge_hu(level_hu: float, lung_hu: float) -> float:
    """HU of the edge between lung and a lesion, each of its own level."""
    return lung_hu + max(EDGE * (min(level_hu, MAX_LEVEL_HU) - lung_hu), MIN_CONTRAST_HU)


@dataclass(frozen=True)
class Scene:
    """What surrounds a click.

    Parameters
    ----------
    cube
        HU at equal steps.
    from_click
        Distance of each position to the click.
    depth_mm
        How far each position lies inside the lung with all that grows into it; negative in the wall.
        Cut off a few steps from the border between both.
    lung_hu
        Median of the aerated lung.
    """

    cube: Cube
    from_click: Block
    depth_mm: Block
    lung_hu: float

    @property
    def open_space(self) -> Mask:
        """Where a lesion may lie: inside the lung's border and inside the volume."""
        return np.asarray((self.depth_mm > 0) & self.cube.inside)

    def edge_hu(self, level_hu: float) -> float:
        """HU of the edge between the lung and a lesion of this level."""
        return edge_hu(level_hu, self.lung_hu)


def scene_at(volume: Volume, near: FloatArray, click: FloatArray, scale: Scale) -> Scene | None:
    """Cut a scene out of a volume.

    Parameters
    ----------
    volume
        The CT.
    near
        Voxel position near which the cube's middle is to lie.
    click
        Voxel position that was clicked.
    scale
        Size of the scene.

    Returns
    -------
    Scene or None
        `None` if it holds no aerated lung.
    """
    # All scenes of a scale lie on one lattice, so that two clicks on a lesion see the same numbers.
    lattice = 2 * scale.step_mm / np.asarray(volume.grid.spacing_mm)
    middle = np.rint(near / lattice) * lattice
    cube = cut_cube(volume, middle, scale.half_mm, scale.step_mm, 0.35 * scale.step_mm)
    depth = _depth(volume, cube, scale)
    lung = cube.hu[(depth > 0) & (cube.hu < LUNG_HU)]
    if len(lung) < MIN_LUNG_POSITIONS:
        return None
    return Scene(cube, cube.distance_mm(click), depth, float(np.median(lung)))


def _depth(volume: Volume, cube: Cube, scale: Scale) -> Block:
    """Distance inside the lung's border after closing it with a ball.

    The lung's air is closed on a coarse block with room for the ball all round. A block of tissue too thick
    for that, but free on all sides, is a mass in the lung and counts as inside.
    """
    step = 2.0 * scale.step_mm
    coarse = cut_cube(volume, cube.middle, scale.half_mm + scale.rolling_mm + 2 * step, step, 0.4 * step)
    air = _main_air(coarse)
    if not air.any():
        return np.full(cube.hu.shape, -step, dtype=np.float32)
    radius = scale.rolling_mm / step
    near = distance_to(air, radius) <= radius
    closed = distance_to(~near, radius) > radius
    closed |= enclosed(~closed)
    # A distance, not a mask, is interpolated: its zero runs between the coarse positions.
    field = np.clip(distance_to(~closed, 3) - distance_to(closed, 3), -3, 3)
    return coarse.resized(field, cube) * np.float32(step)


def _main_air(cube: Cube) -> Mask:
    """Air of the lung nearest the middle, without what hangs on it by less than three steps."""
    air = cube.hu < TISSUE_HU
    labelled = labels(eroded(air))
    n, near = cube.reach, max(2, round(LUNG_REACH_MM / cube.step_mm))
    centre = labelled[tuple(slice(max(n - near, 0), n + near + 1) for _ in range(3))]
    counts = np.bincount(centre.ravel())
    counts[0] = 0
    if not counts.any():
        return np.zeros_like(air)
    return air & dilated(labelled == int(np.argmax(counts)))
