"""A mask on a plane as a coloured picture; data to data, it knows no widgets."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from app.viewer.images import rgba_image
from engine.geometry import Grid
from engine.mask_box import MaskBox
from engine.reslice import VoxelPositions
from engine.volume import Volume


def picture_of(box: MaskBox, volume: Volume, plane: Grid, colour: QColor) -> tuple[QImage, QRectF] | None:
    """Return the pixels of a plane whose centres lie in voxels of a mask, each in a colour.

    Parameters
    ----------
    plane
        A grid of one slice; its pixels are those of the picture.
    colour
        With its alpha.

    Returns
    -------
    QImage, QRectF
        Where it lies in image coordinates; or `None` where the plane does not cut the mask.
    """
    if not box:
        return None
    corners = [(k, r, c) for k in _ends(box, 0) for r in _ends(box, 1) for c in _ends(box, 2)]
    on_plane = plane.to_voxel(volume.grid.to_patient(corners))
    if on_plane[:, 0].min() > 0.5 or on_plane[:, 0].max() < -0.5:
        return None
    _, rows, columns = plane.size
    low = np.maximum(np.floor(on_plane[:, 1:].min(0)).astype(int), 0)
    high = np.minimum(np.ceil(on_plane[:, 1:].max(0)).astype(int) + 1, (rows, columns))
    if (high <= low).any():
        return None
    r, c = np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1]), indexing="ij")
    places = np.stack([np.zeros_like(r), r, c], axis=-1)
    inside = box.at(VoxelPositions(volume)(plane.to_patient(places)))
    if not inside.any():
        return None
    values = np.zeros((*inside.shape, 4), dtype=np.uint8)
    values[inside] = (colour.red(), colour.green(), colour.blue(), colour.alpha())
    size = high - low
    return rgba_image(values), QRectF(float(low[1]), float(low[0]), float(size[1]), float(size[0]))


def _ends(box: MaskBox, axis: int) -> tuple[float, float]:
    """First and last edge of its voxels along an axis."""
    return box.start[axis] - 0.5, box.stop[axis] - 0.5
