"""Contrast-limited adaptive histogram equalisation, to measure what it does to a network that reads HU.

It makes the grey of a place depend on its surroundings, so that calcium no longer has a value of its own.
That is why it is an arm of the ablation and nothing that an exported graph holds.
"""

from __future__ import annotations

import numpy as np
import torch

#: Contrast limit and tiles along each axis.
CLIP, TILES = 2.0, 4


def equalised(window: torch.Tensor) -> torch.Tensor:
    """Return a window [N, 1, H, W], from -1 to 1, equalised by OpenCV in 256 steps; no gradient passes."""
    import cv2

    equalise = cv2.createCLAHE(clipLimit=CLIP, tileGridSize=(TILES, TILES)).apply
    grey = ((window.detach().float().cpu().numpy() + 1) * 127.5).round().astype(np.uint8)
    done = np.stack([equalise(picture) for picture in grey[:, 0]])[:, None]
    return torch.from_numpy(done.astype(np.float32) / 127.5 - 1).to(window.device)
