"""A recipe: everything about a training that is a choice, in one YAML file, checked where it enters.

Knows no torch: the command line reads recipes before it loads any heavy library.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.patch import PatchSpec
from training.cases import first_complaint
from training.errors import TrainingError

RECIPES = Path(__file__).resolve().parents[1] / "resources" / "recipes"


class RecipeError(TrainingError):
    """A recipe that cannot be used, described in a sentence."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def choices(self, *, hashed: bool = False) -> dict[str, Any]:
        """Return every choice as plain values, but for those made `_later` that are at their default.

        With `hashed`, those that a recipe's hash always held are among them.
        """
        plain = self.model_dump(mode="json")
        chosen = {}
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            if extra.get("later") and value == field.default and not (hashed and extra.get("hashed")):
                continue
            chosen[name] = value.choices(hashed=hashed) if isinstance(value, _Part) else plain[name]
        return chosen


def _later(default: Any, *, hashed: bool = False, **limits: Any) -> Any:
    """Make a field that recipes did not have at first.

    A recipe that leaves it at its default keeps the key of its trainings (`training.fit.configuration_of`),
    so what was trained before the field existed is not trained again. `Recipe.sha256` leaves it out too, but
    for those that came before the first model shipped (`hashed`).
    """
    return Field(default=default, json_schema_extra={"later": True, "hashed": hashed}, **limits)


class InputRecipe(_Part):
    """The network's input: pixels along (z, y, x) and millimetres between them."""

    size: tuple[Literal[1, 3, 5, 7], int, int]
    """With several slices the outer ones are looked at beside the middle one; where they are not known they
    repeat it. A document may say ``slices`` to change their number alone."""
    spacing_mm: tuple[float, float, float]

    @model_validator(mode="before")
    @classmethod
    def _slices_into_size(cls, document: Any) -> Any:
        if not isinstance(document, dict) or "slices" not in document or "size" not in document:
            return document
        rest = {name: value for name, value in document.items() if name != "slices"}
        return rest | {"size": [document["slices"], *list(document["size"])[1:]]}

    @property
    def spec(self) -> PatchSpec:
        """The same, for `engine.patch.make_patch`."""
        return PatchSpec(self.size, self.spacing_mm)


class NetRecipe(_Part):
    """The network."""

    kind: Literal[
        "lite11",
        "resnet50",
        "efficientnet_b3",
        "mobilenetv3_large",
        "resnest50d",
        "convnext_tiny",
        "swin_tiny",
        "volume",
    ] = "lite11"
    """EfficientNet-lite0 (to stride 16), a backbone of timm (extra `nets`), or a small 3-D network."""
    pretrained: bool
    windows_hu: tuple[tuple[float, float], ...] = Field(min_length=3, max_length=3)
    """Lower and upper HU of each input channel."""
    frozen_blocks: int = Field(ge=0, le=11)
    """Blocks after the stem that stay as pretrained (the stem too, unless this is 0 and not pretrained)."""
    features: int = Field(gt=0)
    dropout: float = Field(ge=0, lt=1)
    attributes: tuple[str, ...]
    """Auxiliary targets: ``log_diameter`` or ratings of the cases."""
    pretrained_from: str = _later("")
    """Folder of a finished pretraining (`noduscope train fit --recipe simclr` or ``images``) of the same kind
    of network, that the backbone starts from; each fold from weights that have seen none of its patients."""
    neighbour_reach_mm: float = _later(9.6, hashed=True, gt=0)
    """Neighbouring slices count within this distance of the centre, along rows and along columns."""
    clahe: bool = _later(False)
    """Equalise the first window (CLAHE) in place of the last: to measure what that does, never exported."""
    weights_file: str | None = _later(None)
    """Of a backbone of timm, for `pretrained`: .safetensors (`training.nets.timm_trunk.weights_path`)."""
    weights_sha256: str | None = _later(None, pattern="^[0-9a-f]{64}$")
    """Of that file, so that a recipe means the same everywhere."""
    transformer_blocks: int = _later(0, ge=0, le=4)
    """Blocks in which the cells of the deepest map look at each other."""
    fusion: bool = _later(False)
    """Shallow maps join the deepest by 1x1 convolutions, at stride 8."""
    lesion_gate: bool = _later(False)
    """Features are weighed by the lesion's mask."""
    lesion_crop_margin_mm: float | None = _later(None, ge=0)
    """A second look at the part of the patch round the lesion's mask, with this margin."""
    facts: tuple[str, ...] = _later(())
    """Scalar terms of the logit: see `training.facts`."""

    @model_validator(mode="after")
    def _fits(self) -> NetRecipe:
        if self.kind == "lite11":
            if self.weights_file or self.weights_sha256:
                raise ValueError("lite11 has its weights from a package; leave weights_file out")
            return self
        if self.frozen_blocks:
            raise ValueError(f"frozen_blocks is for lite11; for {self.kind} it is 0")
        if self.pretrained_from and self.kind == "volume":
            raise ValueError("no pretraining fits volume, which convolves slices; leave pretrained_from out")
        named = self.weights_file is not None and self.weights_sha256 is not None
        if self.pretrained and self.kind == "volume":
            raise ValueError("no pretrained weights are known for volume; set pretrained to false")
        if self.pretrained and not named:
            raise ValueError(
                f"pretrained {self.kind} needs weights_file and weights_sha256: nothing is downloaded"
            )
        if not self.pretrained and (self.weights_file or self.weights_sha256):
            raise ValueError("weights_file is read only where pretrained is true")
        return self


