"""The networks of a run, each with the cases it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.runtimes.base import Float32Array, Outputs
from training.cases import Dataset
from training.leave_out import NEVER_HELD_OUT
from training.runs import RunError, RunFolder, RunRecord
from training.splits import make_split

if TYPE_CHECKING:
    from training.graph import Graph

#: Patches of HU in, the graph's outputs back.
Network = Callable[[Float32Array], Outputs]


def held_out_networks(dataset: Dataset, run: RunFolder) -> Iterator[tuple[npt.NDArray[np.intp], Network]]:
    """Go through a run's folds: the indices of the cases held out, and the network that has not seen them.

    Raises
    ------
    RunError
        If a fold is not finished, or the dataset is not the one the run was made with.
    """
    from training import graph

    for held_out, module in held_out_graphs(dataset, run):
        yield held_out, partial(graph.run, module)


def held_out_graphs(dataset: Dataset, run: RunFolder) -> Iterator[tuple[npt.NDArray[np.intp], Graph]]:
    """Go through a run's folds as `held_out_networks` does, with the graphs as modules of torch."""
    from training import graph

    record = run.record()
    if record.dataset_sha256 != dataset.sha256:
        raise RunError("The dataset is not the one this run was trained on (their hashes differ).")
    folds = np.array(record.folds, dtype=np.intp)
    for fold in np.unique(folds[folds != NEVER_HELD_OUT]):
        yield np.flatnonzero(folds == fold), graph.graph_of(run.weights(str(fold)), record.recipe)


def fitting_folds(dataset: Dataset, record: RunRecord) -> npt.NDArray[np.intp]:
    """Return the folds within which nothing is fitted that a fold's scores are judged by, shape ``(cases,)``.

    They are the run's own. Where a run holds out a single part there are no other parts' scores to fit a
    temperature on; the part is then divided by patient.
    """
    folds = np.array(record.folds, dtype=np.intp)
    return folds if folds.max() > 0 else np.where(folds == 0, make_split(dataset).folds, folds)
