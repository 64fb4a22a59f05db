"""Fit a recipe: one training for each fold without its patients, then the final model on all.

Folds that hold out a kind of scanner (`training.leave_out`) judge the recipe, so no final model follows them.

Patients marked never-train are in no training, the final one included; like all others they are judged by
the model of their fold (`training.scores`).
"""

from __future__ import annotations

import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from monai.utils import set_determinism

from training.around import Around
from training.cases import Dataset
from training.compress.sources import NO_SOURCES, Sources
from training.errors import TrainingError
from training.events import Emit, silent
from training.harmonise.patches import translated_patches
from training.inner import divide
from training.module import train
from training.pretrain.weights import backbone_for, hash_for
from training.recipe import Recipe
from training.runs import FINAL, Row, RunFolder, RunRecord, member_name, row_key
from training.samples import LargePatches
from training.scaling import is_first, part_company
from training.splits import Split

#: Raise it when code changes what a configuration trains to; rows of other versions are then not reused.
FIT_VERSION = 1

#: Choices that say how trained networks answer together; no training depends on them.
OF_ANSWERS = ("members", "views", "fields")

SOFTWARE = ("torch", "monai", "pytorch-lightning", "numpy", "noduscope")


def fit(
    dataset: Dataset,
    split: Split,
    recipe: Recipe,
    folder: Path,
    *,
    dataset_folder: Path,
    sources: Sources = NO_SOURCES,
    emit: Emit = silent,
    around: Around = Around(),  # noqa: B008 - it cannot change
) -> RunFolder:
    """Train every fold, and the final model unless folds hold out scanners; finished ones are not repeated.

    Parameters
    ----------
    dataset, split, recipe
        What to train on, which patients each fold holds out, and how to train.
    folder
        The run folder; an interrupted run is taken up.
    dataset_folder
        Where the dataset lies, noted in the run for `evaluate` and `export`.
    sources
        Finished runs, for a recipe that compresses.
    emit
        Takes progress events.
    around
        What the trainings run on and who watches them. All processes of one training call this; the first
        writes the run and tells the progress.

    Returns
    -------
    RunFolder

    Raises
    ------
    training.runs.RunError
        If `folder` holds something other than a run.
    training.errors.TrainingError
        If a fold has too few cases left to train on, or the recipe takes facts.
    """
    if recipe.net.facts:
        raise TrainingError(
            f"The recipe {recipe.name} takes facts ({', '.join(recipe.net.facts)}), which nothing hands to a "
            "model in use yet. `train ablate` measures what they are worth; to fit, empty net.facts."
        )
    folds = [str(fold) for fold in range(split.n_folds)]
    if split.leave_out is None:  # which folds say nothing of a model that has seen all scanners
        folds.append(FINAL)
    configurations = {
        member_name(fold, member): configuration_of(dataset, split, recipe, fold, member)
        | sources.configuration(fold)
        for member in range(recipe.members)
        for fold in folds
    }
    keys = {name: row_key(configuration) for name, configuration in configurations.items()}
    run = RunFolder(folder)
    if is_first():
        run.write_record(record_of(dataset, split, recipe, keys, dataset_folder))
    else:
        emit = silent
    unfinished = [name for name in configurations if run.row(keys[name]) is None]
    emit("start", folds=split.n_folds, unfinished=unfinished, cases=len(dataset))
    if unfinished:
        sources.check(dataset, split, recipe, emit)
        patches = LargePatches(dataset, recipe)
        for name in unfinished:
            train_row(
                run,
                name,
                configuration=configurations[name],
                dataset=dataset,
                split=split,
                recipe=recipe,
                patches=patches,
                emit=emit,
                around=around,
                sources=sources,
            )
    emit("done")
    part_company()
    return run


def record_of(
    dataset: Dataset, split: Split, recipe: Recipe, rows: dict[str, str], dataset_folder: Path
) -> RunRecord:
    """Return what `run.json` says of a run; see `fit`."""
    return RunRecord(
        dataset_folder=str(dataset_folder.resolve()),
        dataset_sha256=dataset.sha256,
        split_sha256=split.sha256,
        folds=tuple(int(fold) for fold in split.folds),
        leave_out=split.leave_out,
        fold_names=split.names,
        recipe=recipe,
        seed=recipe.seed,
        rows=rows,
        software=software(),
    )


