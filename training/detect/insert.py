"""Real nodules put into real lungs at known places, with the host's slice thickness and noise.

A nodule that sat on a wall goes on a wall, turned so that its wall meets the host's. What it overwrites is
lost, and its noise has another texture than the host's: inserted nodules show regressions and compare
methods; they flatter (docs/detection.md). Nothing here knows how nodules are found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
import SimpleITK as sitk

from engine.candidates.noise import lung_noise
from engine.findings import Point
from engine.geometry import FloatArray, Grid, sample
from engine.lungs import Lungs
from engine.morphology import distance_to
from engine.volume import Volume
from training.detect.volumes import NoduleVolume

#: The nodule's mask is widened by this much, so that its own partial volume comes with it.
WIDEN_MM = 1.2
#: Half the width of the blend between nodule and host.
FEATHER_MM = 0.7
#: Inserted nodules and the host's own keep this far apart, edge to edge.
APART_MM = 15.0
#: Room round a free nodule to the wall.
FREE_MM = 3.0
#: A wall lies where this share of the surroundings is tissue, mostly on one side.
WALL_SHARE, WALL_ONE_SIDED = 0.15, 0.5
TISSUE_HU = -300.0
#: Share of a place's lung that may be vessel.
VESSEL_HU, MAX_VESSEL_SHARE = -500.0, 0.05
#: Places tried for a nodule before it is left out of a copy of the host.
TRIES = 400

FloatBlock = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Inserted:
    """The truth about one nodule in a host.

    `centre_mm` is the middle of its mask's bounding box; `diameter_mm` the readers'.
    """

    id: str
    patient_id: str
    centre_mm: Point
    diameter_mm: float
    texture: str
    on_wall: bool


@dataclass(frozen=True)
class Wall:
    """The wall that a nodule sits on: its direction in the slice (row, column), and how far it is."""

    direction: tuple[float, float]
    distance_mm: float


@dataclass(frozen=True)
class _Bed:
    """A host with what is needed to choose places in it.

    For each cell of the mask's grid how deep in the lung it lies, and how that grows; the lung's cells; the
    host's noise.
    """

    host: Volume
    lungs: Lungs
    depth_mm: FloatBlock
    slope: npt.NDArray[np.floating]
    spots: npt.NDArray[np.intp]
    noise: float | None

    @classmethod
    def of(cls, host: Volume, lungs: Lungs) -> _Bed:
        step = np.float32(np.prod(lungs.grid.spacing_mm) ** (1 / 3))
        depth = distance_to(~lungs.mask) * step
        flat = min(depth.shape) < 2
        slope = np.zeros((3, *depth.shape)) if flat else np.stack(np.gradient(depth))
        return cls(host, lungs, depth, slope, np.argwhere(lungs.mask), lung_noise(host.hu))


def wall_of(nodule: NoduleVolume) -> Wall | None:
    """Find the wall that a nodule sits on in its own scan; `None` for a free one."""
    away = _distance_mm(nodule)
    shell = (away > 1.5) & (away < 5.0)
    tissue = shell & (nodule.hu > TISSUE_HU)
    if not shell.any() or tissue.sum() < WALL_SHARE * shell.sum():
        return None
    at = (np.argwhere(tissue) - np.argwhere(nodule.mask).mean(0))[:, 1:] * np.asarray(nodule.spacing_mm)[1:]
    ways = at / np.maximum(np.linalg.norm(at, axis=1, keepdims=True), 1e-6)
    mean = ways.mean(0)
    length = float(np.linalg.norm(mean))
    if length < WALL_ONE_SIDED:
        return None
    direction = mean / length
    distance = float(np.percentile(at @ direction, 20))
    return Wall((float(direction[0]), float(direction[1])), max(distance, 0.0))


def insert(
    host: Volume,
    lungs: Lungs,
    nodules: list[NoduleVolume],
    rng: np.random.Generator,
    taken: list[tuple[Point, float]],
) -> tuple[Volume, list[Inserted]]:
    """Insert nodules into a copy of a host at random places.

    Parameters
    ----------
    host
        The CT.
    lungs
        Its lungs, where the nodules go.
    nodules
        What to insert; one for which no place is found is left out.
    rng
        Of the places.
    taken
        Centres and diameters (mm) of what the host already holds: no nodule goes near.

    Returns
    -------
    (Volume, list of Inserted)
        The copy, and the truth.
    """
    hu = host.hu.copy()
    bed = _Bed.of(host, lungs)
    occupied, result = list(taken), []
    for nodule in nodules:
        wall = wall_of(nodule)
        found = _place(bed, hu, nodule, wall, occupied=occupied, rng=rng)
        if found is None:
            continue
        centre, angle = found
        _blend(bed, hu, nodule, centre, angle=angle, rng=rng)
        occupied.append((centre, nodule.diameter_mm))
        result.append(
            Inserted(
                nodule.id, nodule.patient_id, centre, nodule.diameter_mm, nodule.texture, wall is not None
            )
        )
    return replace(host, hu=hu), result


def _distance_mm(nodule: NoduleVolume) -> FloatBlock:
    """Distance to the mask, in millimetres."""
    image = sitk.GetImageFromArray(nodule.mask.astype(np.uint8))
    image.SetSpacing(nodule.spacing_mm[::-1])
    away = sitk.SignedMaurerDistanceMap(image, squaredDistance=False, useImageSpacing=True)
    return np.asarray(np.maximum(sitk.GetArrayFromImage(away), 0), dtype=np.float32)


def _place(
    bed: _Bed,
    hu: npt.NDArray[np.int16],
    nodule: NoduleVolume,
    wall: Wall | None,
    *,
    occupied: list[tuple[Point, float]],
    rng: np.random.Generator,
) -> tuple[Point, float] | None:
    """Find a centre, and by how much to turn the nodule in its slice (radians)."""
    radius = nodule.diameter_mm / 2
    for _ in range(TRIES):
        spot = tuple(int(v) for v in bed.spots[rng.integers(len(bed.spots))])
        here = float(bed.depth_mm[spot])
        angle = 0.0
        if wall is None:
            if here < radius + FREE_MM:
                continue
        else:
            if abs(here - wall.distance_mm) > 1.5:
                continue
            down = -bed.slope[:, spot[0], spot[1], spot[2]]
            flat = float(np.hypot(down[1], down[2]))
            if flat < 0.8 * float(np.linalg.norm(down)) or flat < 0.3:
                continue
            angle = float(np.arctan2(down[1], down[2]) - np.arctan2(*wall.direction))
        x, y, z = (float(v) for v in bed.lungs.grid.to_patient(np.asarray(spot) + rng.uniform(-0.5, 0.5, 3)))
        centre = (x, y, z)
        if any(
            np.linalg.norm(np.subtract(centre, other)) < APART_MM + radius + width / 2
            for other, width in occupied
        ):
            continue
        if wall is None and _vessel_share(hu, bed.host.grid, centre, radius + 1) > MAX_VESSEL_SHARE:
            continue
        return centre, angle
    return None


def _vessel_share(hu: npt.NDArray[np.int16], grid: Grid, centre: Point, radius_mm: float) -> float:
    box, points = _box(grid, centre, radius_mm)
    near = np.linalg.norm(points - np.asarray(centre), axis=-1) <= radius_mm
    return float((hu[box][near] > VESSEL_HU).mean()) if near.any() else 1.0


def _box(grid: Grid, centre: Point, reach_mm: float) -> tuple[tuple[slice, slice, slice], FloatArray]:
    """Voxels of a grid round a point, and where they lie."""
    at, reach = grid.to_voxel(centre), reach_mm / np.asarray(grid.spacing_mm)
    low = np.clip(np.floor(at - reach).astype(int), 0, np.asarray(grid.size) - 1)
    high = np.clip(np.ceil(at + reach).astype(int) + 1, low + 1, grid.size)
    part = grid.crop((int(low[0]), int(low[1]), int(low[2])), tuple(int(v) for v in high - low))  # type: ignore[arg-type]  # three of three
    box = (slice(low[0], high[0]), slice(low[1], high[1]), slice(low[2], high[2]))
    return box, part.points_mm()


def _blend(
    bed: _Bed,
    hu: npt.NDArray[np.int16],
    nodule: NoduleVolume,
    centre: Point,
    *,
    angle: float,
    rng: np.random.Generator,
) -> None:
    """Mix the nodule into `hu`, its mask's middle on `centre`."""
    values, cover = _prepared(nodule, bed.host.grid.spacing_mm)
    used = [
        np.flatnonzero(nodule.mask.any(axis=tuple(a for a in range(3) if a != axis))) for axis in range(3)
    ]
    middle = np.array([(u[0] + u[-1]) / 2 for u in used])
    middle[0] += MARGIN
    z, y, x = nodule.spacing_mm
    sine, cosine = float(np.sin(angle)), float(np.cos(angle))
    # Turning the row axis (y) and the column axis (x) by the same angle about z.
    steps = np.array([(0, 0, z), (-sine * y, cosine * y, 0), (cosine * x, sine * x, 0)])
    origin = np.asarray(centre) - middle @ steps
    s, r, c = (tuple(float(v) for v in step) for step in steps)
    o = (float(origin[0]), float(origin[1]), float(origin[2]))
    grid = Grid(values.shape, o, (s, r, c))  # type: ignore[arg-type]  # three of three
    extent = np.linalg.norm(np.asarray(nodule.mask.shape) * nodule.spacing_mm) / 2 + 6
    box, points = _box(bed.host.grid, centre, float(extent))
    share = sample(cover, grid, points, outside=0.0)
    inner = sample(values, grid, points)
    own = lung_noise(nodule.hu)
    noise = bed.noise
    if noise is not None and own is not None and noise > own:
        grain = rng.standard_normal(inner.shape).astype(np.float32)
        grain = np.stack([cv2.GaussianBlur(plane, (0, 0), 0.6) for plane in grain])
        fine = np.stack([plane - cv2.GaussianBlur(plane, (0, 0), 1.0) for plane in grain])
        inner = inner + grain * np.float32(np.sqrt(noise**2 - own**2) / max(float(fine.std()), 1e-3))
    hu[box] = np.clip(np.rint(hu[box] * (1 - share) + inner * share), -1024, 3071)


