"""Train and judge the planned cells of an ablation.

What is finished is in the ledger and is not repeated; a training that was killed goes on from its last epoch.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import torch

from training import graph
from training.ablate.ledger import Cell, Ledger
from training.ablate.plan import Planned
from training.ablate.pretraining import prepared
from training.cases import Dataset
from training.events import Emit, silent
from training.facts import fact_values
from training.fit import configuration_of, held_out_cases, software, train_row
from training.graph import Graph, graph_of
from training.runs import PRETRAININGS, RunFolder, row_key
from training.samples import LargePatches, plain_patches
from training.splits import Split

#: Timed calls of one patch, and calls before them that are not.
ROUNDS, WARM_UP = 15, 3


def run_cells(
    dataset: Dataset,
    split: Split,
    cells: Sequence[Planned],
    *,
    ledger: Ledger,
    folder: Path,
    emit: Emit = silent,
) -> None:
    """Train and judge what the ledger lacks.

    Parameters
    ----------
    dataset, split
        The cases and their frozen folds.
    cells
        See `training.ablate.plan.plan`.
    ledger
        Takes every cell as soon as it is finished.
    folder
        For checkpoints and weights; cells that differ in the views alone share a training there.
    emit
        Takes progress events.

    Raises
    ------
    training.runs.RunError
        If `folder` holds something else.
    TrainingError
        If a fold has too few cases left to train on.
    """
    run = RunFolder(folder)
    run.prepare()
    unfinished = {c.key: c for c in cells if c.key not in ledger.cells}
    emit("start", cells=len(cells), unfinished=len(unfinished))
    for number, planned in enumerate(unfinished.values(), 1):
        seed = planned.recipe.seed
        emit("cell", change=planned.change, fold=planned.fold, seed=seed, number=number, of=len(unfinished))
        began = time.monotonic()
        network = _trained(dataset, split, planned, run, emit)
        chosen = held_out_cases(split, str(planned.fold))
        patches = plain_patches(dataset, planned.recipe.input.spec, chosen)
        names = planned.recipe.net.facts
        facts = fact_values([dataset.cases[i] for i in chosen], names) if names else None
        outputs = graph.run(network, patches, facts=facts)
        ledger.keep(
            Cell(
                key=planned.key,
                recipe=planned.recipe.name,
                change=planned.change,
                fold=planned.fold,
                seed=seed,
                logits=tuple(float(f"{logit:.9g}") for logit in outputs.logit),
                latency_ms=round(_latency_ms(network, patches[:1], None if facts is None else facts[:1]), 3),
                seconds=round(time.monotonic() - began, 1),
                software=software(),
            )
        )
        emit("cell_done", change=planned.change, fold=planned.fold, seed=seed)
    emit("done")


def _trained(dataset: Dataset, split: Split, planned: Planned, run: RunFolder, emit: Emit) -> Graph:
    name = str(planned.fold)
    recipe = prepared(dataset, split, planned.recipe, name, folder=run.folder / PRETRAININGS, emit=emit)
    configuration = configuration_of(dataset, split, recipe, name)
    key = row_key(configuration)
    row = run.row(key)
    if row is None:
        row = train_row(
            run,
            name,
            configuration=configuration,
            dataset=dataset,
            split=split,
            recipe=recipe,
            patches=LargePatches(dataset, recipe),
            emit=emit,
        )
    return graph_of([row.weights()], recipe)


@torch.inference_mode()
def _latency_ms(
    network: Graph, patch: npt.NDArray[np.float32], facts: npt.NDArray[np.float32] | None
) -> float:
    given = [torch.from_numpy(part) for part in (patch, facts) if part is not None]
    times = []
    for _ in range(WARM_UP + ROUNDS):
        began = time.perf_counter()
        network(*given)
        times.append((time.perf_counter() - began) * 1000)
    return median(times[WARM_UP:])
