"""Draws the synthetic chest into voxels: anatomy slice by slice, then tubes and nodules, then blur and noise.

Edges are soft by the share of a voxel that is covered, averaged over the slice's thickness, so that a sphere
measures what it should.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from engine.geometry import FloatArray, Grid
from engine.phantom import anatomy
from engine.phantom.anatomy import Field
from engine.phantom.spec import KIND_HU, Kind, PhantomNodule, PhantomSpec
from engine.phantom.vessels import Tube

#: Anatomy is evaluated at points about this far apart and interpolated: its fields are smooth.
COARSE_MM = 2.8
#: Thickness of the sub-slices over which a voxel's cover is averaged.
SUBSLICE_MM = 0.7
MIN_HU, MAX_HU = -1024, 3071
CAVITY_HU = -940.0

HuArray = npt.NDArray[np.int16]
#: From positions (slice, row, column mm from the grid's first voxel) to the share that is covered.
Cover = Callable[[Field, Field, Field], Field]


def draw_anatomy(spec: PhantomSpec) -> HuArray:
    """HU of the chest without vessels, airways, nodules, blur and noise."""
    grid = spec.grid
    hu = np.empty(grid.size, dtype=np.int16)

    for k in range(grid.size[0]):
        hu[k] = _slice(spec, grid, k)
    return hu


def draw_tubes(hu: HuArray, spec: PhantomSpec, tubes: list[Tube]) -> None:
    """Draw vessels, or airways with their walls, into `hu`."""
    for tube in tubes:
        if not tube.wall_mm:
            _blend(hu, spec, tube, 0.0, lambda old, f: np.maximum(old, _mix(f, anatomy.BLOOD_HU)))
    walled = [t for t in tubes if t.wall_mm]
    for tube in walled:
        _blend(hu, spec, tube, tube.wall_mm, lambda old, f: np.maximum(old, _mix(f, anatomy.MUSCLE_HU)))
    for tube in walled:
        _blend(hu, spec, tube, 0.0, lambda old, f: np.minimum(old, old + f * (anatomy.AIR_HU - old)))


def draw_nodule(hu: HuArray, spec: PhantomSpec, nodule: PhantomNodule, rng: np.random.Generator) -> None:
    """Draw a nodule into `hu`. What is denser than it (a vessel that runs through) stays."""
    centre = _local(spec, np.asarray(nodule.centre_mm))
    radius = nodule.diameter_mm / 2
    pixel = min(spec.spacing_mm[1:])
    lobes = rng.normal(size=(5, 3)) if nodule.kind is Kind.SPICULATED else np.zeros((0, 3))
    # Lobes and spicules are fixed in the patient, whatever the scan's axes.
    lobes = lobes @ spec.axes.T

    def ball(radius_mm: float) -> Cover:
        def cover(k: Field, r: Field, c: Field) -> Field:
            dk, dr, dc = k - centre[0], r - centre[1], c - centre[2]
            distance = np.sqrt(dk * dk + dr * dr + dc * dc)
            surface: Field | float = radius_mm
            for lobe in lobes:
                angle = (dk * lobe[0] + dr * lobe[1] + dc * lobe[2]) / np.maximum(distance, 0.1)
                surface = surface + 0.07 * radius_mm * np.sin(2.2 * angle + lobe[0])
            return np.asarray(np.clip(0.5 + (surface - distance) / pixel, 0, 1))

        return cover

    def paint(radius_mm: float, mix: Callable[[Field, Field], Field]) -> None:
        reach = radius_mm * (1.4 if len(lobes) else 1.0) + pixel
        _paint(hu, spec, (centre, centre), reach_mm=reach, cover=ball(radius_mm), mix=mix)

    paint(radius, lambda old, f: old + f * np.maximum(nodule.hu - old, 0))
    if nodule.kind is Kind.PART_SOLID:
        core_hu = KIND_HU[Kind.SOLID]
        paint(nodule.inner_diameter_mm / 2, lambda old, f: old + f * np.maximum(core_hu - old, 0))
    if nodule.kind is Kind.CAVITARY:
        paint(nodule.inner_diameter_mm / 2, lambda old, f: old + f * (CAVITY_HU - old))
    if nodule.kind is Kind.SPICULATED:
        draw_tubes(hu, spec, _spicules(nodule, rng))


def finish(hu: HuArray, spec: PhantomSpec) -> None:
    """Blur by the point spread function and add correlated noise, in place."""
    sigma = [spec.psf_mm / s for s in (spec.spacing_mm[2], spec.spacing_mm[1])]
    grain = [spec.noise_blur_mm / s for s in (spec.spacing_mm[2], spec.spacing_mm[1])]

    def one(k: int) -> None:
        image = hu[k].astype(np.float32)
        if min(sigma) > 0.05:
            image = cv2.GaussianBlur(
                image, (0, 0), sigma[0], sigmaY=sigma[1], borderType=cv2.BORDER_REPLICATE
            )
        if spec.noise_hu > 0:
            noise = np.random.default_rng((spec.seed, 7, k)).standard_normal(image.shape, dtype=np.float32)
            if min(grain) > 0.05:
                noise = cv2.GaussianBlur(noise, (0, 0), grain[0], sigmaY=grain[1])
                noise *= 1 / _blurred_sd(grain)
            image += noise * np.float32(spec.noise_hu)
        hu[k] = np.clip(np.rint(image), MIN_HU, MAX_HU).astype(np.int16)

    with ThreadPoolExecutor() as pool:
        list(pool.map(one, range(hu.shape[0])))


def _blurred_sd(sigma: list[float]) -> float:
    """Standard deviation that white noise of variance one keeps under the Gaussian that OpenCV applies."""
    kernels = [cv2.getGaussianKernel(round(s * 8 + 1) | 1, s, cv2.CV_32F) for s in sigma]
    return float(np.sqrt(np.prod([np.square(k).sum() for k in kernels])))


def _mix(cover: Field, hu: float) -> Field:
    """HU of a structure in lung, where it covers this share of a voxel."""
    return np.asarray(anatomy.LUNG_HU + cover * (hu - anatomy.LUNG_HU))


def _local(spec: PhantomSpec, point_mm: FloatArray) -> FloatArray:
    """Millimetres along the scan's (slice, row, column) axes from its first voxel."""
    local: FloatArray = spec.grid.to_voxel(point_mm) * np.asarray(spec.spacing_mm)
    return local


