"""Patches of what is no nodule, to see whether a network's novelty tells: scrambled pixels and other tissue.

It knows volumes and patches; it must not know networks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.envelope import MIN_INSIDE
from engine.patch import PatchSpec, make_patch
from engine.volume import Volume

#: Patches of a kind, at most; and at least, for a kind to be reported.
COUNT, FEWEST = 100, 10

Float32Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Tissue:
    """A kind of place in a CT, known by the mean HU of a square in the slice round it.

    Parameters
    ----------
    name
        Of the kind.
    width_mm
        Side of the square.
    low_hu, high_hu
        Range of its mean.
    """

    name: str
    width_mm: float
    low_hu: float
    high_hu: float


#: The square for soft tissue is wider than most nodules, which are as dense.
TISSUES = (
    Tissue("bone", 5.0, 250, 2000),
    Tissue("soft tissue", 20.0, -20, 120),
    Tissue("lung without a nodule", 7.0, -950, -780),
    Tissue("air outside", 7.0, -2000, -980),
)


def scrambled(patches: Float32Array, random: np.random.Generator) -> dict[str, Float32Array]:
    """Return pictures of nothing: noise with the HU of the lung, and nodules with their pixels shuffled.

    Parameters
    ----------
    patches
        Of nodules, shape ``(N, D, H, W)``; up to `COUNT` of them are shuffled.
    random
        Where the noise comes from.
    """
    chosen = patches[random.permutation(len(patches))[:COUNT]]
    flat = random.permuted(chosen.reshape(len(chosen), -1), axis=1)
    return {
        "noise": random.normal(-400, 400, chosen.shape).astype(np.float32),
        "shuffled pixels": flat.reshape(chosen.shape),
    }


def tissues(
    volumes: Mapping[str, Volume], spec: PatchSpec, random: np.random.Generator
) -> dict[str, Float32Array]:
    """Return patches of other places than nodules, cut as the engine would cut them there.

    Parameters
    ----------
    volumes
        CTs by name.
    spec
        Of the patches.
    random
        Chooses the places.

    Returns
    -------
    dict
        "NAME, TISSUE" to patches, shape ``(n, *spec.size)``; kinds with fewer than `FEWEST` places are left
        out.
    """
    found = {}
    for name, volume in volumes.items():
        for tissue in TISSUES:
            places = np.argwhere(_within(volume, tissue))
            chosen = places[random.permutation(len(places))[: 2 * COUNT]]
            centres = (tuple(float(v) for v in volume.grid.to_patient(place)) for place in chosen)
            cut = [make_patch(volume, (x, y, z), spec) for x, y, z in centres]
            patches = [patch.hu for patch in cut if patch.inside >= MIN_INSIDE][:COUNT]
            if len(patches) >= FEWEST:
                found[f"{name}, {tissue.name}"] = np.stack(patches)
    return found


def _within(volume: Volume, tissue: Tissue) -> npt.NDArray[np.bool_]:
    _, row_mm, column_mm = volume.grid.spacing_mm
    square = (max(1, round(tissue.width_mm / column_mm)), max(1, round(tissue.width_mm / row_mm)))
    mean = np.stack([cv2.blur(plane.astype(np.float32), square) for plane in volume.hu])
    return (mean >= tissue.low_hu) & (mean <= tissue.high_hu)