def train_row(
    run: RunFolder,
    name: str,
    *,
    configuration: dict[str, Any],
    dataset: Dataset,
    split: Split,
    recipe: Recipe,
    patches: LargePatches,
    emit: Emit,
    around: Around = Around(),  # noqa: B008 - it cannot change
    sources: Sources = NO_SOURCES,
) -> Row:
    """Train one fold (or the final model) of a run and keep its row; an interrupted training is taken up.

    Parameters
    ----------
    run
        Where the row and the checkpoints go.
    name
        See `training.runs.member_name`.
    configuration
        Of this training: see `configuration_of`.
    dataset, split, recipe, emit, sources, around
        As for `fit`.
    patches
        The dataset's patches for the recipe's input.

    Returns
    -------
    training.runs.Row

    Raises
    ------
    training.errors.TrainingError
        If too few cases are left to train on.
    """
    key = row_key(configuration)
    held_out = held_out_cases(split, name)
    fold = name.partition(".")[0]
    hidden = split.hidden_from(int(fold)) if fold != FINAL else np.zeros(len(dataset), dtype=bool)
    chosen = np.flatnonzero(dataset.trainable & ~hidden)
    if split.validation is None:
        chosen, validation = divide(dataset, chosen, recipe.inner.share, configuration["seed"])
    else:
        validation = chosen[split.validation[chosen]]
        chosen = chosen[~split.validation[chosen]]
    began = time.monotonic()

    def emit_of_fold(event: str, **fields: Any) -> None:
        emit(event, fold=name, **fields)

    emit("fold", fold=name, training_cases=len(chosen), held_out_cases=len(held_out))
    backbone = backbone_for(dataset, split, recipe, name)
    looks = translated_patches(dataset, patches, recipe, chosen, folder=run.translators, emit=emit_of_fold)
    set_determinism(seed=configuration["seed"])
    around.start(name, configuration)
    weights = train(
        dataset,
        patches,
        recipe,
        chosen,
        seed=configuration["seed"],
        checkpoints=run.checkpoints(key),
        emit=emit_of_fold,
        **({"validation": validation} if len(validation) else {}),
        backbone=backbone,
        looks=looks,
        method=sources.method(recipe, fold),
        around=around,
    )
    around.finish()
    if not is_first():
        return Row(key, run.folder / "rows" / key)
    row = run.keep(key, configuration, weights)
    emit("fold_done", fold=name, seconds=round(time.monotonic() - began, 1))
    return row


def held_out_cases(split: Split, name: str) -> npt.NDArray[np.intp]:
    """Return the indices of the cases that a training must not see and is judged on."""
    fold = name.partition(".")[0]
    return np.flatnonzero(split.folds == int(fold)) if fold != FINAL else np.array([], dtype=np.intp)


def software() -> dict[str, str]:
    """Return the versions that a result may depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in SOFTWARE}}


def configuration_of(
    dataset: Dataset, split: Split, recipe: Recipe, fold: str, member: int = 0
) -> dict[str, Any]:
    """Return all that one training depends on; `training.runs.row_key` hashes it."""
    # A member is the training of the same recipe with the next seed, whatever the others are: a run of three
    # members can take the rows of three runs of one.
    seed = recipe.seed + member
    choices = {name: value for name, value in recipe.choices().items() if name not in OF_ANSWERS}
    if recipe.net.pretrained_from:  # by content: a folder that is moved keeps its trainings
        choices["net"] = choices["net"] | {"pretrained_from": hash_for(recipe.net.pretrained_from, fold)}
    return {
        "fit_version": FIT_VERSION,
        "dataset_sha256": dataset.sha256,
        "split_sha256": split.sha256,
        "recipe": choices | {"seed": seed},
        "fold": fold,
        # Folds are independent trainings; the same seed would give them the same shuffles.
        "seed": int(np.random.SeedSequence([seed, *fold.encode()]).generate_state(1)[0]),
    }
