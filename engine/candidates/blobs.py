"""Where something in the lungs is denser than its surroundings and about as wide in every direction.

Scale-normalised Laplacians of Gaussians on equal steps, from 4 mm nodules to masses; their maxima, and of
each the curvature in its flattest direction, which tells a ball from a vessel and a wall. Deterministic. It
must not know networks.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.geometry import FloatArray, Grid
from engine.isotropic import HuArray, isotropic
from engine.lungs import Lungs
from engine.volume import Volume

#: Step of the finest grid.
STEP_MM = 1.25
#: HU outside this range tell bone and metal from one another, not nodules from lung.
RANGE_HU = (-1000.0, 200.0)
#: What the wall is replaced by.
AROUND_HU = -850.0
#: Standard deviations of the Gaussians. A ball of diameter d answers most at d / (2 sqrt 3) = 0.29 d.
FINE_MM, MIDDLE_MM, COARSE_MM = (1.25, 1.8, 2.6), (3.7, 5.2, 7.4), (10.0, 13.0, 17.0)
DIAMETER_PER_SIGMA = 2 * 3**0.5
#: Least answer, in HU: a ball of c HU above the lung answers about 0.6 c.
MIN_ANSWER_HU = 40.0

FloatBlock = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Blobs:
    """Blobs, one a row.

    Parameters
    ----------
    centre_mm
        Shape ``(n, 3)``: patient positions.
    sigma_mm
        Shape ``(n,)``: the scale at which each was found.
    answer_hu
        Shape ``(n,)``: the scale-normalised Laplacian with its sign turned.
    roundness
        Shape ``(n,)``: the flattest direction's curvature over the mean curvature; 1 for a ball, 0 for a
        vessel or a wall, negative for a saddle.
    """

    centre_mm: FloatArray
    sigma_mm: FloatArray
    answer_hu: FloatArray
    roundness: FloatArray

    def __len__(self) -> int:
        return len(self.sigma_mm)

    def take(self, index: npt.NDArray[np.intp]) -> Blobs:
        """Return some of them, in the given order."""
        return Blobs(
            self.centre_mm[index], self.sigma_mm[index], self.answer_hu[index], self.roundness[index]
        )


def find_blobs(volume: Volume, lungs: Lungs) -> Blobs:
    """Find blobs of all scales in the lungs.

    Parameters
    ----------
    volume
        The CT.
    lungs
        Where to look: fine and middle scales in `Lungs.mask`, the scales of masses in `Lungs.wide`.

    Returns
    -------
    Blobs
        In the order of scales and positions; neighbours on several scales all appear.
    """
    hu, grid = isotropic(*cropped(volume, lungs), STEP_MM)
    whole = np.clip(hu, *RANGE_HU).astype(np.float32)
    del hu
    # Averaging before halving twice loses nothing that the scales of masses could see.
    coarse = smoothed(whole, MIDDLE_MM[-1] / np.asarray(grid.spacing_mm))
    # What juts into the lung stands alone once the wall is taken away; masses are looked for with it.
    whole -= AROUND_HU
    whole *= _share(lungs, grid)
    whole += AROUND_HU
    found, done_mm = [], 0.0
    fine_grid = grid
    for scales in (FINE_MM, MIDDLE_MM):
        where = _on_grid(lungs.mask, lungs.grid, grid)
        for sigma in scales:
            whole = smoothed(whole, np.sqrt(sigma**2 - done_mm**2) / np.asarray(grid.spacing_mm))
            done_mm = sigma
            found.append(_maxima(whole, grid, where, sigma))
        whole, grid = _every(2, whole, grid)
    del whole
    coarse, grid = _every(4, coarse, fine_grid)
    where = _on_grid(lungs.wide, lungs.grid, grid)
    done_mm = MIDDLE_MM[-1]
    for sigma in COARSE_MM:
        coarse = smoothed(coarse, np.sqrt(sigma**2 - done_mm**2) / np.asarray(grid.spacing_mm))
        done_mm = sigma
        found.append(_maxima(coarse, grid, where, sigma))
    # Between coarse voxels at the end of the scan a maximum may come to lie beyond it.
    voxels = volume.grid.to_voxel(np.concatenate([b.centre_mm for b in found]))
    return Blobs(
        volume.grid.to_patient(np.clip(voxels, 0, np.asarray(volume.grid.size) - 1)),
        np.concatenate([b.sigma_mm for b in found]),
        np.concatenate([b.answer_hu for b in found]),
        np.concatenate([b.roundness for b in found]),
    )


def smoothed(block: FloatBlock, sigma: FloatArray) -> FloatBlock:
    """Gaussian smoothing; `sigma` in voxels along slices, rows and columns; borders repeat."""
    result = np.empty_like(block)
    size = [2 * int(np.ceil(3.5 * s)) + 1 for s in sigma]
    for k, plane in enumerate(block):
        result[k] = cv2.GaussianBlur(
            plane, (size[2], size[1]), sigma[2], sigmaY=sigma[1], borderType=cv2.BORDER_REPLICATE
        )
    flat = result.reshape(len(result), -1)
    kernel = cv2.getGaussianKernel(size[0], sigma[0], cv2.CV_32F)
    across = cv2.sepFilter2D(flat, -1, np.ones(1, np.float32), kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(across.reshape(block.shape), dtype=np.float32)


def cropped(volume: Volume, lungs: Lungs) -> tuple[HuArray, Grid]:
    """Return the part of a volume that holds the lungs, with room for the blur's reach."""
    cells = np.argwhere(lungs.wide.any(axis=(1, 2))).ravel(), np.argwhere(lungs.wide.any(axis=(0, 2))).ravel()
    columns = np.argwhere(lungs.wide.any(axis=(0, 1))).ravel()
    low = lungs.grid.to_patient((cells[0][0], cells[1][0], columns[0]))
    high = lungs.grid.to_patient((cells[0][-1], cells[1][-1], columns[-1]))
    margin = 15.0 / np.asarray(volume.grid.spacing_mm)
    start = np.clip(np.floor(volume.grid.to_voxel(low) - margin), 0, np.asarray(volume.grid.size) - 1).astype(
        int
    )
    stop = np.clip(np.ceil(volume.grid.to_voxel(high) + margin) + 1, start + 1, volume.grid.size).astype(int)
    box = tuple(slice(int(a), int(b)) for a, b in zip(start, stop, strict=True))
    size = tuple(int(n) for n in stop - start)
    grid = volume.grid.crop((int(start[0]), int(start[1]), int(start[2])), size)  # type: ignore[arg-type]  # three of three
    return volume.hu[box], grid