def _spicules(nodule: PhantomNodule, rng: np.random.Generator) -> list[Tube]:
    centre, radius = np.asarray(nodule.centre_mm), nodule.diameter_mm / 2
    tubes = []
    for way in rng.normal(size=(36, 3)):
        unit = way / np.linalg.norm(way)
        start = centre + unit * radius * 0.8
        end = centre + unit * radius * rng.uniform(1.3, 2.0) + rng.normal(0, 0.06 * radius, 3)
        a, b = (tuple(float(v) for v in p) for p in (start, end))
        tubes.append(Tube(a, b, min(0.15 * radius + 0.25, 1.1), 0.35))  # type: ignore[arg-type]  # three of three
    return tubes


def _blend(
    hu: HuArray, spec: PhantomSpec, tube: Tube, wall_mm: float, mix: Callable[[Field, Field], Field]
) -> None:
    start = _local(spec, np.asarray(tube.start_mm)).astype(np.float32)
    end = _local(spec, np.asarray(tube.end_mm)).astype(np.float32)
    along = end - start
    length2 = max(float(along @ along), 1e-6)
    pixel = min(spec.spacing_mm[1:])
    r0, r1 = tube.start_radius_mm + wall_mm, tube.end_radius_mm + wall_mm

    def cover(k: Field, r: Field, c: Field) -> Field:
        dk, dr, dc = k - start[0], r - start[1], c - start[2]
        t = np.clip((dk * along[0] + dr * along[1] + dc * along[2]) * np.float32(1 / length2), 0, 1)
        square = (dk - t * along[0]) ** 2 + (dr - t * along[1]) ** 2 + (dc - t * along[2]) ** 2
        return np.asarray(np.clip(0.5 + (r0 + t * (r1 - r0) - np.sqrt(square)) / pixel, 0, 1))

    _paint(hu, spec, (start, end), reach_mm=max(r0, r1) + pixel, cover=cover, mix=mix)


