"""A change that starts from a pretraining names its recipe; the pretraining is then made where the cells are.

A cell's key holds the recipe's hash, since its dataset and folds are in the key already: whoever has the
ledger need not have the weights.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from training.cases import Dataset
from training.events import Emit
from training.fit import configuration_of
from training.pretrain.recipe import PretrainRecipe, read_pretrain_recipe
from training.recipe import RECIPES, Recipe, RecipeError, recipe_kind
from training.splits import Split

#: Kind of the recipes that pretrain on the dataset's own crops.
KIND = "simclr"


def pretraining_of(recipe: Recipe) -> PretrainRecipe | None:
    """Return the recipe of Noduscope's that a recipe's pretraining follows; `None` where it names a folder.

    Raises
    ------
    RecipeError
        If it pretrains another network.
    """
    name = recipe.net.pretrained_from
    if not name or not (RECIPES / f"{name}.yaml").is_file() or recipe_kind(name) != KIND:
        return None
    found = read_pretrain_recipe(name)
    if found.net.kind != recipe.net.kind:
        raise RecipeError(
            f"The recipe {name} pretrains {found.net.kind}, but the recipe {recipe.name} trains "
            f"{recipe.net.kind}. Leave the change out: name the others with --change."
        )
    return found


def configuration(dataset: Dataset, split: Split, recipe: Recipe, fold: str) -> dict[str, Any]:
    """Return all that a cell's training depends on; see `training.fit.configuration_of`."""
    pretraining = pretraining_of(recipe)
    if pretraining is None:
        return configuration_of(dataset, split, recipe, fold)
    found = configuration_of(dataset, split, _starting_from(recipe, ""), fold)
    net = found["recipe"]["net"] | {"pretrained_from": pretraining.sha256}
    return found | {"recipe": found["recipe"] | {"net": net}}


def prepared(
    dataset: Dataset, split: Split, recipe: Recipe, fold: str, *, folder: Path, emit: Emit
) -> Recipe:
    """Make the pretraining of a fold if it is not there, and return the recipe that starts from its folder.

    Parameters
    ----------
    dataset, split, recipe, fold
        Of the cell.
    folder
        For pretrainings, one folder a recipe; an interrupted one goes on.
    emit
        Takes progress events.
    """
    pretraining = pretraining_of(recipe)
    if pretraining is None:
        return recipe
    from training.pretrain.run import pretrain

    def told(event: str, **fields: Any) -> None:
        emit(f"pretraining_{event}", **fields)

    place = folder / pretraining.name
    pretrain(dataset, split, pretraining, place, only=[fold], emit=told)
    return _starting_from(recipe, str(place))


def _starting_from(recipe: Recipe, folder: str) -> Recipe:
    net = recipe.net.model_copy(update={"pretrained_from": folder})
    return recipe.model_copy(update={"net": net})
