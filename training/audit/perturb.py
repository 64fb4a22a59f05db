"""Does the score hang on what the map points at? Deletion, insertion and ROAD.

Pixels are taken away, or given, in the order of a map, and the score is followed. Knows one patch and a
function from patches to scores; neither cases nor calibration.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from engine.runtimes.base import Float32Array
from training.audit.measure import local_lung_hu

#: Shares of the pixels that are replaced, most relevant first; the ends are the whole patch and none of it.
LEVELS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0)
#: Shares of the pixels that ROAD imputes.
ROAD_SHARES = (0.05, 0.1, 0.2, 0.4)
#: Noise on ROAD's imputed pixels.
ROAD_NOISE_HU = 10.0

#: From patches to the scores that are followed, shape (N,).
Score = Callable[[Float32Array], npt.NDArray[np.float64]]


def curves(hu: Float32Array, orders: dict[str, Float32Array], score: Score) -> dict[str, float]:
    """Areas under the deletion and insertion curves (Petsiuk, Das and Saenko, BMVC 2018) of one patch.

    What is deleted takes the HU of the lung around; insertion starts from a patch of nothing else.

    Parameters
    ----------
    hu
        The patch, shape (D, H, W).
    orders
        Relevance of the pixels by name, shape (H, W) each.
    score
        What is followed; the areas are means of it over the share of pixels.

    Returns
    -------
    dict
        ``deletion/NAME``, small if the order is right, and ``insertion/NAME``, large if so.
    """
    lung = np.full_like(hu, local_lung_hu(hu))
    inner = LEVELS[1:-1]
    images = [hu, lung]
    for values in orders.values():
        chosen = [most(values, share) for share in inner]
        images += [np.where(mask, lung, hu) for mask in chosen]
        images += [np.where(mask, hu, lung) for mask in chosen]
    scores = score(np.stack(images))
    whole, empty, rest = scores[0], scores[1], scores[2:].reshape(len(orders), 2, len(inner))
    found = {}
    for name, (deleted, inserted) in zip(orders, rest, strict=True):
        found[f"deletion/{name}"] = float(np.trapezoid([whole, *deleted, empty], LEVELS))
        found[f"insertion/{name}"] = float(np.trapezoid([empty, *inserted, whole], LEVELS))
    return found


def road(hu: Float32Array, values: Float32Array, score: Score, seed: int) -> dict[str, float]:
    """Remove and debias (ROAD; Rong et al., ICML 2022) for one patch.

    The most, or the least, relevant pixels are imputed from their neighbours, so that the shape of what was
    removed tells little.

    Parameters
    ----------
    hu
        The patch, shape (D, H, W).
    values
        Relevance, shape (H, W).
    score
        What is followed.
    seed
        Of the imputation's noise.

    Returns
    -------
    dict
        Mean score over `ROAD_SHARES` with the ``most`` and the ``least`` relevant pixels removed, and the
        ``difference`` least minus most: above 0 if the order is right.
    """
    masks = [most(sign * values, share) for sign in (1, -1) for share in ROAD_SHARES]
    scores = score(np.stack([imputed(hu, mask, seed) for mask in masks]))
    removed, kept = scores.reshape(2, len(ROAD_SHARES)).mean(1)
    return {"most": float(removed), "least": float(kept), "difference": float(kept - removed)}


def imputed(hu: Float32Array, mask: npt.NDArray[np.bool_], seed: int) -> Float32Array:
    """Return a patch whose pixels of a mask (H, W) are imputed by the `grad-cam` package's ROAD imputer."""
    import torch
    from pytorch_grad_cam.metrics.road import NoisyLinearImputer

    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        image = NoisyLinearImputer(noise=ROAD_NOISE_HU)(torch.from_numpy(hu), torch.from_numpy(~mask).float())
    return np.asarray(image.numpy(), dtype=np.float32)


def most(values: Float32Array, share: float) -> npt.NDArray[np.bool_]:
    """Return the mask of the highest values: a share of all of them, ties in reading order."""
    order = np.argsort(-values, axis=None, kind="stable")
    mask = np.zeros(values.size, dtype=bool)
    mask[order[: round(share * values.size)]] = True
    return mask.reshape(values.shape)
