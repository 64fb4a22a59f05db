"""What the AI lead asks of a fine-tuning, and the command lines that say it. Plain data, nothing else."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Choice = Literal["gentle", "standard", "thorough"]


class Advanced(BaseModel):
    """What can be set by hand; `None` leaves it to the choice.

    Parameters
    ----------
    epochs
        Most passes over the training nodules.
    replay
        Reference nodules in an epoch for each local one.
    l2sp
        Weight of the pull back to the base model's weights.
    frozen
        Blocks of the network, from its input, that stay as they are.
    folds
        Parts of the cross-validation that the verdict rests on.
    seed
        Of everything that is drawn by chance.
    """

    model_config = ConfigDict(frozen=True)

    epochs: int | None = Field(default=None, ge=1)
    replay: float | None = Field(default=None, ge=0, le=10)
    l2sp: float | None = Field(default=None, ge=0)
    frozen: int | None = Field(default=None, ge=0)
    folds: int | None = Field(default=None, ge=2)
    seed: int | None = Field(default=None, ge=0)

    def options(self) -> list[str]:
        """Return the options that say what was set."""
        said = self.model_dump(exclude_none=True)
        return [word for name, value in said.items() for word in (f"--{name}", f"{value:g}")]


class TuneRequest(BaseModel):
    """One fine-tuning, as it is started, and started again to go on.

    Parameters
    ----------
    dataset
        Folder of the frozen snapshot of the site's labels.
    base
        Model to start from.
    out
        Run folder.
    choice
        How far the network may move.
    reference
        Folder of the reference set; empty where there is none.
    """

    model_config = ConfigDict(frozen=True)

    dataset: str
    base: str
    out: str
    choice: Choice = "standard"
    reference: str = ""
    advanced: Advanced = Advanced()

    def arguments(self, *, plan: bool = False) -> list[str]:
        """Return the arguments for `app.program.command`: of the training, or of its plan only."""
        words = [
            "train", "finetune", "--dataset", self.dataset, "--base", self.base, "--out", self.out,
            "--choice", self.choice,
        ]  # fmt: skip
        if self.reference:
            words += ["--reference", self.reference]
        return [*words, *self.advanced.options(), *(("--plan", "--json") if plan else ("--json-events",))]
