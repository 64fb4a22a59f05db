"""The folder a pretraining leaves.

::

    pretraining.json            recipe, and of each fold's backbone the hash and whose crops it has seen
    backbone-FOLD.safetensors   the backbone's parameters; FOLD is a number, ``final``, or ``any``

A pretraining on the dataset's own crops has one for each fold; one on other pictures one for all (``any``).
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import torch
from pydantic import BaseModel, ConfigDict

from training.cases import first_complaint
from training.errors import TrainingError

RECORD = "pretraining.json"
FINAL = "final"
ANY = "any"
LOG = "progress.jsonl"


class Seen(BaseModel):
    """One fold's backbone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    crops: int
    patients: tuple[str, ...]
    """Hashes of the patients whose crops it has seen; of other pictures' patients nothing is kept here."""
    unknown: int = 0
    """Crops of patients that are not known; only the final model's backbone may have seen any."""
    loss: float
    auc: dict[str, float] = {}
    """Where labels were learnt: of each label, on the pictures of the patients kept aside."""


class PretrainingRecord(BaseModel):
    """`pretraining.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    net: str = "lite11"
    """Kind of the network whose backbone it is."""
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


def is_free(folder: Path) -> bool:
    """Whether a pretraining may be written here: it is one, empty, or not there."""
    if (folder / RECORD).is_file() or not folder.exists():
        return True
    return folder.is_dir() and all(item.name == LOG for item in folder.iterdir())


def begin(folder: Path, fresh: PretrainingRecord) -> PretrainingRecord:
    """Return what is finished in a folder, or begin it.

    Raises
    ------
    TrainingError
        If the folder holds something else, or another pretraining.
    """
    if (folder / RECORD).is_file():
        old = read_record(folder)
        same = ("recipe_sha256", "dataset_sha256", "split_sha256")
        if any(getattr(old, name) != getattr(fresh, name) for name in same):
            raise TrainingError(
                f"{folder} holds a pretraining with another recipe, dataset, folds or crops. "
                "Choose a new folder."
            )
        return old
    if not is_free(folder):
        raise TrainingError(f"{folder} exists and is not a pretraining. Choose a new folder with --out.")
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, fresh)
    return fresh


def checkpoints_of(folder: Path, fold: str) -> Path:
    """Return where a fold's unfinished training is kept."""
    return folder / "checkpoints" / fold


def keep(
    folder: Path,
    record: PretrainingRecord,
    fold: str,
    weights: dict[str, torch.Tensor],
    *,
    crops: int,
    loss: float,
    patients: tuple[str, ...] = (),
    unknown: int = 0,
    auc: dict[str, float] | None = None,
) -> PretrainingRecord:
    """Write a finished backbone and note it; see `Seen`. Its checkpoints are removed."""
    from safetensors.torch import save

    content = save(weights)
    file_of(folder, fold).write_bytes(content)
    seen = Seen(
        sha256=hashlib.sha256(content).hexdigest(),
        crops=crops,
        patients=patients,
        unknown=unknown,
        loss=loss,
        auc=auc or {},
    )
    record = record.model_copy(update={"folds": {**record.folds, fold: seen}})
    _write(folder, record)
    shutil.rmtree(checkpoints_of(folder, fold), ignore_errors=True)
    return record


def _write(folder: Path, record: PretrainingRecord) -> None:
    part = folder / f"{RECORD}.part"
    part.write_text(record.model_dump_json(indent=1), encoding="utf-8")
    part.replace(folder / RECORD)
