"""A pretraining: a backbone for each fold without its patients, and one for the final model; or one for all.

One for all is enough where it learns from other pictures than the dataset's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.augment import source_spec
from training.cases import Dataset, hashed_identifier
from training.datasets.image_set import ImageSet
from training.events import Emit, silent
from training.fit import software
from training.pretrain.crops import dataset_patches, luna_patches
from training.pretrain.recipe import ImagesRecipe, PretrainRecipe
from training.pretrain.record import ANY, FINAL, PretrainingRecord, begin, checkpoints_of, keep
from training.pretrain.simclr import pretrain_backbone
from training.splits import Split


def pretrain(
    dataset: Dataset,
    split: Split,
    recipe: PretrainRecipe,
    folder: Path,
    *,
    crops: Path | None = None,
    only: Sequence[str] = (),
    emit: Emit = silent,
) -> PretrainingRecord:
    """Pretrain every fold's backbone and the final one; finished ones are not repeated.

    Parameters
    ----------
    dataset, split
        Whose crops are learnt from, labels unseen, and the folds that each leave theirs out.
    recipe, folder
        How, and where to.
    crops
        Folder of LUNA16 candidate crops. Their patients are not known, so they serve the final model's
        backbone only: a fold's must have seen none of the patients it is judged on.
    only
        Names of the folds that are wanted now; all and the final one without any.
    emit
        Takes progress events.

    Raises
    ------
    TrainingError
        If the folder holds something else or another pretraining, or too few crops are left.
    """
    fresh = PretrainingRecord(
        net=recipe.net.kind,
        recipe_sha256=hashlib.sha256(
            recipe.model_dump_json().encode() + str(bool(crops)).encode()
        ).hexdigest(),
        dataset_sha256=dataset.sha256,
        split_sha256=split.sha256,
        software=software(),
        folds={},
    )
    record = begin(folder, fresh)
    names = only or [*(str(fold) for fold in range(split.n_folds)), FINAL]
    unfinished = [name for name in names if name not in record.folds]
    emit("start", folds=split.n_folds, unfinished=unfinished, cases=len(dataset))
    if unfinished:
        spec = source_spec(recipe.input.spec, recipe.augment)
        own = dataset_patches(dataset, spec)
    for name in unfinished:
        held_out = split.folds == int(name) if name != FINAL else np.zeros(len(dataset), dtype=bool)
        chosen = np.flatnonzero(dataset.trainable & ~held_out)
        patches, unknown = own[chosen], 0
        if name == FINAL and crops is not None:
            others = luna_patches(crops, dataset, spec)
            patches, unknown = np.concatenate([patches, others]), len(others)
        emit("fold", fold=name, training_cases=len(patches), held_out_cases=int(held_out.sum()))
        seed = int(np.random.SeedSequence([recipe.seed, *name.encode()]).generate_state(1)[0])

        def emit_of_fold(event: str, fold: str = name, **fields: object) -> None:
            emit(event, fold=fold, **fields)

        weights, loss = pretrain_backbone(
            patches, recipe, seed=seed, checkpoints=checkpoints_of(folder, name), emit=emit_of_fold
        )
        seen = tuple(sorted({hashed_identifier(dataset.cases[i].patient_id) for i in chosen}))
        record = keep(
            folder, record, name, weights, crops=len(patches), loss=loss, patients=seen, unknown=unknown
        )
        emit("fold_done", fold=name, loss=loss)
    emit("done")
    return record


def pretrain_on_images(
    images: ImageSet, recipe: ImagesRecipe, folder: Path, *, emit: Emit = silent
) -> PretrainingRecord:
    """Pretrain one backbone for all folds on pictures of other patients; a finished one is not repeated.

    Parameters
    ----------
    images
        Labelled pictures.
    recipe, folder, emit
        As for `pretrain`.

    Raises
    ------
    TrainingError
        If the folder holds something else or another pretraining, or the pictures do not fit the recipe.
    """
    fresh = PretrainingRecord(
        net=recipe.net.kind,
        recipe_sha256=hashlib.sha256(recipe.model_dump_json().encode()).hexdigest(),
        dataset_sha256=images.index.sha256,
        split_sha256="",
        software=software(),
        folds={},
    )
    record = begin(folder, fresh)
    emit("start", unfinished=[] if ANY in record.folds else [ANY], pictures=len(images))
    if ANY not in record.folds:
        from training.pretrain.labels import learn_labels

        weights, loss, auc = learn_labels(images, recipe, checkpoints=checkpoints_of(folder, ANY), emit=emit)
        taught = int((~images.judged).sum())
        record = keep(folder, record, ANY, weights, crops=taught, loss=loss, auc=auc)
    emit("done")
    return record
