"""Who may start from what a pretraining left (`training.pretrain.record`), and whether it fits.

A fold's backbone must have seen none of the patients that the fold is judged on, labels or no labels.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch

from training.cases import Dataset, hashed_identifier
from training.errors import TrainingError
from training.nets import build
from training.pretrain.record import ANY, FINAL, PretrainingRecord, Seen, file_of, read_record
from training.recipe import Recipe
from training.splits import LeakageError, Split

_COUNTER = "num_batches_tracked"


def hash_for(folder: str, fold: str) -> str:
    """Return the hash of the backbone that a fold starts from, for the training's key.

    Raises
    ------
    TrainingError
        If the pretraining has none for the fold.
    """
    return _seen(Path(folder), fold)[1].sha256


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
        If it is missing, is not what the pretraining wrote, or is another network's.
    """
    if not recipe.net.pretrained_from:
        return None
    from safetensors.torch import load

    folder, fold = Path(recipe.net.pretrained_from), name.partition(".")[0]
    own, seen, record = _seen(folder, fold)
    if record.net != recipe.net.kind:
        raise TrainingError(
            f"The pretraining {folder} is of {record.net}, but the recipe {recipe.name} trains "
            f"{recipe.net.kind}. Pretrain that network, or leave net.pretrained_from out."
        )
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
    path = file_of(folder, own)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != seen.sha256:
        raise TrainingError(f"{path} is missing or is not what the pretraining wrote. Pretrain again.")
    return _fitting(load(content), recipe, folder)


def _fitting(weights: dict[str, torch.Tensor], recipe: Recipe, folder: Path) -> dict[str, torch.Tensor]:
    """Return the weights that the recipe's backbone has, or refuse those of other shapes."""
    wanted = build(recipe.net, recipe.input, pretrained=False).backbone.state_dict()
    # Batch norms that are frozen afterwards count no batches.
    weights = {name: w for name, w in weights.items() if name in wanted or not name.endswith(_COUNTER)}
    odd = sorted(
        name
        for name in weights.keys() | wanted.keys()
        if name not in weights or name not in wanted or weights[name].shape != wanted[name].shape
    )
    if odd:
        raise TrainingError(
            f"The pretraining {folder} does not fit the recipe {recipe.name}: {len(odd)} of the backbone's "
            f"parameters differ, for example {odd[0]}. Pretrain with the recipe's own input."
        )
    return weights


def _seen(folder: Path, fold: str) -> tuple[str, Seen, PretrainingRecord]:
    """Return under which name a pretraining has a fold's backbone, what it has seen, and the record."""
    record = read_record(folder)
    own = fold if fold in record.folds else ANY
    if own not in record.folds:
        raise TrainingError(
            f"The pretraining {folder} has nothing for {_place(fold)}. Pretrain with the folds of this "
            "training, to the end."
        )
    return own, record.folds[own], record


def _place(fold: str) -> str:
    return "the final model" if fold == FINAL else f"fold {fold}"