def _on_grid(mask: npt.NDArray[np.bool_], source: Grid, target: Grid) -> npt.NDArray[np.bool_]:
    """Nearest-neighbour look-up of a mask on another grid with the same axes."""
    first = source.to_voxel(target.to_patient((0, 0, 0)))
    step = np.asarray(target.spacing_mm) / np.asarray(source.spacing_mm)
    lines = []
    for axis in range(3):
        at = np.rint(first[axis] + np.arange(target.size[axis]) * step[axis]).astype(int)
        lines.append(np.clip(at, 0, source.size[axis] - 1))
    return mask[np.ix_(*lines)]


def _share(lungs: Lungs, target: Grid) -> FloatBlock:
    """Interpolate the mask on another grid with the same axes: 1 inside, 0 outside, half on the border."""
    first = lungs.grid.to_voxel(target.to_patient((0, 0, 0)))
    step = np.asarray(target.spacing_mm) / np.asarray(lungs.grid.spacing_mm)
    k, r, c = (
        np.clip(first[axis] + np.arange(target.size[axis]) * step[axis], 0, lungs.grid.size[axis] - 1)
        for axis in range(3)
    )
    right, down = np.meshgrid(c.astype(np.float32), r.astype(np.float32))
    result = np.empty(target.size, dtype=np.float32)
    for at, plane in zip(k, result, strict=True):
        low = int(at)
        pair = lungs.mask[low : low + 2].astype(np.float32)
        mixed = pair[0] + np.float32(at - low) * (pair[-1] - pair[0])
        plane[...] = cv2.remap(mixed, right, down, cv2.INTER_LINEAR)
    return result


