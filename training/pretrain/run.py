"""A pretraining: one backbone for each fold without its patients, then one for the final model."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np

from training.augment import source_spec
from training.cases import Dataset, hashed_identifier
from training.errors import TrainingError
from training.events import Emit, silent
from training.fit import software
from training.pretrain.crops import dataset_patches, luna_patches
from training.pretrain.recipe import PretrainRecipe
from training.pretrain.simclr import pretrain_backbone
from training.pretrain.weights import FINAL, RECORD, PretrainingRecord, Seen, file_of, read_record
from training.splits import Split

LOG = "progress.jsonl"


def pretrain(
    dataset: Dataset,
    split: Split,
    recipe: PretrainRecipe,
    folder: Path,
    *,
    crops: Path | None = None,
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
    emit
        Takes progress events.

    Raises
    ------
    TrainingError
        If the folder holds something else or another pretraining, or too few crops are left.
    """
    fresh = PretrainingRecord(
        recipe_sha256=hashlib.sha256(
            recipe.model_dump_json().encode() + str(bool(crops)).encode()
        ).hexdigest(),
        dataset_sha256=dataset.sha256,
        split_sha256=split.sha256,
        software=software(),
        folds={},
    )
    record = _begun(folder, fresh)
    names = [*(str(fold) for fold in range(split.n_folds)), FINAL]
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
        checkpoints = folder / "checkpoints" / name

        def emit_of_fold(event: str, fold: str = name, **fields: object) -> None:
            emit(event, fold=fold, **fields)

        from safetensors.torch import save

        weights, loss = pretrain_backbone(
            patches, recipe, seed=seed, checkpoints=checkpoints, emit=emit_of_fold
        )
        content = save(weights)
        file_of(folder, name).write_bytes(content)
        seen = Seen(
            sha256=hashlib.sha256(content).hexdigest(),
            crops=len(patches),
            patients=tuple(sorted({hashed_identifier(dataset.cases[i].patient_id) for i in chosen})),
            unknown=unknown,
            loss=loss,
        )
        record = record.model_copy(update={"folds": {**record.folds, name: seen}})
        _write(folder, record)
        shutil.rmtree(checkpoints, ignore_errors=True)
        emit("fold_done", fold=name, loss=loss)
    emit("done")
    return record


def _begun(folder: Path, fresh: PretrainingRecord) -> PretrainingRecord:
    """Return what is finished in a folder, or begin it."""
    if (folder / RECORD).is_file():
        old = read_record(folder)
        same = ("recipe_sha256", "dataset_sha256", "split_sha256")
        if any(getattr(old, name) != getattr(fresh, name) for name in same):
            raise TrainingError(
                f"{folder} holds a pretraining with another recipe, dataset, folds or crops. "
                "Choose a new folder."
            )
        return old
    if folder.is_file() or (folder.is_dir() and any(item.name != LOG for item in folder.iterdir())):
        raise TrainingError(f"{folder} exists and is not a pretraining. Choose a new folder with --out.")
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, fresh)
    return fresh


def _write(folder: Path, record: PretrainingRecord) -> None:
    part = folder / f"{RECORD}.part"
    part.write_text(record.model_dump_json(indent=1), encoding="utf-8")
    part.replace(folder / RECORD)
