"""Recipes of kinds ``simclr`` and ``images``. Knows no torch."""

from __future__ import annotations

import hashlib
from typing import Literal, TypeVar

import yaml
from pydantic import Field, field_validator, model_validator

from training.cases import first_complaint
from training.recipe import AugmentRecipe, InputRecipe, NetRecipe, RecipeError, _Part, recipe_file

_Kind = TypeVar("_Kind", bound=_Part)


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


class LabelsRecipe(_Part):
    """Learning the labels of pictures, each by itself; unknown ones count nothing."""

    pixels: int = Field(ge=17)
    """Rows and columns of the network's input, of the form 16 n + 1, cut anywhere out of a picture."""
    epochs: int = Field(gt=0)
    batch: int = Field(gt=1)
    lr: float = Field(gt=0)
    weight_decay: float = Field(ge=0)
    warmup: float = Field(ge=0, lt=1)
    gain: float = Field(ge=0, lt=1)
    """Brightness is multiplied by one more or less at most this: grays of X-rays have no unit."""


class ImagesRecipe(_Part):
    """A whole recipe of a pretraining on labelled pictures."""

    schema_version: Literal[1]
    name: str
    kind: Literal["images"]
    seed: int = Field(ge=0)
    net: NetRecipe
    """Of it the backbone is trained."""
    labels: LabelsRecipe

    @field_validator("net")
    @classmethod
    def _flat(cls, net: NetRecipe) -> NetRecipe:
        return _flat(net)


class PretrainRecipe(_Part):
    """A whole recipe of a pretraining without labels."""

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

    @property
    def sha256(self) -> str:
        """Hash of every choice in the recipe."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @field_validator("net")
    @classmethod
    def _flat(cls, net: NetRecipe) -> NetRecipe:
        return _flat(net)

    @model_validator(mode="after")
    def _crops_alone(self) -> PretrainRecipe:
        for name in ("translate", "thicken_chance"):
            if getattr(self.augment, name):
                raise ValueError(f"augment.{name} is for kind classify; leave it out of a pretraining.")
        return self


def _flat(net: NetRecipe) -> NetRecipe:
    if net.kind == "volume":
        raise ValueError("volume convolves slices; single pictures cannot pretrain it")
    return net


def read_pretrain_recipe(name: str) -> PretrainRecipe:
    """Read a recipe of kind ``simclr`` by its name or path.

    Raises
    ------
    RecipeError
        If there is none, or it breaks the schema.
    """
    return _read(name, PretrainRecipe)


def read_images_recipe(name: str) -> ImagesRecipe:
    """Read a recipe of kind ``images`` by its name or path.

    Raises
    ------
    RecipeError
        If there is none, or it breaks the schema.
    """
    return _read(name, ImagesRecipe)


def _read(name: str, kind: type[_Kind]) -> _Kind:
    path = recipe_file(name)
    try:
        return kind.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValueError) as error:
        raise RecipeError(f"The recipe {path} cannot be used: {first_complaint(error)}") from error
