"""A recipe: everything about a training that is a choice, in one YAML file, checked where it enters.

Knows no torch: the command line reads recipes before it loads any heavy library.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from engine.patch import PatchSpec
from training.cases import first_complaint
from training.errors import TrainingError

RECIPES = Path(__file__).resolve().parents[1] / "resources" / "recipes"


class RecipeError(TrainingError):
    """A recipe that cannot be used, described in a sentence."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def choices(self) -> dict[str, Any]:
        """Return every choice as plain values, but for those made `_later` that are at their default."""
        plain = self.model_dump(mode="json")
        chosen = {}
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            extra = field.json_schema_extra
            if isinstance(extra, dict) and extra.get("later") and value == field.default:
                continue
            chosen[name] = value.choices() if isinstance(value, _Part) else plain[name]
        return chosen


def _later(default: Any, **limits: Any) -> Any:
    """Make a field that recipes did not have at first.

    A recipe that leaves it at its default keeps the key of its trainings (`training.fit.configuration_of`),
    so what was trained before the field existed is not trained again.
    """
    return Field(default=default, json_schema_extra={"later": True}, **limits)


class InputRecipe(_Part):
    """The network's input: pixels along (z, y, x) and millimetres between them."""

    size: tuple[Literal[1, 3], int, int]
    """With 3 slices the outer ones are looked at beside the middle one; where they are not known they
    repeat it."""
    spacing_mm: tuple[float, float, float]

    @property
    def spec(self) -> PatchSpec:
        """The same, for `engine.patch.make_patch`."""
        return PatchSpec(self.size, self.spacing_mm)


class NetRecipe(_Part):
    """The network."""

    kind: Literal["lite11"] = "lite11"
    pretrained: bool
    windows_hu: tuple[tuple[float, float], ...] = Field(min_length=3, max_length=3)
    """Lower and upper HU of each input channel."""
    frozen_blocks: int = Field(ge=0, le=11)
    """Blocks after the stem that stay as pretrained (the stem too, unless this is 0 and not pretrained)."""
    features: int = Field(gt=0)
    dropout: float = Field(ge=0, lt=1)
    attributes: tuple[str, ...]
    """Auxiliary targets: ``log_diameter`` or ratings of the cases."""
    neighbour_reach_mm: float = _later(9.6, gt=0)
    """Neighbouring slices count within this distance of the centre, along rows and along columns."""


class AugmentRecipe(_Part):
    """Random changes of a training patch; lengths in mm, intensities in HU, each applied with its chance."""

    rotate: bool
    flip: bool
    shift_mm: float = Field(ge=0)
    """Uniform between minus and plus this, along rows and columns."""
    scale: float = Field(ge=0, lt=0.5)
    """Uniform share between minus and plus this."""
    noise_hu: float = Field(ge=0)
    noise_chance: float = Field(ge=0, le=1)
    blur_mm: tuple[float, float]
    blur_chance: float = Field(ge=0, le=1)
    sharpen: tuple[float, float]
    sharpen_chance: float = Field(ge=0, le=1)
    gain: float = Field(ge=0, lt=1)
    offset_hu: float = Field(ge=0)
    intensity_chance: float = Field(ge=0, le=1)
    hide_neighbours_chance: float = _later(0.0, ge=0, le=1)
    """How often the neighbouring slices are taken away."""
    mixup_chance: float = Field(ge=0, le=1)
    mixup_alpha: float = Field(gt=0)


class LossRecipe(_Part):
    """Weights of the loss's terms, and of a case by how firm its label is."""

    lesion: float = Field(ge=0)
    lesion_bce: float = Field(ge=0)
    """Weight of cross-entropy against Dice inside the lesion term."""
    attributes: float = Field(ge=0)
    weight_undecided: float = Field(ge=0, le=1)
    weight_few_readers: float = Field(ge=0, le=1)


class OptimiserRecipe(_Part):
    """AdamW with a warm-up and a cosine to zero."""

    epochs: int = Field(gt=0)
    batch: int = Field(gt=1)
    lr_backbone: float = Field(gt=0)
    lr_heads: float = Field(gt=0)
    weight_decay: float = Field(ge=0)
    warmup: float = Field(ge=0, lt=1)
    """Share of the steps."""
    clip: float = Field(gt=0)
    ema_decay: float = Field(ge=0, lt=1)


class CompressRecipe(_Part):
    """How a network is taught by, or made from, finished runs (`noduscope train fit --source`)."""

    kind: Literal["none", "distil", "prune", "quantise"] = "none"
    """``distil``: the sources are the teachers. ``prune``, ``quantise``: the one source is the start."""
    teacher_weight: float = Field(default=0.7, ge=0, le=1)
    """distil: share of the teacher in the loss of the label."""
    map_weight: float = Field(default=1.0, ge=0)
    """distil: weight of the squared difference between the maps, in variances of the teacher's."""
    temperature: float = Field(default=1.0, gt=0)
    """distil: logits are divided by it before they are compared."""
    teacher_views: Literal[1, 2, 4] = 1
    """distil: mirrored views that each teacher judges of an augmented patch; over the epochs one is enough,
    since patches are mirrored at random."""
    pruned_share: float = Field(default=0.4, gt=0, lt=0.9)
    """prune: share of each layer's channels that is removed."""


class Recipe(_Part):
    """A whole recipe."""

    schema_version: Literal[1]
    name: str
    kind: Literal["classify"]
    seed: int = Field(ge=0)
    folds: int = Field(ge=2, le=20)
    """Number of folds where the dataset gives none."""
    members: int = Field(default=1, ge=1, le=8)
    """Networks that are trained, each from its own seed, and averaged."""
    views: Literal[1, 2, 4] = 1
    """Mirrored views of a patch that every network judges: as it is, left-right, and both upside down."""
    input: InputRecipe
    net: NetRecipe
    augment: AugmentRecipe
    loss: LossRecipe
    optimiser: OptimiserRecipe
    compress: CompressRecipe = _later(CompressRecipe())

    @property
    def sha256(self) -> str:
        """Hash of every choice in the recipe."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


def read_recipe(name: str) -> Recipe:
    """Read a recipe.

    Parameters
    ----------
    name
        The name of one of Noduscope's recipes, or the path of a YAML file.

    Returns
    -------
    Recipe

    Raises
    ------
    RecipeError
        If there is none, or it breaks the schema.
    """
    path = RECIPES / f"{name}.yaml"
    if not path.is_file():
        path = Path(name)
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in RECIPES.glob("*.yaml")))
        raise RecipeError(
            f"There is no recipe {name!r}. Known recipes: {known}; or give the path of a YAML file."
        )
    try:
        return Recipe.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValueError) as error:
        raise RecipeError(f"The recipe {path} cannot be used: {first_complaint(error)}") from error
