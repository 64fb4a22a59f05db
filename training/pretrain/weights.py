"""The folder a pretraining leaves, and who may start from what lies in it.

::

    pretraining.json            recipe, and of each fold's backbone the hash and whose crops it has seen
    backbone-FOLD.safetensors   the backbone's parameters; FOLD is a number or ``final``

A fold's backbone must have seen none of the patients that the fold is judged on, labels or no labels.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from pydantic import BaseModel, ConfigDict

from training.cases import Dataset, first_complaint, hashed_identifier
from training.errors import TrainingError
from training.recipe import Recipe
from training.splits import LeakageError, Split

RECORD = "pretraining.json"
FINAL = "final"


class Seen(BaseModel):
    """One fold's backbone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    crops: int
    patients: tuple[str, ...]
    """Hashes of the patients whose crops it has seen."""
    unknown: int = 0
    """Crops of patients that are not known; only the final model's backbone may have seen any."""
    loss: float


class PretrainingRecord(BaseModel):
    """`pretraining.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    recipe_sha256: str
    dataset_sha256: str
    split_sha256: str
    software: dict[str, str]
    folds: dict[str, Seen]


def read_record(folder: Path) -> PretrainingRecord:
    """Read `pretraining.json`.

    Raises
    ------
    TrainingError
        If it is missing or broken.
    """
    path = folder / RECORD
    if not path.is_file():
        raise TrainingError(
            f"{folder} is not a pretraining: it has no {RECORD}. `noduscope train fit --recipe simclr` "
            "makes one."
        )
    try:
        return PretrainingRecord.model_validate_json(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TrainingError(f"{path} cannot be read as a pretraining: {first_complaint(error)}") from error


def file_of(folder: Path, fold: str) -> Path:
    """Return the file of a fold's backbone."""
    return folder / f"backbone-{fold}.safetensors"


def hash_for(folder: str, fold: str) -> str:
    """Return the hash of the backbone that a fold starts from, for the training's key.

    Raises
    ------
    TrainingError
        If the pretraining has none for the fold.
    """
    return _seen(Path(folder), fold).sha256


def backbone_for(dataset: Dataset, split: Split, recipe: Recipe, name: str) -> dict[str, torch.Tensor] | None:
    """Return the backbone that a training starts from; `None` where its recipe names no pretraining.

    Parameters
    ----------
    dataset, split, recipe, name
        Of the training: see `training.fit.train_row`.

    Raises
    ------
    LeakageError
        If it has seen a patient that this training must not see.
    TrainingError
        If it is missing, or is not what the pretraining wrote.
    """
    if not recipe.net.pretrained_from:
        return None
    from safetensors.torch import load

    folder, fold = Path(recipe.net.pretrained_from), name.partition(".")[0]
    seen = _seen(folder, fold)
    hidden = ~dataset.trainable
    if fold != FINAL:
        hidden = hidden | split.hidden_from(int(fold)) | (split.folds == int(fold))
    strangers = {hashed_identifier(dataset.cases[i].patient_id) for i in np.flatnonzero(hidden)}
    common = strangers & set(seen.patients)
    if common or (fold != FINAL and seen.unknown):
        how_many = f"{len(common)} patient(s)" if common else f"{seen.unknown} crops of unknown patients"
        raise LeakageError(
            f"The pretraining {folder} has seen {how_many} for {_place(fold)} that the training must not "
            "see. Pretrain again on this dataset and these folds."
        )
    path = file_of(folder, fold)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != seen.sha256:
        raise TrainingError(f"{path} is missing or is not what the pretraining wrote. Pretrain again.")
    return load(content)


def _seen(folder: Path, fold: str) -> Seen:
    record = read_record(folder)
    if fold not in record.folds:
        raise TrainingError(
            f"The pretraining {folder} has nothing for {_place(fold)}. Pretrain with the folds of this "
            "training, to the end."
        )
    return record.folds[fold]


def _place(fold: str) -> str:
    return "the final model" if fold == FINAL else f"fold {fold}"
