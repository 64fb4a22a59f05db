"""The expensive parts of the audit, for a few cases of one fold: curves, ROAD, random weights.

Knows cases and one network that has not seen them; not how they were chosen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.patch import PatchSpec
from engine.runtimes.base import Float32Array
from training import graph
from training.audit.measure import CENTRED, SHIFTED, Column, View, centre_gaussian, correlation, view
from training.audit.perturb import Score, curves, road
from training.audit.randomise import cascade
from training.calibrate import sigmoid
from training.cases import Dataset
from training.explain import fine_map

#: Random weights are drawn so many times for each fold.
WEIGHT_DRAWS = 5


def look_closer(
    dataset: Dataset,
    chosen: npt.NDArray[np.intp],
    spec: PatchSpec,
    module: graph.Graph,
    temperatures: Column,
    *,
    seed: int,
) -> dict[str, Column]:
    """Follow the score while pixels go, and the map while weights become random.

    Parameters
    ----------
    dataset, chosen
        Cases that the network has not seen.
    spec
        The network's input.
    module
        The network.
    temperatures
        Of each case's calibration, shape ``(len(chosen),)``.
    seed
        Of the random weights.

    Returns
    -------
    dict
        Shape ``(len(chosen),)`` each: ``centred/...`` and ``shifted/...`` areas under the curves (the latter
        NaN where the crop beside the nodule needs padding), ``road/...``, ``random_weights/...``.
    """
    centred = [view(dataset, int(i), spec, CENTRED) for i in chosen]
    cams = [graph.run(module, seen.patch.hu[None]).cam[0] for seen in centred]
    rows = []
    for index, seen, cam, temperature in zip(chosen, centred, cams, temperatures, strict=True):
        random = np.random.default_rng([*b"sample", *dataset.cases[index].id.encode()])
        score = _score(module, float(temperature))
        found = {f"{CENTRED}/{n}": v for n, v in _areas(seen, cam, random, score).items()}
        fine = fine_map(cam, seen.patch.grid)
        drop = road(seen.patch.hu, fine, score, seed=int(random.integers(2**31)))
        found |= {f"road/{name}": value for name, value in drop.items()}
        beside = view(dataset, int(index), spec, SHIFTED)
        if beside.whole:
            moved = graph.run(module, beside.patch.hu[None]).cam[0]
            found |= {f"{SHIFTED}/{n}": v for n, v in _areas(beside, moved, random, score).items()}
        rows.append(found)
    names = {name: None for row in rows for name in row}
    columns = {name: np.array([row.get(name, np.nan) for row in rows]) for name in names}
    if rows:
        patches = np.stack([seen.patch.hu for seen in centred])
        columns |= _random_weights(module, patches, np.stack(cams), seed)
    return columns


def _areas(seen: View, cam: Float32Array, random: np.random.Generator, score: Score) -> dict[str, float]:
    """Areas for the map's order, for a random map's on the same cells, and for a centre Gaussian's."""
    grid = seen.patch.grid
    orders = {
        "map": fine_map(cam, grid),
        "random": fine_map(random.normal(size=cam.shape).astype(np.float32), grid),
        "gaussian": centre_gaussian(PatchSpec(grid.size, grid.spacing_mm)),
    }
    areas = curves(seen.patch.hu, orders, score)
    for what in ("deletion", "insertion"):
        for other in ("random", "gaussian"):
            areas[f"{what}/map_minus_{other}"] = areas[f"{what}/map"] - areas[f"{what}/{other}"]
    return areas


def _random_weights(
    module: graph.Graph, patches: Float32Array, cams: Float32Array, seed: int
) -> dict[str, Column]:
    """Absolute correlation of each map with the maps under random weights, mean over draws.

    Absolute, since random weights are symmetric: with signs the mean would be nought for any network.
    """
    drawn: dict[str, list[list[float]]] = {}
    for draw in range(WEIGHT_DRAWS):
        for name, fresh in cascade(module, seed * WEIGHT_DRAWS + draw):
            maps = graph.run(fresh, patches).cam
            found = [abs(correlation(a, b)) for a, b in zip(cams, maps, strict=True)]
            drawn.setdefault(name, []).append(found)
    return {f"random_weights/{name}": np.mean(values, axis=0) for name, values in drawn.items()}


def _score(module: graph.Graph, temperature: float) -> Score:
    return lambda patches: sigmoid(graph.run(module, patches).logit / temperature)