class TranslateRecipe(_Part):
    """Training patches in another manufacturer's look, by a CycleGAN of their own: `training.harmonise`."""

    chance: float = Field(gt=0, le=1)
    """How often a patch that has a translation is shown in it."""
    manufacturers: tuple[str, str]
    """First words of the two that are translated into each other, such as GE and Siemens."""
    steps: int = Field(default=400, gt=0)
    batch: int = Field(default=16, gt=0)
    lr: float = Field(default=4e-3, gt=0)
    channels: int = Field(default=8, gt=0)
    cycle: float = Field(default=0.2, ge=0)
    """Weight of what is lost there and back, squared, in units of 100 HU."""
    identity: float = Field(default=0.05, ge=0)
    """Weight of what changes in a patch that has the look already."""
    min_dice: float = Field(default=0.9, ge=0, le=1)
    """A translated patch is used only if its lesion, drawn before and after by one rule, overlaps so far."""
    max_diameter_mm: float = Field(default=0.5, gt=0)
    """And if its diameter changes by less than the pixels that it was scanned with."""
    max_hu: float = Field(default=25.0, gt=0)
    """And its mean HU by no more than scanners are taken to differ by (`AugmentRecipe.offset_hu`)."""

    @model_validator(mode="after")
    def _two(self) -> TranslateRecipe:
        if len({name.casefold() for name in self.manufacturers} - {""}) < 2:
            raise ValueError("augment.translate.manufacturers: name two different manufacturers.")
        return self


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
    hide_neighbours_chance: float = _later(0.0, hashed=True, ge=0, le=1)
    """How often the neighbouring slices are taken away."""
    mixup_chance: float = Field(ge=0, le=1)
    """How often a batch is mixed: by MixUp, or by CutMix where `MixingRecipe` says so."""
    mixup_alpha: float = Field(gt=0)
    rotate_degrees: float = _later(180.0, gt=0, le=180)
    """Turned by at most this, either way, where `rotate` is on."""
    elastic_mm: float = _later(1.0, gt=0, le=1)
    """No point moves farther: spicules and lobules are signs of malignancy."""
    elastic_knots_mm: float = _later(8.0, gt=0)
    """Distance between the knots of the B-spline that deforms."""
    elastic_chance: float = _later(0.0, ge=0, le=1)
    thicken_mm: float = _later(3.0, gt=0, le=5)
    """A patch is averaged with its neighbouring slices over at most this thickness: `training.thicken`."""
    thicken_chance: float = _later(0.0, ge=0, le=1)
    translate: TranslateRecipe | None = _later(None)
    """Translation between manufacturers; none by default."""


class MixingRecipe(_Part):
    """How batches are mixed, and what strong augmentation must leave alone: `training.mixing`."""

    cutmix_share: float = _later(0.0, ge=0, le=1)
    """Share of the mixed batches that CutMix mixes, the others being MixUp's: 0.75 is three to one."""
    cutmix_alpha: float = _later(1.0, gt=0)
    protect: Literal["nothing", "mask", "teacher"] = _later("nothing")
    """Noise, blur, sharpening, brightness and pasted boxes spare the outlined lesion (``mask``), or where the
    map of the averaged network points (``teacher``)."""
    protect_margin_mm: float = _later(2.0, ge=0)
    teacher_from: float = _later(0.5, ge=0, le=1)
    """Share of the epochs after which the teacher is believed: an early map is noise."""


