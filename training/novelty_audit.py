"""Does the embedding distance tell a nodule from what is none, and does it leave nodules alone?

Fold networks measure what they have not seen: their held-out nodules as recorded and under the conditions of
`training.stress`, scrambled pixels, and other tissue of CTs.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.novelty import UNLIKE_PERCENTILE
from engine.patch import PatchSpec
from engine.volume import Volume
from training.cases import Dataset
from training.errors import TrainingError
from training.intruders import scrambled, tissues
from training.metrics import auc
from training.novelty import FOLDS, HeldOut, held_out
from training.runs import RunFolder
from training.samples import plain_patches
from training.stress import CONDITIONS, Condition, stressed_patches

#: Held-out nodules that each condition is tried on, for a fold.
STRESSED = 150

FloatArray = npt.NDArray[np.float64]


def audit_novelty(dataset: Dataset, run: RunFolder, volumes: Mapping[str, Volume]) -> dict[str, Any]:
    """Measure a run's novelty.

    Parameters
    ----------
    dataset
        The run's dataset.
    run
        With every fold finished.
    volumes
        CTs by name, from which other places than nodules are taken.

    Returns
    -------
    dict
        The JSON document of ``noduscope train novelty``. A fold's limit comes from the *other* folds.

    Raises
    ------
    TrainingError
        If the run has fewer than two folds, or cannot be used.
    """
    folds = list(itertools.islice(held_out(dataset, run), FOLDS))
    if len(folds) < 2:
        raise TrainingError("The novelty of a run needs two folds, one to set the limit of the other.")
    limits = [
        float(np.percentile(np.concatenate([f.distances for f in folds if f is not fold]), UNLIKE_PERCENTILE))
        for fold in folds
    ]
    spec = run.record().recipe.input.spec
    random = np.random.default_rng(0)
    sample = plain_patches(dataset, spec, folds[0].cases)
    strangers = {**scrambled(sample, random), **tissues(volumes, spec, random)}
    measured = {
        name: [fold.reference.distances(fold.network(patches).embedding) for fold in folds]
        for name, patches in strangers.items()
    }
    nodules = [fold.distances for fold in folds]
    worse = {condition.text: _stressed(dataset, spec, folds, condition) for condition in CONDITIONS}
    return {
        "schema": 1,
        "percentile": UNLIKE_PERCENTILE,
        "folds": [_fold(fold) for fold in folds],
        "nodules": _row(nodules, nodules, limits),
        "worse_images": {name: _row(of, nodules, limits) for name, of in worse.items()},
        "strangers": {name: _row(of, nodules, limits) for name, of in measured.items()},
    }


def _fold(fold: HeldOut) -> dict[str, Any]:
    """Distances of held-out and of training nodules: alike, if having been seen does not draw them in."""
    quantiles = {"median": 50.0, "p90": 90.0, "p99": 99.0}
    return {
        "n": len(fold.cases),
        "held_out": {
            name: round(float(np.percentile(fold.distances, q)), 3) for name, q in quantiles.items()
        },
        "training": {name: round(float(np.percentile(fold.training, q)), 3) for name, q in quantiles.items()},
    }


def _stressed(
    dataset: Dataset, spec: PatchSpec, folds: list[HeldOut], condition: Condition
) -> list[FloatArray]:
    found = []
    for fold in folds:
        cases = np.sort(np.random.default_rng(0).permutation(fold.cases)[:STRESSED])
        patches = stressed_patches(dataset, cases, spec, condition)
        found.append(fold.reference.distances(fold.network(patches).embedding))
    return found


def _row(found: list[FloatArray], nodules: list[FloatArray], limits: list[float]) -> dict[str, Any]:
    """How many there are, how far away, how many beyond their fold's limit, and the AUC against nodules."""
    distances, known = np.concatenate(found), np.concatenate(nodules)
    label = np.repeat([1, 0], [len(distances), len(known)])
    flagged = np.concatenate([of > limit for of, limit in zip(found, limits, strict=True)])
    return {
        "n": len(distances),
        "median": round(float(np.median(distances)), 3),
        "flagged": round(float(flagged.mean()), 4),
        "auc": round(auc(label, np.concatenate([distances, known])), 4),
    }