def _every(n: int, block: FloatBlock, grid: Grid) -> tuple[FloatBlock, Grid]:
    """Every n-th voxel of a block that is smooth enough for it."""
    thin = np.ascontiguousarray(block[::n, ::n, ::n])
    s, r, c = (tuple(n * v for v in step) for step in grid.steps_mm)
    return thin, Grid(thin.shape, grid.origin_mm, (s, r, c))  # type: ignore[arg-type]  # three of three


def _maxima(block: FloatBlock, grid: Grid, where: npt.NDArray[np.bool_], sigma_mm: float) -> Blobs:
    """Local maxima of the answer of one scale."""
    padded = np.pad(block, 1, mode="edge")
    scale = (sigma_mm / np.asarray(grid.spacing_mm)) ** 2
    answer = np.zeros_like(block)
    inner = (slice(1, -1),) * 3
    for axis in range(3):
        back, front = list(inner), list(inner)
        back[axis], front[axis] = slice(0, -2), slice(2, None)
        answer += np.float32(scale[axis]) * (2 * block - padded[tuple(back)] - padded[tuple(front)])
    highest = np.stack([cv2.dilate(plane, np.ones((3, 3), np.uint8)) for plane in answer])
    peak = (answer >= highest) & (answer > MIN_ANSWER_HU) & where
    peak[1:] &= answer[1:] >= highest[:-1]
    peak[:-1] &= answer[:-1] >= highest[1:]
    index = np.argwhere(peak)
    roundness = _roundness(padded, index + 1, sigma_mm / np.asarray(grid.spacing_mm))
    offset = _offset(answer, index)
    return Blobs(
        grid.to_patient(index + offset),
        np.full(len(index), sigma_mm),
        answer[tuple(index.T)].astype(np.float64),
        roundness,
    )


def _offset(answer: FloatBlock, index: npt.NDArray[np.intp]) -> FloatArray:
    """Where between the voxels a maximum lies: the top of a parabola along each axis."""
    offset = np.zeros(index.shape)
    at = answer[tuple(index.T)].astype(np.float64)
    for axis in range(3):
        low, high = index.copy(), index.copy()
        low[:, axis] = np.maximum(low[:, axis] - 1, 0)
        high[:, axis] = np.minimum(high[:, axis] + 1, answer.shape[axis] - 1)
        a, b = answer[tuple(low.T)].astype(np.float64), answer[tuple(high.T)].astype(np.float64)
        bend = 2 * at - a - b
        offset[:, axis] = np.where(bend > 1e-6, np.clip((b - a) / (2 * np.maximum(bend, 1e-6)), -0.5, 0.5), 0)
    return offset


def _roundness(padded: FloatBlock, index: npt.NDArray[np.intp], sigma: FloatArray) -> FloatArray:
    """Smallest over mean curvature, from the Hessian at each position."""
    if not len(index):
        return np.zeros(0)

    def at(*shift: int) -> FloatArray:
        values: FloatArray = padded[tuple((index + shift).T)].astype(np.float64)
        return values

    unit = np.eye(3, dtype=int)
    hessian = np.empty((len(index), 3, 3))
    middle = at(0, 0, 0)
    for i in range(3):
        hessian[:, i, i] = (at(*unit[i]) + at(*-unit[i]) - 2 * middle) * sigma[i] ** 2
        for j in range(i):
            mixed = (
                at(*unit[i] + unit[j])
                + at(*-unit[i] - unit[j])
                - at(*unit[i] - unit[j])
                - at(*unit[j] - unit[i])
            )
            hessian[:, i, j] = hessian[:, j, i] = mixed / 4 * sigma[i] * sigma[j]
    curvature = -np.linalg.eigvalsh(hessian)
    mean = curvature.mean(1)
    result: FloatArray = curvature.min(1) / np.maximum(mean, 1e-6)
    return result