class LossRecipe(_Part):
    """Weights of the loss's terms, and of a case by how firm its label is."""

    lesion: float = Field(ge=0)
    lesion_bce: float = Field(ge=0)
    """Weight of cross-entropy against Dice inside the lesion term."""
    attributes: float = Field(ge=0)
    weight_undecided: float = Field(ge=0, le=1)
    weight_few_readers: float = Field(ge=0, le=1)
    focal_gamma: float = _later(0.0, ge=0, le=5)
    """Exponent of the focal loss; at 0 it is cross-entropy."""
    class_alpha: tuple[float, float] = _later((1.0, 1.0))
    """Weights of the benign and of the malignant class."""


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
    accumulate: int = _later(1, ge=1)
    """Batches that make one step."""
    precision: Literal["32", "auto"] = _later("32")
    """``auto`` computes in bfloat16 where the hardware does: `training.precision`."""


class InnerRecipe(_Part):
    """Adapting the training while it runs, by patients of the training set alone: `training.inner`."""

    share: float = _later(0.0, ge=0, le=0.5)
    """Share of the training patients that are kept aside and judged after every epoch."""
    plateau_patience: int = _later(0, ge=0)
    """After so many epochs without progress the learning rates fall; above 0 this replaces the cosine."""
    plateau_factor: float = _later(0.3, gt=0, lt=1)
    stop_patience: int = _later(0, ge=0)
    """After so many epochs without progress training ends, and the best epoch is kept; 0 keeps the last."""


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
    fields: tuple[float, ...] = _later((1.0,), min_length=1)
    """Fields of view that every network judges, as shares of the patch's sides, the whole first."""
    input: InputRecipe
    net: NetRecipe
    augment: AugmentRecipe
    loss: LossRecipe
    optimiser: OptimiserRecipe
    mixing: MixingRecipe = _later(MixingRecipe())
    inner: InnerRecipe = _later(InnerRecipe())
    compress: CompressRecipe = _later(CompressRecipe())

    @model_validator(mode="after")
    def _fits_together(self) -> Recipe:
        if min(self.loss.class_alpha) <= 0:
            raise ValueError("loss.class_alpha: both classes need a weight above 0.")
        if self.fields[0] != 1 or any(not 0.5 <= share <= 1 for share in self.fields):
            raise ValueError("fields: the first must be 1 (the whole patch), the others from 0.5 to 1.")
        if self.mixing.protect == "teacher" and not self.optimiser.ema_decay:
            raise ValueError(
                "mixing.protect: a teacher is the averaged network; set optimiser.ema_decay above 0."
            )
        if not self.inner.share and (self.inner.plateau_patience or self.inner.stop_patience):
            raise ValueError("inner: adapting needs patients to judge by; set inner.share above 0.")
        for name in ("translate", "thicken_chance"):
            if getattr(self.augment, name) and self.input.size[0] != 1:
                raise ValueError(f"augment.{name} is for single slices; set input.slices to 1.")
        if self.compress.kind != "none" and self.inner.share:
            raise ValueError(
                "compress: a network made from a run keeps its last epoch; set inner.share to 0."
            )
        return self

    @model_validator(mode="after")
    def _slices_fit(self) -> Recipe:
        slices, kind = self.input.size[0], self.net.kind
        readable = {"lite11": (1, 3), "volume": (3, 5, 7)}.get(kind, (1,))
        if slices not in readable:
            numbers = ", ".join(str(n) for n in readable)
            raise ValueError(f"{kind} reads {numbers} slices; input.size has {slices}")
        return self

    @property
    def sha256(self) -> str:
        """Hash of every choice in the recipe; a field that came later counts where it is chosen."""
        return hashlib.sha256(json.dumps(self.choices(hashed=True), sort_keys=True).encode()).hexdigest()


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
    path = recipe_file(name)
    try:
        return Recipe.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValueError) as error:
        raise RecipeError(f"The recipe {path} cannot be used: {first_complaint(error)}") from error


def recipe_kind(name: str) -> str:
    """Return a recipe's kind, such as ``classify`` or ``simclr``; ``classify`` where it says none.

    Raises
    ------
    RecipeError
        If there is no such recipe.
    """
    try:
        document = yaml.safe_load(recipe_file(name).read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise RecipeError(f"The recipe {name} cannot be used: {first_complaint(error)}") from error
    return str(document.get("kind", "classify")) if isinstance(document, dict) else "classify"


def recipe_file(name: str) -> Path:
    """Return the file of one of Noduscope's recipes, or of a path.

    Raises
    ------
    RecipeError
        If there is none.
    """
    path = RECIPES / f"{name}.yaml"
    if not path.is_file():
        path = Path(name)
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in RECIPES.glob("*.yaml")))
        raise RecipeError(
            f"There is no recipe {name!r}. Known recipes: {known}; or give the path of a YAML file."
        )
    return path
