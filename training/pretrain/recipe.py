"""A recipe of kind ``simclr``. Knows no torch."""

from __future__ import annotations

from typing import Literal

import yaml
from pydantic import Field, model_validator

from training.cases import first_complaint
from training.recipe import AugmentRecipe, InputRecipe, NetRecipe, RecipeError, _Part, recipe_file


class ContrastRecipe(_Part):
    """SimCLR: two random views of a crop must be found again among those of a batch."""

    epochs: int = Field(gt=0)
    batch: int = Field(gt=3)
    lr: float = Field(gt=0)
    weight_decay: float = Field(ge=0)
    warmup: float = Field(ge=0, lt=1)
    temperature: float = Field(gt=0)
    hidden: int = Field(gt=0)
    projection: int = Field(gt=0)
    """Widths of the projection head, which is dropped afterwards."""


class PretrainRecipe(_Part):
    """A whole recipe of a pretraining."""

    schema_version: Literal[1]
    name: str
    kind: Literal["simclr"]
    seed: int = Field(ge=0)
    folds: int = Field(ge=2, le=20)
    """As in the classifier's recipe, where the dataset gives none."""
    input: InputRecipe
    net: NetRecipe
    augment: AugmentRecipe
    """How the two views of a crop differ: in place, HU and noise; MixUp is not used."""
    contrast: ContrastRecipe

    @model_validator(mode="after")
    def _crops_alone(self) -> PretrainRecipe:
        for name in ("translate", "thicken_chance"):
            if getattr(self.augment, name):
                raise ValueError(f"augment.{name} is for kind classify; leave it out of a pretraining.")
        return self


def read_pretrain_recipe(name: str) -> PretrainRecipe:
    """Read a recipe of kind ``simclr`` by its name or path.

    Raises
    ------
    RecipeError
        If there is none, or it breaks the schema.
    """
    path = recipe_file(name)
    try:
        return PretrainRecipe.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValueError) as error:
        raise RecipeError(f"The recipe {path} cannot be used: {first_complaint(error)}") from error
