"""Patches as small RGB pictures: grey lung window, outlines, a signed map. Knows numpy and OpenCV only."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.uint8]

#: The lung window, in HU.
WINDOW_HU = (-1350.0, 150.0)
#: Share of the readers, and probability of the mask, at which an outline is drawn.
HALF = 0.5
READERS, MASK = (240, 228, 66), (86, 180, 233)
#: Pictures are enlarged to about this many pixels a side.
SIDE = 160


def grey(hu: npt.NDArray[np.float32], window_hu: tuple[float, float] = WINDOW_HU) -> Rgb:
    """Return HU [H, W] as a grey picture [h, w, 3], enlarged by a whole factor."""
    low, high = window_hu
    value = np.clip((np.nan_to_num(hu, nan=low) - low) / (high - low), 0, 1) * 255
    factor = max(1, round(SIDE / max(hu.shape)))
    large = cv2.resize(value.astype(np.uint8), None, fx=factor, fy=factor, interpolation=cv2.INTER_NEAREST)
    return np.repeat(np.asarray(large, dtype=np.uint8)[:, :, None], 3, axis=2)


def outlined(picture: Rgb, share: npt.NDArray[np.float32], colour: tuple[int, int, int]) -> Rgb:
    """Return a picture with the outline of where a share [H, W] reaches a half."""
    inside = (
        cv2.resize(share.astype(np.float32), picture.shape[1::-1], interpolation=cv2.INTER_LINEAR) >= HALF
    )
    contours, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    drawn = np.ascontiguousarray(picture)
    cv2.drawContours(drawn, contours, -1, colour, 1)
    return drawn


def overlay(
    hu: npt.NDArray[np.float32],
    readers: npt.NDArray[np.float32],
    mask: npt.NDArray[np.float32],
    signed: npt.NDArray[np.float32],
) -> Rgb:
    """Return a patch [H, W] beside itself with outlines and the map; the map's scale is -1 to 1, fixed."""
    plain = grey(hu)
    value = cv2.resize(signed.astype(np.float32), plain.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    share = np.clip(np.abs(value), 0, 1)[:, :, None] * 0.6
    colour = np.where(value[:, :, None] > 0, np.array([230, 120, 0.0]), np.array([0, 90, 200.0]))
    mapped = (plain * (1 - share) + colour * share).astype(np.uint8)
    mapped = outlined(outlined(mapped, readers, READERS), mask, MASK)
    return np.concatenate([plain, mapped], axis=1)
