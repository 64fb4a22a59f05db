"""Distances, components and elementary morphology of boolean blocks, by SimpleITK and OpenCV.

Lengths are in voxels of the block; blocks have equal steps along their axes.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import SimpleITK as sitk

Mask = npt.NDArray[np.bool_]
Block = npt.NDArray[np.float32]


def distance_to(mask: Mask, up_to: float = np.inf) -> Block:
    """Euclidean distance of every voxel centre to the nearest voxel centre of `mask`; inf if it is empty.

    Exact. Beyond `up_to` it may be too large, which spares most of the work round a small mask.
    """
    distance = np.full(mask.shape, np.inf, dtype=np.float32)
    if not mask.any():
        return distance
    box = box_round(mask, int(np.ceil(up_to))) if np.isfinite(up_to) else (slice(None),) * mask.ndim
    distance[box] = _distance(mask[box], up_to)
    return distance


def _distance(mask: Mask, up_to: float) -> Block:
    """Squares of distances in each slice, then the least over slices; ITK takes two to three times longer."""
    outside = np.ascontiguousarray(~mask).view(np.uint8)
    inside_slice = np.full(mask.shape, np.inf, dtype=np.float32)
    for plane, other in zip(inside_slice, outside, strict=True):
        if not other.all():
            flat = cv2.distanceTransform(other, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
            # A whole number, but for the root's rounding.
            np.rint(flat * flat, out=plane)
    nearest, moved = inside_slice.copy(), np.empty_like(inside_slice)
    for step in range(1, len(mask)):
        if step > up_to or step * step >= nearest.max():
            break
        for here, there in ((slice(step, None), slice(-step)), (slice(-step), slice(step, None))):
            np.add(inside_slice[there], np.float32(step * step), out=moved[here])
            np.minimum(nearest[here], moved[here], out=nearest[here])
    return np.sqrt(nearest, out=nearest)


def box_round(mask: Mask, margin: int) -> tuple[slice, ...]:
    """Smallest box round a mask that is not empty, with a margin as far as the block goes."""
    box = []
    for axis in range(mask.ndim):
        used = np.flatnonzero(mask.any(axis=tuple(a for a in range(mask.ndim) if a != axis)))
        box.append(slice(max(int(used[0]) - margin, 0), int(used[-1]) + 1 + margin))
    return tuple(box)


def depth_in(mask: Mask) -> Block:
    """Distance of every voxel centre of `mask` to its surface, half a voxel before the nearest voxel outside.

    What lies beyond the block is not counted as outside.
    """
    depth: Block = np.maximum(distance_to(~mask) - np.float32(0.5), 0)
    return depth


def smoothed(block: Block, sigma: float) -> Block:
    """Gaussian smoothing."""
    image = sitk.SmoothingRecursiveGaussian(sitk.GetImageFromArray(block), sigma)
    result: Block = sitk.GetArrayFromImage(image)
    return result


def eroded(mask: Mask) -> Mask:
    """Remove what has a face outside; beyond the block counts as inside."""
    result = mask.copy()
    for axis in range(mask.ndim):
        inner, outer = (np.moveaxis(m, axis, 0) for m in (result, mask))
        inner[1:] &= outer[:-1]
        inner[:-1] &= outer[1:]
    return result


def dilated(mask: Mask) -> Mask:
    """Add all neighbours across faces."""
    return ~eroded(~mask)


def labels(mask: Mask) -> npt.NDArray[np.uint32]:
    """Connected components (faces touch), numbered from 1; 0 outside."""
    image = sitk.GetImageFromArray(np.ascontiguousarray(mask).view(np.uint8))
    return np.asarray(sitk.GetArrayFromImage(sitk.ConnectedComponent(image, False)), dtype=np.uint32)


def component_at(mask: Mask, index: tuple[int, int, int]) -> Mask:
    """Return the component of `mask` that holds the voxel `index`; empty if that voxel is not in the mask."""
    if not mask[index]:
        return np.zeros_like(mask)
    labelled = labels(mask)
    return np.asarray(labelled == labelled[index])


def enclosed(mask: Mask) -> Mask:
    """Return the components of `mask` that reach no face of the block."""
    labelled = labels(mask)
    inner = np.ones(int(labelled.max()) + 1, dtype=bool)
    inner[0] = False
    for axis in range(mask.ndim):
        inner[np.unique(np.take(labelled, [0, -1], axis=axis))] = False
    return np.asarray(inner[labelled])


def on_border(mask: Mask) -> bool:
    """Whether `mask` reaches a face of the block."""
    return any(bool(np.take(mask, [0, -1], axis=axis).any()) for axis in range(mask.ndim))
