"""Where the lungs are: a mask on a coarse grid that keeps what grows into the lung from its wall.

Air that the body surrounds is lung, unless it is as empty as the gas of bowel and stomach. Closing by a ball
brings back what touches the wall; a wider ball, for masses only, would bring in heart and hilum as well, so
it makes a mask of its own. What could not be done is said in flags. It must not know nodules or networks.

Why each step is there, and what it was tried on: docs/detection.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.findings import Flag
from engine.geometry import Grid
from engine.isotropic import HuArray, isotropic
from engine.morphology import Mask, box_round, dilated, distance_to, enclosed, eroded, labels
from engine.volume import Volume

#: Step of the mask's grid.
STEP_MM = 2.5
#: Between aerated lung and soft tissue.
TISSUE_HU = -400.0
#: Emptier than any lung but a bulla: air round the patient.
EMPTY_HU = -960.0
#: Gas of trachea, bowel and stomach is mostly below this; of healthy lung 1 % is, of badly emphysematous one
#: half.
GAS_HU = -935.0
#: A piece with more than this share of gas is no lung, unless it is larger than gas gets.
GAS_SHARE, MAX_GAS_ML = 0.35, 800.0
#: What is as empty as gas, this large and this long, between the lungs, is trachea and main bronchi.
TRACHEA_ML, TRACHEA_MM = (2.0, 150.0), 25.0
#: Soft tissue or bone: what the body is made of.
BODY_HU = -250.0
#: A piece of air smaller than this is no part of a lung.
MIN_PIECE_ML = 15.0
#: Less lung than this in all, and the scan is not taken for one of the lungs.
MIN_LUNG_ML = 100.0
#: Radius of the balls that close the mask: what juts into the lung up to about twice this is kept.
CLOSE_MM, CLOSE_WIDE_MM = 13.0, 28.0
#: Holes in a slice of the closed mask are filled up to here, vessels and nodules of the hilum included.
MAX_HOLE_MM2 = 2500.0
#: One lung with less than this share of the other's volume counts as missing.
ONE_SIDED = 0.15
#: More than this share of the closed mask without air counts as collapse, effusion or consolidation.
DENSE_SHARE = 0.35
#: Share of the lungs' cells on an image border beyond which they count as cut there.
CUT_SHARE = 0.003

IntArray = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Lungs:
    """The lungs of a volume.

    Parameters
    ----------
    mask
        bool, shape ``grid.size``: the lungs with vessels and with nodules, free or on the wall.
    wide
        The same with room for masses of the wall and the mediastinum; holds parts of heart and hilum.
    grid
        Where both masks' cells lie: the volume's own axes, about 2.5 mm steps.
    volume_ml
        Aerated lung.
    flags
        What is doubtful, or why there is no mask.
    """

    mask: Mask
    wide: Mask
    grid: Grid
    volume_ml: float
    flags: tuple[Flag, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there are lungs to search."""
        return bool(self.mask.any())

    def contains(self, points_mm: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Whether patient positions, shape ``(..., 3)``, lie in the mask; shape ``(...)``."""
        return self._at(self.mask, points_mm)

    def contains_widely(self, points_mm: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Whether they lie in the wide mask."""
        return self._at(self.wide, points_mm)

    def _at(self, mask: Mask, points_mm: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        voxels = np.rint(self.grid.to_voxel(points_mm)).astype(int)
        inside = ((voxels >= 0) & (voxels < self.grid.size)).all(-1)
        k, r, c = np.moveaxis(np.clip(voxels, 0, np.asarray(self.grid.size) - 1), -1, 0)
        return np.asarray(inside & mask[k, r, c])


def segment_lungs(volume: Volume) -> Lungs:
    """Find the lungs.

    Parameters
    ----------
    volume
        Any CT; also of the abdomen, of half a chest, or of a few slices.

    Returns
    -------
    Lungs
        With an empty mask and a flag where there are none. It never demands two lungs, a trachea or a
        whole chest.
    """
    hu, grid = isotropic(volume.hu, volume.grid, STEP_MM)
    cell_ml = grid.voxel_volume_mm3 / 1000
    smooth = _smoothed(hu)
    pieces = _lung_pieces(_air_in_body(smooth), smooth, cell_ml)
    trachea = _trachea(pieces, smooth, grid)
    if trachea.any():
        # Once more, because rests of its wall's blur are left.
        pieces = _lung_pieces(pieces & ~trachea, smooth, cell_ml)
    volume_ml = float(pieces.sum() * cell_ml)
    if volume_ml < MIN_LUNG_ML:
        flag = Flag(
            "lungs_not_found",
            f"No lungs were found: the scan holds {volume_ml:.0f} ml of aerated lung (at least"
            f" {MIN_LUNG_ML:.0f} ml are needed). No nodules were searched for.",
        )
        nothing = np.zeros(grid.size, dtype=bool)
        return Lungs(nothing, nothing, grid, volume_ml, (flag,))
    step = float(np.prod(grid.spacing_mm) ** (1 / 3))
    margin = int(np.ceil(CLOSE_WIDE_MM / step)) + 2
    mask, wide = np.zeros(grid.size, dtype=bool), np.zeros(grid.size, dtype=bool)
    sides = _sides(pieces)
    for side in sides:
        box = box_round(side, margin)
        near, far = _closed(side[box], (CLOSE_MM / step, CLOSE_WIDE_MM / step))
        mask[box] |= _filled(near, MAX_HOLE_MM2 / step**2)
        wide[box] |= far
    wide |= mask
    return Lungs(mask, wide, grid, volume_ml, tuple(_flags(sides, mask, grid, volume_ml)))


def _smoothed(hu: HuArray) -> npt.NDArray[np.float32]:
    """Slices with their noise reduced, so that thresholds mean tissue and not noise."""
    result = np.empty(hu.shape, dtype=np.float32)
    for k, plane in enumerate(hu):
        result[k] = cv2.GaussianBlur(plane.astype(np.float32), (0, 0), 0.7, borderType=cv2.BORDER_REPLICATE)
    return result


def _air_in_body(hu: npt.NDArray[np.float32]) -> Mask:
    """Air that the body surrounds on at least three of four sides.

    The lung of a scan of half a chest reaches the border of the image, so touching it says nothing; being
    empty there does.
    """
    empty = hu < EMPTY_HU
    outside = np.zeros(hu.shape, dtype=bool)
    for k, plane in enumerate(empty):
        _, labelled = cv2.connectedComponents(plane.astype(np.uint8), connectivity=4)
        rim = np.concatenate([labelled[[0, -1]].ravel(), labelled[:, [0, -1]].ravel()])
        outside[k] = np.isin(labelled, np.unique(rim[rim > 0]))
    body = _largest(eroded(hu > BODY_HU))
    sides = np.zeros(hu.shape, dtype=np.uint8)
    for axis in (1, 2):
        sides += np.logical_or.accumulate(body, axis)
        sides += np.flip(np.logical_or.accumulate(np.flip(body, axis), axis), axis)
    # Two cells more, because the skin's own blur lies between the two.
    fringe = dilated(dilated(outside))
    return np.asarray((hu < TISSUE_HU) & (sides >= 3) & ~fringe)


def _lung_pieces(air: Mask, hu: npt.NDArray[np.float32], cell_ml: float) -> Mask:
    """Pieces of air that are large enough and not gas."""
    labelled = labels(air)
    millilitres = np.bincount(labelled.ravel()) * cell_ml
    # Cells on a piece's surface are half tissue.
    inner = np.where(eroded(air), labelled, 0).ravel()
    cells = np.maximum(np.bincount(inner, minlength=len(millilitres)), 1)
    empty = np.bincount(inner, hu.ravel() < GAS_HU, len(millilitres)) / cells
    keep = (millilitres >= MIN_PIECE_ML) & ((empty < GAS_SHARE) | (millilitres > MAX_GAS_ML))
    keep[0] = False
    return np.asarray(keep[labelled])


def _trachea(lungs: Mask, hu: npt.NDArray[np.float32], grid: Grid) -> Mask:
    """Trachea and main bronchi, where they hang together with the lungs; nothing if they cannot be told."""
    core = eroded(lungs & (hu < GAS_HU))
    labelled = labels(core)
    columns = np.flatnonzero(lungs.any(axis=(0, 1)))
    if not len(columns):
        return np.zeros_like(lungs)
    middle, half = (columns[0] + columns[-1]) / 2, (columns[-1] - columns[0]) / 2
    result = np.zeros_like(lungs)
    for label in range(1, int(labelled.max()) + 1):
        piece = labelled == label
        millilitres = piece.sum() * grid.voxel_volume_mm3 / 1000
        if not TRACHEA_ML[0] <= millilitres <= TRACHEA_ML[1]:
            continue
        k, _, c = np.nonzero(piece)
        length_mm = float(np.ptp(k) + 1) * grid.spacing_mm[0]
        if length_mm >= TRACHEA_MM and abs(float(np.median(c)) - middle) < half / 4:
            result |= piece
    for _ in range(3 if result.any() else 0):
        result = dilated(result)
    return result


def _largest(mask: Mask) -> Mask:
    labelled = labels(mask)
    count = np.bincount(labelled.ravel())
    count[0] = 0
    return np.asarray(labelled == int(np.argmax(count))) if count.any() else np.zeros_like(mask)


def _sides(lungs: Mask) -> list[Mask]:
    """Left and right lung, where thinning parts them: what is closed together would hold the mediastinum."""
    box = box_round(lungs, 1)
    inner = core = lungs[box]
    for _ in range(4):
        labelled = labels(core)
        count = np.bincount(labelled.ravel())
        count[0] = 0
        first, second = np.argsort(count)[::-1][:2] if len(count) > 2 else (1, 0)
        if len(count) > 2 and count[second] > ONE_SIDED * count[first]:
            nearer = distance_to(labelled == first) <= distance_to(labelled == second)
            sides = [np.zeros_like(lungs), np.zeros_like(lungs)]
            sides[0][box], sides[1][box] = inner & nearer, inner & ~nearer
            return sides
        core = eroded(core)
    return [lungs]


def _closed(mask: Mask, radii: tuple[float, float]) -> list[Mask]:
    """Closings by balls; beyond the block there is neither lung nor anything that could take from it."""
    away = distance_to(mask, max(radii))
    return [np.asarray((distance_to(away > radius, radius) > radius) | mask) for radius in radii]


def _filled(mask: Mask, largest: float) -> Mask:
    """Fill enclosed spaces, and in each slice holes up to a size."""
    result = mask | enclosed(~mask)
    for plane in result:
        _, labelled, stats, _ = cv2.connectedComponentsWithStats((~plane).astype(np.uint8), connectivity=4)
        rim = np.concatenate([labelled[[0, -1]].ravel(), labelled[:, [0, -1]].ravel()])
        hole = stats[:, cv2.CC_STAT_AREA] <= largest
        hole[0] = False
        hole[np.unique(rim)] = False
        np.logical_or(plane, hole[labelled], out=plane)
    return np.asarray(result)


def _flags(sides: list[Mask], mask: Mask, grid: Grid, volume_ml: float) -> list[Flag]:
    flags = []
    pieces = np.logical_or.reduce(sides)
    total = int(pieces.sum())
    rim = np.zeros(pieces.shape, dtype=bool)
    rim[:, [0, -1]] = rim[:, :, [0, -1]] = True
    if int((pieces & rim).sum()) > CUT_SHARE * total:
        flags.append(
            Flag(
                "lungs_cut",
                "The lungs reach the edge of the image: a part of them is not in the scan and was not"
                " searched.",
            )
        )
    ends = [int(pieces[k].sum()) * grid.voxel_volume_mm3 / grid.spacing_mm[0] / 100 for k in (0, -1)]
    if max(ends) > 20:
        flags.append(
            Flag(
                "lungs_partial",
                f"The lungs go on beyond the first or last slice; {volume_ml:.0f} ml of lung were searched.",
            )
        )
    left, right = _halves(sides)
    if min(left, right) < ONE_SIDED * max(left, right):
        flags.append(
            Flag(
                "lungs_one_sided",
                "Only one aerated lung was found. Nothing was searched for on the other side.",
            )
        )
    if 1 - total / float((mask | pieces).sum()) > DENSE_SHARE:
        flags.append(
            Flag(
                "lungs_dense",
                "Much of the lungs holds no air (effusion, collapse or consolidation): nodules in there"
                " cannot be told from their surroundings.",
            )
        )
    return flags


def _halves(sides: list[Mask]) -> tuple[int, int]:
    """Cells of the two sides."""
    if len(sides) == 2:
        return int(sides[0].sum()), int(sides[1].sum())
    # One connected piece: two lungs if it lies on both sides of the image's middle.
    half = sides[0].shape[2] // 2
    return int(sides[0][:, :, :half].sum()), int(sides[0][:, :, half:].sum())
