"""The weights that a model package carries, so that a site can train on from where the model stands.

The graph in a package answers, but cannot be trained; these are the networks' own parameters, of all members
in one file, names prefixed with the member's number. Read without pickles.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from pydantic import ValidationError

from engine.models.package import ModelPackage
from training.cases import first_complaint
from training.errors import TrainingError
from training.recipe import Recipe

WEIGHTS = "weights.safetensors"

Weights = dict[str, torch.Tensor]


class NotTrainableError(TrainingError):
    """A model package that cannot be trained on, and why, in a sentence."""


def weights_bytes(members: Sequence[Weights]) -> bytes:
    """Return the content of `WEIGHTS` for the state dicts of a model's networks."""
    from safetensors.torch import save

    return save(
        {
            f"{number}.{name}": value.detach().cpu().clone(memory_format=torch.contiguous_format)
            for number, weights in enumerate(members)
            for name, value in weights.items()
        }
    )


def read_weights(package: ModelPackage) -> tuple[Recipe, list[Weights]]:
    """Return what a package's networks are built and started from.

    Parameters
    ----------
    package
        The model.

    Returns
    -------
    Recipe, list of dict
        Its recipe, and one state dict for each member.

    Raises
    ------
    NotTrainableError
        If the package carries no weights, or none that fit a recipe that this version knows.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    manifest = package.manifest
    who = f"The model {manifest.id} {manifest.version} cannot be fine-tuned"
    if WEIGHTS not in manifest.files:
        raise NotTrainableError(
            f"{who}: it carries no weights ({WEIGHTS}). Export it again with this version, or take another "
            "model."
        )
    try:
        recipe = Recipe.model_validate(manifest.recipe)
        tensors = load(package.file(WEIGHTS).read_bytes())
    except ValidationError as error:
        raise NotTrainableError(
            f"{who}: this version does not know its recipe ({first_complaint(error)})."
        ) from error
    except SafetensorError as error:
        raise NotTrainableError(f"{who}: its weights cannot be read ({error}).") from error
    members: list[Weights] = [{} for _ in range(recipe.members)]
    for key, value in tensors.items():
        number, _, name = key.partition(".")
        if not number.isdecimal() or int(number) >= len(members):
            raise NotTrainableError(f"{who}: its weights are of more networks than its recipe says.")
        members[int(number)][name] = value
    return recipe, [_fitting(weights, recipe, who) for weights in members]


def _fitting(weights: Weights, recipe: Recipe, who: str) -> Weights:
    from training.graph import net_of

    try:
        return dict(net_of(weights, recipe).state_dict())
    except RuntimeError as error:  # what torch raises for names or shapes that do not fit
        raise NotTrainableError(f"{who}: its weights do not fit its recipe.") from error