def _paint(
    hu: HuArray,
    spec: PhantomSpec,
    line: tuple[npt.NDArray[Any], npt.NDArray[Any]],
    *,
    reach_mm: float,
    cover: Cover,
    mix: Callable[[Field, Field], Field],
) -> None:
    """Mix HU into the box round a line, by the cover averaged over the slices' thickness."""
    start, end = line
    spacing = np.asarray(spec.spacing_mm)
    low = np.maximum(np.floor((np.minimum(start, end) - reach_mm) / spacing).astype(int), 0)
    high = np.minimum(np.ceil((np.maximum(start, end) + reach_mm) / spacing).astype(int) + 1, hu.shape)
    if (high <= low).any():
        return
    parts = max(1, round(spec.spacing_mm[0] / SUBSLICE_MM))
    offsets = (np.arange(parts) + 0.5) / parts - 0.5
    k = ((np.arange(low[0], high[0])[:, None] + offsets).reshape(-1) * spacing[0]).astype(np.float32)
    r, c = ((np.arange(low[i], high[i]) * spacing[i]).astype(np.float32) for i in (1, 2))
    share = cover(k[:, None, None], r[None, :, None], c[None, None, :])
    share = share.reshape(-1, parts, *share.shape[1:]).mean(1)
    box = hu[low[0] : high[0], low[1] : high[1], low[2] : high[2]]
    box[...] = np.rint(mix(box.astype(np.float32), share))


def _slice(spec: PhantomSpec, grid: Grid, k: int) -> npt.NDArray[np.float32]:
    """HU of one slice of the anatomy."""
    rows, columns = grid.size[1:]
    step = [max(1, int(COARSE_MM / s)) for s in spec.spacing_mm[1:]]
    # Cells that tile whole pixels, so that enlarging by `step` puts every value where it belongs.
    r = (np.arange(-(-rows // step[0])) + 0.5) * step[0] - 0.5
    c = (np.arange(-(-columns // step[1])) + 0.5) * step[1] - 0.5
    s, row, column = (np.asarray(v) for v in grid.steps_mm)
    points = np.asarray(grid.origin_mm) + k * s + r[:, None, None] * row + c[None, :, None] * column
    x, y, z = np.moveaxis(points.astype(np.float32), -1, 0)
    f = anatomy.fields(x, y, z)
    pixel = np.float32(max(spec.spacing_mm[1:]))
    image = np.full((len(r) * step[0], len(c) * step[1]), anatomy.AIR_HU, dtype=np.float32)

    def fill(field: Field, hu: float | Field) -> None:
        """Mix `hu` into the image where the field is negative, in the box that holds it."""
        near = field < pixel
        if not near.any():
            return
        lines, across = np.flatnonzero(near.any(1)), np.flatnonzero(near.any(0))
        box = (
            slice(max(lines[0] - 1, 0), lines[-1] + 2),
            slice(max(across[0] - 1, 0), across[-1] + 2),
        )
        target = image[
            box[0].start * step[0] : box[0].stop * step[0], box[1].start * step[1] : box[1].stop * step[1]
        ]
        size = target.shape[::-1]
        cover = cv2.resize(field[box], size, interpolation=cv2.INTER_LINEAR)
        np.multiply(cover, -1 / pixel, out=cover)
        np.clip(np.add(cover, np.float32(0.5), out=cover), 0, 1, out=cover)
        wanted = hu if isinstance(hu, float) else cv2.resize(hu[box], size, interpolation=cv2.INTER_LINEAR)
        np.add(target, np.multiply(cover, wanted - target, out=cover), out=target)

    if spec.table:
        fill(f.table, -350.0)
    fill(f.skin - 1.5, anatomy.MUSCLE_HU)
    fill(f.skin, anatomy.FAT_HU)
    fill(f.muscle, anatomy.MUSCLE_HU)
    fill(f.mediastinum, anatomy.FAT_HU)
    fill(f.abdomen, anatomy.LIVER_HU)
    fill(f.organs, anatomy.BLOOD_HU)
    fill(f.bone, anatomy.CORTEX_HU)
    fill(f.bone + 1.8, anatomy.MARROW_HU)
    fill(f.disc, anatomy.DISC_HU)
    fill(f.canal, anatomy.CANAL_HU)
    # Blood sinks: the parenchyma is a little denser behind; and it is never quite even.
    rng = np.random.default_rng((spec.seed, 3, k))
    mottle = cv2.GaussianBlur(rng.normal(0, 60, f.lung.shape).astype(np.float32), (0, 0), 1.0)
    fill(f.lung, anatomy.LUNG_HU + y * np.float32(0.28) + mottle)
    return image[:rows, :columns]
