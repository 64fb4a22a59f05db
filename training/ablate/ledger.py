"""The finished cells of all ablations: a file of JSON lines that a repository can keep, one line a cell.

A line holds the logits of the cases held out, in the dataset's order and without a name, so that paired
figures can be made of it later, without the weights. Lines are sorted by their key, so that two sittings'
files merge line by line. One process at a time writes a file.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from training.cases import first_complaint
from training.errors import TrainingError


class Cell(BaseModel):
    """One finished cell: a recipe, trained without a fold from a seed, judged on that fold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    """SHA-256 of all that it depends on."""
    recipe: str
    """Name of the base."""
    change: str
    """Under which name it was first trained; ``base`` without a change."""
    fold: int
    seed: int
    logits: tuple[float, ...]
    """Raw, of the cases held out."""
    latency_ms: float
    """Median of one patch through the graph in torch, on the machine that judged it."""
    seconds: float
    """What training and judging took."""
    software: dict[str, str]


class Ledger:
    """The file.

    Parameters
    ----------
    path
        It need not exist yet; its folder is made.

    Raises
    ------
    TrainingError
        If a line is not a cell.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells: dict[str, Cell] = {}
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for number, line in enumerate(lines, 1):
            try:
                cell = Cell.model_validate_json(line)
            except ValueError as error:
                raise TrainingError(
                    f"Line {number} of {path} cannot be read as a cell of an ablation: "
                    f"{first_complaint(error)} Remove the line, and the cell is trained again."
                ) from error
            self.cells[cell.key] = cell

    def keep(self, cell: Cell) -> None:
        """Add a cell; a kill leaves the file with it or without it."""
        self.cells[cell.key] = cell
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(self.path.name + ".part")
        lines = (self.cells[key].model_dump_json() + "\n" for key in sorted(self.cells))
        fresh.write_text("".join(lines), encoding="utf-8")
        fresh.replace(self.path)
