"""A run folder: what is being trained, and one row for each finished training, keyed by its configuration.

::

    run.json               the configuration, and which row is which fold
    rows/KEY/row.json      one finished training: its configuration
    rows/KEY/weights.pt    tensors only
    checkpoints/KEY/       of a training that is not finished
    progress.jsonl         events
    translators/           what recipes with `augment.translate` learned: see `training.harmonise`
    tracking/              what `--track` writes

A row appears whole or not at all, so an interrupted run repeats no finished training.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict

from training.cases import first_complaint
from training.errors import TrainingError
from training.leave_out import LeaveOut
from training.recipe import Recipe

SCHEMA = 1
FINAL = "final"
#: Folder of the pretrainings that an ablation's cells start from.
PRETRAININGS = "pretrainings"
_OWN = frozenset(
    {
        "run.json",
        "run.json.part",
        "rows",
        "checkpoints",
        "progress.jsonl",
        "translators",
        "tracking",
        PRETRAININGS,
    }
)


class RunError(TrainingError):
    """A run folder that cannot be used, described in a sentence."""


class RunRecord(BaseModel):
    """`run.json`: what a run is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = SCHEMA
    dataset_folder: str
    dataset_sha256: str
    split_sha256: str
    folds: tuple[int, ...]
    """Fold of every case, in the dataset's order; -1 where no training holds it out."""
    leave_out: LeaveOut | None = None
    """What kind of scanner the folds hold out; such a run has no final model."""
    fold_names: tuple[str, ...] = ()
    """What each fold holds out, if a kind of scanner."""
    recipe: Recipe
    seed: int
    rows: dict[str, str]
    """Key of the row of each fold (``"0"``, ``"1"`` ...) and of the final model (``"final"``); of further
    members with their number behind a dot (``"0.1"``, ``"final.1"``): see `member_name`."""
    software: dict[str, str]


@dataclass(frozen=True)
class Row:
    """One finished training."""

    key: str
    folder: Path

    @property
    def configuration(self) -> dict[str, Any]:
        """What it was trained on and how."""
        configuration: dict[str, Any] = json.loads((self.folder / "row.json").read_text(encoding="utf-8"))
        return configuration

    def weights(self) -> dict[str, torch.Tensor]:
        """Its trained weights."""
        weights: dict[str, torch.Tensor] = torch.load(
            self.folder / "weights.pt", map_location="cpu", weights_only=True
        )
        return weights


class RunFolder:
    """A run on disk.

    Parameters
    ----------
    folder
        The run folder; `write_record` makes it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def log(self) -> Path:
        """File of the progress events."""
        return self.folder / "progress.jsonl"

    @property
    def translators(self) -> Path:
        """Folder of the translations between scanners that were learned."""
        return self.folder / "translators"

    def prepare(self) -> None:
        """Make the folder.

        Raises
        ------
        RunError
            If it holds something other than a run.
        """
        # An interruption may have left a run without its run.json.
        strangers = self.folder.is_dir() and any(item.name not in _OWN for item in self.folder.iterdir())
        if self.folder.is_file() or (strangers and not (self.folder / "run.json").is_file()):
            raise RunError(f"{self.folder} exists and is not a run folder. Choose a new one with --out.")
        (self.folder / "rows").mkdir(parents=True, exist_ok=True)

    def write_record(self, record: RunRecord) -> None:
        """Write `run.json` in one step."""
        self.prepare()
        fresh = self.folder / "run.json.part"
        fresh.write_text(record.model_dump_json(indent=1), encoding="utf-8")
        fresh.replace(self.folder / "run.json")

    def record(self) -> RunRecord:
        """Read `run.json`.

        Raises
        ------
        RunError
            If it is missing or unreadable.
        """
        path = self.folder / "run.json"
        if not path.is_file():
            raise RunError(
                f"{self.folder} is not a run: it has no run.json. `noduscope train fit` makes one."
            )
        try:
            return RunRecord.model_validate_json(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise RunError(f"{path} cannot be read as a run: {first_complaint(error)}") from error

    def row(self, key: str) -> Row | None:
        """Return a finished training, if it is there."""
        folder = self.folder / "rows" / key
        return Row(key, folder) if (folder / "row.json").is_file() else None

    def finished(self, name: str) -> Row:
        """Return the row of a fold or of the final model.

        Raises
        ------
        RunError
            If it is not finished, or the final model of a run that has none.
        """
        record = self.record()
        if name.partition(".")[0] == FINAL and record.leave_out is not None:
            raise RunError(
                f"The run {self.folder} has no final model, since it was fitted with --leave-out "
                f"{record.leave_out}: it tells what the recipe does on what was left out. Export a run that "
                "was fitted without --leave-out."
            )
        row = self.row(record.rows.get(name, "none"))
        if row is None:
            fold, _, member = name.partition(".")
            what = "the final model" if fold == FINAL else f"fold {fold}"
            if member:
                what += f" of network {int(member) + 1}"
            raise RunError(f"The run {self.folder} has not finished {what}. Run `noduscope train fit` again.")
        return row

    def weights(self, fold: str) -> list[dict[str, torch.Tensor]]:
        """Return the trained weights of all members for a fold, or of the final model.

        Raises
        ------
        RunError
            If one is not finished.
        """
        members = self.record().recipe.members
        return [self.finished(member_name(fold, member)).weights() for member in range(members)]

    def checkpoints(self, key: str) -> Path:
        """Folder for the checkpoints of an unfinished training."""
        return self.folder / "checkpoints" / key

    def keep(
        self,
        key: str,
        configuration: dict[str, Any],
        weights: dict[str, torch.Tensor],
    ) -> Row:
        """Keep a finished training as a row, and drop its checkpoints."""
        rows = self.folder / "rows"
        with tempfile.TemporaryDirectory(prefix=".new.", dir=rows) as scratch:
            fresh = Path(scratch) / key
            fresh.mkdir()
            torch.save(weights, fresh / "weights.pt")
            (fresh / "row.json").write_text(json.dumps(configuration, indent=1), encoding="utf-8")
            fresh.rename(rows / key)
        shutil.rmtree(self.checkpoints(key), ignore_errors=True)
        return Row(key, rows / key)


def member_name(fold: str, member: int) -> str:
    """Return the name of a fold's training (or of the final one) for a member, the first being 0."""
    return f"{fold}.{member}" if member else fold


def row_key(configuration: dict[str, Any]) -> str:
    """Return the SHA-256 of a training's configuration."""
    return hashlib.sha256(json.dumps(configuration, sort_keys=True).encode()).hexdigest()
