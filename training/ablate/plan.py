"""The cells of an ablation: each change, fold and seed, under the hash of all that its answers depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.ablate.changes import Change
from training.ablate.pretraining import configuration
from training.cases import Dataset
from training.errors import TrainingError
from training.facts import lacking
from training.recipe import Recipe
from training.runs import row_key
from training.splits import Split

#: Name of the recipe without a change.
BASE = "base"


@dataclass(frozen=True)
class Planned:
    """A cell to be: its key, and what it is."""

    key: str
    change: str
    fold: int
    recipe: Recipe
    """With the cell's seed."""

    @property
    def seed(self) -> int:
        """The cell's seed."""
        return self.recipe.seed


def plan(
    dataset: Dataset, split: Split, base: Recipe, changes: Sequence[Change], *, folds: int, seeds: int
) -> list[Planned]:
    """Return the cells in the order they are trained: seed by seed, the base first.

    A change that needs facts which no case of the dataset knows has no cells: it stays "not measured".

    Parameters
    ----------
    dataset, split
        The cases and their frozen folds.
    base
        The recipe; its own seed is the first.
    changes
        One at a time.
    folds
        How many of the split's folds, from the first.
    seeds
        How many seeds, each the next number.

    Raises
    ------
    TrainingError
        If the recipe averages several networks, the folds are not that many, or a change cannot be made.
    """
    if base.members != 1:
        raise TrainingError(
            f"The recipe {base.name} averages {base.members} networks. An ablation trains one for each seed: "
            "set members to 1."
        )
    if not 2 <= folds <= split.n_folds:
        raise TrainingError(f"An ablation needs 2 to {split.n_folds} folds of this dataset, not {folds}.")
    recipes = {BASE: base} | {change.name: change.of(base) for change in changes}
    cells = []
    for seed in range(base.seed, base.seed + seeds):
        for name, recipe in recipes.items():
            if lacking(dataset, recipe.net.facts):
                continue
            seeded = recipe.model_copy(update={"seed": seed})
            for fold in range(folds):
                training = configuration(dataset, split, seeded, str(fold))
                # The views and fields are no part of a training, but of its answers.
                fields = {"fields": seeded.fields} if len(seeded.fields) > 1 else {}
                key = row_key({"training": training, "views": seeded.views, **fields})
                cells.append(Planned(key, name, fold, seeded))
    return cells
