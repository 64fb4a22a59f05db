"""The lungs cut into overlapping blocks of equal steps, for a detector that takes blocks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from engine.candidates.blobs import cropped
from engine.geometry import Grid
from engine.isotropic import isotropic
from engine.lungs import Lungs
from engine.models.manifest import CandidateDetector
from engine.volume import Volume

AIR_HU = -1024


def tiles(
    volume: Volume, lungs: Lungs, section: CandidateDetector
) -> Iterator[tuple[npt.NDArray[np.float32], Grid]]:
    """Cut the lungs into blocks.

    Parameters
    ----------
    volume, lungs
        The CT and its lungs.
    section
        Step, size and overlap of the blocks.

    Yields
    ------
    (numpy.ndarray, Grid)
        float32 HU of the block's full size (air beyond the volume), and where it lies. Blocks without lung
        are left out.
    """
    hu, grid = isotropic(*cropped(volume, lungs), section.step_mm)
    size, overlap = section.block, section.overlap
    starts = [range(0, max(n - overlap, 1), side - overlap) for n, side in zip(grid.size, size, strict=True)]
    for k in starts[0]:
        for r in starts[1]:
            for c in starts[2]:
                part = hu[k : k + size[0], r : r + size[1], c : c + size[2]]
                where = grid.crop((k, r, c), part.shape)
                if not lungs.contains_widely(where.points_mm()[::4, ::4, ::4]).any():
                    continue
                block = np.full(size, AIR_HU, dtype=np.float32)
                block[: part.shape[0], : part.shape[1], : part.shape[2]] = part
                yield block, grid.crop((k, r, c), size)
