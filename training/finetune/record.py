"""A run folder of a fine-tuning: what is tuned, on what, how it was divided, and what came out.

::

    finetune.json          the record: written when the run begins, completed when it is done
    rows/KEY/              finished trainings, as in a run of `training.runs`
    checkpoints/KEY/       of a training that is not finished
    scores.npz             old and new model side by side (`training.finetune.paired`)
    progress.jsonl         events
    control, lock.json     see `training.finetune.control`
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from engine.files import write_whole
from training.cases import first_complaint
from training.finetune.choices import Choices
from training.finetune.control import RECORD
from training.recipe import Recipe
from training.runs import Row, RunError, RunFolder

#: Raise it when code changes what a configuration is tuned to; trainings of other versions are not reused.
FINETUNE_VERSION = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Base(_Part):
    """The model that the fine-tuning starts from."""

    id: str
    version: str
    sha256: str
    given_as: str
    """Its name in the registry, or the path of its package."""


class Source(_Part):
    """A dataset that is used."""

    folder: str
    sha256: str


class Division(_Part):
    """Who is in which part; numbers are places in the datasets' order."""

    train: tuple[int, ...]
    val: tuple[int, ...]
    test: tuple[int, ...]
    """Never seen by the final model: it confirms."""
    folds: tuple[int, ...]
    """Fold in which each local case is judged; -1 where it is not decided."""
    replayed: tuple[int, ...] = ()
    """Reference cases that may be replayed."""
    judged: tuple[int, ...] = ()
    """Reference cases that both models are judged on; none of a replayed patient."""


class Outcome(_Part):
    """What the run came to."""

    temperature: float
    """Of the new model; a recalibration's slope is in it."""
    conformal: dict[Literal["benign", "malignant"], float]
    slope: float = 1.0
    offset: float = 0.0
    """Recalibration of the base's calibrated logit, ``slope * logit / temperature + offset``."""
    best_epochs: dict[str, int] = {}
    """Of each training; 0 where none was better than the base."""


class Record(_Part):
    """`finetune.json`."""

    schema_version: Literal[1] = 1
    mode: Literal["finetune", "recalibrate"]
    base: Base
    dataset: Source
    reference: Source | None = None
    choices: Choices
    recipe: Recipe
    division: Division
    rows: dict[str, str] = {}
    """Key of the row of each training, named as in `training.runs.RunRecord`."""
    threads: int
    """Sums come out differently with another number, so a resumed run keeps it."""
    software: dict[str, str]
    outcome: Outcome | None = None


class FineTuneFolder:
    """A run of a fine-tuning on disk.

    Parameters
    ----------
    folder
        The run folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = RunFolder(folder)
        """Finished trainings and checkpoints."""

    @property
    def log(self) -> Path:
        """File of the progress events."""
        return self.rows.log

    def write(self, record: Record) -> None:
        """Write the record in one step."""
        (self.folder / "rows").mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / RECORD, record.model_dump_json(indent=1))

    def clear_scraps(self) -> None:
        """Remove what a killed process was just writing."""
        for scrap in (*self.folder.glob("rows/.new.*"), *self.folder.glob(".*.part")):
            if scrap.is_dir():
                shutil.rmtree(scrap, ignore_errors=True)
            else:
                scrap.unlink(missing_ok=True)

    def has_record(self) -> bool:
        """Whether a run has begun here."""
        return (self.folder / RECORD).is_file()

    def record(self) -> Record:
        """Read the record.

        Raises
        ------
        RunError
            If it is missing or unreadable.
        """
        path = self.folder / RECORD
        if not path.is_file():
            raise RunError(
                f"{self.folder} is not a run of a fine-tuning: it has no {RECORD}. `noduscope train "
                "finetune` makes one."
            )
        try:
            return Record.model_validate_json(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise RunError(
                f"{path} cannot be read as a fine-tuning's record: {first_complaint(error)}"
            ) from error

    def outcome(self) -> Outcome:
        """Read what the run came to.

        Raises
        ------
        RunError
            If it is not done.
        """
        outcome = self.record().outcome
        if outcome is None:
            raise RunError(
                f"The fine-tuning in {self.folder} is not finished. Run `noduscope train finetune` with the "
                "same --out again."
            )
        return outcome

    def finished(self, record: Record, name: str) -> Row:
        """Return a finished training.

        Raises
        ------
        RunError
            If it is not.
        """
        row = self.rows.row(record.rows.get(name, "none"))
        if row is None:
            raise RunError(
                f"The fine-tuning in {self.folder} has not finished its training {name!r}. Run `noduscope "
                "train finetune` with the same --out again."
            )
        return row