#: Slices added at both ends of a nodule, where its cover fades out.
MARGIN = 3


def _prepared(nodule: NoduleVolume, host_mm: tuple[float, float, float]) -> tuple[FloatBlock, FloatBlock]:
    """HU and cover with the host's partial volume: as thick as its slices, as coarse as its pixels."""
    pad = ((MARGIN, MARGIN), (0, 0), (0, 0))
    padded = replace(nodule, hu=np.pad(nodule.hu, pad, mode="edge"), mask=np.pad(nodule.mask, pad))
    away = _distance_mm(padded)
    cover = np.clip(0.5 + (WIDEN_MM - away) / (2 * FEATHER_MM), 0, 1).astype(np.float32)
    values = padded.hu.astype(np.float32)
    for axis in range(3):
        own, other = nodule.spacing_mm[axis], host_mm[axis]
        # A box of the width that is missing has this standard deviation.
        sigma = float(np.sqrt(max(other**2 - own**2, 0) / 12)) / own
        if sigma > 0.2:
            values, cover = _blurred(values, axis, sigma), _blurred(cover, axis, sigma)
    return values, cover


def _blurred(block: FloatBlock, axis: int, sigma: float) -> FloatBlock:
    lines = np.moveaxis(block, axis, 0)
    flat = np.ascontiguousarray(lines.reshape(lines.shape[0], -1))
    size = 2 * int(np.ceil(3 * sigma)) + 1
    done = cv2.GaussianBlur(flat, (1, size), sigmaX=0.1, sigmaY=sigma, borderType=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(np.moveaxis(done.reshape(lines.shape), 0, axis))
